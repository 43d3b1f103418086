/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-hub-copy.h"
#include "tn-copy-private.h"
#include <string.h>

#define HUB_VERSION "1"
#define AT_ONCE 2000               /* records numbered in one transaction */
#define TOK_BYTES 6
#define LOG_KEPT_MS (G_GINT64_CONSTANT (400) * 24 * 3600 * 1000)

/* Not "ON CONFLICT": the conflict clause of the statement that fires a trigger takes the place of the trigger's own. */
#define NOTE(row) "BEGIN INSERT INTO hub_dirty(id) SELECT " row ".id WHERE NOT EXISTS(SELECT 1 FROM hub_dirty WHERE id=" row ".id); END;"
static const char triggers[] =
  "CREATE TRIGGER IF NOT EXISTS hub_put AFTER INSERT ON record " NOTE ("new")
  "CREATE TRIGGER IF NOT EXISTS hub_change AFTER UPDATE ON record " NOTE ("new")
  "CREATE TRIGGER IF NOT EXISTS hub_drop AFTER DELETE ON record " NOTE ("old")
  "INSERT INTO hub_dirty(id) SELECT id FROM record WHERE true ON CONFLICT DO NOTHING;"
  "INSERT INTO hub_dirty(id) SELECT id FROM hub_record WHERE true ON CONFLICT DO NOTHING;";

static gboolean
has_tables (TnCopy *copy, gboolean *yes, GError **error)
{
  g_autofree char *version = NULL;
  if (!tn_copy_read_meta (copy, TN_META_HUB_VERSION, &version, error)) return FALSE;
  *yes = version != NULL;
  return TRUE;
}

gboolean
tn_hub_is_enabled (TnCopy *copy)
{
  g_autofree char *on = tn_copy_get_meta (copy, TN_META_HUB_ON);
  return on != NULL;
}

gboolean
tn_hub_enable (TnCopy *copy, GError **error)
{
  gboolean made = FALSE;
  if (tn_hub_is_enabled (copy)) return TRUE;
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  if (!tx || !has_tables (copy, &made, error)) return FALSE;
  if (!made && (!tn_db_exec (copy->db, tn_copy_hub_schema (), error) || !tn_copy_set_meta (copy, TN_META_HUB_VERSION, HUB_VERSION, error))) return FALSE;
  return tn_db_exec (copy->db, triggers, error) && tn_copy_set_meta (copy, TN_META_HUB_ON, "1", error) && tn_tx_commit (g_steal_pointer (&tx), error);
}

