/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What others wrote on somebody, or on a household, without knowing that it had been merged. */
#include "tn-merging-private.h"
#include <glib/gi18n.h>
#include "tn-listed.h"
#include <string.h>

void
tn_merged_late_free (TnMergedLate *late)
{
  if (!late)
    return;
  g_free (late->field);
  g_free (late->token);
  g_free (late);
}

typedef struct { TnCopy *copy; TnHangingFinder *finder; TnEdit *edit; GPtrArray *late; guint n_to_gather; } Reading;
typedef gboolean (*MergedFunc) (Reading *r, const TnRow *duplicate, const TnRow *other, GError **error);

static gboolean
for_each_merged (Reading *r, MergedFunc func, GError **error)
{
  TnListedQuery query = { .kind = "duplicate", .state = "merged" };
  g_autoptr (GArray) rows = tn_query_listed (r->copy, &query, error);

  if (!rows)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const TnListed *listed = &g_array_index (rows, TnListed, i);
      g_autoptr (TnRow) duplicate = tn_copy_get (r->copy, &listed->id, error), other = duplicate ? tn_copy_get (r->copy, &listed->ref, NULL) : NULL;

      if (!duplicate)
        return FALSE;
      if (other && !other->deleted && other->kind && !func (r, duplicate, other, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- gathering ---- */

/* Two laptops that merged one pair in opposite directions would leave nobody: the decision, which is one record, says who is kept. */
static void
break_ring (Reading *r, const TnId *duplicate, const TnId *kept, const TnRow *other)
{
  g_autoptr (TnRow) row = tn_copy_get (r->copy, kept, NULL);
  const char *link = tn_merge_link (other->kind);
  TnId into;

  if (!row || row->deleted || row->kind != other->kind || !tn_row_ref (row, link, &into) || !tn_id_equal (&into, &other->id))
    return;
  tn_edit_set_ref (r->edit, kept, link, NULL);
  tn_edit_set_ref (r->edit, &other->id, link, kept);
  if (!g_str_equal (other->kind_key, "household"))
    return;
  tn_work_write_status (r->edit, kept, "present", NULL, NULL);
  tn_merge_close (r->copy, r->edit, duplicate, other);
}

static gboolean
gather (Reading *r, const TnRow *duplicate, const TnRow *other, GError **error)
{
  g_autoptr (GArray) hanging = tn_hanging_find (r->finder, other, error);
  TnId kept;

  if (!hanging)
    return FALSE;
  if (!tn_row_ref (duplicate, "kept", &kept))
    return TRUE;
  tn_merge_move (r->edit, &duplicate->id, hanging, &other->id, &kept);
  break_ring (r, &duplicate->id, &kept, other);
  return TRUE;
}

TnEdit *
tn_work_gather_merged (TnCopy *copy, GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new (_("Gathered what belongs to what was merged"));
  g_autoptr (TnHangingFinder) finder = tn_hanging_finder_new (copy);
  Reading r = { copy, finder, edit, NULL, 0 };

  return for_each_merged (&r, gather, error) ? g_steal_pointer (&edit) : NULL;
}

/* ---- what was typed ---- */

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
  g_autofree char *x = tn_merge_token (a, field), *y = tn_merge_token (b, field);

  return g_str_equal (x, y);
}

/* A household's status, its people's household: what a merge itself wrote was typed by nobody. */
static gboolean
is_of_a_merge (TnCopy *copy, const TnRow *other, const char *field)
{
  TnListedQuery query = { .kind = "merged_item", .ref = &other->id };
  g_autoptr (GArray) items = tn_query_listed (copy, &query, NULL);
  g_autofree char *now = tn_merge_token (other, field);

  for (guint i = 0; items && i < items->len; i++)
    {
      g_autoptr (TnRow) item = tn_copy_get (copy, &g_array_index (items, TnListed, i).id, NULL);
      g_autofree char *noted = item ? tn_row_dup_text (item, "field") : NULL, *after = item ? tn_row_dup_text (item, "after") : NULL;

      if (g_strcmp0 (noted, field) == 0 && g_strcmp0 (after, now) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_late (Reading *r, const TnRow *duplicate, const TnRow *kept, const TnRow *other, const char *seen)
{
  for (guint i = 0; i < other->kind->n_fields; i++)
    {
      const TnField *field = &other->kind->fields[i];
      TnMergedLate *one;

      if (is_seen (other, field, seen) || is_same (kept, other, field->key) || is_of_a_merge (r->copy, other, field->key))
        continue;
      one = g_new0 (TnMergedLate, 1);
      *one = (TnMergedLate) { duplicate->id, kept->id, other->id, other->kind, g_strdup (field->key), tn_merge_token (other, field->key) };
      g_ptr_array_add (r->late, one);
    }
}

static gboolean
find_late (Reading *r, const TnRow *duplicate, const TnRow *other, GError **error)
{
  g_autoptr (GArray) hanging = tn_hanging_find (r->finder, other, error);
  g_autofree char *seen = tn_row_dup_text (duplicate, "seen");
  TnId kept;
  g_autoptr (TnRow) row = tn_row_ref (duplicate, "kept", &kept) ? tn_copy_get (r->copy, &kept, NULL) : NULL;

  if (!hanging)
    return FALSE;
  r->n_to_gather += hanging->len;
  if (row && row->kind == other->kind)
    add_late (r, duplicate, row, other, seen ? seen : "");
  return TRUE;
}

GPtrArray *
tn_work_merged_late (TnCopy *copy, guint *n_to_gather, GError **error)
{
  g_autoptr (GPtrArray) late = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_merged_late_free);
  g_autoptr (TnHangingFinder) finder = tn_hanging_finder_new (copy);
  Reading r = { copy, finder, NULL, late, 0 };

  if (!for_each_merged (&r, find_late, error))
    return NULL;
  *n_to_gather = r.n_to_gather;
  return g_steal_pointer (&late);
}

/* ---- settling it ---- */

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

  if (!row || !tn_row_ref (row, "kept", &kept_id) || !tn_row_ref (row, "other", &other_id) || !(other = tn_copy_get (copy, &other_id, error)) ||
      !(kept = tn_work_get (copy, other->kind_key, &kept_id, error)))
    return NULL;
  g_return_val_if_fail (other->kind && tn_kind_field (other->kind, field), NULL);
  edit = tn_merge_new_edit (copy, _("Settled after merging"), kept);
  if (take)
    tn_merge_take (edit, duplicate, kept, other, (const char *const[]) { field, NULL });
  seen = add_seen (row, other, field);
  tn_edit_set_text (edit, duplicate, "seen", seen);
  if (g_str_equal (other->kind_key, "household") && g_str_equal (tn_field_unit (tn_kind_field (other->kind, field)), "status"))
    tn_merge_close (copy, edit, duplicate, other);
  return g_steal_pointer (&edit);
}
