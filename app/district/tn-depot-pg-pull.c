/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page: one snapshot, read in pieces, so that neither side holds more of a ward than the page it is for. */
#include "tn-depot-pg-private.h"
#include "tn-depot-pull.h"

#define PIECE 1000      /* rows asked for at once */

typedef struct {
  TnPullSource base;
  TnPg *pg;
  const TnPullRequest *request;
  GPtrArray *streams;       /* char*: the ward's that are wanted; NULL = all are */
  PGresult *pieces[TN_PULL_LISTS];
  int at[TN_PULL_LISTS];
  gint64 passed[TN_PULL_LISTS];
  gint64 limit;             /* rows that a piece of records has at most */
} Lists;

static void
clear_lists (Lists *lists)
{
  for (guint i = 0; i < TN_PULL_LISTS; i++) g_clear_pointer (&lists->pieces[i], PQclear);
  g_clear_pointer (&lists->streams, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lists, clear_lists)

static const char all_records_sql[] = "SELECT seq, stream, line FROM record WHERE ward=$1 AND seq>$2 ORDER BY seq LIMIT $3";
static const char some_records_sql[] = "SELECT seq, stream, line FROM record WHERE ward=$1 AND seq>$2 AND stream=ANY($4) ORDER BY seq LIMIT $3";
static const char moves_sql[] =
  "SELECT m.seq, m.stream, m.id, r.stream FROM moved m LEFT JOIN record r ON r.ward=m.ward AND r.id=m.id WHERE m.ward=$1 AND m.seq>$2 AND m.stream=ANY($4) ORDER BY m.seq LIMIT $3";
static const char erasures_sql[] = "SELECT seq, id FROM erased WHERE ward=$1 AND seq>$2 ORDER BY seq LIMIT $3";

static void
bind_streams (TnPgArgs *args, GPtrArray *streams)
{
  TnPgArray names = { 0 };
  for (guint i = 0; streams && i < streams->len; i++) tn_pg_array_text (&names, streams->pdata[i]);
  tn_pg_texts (args, &names);
}

static GPtrArray *
list_names (const TnPullRequest *request)
{
  GHashTableIter it;
  gpointer name;
  GPtrArray *names = g_ptr_array_new ();
  g_hash_table_iter_init (&it, request->names);
  while (g_hash_table_iter_next (&it, &name, NULL)) g_ptr_array_add (names, name);
  return names;
}

/* Moves are told of streams asked for by name: without one there is nothing to read. */
static gboolean
send_piece (Lists *lists, guint list, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (GPtrArray) names = list == TN_PULL_MOVES ? list_names (lists->request) : NULL;
  const char *sql = list == TN_PULL_RECORDS ? lists->streams ? some_records_sql : all_records_sql : list == TN_PULL_MOVES ? moves_sql : erasures_sql;
  tn_pg_text (&args, lists->request->ward);
  tn_pg_int (&args, lists->passed[list]);
  tn_pg_int (&args, list == TN_PULL_RECORDS ? lists->limit : PIECE);
  if (sql == some_records_sql || sql == moves_sql) bind_streams (&args, names ? names : lists->streams);
  return tn_pg_send (lists->pg, sql, &args, error);
}

static gboolean
read_piece (Lists *lists, guint list, GError **error)
{
  g_clear_pointer (&lists->pieces[list], PQclear);
  lists->at[list] = 0;
  return send_piece (lists, list, error) && tn_pg_land (lists->pg, &lists->pieces[list], 1, error);
}

/* The first piece of each in one trip. */
static gboolean
read_first (Lists *lists, GError **error)
{
  gboolean moves = g_hash_table_size (lists->request->names) > 0;
  PGresult *results[TN_PULL_LISTS] = { NULL };
  guint n = 0;
  if (!send_piece (lists, TN_PULL_RECORDS, error) || !send_piece (lists, TN_PULL_ERASURES, error)) return FALSE;
  if (moves && !send_piece (lists, TN_PULL_MOVES, error)) return FALSE;
  if (!tn_pg_land (lists->pg, results, moves ? 3 : 2, error)) return FALSE;
  lists->pieces[TN_PULL_RECORDS] = results[n++];
  lists->pieces[TN_PULL_ERASURES] = results[n++];
  lists->pieces[TN_PULL_MOVES] = results[n];
  return TRUE;
}

static void
read_row (const PGresult *piece, int i, guint list, TnPullRow *row)
{
  row->seq = tn_pg_get_int (piece, i, 0);
  if (list == TN_PULL_ERASURES) tn_pg_get_id (piece, i, 1, &row->id);
  else row->stream = tn_pg_get_text (piece, i, 1);
  if (list == TN_PULL_RECORDS) row->line = tn_pg_get_slice (piece, i, 2);
  if (list != TN_PULL_MOVES) return;
  tn_pg_get_id (piece, i, 2, &row->id);
  row->stands = tn_pg_get_text (piece, i, 3);
}

static gboolean
next_row (TnPullSource *source, guint list, TnPullRow *row, GError **error)
{
  Lists *lists = (Lists *) source;
  row->seq = G_MAXINT64;
  if (!lists->pieces[list]) return TRUE;
  int full = list == TN_PULL_RECORDS ? (int) lists->limit : PIECE;
  if (lists->at[list] == full && !read_piece (lists, list, error)) return FALSE;
  if (lists->at[list] >= PQntuples (lists->pieces[list])) return TRUE;
  read_row (lists->pieces[list], lists->at[list]++, list, row);
  lists->passed[list] = row->seq;
  return TRUE;
}

/* Which of the ward's streams are wanted: the database passes over the others, whose lines then need not travel. */
static void
choose_streams (Lists *lists, const PGresult *streams)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_free);
  int n = PQntuples (streams);
  for (int i = 0; i < n; i++)
    if (tn_pull_holds (lists->request, tn_pg_get_text (streams, i, 0))) g_ptr_array_add (wanted, g_strdup (tn_pg_get_text (streams, i, 0)));
  if ((int) wanted->len < n) lists->streams = g_steal_pointer (&wanted);
}

