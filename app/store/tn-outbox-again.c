/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A district that was put back gets again what was sent to it in the last 90 days (sync.md 2.9), with the lists of what each edit had seen. A
 * creation was sent whole and is kept only as "the units that still carry its stamp"; what has been displaced since is in the local history. */
#include "tn-entry.h"
#include "tn-limits.h"
#include "tn-outbox.h"
#include "tn-outbox-private.h"
#include "tn-record-private.h"

G_STATIC_ASSERT (G_N_ELEMENTS (((TnOutboxLate *) NULL)->over) == TN_LIMIT_OVER);

static gboolean
names (TnSlice over, const TnStamp *stamp)
{
  for (gsize at = 0; at + TN_STAMP_LEN <= over.len; at += TN_STAMP_LEN)
    if (memcmp (over.p + at, stamp->s, TN_STAMP_LEN) == 0) return TRUE;
  return FALSE;
}

static gboolean
has (const TnStamp *over, guint n, const TnStamp *stamp)
{
  for (guint i = 0; i < n; i++)
    if (tn_stamp_cmp (&over[i], stamp) == 0) return TRUE;
  return FALSE;
}

gboolean
tn_outbox_add_own_successors (TnCopy *copy, const TnId *id, const char *unit, const TnStamp *stamp, TnStamp *over, guint *n, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT stamp, over FROM outbox WHERE id=?1 AND unit=?2 ORDER BY n DESC", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  tn_stmt_bind_text (stmt, 2, unit);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnStamp own;
    if (*n < TN_LIMIT_OVER && names (tn_stmt_slice (stmt, 1), stamp) && tn_stamp_parse (tn_stmt_slice (stmt, 0), &own) && !has (over, *n, &own)) over[(*n)++] = own;
  }
  return step == TN_STEP_DONE;
}

/* ---- creations ---- */

static void
clear_late (gpointer data)
{
  TnOutboxLate *late = data;
  g_free (late->unit);
  g_free (late->value);
}

static GArray *
list_displaced (TnCopy *copy, const TnId *id, const TnStamp *stamp, GError **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (TnOutboxLate));
  g_array_set_clear_func (list, clear_late);
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT unit, value FROM history WHERE id=?1 AND stamp=?2", error);
  if (!stmt) return NULL;
  tn_stmt_bind_id (stmt, 1, id);
  tn_stmt_bind_text (stmt, 2, stamp->s);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnOutboxLate item = { .unit = g_strdup (tn_stmt_text (stmt, 0)), .value = g_strdup (tn_stmt_text (stmt, 1)) };
    g_array_append_val (list, item);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

gboolean
tn_outbox_complete_creation (TnCopy *copy, TnRow *row, const TnStamp *stamp, GArray *late, GError **error)
{
  g_autoptr (GArray) displaced = list_displaced (copy, &row->id, stamp, error);
  if (!displaced) return FALSE;
  g_array_set_clear_func (late, clear_late);
  for (guint i = 0; i < displaced->len; i++) {
    TnOutboxLate *item = &g_array_index (displaced, TnOutboxLate, i);
    if (!item->value || strcmp (item->unit, TN_UNIT_DEL) == 0 || tn_row_unit (row, item->unit)) continue;
    if (!tn_outbox_add_own_successors (copy, &row->id, item->unit, stamp, item->over, &item->n_over, error)) return FALSE;
    if (item->n_over == 0) tn_row_set_unit (row, item->unit, item->value, stamp);
    else {
      g_array_append_vals (late, item, 1);
      *item = (TnOutboxLate) { 0 };
    }
  }
  return TRUE;
}

/* ---- a record that goes, and its edits that stay ---- */

static gboolean
list_creations (TnCopy *copy, const TnId *id, GArray *stamps, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT stamp FROM outbox WHERE id=?1 AND unit='*' AND value IS NULL", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnStamp stamp;
    if (tn_stamp_parse (tn_stmt_slice (stmt, 0), &stamp)) g_array_append_val (stamps, stamp);
  }
  return step == TN_STEP_DONE;
}

static gboolean
keep_body (TnCopy *copy, const TnRow *row, const TnStamp *stamp, GError **error)
{
  g_autoptr (TnRow) made = tn_row_new (row->kind_key, &row->id);
  g_autoptr (GArray) late = g_array_new (FALSE, TRUE, sizeof (TnOutboxLate));
  g_autoptr (GString) stamps = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (tn_stamp_cmp (&unit->stamp, stamp) == 0) tn_row_set_unit (made, unit->unit, unit->value, stamp);
  }
  if (!tn_outbox_complete_creation (copy, made, stamp, late, error)) return FALSE;
  tn_row_to_parts (made, stamps, body);
  TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE outbox SET value=?3 WHERE id=?1 AND unit='*' AND stamp=?2", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, &row->id);
  tn_stmt_bind_text (stmt, 2, stamp->s);
  tn_stmt_bind_text (stmt, 3, body->str);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_outbox_keep (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (GArray) stamps = g_array_new (FALSE, FALSE, sizeof (TnStamp));
  if (!list_creations (copy, id, stamps, error)) return FALSE;
  g_autoptr (TnRow) row = stamps->len ? tn_record_load (copy, id, NULL, NULL, error) : NULL;
  if (stamps->len && !row) return FALSE;
  for (guint i = 0; i < stamps->len; i++)
    if (!keep_body (copy, row, &g_array_index (stamps, TnStamp, i), error)) return FALSE;
  return tn_record_run_for_id (copy, "UPDATE outbox SET kind=(SELECT kind FROM record WHERE id=?1) WHERE id=?1", id, error);
}
