/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The laptop's half of the merge: what an edit has seen, and a line of the root under edits that are still open (sync.md 2.5). */
#include "tn-merge.h"
#include "tn-limits.h"
#include "tn-mutant.h"

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return tn_stamp_cmp (b, a);
}

GArray *
tn_merge_over (const TnStamp *current, const GArray *pending_over)
{
  GArray *over = g_array_sized_new (FALSE, FALSE, sizeof (TnStamp), TN_LIMIT_OVER);
  if (current && tn_stamp_is_set (current)) g_array_append_vals (over, current, 1);
  if (pending_over && pending_over->len && !TN_MUTANT (SINGLE_BASE)) g_array_append_vals (over, pending_over->data, pending_over->len);
  g_array_sort (over, compare_newest_first);
  for (guint i = 1; i < over->len;)
    if (tn_stamp_cmp (&g_array_index (over, TnStamp, i - 1), &g_array_index (over, TnStamp, i)) == 0) g_array_remove_index (over, i);
    else i++;
  if (over->len > TN_LIMIT_OVER) g_array_set_size (over, TN_LIMIT_OVER);
  return over;
}

static const TnStamp *
stamp_of (const TnRow *row, const char *unit)
{
  const TnUnit *held = tn_row_unit (row, unit);
  if (g_str_equal (unit, TN_UNIT_DEL)) return &row->del_stamp;
  return held ? &held->stamp : NULL;
}

TnRow *
tn_merge_pull (const TnRow *root, const TnRow *mine, const TnOpenEdit *open, gsize n_open)
{
  g_return_val_if_fail (!mine || tn_id_equal (&root->id, &mine->id), NULL);
  TnRow *row = tn_row_copy (root);
  for (gsize i = 0; i < n_open; i++) {
    const TnStamp *stands = stamp_of (row, open[i].unit);
    if (!stands || tn_stamp_cmp (&open[i].stamp, stands) > 0) tn_row_set_unit (row, open[i].unit, open[i].value, &open[i].stamp);
  }
  return row;
}

static gboolean
is_greater (const TnStamp *stamp, const char *value, const TnStamp *held, const char *held_value)
{
  if (!tn_stamp_is_set (stamp)) return FALSE;
  int order = held && tn_stamp_is_set (held) ? tn_stamp_cmp (stamp, held) : 1;
  return order > 0 || (order == 0 && g_strcmp0 (value, held_value) > 0);
}

gboolean
tn_merge_greater (TnRow *row, const TnRow *other)
{
  gboolean changed = FALSE;
  for (guint i = 0; i < other->units->len; i++) {
    const TnUnit *theirs = &g_array_index (other->units, TnUnit, i), *mine = tn_row_unit (row, theirs->unit);
    if (!is_greater (&theirs->stamp, theirs->value, mine ? &mine->stamp : NULL, mine ? mine->value : NULL)) continue;
    tn_row_set_unit (row, theirs->unit, theirs->value, &theirs->stamp);
    changed = TRUE;
  }
  const char *dead = other->deleted ? "true" : "false";
  if (!is_greater (&other->del_stamp, dead, &row->del_stamp, row->deleted ? "true" : "false")) return changed;
  tn_row_set_unit (row, TN_UNIT_DEL, dead, &other->del_stamp);
  return TRUE;
}

gboolean
tn_merge_would_drop (const TnRow *root, const TnRow *mine)
{
  if (tn_stamp_cmp (&mine->del_stamp, &root->del_stamp) > 0) return TRUE;
  for (guint i = 0; i < mine->units->len; i++) {
    const TnUnit *unit = &g_array_index (mine->units, TnUnit, i);
    const TnUnit *theirs = tn_row_unit (root, unit->unit);
    if (!theirs || tn_stamp_cmp (&unit->stamp, &theirs->stamp) > 0) return TRUE;
  }
  return FALSE;
}
