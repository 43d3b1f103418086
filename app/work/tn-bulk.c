/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-bulk-private.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-work-private.h"

#define SOME 200   /* households between two looks at the cancellable */

/* ---- what is wished ---- */

TnBulkWish *
tn_bulk_wish_copy (const TnBulkWish *wish)
{
  TnBulkWish *copy = g_memdup2 (wish, sizeof *wish);

  copy->of_category = g_strdup (wish->of_category);
  copy->field = g_strdup (wish->field);
  copy->token = g_strdup (wish->token);
  copy->category = g_strdup (wish->category);
  copy->date = g_strdup (wish->date);
  copy->document = g_strdup (wish->document);
  return copy;
}

void
tn_bulk_wish_free (TnBulkWish *copied)
{
  if (!copied)
    return;
  g_free ((char *) copied->of_category);
  g_free ((char *) copied->field);
  g_free ((char *) copied->token);
  g_free ((char *) copied->category);
  g_free ((char *) copied->date);
  g_free ((char *) copied->document);
  g_free (copied);
}

/* ---- what is told ---- */

static void
free_group_cb (gpointer data)
{
  TnBulkGroup *group = data;

  g_free (group->text);
  g_free (group);
}

static void
free_line_cb (gpointer data)
{
  TnBulkLine *line = data;

  g_free (line->title);
  g_free (line->before);
  g_free (line->after);
  g_free (line);
}

void
tn_bulk_free (TnBulk *bulk)
{
  if (!bulk)
    return;
  g_clear_pointer (&bulk->edit, tn_edit_free);
  g_ptr_array_unref (bulk->changes);
  g_ptr_array_unref (bulk->skipped);
  g_ptr_array_unref (bulk->lines);
  g_free (bulk->note);
  g_free (bulk);
}

static void
count (GHashTable *groups, GPtrArray *list, const char *text)
{
  TnBulkGroup *group = g_hash_table_lookup (groups, text);

  if (!group)
    {
      group = g_new (TnBulkGroup, 1);
      *group = (TnBulkGroup) { g_strdup (text), 0 };
      g_ptr_array_add (list, group);
      g_hash_table_insert (groups, group->text, group);
    }
  group->n++;
}

void
tn_bulk_skip (TnBulkRun *run, const char *why)
{
  run->bulk->n_skipped++;
  count (run->skipped, run->bulk->skipped, why);
}

void
tn_bulk_change (TnBulkRun *run, const TnId *id, const char *before, const char *after)
{
  g_autofree char *text = g_strdup_printf ("%s → %s", *before ? before : _("(empty)"), *after ? after : _("(empty)"));
  TnBulkLine *line;

  run->bulk->n_changes++;
  count (run->changes, run->bulk->changes, text);
  if (run->bulk->lines->len >= TN_BULK_LINES)
    return;
  line = g_new (TnBulkLine, 1);
  *line = (TnBulkLine) { *id, tn_query_title (run->copy, id), g_strdup (before), g_strdup (after) };
  g_ptr_array_add (run->bulk->lines, line);
}

static int
compare_groups_cb (gconstpointer a, gconstpointer b)
{
  const TnBulkGroup *x = *(TnBulkGroup *const *) a, *y = *(TnBulkGroup *const *) b;

  return x->n != y->n ? (x->n > y->n ? -1 : 1) : g_strcmp0 (x->text, y->text);
}

/* ---- a field ---- */

gboolean
tn_bulk_can_set (const TnKind *kind, const TnField *field)
{
  static const struct { const char *kind, *field; } rules[] = { { "household", "head" }, { "person", "household" }, { "person", "relation" } };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_str_equal (rules[i].kind, kind->key) && g_str_equal (rules[i].field, field->key))
      return FALSE;
  return !(field->flags & (TN_FIELD_SYSTEM | TN_FIELD_DEPRECATED)) && !g_str_equal (tn_field_unit (field), "status");
}

static const TnKind *
get_kind (const TnBulkWish *wish)
{
  return tn_schema_kind (wish->people ? "person" : "household");
}

