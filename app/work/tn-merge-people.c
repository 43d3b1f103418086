/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-merge-people.h"
#include <glib/gi18n.h>
#include "tn-duplicates.h"
#include "tn-listed.h"
#include "tn-work-private.h"
#include <string.h>

/* ---- what hangs on a person ---- */

typedef struct { TnId record; const char *field; } Hanging;   /* field: static, of the schema */

/* A conflict goes with its record, whose stream it shares; a decision about duplicates belongs to those it was made about. */
static gboolean
is_moved (const TnKind *kind)
{
  return kind && kind->parent_field && kind->cls != TN_CLASS_INHERIT && !g_str_equal (kind->key, "duplicate");
}

static gboolean
add_children (TnCopy *copy, const TnId *person, GArray *hanging, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT id, kind FROM record WHERE parent = ?1 AND del = 0 ORDER BY id", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, person);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      const TnKind *kind = tn_schema_kind (tn_stmt_text (stmt, 1));
      Hanging one = { .field = kind ? kind->parent_field : NULL };

      if (is_moved (kind) && tn_stmt_id (stmt, 0, &one.record))
        g_array_append_val (hanging, one);
    }
  return step == TN_STEP_DONE;
}

static void
add_if_names (GArray *hanging, const TnRow *row, const char *field, const TnId *person)
{
  Hanging one = { row->id, field };
  TnId named;

  if (tn_row_ref (row, field, &named) && tn_id_equal (&named, person))
    g_array_append_val (hanging, one);
}

/* Records that hang on something else and name the person: the household's visits, contacts of a case. */
static gboolean
add_naming (TnCopy *copy, const TnRow *person, GArray *hanging, GError **error)
{
  TnListedQuery query = { .kind = "contact", .ref = &person->id };
  g_autoptr (GArray) contacts = tn_query_listed (copy, &query, error);
  TnId household;
  g_autoptr (GPtrArray) visits = tn_row_ref (person, "household", &household) ? tn_query_children (copy, "visit", &household, error) : g_ptr_array_new ();

  if (!contacts || !visits)
    return FALSE;
  for (guint i = 0; i < contacts->len; i++)
    {
      Hanging one = { g_array_index (contacts, TnListed, i).id, "person" };

      g_array_append_val (hanging, one);
    }
  for (guint i = 0; i < visits->len; i++)
    add_if_names (hanging, visits->pdata[i], "person", &person->id);
  return TRUE;
}

static GArray *
find_hanging (TnCopy *copy, const TnRow *person, GError **error)
{
  g_autoptr (GArray) hanging = g_array_new (FALSE, FALSE, sizeof (Hanging));

  return add_children (copy, &person->id, hanging, error) && add_naming (copy, person, hanging, error) ? g_steal_pointer (&hanging) : NULL;
}

/* ---- noting and changing ---- */

static char *
id_token (const TnId *id)
{
  g_autofree char *text = tn_id_dup_string (id);

  return g_strdup_printf ("\"%s\"", text);
}

/* before and after are tokens; they stand in the note as text. */
static void
note_and_set (TnEdit *edit, const TnId *duplicate, const TnId *record, const char *field, const char *before, const char *after)
{
  TnId item = tn_edit_create (edit, "merged_item", NULL);

  tn_edit_set_ref (edit, &item, "duplicate", duplicate);
  tn_edit_set_ref (edit, &item, "record", record);
  tn_edit_set_text (edit, &item, "field", field);
  tn_edit_set_text (edit, &item, "before", before);
  tn_edit_set_text (edit, &item, "after", after);
  tn_edit_set (edit, record, field, after);
}

static void
move_hanging (TnEdit *edit, const TnId *duplicate, GArray *hanging, const TnId *from, const TnId *to)
{
  g_autofree char *before = id_token (from), *after = id_token (to);

  for (guint i = 0; i < hanging->len; i++)
    {
      const Hanging *one = &g_array_index (hanging, Hanging, i);

      note_and_set (edit, duplicate, &one->record, one->field, before, after);
    }
}

static char *
field_token (const TnRow *row, const char *field)
{
  TnSlice token = tn_row_field (row, field);

  return token.len ? tn_slice_dup (token) : g_strdup ("null");
}

