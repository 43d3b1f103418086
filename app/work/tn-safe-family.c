/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-same-id.h"
#include "tn-work-private.h"
#include "tn-zone.h"

typedef struct
{
  gint64 day;
  GArray *running;    /* TnListed, the newest first */
} Running;

static gboolean
add_running (const TnListed *listed, TnSlice body, gpointer data)
{
  Running *r = data;
  g_autofree char *to = tn_json_get_string (tn_json_member (body, "to"));

  if (listed->at <= r->day && (!to || !*to || tn_listed_date (to) > r->day))
    g_array_append_val (r->running, *listed);
  return TRUE;
}

static GArray *
list_running (TnCopy *copy, const TnId *household, gint64 day, GError **error)
{
  g_autoptr (GArray) running = g_array_new (FALSE, FALSE, sizeof (TnListed));
  TnListedQuery query = { .kind = "safe_family", .parent = household, .newest_first = TRUE };
  Running r = { day, running };

  return tn_query_listed_each (copy, &query, add_running, &r, error) ? g_steal_pointer (&running) : NULL;
}

gboolean
tn_safe_family_on (TnCopy *copy, const TnId *household, gint64 day, TnId *id, gboolean *found, GError **error)
{
  g_autoptr (GArray) running = list_running (copy, household, day, error);

  if (!running)
    return FALSE;
  *found = running->len > 0;
  if (*found)
    *id = g_array_index (running, TnListed, 0).id;
  return TRUE;
}

static TnRow *
get_home (TnCopy *copy, const TnId *household, GError **error)
{
  g_autoptr (TnRow) home = tn_work_get (copy, "household", household, error);
  g_autofree char *status = home ? tn_row_dup_text (home, "status") : NULL;

  if (!home || !status || g_str_equal (status, "present") || g_str_equal (status, "absent"))
    return g_steal_pointer (&home);
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This household does not live there any more. Nothing was written."));
  return NULL;
}

TnEdit *
tn_safe_family_set (TnCopy *copy, const TnId *household, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) home = get_home (copy, household, error), there = NULL;
  g_autofree char *given = values ? tn_values_dup_text (values, "from") : NULL, *from = tn_work_today (copy, given), *name = NULL, *label = NULL, *title = NULL;
  g_autoptr (TnEdit) edit = NULL;
  gboolean is_one = FALSE;
  TnIdStr text;
  TnId id;

  if (!home || !tn_safe_family_on (copy, household, tn_listed_date (from), &id, &is_one, error))
    return NULL;
  if (is_one)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This household is a safe family already. Nothing was written."));
      return NULL;
    }
  tn_id_format (household, text);
  name = g_strdup_printf ("safe_family:%s:%s", text, from);
  if (!tn_same_id (copy, name, &id, &there, error))
    return NULL;
  title = tn_query_title (copy, household);
  /* Translators: %s is an address */
  label = g_strdup_printf (_("Safe family: %s"), title);
  edit = tn_edit_new (label);
  if (!there)
    tn_edit_create (edit, "safe_family", &id);
  if (values)
    tn_values_apply (values, edit, &id);
  tn_edit_set_ref (edit, &id, "household", household);
  tn_edit_set_text (edit, &id, "from", from);
  tn_edit_set_text (edit, &id, "to", NULL);
  return g_steal_pointer (&edit);
}

TnEdit *
tn_safe_family_end (TnCopy *copy, const TnId *household, const char *date, GError **error)
{
  g_autofree char *to = tn_work_today (copy, date), *title = NULL, *label = NULL;
  g_autoptr (GArray) running = list_running (copy, household, tn_listed_date (to), error);
  g_autoptr (TnEdit) edit = NULL;

  if (!running)
    return NULL;
  if (!running->len)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This household is no safe family on that day. Nothing was changed."));
      return NULL;
    }
  title = tn_query_title (copy, household);
  /* Translators: %s is an address */
  label = g_strdup_printf (_("Safe family no more: %s"), title);
  edit = tn_edit_new (label);
  for (guint i = 0; i < running->len; i++)
    tn_edit_set_text (edit, &g_array_index (running, TnListed, i).id, "to", to);
  return g_steal_pointer (&edit);
}