/* The words of a value; those of a reference are the other record's, asked for once. Borrowed from the run. */
static const char *
show (TnBulkRun *run, const TnField *field, TnSlice token)
{
  g_autofree char *key = token.len ? tn_slice_dup (token) : g_strdup ("null");
  const char *known = g_hash_table_lookup (run->shown, key);
  char *shown;
  g_autofree char *text = NULL;
  TnId ref;

  if (known)
    return known;
  text = field->type == TN_TYPE_REF && token.len ? tn_json_get_string (token) : NULL;
  shown = text && tn_id_parse (text, -1, &ref) ? tn_query_title (run->copy, &ref) : tn_field_show (field, token);
  g_hash_table_insert (run->shown, g_steal_pointer (&key), shown);
  return shown;
}

static void
set_field (TnBulkRun *run, const TnRow *row)
{
  const TnField *field = tn_kind_field (row->kind, run->wish->field);
  TnSlice before = tn_row_field (row, field->key), after = tn_slice (run->wish->token, -1);

  if (tn_slice_is (after, "null"))
    after.len = 0;
  if (before.len == after.len && (before.len == 0 || memcmp (before.p, after.p, before.len) == 0))
    {
      run->bulk->n_same++;
      return;
    }
  tn_edit_set (run->bulk->edit, &row->id, field->key, run->wish->token);
  tn_bulk_change (run, &row->id, show (run, field, before), show (run, field, after));
}

static gboolean
check_field (const TnBulkWish *wish, GError **error)
{
  const TnKind *kind = get_kind (wish);
  const TnField *field = wish->field ? tn_kind_field (kind, wish->field) : NULL;

  if (!field)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("There is no field “%s” in a record of this kind. Nothing was changed."), wish->field ? wish->field : "");
  else if (!tn_bulk_can_set (kind, field))
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” has rules of its own and is changed in each household. Nothing was changed."), _(field->label));
  else if (field->flags & TN_FIELD_REQUIRED && g_strcmp0 (wish->token, "null") == 0)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” must not be empty. Nothing was changed."), _(field->label));
  else
    return wish->token && tn_field_validate (field, tn_slice (wish->token, -1), error);
  return FALSE;
}

/* ---- categories ---- */

/* TnId of a subject -> GArray of TnId of its memberships on this day; longer: only those that go on after it. */
static GHashTable *
read_members (TnCopy *copy, const char *category, const char *day, gboolean longer, GError **error)
{
  g_autoptr (GHashTable) members = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, (GDestroyNotify) g_array_unref);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy),
    "SELECT id, subject FROM membership WHERE category = ?1 AND coalesce(from_date, '') <= ?2"
    " AND (to_date IS NULL OR to_date = '' OR to_date > ?2"
    "   OR (to_date = substr(?2, 1, length(to_date)) AND (?3 = 0 OR length(to_date) < length(?2))))", error);   /* "to 2021" lasts until its end */
  TnStep step;

  if (!stmt)
    return NULL;
  tn_stmt_bind_text (stmt, 1, category);
  tn_stmt_bind_text (stmt, 2, day);
  tn_stmt_bind_int (stmt, 3, longer);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnId id, subject;
      GArray *ids;

      if (!tn_stmt_id (stmt, 0, &id) || !tn_stmt_id (stmt, 1, &subject))
        continue;
      if (!(ids = g_hash_table_lookup (members, &subject)))
        g_hash_table_insert (members, tn_id_copy (&subject), ids = g_array_new (FALSE, FALSE, sizeof (TnId)));
      g_array_append_val (ids, id);
    }
  return step == TN_STEP_DONE ? g_steal_pointer (&members) : NULL;
}

static const char *
get_category_label (const char *category)
{
  return tn_choice_label (tn_kind_field (tn_schema_kind ("membership"), "category"), category);
}

static void
give_category (TnBulkRun *run, const TnRow *row)
{
  const TnBulkWish *wish = run->wish;
  TnId id;

  if (g_hash_table_contains (run->members, &row->id))
    {
      run->bulk->n_same++;
      return;
    }
  id = tn_edit_create (run->bulk->edit, "membership", NULL);
  tn_edit_set_ref (run->bulk->edit, &id, "subject", &row->id);
  tn_edit_set_text (run->bulk->edit, &id, "category", wish->category);
  tn_edit_set_text (run->bulk->edit, &id, "from", run->day);
  tn_edit_set_text (run->bulk->edit, &id, "document", wish->document);
  tn_bulk_change (run, &row->id, "", get_category_label (wish->category));
}

