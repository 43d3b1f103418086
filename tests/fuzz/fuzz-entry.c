/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anything into the parser of pushed entries, and what it takes into the merge: twice, as after a lost answer. */
#include "tn-merge.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct { char *unit, *value; TnStamp stamp; } Displaced;
typedef struct { Displaced last[3]; TnHlc clock; } Root;

static gboolean
known_cb (gpointer user_data, const TnRow *row, const char *unit, const TnStamp *stamp, const char *value)
{
  const Root *root = user_data;
  for (guint i = 0; i < G_N_ELEMENTS (root->last); i++)
    if (g_strcmp0 (root->last[i].unit, unit) == 0 && tn_stamp_cmp (&root->last[i].stamp, stamp) == 0
        && g_strcmp0 (root->last[i].value, value) == 0) return TRUE;
  return FALSE;
}

static TnStamp
root_stamp_cb (gpointer user_data, const TnStamp *above)
{
  Root *root = user_data;
  return tn_stamp_tick (&root->clock, 1700000000000, "eeeeeeeeeeee", above, 1);
}

static TnRow *
make_row (const TnEntry *entry)
{
  TnRow *row = tn_row_new (entry->kind_key, &entry->id);
  TnStamp stamp = tn_stamp_make (1700000000000, 0, "0123456789ab");
  tn_row_set_unit (row, "name", "\"A\"", &stamp);
  if (entry->n % 2) tn_row_set_unit (row, TN_UNIT_DEL, "true", &stamp);
  return row;
}

static void
push_twice (TnRow *row, const TnEntry *entry, const TnChange *change)
{
  Root root = { 0 };
  TnMergeHooks hooks = { known_cb, root_stamp_cb, &root, FALSE };
  g_auto (TnMergeResult) first = { 0 }, second = { 0 };
  g_autoptr (GString) once = g_string_new (NULL), twice = g_string_new (NULL);
  tn_merge_push (row, entry, change, &hooks, &first);
  if (first.displaced) root.last[0] = (Displaced) { change->unit, first.displaced_value, first.displaced_stamp };
  if (first.revived) root.last[1] = (Displaced) { (char *) TN_UNIT_DEL, (char *) "true", first.deleted_stamp };
  if (tn_stamp_is_set (&first.alive_stamp)) root.last[2] = (Displaced) { (char *) TN_UNIT_DEL, (char *) "false", first.alive_stamp };
  tn_row_to_line (row, once);
  tn_merge_push (row, entry, change, &hooks, &second);
  tn_row_to_line (row, twice);
  g_assert (g_string_equal (once, twice));
  g_assert (!second.changed && !second.flag);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_memdup2 (data, size);
  g_autoptr (TnEntry) entry = tn_entry_parse (tn_slice (text, (gssize) size), NULL);
  if (!entry) return 0;
  g_autoptr (GString) once = g_string_new (NULL), twice = g_string_new (NULL);
  tn_entry_to_line (entry, once);
  g_autoptr (TnEntry) again = tn_entry_parse (tn_slice (once->str, (gssize) once->len), NULL);
  gboolean empty = entry->creation && entry->changes->len == 0;       /* has no stamp to write */
  g_assert (again || empty || once->len > 60000);
  if (again) tn_entry_to_line (again, twice);
  g_assert (!again || g_string_equal (once, twice));
  g_autoptr (TnRow) row = make_row (entry);
  for (guint i = 0; i < entry->changes->len; i++) push_twice (row, entry, entry->changes->pdata[i]);
  return 0;
}