static void
take_fields (TnEdit *edit, const TnId *duplicate, const TnRow *kept, const TnRow *other, const char *const *take)
{
  for (; take && *take; take++)
    {
      g_autofree char *before = field_token (kept, *take), *after = field_token (other, *take);

      if (tn_kind_field (kept->kind, *take) && !g_str_equal (before, after))
        note_and_set (edit, duplicate, &kept->id, *take, before, after);
    }
}

/* Nobody who is merged heads a household: the one that is kept does, where both live there; else it is left without, and asks for one. */
static void
hand_over_head (TnCopy *copy, TnEdit *edit, const TnId *duplicate, const TnRow *kept, const TnRow *other)
{
  TnId household, home;
  g_autoptr (TnRow) row = tn_row_ref (other, "household", &household) ? tn_copy_get (copy, &household, NULL) : NULL;
  g_autofree char *before = id_token (&other->id), *after = NULL;

  if (!row || row->deleted || !tn_work_is_head (row, &other->id))
    return;
  after = tn_row_ref (kept, "household", &home) && tn_id_equal (&home, &household) ? id_token (&kept->id) : g_strdup ("null");
  note_and_set (edit, duplicate, &household, "head", before, after);
}

/* The stamp of each of a record's fields as it was looked at: whatever has another one was typed by somebody who did not know of the decision, be it
 * before or after it by the clock. */
static char *
spell_seen (const TnRow *row)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  for (guint i = 0; i < row->kind->n_fields; i++)
    {
      const TnField *field = &row->kind->fields[i];
      TnUnit *unit = tn_row_unit (row, tn_field_unit (field));

      if (unit && !(field->flags & TN_FIELD_SYSTEM))
        g_string_append_printf (seen, "%s %.*s\n", field->key, TN_STAMP_LEN, unit->stamp.s);
    }
  return g_string_free (g_steal_pointer (&seen), FALSE);
}

/* The record of the decision, new or the one that stands. */
static void
decide (TnCopy *copy, TnEdit *edit, const TnId *duplicate, const TnId *kept, const TnRow *other, const char *state)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, duplicate, NULL);
  g_autofree char *seen = spell_seen (other);

  if (!row)
    tn_edit_create (edit, "duplicate", duplicate);
  tn_edit_set_ref (edit, duplicate, "kept", kept);
  tn_edit_set_ref (edit, duplicate, "other", &other->id);
  tn_edit_set_text (edit, duplicate, "seen", seen);
  tn_edit_set_text (edit, duplicate, "state", state);
  tn_edit_set_int (edit, duplicate, "at", tn_env_now_ms (tn_copy_env (copy)));
}

/* ---- the actions ---- */

static gboolean
check_unmerged (const TnRow *person, GError **error)
{
  g_autofree char *name = NULL;
  TnId into;

  if (!tn_row_ref (person, "merged_into", &into) || tn_id_is_null (&into))
    return TRUE;
  name = tn_row_dup_text (person, "name");
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s was merged into somebody else already. Nothing was changed."), name ? name : "");
  return FALSE;
}

static TnEdit *
new_named_edit (const char *format, const TnRow *person)
{
  g_autofree char *name = tn_row_dup_text (person, "name"), *label = g_strdup_printf ("%s: %s", format, name ? name : "");

  return tn_edit_new (label);
}

TnEdit *
tn_work_merge_people (TnCopy *copy, const TnId *kept_id, const TnId *other_id, const char *const *take, GError **error)
{
  TnId duplicate = tn_duplicate_id (kept_id, other_id);
  g_autoptr (TnRow) kept = tn_work_get (copy, "person", kept_id, error), other = kept ? tn_work_get (copy, "person", other_id, error) : NULL;
  g_autoptr (GArray) hanging = NULL;
  g_autoptr (TnEdit) edit = NULL;

  if (!other || !check_unmerged (kept, error) || !check_unmerged (other, error) || !(hanging = find_hanging (copy, other, error)))
    return NULL;
  if (tn_id_equal (kept_id, other_id))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This is one and the same record. Nothing was changed."));
      return NULL;
    }
  edit = new_named_edit (_("Merged"), kept);
  decide (copy, edit, &duplicate, kept_id, other, "merged");
  take_fields (edit, &duplicate, kept, other, take);
  move_hanging (edit, &duplicate, hanging, other_id, kept_id);
  hand_over_head (copy, edit, &duplicate, kept, other);
  tn_edit_set_ref (edit, other_id, "merged_into", kept_id);
  return g_steal_pointer (&edit);
}

