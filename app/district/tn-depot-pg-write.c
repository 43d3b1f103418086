/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a push writes. Rows gather in arrays, a column each, and go out with the commit: a handful of statements whatever their number. */
#include "tn-depot-pg-tx.h"
#include <glib/gi18n.h>

#define LOG_KEPT_MS (G_GINT64_CONSTANT (400) * 24 * 3600 * 1000)
#define CUSTODY_MAX (64 * 1024 * 1024)   /* bytes that one laptop may leave; a person's work of years is less */
#define FLIGHT_MAX 16
#define GROWTH_MIN 256

void
pg_tx_clear_writes (PgWardTx *tx)
{
#define CLEAR(columns) for (guint i = 0; i < G_N_ELEMENTS (tx->columns); i++) tn_pg_array_clear (&tx->columns[i])
  CLEAR (insert);
  CLEAR (update);
  CLEAR (moved);
  CLEAR (unmoved);
  CLEAR (displace);
  CLEAR (hold);
  CLEAR (erase);
  CLEAR (alarm);
#undef CLEAR
  tx->n_insert = tx->n_update = tx->n_moved = tx->n_displace = tx->n_hold = tx->n_erase = tx->n_alarm = 0;
  g_hash_table_remove_all (tx->touched);
  g_hash_table_remove_all (tx->sums);
  g_hash_table_remove_all (tx->meta_set);
}

/* What was read of it does not hold any more; of a record's children neither, whose parents may have changed. */
void
pg_tx_forget (PgWardTx *tx, const TnId *id)
{
  g_hash_table_remove (tx->records, id);
  g_hash_table_remove (tx->places, id);
  g_hash_table_remove (tx->erased, id);
  g_hash_table_remove_all (tx->children);
}

/* A record is written once a flight. */
static gboolean
touch (PgWardTx *tx, const TnId *id, GError **error)
{
  if (g_hash_table_contains (tx->touched, id) && !pg_tx_flush (tx, error)) return FALSE;
  g_hash_table_add (tx->touched, tn_id_copy (id));
  pg_tx_forget (tx, id);
  return TRUE;
}

/* ---- gathering ---- */

static void
add_content (TnPgArray *columns, const TnStored *record)
{
  tn_pg_array_id (&columns[0], &record->id);
  tn_pg_array_int (&columns[1], record->seq);
  tn_pg_array_bytes (&columns[2], record->newest.s, TN_STAMP_LEN);
  tn_pg_array_bytes (&columns[3], record->h.b, sizeof record->h.b);
  tn_pg_array_bytes (&columns[4], record->line.p, record->line.len);
  tn_pg_array_bytes (&columns[5], record->stream.p, record->stream.len);
  tn_pg_array_id (&columns[6], &record->parent);
}

static gboolean
tx_insert (TnWardTx *base, const TnStored *record, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  if (!touch (tx, &record->id, error)) return FALSE;
  add_content (tx->insert, record);
  tn_pg_array_bytes (&tx->insert[7], record->kind.p, record->kind.len);
  tx->n_insert++;
  return TRUE;
}

/* Every index has the number or the hash, so nothing is saved by leaving the place alone. */
static gboolean
tx_update (TnWardTx *base, const TnStored *record, gboolean place_changed, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  if (!touch (tx, &record->id, error)) return FALSE;
  add_content (tx->update, record);
  tx->n_update++;
  return TRUE;
}

static gboolean
tx_erase (TnWardTx *base, const TnId *id, gint64 seq, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  if (!touch (tx, id, error)) return FALSE;
  tn_pg_array_id (&tx->erase[0], id);
  tn_pg_array_int (&tx->erase[1], seq);
  tx->n_erase++;
  return TRUE;
}

/* A stamp that is there already with another value (two unnoticed copies of a laptop) keeps its first; the flag holds the other. */
static gboolean
tx_displace (TnWardTx *base, const TnDisplaced *displaced, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  g_autofree char *key = pg_change_key (&displaced->id, displaced->unit, &displaced->stamp);
  tn_pg_array_id (&tx->displace[0], &displaced->id);
  tn_pg_array_text (&tx->displace[1], displaced->unit);
  tn_pg_array_text (&tx->displace[2], displaced->stamp.s);
  tn_pg_array_text (&tx->displace[3], displaced->value);
  tn_pg_array_text (&tx->displace[4], displaced->why);
  tn_pg_array_text (&tx->displace[5], displaced->by);
  tx->n_displace++;
  /* Known not to be there, it is now; else the database knows. */
  if (g_hash_table_contains (tx->asked, key) && !g_hash_table_contains (tx->displaced, key))
    g_hash_table_insert (tx->displaced, g_steal_pointer (&key), g_strdup (displaced->value));
  return TRUE;
}

