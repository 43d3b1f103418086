/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-repair.h"
#include "tn-digest-private.h"
#include "tn-entry.h"
#include "tn-meta-keys.h"
#include "tn-outbox-private.h"
#include "tn-record-private.h"

#define CLOCK_SLACK_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)   /* a clock that was set right by minutes is no wrong one */

gboolean
tn_repair_each (TnCopy *copy, TnRepairEach each, gpointer user_data, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT id, stream, h FROM record WHERE h IS NOT NULL ORDER BY id", error);
  if (!stmt) return FALSE;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnId id;
    gsize len;
    const TnHash *h = tn_stmt_blob (stmt, 2, &len);
    if (tn_stmt_id (stmt, 0, &id) && len == sizeof *h) each (tn_stmt_text (stmt, 1), &id, h, user_data);
  }
  return step == TN_STEP_DONE;
}

/* ---- a line ---- */

typedef struct {
  char *unit;
  TnStamp stamp;
} Own;

static void
clear_own (gpointer data)
{
  g_free (((Own *) data)->unit);
}

/* Own edits, newest first, so that each uncovers what it stood on. */
static GArray *
list_own (TnCopy *copy, const TnId *id, const char *sql, GError **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Own));
  g_array_set_clear_func (list, clear_own);
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return NULL;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    Own own = { .unit = g_strdup (tn_stmt_text (stmt, 0)) };
    tn_stamp_parse (tn_stmt_slice (stmt, 1), &own.stamp);
    g_array_append_val (list, own);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

static gboolean
is_line_of (const TnRow *row, const TnHash *h)
{
  g_autoptr (GString) line = g_string_new (NULL);
  tn_row_to_line (row, line);
  TnHash now = tn_hash (line->str, line->len);
  return memcmp (now.b, h->b, sizeof h->b) == 0;
}

/* `h` NULL = takes all of them off; else only as many as stand above the line of that hash: *found. */
static gboolean
uncover (TnCopy *copy, TnRow *row, const char *sql, const TnHash *h, gboolean *found, GError **error)
{
  gboolean changed;
  g_autoptr (GArray) own = list_own (copy, &row->id, sql, error);
  for (guint i = 0; own && i < own->len && !*found; i++) {
    const Own *edit = &g_array_index (own, Own, i);
    if (!tn_outbox_put_before (copy, row, edit->unit, &edit->stamp, FALSE, &changed, error)) return FALSE;
    *found = h && changed && is_line_of (row, h);
  }
  return own != NULL;
}

/* The very line that the root last gave, if taking own edits off one by one leads to it; else what can be said: all but those that the root
 * has not taken. */
static gboolean
restore_root (TnCopy *copy, TnRow **row, const TnHash *h, GError **error)
{
  gboolean found = is_line_of (*row, h);
  if (found) return TRUE;
  g_autoptr (TnRow) try = tn_row_copy (*row);
  if (!uncover (copy, try, "SELECT unit, stamp FROM outbox WHERE id=?1 AND unit<>'*' ORDER BY stamp DESC", h, &found, error)) return FALSE;
  if (!found) return uncover (copy, *row, "SELECT unit, stamp FROM outbox WHERE id=?1 AND unit<>'*' AND state<>'acked' ORDER BY stamp DESC", NULL, &found, error);
  tn_row_free (*row);
  *row = g_steal_pointer (&try);
  return TRUE;
}

gboolean
tn_repair_line (TnCopy *copy, const TnId *id, GString *line, gboolean *any, GError **error)
{
  gboolean has_h = FALSE;
  TnHash h;
  *any = FALSE;
  g_autoptr (GError) local = NULL;
  g_autoptr (TnRow) row = tn_record_load (copy, id, &h, &has_h, &local);
  if (!row && !g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!row || !has_h) return TRUE;
  if (!restore_root (copy, &row, &h, error)) return FALSE;
  *any = row->units->len > 0 || tn_stamp_is_set (&row->del_stamp);
  if (*any) tn_row_to_line (row, line);
  return TRUE;
}

/* ---- what became of it ---- */

static gboolean
has_open (TnCopy *copy, const TnId *id, gboolean *open, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT EXISTS(SELECT 1 FROM outbox WHERE id=?1 AND (state='new' OR state='held'))", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *open = tn_stmt_int (stmt, 0) != 0;
  return TRUE;
}

static gboolean
leave (TnCopy *copy, const TnId *id, const char *kind, GError **error)
{
  gboolean open;
  if (!has_open (copy, id, &open, error)) return FALSE;
  if (!open) return tn_record_drop (copy, id, kind, error);
  return tn_record_run_for_id (copy, "INSERT INTO leaving(id) VALUES(?1) ON CONFLICT DO NOTHING", id, error) && tn_record_forget_hash (copy, id, error);
}

