/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read of a ward beside pages. */
#include "tn-depot-change.h"
#include "tn-depot-pg-private.h"

#define PIECE 5000      /* rows asked for at once */

static gboolean
has_cursor (TnDepot *depot, const char *ward, const TnCursor *cursor, gboolean *held, GError **error)
{
  *held = cursor->seq == 0;
  if (*held) return TRUE;
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, ward);
  tn_pg_int (&args, cursor->seq);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg, "SELECT tok FROM ward_log WHERE ward=$1 AND seq>=$2 ORDER BY seq LIMIT 1", &args, error) : NULL;
  *held = result && PQntuples (result) && strcmp (tn_pg_get_text (result, 0, 0), cursor->tok) == 0;
  return result != NULL;
}

/* In the order they were asked for in, as they come from the other driver. */
static void
write_fetched (const PGresult *records, const TnScope *scope, TnPageWriter *page)
{
  for (int i = 0; i < PQntuples (records); i++) {
    if (!tn_scope_allows (scope, tn_pg_get_text (records, i, 1))) continue;
    TnSlice line = tn_pg_get_slice (records, i, 2);
    tn_page_writer_record (page, tn_pg_get_int (records, i, 0), line.p, line.len);
  }
}

static gboolean
fetch (TnDepot *depot, const char *ward, const TnId *ids, gsize n, const TnScope *scope, TnPageWriter *page, TnCursor *head, GError **error)
{
  gboolean found = FALSE;
  PGresult *results[2] = { NULL };
  TnPgArray wanted = { 0 };
  g_auto (TnPgArgs) one = { 0 }, many = { 0 };
  g_autoptr (PgLease) lease = pg_begin_read (depot, error);
  for (gsize i = 0; i < n; i++) tn_pg_array_id (&wanted, &ids[i]);
  tn_pg_text (&one, ward);
  tn_pg_text (&many, ward);
  tn_pg_ids (&many, &wanted);
  if (!lease || !tn_pg_send (lease->pg, PG_HEAD_SQL, &one, error)
      || !tn_pg_send (lease->pg, "SELECT r.seq, r.stream, r.line FROM unnest($2) WITH ORDINALITY AS w(id, i) JOIN record r ON r.ward=$1 AND r.id=w.id ORDER BY w.i", &many, error)
      || !tn_pg_land (lease->pg, results, 2, error)) return FALSE;
  g_autoptr (PGresult) heads = results[0], records = results[1];
  pg_get_head (heads, &found, head);
  write_fetched (records, scope, page);
  return TRUE;
}

static PGresult *
read_hashes (TnPg *pg, const char *ward, const char *stream, const TnId *after, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_text (&args, ward);
  tn_pg_text (&args, stream);
  tn_pg_int (&args, PIECE);
  if (after) tn_pg_id (&args, after);
  return after ? tn_pg_query (pg, "SELECT id, h FROM record WHERE ward=$1 AND stream=$2 AND id>$4 ORDER BY id LIMIT $3", &args, error)
               : tn_pg_query (pg, "SELECT id, h FROM record WHERE ward=$1 AND stream=$2 ORDER BY id LIMIT $3", &args, error);
}

static gboolean
each_hash (TnDepot *depot, const char *ward, const char *stream, TnEachHash each, gpointer user_data, GError **error)
{
  TnId id;
  TnHash h;
  const TnId *after = NULL;
  g_autoptr (PgLease) lease = pg_begin_read (depot, error);
  for (int n = PIECE; lease && n == PIECE; after = &id) {
    g_autoptr (PGresult) result = read_hashes (lease->pg, ward, stream, after, error);
    if (!result) return FALSE;
    n = PQntuples (result);
    for (int i = 0; i < n; i++) {
      tn_pg_get_id (result, i, 0, &id);
      pg_get_hash (result, i, 1, &h);
      each (stream, &id, &h, user_data);
    }
  }
  return lease != NULL;
}

static gboolean
stream_sum (TnDepot *depot, const char *ward, const char *stream, gint64 *n, TnSum *sum, GError **error)
{
  *n = 0;
  *sum = (TnSum) { 0 };
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, ward);
  tn_pg_text (&args, stream);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg, "SELECT n, sum::text FROM stream WHERE ward=$1 AND stream=$2", &args, error) : NULL;
  if (!result || PQntuples (result) == 0) return result != NULL;
  *n = tn_pg_get_int (result, 0, 0);
  return pg_get_sum (result, 0, 1, sum, error);
}

static gboolean
scope_sum (TnDepot *depot, const char *ward, const TnScope *scope, TnCursor *head, gint64 *n, TnSum *sum, GError **error)
{
  gboolean found = FALSE;
  PGresult *results[2] = { NULL };
  *n = 0;
  *sum = (TnSum) { 0 };
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_begin_read (depot, error);
  tn_pg_text (&args, ward);
  if (!lease || !tn_pg_send (lease->pg, PG_HEAD_SQL, &args, error) || !tn_pg_send (lease->pg, "SELECT stream, n, sum::text FROM stream WHERE ward=$1", &args, error)
      || !tn_pg_land (lease->pg, results, 2, error)) return FALSE;
  g_autoptr (PGresult) heads = results[0], streams = results[1];
  pg_get_head (heads, &found, head);
  for (int i = 0; i < PQntuples (streams); i++) {
    TnSum one;
    TnHash as_hash;
    if (!tn_scope_allows (scope, tn_pg_get_text (streams, i, 0))) continue;
    if (!pg_get_sum (streams, i, 2, &one, error)) return FALSE;
    tn_sum_to_bytes (&one, as_hash.b);
    tn_sum_add (sum, &as_hash);   /* sums add up as hashes do: mod 2^128 */
    *n += tn_pg_get_int (streams, i, 1);
  }
  return TRUE;
}

