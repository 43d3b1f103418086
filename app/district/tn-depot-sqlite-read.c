/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What laptops read. A page is one snapshot: records, moves and erasures are three lists in order of seq, walked side by side; a stored
 * line goes out as it is. */
#include "tn-depot-sqlite-private.h"
#include "tn-mutant.h"

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
  *held = step == TN_STEP_ROW && strcmp (tn_stmt_text (stmt, 0), cursor->tok) == 0;
  return step != TN_STEP_ERROR;
}

/* ---- pages ---- */

enum { RECORDS, MOVES, ERASURES, N_LISTS };

typedef struct {
  const TnPullRequest *request;
  TnPageWriter *page;
  TnStmt *lists[N_LISTS];
  gint64 next[N_LISTS];     /* seq of the row that a list stands on; G_MAXINT64 = at its end */
  gint64 last;              /* seq of the last row passed */
} Pull;

static const char *const list_sql[N_LISTS] = {
  "SELECT seq, stream, line FROM record WHERE ward=? AND seq>? ORDER BY seq",
  /* A move is told to those who held the old stream and will not be sent the record with its new one. */
  "SELECT m.seq, m.stream, m.id, r.stream FROM moved m LEFT JOIN record r ON r.ward=m.ward AND r.id=m.id WHERE m.ward=? AND m.seq>? ORDER BY m.seq",
  "SELECT seq, id FROM erased WHERE ward=? AND seq>? ORDER BY seq",
};

static gint64
get_named_cursor (const TnPullRequest *request, const char *stream)
{
  const gint64 *seq = stream ? g_hash_table_lookup (request->names, stream) : NULL;
  return seq ? *seq : -1;
}

static gint64
get_lowest_cursor (const TnPullRequest *request)
{
  GHashTableIter it;
  gpointer seq;
  gint64 lowest = request->star_seq >= 0 ? request->star_seq : G_MAXINT64;
  g_hash_table_iter_init (&it, request->names);
  while (g_hash_table_iter_next (&it, NULL, &seq)) lowest = MIN (lowest, *(gint64 *) seq);
  return lowest == G_MAXINT64 ? 0 : lowest;
}

static gboolean
wants_record (const TnPullRequest *request, const char *stream, gint64 seq)
{
  if (request->star_seq >= 0 && seq > request->star_seq && (request->star_classes & (1u << tn_stream_class (stream)))) return TRUE;
  if (g_hash_table_size (request->names) == 0) return FALSE;
  gint64 cursor = get_named_cursor (request, stream);
  return cursor >= 0 && seq > cursor;
}

static gboolean
holds_stream (const TnPullRequest *request, const char *stream)
{
  if (!stream) return FALSE;
  return (request->star_seq >= 0 && (request->star_classes & (1u << tn_stream_class (stream)))) || get_named_cursor (request, stream) >= 0;
}

static gboolean
wants_move (Pull *pull)
{
  TnStmt *stmt = pull->lists[MOVES];
  gint64 cursor = get_named_cursor (pull->request, tn_stmt_text (stmt, 1));
  return cursor >= 0 && pull->next[MOVES] > cursor && !holds_stream (pull->request, tn_stmt_text (stmt, 3));
}

static gboolean
advance (Pull *pull, guint list, GError **error)
{
  TnStep step = tn_stmt_step (pull->lists[list], error);
  pull->next[list] = step == TN_STEP_ROW ? tn_stmt_int (pull->lists[list], 0) : G_MAXINT64;
  return step != TN_STEP_ERROR;
}

static void
reset_lists (Pull *pull)
{
  for (guint i = 0; i < N_LISTS; i++) g_clear_pointer (&pull->lists[i], tn_stmt_reset);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pull, reset_lists)

static gboolean
open_lists (Pull *pull, TnDb *db, GError **error)
{
  for (guint i = 0; i < N_LISTS; i++) {
    if (!(pull->lists[i] = tn_db_prepare (db, list_sql[i], error))) return FALSE;
    tn_stmt_bind_text (pull->lists[i], 1, pull->request->ward);
    tn_stmt_bind_int (pull->lists[i], 2, pull->last);
    if (!advance (pull, i, error)) return FALSE;
  }
  return TRUE;
}