static gboolean
tx_moved (TnWardTx *base, const TnId *id, const char *from, const char *to, gint64 seq, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  tn_pg_array_id (&tx->moved[0], id);
  tn_pg_array_text (&tx->moved[1], from);
  tn_pg_array_int (&tx->moved[2], seq);
  tn_pg_array_id (&tx->unmoved[0], id);
  tn_pg_array_text (&tx->unmoved[1], to);
  tx->n_moved++;
  return TRUE;
}

/* As hashes go in and out of a set hash, so do sums of them: both are additions mod 2^128. */
static void
join_sum (TnSum *sum, const TnSum *other, gboolean add)
{
  TnHash h;
  tn_sum_to_bytes (other, h.b);
  if (add) tn_sum_add (sum, &h);
  else tn_sum_sub (sum, &h);
}

static gboolean
tx_stream (TnWardTx *base, const char *stream, gint64 n, const TnSum *plus, const TnSum *minus, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  PgDelta *delta = g_hash_table_lookup (tx->sums, stream);
  if (!delta) g_hash_table_insert (tx->sums, g_strdup (stream), delta = g_new0 (PgDelta, 1));
  delta->n += n;
  join_sum (&delta->sum, plus, TRUE);
  join_sum (&delta->sum, minus, FALSE);
  return TRUE;
}

static gboolean
tx_hold (TnWardTx *base, const TnHeld *held, GError **error)
{
  static const TnId none = { 0 };
  PgWardTx *tx = (PgWardTx *) base;
  tn_pg_array_bytes (&tx->hold[0], held->qid.b, sizeof held->qid.b);
  tn_pg_array_text (&tx->hold[1], held->device);
  tn_pg_array_text (&tx->hold[2], held->why);
  tn_pg_array_bytes (&tx->hold[3], held->raw.p, held->raw.len);
  tn_pg_array_id (&tx->hold[4], held->record ? held->record : &none);
  tx->n_hold++;
  return TRUE;
}

/* Rare, and a reviewer's: a trip of its own, behind what waits. */
static gboolean
tx_close_case (TnWardTx *base, const TnHash *qid, const char *state, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_text (&args, tx->ward);
  tn_pg_bytes (&args, qid->b, sizeof qid->b);
  tn_pg_text (&args, state);
  return pg_tx_flush (tx, error) && tn_pg_run (tx->lease->pg, "UPDATE quarantine SET state=$3 WHERE ward=$1 AND qid=$2", &args, NULL, error);
}

static gboolean
tx_alarm (TnWardTx *base, const char *device, const char *what, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  tn_pg_array_text (&tx->alarm[0], device);
  tn_pg_array_text (&tx->alarm[1], what);
  tx->n_alarm++;
  return TRUE;
}

static gboolean
tx_set_meta (TnWardTx *base, const char *key, const char *value, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  g_hash_table_replace (tx->meta, g_strdup (key), g_strdup (value));
  g_hash_table_replace (tx->meta_set, g_strdup (key), g_strdup (value));
  return TRUE;
}

/* ---- sending ---- */

typedef enum { ID, INT, TXT, BYTES } Type;

static void
bind_columns (TnPgArgs *args, TnPgArray *columns, const Type *types, guint n)
{
  for (guint i = 0; i < n; i++) {
    if (types[i] == ID) tn_pg_ids (args, &columns[i]);
    else if (types[i] == INT) tn_pg_ints (args, &columns[i]);
    else if (types[i] == TXT) tn_pg_texts (args, &columns[i]);
    else tn_pg_byteses (args, &columns[i]);
  }
}

typedef struct { PgWardTx *tx; guint sent; gboolean failed; GError **error; } Flight;

/* $1 = the ward, $2… = the columns, then the time if it is asked for. */
static void
send_rows (Flight *flight, gboolean any, const char *sql, TnPgArray *columns, const Type *types, guint n, gboolean with_time)
{
  g_auto (TnPgArgs) args = { 0 };
  if (!any || flight->failed) return;
  tn_pg_text (&args, flight->tx->ward);
  bind_columns (&args, columns, types, n);
  if (with_time) tn_pg_int (&args, flight->tx->now);
  flight->failed = !tn_pg_send (flight->tx->lease->pg, sql, &args, flight->error);
  flight->sent++;
}