/* TRUE when it was put back. */
static gboolean
put_back (TnCopy *copy, TnEdit *edit, const TnRow *item)
{
  TnId record;
  g_autofree char *field = tn_row_dup_text (item, "field"), *before = tn_row_dup_text (item, "before"), *after = tn_row_dup_text (item, "after"), *now = NULL;
  g_autoptr (TnRow) row = tn_row_ref (item, "record", &record) ? tn_copy_get (copy, &record, NULL) : NULL;

  tn_edit_delete (edit, &item->id);
  if (!row || row->deleted || !field || !before || !after || !row->kind || !tn_kind_field (row->kind, field))
    return FALSE;
  now = field_token (row, field);
  if (!g_str_equal (now, after))
    return FALSE;
  tn_edit_set (edit, &record, field, before);
  return TRUE;
}

TnEdit *
tn_work_part_people (TnCopy *copy, const TnId *duplicate, guint *n_left, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "duplicate", duplicate, error);
  g_autoptr (GPtrArray) items = row ? tn_query_children (copy, "merged_item", duplicate, error) : NULL;
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL;
  g_autoptr (TnEdit) edit = NULL;
  TnId other;

  if (!items)
    return NULL;
  if (g_strcmp0 (state, "merged") != 0 || !tn_row_ref (row, "other", &other))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("These two are not merged. Nothing was changed."));
      return NULL;
    }
  edit = tn_edit_new (_("Took apart what had been merged"));
  *n_left = 0;
  for (guint i = 0; i < items->len; i++)
    *n_left += !put_back (copy, edit, items->pdata[i]);
  tn_edit_set_ref (edit, &other, "merged_into", NULL);
  tn_edit_set_text (edit, duplicate, "state", "parted");
  tn_edit_set_int (edit, duplicate, "at", tn_env_now_ms (tn_copy_env (copy)));
  return g_steal_pointer (&edit);
}

TnEdit *
tn_work_keep_apart (TnCopy *copy, const TnId *a, const TnId *b, GError **error)
{
  TnId duplicate = tn_duplicate_id (a, b);
  g_autoptr (TnRow) one = tn_work_get (copy, "person", a, error), two = one ? tn_work_get (copy, "person", b, error) : NULL;
  g_autoptr (TnEdit) edit = NULL;

  if (!two || !check_unmerged (one, error) || !check_unmerged (two, error))
    return NULL;
  edit = new_named_edit (_("Two people"), one);
  decide (copy, edit, &duplicate, a, two, "different");
  return g_steal_pointer (&edit);
}

/* ---- what came afterwards ---- */

void
tn_merged_late_free (TnMergedLate *late)
{
  if (!late)
    return;
  g_free (late->field);
  g_free (late->token);
  g_free (late);
}

typedef gboolean (*MergedFunc) (TnCopy *copy, const TnRow *duplicate, const TnRow *other, gpointer data, GError **error);

static gboolean
for_each_merged (TnCopy *copy, MergedFunc func, gpointer data, GError **error)
{
  TnListedQuery query = { .kind = "duplicate", .state = "merged" };
  g_autoptr (GArray) rows = tn_query_listed (copy, &query, error);

  if (!rows)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const TnListed *listed = &g_array_index (rows, TnListed, i);
      g_autoptr (TnRow) duplicate = tn_copy_get (copy, &listed->id, error), other = duplicate ? tn_copy_get (copy, &listed->ref, NULL) : NULL;

      if (!duplicate)
        return FALSE;
      if (other && !other->deleted && !func (copy, duplicate, other, data, error))
        return FALSE;
    }
  return TRUE;
}

/* Two laptops that merged one pair in opposite directions would leave nobody: the decision, which is one record, says who is kept. */
static void
break_ring (TnCopy *copy, TnEdit *edit, const TnId *kept, const TnId *other)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, kept, NULL);
  TnId into;

  if (!row || row->deleted || !tn_row_ref (row, "merged_into", &into) || !tn_id_equal (&into, other))
    return;
  tn_edit_set_ref (edit, kept, "merged_into", NULL);
  tn_edit_set_ref (edit, other, "merged_into", kept);
}

