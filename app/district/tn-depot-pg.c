/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The driver for PostgreSQL: one database, any number of server processes, any number of connections. */
#include "tn-depot-pg-private.h"
#include <glib/gi18n.h>

#define CONNECTIONS_MAX 24
#define TAKE_TIMEOUT_S 10

/* ---- connections ---- */

static TnPg *
take_idle (PgDepot *depot)
{
  return depot->idle->len ? g_ptr_array_steal_index_fast (depot->idle, depot->idle->len - 1) : NULL;
}

/* NULL in *pg = one may be opened. */
static gboolean
await_turn (PgDepot *depot, TnPg **pg, GError **error)
{
  gint64 end = g_get_monotonic_time () + TAKE_TIMEOUT_S * G_TIME_SPAN_SECOND;
  g_mutex_lock (&depot->lock);
  gboolean in_time = TRUE;
  while (!(*pg = take_idle (depot)) && depot->open >= CONNECTIONS_MAX && in_time) in_time = g_cond_wait_until (&depot->given_back, &depot->lock, end);
  if (!*pg && in_time) depot->open++;
  g_mutex_unlock (&depot->lock);
  if (!in_time && !*pg) g_set_error_literal (error, TN_ERROR, TN_ERROR_BUSY, _("The district has more to do than it has connections to its database. Nothing was changed. It is tried again in a moment."));
  return in_time || *pg;
}

static void
drop (PgDepot *depot, TnPg *pg)
{
  tn_pg_close (pg);
  g_mutex_lock (&depot->lock);
  depot->open--;
  g_cond_signal (&depot->given_back);
  g_mutex_unlock (&depot->lock);
}

static TnPg *
take (PgDepot *depot, GError **error)
{
  TnPg *pg = NULL;
  while (await_turn (depot, &pg, error)) {
    if (!pg) {
      pg = tn_pg_open (depot->url, error);
      if (!pg) drop (depot, NULL);
      return pg;
    }
    if (tn_pg_is_alive (pg)) return pg;
    drop (depot, g_steal_pointer (&pg));   /* the server was started again since */
  }
  return NULL;
}

PgLease *
pg_lease (TnDepot *base, GError **error)
{
  PgDepot *depot = (PgDepot *) base;
  TnPg *pg = take (depot, error);
  if (!pg) return NULL;
  PgLease *lease = g_new0 (PgLease, 1);
  *lease = (PgLease) { depot, pg };
  return lease;
}

void
pg_lease_end (PgLease *lease)
{
  if (!lease) return;
  PgDepot *depot = lease->depot;
  TnPg *pg = lease->pg;
  gboolean open = !tn_pg_is_broken (pg) && PQtransactionStatus (tn_pg_handle (pg)) != PQTRANS_IDLE;
  if (tn_pg_is_broken (pg) || (open && !tn_pg_exec (pg, "ROLLBACK", NULL))) drop (depot, pg);
  else {
    g_mutex_lock (&depot->lock);
    g_ptr_array_add (depot->idle, pg);
    g_cond_signal (&depot->given_back);
    g_mutex_unlock (&depot->lock);
  }
  g_free (lease);
}

/* BEGIN travels with the first statement: it costs no trip. */
static PgLease *
begin_as (TnDepot *depot, const char *sql, GError **error)
{
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  return lease && tn_pg_send_silently (lease->pg, sql, error) ? g_steal_pointer (&lease) : NULL;
}

PgLease *
pg_begin (TnDepot *depot, GError **error)
{
  return begin_as (depot, "BEGIN", error);
}