static const Type content_types[] = { ID, INT, TXT, BYTES, TXT, TXT, ID, TXT }, moved_types[] = { ID, TXT, INT }, displace_types[] = { ID, TXT, TXT, TXT, TXT, TXT },
                  hold_types[] = { BYTES, TXT, TXT, BYTES, ID }, erase_types[] = { ID, INT }, sum_types[] = { TXT, INT, TXT }, meta_types[] = { TXT, TXT };

static void
send_records (Flight *flight)
{
  PgWardTx *tx = flight->tx;
  send_rows (flight, tx->n_insert, "INSERT INTO record(ward, id, seq, rmax, h, line, stream, parent, kind) SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9)", tx->insert, content_types, 8, FALSE);
  send_rows (flight, tx->n_update,
    "UPDATE record r SET seq=n.seq, rmax=n.rmax, h=n.h, line=n.line, stream=n.stream, parent=n.parent"
    " FROM unnest($2, $3, $4, $5, $6, $7, $8) AS n(id, seq, rmax, h, line, stream, parent) WHERE r.ward=$1 AND r.id=n.id", tx->update, content_types, 7, FALSE);
  send_rows (flight, tx->n_moved, "INSERT INTO moved(ward, id, stream, seq) SELECT $1, * FROM unnest($2, $3, $4) ON CONFLICT (ward, id, stream) DO UPDATE SET seq=excluded.seq", tx->moved, moved_types, 3, FALSE);
  send_rows (flight, tx->n_moved, "DELETE FROM moved m USING unnest($2, $3) AS n(id, stream) WHERE m.ward=$1 AND m.id=n.id AND m.stream=n.stream", tx->unmoved, moved_types, 2, FALSE);
}

/* What is erased goes from everywhere in one statement. */
static void
send_sides (Flight *flight)
{
  PgWardTx *tx = flight->tx;
  send_rows (flight, tx->n_displace, "INSERT INTO history(ward, id, unit, stamp, value, why, by_user, at) SELECT $1, n.*, $8 FROM unnest($2, $3, $4, $5, $6, $7) AS n ON CONFLICT DO NOTHING", tx->displace, displace_types, 6, TRUE);
  send_rows (flight, tx->n_hold, "INSERT INTO quarantine(ward, qid, device, why, raw, record, at) SELECT $1, n.*, $7 FROM unnest($2, $3, $4, $5, $6) AS n ON CONFLICT DO NOTHING", tx->hold, hold_types, 5, TRUE);
  send_rows (flight, tx->n_erase,
    "WITH n AS (SELECT * FROM unnest($2, $3) AS n(id, seq)), a AS (DELETE FROM record r USING n WHERE r.ward=$1 AND r.id=n.id),"
    " b AS (DELETE FROM history r USING n WHERE r.ward=$1 AND r.id=n.id), c AS (DELETE FROM moved r USING n WHERE r.ward=$1 AND r.id=n.id),"
    " d AS (DELETE FROM quarantine r USING n WHERE r.ward=$1 AND r.record=n.id)"
    " INSERT INTO erased(ward, id, seq, at) SELECT $1, n.id, n.seq, $4 FROM n ON CONFLICT DO NOTHING", tx->erase, erase_types, 2, TRUE);
  send_rows (flight, tx->n_alarm, "INSERT INTO alarm(device, what, at) SELECT DISTINCT d, w, $4 FROM unnest($2, $3) AS n(d, w) WHERE $1 IS NOT NULL ON CONFLICT (device, what) DO UPDATE SET at=excluded.at", tx->alarm, meta_types, 2, TRUE);
}

static void
send_sums (Flight *flight)
{
  GHashTableIter it;
  gpointer key, value;
  TnPgArray columns[3] = { { 0 } };
  g_hash_table_iter_init (&it, flight->tx->sums);
  while (g_hash_table_iter_next (&it, &key, &value)) {
    char sum[40];
    pg_format_sum (&((PgDelta *) value)->sum, sum);
    tn_pg_array_text (&columns[0], key);
    tn_pg_array_int (&columns[1], ((PgDelta *) value)->n);
    tn_pg_array_text (&columns[2], sum);
  }
  send_rows (flight, columns[0].n, "INSERT INTO stream AS s(ward, stream, n, sum) SELECT $1, n.stream, n.n, n.sum::numeric FROM unnest($2, $3, $4) AS n(stream, n, sum)"
    " ON CONFLICT (ward, stream) DO UPDATE SET n=s.n+excluded.n, sum=mod(s.sum+excluded.sum, 340282366920938463463374607431768211456)", columns, sum_types, 3, FALSE);
}

