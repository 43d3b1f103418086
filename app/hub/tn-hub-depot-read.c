/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the team reads. A record's line is put together from the copy's own row, so it always is what this laptop shows; the hub's number only says who has
 * seen it. No `m` lines: where a record belongs is the root's to say (tn-apply-page.c). No digests: what stands here is not the root's state, and only that is
 * compared. */
#include "tn-hub-depot-private.h"
#include "tn-depot-pull.h"
#include "tn-relay.h"

#define LEFT_LOOKED_AT 20000

static gboolean
read_token (TnDb *db, gint64 seq, TnCursor *cursor, GError **error)
{
  *cursor = (TnCursor) { .seq = seq };
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT tok FROM hub_log WHERE seq>=?1 ORDER BY seq LIMIT 1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, seq);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW) g_strlcpy (cursor->tok, tn_stmt_text (stmt, 0), sizeof cursor->tok);
  return step != TN_STEP_ERROR;
}

static gboolean
has_cursor (TnDepot *depot, const char *ward, const TnCursor *cursor, gboolean *held, GError **error)
{
  TnCursor ours;
  *held = cursor->seq == 0;
  if (*held) return TRUE;
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  if (!read || !read_token (read->db, cursor->seq, &ours, error)) return FALSE;
  *held = hub_is_ward (read, ward) && *ours.tok && strcmp (ours.tok, cursor->tok) == 0;
  return TRUE;
}

/* ---- pages ---- */

typedef struct {
  const TnPullRequest *request;
  TnPageWriter *page;
  TnStmt *records, *erased;
  gint64 next_record, next_erased, last;
  GString *line;
} Pull;

static void
clear_pull (Pull *pull)
{
  g_clear_pointer (&pull->records, tn_stmt_reset);
  g_clear_pointer (&pull->erased, tn_stmt_reset);
  if (pull->line) g_string_free (pull->line, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pull, clear_pull)

enum { SEQ, ID, KIND, STREAM, STAMPS, BODY };

static gboolean
is_wanted (const TnPullRequest *request, const char *stream, gint64 seq)
{
  if (request->star_seq >= 0 && seq > request->star_seq && (request->star_classes & (1u << tn_stream_class (stream)))) return TRUE;
  const gint64 *cursor = g_hash_table_lookup (request->names, stream);
  return cursor && seq > *cursor;
}

static gboolean
advance (TnStmt *stmt, gint64 *next, GError **error)
{
  TnStep step = tn_stmt_step (stmt, error);
  *next = step == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : G_MAXINT64;
  return step != TN_STEP_ERROR;
}

static gboolean
open_lists (Pull *pull, TnDb *db, GError **error)
{
  pull->records = tn_db_prepare (db,
    "SELECT s.seq, r.id, r.kind, r.stream, r.stamps, r.body FROM hub_record s CROSS JOIN record r ON r.id=s.id WHERE s.seq>?1 ORDER BY s.seq", error);
  pull->erased = pull->records ? tn_db_prepare (db, "SELECT seq, id FROM hub_erased WHERE seq>?1 ORDER BY seq", error) : NULL;
  if (!pull->erased) return FALSE;
  tn_stmt_bind_int (pull->records, 1, pull->last);
  tn_stmt_bind_int (pull->erased, 1, pull->last);
  return advance (pull->records, &pull->next_record, error) && advance (pull->erased, &pull->next_erased, error);
}

static void
write_record (TnPageWriter *page, GString *line, TnStmt *stmt)
{
  TnId id;
  tn_stmt_id (stmt, ID, &id);
  g_string_truncate (line, 0);
  tn_line_from_parts (line, tn_stmt_slice (stmt, KIND), &id, tn_stmt_slice (stmt, STREAM), tn_stmt_slice (stmt, STAMPS), tn_stmt_slice (stmt, BODY));
  tn_page_writer_record (page, tn_stmt_int (stmt, SEQ), line->str, line->len);
}

static void
write_erased (Pull *pull)
{
  TnId id;
  TnIdStr text;
  char line[96];
  tn_stmt_id (pull->erased, 1, &id);
  tn_id_format (&id, text);
  int len = g_snprintf (line, sizeof line, "{\"q\":%" G_GINT64_FORMAT ",\"i\":\"%s\",\"e\":1}", pull->next_erased, text);
  tn_page_writer_line (pull->page, line, (gsize) len);
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
    gboolean erased = pull->next_erased < pull->next_record;
    gint64 seq = MIN (pull->next_erased, pull->next_record);
    if (seq == G_MAXINT64) return TRUE;
    if (erased || is_wanted (pull->request, tn_stmt_text (pull->records, STREAM), seq)) {
      if ((*more = is_full (pull))) return TRUE;
      if (erased) write_erased (pull);
      else write_record (pull->page, pull->line, pull->records);
    }
    pull->last = seq;
    if (!(erased ? advance (pull->erased, &pull->next_erased, error) : advance (pull->records, &pull->next_record, error))) return FALSE;
  }
}

/* How many lines are still to come behind the page, of the index alone. Told while there are more pages, so that the person sees how much is left. On a slow
 * line pages are small and many: where much is left only the next of it is looked at, and the rest taken as wanted, which it is at most. */
