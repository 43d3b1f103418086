/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What laptops read. A page is one snapshot. */
#include "tn-depot-pull.h"
#include "tn-depot-sqlite-private.h"

static gboolean
has_cursor (TnDepot *depot, const char *ward, const TnCursor *cursor, gboolean *held, GError **error)
{
  *held = cursor->seq == 0;
  if (*held) return TRUE;
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT tok FROM ward_log WHERE ward=? AND seq>=? ORDER BY seq LIMIT 1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, ward);
  tn_stmt_bind_int (stmt, 2, cursor->seq);
  TnStep step = tn_stmt_step (stmt, error);
  const char *tok = step == TN_STEP_ROW ? tn_stmt_text_needed (stmt, 0, error) : NULL;
  if (step == TN_STEP_ROW && !tok) return FALSE;
  *held = tok && strcmp (tok, cursor->tok) == 0;
  return step != TN_STEP_ERROR;
}

/* ---- pages ---- */

typedef struct { TnPullSource base; TnStmt *lists[TN_PULL_LISTS]; } Lists;

static const char *const list_sql[TN_PULL_LISTS] = {
  "SELECT seq, stream, line FROM record WHERE ward=? AND seq>? ORDER BY seq",
  "SELECT m.seq, m.stream, m.id, r.stream FROM moved m LEFT JOIN record r ON r.ward=m.ward AND r.id=m.id WHERE m.ward=? AND m.seq>? ORDER BY m.seq",
  "SELECT seq, id FROM erased WHERE ward=? AND seq>? ORDER BY seq",
};

static void
read_row (TnStmt *stmt, guint list, TnPullRow *row)
{
  row->seq = tn_stmt_int (stmt, 0);
  if (list == TN_PULL_ERASURES) tn_stmt_id (stmt, 1, &row->id);
  else row->stream = tn_stmt_text (stmt, 1);
  if (list == TN_PULL_RECORDS) row->line = tn_stmt_slice (stmt, 2);
  if (list != TN_PULL_MOVES) return;
  tn_stmt_id (stmt, 2, &row->id);
  row->stands = tn_stmt_text (stmt, 3);
}

static gboolean
next_row (TnPullSource *source, guint list, TnPullRow *row, GError **error)
{
  TnStmt *stmt = ((Lists *) source)->lists[list];
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW) read_row (stmt, list, row);
  else row->seq = G_MAXINT64;
  return step != TN_STEP_ERROR;
}

static void
reset_lists (Lists *lists)
{
  for (guint i = 0; i < TN_PULL_LISTS; i++) g_clear_pointer (&lists->lists[i], tn_stmt_reset);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lists, reset_lists)

static gboolean
open_lists (Lists *lists, TnDb *db, const TnPullRequest *request, GError **error)
{
  for (guint i = 0; i < TN_PULL_LISTS; i++) {
    if (!(lists->lists[i] = tn_db_prepare (db, list_sql[i], error))) return FALSE;
    tn_stmt_bind_text (lists->lists[i], 1, request->ward);
    tn_stmt_bind_int (lists->lists[i], 2, tn_pull_lowest (request));
  }
  return TRUE;
}

/* The token of the commit that `seq` belongs to. */
static gboolean
read_token (TnDb *db, const char *ward, gint64 seq, TnCursor *cursor, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT tok FROM ward_log WHERE ward=? AND seq>=? ORDER BY seq LIMIT 1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, ward);
  tn_stmt_bind_int (stmt, 2, seq);
  TnStep step = tn_stmt_step (stmt, error);
  cursor->seq = seq;
  if (step == TN_STEP_ROW) g_strlcpy (cursor->tok, tn_stmt_text (stmt, 0), sizeof cursor->tok);
  return step != TN_STEP_ERROR;
}

static void
add_digest (GString *out, TnStmt *stmt)
{
  gsize len = 0;
  TnSum sum;
  const guint8 *bytes = tn_stmt_blob (stmt, 2, &len);
  if (len != 16) return;
  tn_sum_from_bytes (&sum, bytes);
  tn_pull_add_digest (out, tn_stmt_text (stmt, 0), tn_stmt_int (stmt, 1), &sum);
}

static gboolean
write_digests (TnDb *db, const TnPullRequest *request, GString *out, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT stream, n, sum FROM stream WHERE ward=? ORDER BY stream", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, request->ward);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (tn_pull_holds (request, tn_stmt_text (stmt, 0))) add_digest (out, stmt);
  return step == TN_STEP_DONE;
}

/* How many records there are in what is wanted. */
static gboolean
count_wanted (TnDb *db, const TnPullRequest *request, gint64 *n, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT stream, n FROM stream WHERE ward=?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, request->ward);
  TnStep step;
  for (*n = 0; (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW;)
    if (tn_pull_holds (request, tn_stmt_text (stmt, 0))) *n += tn_stmt_int (stmt, 1);
  return step == TN_STEP_DONE;
}

static gboolean
pull_page (TnDepot *depot, const TnPullRequest *request, TnPageWriter *page, TnPullResult *result, GError **error)
{
  gboolean found = FALSE;
  gint64 last = 0;
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  /* The first read fixes the snapshot: all that follows is of the same moment. */
  if (!read || !sqlite_read_head (read->db, request->ward, &found, &result->cur, error)) return FALSE;
  g_auto (Lists) lists = { .base = { next_row } };
  if (!open_lists (&lists, read->db, request, error) || !tn_pull_write_rows (request, page, &lists.base, &last, &result->more, error)) return FALSE;
  reset_lists (&lists);
  if (!result->more) return write_digests (read->db, request, result->dig, error);
  gint64 head = result->cur.seq, records = 0;
  if (!count_wanted (read->db, request, &records, error)) return FALSE;
  result->left = tn_pull_left (request, page, head, last, records);
  return read_token (read->db, request->ward, last, &result->cur, error);
}

