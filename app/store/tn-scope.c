/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the ward this laptop may hold (sync.md 2.8). A stream that is lost takes its records with it, but never an edit: while one
 * of its records has something to send, the whole stream stays, marked lost, and is looked at again at the next acknowledgement. */
#include "tn-apply.h"
#include "tn-digest-private.h"
#include "tn-outbox-private.h"
#include "tn-record-private.h"

#define WHOLE_WARD "*"

void
tn_pull_free (TnPull *pull)
{
  if (!pull) return;
  g_free (pull->stream);
  g_free (pull->cursor);
  g_free (pull);
}

static GPtrArray *
list_pulls (TnCopy *copy, const char *sql, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return NULL;
  g_autoptr (GPtrArray) pulls = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_pull_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    const char *stream = tn_stmt_text_needed (stmt, 0, error), *cursor = stream ? tn_stmt_text_needed (stmt, 1, error) : NULL;
    if (!cursor) return NULL;
    TnPull *pull = g_new0 (TnPull, 1);
    *pull = (TnPull) { g_strdup (stream), g_strdup (cursor), tn_stmt_int (stmt, 2) != 0 };
    g_ptr_array_add (pulls, pull);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&pulls) : NULL;
}

GPtrArray *
tn_pull_list (TnCopy *copy, GError **error)
{
  return list_pulls (copy, "SELECT stream, cursor, ready FROM pull WHERE lost=0 ORDER BY stream", error);
}

static gboolean
run_for_stream (TnCopy *copy, const char *sql, const char *stream, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, stream);
  return tn_stmt_run (stmt, error);
}

/* Whoever held the whole ward has read all of it up to its cursor, and so this stream too; but for the hubs' stream, which no star stands for. */
static gboolean
gain (TnCopy *copy, const char *stream, const TnPull *whole, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db,
    "INSERT INTO pull(ward, stream, cursor, ready) VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET lost=0", error);
  if (!stmt) return FALSE;
  gboolean read = whole && whole->ready && strcmp (stream, TN_STREAM_AUTH) != 0;
  tn_stmt_bind_text (stmt, 1, tn_copy_ward (copy));
  tn_stmt_bind_text (stmt, 2, stream);
  tn_stmt_bind_text (stmt, 3, read ? whole->cursor : "0");
  tn_stmt_bind_int (stmt, 4, read);
  return tn_stmt_run (stmt, error);
}

/* ---- records that have to go ---- */

typedef struct {
  TnId id;
  char *kind;
} Doomed;

static void
clear_doomed (gpointer data)
{
  g_free (((Doomed *) data)->kind);
}

static GArray *
list_doomed (TnStmt *stmt, GError **error)
{
  g_autoptr (GArray) doomed = g_array_new (FALSE, FALSE, sizeof (Doomed));
  g_array_set_clear_func (doomed, clear_doomed);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    Doomed d = { .kind = g_strdup (tn_stmt_text (stmt, 1)) };
    tn_stmt_id (stmt, 0, &d.id);
    g_array_append_val (doomed, d);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&doomed) : NULL;
}

/* The closed entries of the outbox stay: a district restored from a backup gets them again (sync.md 2.9). */
static gboolean
drop_doomed (TnCopy *copy, GArray *doomed, GError **error)
{
  for (guint i = 0; i < doomed->len; i++) {
    const Doomed *d = &g_array_index (doomed, Doomed, i);
    if (!tn_record_drop (copy, &d->id, d->kind, error)) return FALSE;
  }
  return TRUE;
}

static gboolean
drop_found (TnCopy *copy, const char *sql, const char *value, gboolean *any, GError **error)
{
  g_autoptr (GArray) doomed = NULL;
  {
    g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, sql, error);
    if (!stmt) return FALSE;
    if (value) tn_stmt_bind_text (stmt, 1, value);
    doomed = list_doomed (stmt, error);
  }
  if (!doomed) return FALSE;
  *any = *any || doomed->len > 0;
  return drop_doomed (copy, doomed, error);
}

static gboolean
is_waiting (TnCopy *copy, const char *stream, gboolean *waiting, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT EXISTS(SELECT 1 FROM outbox o CROSS JOIN record r ON r.id=o.id WHERE (o.state='new' OR o.state='held') AND r.stream=?1)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, stream);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *waiting = tn_stmt_int (stmt, 0) != 0;
  return TRUE;
}

static gboolean
drop_stream (TnCopy *copy, const char *stream, gboolean *any, GError **error)
{
  gboolean waiting;
  if (!is_waiting (copy, stream, &waiting, error)) return FALSE;
  if (waiting) return TRUE;
  return drop_found (copy, "SELECT id, kind FROM record WHERE stream=?1", stream, any, error)
         && run_for_stream (copy, "DELETE FROM pull WHERE stream=?1", stream, error);
}

static gboolean
settle_lost_streams (TnCopy *copy, gboolean *any, GError **error)
{
  g_autoptr (GPtrArray) lost = list_pulls (copy, "SELECT stream, cursor, ready FROM pull WHERE lost=1", error);
  if (!lost) return FALSE;
  for (guint i = 0; i < lost->len; i++)
    if (!drop_stream (copy, ((TnPull *) lost->pdata[i])->stream, any, error)) return FALSE;
  return TRUE;
}

