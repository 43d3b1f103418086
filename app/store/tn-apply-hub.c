/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record's line from a hub. A hub may be behind this laptop, and may be ahead of the root: so its line never replaces a row. Units with a greater stamp
 * are taken and the record marked as ahead; h stays what the root last said, so that digests go on comparing with the root. */
#include "tn-apply-private.h"
#include "tn-merge.h"
#include "tn-mutant.h"

static gboolean
is_mine_to_hold (const TnApply *a, const TnLine *line)
{
  if (tn_slice_is (line->stream, TN_STREAM_AUTH)) return FALSE;
  g_autofree char *stream = tn_slice_dup (line->stream);
  return a->whole || g_hash_table_contains (a->scope, stream);
}

static gboolean
take_new (TnApply *a, const TnPageLine *read, gboolean *inserted, GError **error)
{
  const TnLine *line = &read->line;
  TnRecordParts parts = tn_apply_parts (read, NULL);
  if (!tn_record_insert (a->copy, &parts, inserted, error)) return FALSE;
  if (!*inserted) return TRUE;
  tn_apply_note_conflict (a, line);
  return tn_apply_note_changed (a, line, error) && tn_record_set_ahead (a->copy, &line->id, a->right_now, error);
}

static gboolean
mark_ahead (TnApply *a, const TnId *id, GError **error)
{
  gint64 before = 0;
  if (!tn_record_get_ahead (a->copy, id, &before, error)) return FALSE;
  return before || tn_record_set_ahead (a->copy, id, a->right_now, error);
}

static gboolean
take_greater (TnApply *a, const TnLine *line, GError **error)
{
  TnHash h;
  gboolean has_h = FALSE;
  g_autoptr (TnRow) theirs = tn_line_to_row (line, error);
  g_autoptr (TnRow) mine = theirs ? tn_record_load (a->copy, &line->id, &h, &has_h, error) : NULL;
  g_autoptr (TnRow) before = mine ? tn_row_copy (mine) : NULL;
  if (!before) return FALSE;
  if (TN_MUTANT (MIRRORS_HUB)) {
    tn_row_free (mine);
    mine = tn_row_copy (theirs);
  } else if (!tn_merge_greater (mine, theirs)) return TRUE;
  if (!has_h) {   /* nobody has told us its stream yet */
    g_free (mine->stream);
    mine->stream = g_strdup (theirs->stream);
  }
  if (!tn_apply_note_displaced (a, before, mine, error) || !tn_record_store (a->copy, mine, error) || !mark_ahead (a, &line->id, error)) return FALSE;
  if (mine->deleted && !before->deleted) a->tombstones++;
  return tn_apply_note_changed (a, line, error);
}

gboolean
tn_apply_from_hub (TnApply *a, const TnPageLine *read, GError **error)
{
  gboolean inserted = FALSE;
  if (!is_mine_to_hold (a, &read->line)) return TRUE;
  if (!take_new (a, read, &inserted, error)) return FALSE;
  return inserted || take_greater (a, &read->line, error);
}