/* Looked at under a lock that a copy holds against us: what begins while one runs sees, when its turn comes, that the district has gone. */
PgLease *
pg_begin_write (TnDepot *depot, GError **error)
{
  g_autoptr (PgLease) lease = pg_begin (depot, error);
  if (!lease || !tn_pg_send_silently (lease->pg, "LOCK TABLE meta IN ROW SHARE MODE", error)) return NULL;
  g_autoptr (PGresult) moved = tn_pg_query (lease->pg, "SELECT " PG_IS_MOVED_SQL, NULL, error);
  if (!moved || (tn_pg_get_int (moved, 0, 0) && !tn_depot_set_moved_error (error))) return NULL;
  return g_steal_pointer (&lease);
}

PgLease *
pg_begin_read (TnDepot *depot, GError **error)
{
  return begin_as (depot, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", error);
}

gboolean
pg_commit (PgLease *lease, GError **error)
{
  gboolean done = tn_pg_run (lease->pg, "COMMIT", NULL, NULL, error);
  pg_lease_end (lease);
  return done;
}

/* ---- what stands in columns ---- */

void
pg_get_head (const PGresult *result, gboolean *found, TnCursor *head)
{
  *head = (TnCursor) { 0 };
  *found = PQntuples (result) == 1;
  if (!*found) return;
  head->seq = tn_pg_get_int (result, 0, 0);
  const char *tok = tn_pg_get_text (result, 0, 1);
  if (head->seq) g_strlcpy (head->tok, tok ? tok : "", sizeof head->tok);
}

void
pg_get_hash (const PGresult *result, int row, int col, TnHash *h)
{
  TnSlice bytes = tn_pg_get_slice (result, row, col);
  *h = (TnHash) { 0 };
  if (bytes.len == sizeof h->b) memcpy (h->b, bytes.p, sizeof h->b);
}

__extension__ typedef unsigned __int128 Number;

gboolean
pg_get_sum (const PGresult *result, int row, int col, TnSum *sum, GError **error)
{
  const char *text = tn_pg_get_text (result, row, col);
  Number n = 0;
  gsize len = text ? strlen (text) : 0, digits = text ? strspn (text, "0123456789") : 0;
  for (gsize i = 0; i < digits; i++) n = n * 10 + (Number) (text[i] - '0');
  *sum = (TnSum) { .lo = (guint64) n, .hi = (guint64) (n >> 64) };
  if (len && len == digits) return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_CORRUPT, _("A sum in the district’s database cannot be read. Stop the server and restore the newest backup."));
  return FALSE;
}

void
pg_format_sum (const TnSum *sum, char out[40])
{
  char digits[40];
  guint n = 0, i = 0;
  for (Number left = (Number) sum->hi << 64 | sum->lo; left || !n; left /= 10) digits[n++] = (char) ('0' + (int) (left % 10));
  while (n) out[i++] = digits[--n];
  out[i] = 0;
}

/* ---- the district's own ---- */

static gboolean
get_meta (TnDepot *depot, const char *key, char **value, GError **error)
{
  *value = NULL;
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, key);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg, "SELECT v FROM meta WHERE k=$1", &args, error) : NULL;
  if (result && PQntuples (result)) *value = g_strdup (tn_pg_get_text (result, 0, 0));
  return result != NULL;
}

static gboolean
set_meta (TnDepot *depot, const char *key, const char *value, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, key);
  tn_pg_text (&args, value);
  return lease && tn_pg_run (lease->pg, "INSERT INTO meta(k, v) VALUES($1, $2) ON CONFLICT (k) DO UPDATE SET v=excluded.v", &args, NULL, error);
}

static gboolean
ward_add (TnDepot *depot, const char *ward, const char *name, GError **error)
{
  gint64 added = 0;
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, ward);
  tn_pg_text (&args, name);
  if (!lease || !tn_pg_run (lease->pg, "INSERT INTO ward(ward, name) VALUES($1, $2) ON CONFLICT DO NOTHING", &args, &added, error)) return FALSE;
  if (!added) g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT, _("The ward %s is here already. Nothing was changed."), ward);
  return added > 0;
}