static void
send_meta (Flight *flight)
{
  GHashTableIter it;
  gpointer key, value;
  TnPgArray columns[2] = { { 0 } };
  g_hash_table_iter_init (&it, flight->tx->meta_set);
  while (g_hash_table_iter_next (&it, &key, &value)) {
    tn_pg_array_text (&columns[0], key);
    tn_pg_array_text (&columns[1], value);
  }
  send_rows (flight, columns[0].n, "INSERT INTO ward_meta(ward, k, v) SELECT $1, * FROM unnest($2, $3) ON CONFLICT (ward, k) DO UPDATE SET v=excluded.v", columns, meta_types, 2, FALSE);
}

static void
send_writes (Flight *flight)
{
  send_records (flight);
  send_sides (flight);
  send_sums (flight);
  send_meta (flight);
}

static gboolean
land (Flight *flight)
{
  PGresult *results[FLIGHT_MAX];
  g_assert (flight->sent <= FLIGHT_MAX);
  if (flight->failed || !tn_pg_land (flight->tx->lease->pg, results, flight->sent, flight->error)) return FALSE;
  for (guint i = 0; i < flight->sent; i++) PQclear (results[i]);
  pg_tx_clear_writes (flight->tx);
  return TRUE;
}

gboolean
pg_tx_flush (PgWardTx *tx, GError **error)
{
  Flight flight = { tx, 0, FALSE, error };
  send_writes (&flight);
  return flight.sent == 0 || land (&flight);
}

/* ---- the commit ---- */

static void
send_one (Flight *flight, const char *sql, const TnPgArgs *args)
{
  if (!flight->failed) flight->failed = !tn_pg_send (flight->tx->lease->pg, sql, args, flight->error);
  flight->sent++;
}

/* Each commit drops up to two rows of the log that have outlived their use, so it never needs a sweep. The newest always stays. */
static void
send_log (Flight *flight, gint64 last)
{
  PgWardTx *tx = flight->tx;
  guint8 random[TN_TOK_LEN / 2];
  g_auto (TnPgArgs) log = { 0 }, old = { 0 };
  tn_env_random (tx->lease->depot->env, random, sizeof random);
  tx->head.seq = last;
  tn_hex (random, sizeof random, tx->head.tok);
  tn_pg_text (&log, tx->ward);
  tn_pg_int (&log, last);
  tn_pg_text (&log, tx->head.tok);
  tn_pg_int (&log, tx->now);
  send_one (flight, "WITH w AS (UPDATE ward SET seq=$2 WHERE ward=$1) INSERT INTO ward_log(ward, seq, tok, at) VALUES($1, $2, $3, $4)", &log);
  tn_pg_text (&old, tx->ward);
  tn_pg_int (&old, tx->now - LOG_KEPT_MS);
  tn_pg_int (&old, last);
  send_one (flight, "DELETE FROM ward_log WHERE ward=$1 AND seq IN (SELECT seq FROM (SELECT seq, at FROM ward_log WHERE ward=$1 ORDER BY seq LIMIT 2) AS o WHERE at<$2 AND seq<$3)", &old);
}

/* In a transaction of its own: NOTIFY inside of the other would make the commits of all wards wait for each other's disk, for PostgreSQL takes
 * one lock for all (measured: 386 commits a second of eight wards instead of 916). It is a hint; should it be lost with this process,
 * waits end after their 55 s. */
static void
tell (PgWardTx *tx)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", tx->ward, tx->head.seq, ((PgDepot *) tx->lease->depot)->self);
  tn_pg_text (&args, text);
  if (!tn_pg_run (tx->lease->pg, "SELECT pg_notify('" PG_CHANNEL "', $1)", &args, NULL, &error)) g_debug ("a move was not told: %s", error->message);
}

