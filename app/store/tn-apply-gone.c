/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines that take a record away: moved out of a stream, erased for good. */
#include "tn-apply-private.h"
#include "tn-hub-copy.h"
#include "tn-meta-keys.h"

static gboolean
read_place (TnApply *a, const TnId *id, char **kind, char **stream, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (a->copy->db, "SELECT kind, stream FROM record WHERE id=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW) {
    *kind = g_strdup (tn_stmt_text (stmt, 0));
    *stream = g_strdup (tn_stmt_text (stmt, 1));
  }
  return step != TN_STEP_ERROR;
}

/* Its edits still go up (the district judges by the rights that held when they were made); until then it stays in sight. It no longer counts
 * among what the root has given us. */
static gboolean
leave_later (TnApply *a, const TnId *id, GError **error)
{
  a->has_leaving = TRUE;
  return tn_record_run_for_id (a->copy, "INSERT INTO leaving(id) VALUES(?1) ON CONFLICT DO NOTHING", id, error)
         && tn_record_forget_hash (a->copy, id, error);
}

static gboolean
note_who_told (TnApply *a, GError **error)
{
  return !a->hub || tn_copy_set_meta (a->copy, TN_META_TOLD_BY_HUB, "1", error);
}

static gboolean
leave_now (TnApply *a, const TnId *id, const char *kind, GError **error)
{
  a->forgets = TRUE;
  if (!note_who_told (a, error)) return FALSE;
  g_hash_table_add (a->gone, tn_id_copy (id));
  a->result->removed++;
  if (a->collect) g_array_append_vals (a->result->ids, id, 1);
  return tn_record_drop (a->copy, id, kind, error);
}

gboolean
tn_apply_moved (TnApply *a, const TnLine *line, GError **error)
{
  g_autofree char *kind = NULL, *stream = NULL;
  g_autoptr (GArray) open = NULL;
  if (a->whole) return TRUE;   /* it only moved about within what we hold: its own line says where to */
  if (!read_place (a, &line->id, &kind, &stream, error)) return FALSE;
  gboolean elsewhere = stream && !tn_slice_is (line->stream, stream) && g_hash_table_contains (a->scope, stream);
  if (!stream || elsewhere) return TRUE;
  if (!tn_apply_list_open (a, &line->id, &open, error)) return FALSE;
  return open ? leave_later (a, &line->id, error) : leave_now (a, &line->id, kind, error);
}

gboolean
tn_apply_erased (TnApply *a, const TnLine *line, GError **error)
{
  g_autofree char *kind = NULL, *stream = NULL;
  if (!read_place (a, &line->id, &kind, &stream, error)) return FALSE;
  a->forgets = TRUE;
  if (kind) {
    a->result->removed++;
    if (a->collect) g_array_append_val (a->result->ids, line->id);
  }
  return note_who_told (a, error) && tn_hub_note_erased (a->copy, &line->id, error) && tn_record_forget (a->copy, &line->id, kind ? kind : "", error);
}