static void
end_category (TnBulkRun *run, const TnRow *row)
{
  const GArray *ids = g_hash_table_lookup (run->members, &row->id);

  if (!ids)
    {
      run->bulk->n_same++;
      return;
    }
  for (guint i = 0; i < ids->len; i++)
    tn_edit_set_text (run->bulk->edit, &g_array_index (ids, TnId, i), "to", run->day);
  tn_bulk_change (run, &row->id, get_category_label (run->wish->category), "");
}

/* ---- one after the other ---- */

/* Whole years on the day; -1 = not known. */
static int
get_age (const TnBulkRun *run, const TnRow *person)
{
  g_autofree char *birth = tn_row_dup_text (person, "birth");

  return birth ? tn_date_age (birth, run->day) : -1;
}

const char *
tn_bulk_why_not_person (TnBulkRun *run, const TnRow *person)
{
  const TnBulkWish *wish = run->wish;
  int age = wish->age_from || wish->age_to ? get_age (run, person) : 0;

  if (age < 0)
    return _("No date of birth");
  if ((wish->age_from && age < (int) wish->age_from) || (wish->age_to && age > (int) wish->age_to))
    return _("Not of this age");
  return run->sought && !g_hash_table_contains (run->sought, &person->id) ? _("Not of this category") : NULL;
}

static void
act (TnBulkRun *run, const TnRow *row)
{
  run->bulk->n++;
  if (run->wish->what == TN_BULK_SET)
    set_field (run, row);
  else if (run->wish->what == TN_BULK_GIVE)
    give_category (run, row);
  else
    end_category (run, row);
}

static gboolean
act_on_people (TnBulkRun *run, const TnId *household, GError **error)
{
  g_autoptr (GPtrArray) people = tn_work_people (run->copy, household, error);

  for (guint i = 0; people && i < people->len; i++)
    {
      const char *why = tn_bulk_why_not_person (run, people->pdata[i]);

      if (!why)
        act (run, people->pdata[i]);
      else
        {
          run->bulk->n++;
          tn_bulk_skip (run, why);
        }
    }
  return people != NULL;
}

static gboolean
look_at (TnBulkRun *run, const TnId *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (TnRow) row = tn_copy_get (run->copy, id, &local);
  g_autofree char *status = row ? tn_row_dup_text (row, "status") : NULL;
  const char *why = NULL;

  if (!row && !g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!row || row->deleted || !row->kind || !g_str_equal (row->kind_key, "household"))
    why = _("Deleted meanwhile");
  else if (status && !g_str_equal (status, "present") && !g_str_equal (status, "absent"))
    why = _("Household no longer there");
  if (!why)
    {
      if (run->wish->people)
        return act_on_people (run, id, error);
      act (run, row);
      return TRUE;
    }
  run->bulk->n++;
  tn_bulk_skip (run, why);
  return TRUE;
}

static gboolean
look_at_all (TnBulkRun *run, const TnId *ids, guint n, TnEditProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      if (i % SOME == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (i % SOME == 0 && progress)
        progress (i, n, user_data);
      if (!look_at (run, &ids[i], error))
        return FALSE;
    }
  return TRUE;
}

/* ---- the whole ---- */

static char *
make_label (TnBulkRun *run, guint n)
{
  const TnBulkWish *wish = run->wish;
  g_autofree char *what = NULL;

  if (wish->what == TN_BULK_SET)
    {
      const TnField *field = tn_kind_field (get_kind (wish), wish->field);
      const char *after = show (run, field, g_str_equal (wish->token, "null") ? (TnSlice) { NULL, 0 } : tn_slice (wish->token, -1));

      /* Translators: a field and its new value */
      what = g_strdup_printf (_("%s set to %s"), _(field->label), *after ? after : _("(empty)"));
    }
  else if (wish->what == TN_BULK_GIVE || wish->what == TN_BULK_END)
    /* Translators: %s is a category */
    what = g_strdup_printf (wish->what == TN_BULK_GIVE ? _("Category given: %s") : _("Category ended: %s"), get_category_label (wish->category));
  else
    {
      g_autofree char *to = tn_query_title (run->copy, &wish->to);

      /* Translators: %s is a team or a round */
      what = g_strdup_printf (_("Given to %s"), to);
    }
  /* Translators: what was done, and to how many */
  return g_strdup_printf (ngettext ("%s: %u at once", "%s: %u at once", n), what, n);
}