/* A plan that was made while the tables were empty reads all of them when they have grown, until PostgreSQL looks at them by itself, which may
 * be minutes later: a first upload is over by then, a hundred times slower. So whenever a ward has doubled and the tables were last looked
 * at when they were smaller than that, it is done now; every connection then plans anew. Behind the commit: nobody waits for the lock. */
static void
look_at_growth (PgWardTx *tx, gint64 before)
{
  g_autoptr (GError) error = NULL;
  if (tx->head.seq < GROWTH_MIN || g_bit_storage ((gulong) before) == g_bit_storage ((gulong) tx->head.seq)) return;
  g_autoptr (PGresult) known = tn_pg_query (tx->lease->pg, "SELECT reltuples::int8 FROM pg_class WHERE oid='record'::regclass", NULL, &error);
  if (known && tn_pg_get_int (known, 0, 0) < 2 * tx->head.seq) tn_pg_run (tx->lease->pg, "ANALYZE record, ward_log, moved, history, quarantine, erased", NULL, NULL, &error);
  if (error) g_debug ("the tables were not looked at: %s", error->message);
}

static gboolean
tx_commit (TnWardTx *base, gint64 last, TnCursor *head, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  g_autoptr (TnWardTx) ended = base;
  Flight flight = { tx, 0, FALSE, error };
  gboolean moved = last > base->last;
  send_writes (&flight);
  if (moved) send_log (&flight, last);
  send_one (&flight, "COMMIT", NULL);
  if (!land (&flight)) return FALSE;
  *head = tx->head;
  if (moved) tell (tx);
  if (moved) look_at_growth (tx, base->last);
  return TRUE;
}

/* ---- outside of a ward's transaction ---- */

/* The same bytes again are the same case, whatever has become of it. */
gboolean
pg_hold (TnPg *pg, const TnHeld *held, gint64 now, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_text (&args, held->ward);
  tn_pg_bytes (&args, held->qid.b, sizeof held->qid.b);
  tn_pg_text (&args, held->device);
  tn_pg_int (&args, now);
  tn_pg_text (&args, held->why);
  tn_pg_bytes (&args, held->raw.p, held->raw.len);
  tn_pg_id (&args, held->record);
  return tn_pg_run (pg, "INSERT INTO quarantine(ward, qid, device, at, why, raw, record) VALUES($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING", &args, NULL, error);
}

gboolean
pg_alarm (TnPg *pg, const char *device, const char *what, gint64 now, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_text (&args, device);
  tn_pg_text (&args, what);
  tn_pg_int (&args, now);
  return tn_pg_run (pg, "INSERT INTO alarm(device, what, at) VALUES($1, $2, $3) ON CONFLICT (device, what) DO UPDATE SET at=excluded.at", &args, NULL, error);
}

/* The device's row is locked, or two custodies at once would each find room for itself. */
static gboolean
has_room (TnPg *pg, const TnHeld *held, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_text (&args, held->device);
  g_autoptr (PGresult) lock = tn_pg_query (pg, "SELECT 1 FROM device WHERE device=$1 FOR UPDATE", &args, error);
  g_autoptr (PGresult) sum = lock ? tn_pg_query (pg, "SELECT coalesce(sum(length(raw)), 0)::int8 FROM quarantine WHERE device=$1 AND record IS NULL", &args, error) : NULL;
  if (!sum) return FALSE;
  if (tn_pg_get_int (sum, 0, 0) + (gint64) held->raw.len <= CUSTODY_MAX) return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_TOO_LARGE, _("This laptop has handed in all that may be kept for it. Speak to the district office."));
  return FALSE;
}

static gboolean
hold (TnDepot *depot, const TnHeld *held, GError **error)
{
  g_autoptr (PgLease) lease = pg_begin_write (depot, error);
  return lease && has_room (lease->pg, held, error) && pg_hold (lease->pg, held, tn_env_now_ms (lease->depot->env), error) && pg_commit (g_steal_pointer (&lease), error);
}

void
pg_fill_write_driver (TnDepotDriver *driver)
{
  driver->tx_insert = tx_insert;
  driver->tx_update = tx_update;
  driver->tx_erase = tx_erase;
  driver->tx_displace = tx_displace;
  driver->tx_moved = tx_moved;
  driver->tx_stream = tx_stream;
  driver->tx_hold = tx_hold;
  driver->tx_close_case = tx_close_case;
  driver->tx_alarm = tx_alarm;
  driver->tx_set_meta = tx_set_meta;
  driver->tx_commit = tx_commit;
  driver->hold = hold;
}
