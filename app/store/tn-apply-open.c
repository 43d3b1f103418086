/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line from the root for a record that has edits of ours under way: the root's row, with each open edit on top that is newer. An open
 * edit whose very stamp comes back was taken by the root (its answer got lost, or a reviewer released it): it is closed. */
#include "tn-apply-private.h"
#include "tn-digest-private.h"
#include "tn-merge.h"

static gboolean
close_entry (TnApply *a, gint64 n, GError **error)
{
  TnStmt *stmt = tn_db_prepare (a->copy->db, "UPDATE outbox SET state='acked', why=NULL, at=?2 WHERE n=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, n);
  tn_stmt_bind_int (stmt, 2, tn_outbox_now (a->copy));
  return tn_stmt_run (stmt, error);
}

/* A new record was taken whole or not at all, so one unit with its stamp tells. */
static gboolean
holds_creation (const TnRow *root, const TnStamp *stamp)
{
  for (guint i = 0; i < root->units->len; i++)
    if (tn_stamp_cmp (&g_array_index (root->units, TnUnit, i).stamp, stamp) == 0) return TRUE;
  return FALSE;
}

static gboolean
holds_entry (const TnRow *root, const TnApplyOpen *entry)
{
  if (strcmp (entry->unit, "*") == 0) return holds_creation (root, &entry->stamp);
  if (strcmp (entry->unit, TN_UNIT_DEL) == 0)
    return tn_stamp_is_set (&root->del_stamp) && tn_stamp_cmp (&root->del_stamp, &entry->stamp) == 0
           && root->deleted == (g_strcmp0 (entry->value, "true") == 0);
  const TnUnit *unit = tn_row_unit (root, entry->unit);
  return unit && tn_stamp_cmp (&unit->stamp, &entry->stamp) == 0 && g_strcmp0 (unit->value, entry->value) == 0;
}

static void
add_creation (GArray *edits, const TnRow *mine, const TnStamp *stamp)
{
  for (guint i = 0; mine && i < mine->units->len; i++) {
    const TnUnit *unit = &g_array_index (mine->units, TnUnit, i);
    TnOpenEdit edit = { unit->unit, unit->stamp, unit->value };
    if (tn_stamp_cmp (&unit->stamp, stamp) == 0) g_array_append_val (edits, edit);
  }
}

/* Closes what the root holds and lists the rest. The list borrows from `open` and `mine`. */
static GArray *
sort_out (TnApply *a, const TnRow *root, const TnRow *mine, GArray *open, GError **error)
{
  g_autoptr (GArray) edits = g_array_new (FALSE, FALSE, sizeof (TnOpenEdit));
  for (guint i = 0; i < open->len; i++) {
    const TnApplyOpen *entry = &g_array_index (open, TnApplyOpen, i);
    TnOpenEdit edit = { entry->unit, entry->stamp, entry->value };
    if (holds_entry (root, entry)) {
      if (!close_entry (a, entry->n, error)) return NULL;
    } else if (strcmp (entry->unit, "*") == 0) add_creation (edits, mine, &entry->stamp);
    else g_array_append_val (edits, edit);
  }
  return g_steal_pointer (&edits);
}

static gboolean
load_mine (TnApply *a, const TnId *id, TnRow **mine, GError **error)
{
  g_autoptr (GError) local = NULL;
  TnHash held;
  gboolean has_held = FALSE;
  *mine = tn_record_load (a->copy, id, &held, &has_held, &local);
  if (*mine && has_held) tn_digest_remove (a->copy, tn_slice ((*mine)->stream, -1), &held);
  if (*mine || g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND)) return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
store_merged (TnApply *a, const TnPageLine *read, const TnRow *mine, TnRow *now, GError **error)
{
  const TnLine *line = &read->line;
  gboolean inserted;
  gint64 ahead = 0;
  if (mine && !tn_record_get_ahead (a->copy, &line->id, &ahead, error)) return FALSE;
  if (ahead && !tn_merge_greater (now, mine)) ahead = 0;   /* a hub's values that the root does not have yet stay */
  TnRecordParts parts = tn_apply_parts (read, &read->h);
  if (!mine && !tn_record_insert (a->copy, &parts, &inserted, error)) return FALSE;
  if (mine) tn_digest_add (a->copy, line->stream, &read->h);   /* the insert has noted its own */
  if (mine && !tn_apply_note_displaced (a, mine, now, error)) return FALSE;
  if (!tn_record_store_with_hash (a->copy, now, &read->h, error) || (ahead && !tn_record_set_ahead (a->copy, &line->id, ahead, error))) return FALSE;
  if (mine && now->deleted && !mine->deleted) a->tombstones++;
  return tn_apply_note_changed (a, line, error);
}

gboolean
tn_apply_record_open (TnApply *a, const TnPageLine *read, GArray *open, GError **error)
{
  g_autoptr (TnRow) root = tn_line_to_row (&read->line, error);
  g_autoptr (TnRow) mine = NULL;
  if (!root || !load_mine (a, &read->line.id, &mine, error)) return FALSE;
  g_autoptr (GArray) edits = sort_out (a, root, mine, open, error);
  if (!edits) return FALSE;
  g_autoptr (TnRow) now = tn_merge_pull (root, mine, (const TnOpenEdit *) (gpointer) edits->data, edits->len);
  return store_merged (a, read, mine, now, error);
}