static void
write_bare (TnPageWriter *page, gint64 seq, TnStmt *stmt, int id_column, const char *rest)
{
  TnId id;
  TnIdStr text;
  char line[160];
  tn_stmt_id (stmt, id_column, &id);
  tn_id_format (&id, text);
  int len = g_snprintf (line, sizeof line, "{\"q\":%" G_GINT64_FORMAT ",\"i\":\"%s\",%s}", seq, text, rest);
  tn_page_writer_line (page, line, (gsize) len);
}

static gboolean
is_wanted (Pull *pull, guint list)
{
  if (list == RECORDS) return wants_record (pull->request, tn_stmt_text (pull->lists[list], 1), pull->next[list]);
  return list == ERASURES || wants_move (pull);
}

static void
write_row (Pull *pull, guint list)
{
  TnStmt *stmt = pull->lists[list];
  if (list == RECORDS) {
    TnSlice line = tn_stmt_slice (stmt, 2);
    tn_page_writer_record (pull->page, pull->next[list], line.p, line.len);
  } else if (list == ERASURES) write_bare (pull->page, pull->next[list], stmt, 1, "\"e\":1");
  else {
    g_autofree char *left = g_strdup_printf ("\"m\":\"%s\"", tn_stmt_text (stmt, 1));
    write_bare (pull->page, pull->next[list], stmt, 2, left);
  }
}

static gboolean
is_full (const Pull *pull)
{
  return tn_page_writer_count (pull->page) >= pull->request->max_lines || tn_page_writer_size (pull->page) >= pull->request->max_bytes;
}

static gboolean
write_rows (Pull *pull, gboolean *more, GError **error)
{
  *more = FALSE;
  for (;;) {
    guint list = pull->next[RECORDS] <= pull->next[MOVES] ? RECORDS : MOVES;
    if (pull->next[ERASURES] < pull->next[list]) list = ERASURES;
    gint64 seq = pull->next[list];
    if (seq == G_MAXINT64) return TRUE;
    if (is_wanted (pull, list)) {
      /* A record that moved has a line in two lists under one number: a cursor between them would lose the second. */
      if ((*more = is_full (pull) && (seq > pull->last || TN_MUTANT (CUT_IN_NUMBER)))) return TRUE;
      write_row (pull, list);
    }
    pull->last = seq;
    if (!advance (pull, list, error)) return FALSE;
  }
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
  char hex[33];
  const guint8 *sum = tn_stmt_blob (stmt, 2, &len);
  if (len != 16) return;
  tn_hex (sum, len, hex);
  g_string_append_printf (out, "%s\"%s\":[%" G_GINT64_FORMAT ",\"%s\"]", out->len ? "," : "", tn_stmt_text (stmt, 0), tn_stmt_int (stmt, 1), hex);
}

static gboolean
write_digests (TnDb *db, const TnPullRequest *request, GString *out, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT stream, n, sum FROM stream WHERE ward=? ORDER BY stream", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, request->ward);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (holds_stream (request, tn_stmt_text (stmt, 0))) add_digest (out, stmt);
  return step == TN_STEP_DONE;
}

static gboolean
pull_page (TnDepot *depot, const TnPullRequest *request, TnPageWriter *page, TnPullResult *result, GError **error)
{
  gboolean found = FALSE;
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  /* The first read fixes the snapshot: all that follows is of the same moment. */
  if (!read || !sqlite_read_head (read->db, request->ward, &found, &result->cur, error)) return FALSE;
  g_auto (Pull) pull = { .request = request, .page = page, .last = get_lowest_cursor (request) };
  if (!open_lists (&pull, read->db, error) || !write_rows (&pull, &result->more, error)) return FALSE;
  reset_lists (&pull);
  if (result->more) return read_token (read->db, request->ward, pull.last, &result->cur, error);
  return write_digests (read->db, request, result->dig, error);
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