static GPtrArray *
list_streams (TnDepot *depot, const char *ward, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, ward);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg, "SELECT stream FROM stream WHERE ward=$1 ORDER BY stream", &args, error) : NULL;
  if (!result) return NULL;
  GPtrArray *streams = g_ptr_array_new_with_free_func (g_free);
  for (int i = 0; i < PQntuples (result); i++) g_ptr_array_add (streams, g_strdup (tn_pg_get_text (result, i, 0)));
  return streams;
}

/* Quotes inside of a text are escaped, so these bytes stand in a line only where they mean it. */
#define ALIVE "position(',\"d\":0,\"b\":{' in line) > 0"

static GPtrArray *
count_kinds (TnDepot *depot, const char *ward, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, ward);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg, "SELECT kind, count(*) FILTER (WHERE " ALIVE ") FROM record WHERE ward=$1 GROUP BY kind ORDER BY kind", &args, error) : NULL;
  if (!result) return NULL;
  GPtrArray *counts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_kind_count_free);
  for (int i = 0; i < PQntuples (result); i++) {
    TnKindCount *count = g_new0 (TnKindCount, 1);
    *count = (TnKindCount) { g_strdup (tn_pg_get_text (result, i, 0)), (guint64) tn_pg_get_int (result, i, 1) };
    g_ptr_array_add (counts, count);
  }
  return counts;
}

static gboolean
count_open_conflicts (TnDepot *depot, const char *ward, guint64 *n, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, ward);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg,
    "SELECT count(*) FROM record WHERE ward=$1 AND kind='conflict' AND " ALIVE " AND position('\"state\":\"open\"' in line) > 0", &args, error) : NULL;
  if (result) *n = (guint64) tn_pg_get_int (result, 0, 0);
  return result != NULL;
}

/* ---- what became of a change ---- */

static void
look_in_history (const TnChangeName *change, const PGresult *history, gboolean *found)
{
  for (int i = 0; i < PQntuples (history); i++)
    if (tn_change_name_is (change, tn_pg_get_text (history, i, 0), &change->stamp, tn_pg_get_text (history, i, 1))) *found = TRUE;
}

static void
look_in_quarantine (const TnChangeName *change, const PGresult *quarantine, gboolean *held, gboolean *rejected)
{
  for (int i = 0; i < PQntuples (quarantine); i++) {
    if (!tn_depot_change_in_entry (change, tn_pg_get_slice (quarantine, i, 0))) continue;
    if (strcmp (tn_pg_get_text (quarantine, i, 1), "rejected") == 0) *rejected = TRUE;
    else *held = TRUE;
  }
}

/* The three places in one trip. */
static gboolean
look_up (TnPg *pg, const char *ward, const TnChangeName *change, PGresult *results[3], GError **error)
{
  g_auto (TnPgArgs) two = { 0 }, three = { 0 };
  tn_pg_text (&two, ward);
  tn_pg_id (&two, &change->id);
  tn_pg_text (&three, ward);
  tn_pg_id (&three, &change->id);
  tn_pg_text (&three, change->stamp.s);
  return tn_pg_send (pg, "SELECT line FROM record WHERE ward=$1 AND id=$2", &two, error) && tn_pg_send (pg, "SELECT unit, value FROM history WHERE ward=$1 AND id=$2 AND stamp=$3", &three, error)
         && tn_pg_send (pg, "SELECT raw, state FROM quarantine WHERE ward=$1 AND record=$2", &two, error) && tn_pg_land (pg, results, 3, error);
}

static gboolean
find_change (TnDepot *depot, const char *ward, const TnChangeName *change, gboolean *durable, gboolean *held, gboolean *rejected, GError **error)
{
  PGresult *results[3] = { NULL };
  *durable = *held = *rejected = FALSE;
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  if (!lease || !look_up (lease->pg, ward, change, results, error)) return FALSE;
  g_autoptr (PGresult) record = results[0], history = results[1], quarantine = results[2];
  if (PQntuples (record) && !tn_depot_change_in_line (change, tn_pg_get_slice (record, 0, 0), durable, error)) return FALSE;
  if (!*durable) look_in_history (change, history, durable);
  if (!*durable) look_in_quarantine (change, quarantine, held, rejected);
  return TRUE;
}

void
pg_fill_read_driver (TnDepotDriver *driver)
{
  driver->has_cursor = has_cursor;
  driver->fetch = fetch;
  driver->each_hash = each_hash;
  driver->stream_sum = stream_sum;
  driver->scope_sum = scope_sum;
  driver->streams = list_streams;
  driver->counts = count_kinds;
  driver->open_conflicts = count_open_conflicts;
  driver->find_change = find_change;
}
