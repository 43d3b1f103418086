/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-copy-private.h"
#include "tn-query-private.h"

#define N_SORTS 3
#define NOT_KEPT (-1)

struct _TnQueryCache {
  gint64 state;              /* household_order.n as the orders were read */
  GArray *orders[N_SORTS];
  gsize max_row;
};

static void
forget (TnQueryCache *cache)
{
  for (guint i = 0; i < N_SORTS; i++) g_clear_pointer (&cache->orders[i], g_array_unref);
  cache->max_row = 0;
}

void
tn_query_cache_free (TnQueryCache *cache)
{
  forget (cache);
  g_free (cache);
}

static gboolean
read_state (TnCopy *copy, gint64 *state, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT n FROM household_order", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *state = tn_stmt_int (stmt, 0);
  return TRUE;
}

static gboolean
load (TnCopy *copy, TnQueryCache *cache, TnHouseholdSort sort, GError **error)
{
  static const char *const sql[N_SORTS] = {
    "SELECT row * 2 + gone FROM household WHERE gone < 2 ORDER BY address_key",
    "SELECT row * 2 + gone FROM household WHERE gone < 2 ORDER BY head_key",
    "SELECT row * 2 + gone FROM household WHERE gone < 2 ORDER BY code_key",
  };
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, sql[sort], error);
  if (!stmt) return FALSE;
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint32));
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    guint32 entry = (guint32) tn_stmt_int (stmt, 0);
    g_array_append_val (order, entry);
    cache->max_row = MAX (cache->max_row, entry / 2);
  }
  if (step == TN_STEP_DONE) cache->orders[sort] = g_steal_pointer (&order);
  return step == TN_STEP_DONE;
}

const GArray *
tn_query_order (TnCopy *copy, TnHouseholdSort sort, gsize *max_row, GError **error)
{
  gint64 now;
  g_return_val_if_fail ((guint) sort < N_SORTS, NULL);
  if (!copy->cache) copy->cache = g_new0 (TnQueryCache, 1);
  if (!read_state (copy, &now, error)) return NULL;
  if (now != copy->cache->state) forget (copy->cache);
  /* what this connection has not committed may be taken back, and its number given again */
  copy->cache->state = sqlite3_txn_state (tn_db_handle (copy->db), "main") == SQLITE_TXN_WRITE ? NOT_KEPT : now;
  if (!copy->cache->orders[sort] && !load (copy, copy->cache, sort, error)) return NULL;
  *max_row = copy->cache->max_row;
  return copy->cache->orders[sort];
}

gboolean
tn_query_begin (TnCopy *copy, gboolean *own, GError **error)
{
  *own = sqlite3_get_autocommit (tn_db_handle (copy->db)) != 0;
  return !*own || tn_db_exec (copy->db, "BEGIN", error);
}

void
tn_query_end (TnCopy *copy, gboolean own)
{
  g_autoptr (GError) error = NULL;
  /* nothing was written: at worst the transaction stays open and the next BEGIN says so */
  if (own && !tn_db_exec (copy->db, "END", &error)) g_warning ("%s", error->message);
}

TnStmt *
tn_query_prepare_id (TnCopy *copy, const char *sql, const TnId *id, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, sql, error);
  if (stmt) tn_stmt_bind_id (stmt, 1, id);
  return stmt;
}