static GPtrArray *
list_wards (TnDepot *depot, GError **error)
{
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg,
    "SELECT w.ward, w.name, w.seq, (SELECT coalesce(sum(n), 0)::int8 FROM stream s WHERE s.ward=w.ward),"
    " (SELECT count(*) FROM quarantine q WHERE q.ward=w.ward AND q.state='open') FROM ward w ORDER BY w.ward", NULL, error) : NULL;
  if (!result) return NULL;
  GPtrArray *wards = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_ward_free);
  for (int i = 0; i < PQntuples (result); i++) {
    TnWard *ward = g_new0 (TnWard, 1);
    *ward = (TnWard) { g_strdup (tn_pg_get_text (result, i, 0)), g_strdup (tn_pg_get_text (result, i, 1)), tn_pg_get_int (result, i, 2),
                       (guint64) tn_pg_get_int (result, i, 3), (guint64) tn_pg_get_int (result, i, 4) };
    g_ptr_array_add (wards, ward);
  }
  return wards;
}

static gboolean
ward_head (TnDepot *depot, const char *ward, gboolean *found, TnCursor *head, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, ward);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg, PG_HEAD_SQL, &args, error) : NULL;
  if (result) pg_get_head (result, found, head);
  return result != NULL;
}

/* ---- opening ---- */

static void
free_depot (TnDepot *base)
{
  PgDepot *depot = (PgDepot *) base;
  pg_stop_watch (depot);
  g_ptr_array_unref (depot->idle);
  g_hash_table_unref (depot->authors);
  g_mutex_clear (&depot->lock);
  g_cond_clear (&depot->given_back);
  g_free (depot->url);
  g_free (depot);
}

static const TnDepotDriver *
get_driver (void)
{
  static TnDepotDriver driver = { .name = "postgresql", .caps = TN_DEPOT_FORESIGHT | TN_DEPOT_SHARED, .free = free_depot, .get_meta = get_meta, .set_meta = set_meta,
                                  .ward_add = ward_add, .wards = list_wards, .ward_head = ward_head };
  static gsize filled = 0;
  if (g_once_init_enter (&filled)) {
    pg_fill_device_driver (&driver);
    pg_fill_read_driver (&driver);
    pg_fill_pull_driver (&driver);
    pg_fill_tx_driver (&driver);
    pg_fill_case_driver (&driver);
    pg_fill_copy_driver (&driver);
    pg_fill_watch_driver (&driver);
    g_once_init_leave (&filled, 1);
  }
  return &driver;
}

/* Said at the start and not at the first push. */
static gboolean
check_writable (TnPg *pg, GError **error)
{
  g_autoptr (PGresult) result = tn_pg_query (pg, "SELECT pg_is_in_recovery()", NULL, error);
  if (!result || tn_pg_get_int (result, 0, 0) == 0) return result != NULL;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_READ_ONLY, _("That database is a standby, which may only be read. Nothing was changed. Promote it, or name the primary."));
  return FALSE;
}

TnDepot *
tn_depot_pg_open (const char *url, gboolean create, const TnEnv *env, GError **error)
{
  PgDepot *depot = g_new0 (PgDepot, 1);
  g_autoptr (TnDepot) base = &depot->base;
  depot->base.driver = get_driver ();
  depot->url = g_strdup (url);
  depot->env = env ? env : tn_env_system ();
  depot->idle = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_pg_close);
  depot->authors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  depot->wake[0] = depot->wake[1] = -1;
  guint8 self[sizeof depot->self / 2];
  tn_env_random (depot->env, self, sizeof self);
  tn_hex (self, sizeof self, depot->self);
  g_mutex_init (&depot->lock);
  g_cond_init (&depot->given_back);
  g_autoptr (PgLease) lease = pg_lease (base, error);
  gboolean good = lease && check_writable (lease->pg, error) && pg_migrate (lease->pg, create, error);
  g_clear_pointer (&lease, pg_lease_end);
  return good ? g_steal_pointer (&base) : NULL;
}