static gboolean
check_wish (const TnBulkWish *wish, GError **error)
{
  if (wish->what == TN_BULK_SET)
    return check_field (wish, error);
  if ((wish->what == TN_BULK_GIVE || wish->what == TN_BULK_END) && !(wish->category && *wish->category))
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Say which category. Nothing was changed."));
  else if (wish->date && *wish->date && !tn_date_valid (wish->date))
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no date. Nothing was changed."), wish->date);
  else
    return TRUE;
  return FALSE;
}

static gboolean
prepare (TnBulkRun *run, GError **error)
{
  const TnBulkWish *wish = run->wish;

  if ((wish->what == TN_BULK_GIVE || wish->what == TN_BULK_END) && !(run->members = read_members (run->copy, wish->category, run->day, wish->what == TN_BULK_END, error)))
    return FALSE;
  return (!wish->people && wish->what != TN_BULK_PROPOSE) || !wish->of_category || !*wish->of_category || (run->sought = read_members (run->copy, wish->of_category, run->day, FALSE, error));
}

static gboolean
plan (TnBulkRun *run, const TnId *ids, guint n, TnEditProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  if (!prepare (run, error))
    return FALSE;
  if (run->wish->what == TN_BULK_TEAM)
    return tn_bulk_plan_team (run, ids, n, error);
  if (run->wish->what == TN_BULK_ROUND)
    return tn_bulk_plan_round (run, ids, n, cancellable, error);
  if (run->wish->what == TN_BULK_PROPOSE)
    return tn_bulk_plan_propose (run, ids, n, cancellable, error);
  return look_at_all (run, ids, n, progress, user_data, cancellable, error);
}

static TnBulk *
new_bulk (void)
{
  TnBulk *bulk = g_new0 (TnBulk, 1);

  bulk->changes = g_ptr_array_new_with_free_func (free_group_cb);
  bulk->skipped = g_ptr_array_new_with_free_func (free_group_cb);
  bulk->lines = g_ptr_array_new_with_free_func (free_line_cb);
  return bulk;
}

static void
clear_run (TnBulkRun *run)
{
  g_hash_table_unref (run->changes);
  g_hash_table_unref (run->skipped);
  g_hash_table_unref (run->shown);
  g_clear_pointer (&run->members, g_hash_table_unref);
  g_clear_pointer (&run->sought, g_hash_table_unref);
  g_free (run->day);
}

TnBulk *
tn_bulk_plan (TnCopy *copy, const TnBulkWish *wish, const TnId *ids, guint n, TnEditProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnBulk) bulk = NULL;
  TnBulkRun run = { .copy = copy, .wish = wish };
  gboolean done;

  if (!check_wish (wish, error))
    return NULL;
  run.bulk = bulk = new_bulk ();
  run.changes = g_hash_table_new (g_str_hash, g_str_equal);
  run.skipped = g_hash_table_new (g_str_hash, g_str_equal);
  run.shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  run.day = tn_work_today (copy, wish->date);
  g_autofree char *label = make_label (&run, n);
  bulk->edit = tn_edit_new (label);
  done = plan (&run, ids, n, progress, user_data, cancellable, error);
  clear_run (&run);
  g_ptr_array_sort (bulk->changes, compare_groups_cb);
  g_ptr_array_sort (bulk->skipped, compare_groups_cb);
  return done ? g_steal_pointer (&bulk) : NULL;
}

GArray *
tn_bulk_ids (TnCopy *copy, const GArray *rows, GError **error)
{
  g_autoptr (GArray) ids = g_array_sized_new (FALSE, FALSE, sizeof (TnId), rows->len);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT id FROM household WHERE row = ?1 AND live = 1", error);

  for (guint i = 0; stmt && i < rows->len; i++)
    {
      TnStep step;
      TnId id;

      tn_stmt_bind_int (stmt, 1, g_array_index (rows, gint64, i));
      step = tn_stmt_step (stmt, error);
      if (step == TN_STEP_ERROR)
        return NULL;
      if (step == TN_STEP_ROW && tn_stmt_id (stmt, 0, &id))
        g_array_append_val (ids, id);
      tn_stmt_reset (stmt);
    }
  return stmt ? g_steal_pointer (&ids) : NULL;
}
