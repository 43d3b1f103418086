/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-merging-private.h"
#include <glib/gi18n.h>
#include "tn-duplicates.h"
#include <string.h>

/* ---- noting and changing ---- */

const char *
tn_merge_link (const TnKind *kind)
{
  return g_str_equal (kind->key, "household") ? "joined_into" : "merged_into";
}

gboolean
tn_merge_is_merged (const TnRow *row, TnId *into)
{
  return tn_row_ref (row, tn_merge_link (row->kind), into) && !tn_id_is_null (into);
}

static char *
id_token (const TnId *id)
{
  g_autofree char *text = tn_id_dup_string (id);

  return g_strdup_printf ("\"%s\"", text);
}

char *
tn_merge_token (const TnRow *row, const char *field)
{
  TnSlice token = tn_row_field (row, field);

  return token.len ? tn_slice_dup (token) : g_strdup ("null");
}

/* before and after are tokens; they stand in the note as text. */
void
tn_merge_note (TnEdit *edit, const TnId *duplicate, const TnId *record, const char *field, const char *before, const char *after)
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
note_change (TnEdit *edit, const TnId *duplicate, const TnRow *row, const char *field, const char *after)
{
  g_autofree char *before = tn_merge_token (row, field);

  if (!g_str_equal (before, after))
    tn_merge_note (edit, duplicate, &row->id, field, before, after);
}

void
tn_merge_move (TnEdit *edit, const TnId *duplicate, GArray *hanging, const TnId *from, const TnId *to)
{
  g_autofree char *before = id_token (from), *after = id_token (to);

  for (guint i = 0; i < hanging->len; i++)
    {
      const TnHanging *one = &g_array_index (hanging, TnHanging, i);

      tn_merge_note (edit, duplicate, &one->record, one->field, before, after);
    }
}

/* A field, or all fields of a merge unit: half of one address and half of another would be a door that does not exist. */
void
tn_merge_take (TnEdit *edit, const TnId *duplicate, const TnRow *kept, const TnRow *other, const char *const *take)
{
  for (; take && *take; take++)
    for (guint i = 0; i < kept->kind->n_fields; i++)
      {
        const TnField *field = &kept->kind->fields[i];
        g_autofree char *after = NULL;

        if (!g_str_equal (field->key, *take) && g_strcmp0 (field->unit, *take) != 0)
          continue;
        after = tn_merge_token (other, field->key);
        note_change (edit, duplicate, kept, field->key, after);
      }
}

void
tn_merge_close (TnCopy *copy, TnEdit *edit, const TnId *duplicate, const TnRow *household)
{
  g_autofree char *today = tn_work_today (copy, NULL), *date = g_strdup_printf ("\"%s\"", today), *status = tn_row_dup_text (household, "status");

  if (g_strcmp0 (status, "joined") == 0)
    return;
  note_change (edit, duplicate, household, "status", "\"joined\"");
  note_change (edit, duplicate, household, "status_date", date);
  note_change (edit, duplicate, household, "status_note", "null");
}

/* Nobody who is merged heads a household: the one that is kept does, where both live there; else it is left without, and asks for one. */
static void
hand_over_head (TnCopy *copy, TnEdit *edit, const TnId *duplicate, const TnRow *kept, const TnRow *other)
{
  TnId household, home;
  g_autoptr (TnRow) row = tn_row_ref (other, "household", &household) ? tn_copy_get (copy, &household, NULL) : NULL;
  g_autofree char *after = NULL;

  if (!row || row->deleted || !tn_work_is_head (row, &other->id))
    return;
  after = tn_row_ref (kept, "household", &home) && tn_id_equal (&home, &household) ? id_token (&kept->id) : g_strdup ("null");
  note_change (edit, duplicate, row, "head", after);
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

/* The record of the decision, new or the one that stands. within: the households' decision that this one belongs to; NULL = none. */
static void
decide (TnCopy *copy, TnEdit *edit, const TnId *duplicate, const TnId *kept, const TnRow *other, const char *state, const TnId *within)
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
  if (within || row)
    tn_edit_set_ref (edit, duplicate, "within", within);
}