static gboolean
settle_leaving_records (TnCopy *copy, gboolean *any, GError **error)
{
  return drop_found (copy,
    "SELECT r.id, r.kind FROM leaving l CROSS JOIN record r ON r.id=l.id WHERE NOT EXISTS("
    "SELECT 1 FROM outbox o WHERE o.id=l.id AND (o.state='new' OR o.state='held'))", NULL, any, error);
}

gboolean
tn_leaving_settle (TnCopy *copy, gboolean *any, GError **error)
{
  *any = FALSE;
  return settle_leaving_records (copy, any, error) && settle_lost_streams (copy, any, error);
}

/* ---- a new scope ---- */

static gboolean
has_stream (const char *const *streams, const char *name)
{
  return g_strv_contains (streams, name);
}

static const TnPull *
find_whole (GPtrArray *pulls)
{
  for (guint i = 0; i < pulls->len; i++)
    if (strcmp (((TnPull *) pulls->pdata[i])->stream, WHOLE_WARD) == 0) return pulls->pdata[i];
  return NULL;
}

static gboolean
gain_all (TnCopy *copy, GPtrArray *before, const char *const *streams, GError **error)
{
  const TnPull *whole = find_whole (before);
  for (gsize i = 0; streams[i]; i++)
    if (!gain (copy, streams[i], whole, error)) return FALSE;
  return TRUE;
}

/* From the whole ward to some streams: every other stream that has records here is lost. */
static gboolean
lose_rest_of_ward (TnCopy *copy, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db,
    "INSERT INTO pull(ward, stream, lost) SELECT DISTINCT ?1, stream, 1 FROM record WHERE stream<>'" TN_STREAM_AUTH "' ON CONFLICT DO NOTHING", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, tn_copy_ward (copy));
  return tn_stmt_run (stmt, error) && run_for_stream (copy, "DELETE FROM pull WHERE stream=?1", WHOLE_WARD, error);
}

static gboolean
lose_rest (TnCopy *copy, GPtrArray *before, const char *const *streams, GError **error)
{
  gboolean whole_now = has_stream (streams, WHOLE_WARD);
  for (guint i = 0; i < before->len; i++) {
    const char *stream = ((TnPull *) before->pdata[i])->stream;
    if (has_stream (streams, stream)) continue;
    /* within the whole ward nothing is lost: only the way of reading changes */
    const char *sql = whole_now && strcmp (stream, TN_STREAM_AUTH) != 0 ? "DELETE FROM pull WHERE stream=?1" : "UPDATE pull SET lost=1 WHERE stream=?1";
    gboolean was_whole = strcmp (stream, WHOLE_WARD) == 0;
    if (!(was_whole ? lose_rest_of_ward (copy, error) : run_for_stream (copy, sql, stream, error))) return FALSE;
  }
  return TRUE;
}

gboolean
tn_pull_set_scope (TnCopy *copy, const char *const *streams, GError **error)
{
  gboolean any = FALSE;
  copy->removed = 0;
  tn_digest_begin (copy);
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  g_autoptr (GPtrArray) before = tx ? list_pulls (copy, "SELECT stream, cursor, ready FROM pull", error) : NULL;
  if (!before || !gain_all (copy, before, streams, error) || !lose_rest (copy, before, streams, error)
      || !settle_lost_streams (copy, &any, error) || !tn_digest_flush (copy, error) || !tn_tx_commit (g_steal_pointer (&tx), error)) return FALSE;
  if (any) tn_record_empty_log (copy);
  return TRUE;
}

/* ---- strays ---- */

static gboolean
holds_whole_ward (TnCopy *copy, gboolean *whole, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT EXISTS(SELECT 1 FROM pull WHERE stream='*' AND lost=0)", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *whole = tn_stmt_int (stmt, 0) != 0;
  return TRUE;
}

static gboolean
drop_strays (TnCopy *copy, gboolean *any, GError **error)
{
  return drop_found (copy,
    "SELECT r.id, r.kind FROM outbox o CROSS JOIN record r ON r.id=o.id WHERE o.unit='*' AND o.state='acked' AND r.h IS NULL AND r.ahead=0"
    " AND NOT EXISTS(SELECT 1 FROM outbox p WHERE p.id=r.id AND (p.state='new' OR p.state='held'))"
    " AND NOT EXISTS(SELECT 1 FROM record u WHERE u.id=r.parent AND u.h IS NULL)", NULL, any, error);
}

gboolean
tn_pull_drop_strays (TnCopy *copy, GError **error)
{
  gboolean whole, any = FALSE;
  if (!holds_whole_ward (copy, &whole, error)) return FALSE;
  if (whole) return TRUE;
  for (gboolean more = TRUE; more;) {      /* a household, then its people, then their cards */
    g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
    more = FALSE;
    tn_digest_begin (copy);
    if (!tx || !drop_strays (copy, &more, error) || !tn_digest_flush (copy, error) || !tn_tx_commit (g_steal_pointer (&tx), error)) return FALSE;
    any |= more;
  }
  if (any) tn_record_empty_log (copy);
  return TRUE;
}