static gboolean
settle_held (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_record_forget_hash (copy, id, error) && tn_record_set_ahead (copy, id, tn_outbox_now (copy), error);
}

/* What is held is no word of the root, like what only hubs have said: it stays in sight, and is handed in again now and then. So a root that loses it to
 * the next restore gets it once more, and one that has it by now, where this laptop does not look, can say so. */
static gboolean
settle_one (TnCopy *copy, const TnRepairSettle *item, GError **error)
{
  g_autofree char *kind = NULL;
  if (!tn_record_read_kind (copy, &item->id, &kind, error)) return FALSE;
  if (!kind) return TRUE;
  switch (item->code) {
    case TN_REPAIR_ERASED: return tn_record_forget (copy, &item->id, kind, error);
    case TN_REPAIR_HELD: return settle_held (copy, &item->id, error);
    case TN_REPAIR_MOVED: return leave (copy, &item->id, kind, error);
  }
  g_return_val_if_reached (FALSE);
}

gboolean
tn_repair_settle (TnCopy *copy, const TnRepairSettle *items, gsize n, GError **error)
{
  if (n == 0) return TRUE;
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  if (!tx) return FALSE;
  tn_digest_begin (copy);
  for (gsize i = 0; i < n; i++)
    if (!settle_one (copy, &items[i], error)) return FALSE;
  if (!tn_digest_flush (copy, error) || !tn_tx_commit (g_steal_pointer (&tx), error)) return FALSE;
  tn_record_empty_log (copy);
  return TRUE;
}

/* ---- what only hubs have said ---- */

gboolean
tn_repair_is_ahead (TnCopy *copy, const TnId *id, gboolean *ahead, GError **error)
{
  gint64 since = 0;
  if (!tn_record_get_ahead (copy, id, &since, error)) return FALSE;
  *ahead = since != 0;
  return TRUE;
}

/* The moment is by the district's clock as a session last found it; one that will not come for a day is of a clock that was wrong, and counts as long ago. */
#define AHEAD_SQL "SELECT id FROM record WHERE ahead<>0 AND (ahead<?1 OR ahead>?3) AND NOT EXISTS(SELECT 1 FROM outbox o WHERE o.id=record.id AND (o.state='new' OR o.state='held'))"
#define NOT_RELAYED " AND NOT EXISTS(SELECT 1 FROM hub_relay h WHERE h.id=record.id AND h.state<>'acked')"

/* A copy that is or was a hub may also show values of another hub, from before it became one; and of its team what the root has taken and put where this copy,
 * a hub no more, does not look: that is told to who hands it in. */
GArray *
tn_repair_list_ahead (TnCopy *copy, gint64 ms, guint limit, GError **error)
{
  gint64 now = tn_outbox_now (copy);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_autofree char *hub = NULL;
  if (!tn_copy_read_meta (copy, TN_META_HUB_VERSION, &hub, error)) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, hub ? AHEAD_SQL NOT_RELAYED " LIMIT ?2" : AHEAD_SQL " LIMIT ?2", error);
  if (!stmt) return NULL;
  tn_stmt_bind_int (stmt, 1, now - ms);
  tn_stmt_bind_int (stmt, 2, limit);
  tn_stmt_bind_int (stmt, 3, now + CLOCK_SLACK_MS);
  TnStep step;
  TnId id;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (tn_stmt_id (stmt, 0, &id)) g_array_append_val (ids, id);
  return step == TN_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

gboolean
tn_repair_ahead_line (TnCopy *copy, const TnId *id, GString *line, gboolean *any, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, error);
  *any = row && (row->units->len > 0 || tn_stamp_is_set (&row->del_stamp));
  if (*any) tn_row_to_line (row, line);
  return row != NULL;
}

gboolean
tn_repair_ahead_sent (TnCopy *copy, const GArray *ids, GError **error)
{
  gint64 now = tn_outbox_now (copy);
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  if (!tx) return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    gint64 ahead = 0;
    const TnId *id = &g_array_index (ids, TnId, i);
    if (!tn_record_get_ahead (copy, id, &ahead, error) || (ahead && !tn_record_set_ahead (copy, id, now, error))) return FALSE;
  }
  return tn_tx_commit (g_steal_pointer (&tx), error);
}

/* ---- the end ---- */

static gboolean
run_for_ward (TnCopy *copy, const char *sql, const char *cursor, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, tn_copy_ward (copy));
  if (cursor) tn_stmt_bind_text (stmt, 2, cursor);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_repair_finish (TnCopy *copy, const char *cursor, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  /* the newest commit that we know is now one of another time line: the old one is forgotten, however far it had got */
  return tx && run_for_ward (copy, "UPDATE pull SET cursor=?2 WHERE ward=?1", cursor, error)
         && run_for_ward (copy, "DELETE FROM known WHERE ward=?1", NULL, error)
         && tn_known_set_cursor (copy, cursor, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}
