/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-reduction.h"
#include <glib/gi18n.h>
#include "tn-decimal.h"
#include "tn-work-private.h"

TnId
tn_reduction_home_id (const TnId *reduction, const TnId *household)
{
  g_autofree char *a = tn_id_dup_string (reduction), *b = tn_id_dup_string (household), *name = g_strdup_printf ("reduction_home\n%s\n%s", a, b);

  return tn_id_from_name (name);
}

static gint64
read_int (const TnValues *values, const char *field)
{
  const char *token = tn_values_get (values, field);
  gint64 value = 0;

  return token && tn_json_get_int (tn_slice (token, -1), &value) ? value : 0;
}

/* ---- is it whole? ---- */

static gboolean
check_values (const TnValues *values, gboolean fresh, GError **error)
{
  gint64 percent = read_int (values, "percent"), amount = read_int (values, "amount");
  g_autofree char *what = tn_values_dup_text (values, "what"), *from = tn_values_dup_text (values, "from"), *to = tn_values_dup_text (values, "to");

  if (fresh && !what)
    return tn_work_refuse (error, _("Choose what was reduced: rent, electricity or water."));
  if (percent < 0 || percent > 100 || amount < 0 || amount > TN_DECIMAL_MAX / TN_DECIMAL_ONE)
    return tn_work_refuse (error, _("Write a percentage from 1 to 100, or an amount of more than 0."));
  if (fresh && percent == 0 && amount == 0)
    return tn_work_refuse (error, _("Write how much was reduced: a percentage from 1 to 100, or an amount a month."));
  if (from && to && tn_listed_date (to) < tn_listed_date (from))
    return tn_work_refuse (error, _("The period ends before it begins."));
  return TRUE;
}

/* The owner as typed, or the building's. */
static char *
find_owner (TnCopy *copy, const TnValues *values, char **phone)
{
  char *owner = tn_values_dup_text (values, "owner");
  TnId building;
  g_autoptr (TnRow) row = NULL;

  *phone = tn_values_dup_text (values, "owner_phone");
  if ((owner && *owner) || !tn_values_ref (values, "building", &building) || !(row = tn_copy_get (copy, &building, NULL)))
    return owner;
  g_free (owner);
  if (!*phone)
    *phone = tn_row_dup_text (row, "owner_phone");
  return tn_row_dup_text (row, "owner");
}

static TnId
choose_id (TnCopy *copy, const TnValues *values, gboolean *there)
{
  g_autofree char *what = tn_values_dup_text (values, "what"), *from = tn_values_dup_text (values, "from"), *building = tn_values_dup_text (values, "building");
  g_autofree char *name = g_strdup_printf ("reduction\n%s\n%s\n%s", building ? building : "", what, from ? from : "");
  TnId made = building ? tn_id_from_name (name) : tn_id_new (tn_copy_env (copy));
  g_autoptr (TnRow) row = building ? tn_copy_get (copy, &made, NULL) : NULL;

  *there = row && !row->deleted;
  return row ? tn_id_new (tn_copy_env (copy)) : made;
}

/* ---- households ---- */

static void
add_home (TnCopy *copy, TnEdit *edit, const TnId *reduction, const TnId *household, const char *today)
{
  TnId made = tn_reduction_home_id (reduction, household);
  g_autoptr (TnRow) row = tn_copy_get (copy, &made, NULL);   /* there and deleted: written in error, and now no more */
  TnId id = tn_edit_create (edit, "reduction_home", row ? NULL : &made);

  tn_edit_set_ref (edit, &id, "reduction", reduction);
  tn_edit_set_ref (edit, &id, "household", household);
  tn_edit_set_text (edit, &id, "at", today);
}

static GHashTable *
read_reached (TnCopy *copy, const TnId *reduction, GError **error)
{
  TnListedQuery query = { .kind = "reduction_home", .parent = reduction };
  g_autoptr (GArray) listed = tn_query_listed (copy, &query, error);
  GHashTable *reached = listed ? g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL) : NULL;

  for (guint i = 0; listed && i < listed->len; i++)
    g_hash_table_add (reached, tn_id_copy (&g_array_index (listed, TnListed, i).ref));
  return reached;
}

static GArray *
find_in_building (TnCopy *copy, const TnId *building, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT id FROM household WHERE building = ? AND gone = 0 ORDER BY address_key, id", error);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (TnId));
  TnStep step;
  TnId id;

  if (!stmt)
    return NULL;
  tn_stmt_bind_id (stmt, 1, building);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (tn_stmt_id (stmt, 0, &id))
      g_array_append_val (found, id);
  return step == TN_STEP_DONE ? g_steal_pointer (&found) : NULL;
}

static guint
add_homes (TnCopy *copy, TnEdit *edit, const TnId *reduction, GHashTable *reached, const TnId *households, guint n)
{
  g_autofree char *today = tn_work_today (copy, NULL);
  guint added = 0;

  for (guint i = 0; i < n; i++)
    {
      if (!g_hash_table_add (reached, tn_id_copy (&households[i])))
        continue;
      add_home (copy, edit, reduction, &households[i], today);
      added++;
    }
  return added;
}