/* ---- two that may be one ---- */

typedef struct { TnCopy *copy; TnEdit *edit; TnHangingFinder *finder; } Merge;
typedef struct { TnRow *kept, *other; } Two;

static void
two_clear (Two *two)
{
  g_clear_pointer (&two->kept, tn_row_free);
  g_clear_pointer (&two->other, tn_row_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Two, two_clear)

static char *
dup_title (TnCopy *copy, const TnRow *row)
{
  return g_str_equal (row->kind_key, "person") ? tn_row_dup_text (row, "name") : tn_query_title (copy, &row->id);
}

static gboolean
check_unmerged (TnCopy *copy, const TnRow *row, GError **error)
{
  g_autofree char *title = NULL;
  TnId into;

  if (!tn_merge_is_merged (row, &into))
    return TRUE;
  title = dup_title (copy, row);
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s was merged into another record already. Nothing was changed."), title ? title : "");
  return FALSE;
}

static gboolean
check_two (TnCopy *copy, const Two *two, GError **error)
{
  if (tn_id_equal (&two->kept->id, &two->other->id))
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This is one and the same record. Nothing was changed."));
  else
    return check_unmerged (copy, two->kept, error) && check_unmerged (copy, two->other, error);
  return FALSE;
}

/* Two people or two households, neither deleted nor merged. */
static gboolean
read_two (TnCopy *copy, const TnId *kept, const TnId *other, Two *two, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, kept, error);
  const char *kind;

  if (!row)
    return FALSE;
  kind = g_str_equal (row->kind_key, "household") ? "household" : "person";
  return (two->kept = tn_work_get (copy, kind, kept, error)) && (two->other = tn_work_get (copy, kind, other, error)) && check_two (copy, two, error);
}

TnEdit *
tn_merge_new_edit (TnCopy *copy, const char *label, const TnRow *row)
{
  g_autofree char *title = dup_title (copy, row), *text = g_strdup_printf ("%s: %s", label, title ? title : "");

  return tn_edit_new (text);
}

/* ---- merging ---- */

static gboolean
add_merge (Merge *m, const TnId *duplicate, const Two *two, const char *const *take, const TnId *within, GError **error)
{
  g_autoptr (GArray) hanging = tn_hanging_find (m->finder, two->other, error);

  if (!hanging)
    return FALSE;
  decide (m->copy, m->edit, duplicate, &two->kept->id, two->other, "merged", within);
  tn_merge_take (m->edit, duplicate, two->kept, two->other, take);
  tn_merge_move (m->edit, duplicate, hanging, &two->other->id, &two->kept->id);
  tn_edit_set_ref (m->edit, &two->other->id, tn_merge_link (two->other->kind), &two->kept->id);
  return TRUE;
}

static const TnMergePair *
find_other (const GArray *people, const TnId *other)
{
  for (guint i = 0; people && i < people->len; i++)
    if (tn_id_equal (&g_array_index (people, TnMergePair, i).other, other))
      return &g_array_index (people, TnMergePair, i);
  return NULL;
}

/* The head of the other household heads the kept one where nobody does; else a household would have two. */
static gboolean
settle_heads (Merge *m, const TnId *duplicate, const Two *two, const GArray *people, GError **error)
{
  g_autoptr (GPtrArray) moved = tn_query_children (m->copy, "person", &two->other->id, error);
  TnId head;
  gboolean headless = !tn_row_ref (two->kept, "head", &head);
  gboolean known = headless && tn_row_ref (two->other, "head", &head);
  const TnMergePair *pair = known ? find_other (people, &head) : NULL;
  g_autofree char *token = known ? id_token (pair ? &pair->kept : &head) : NULL;

  if (token)
    note_change (m->edit, duplicate, two->kept, "head", token);
  for (guint i = 0; moved && i < moved->len; i++)
    {
      const TnRow *person = moved->pdata[i];
      g_autofree char *relation = tn_row_dup_text (person, "relation");

      if (g_strcmp0 (relation, "head") == 0 && !find_other (people, &person->id) && !(known && tn_id_equal (&head, &person->id)))
        note_change (m->edit, duplicate, person, "relation", "\"relative\"");
    }
  return moved != NULL;
}