static gboolean
count_left (TnDb *db, const Pull *pull, gint64 head, gint64 *left, GError **error)
{
  guint looked = 0;
  g_autoptr (TnStmt) records = tn_db_prepare (db, "SELECT seq, stream FROM hub_record WHERE seq>?1 ORDER BY seq", error), erased = NULL;
  if (!records || !(erased = tn_db_prepare (db, "SELECT count(*) FROM hub_erased WHERE seq>?1", error))) return FALSE;
  tn_stmt_bind_int (records, 1, pull->last);
  tn_stmt_bind_int (erased, 1, pull->last);
  TnStep step;
  if ((step = tn_stmt_step (erased, error)) != TN_STEP_ROW) return FALSE;
  for (*left = tn_stmt_int (erased, 0); (step = tn_stmt_step (records, error)) == TN_STEP_ROW && looked < LEFT_LOOKED_AT; looked++)
    *left += is_wanted (pull->request, tn_stmt_text (records, 1), tn_stmt_int (records, 0));
  if (step == TN_STEP_ROW) *left += head - tn_stmt_int (records, 0) + 1;
  return step != TN_STEP_ERROR;
}

static gboolean
pull_page (TnDepot *depot, const TnPullRequest *request, TnPageWriter *page, TnPullResult *result, GError **error)
{
  gint64 seq;
  if (!tn_hub_depot_settle (depot, &seq, error)) return FALSE;
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  if (!read || !hub_read_head (read->db, &result->cur, error)) return FALSE;
  g_auto (Pull) pull = { .request = request, .page = page, .last = tn_pull_lowest (request), .line = g_string_sized_new (1024) };
  if (!open_lists (&pull, read->db, error) || !write_rows (&pull, &result->more, error)) return FALSE;
  return !result->more || (count_left (read->db, &pull, result->cur.seq, &result->left, error) && read_token (read->db, pull.last, &result->cur, error));
}

static gboolean
fetch (TnDepot *depot, const char *ward, const TnId *ids, gsize n, const TnScope *scope, TnPageWriter *page, TnCursor *head, GError **error)
{
  gint64 seq;
  if (!tn_hub_depot_settle (depot, &seq, error)) return FALSE;
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  g_autoptr (GString) line = g_string_sized_new (1024);
  if (!read || !hub_read_head (read->db, head, error)) return FALSE;
  for (gsize i = 0; i < n; i++) {
    g_autoptr (TnStmt) stmt = tn_db_prepare (read->db,
      "SELECT s.seq, r.id, r.kind, r.stream, r.stamps, r.body FROM hub_record s CROSS JOIN record r ON r.id=s.id WHERE s.id=?1", error);
    if (!stmt) return FALSE;
    tn_stmt_bind_id (stmt, 1, &ids[i]);
    TnStep step = tn_stmt_step (stmt, error);
    if (step == TN_STEP_ERROR) return FALSE;
    if (step == TN_STEP_ROW && tn_scope_allows (scope, tn_stmt_text (stmt, STREAM))) write_record (page, line, stmt);
  }
  return TRUE;
}

static gboolean
each_hash (TnDepot *depot, const char *ward, const char *stream, TnEachHash each, gpointer user_data, GError **error)
{
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  if (!read) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT id, h FROM hub_record WHERE stream=?1 ORDER BY id", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, stream);
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

static GPtrArray *
list_streams (TnDepot *depot, const char *ward, GError **error)
{
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  if (!read) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT DISTINCT stream FROM hub_record ORDER BY stream", error);
  if (!stmt) return NULL;
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) g_ptr_array_add (streams, g_strdup (tn_stmt_text (stmt, 0)));
  return step == TN_STEP_DONE ? g_steal_pointer (&streams) : NULL;
}

/* ---- what became of a change ---- */

/* A laptop of the team may be a clone of this one: an edit that is still open here stands in the record, but did not come from the root. */
static gboolean
is_open_here (HubRead *read, const TnChangeName *change, gboolean *yes, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT unit, value FROM outbox WHERE id=?1 AND stamp=?2 AND state<>'acked'", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, &change->id);
  tn_stmt_bind_text (stmt, 2, change->stamp.s);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    const char *unit = tn_stmt_text_needed (stmt, 0, error);
    if (!unit) return FALSE;
    if (strcmp (unit, "*") == 0 || tn_change_name_is (change, unit, &change->stamp, tn_stmt_text (stmt, 1))) *yes = TRUE;
  }
  return step == TN_STEP_DONE;
}

/* It came down from the root: then it is durable there, whoever brought it. */
static gboolean
came_from_root (HubRead *read, const TnChangeName *change, gboolean *yes, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT kind, stream, stamps, body FROM record WHERE id=?1 AND h IS NOT NULL AND ahead=0", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, &change->id);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  g_autoptr (TnRow) row = tn_row_from_parts (tn_stmt_slice (stmt, 0), &change->id, tn_stmt_slice (stmt, 1), tn_stmt_slice (stmt, 2), tn_stmt_slice (stmt, 3), error);
  *yes = row && tn_change_name_in_row (change, row);
  return row != NULL;
}

static gboolean
find_change (TnDepot *depot, const char *ward, const TnChangeName *change, gboolean *durable, gboolean *held, gboolean *rejected, GError **error)
{
  TnRelayFate fate;
  *durable = *held = *rejected = FALSE;
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  if (!read || !tn_relay_find (read->copy, change, &fate, error)) return FALSE;
  gboolean open = FALSE;
  if (!is_open_here (read, change, &open, error)) return FALSE;
  if (!fate.here && !open && !came_from_root (read, change, durable, error)) return FALSE;
  *durable = *durable || fate.acked;
  *rejected = !*durable && fate.rejected;
  *held = fate.here && !*durable && !*rejected;
  return TRUE;
}

void
hub_fill_read_driver (TnDepotDriver *driver)
{
  driver->has_cursor = has_cursor;
  driver->pull = pull_page;
  driver->fetch = fetch;
  driver->each_hash = each_hash;
  driver->streams = list_streams;
  driver->find_change = find_change;
}