static TnEdit *
new_edit (const char *format, const char *name)
{
  g_autofree char *label = g_strdup_printf ("%s: %s", format, name ? name : "");

  return tn_edit_new (label);
}

/* ---- doing ---- */

static gboolean
add_whole_building (TnCopy *copy, TnEdit *edit, const TnId *reduction, const TnId *building, GError **error)
{
  g_autoptr (GHashTable) reached = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  g_autoptr (GArray) found = find_in_building (copy, building, error);

  if (found)
    add_homes (copy, edit, reduction, reached, (const TnId *) found->data, found->len);
  return found != NULL;
}

TnEdit *
tn_reduction_add (TnCopy *copy, const TnValues *values, gboolean whole_building, TnId *id, GError **error)
{
  g_autofree char *phone = NULL, *owner = find_owner (copy, values, &phone);
  g_autoptr (TnEdit) edit = NULL;
  TnId made, building;
  gboolean there;

  if (!check_values (values, TRUE, error))
    return NULL;
  if (!owner || !*owner)
    {
      tn_work_refuse (error, _("Write the owner who grants it, or choose a building whose owner is known."));
      return NULL;
    }
  made = choose_id (copy, values, &there);
  if (there)
    {
      tn_work_refuse (error, _("This building’s reduction from this day is there already. Choose it in the list, or write another first day."));
      return NULL;
    }
  edit = new_edit (_("New reduction"), owner);
  tn_edit_create (edit, "reduction", &made);
  tn_values_apply (values, edit, &made);
  tn_edit_set_text (edit, &made, "owner", owner);
  tn_edit_set_text (edit, &made, "owner_phone", phone);
  if (whole_building && !tn_values_ref (values, "building", &building))
    {
      tn_work_refuse (error, _("Choose the building, or add the households one by one afterwards."));
      return NULL;
    }
  if (whole_building && !add_whole_building (copy, edit, &made, &building, error))
    return NULL;
  if (id)
    *id = made;
  return g_steal_pointer (&edit);
}

TnEdit *
tn_reduction_change (TnCopy *copy, const TnId *reduction, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "reduction", reduction, error);
  g_autoptr (TnValues) all = tn_values_new ();
  static const char *const together[] = { "percent", "amount", "from", "to", "what" };

  if (!row)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (together); i++)
    {
      TnSlice token = tn_row_field (row, together[i]);
      g_autofree char *text = token.len ? tn_slice_dup (token) : NULL;

      if (text)
        tn_values_set (all, together[i], text);
    }
  tn_values_merge (all, values);
  return check_values (all, TRUE, error) ? tn_work_change (copy, reduction, values, error) : NULL;
}

TnEdit *
tn_reduction_add_building (TnCopy *copy, const TnId *reduction, guint *n, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "reduction", reduction, error);
  g_autoptr (GHashTable) reached = NULL;
  g_autoptr (GArray) found = NULL;
  g_autofree char *owner = row ? tn_row_dup_text (row, "owner") : NULL;
  g_autoptr (TnEdit) edit = NULL;
  TnId building;
  guint added;

  if (!row)
    return NULL;
  if (!tn_row_ref (row, "building", &building))
    {
      tn_work_refuse (error, _("This reduction names no building. Choose one with Edit, or add the households one by one."));
      return NULL;
    }
  if (!(reached = read_reached (copy, reduction, error)) || !(found = find_in_building (copy, &building, error)))
    return NULL;
  edit = new_edit (_("Households of the reduction"), owner);
  added = add_homes (copy, edit, reduction, reached, (const TnId *) found->data, found->len);
  if (n)
    *n = added;
  if (added)
    return g_steal_pointer (&edit);
  tn_work_refuse (error, found->len ? _("All households of this building are there already.") : _("No household lives in this building by the register."));
  return NULL;
}

TnEdit *
tn_reduction_add_homes (TnCopy *copy, const TnId *reduction, const TnId *households, guint n, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "reduction", reduction, error);
  g_autoptr (GHashTable) reached = row ? read_reached (copy, reduction, error) : NULL;
  g_autofree char *owner = row ? tn_row_dup_text (row, "owner") : NULL;
  g_autoptr (TnEdit) edit = NULL;

  for (guint i = 0; reached && i < n; i++)
    {
      g_autoptr (TnRow) household = tn_work_get (copy, "household", &households[i], error);

      if (!household)
        return NULL;
    }
  if (!reached)
    return NULL;
  edit = new_edit (_("Households of the reduction"), owner);
  if (add_homes (copy, edit, reduction, reached, households, n))
    return g_steal_pointer (&edit);
  tn_work_refuse (error, _("The reduction reaches this household already."));
  return NULL;
}

TnEdit *
tn_reduction_remove_home (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "reduction_home", id, error);
  g_autofree char *title = NULL;
  TnId household;
  TnEdit *edit;

  if (!row)
    return NULL;
  title = tn_row_ref (row, "household", &household) ? tn_query_title (copy, &household) : NULL;
  edit = new_edit (_("Not reached by the reduction"), title);
  tn_edit_delete (edit, id);
  return edit;
}