static gboolean
merge_people_along (Merge *m, const TnId *within, const GArray *people, GError **error)
{
  for (guint i = 0; people && i < people->len; i++)
    {
      const TnMergePair *pair = &g_array_index (people, TnMergePair, i);
      TnId duplicate = tn_duplicate_id (&pair->kept, &pair->other);
      g_auto (Two) two = { 0 };

      if (!read_two (m->copy, &pair->kept, &pair->other, &two, error) || !add_merge (m, &duplicate, &two, NULL, within, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
finish_households (Merge *m, const TnId *duplicate, const Two *two, const GArray *people, GError **error)
{
  tn_merge_close (m->copy, m->edit, duplicate, two->other);
  return settle_heads (m, duplicate, two, people, error) && merge_people_along (m, duplicate, people, error);
}

TnEdit *
tn_work_merge (TnCopy *copy, const TnId *kept, const TnId *other, const char *const *take, const GArray *people, GError **error)
{
  TnId duplicate = tn_duplicate_id (kept, other);
  g_autoptr (TnHangingFinder) finder = tn_hanging_finder_new (copy);
  g_autoptr (TnEdit) edit = NULL;
  g_auto (Two) two = { 0 };
  Merge m = { copy, NULL, finder };

  if (!read_two (copy, kept, other, &two, error))
    return NULL;
  m.edit = edit = tn_merge_new_edit (copy, _("Merged"), two.kept);
  if (!add_merge (&m, &duplicate, &two, take, NULL, error))
    return NULL;
  if (g_str_equal (two.kept->kind_key, "household"))
    return finish_households (&m, &duplicate, &two, people, error) ? g_steal_pointer (&edit) : NULL;
  hand_over_head (copy, edit, &duplicate, two.kept, two.other);
  return g_steal_pointer (&edit);
}

/* ---- taking apart ---- */

/* Notes are taken back newest first, so that a field that was changed twice ends as it began. values: what the edit has put back, by "record field". */
static gboolean
put_back (TnCopy *copy, TnEdit *edit, const TnRow *item, GHashTable *values)
{
  TnId record;
  g_autofree char *field = tn_row_dup_text (item, "field"), *before = tn_row_dup_text (item, "before"), *after = tn_row_dup_text (item, "after"), *now = NULL, *key = NULL;
  g_autoptr (TnRow) row = tn_row_ref (item, "record", &record) ? tn_copy_get (copy, &record, NULL) : NULL;
  g_autofree char *id = row ? tn_id_dup_string (&record) : NULL;

  tn_edit_delete (edit, &item->id);
  if (!row || row->deleted || !field || !before || !after || !row->kind || !tn_kind_field (row->kind, field))
    return FALSE;
  key = g_strconcat (id, " ", field, NULL);
  now = g_hash_table_contains (values, key) ? g_strdup (g_hash_table_lookup (values, key)) : tn_merge_token (row, field);
  if (!g_str_equal (now, after))
    return FALSE;
  tn_edit_set (edit, &record, field, before);
  g_hash_table_replace (values, g_steal_pointer (&key), g_strdup (before));
  return TRUE;
}

static int
compare_newest_first_cb (gconstpointer a, gconstpointer b)
{
  return tn_id_compare (&(*(TnRow *const *) b)->id, &(*(TnRow *const *) a)->id);
}

static gboolean part_pair (TnCopy *copy, TnEdit *edit, const TnRow *duplicate, guint *n_left, GError **error);

/* Somebody of the households who was merged along with them. */
static gboolean
part_along (TnCopy *copy, TnEdit *edit, const TnRow *item, const TnId *within, guint *n_left, GError **error)
{
  TnId person, into, named, id;
  g_autofree char *field = tn_row_dup_text (item, "field");
  g_autoptr (TnRow) row = g_strcmp0 (field, "household") == 0 && tn_row_ref (item, "record", &person) ? tn_copy_get (copy, &person, NULL) : NULL, duplicate = NULL;

  if (!row || row->deleted || g_strcmp0 (row->kind_key, "person") != 0 || !tn_merge_is_merged (row, &into))
    return TRUE;
  id = tn_duplicate_id (&person, &into);
  duplicate = tn_copy_get (copy, &id, NULL);
  return !duplicate || !tn_row_ref (duplicate, "within", &named) || !tn_id_equal (&named, within) || part_pair (copy, edit, duplicate, n_left, error);
}

static gboolean
part_pair (TnCopy *copy, TnEdit *edit, const TnRow *duplicate, guint *n_left, GError **error)
{
  g_autoptr (GPtrArray) items = tn_query_children (copy, "merged_item", &duplicate->id, error);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  TnId other;
  g_autoptr (TnRow) row = items && tn_row_ref (duplicate, "other", &other) ? tn_copy_get (copy, &other, error) : NULL;

  if (!row)
    return FALSE;
  g_ptr_array_sort (items, compare_newest_first_cb);
  for (guint i = 0; i < items->len; i++)
    if (!part_along (copy, edit, items->pdata[i], &duplicate->id, n_left, error))
      return FALSE;
  for (guint i = 0; i < items->len; i++)
    *n_left += !put_back (copy, edit, items->pdata[i], values);
  tn_edit_set_ref (edit, &other, tn_merge_link (row->kind), NULL);
  tn_edit_set_text (edit, &duplicate->id, "state", "parted");
  tn_edit_set_int (edit, &duplicate->id, "at", tn_env_now_ms (tn_copy_env (copy)));
  return TRUE;
}

TnEdit *
tn_work_part (TnCopy *copy, const TnId *duplicate, guint *n_left, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "duplicate", duplicate, error);
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL, *label = NULL;
  g_autoptr (TnEdit) look = NULL, edit = NULL;
  TnId other;

  if (!row)
    return NULL;
  if (g_strcmp0 (state, "merged") != 0 || !tn_row_ref (row, "other", &other))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("These two are not merged. Nothing was changed."));
      return NULL;
    }
  look = tn_edit_new ("");   /* how many stay stands in the action's own words, which undo and history keep */
  *n_left = 0;
  if (!part_pair (copy, look, row, n_left, error))
    return NULL;
  label = *n_left ? g_strdup_printf (ngettext ("Took apart what had been merged; %u thing stays, as somebody changed it since",
                                               "Took apart what had been merged; %u things stay, as somebody changed them since", *n_left), *n_left)
                  : g_strdup (_("Took apart what had been merged"));
  edit = tn_edit_new (label);
  *n_left = 0;
  return part_pair (copy, edit, row, n_left, error) ? g_steal_pointer (&edit) : NULL;
}

TnEdit *
tn_work_keep_apart (TnCopy *copy, const TnId *a, const TnId *b, GError **error)
{
  TnId duplicate = tn_duplicate_id (a, b);
  g_autoptr (TnEdit) edit = NULL;
  g_auto (Two) two = { 0 };

  if (!read_two (copy, a, b, &two, error))
    return NULL;
  edit = tn_merge_new_edit (copy, g_str_equal (two.kept->kind_key, "household") ? _("Two households") : _("Two people"), two.kept);
  decide (copy, edit, &duplicate, a, two.other, "different", NULL);
  return g_steal_pointer (&edit);
}
