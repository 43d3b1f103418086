/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quarantine as a reviewer sees it, and the list of what was erased. There is no backup here: PostgreSQL has tools of its own. */
#include "tn-depot-pg-private.h"

#define COLUMNS "SELECT qid, ward, device, at, why, state, record"

static TnCase *
read_case (const PGresult *rows, int i)
{
  TnCase *item = g_new0 (TnCase, 1);
  pg_get_hash (rows, i, 0, &item->qid);
  item->ward = g_strdup (tn_pg_get_text (rows, i, 1));
  item->device = g_strdup (tn_pg_get_text (rows, i, 2));
  item->at = tn_pg_get_int (rows, i, 3);
  item->why = g_strdup (tn_pg_get_text (rows, i, 4));
  item->state = g_strdup (tn_pg_get_text (rows, i, 5));
  tn_pg_get_id (rows, i, 6, &item->record);
  return item;
}

static GPtrArray *
list_cases (TnDepot *depot, const char *state, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, state);
  g_autoptr (PGresult) rows = lease ? tn_pg_query (lease->pg, COLUMNS " FROM quarantine WHERE $1 IS NULL OR state=$1 ORDER BY at, qid", &args, error) : NULL;
  if (!rows) return NULL;
  GPtrArray *cases = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_case_free);
  for (int i = 0; i < PQntuples (rows); i++) g_ptr_array_add (cases, read_case (rows, i));
  return cases;
}

static gboolean
get_case (TnDepot *depot, const TnHash *qid, TnCase **found, GError **error)
{
  *found = NULL;
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_bytes (&args, qid->b, sizeof qid->b);
  g_autoptr (PGresult) rows = lease ? tn_pg_query (lease->pg, COLUMNS ", raw FROM quarantine WHERE qid=$1 LIMIT 1", &args, error) : NULL;
  if (!rows || PQntuples (rows) == 0) return rows != NULL;
  TnSlice raw = tn_pg_get_slice (rows, 0, 7);
  *found = read_case (rows, 0);
  (*found)->raw = g_bytes_new (raw.p, raw.len);
  return TRUE;
}

static gboolean
each_erased (TnDepot *depot, TnEachErased each, gpointer user_data, GError **error)
{
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  g_autoptr (PGresult) rows = lease ? tn_pg_query (lease->pg, "SELECT ward, id FROM erased ORDER BY ward, id", NULL, error) : NULL;
  for (int i = 0; rows && i < PQntuples (rows); i++) {
    TnId id;
    if (tn_pg_get_id (rows, i, 1, &id)) each (tn_pg_get_text (rows, i, 0), &id, user_data);
  }
  return rows != NULL;
}

void
pg_fill_case_driver (TnDepotDriver *driver)
{
  driver->cases = list_cases;
  driver->get_case = get_case;
  driver->each_erased = each_erased;
}