static gboolean
fetch (TnDepot *depot, const char *ward, const TnId *ids, gsize n, const TnScope *scope, TnPageWriter *page, TnCursor *head, GError **error)
{
  gboolean found = FALSE;
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read || !sqlite_read_head (read->db, ward, &found, head, error)) return FALSE;
  for (gsize i = 0; i < n; i++) {
    g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT seq, stream, line FROM record WHERE ward=? AND id=?", error);
    if (!stmt) return FALSE;
    tn_stmt_bind_text (stmt, 1, ward);
    tn_stmt_bind_id (stmt, 2, &ids[i]);
    TnStep step = tn_stmt_step (stmt, error);
    if (step == TN_STEP_ERROR) return FALSE;
    if (step == TN_STEP_DONE || !tn_scope_allows (scope, tn_stmt_text (stmt, 1))) continue;
    TnSlice line = tn_stmt_slice (stmt, 2);
    tn_page_writer_record (page, tn_stmt_int (stmt, 0), line.p, line.len);
  }
  return TRUE;
}

static gboolean
each_hash (TnDepot *depot, const char *ward, const char *stream, TnEachHash each, gpointer user_data, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT id, h FROM record WHERE ward=? AND stream=? ORDER BY id", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, ward);
  tn_stmt_bind_text (stmt, 2, stream);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnId id;
    TnHash h = { 0 };
    gsize len = 0;
    tn_stmt_id (stmt, 0, &id);
    const void *blob = tn_stmt_blob (stmt, 1, &len);
    if (blob && len == sizeof h.b) memcpy (h.b, blob, len);
    each (stream, &id, &h, user_data);
  }
  return step == TN_STEP_DONE;
}

/* n and sum are 0 for a stream that never held a record. */
gboolean
sqlite_read_stream (TnDb *db, const char *ward, const char *stream, gint64 *n, TnSum *sum, GError **error)
{
  gsize len = 0;
  *n = 0;
  *sum = (TnSum) { 0 };
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT n, sum FROM stream WHERE ward=? AND stream=?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, ward);
  tn_stmt_bind_text (stmt, 2, stream);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  *n = tn_stmt_int (stmt, 0);
  const void *blob = tn_stmt_blob (stmt, 1, &len);
  if (blob && len == 16) tn_sum_from_bytes (sum, blob);
  return TRUE;
}

static gboolean
stream_sum (TnDepot *depot, const char *ward, const char *stream, gint64 *n, TnSum *sum, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  return read && sqlite_read_stream (read->db, ward, stream, n, sum, error);
}

static gboolean
scope_sum (TnDepot *depot, const char *ward, const TnScope *scope, TnCursor *head, gint64 *n, TnSum *sum, GError **error)
{
  gboolean found = FALSE;
  *n = 0;
  *sum = (TnSum) { 0 };
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read || !sqlite_read_head (read->db, ward, &found, head, error)) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT stream, n, sum FROM stream WHERE ward=?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, ward);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    gsize len = 0;
    TnHash as_hash;
    const void *bytes = tn_stmt_blob (stmt, 2, &len);
    if (len != sizeof as_hash.b || !tn_scope_allows (scope, tn_stmt_text (stmt, 0))) continue;
    memcpy (as_hash.b, bytes, len);   /* sums add up as hashes do: mod 2^128 */
    tn_sum_add (sum, &as_hash);
    *n += tn_stmt_int (stmt, 1);
  }
  return step == TN_STEP_DONE;
}

static GPtrArray *
list_streams (TnDepot *depot, const char *ward, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT stream FROM stream WHERE ward=? ORDER BY stream", error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, ward);
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) g_ptr_array_add (streams, g_strdup (tn_stmt_text (stmt, 0)));
  return step == TN_STEP_DONE ? g_steal_pointer (&streams) : NULL;
}

/* Quotes inside of a text are escaped, so these bytes stand in a line only where they mean it. */
static GPtrArray *
count_kinds (TnDepot *depot, const char *ward, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db,
    "SELECT kind, sum(instr(line, ',\"d\":0,\"b\":{') > 0) FROM record WHERE ward=? GROUP BY kind ORDER BY kind", error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, ward);
  g_autoptr (GPtrArray) counts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_kind_count_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnKindCount *count = g_new0 (TnKindCount, 1);
    *count = (TnKindCount) { g_strdup (tn_stmt_text (stmt, 0)), (guint64) tn_stmt_int (stmt, 1) };
    g_ptr_array_add (counts, count);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&counts) : NULL;
}

static gboolean
count_open_conflicts (TnDepot *depot, const char *ward, guint64 *n, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db,
    "SELECT count(*) FROM record WHERE ward=? AND kind='conflict' AND instr(line, ',\"d\":0,\"b\":{') > 0 AND instr(line, '\"state\":\"open\"') > 0", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, ward);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *n = (guint64) tn_stmt_int (stmt, 0);
  return TRUE;
}

void
sqlite_fill_read_driver (TnDepotDriver *driver)
{
  driver->has_cursor = has_cursor;
  driver->pull = pull_page;
  driver->fetch = fetch;
  driver->each_hash = each_hash;
  driver->streams = list_streams;
  driver->stream_sum = stream_sum;
  driver->scope_sum = scope_sum;
  driver->counts = count_kinds;
  driver->open_conflicts = count_open_conflicts;
}