static gboolean
gather (TnCopy *copy, const TnRow *duplicate, const TnRow *other, gpointer data, GError **error)
{
  g_autoptr (GArray) hanging = find_hanging (copy, other, error);
  TnId kept;

  if (!hanging)
    return FALSE;
  if (!tn_row_ref (duplicate, "kept", &kept))
    return TRUE;
  move_hanging (data, &duplicate->id, hanging, &other->id, &kept);
  break_ring (copy, data, &kept, &other->id);
  return TRUE;
}

TnEdit *
tn_work_gather_merged (TnCopy *copy, GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new (_("Gathered what belongs to people who were merged"));

  return for_each_merged (copy, gather, edit, error) ? g_steal_pointer (&edit) : NULL;
}

typedef struct { GPtrArray *late; guint n_to_gather; } Late;

static gboolean
is_seen (const TnRow *other, const TnField *field, const char *seen)
{
  TnUnit *unit = tn_row_unit (other, tn_field_unit (field));
  g_autofree char *line = unit ? g_strdup_printf ("%s %.*s\n", field->key, TN_STAMP_LEN, unit->stamp.s) : NULL;

  return !unit || (field->flags & TN_FIELD_SYSTEM) || strstr (seen, line);
}

static gboolean
is_same (const TnRow *a, const TnRow *b, const char *field)
{
  g_autofree char *x = field_token (a, field), *y = field_token (b, field);

  return g_str_equal (x, y);
}

static gboolean
find_late (TnCopy *copy, const TnRow *duplicate, const TnRow *other, gpointer data, GError **error)
{
  Late *late = data;
  g_autoptr (GArray) hanging = find_hanging (copy, other, error);
  g_autofree char *seen = tn_row_dup_text (duplicate, "seen");
  TnId kept = { 0 };
  g_autoptr (TnRow) row = tn_row_ref (duplicate, "kept", &kept) ? tn_copy_get (copy, &kept, NULL) : NULL;

  if (!hanging)
    return FALSE;
  late->n_to_gather += hanging->len;
  for (guint i = 0; i < other->kind->n_fields; i++)
    {
      const TnField *field = &other->kind->fields[i];

      if (is_seen (other, field, seen ? seen : "") || (row && is_same (row, other, field->key)))
        continue;
      TnMergedLate *one = g_new0 (TnMergedLate, 1);
      *one = (TnMergedLate) { duplicate->id, kept, other->id, g_strdup (field->key), field_token (other, field->key) };
      g_ptr_array_add (late->late, one);
    }
  return TRUE;
}

/* What had been seen, and now this field as it stands. A later line of a field says no less than an earlier one: either stamp was looked at. */
static char *
add_seen (const TnRow *duplicate, const TnRow *other, const char *field)
{
  g_autofree char *before = tn_row_dup_text (duplicate, "seen");
  TnUnit *unit = tn_row_unit (other, tn_field_unit (tn_kind_field (other->kind, field)));

  return g_strdup_printf ("%s%s %.*s\n", before ? before : "", field, TN_STAMP_LEN, unit ? unit->stamp.s : "");
}

TnEdit *
tn_work_settle_merged (TnCopy *copy, const TnId *duplicate, const char *field, gboolean take, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "duplicate", duplicate, error), kept = NULL, other = NULL;
  g_autoptr (TnEdit) edit = NULL;
  g_autofree char *seen = NULL;
  TnId kept_id, other_id;

  if (!row || !tn_row_ref (row, "kept", &kept_id) || !tn_row_ref (row, "other", &other_id) || !(kept = tn_work_get (copy, "person", &kept_id, error)) ||
      !(other = tn_work_get (copy, "person", &other_id, error)))
    return NULL;
  g_return_val_if_fail (tn_kind_field (other->kind, field), NULL);
  edit = new_named_edit (_("Settled after merging"), kept);
  if (take)
    take_fields (edit, duplicate, kept, other, (const char *const[]) { field, NULL });
  seen = add_seen (row, other, field);
  tn_edit_set_text (edit, duplicate, "seen", seen);
  return g_steal_pointer (&edit);
}

GPtrArray *
tn_work_merged_late (TnCopy *copy, guint *n_to_gather, GError **error)
{
  g_autoptr (GPtrArray) late = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_merged_late_free);
  Late data = { late, 0 };

  if (!for_each_merged (copy, find_late, &data, error))
    return NULL;
  *n_to_gather = data.n_to_gather;
  return g_steal_pointer (&late);
}