gboolean
tn_hub_disable (TnCopy *copy, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  return tx && tn_db_exec (copy->db, "DROP TRIGGER IF EXISTS hub_put; DROP TRIGGER IF EXISTS hub_change; DROP TRIGGER IF EXISTS hub_drop", error)
         && tn_copy_set_meta (copy, TN_META_HUB_ON, NULL, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}

static gboolean
run_for_id (TnCopy *copy, const char *sql, const TnId *id, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_hub_note_erased (TnCopy *copy, const TnId *id, GError **error)
{
  gboolean made = FALSE;
  if (!has_tables (copy, &made, error)) return FALSE;
  if (!made) return TRUE;
  return run_for_id (copy, "INSERT INTO hub_erased(id) VALUES(?1) ON CONFLICT DO NOTHING", id, error) && run_for_id (copy, "DELETE FROM hub_relay WHERE id=?1", id, error);
}

/* ---- numbers ---- */

typedef struct { TnId id; gboolean here; char *stream; TnHash h; } Dirty;

static void
clear_dirty (gpointer data)
{
  g_free (((Dirty *) data)->stream);
}

static gboolean
ask (TnCopy *copy, const char *sql, gint64 *answer, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *answer = tn_stmt_int (stmt, 0);
  return TRUE;
}

static void
read_line (TnStmt *stmt, Dirty *dirty)
{
  g_autoptr (GString) line = g_string_sized_new (1024);
  tn_line_from_parts (line, tn_stmt_slice (stmt, 1), &dirty->id, tn_stmt_slice (stmt, 2), tn_stmt_slice (stmt, 3), tn_stmt_slice (stmt, 4));
  dirty->h = tn_hash (line->str, line->len);
  dirty->stream = g_strdup (tn_stmt_text (stmt, 2));
  /* Whom the hub serves what is not for those it serves. */
  dirty->here = strcmp (dirty->stream, TN_STREAM_AUTH) != 0;
}

static GArray *
list_dirty (TnCopy *copy, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT d.id, r.kind, r.stream, r.stamps, r.body FROM hub_dirty d LEFT JOIN record r ON r.id=d.id ORDER BY d.id LIMIT ?1", error);
  if (!stmt) return NULL;
  tn_stmt_bind_int (stmt, 1, AT_ONCE);
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (Dirty));
  g_array_set_clear_func (list, clear_dirty);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    Dirty dirty = { 0 };
    tn_stmt_id (stmt, 0, &dirty.id);
    if (!tn_stmt_is_null (stmt, 1)) read_line (stmt, &dirty);
    g_array_append_val (list, dirty);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

static gboolean
is_told (TnCopy *copy, const Dirty *dirty, gboolean *told, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT h FROM hub_record WHERE id=?1 AND stream=?2", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, &dirty->id);
  tn_stmt_bind_text (stmt, 2, dirty->stream);
  TnStep step = tn_stmt_step (stmt, error);
  gsize len = 0;
  const void *h = step == TN_STEP_ROW ? tn_stmt_blob (stmt, 0, &len) : NULL;
  *told = h && len == sizeof dirty->h && memcmp (h, &dirty->h, len) == 0;
  return step != TN_STEP_ERROR;
}

/* From now on the team may have seen our own edit of it, so a later one must not take its place unseen. */
static gboolean
give_number (TnCopy *copy, const Dirty *dirty, gint64 seq, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "INSERT OR REPLACE INTO hub_record(id, seq, stream, h) VALUES(?1, ?2, ?3, ?4)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, &dirty->id);
  tn_stmt_bind_int (stmt, 2, seq);
  tn_stmt_bind_text (stmt, 3, dirty->stream);
  tn_stmt_bind_blob (stmt, 4, dirty->h.b, sizeof dirty->h.b);
  return tn_stmt_run (stmt, error) && run_for_id (copy, "UPDATE outbox SET sent_to='team' WHERE id=?1 AND sent_to IS NULL AND state='new'", &dirty->id, error);
}

/* A record that went out of this laptop's own scope, and was not erased, stays with those who have it: the root tells them. */
static gboolean
settle_one (TnCopy *copy, const Dirty *dirty, gint64 *seq, GError **error)
{
  gboolean told = FALSE;
  if (!run_for_id (copy, "DELETE FROM hub_dirty WHERE id=?1", &dirty->id, error)) return FALSE;
  if (!dirty->here) return run_for_id (copy, "DELETE FROM hub_record WHERE id=?1", &dirty->id, error);
  return is_told (copy, dirty, &told, error) && (told || give_number (copy, dirty, ++*seq, error));
}

static gboolean
settle_erased (TnCopy *copy, gint64 *seq, GError **error)
{
  gint64 n = 0;
  if (!ask (copy, "SELECT count(*) FROM hub_erased WHERE seq=0", &n, error)) return FALSE;
  for (; n > 0; n--) {
    TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE hub_erased SET seq=?1 WHERE id=(SELECT id FROM hub_erased WHERE seq=0 LIMIT 1)", error);
    if (!stmt) return FALSE;
    tn_stmt_bind_int (stmt, 1, ++*seq);
    if (!tn_stmt_run (stmt, error)) return FALSE;
  }
  return TRUE;
}

static gboolean
log_numbers (TnCopy *copy, gint64 seq, GError **error)
{
  guint8 random[TOK_BYTES];
  char tok[2 * TOK_BYTES + 1];
  gint64 now = tn_env_now_ms (copy->env);
  tn_env_random (copy->env, random, sizeof random);
  tn_hex (random, sizeof random, tok);
  TnStmt *stmt = tn_db_prepare (copy->db, "INSERT INTO hub_log(seq, tok, at) VALUES(?1, ?2, ?3)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, seq);
  tn_stmt_bind_text (stmt, 2, tok);
  tn_stmt_bind_int (stmt, 3, now);
  if (!tn_stmt_run (stmt, error)) return FALSE;
  stmt = tn_db_prepare (copy->db, "DELETE FROM hub_log WHERE seq IN (SELECT seq FROM (SELECT seq, at FROM hub_log ORDER BY seq LIMIT 2) WHERE at<?1 AND seq<?2)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, now - LOG_KEPT_MS);
  tn_stmt_bind_int (stmt, 2, seq);
  return tn_stmt_run (stmt, error);
}

static gboolean
settle_some (TnCopy *copy, gint64 *seq, gboolean *more, GError **error)
{
  gint64 last = 0;
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  if (!tx || !ask (copy, "SELECT ifnull(max(seq), 0) FROM hub_log", &last, error)) return FALSE;
  g_autoptr (GArray) list = list_dirty (copy, error);
  if (!list) return FALSE;
  *seq = last;
  for (guint i = 0; i < list->len; i++)
    if (!settle_one (copy, &g_array_index (list, Dirty, i), seq, error)) return FALSE;
  *more = list->len == AT_ONCE;
  return settle_erased (copy, seq, error) && (*seq == last || log_numbers (copy, *seq, error)) && tn_tx_commit (g_steal_pointer (&tx), error);
}

gboolean
tn_hub_settle (TnCopy *copy, gint64 *seq, GError **error)
{
  gint64 waiting = 0;
  gboolean more = TRUE;
  if (!ask (copy, "SELECT EXISTS(SELECT 1 FROM hub_dirty) OR EXISTS(SELECT 1 FROM hub_erased WHERE seq=0)", &waiting, error)) return FALSE;
  if (!waiting) return ask (copy, "SELECT ifnull(max(seq), 0) FROM hub_log", seq, error);
  while (more)
    if (!settle_some (copy, seq, &more, error)) return FALSE;
  return TRUE;
}
