/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-upstream.h"
#include "tn-copy-private.h"

static gboolean
run_for_hub (TnCopy *copy, const char *sql, const char *hub, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, hub);
  return tn_stmt_run (stmt, error);
}

static gboolean
run_for_stream (TnCopy *copy, const char *sql, const char *hub, const char *stream, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, hub);
  tn_stmt_bind_text (stmt, 2, stream);
  return tn_stmt_run (stmt, error);
}

static gboolean
covers (const char *const *streams, const char *stream)
{
  return g_strv_contains (streams, stream) || g_strv_contains (streams, "*");
}

/* The streams of one side that the other has too. The hubs' own stream comes from the root alone. */
static void
add_common (GHashTable *common, const char *const *streams, const char *const *others)
{
  for (gsize i = 0; streams[i]; i++)
    if (strcmp (streams[i], TN_STREAM_AUTH) != 0 && covers (others, streams[i])) g_hash_table_add (common, (gpointer) streams[i]);
}

static GStrv
list_own (TnCopy *copy, GError **error)
{
  g_autoptr (GPtrArray) pulls = tn_pull_list (copy, error);
  if (!pulls) return NULL;
  GStrvBuilder *own = g_strv_builder_new ();
  for (guint i = 0; i < pulls->len; i++) g_strv_builder_add (own, ((TnPull *) pulls->pdata[i])->stream);
  GStrv streams = g_strv_builder_end (own);
  g_strv_builder_unref (own);
  return streams;
}

static GPtrArray *
list_pulls (TnCopy *copy, const char *hub, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT stream, cursor FROM upstream_pull WHERE upstream=?1 ORDER BY stream", error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, hub);
  g_autoptr (GPtrArray) pulls = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_pull_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    const char *stream = tn_stmt_text_needed (stmt, 0, error), *cursor = stream ? tn_stmt_text_needed (stmt, 1, error) : NULL;
    if (!cursor) return NULL;
    TnPull *pull = g_new0 (TnPull, 1);
    *pull = (TnPull) { g_strdup (stream), g_strdup (cursor), TRUE };
    g_ptr_array_add (pulls, pull);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&pulls) : NULL;
}

static gboolean
drop_others (TnCopy *copy, const char *hub, GHashTable *common, GError **error)
{
  g_autoptr (GPtrArray) before = list_pulls (copy, hub, error);
  if (!before) return FALSE;
  for (guint i = 0; i < before->len; i++) {
    const char *stream = ((TnPull *) before->pdata[i])->stream;
    if (g_hash_table_contains (common, stream)) continue;
    if (!run_for_stream (copy, "DELETE FROM upstream_pull WHERE upstream=?1 AND stream=?2", hub, stream, error)) return FALSE;
  }
  return TRUE;
}

gboolean
tn_upstream_set_streams (TnCopy *copy, const char *hub, const char *const *hub_streams, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  g_auto (GStrv) own = tx ? list_own (copy, error) : NULL;
  if (!own) return FALSE;
  g_autoptr (GHashTable) common = g_hash_table_new (g_str_hash, g_str_equal);
  add_common (common, (const char *const *) own, hub_streams);
  add_common (common, hub_streams, (const char *const *) own);
  GHashTableIter it;
  gpointer stream;
  g_hash_table_iter_init (&it, common);
  while (g_hash_table_iter_next (&it, &stream, NULL))
    if (!run_for_stream (copy, "INSERT INTO upstream_pull(upstream, stream) VALUES(?1, ?2) ON CONFLICT DO NOTHING", hub, stream, error)) return FALSE;
  return drop_others (copy, hub, common, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}

GPtrArray *
tn_upstream_pulls (TnCopy *copy, const char *hub, GError **error)
{
  return list_pulls (copy, hub, error);
}

gboolean
tn_upstream_rewind (TnCopy *copy, const char *hub, GError **error)
{
  return run_for_hub (copy, "UPDATE upstream_pull SET cursor='0' WHERE upstream=?1", hub, error);
}

gboolean
tn_upstream_store_cursor (TnCopy *copy, const char *hub, const char *stream, const char *cursor, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE upstream_pull SET cursor=?3 WHERE upstream=?1 AND stream=?2", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, hub);
  tn_stmt_bind_text (stmt, 2, stream);
  tn_stmt_bind_text (stmt, 3, cursor);
  return tn_stmt_run (stmt, error);
}