/* ---- the list ---- */

void
tn_safe_line_free (gpointer data)
{
  TnSafeLine *line = data;

  g_free (line->address);
  g_free (line->head);
  g_free (line->area);
  g_free (line);
}

/* Asked only of those that are wanted. */
static gboolean
runs (TnCopy *copy, const TnId *id, gint64 day, gboolean *on, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT body FROM record WHERE id = ?1", error);
  g_autofree char *to = NULL;
  TnStep step;

  *on = FALSE;
  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW)
    return step == TN_STEP_DONE;
  to = tn_json_get_string (tn_json_member (tn_stmt_slice (stmt, 0), "to"));
  *on = !to || !*to || tn_listed_date (to) > day;
  return TRUE;
}

/* Row numbers that the search finds there; NULL with *all = every one. */
static GHashTable *
find_rows (TnCopy *copy, const TnId *area, const char *search, gboolean *all, GError **error)
{
  TnHouseholdQuery query = { .area = area, .search = search };
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GHashTable) found = NULL;

  *all = !area && (!search || !*search);
  if (*all || !(rows = tn_query_households (copy, &query, error)))
    return NULL;
  found = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (found, g_memdup2 (&g_array_index (rows, gint64, i), sizeof (gint64)));
  return g_steal_pointer (&found);
}

typedef struct { TnId id; gint64 row, from; } Candidate;

/* n_more: those behind the limit, counted; NULL = nobody asks. */
static GArray *
list_candidates (TnCopy *copy, GHashTable *wanted, guint limit, gint64 day, guint *n_more, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy),
    "SELECT i.id, h.row, i.at FROM item i JOIN household h ON h.id = i.parent"
    " WHERE i.kind = 'safe_family' AND i.at <= ?1 AND h.gone = 0 ORDER BY i.at DESC", error);
  TnStep step = TN_STEP_DONE;

  if (!stmt)
    return NULL;
  tn_stmt_bind_int (stmt, 1, day);
  while ((!limit || list->len < limit || (n_more && *n_more < TN_SAFE_COUNTED)) && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      Candidate one = { .row = tn_stmt_int (stmt, 1), .from = tn_stmt_int (stmt, 2) };
      gboolean on;

      tn_stmt_id (stmt, 0, &one.id);
      if (wanted && !g_hash_table_contains (wanted, &one.row))
        continue;
      if (!runs (copy, &one.id, day, &on, error))
        return NULL;
      if (!on || !g_hash_table_add (seen, g_memdup2 (&one.row, sizeof one.row)))
        continue;
      if (!limit || list->len < limit)
        g_array_append_val (list, one);
      else
        *n_more += 1;
    }
  return step == TN_STEP_ERROR ? NULL : g_steal_pointer (&list);
}

GPtrArray *
tn_safe_family_list (TnCopy *copy, const TnId *area, const char *search, guint limit, gint64 day, guint *n_more, GError **error)
{
  gboolean all;
  g_autoptr (GHashTable) wanted = find_rows (copy, area, search, &all, error);
  g_autoptr (GArray) found = NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (tn_safe_line_free);

  if (n_more)
    *n_more = 0;
  if (wanted || all)
    found = list_candidates (copy, wanted, limit, day, n_more, error);
  for (guint i = 0; found && i < found->len; i++)
    {
      const Candidate *one = &g_array_index (found, Candidate, i);
      g_autoptr (TnHouseholdItem) item = tn_query_household_item (copy, one->row, error);
      TnSafeLine *line;

      if (!item)
        return NULL;
      line = g_new0 (TnSafeLine, 1);
      *line = (TnSafeLine) { one->id, item->id, g_steal_pointer (&item->address), g_steal_pointer (&item->head), g_steal_pointer (&item->area), one->from };
      g_ptr_array_add (lines, line);
    }
  return found ? g_steal_pointer (&lines) : NULL;
}
