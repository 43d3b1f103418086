/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-audience.h"
#include "tn-copy-private.h"
#include "tn-listed.h"

GArray *
tn_query_home_areas (TnCopy *copy, GError **error)
{
  g_autoptr (GArray) homes = g_array_new (FALSE, FALSE, sizeof (TnHomeArea));
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT row, id, area FROM household WHERE gone = 0 AND n_people > 0 AND status <> 'absent' ORDER BY row", error);
  if (!stmt) return NULL;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnHomeArea home = { .row = tn_stmt_int (stmt, 0) };
    if (!tn_stmt_id (stmt, 1, &home.id)) continue;
    tn_stmt_id (stmt, 2, &home.area);
    g_array_append_val (homes, home);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&homes) : NULL;
}

static gboolean
each_body (TnCopy *copy, const char *sql, TnHomeBody each, gpointer data, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return FALSE;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) each (tn_stmt_int (stmt, 0), tn_stmt_slice (stmt, 1), data);
  return step == TN_STEP_DONE;
}

gboolean
tn_query_each_member (TnCopy *copy, TnHomeBody each, gpointer data, GError **error)
{
  return each_body (copy, "SELECT p.home, r.body FROM person p CROSS JOIN record r ON r.id = p.id WHERE p.gone = 0", each, data, error);
}

gboolean
tn_query_each_home (TnCopy *copy, TnHomeBody each, gpointer data, GError **error)
{
  return each_body (copy, "SELECT h.row, r.body FROM household h CROSS JOIN record r ON r.id = h.id WHERE h.gone = 0", each, data, error);
}

GHashTable *
tn_query_told (TnCopy *copy, const char *field, gint64 from, gint64 to, GError **error)
{
  /* those that met somebody and told something, in this time, come from their index alone */
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT parent FROM item WHERE kind = 'visit' AND state = 'met' AND at >= ?1 AND at < ?2 AND parent IS NOT NULL AND marks IS NOT NULL AND marks & ?3", error);
  if (!stmt) return NULL;
  g_autoptr (GHashTable) told = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  TnStep step;
  tn_stmt_bind_int (stmt, 1, from ? from : G_MININT64);
  tn_stmt_bind_int (stmt, 2, to ? to : G_MAXINT64);
  tn_stmt_bind_int (stmt, 3, tn_listed_mark (tn_schema_kind ("visit"), field));
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnId home;
    if (tn_stmt_id (stmt, 0, &home) && !g_hash_table_contains (told, &home)) g_hash_table_add (told, tn_id_copy (&home));
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&told) : NULL;
}