static gboolean
read_token (TnPg *pg, const char *ward, gint64 seq, TnCursor *cursor, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_text (&args, ward);
  tn_pg_int (&args, seq);
  g_autoptr (PGresult) result = tn_pg_query (pg, "SELECT tok FROM ward_log WHERE ward=$1 AND seq>=$2 ORDER BY seq LIMIT 1", &args, error);
  if (!result) return FALSE;
  cursor->seq = seq;
  if (PQntuples (result)) g_strlcpy (cursor->tok, tn_pg_get_text (result, 0, 0), sizeof cursor->tok);
  return TRUE;
}

static gboolean
write_digests (const TnPullRequest *request, const PGresult *streams, GString *out, GError **error)
{
  for (int i = 0; i < PQntuples (streams); i++) {
    TnSum sum;
    if (!tn_pull_holds (request, tn_pg_get_text (streams, i, 0))) continue;
    if (!pg_get_sum (streams, i, 2, &sum, error)) return FALSE;
    tn_pull_add_digest (out, tn_pg_get_text (streams, i, 0), tn_pg_get_int (streams, i, 1), &sum);
  }
  return TRUE;
}

static gint64
count_wanted (const TnPullRequest *request, const PGresult *streams)
{
  gint64 n = 0;
  for (int i = 0; i < PQntuples (streams); i++)
    if (tn_pull_holds (request, tn_pg_get_text (streams, i, 0))) n += tn_pg_get_int (streams, i, 1);
  return n;
}

static gboolean
read_heads (TnPg *pg, const char *ward, PGresult *results[2], GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_text (&args, ward);
  return tn_pg_send (pg, PG_HEAD_SQL, &args, error)
         && tn_pg_send (pg, "SELECT stream, n, sum::text FROM stream WHERE ward=$1 ORDER BY stream", &args, error) && tn_pg_land (pg, results, 2, error);
}

static gboolean
pull_page (TnDepot *depot, const TnPullRequest *request, TnPageWriter *page, TnPullResult *result, GError **error)
{
  gboolean found = FALSE;
  gint64 last = 0;
  PGresult *heads[2] = { NULL };
  g_autoptr (PgLease) lease = pg_begin_read (depot, error);
  if (!lease || !read_heads (lease->pg, request->ward, heads, error)) return FALSE;
  g_autoptr (PGresult) head = heads[0], streams = heads[1];
  pg_get_head (head, &found, &result->cur);
  g_auto (Lists) lists = { .base = { next_row }, .pg = lease->pg, .request = request, .limit = MIN ((gint64) request->max_lines + 1, PIECE) };
  for (guint i = 0; i < TN_PULL_LISTS; i++) lists.passed[i] = tn_pull_lowest (request);
  choose_streams (&lists, streams);
  if (!read_first (&lists, error) || !tn_pull_write_rows (request, page, &lists.base, &last, &result->more, error)) return FALSE;
  if (!result->more) return write_digests (request, streams, result->dig, error);
  result->left = tn_pull_left (request, page, result->cur.seq, last, count_wanted (request, streams));
  return read_token (lease->pg, request->ward, last, &result->cur, error);
}

void
pg_fill_pull_driver (TnDepotDriver *driver)
{
  driver->pull = pull_page;
}
