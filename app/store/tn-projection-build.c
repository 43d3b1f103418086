/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All projections from all records. Records are read once, in the order of their ids, which is about the order in which they were made;
 * households and people are held in memory, because a household needs its head's name and the search wants them household by household;
 * everything else goes straight into its table. Two threads then share the work: this one, which has the database, writes people, then
 * households, then indexes, then the search; the other makes the households' columns (sort keys are dear), then sorts the search's words. */
#include "tn-build-private.h"

static gboolean
write_members (TnBuild *build, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (build->maker, "INSERT INTO main.person(" TN_MEMBER_COLUMNS ") VALUES(?, ?, ?, ?, ?, ?, ?)", error);
  if (!stmt) return FALSE;
  for (guint32 i = 0; i < build->homes->len; i++) {
    const TnBuildHome *home = tn_build_home (build, build->sorted[i]);
    for (guint32 k = 0; k < home->n; k++) {
      tn_member_bind (tn_build_member_of (build, home, k), stmt);
      if (!tn_stmt_run (stmt, error)) return FALSE;
    }
  }
  return TRUE;
}

static gboolean
write_homes (TnBuild *build, GError **error)
{
  g_thread_join (g_steal_pointer (&build->finisher));
  if (build->error) {
    g_propagate_error (error, g_steal_pointer (&build->error));
    return FALSE;
  }
  g_autoptr (TnStmt) stmt = tn_maker_prepare (build->maker, "INSERT INTO main.household(" TN_HOME_COLUMNS ", row)"
    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
  if (!stmt) return FALSE;
  for (guint32 i = 0; i < build->homes->len; i++) {
    const TnHome *home = &tn_build_home (build, build->sorted[i])->home;
    tn_home_bind (home, stmt);
    /* a check may meet a household that main does not have: any number will do, the row is a difference */
    if (home->row) tn_stmt_bind_int (stmt, TN_HOME_PARAMETERS + 1, home->row);
    else tn_stmt_bind_null (stmt, TN_HOME_PARAMETERS + 1);
    if (!tn_stmt_run (stmt, error)) return FALSE;
  }
  return TRUE;
}

static gboolean
write_search (TnBuild *build, GError **error)
{
  g_thread_join (g_steal_pointer (&build->sorter));
  g_autoptr (TnStmt) stmt = tn_maker_prepare (build->maker, "INSERT INTO main.search(key, block, docs) VALUES(?, ?, ?)", error);
  return stmt && tn_search_build_write (build->search, stmt, error);
}

static gboolean
write_tally (TnBuild *build, GError **error)
{
  GHashTableIter it;
  gpointer kind, n;
  g_hash_table_iter_init (&it, build->tally);
  while (g_hash_table_iter_next (&it, &kind, &n))
    if (!tn_maker_count (build->maker, ((const TnKind *) kind)->key, (gint64) GPOINTER_TO_SIZE (n), error)) return FALSE;
  return TRUE;
}

/* The indexes' own SQL, taken from the database, so that it stands in one place only. */
static gboolean
take_indexes (TnDb *db, GPtrArray *create, GPtrArray *drop, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db,
    "SELECT sql, 'DROP INDEX \"' || name || '\"' FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN"
    " ('household', 'person', 'item', 'unit', 'building', 'membership', 'conflict')", error);
  if (!stmt) return FALSE;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    g_ptr_array_add (create, g_strdup (tn_stmt_text (stmt, 0)));
    g_ptr_array_add (drop, g_strdup (tn_stmt_text (stmt, 1)));
  }
  return step == TN_STEP_DONE;
}

static gboolean
run_all (TnDb *db, GPtrArray *sql, GError **error)
{
  for (guint i = 0; i < sql->len; i++)
    if (!tn_db_exec (db, g_ptr_array_index (sql, i), error)) return FALSE;
  return TRUE;
}

static gboolean
empty_tables (TnDb *db, GPtrArray *drop, GError **error)
{
  return run_all (db, drop, error)
    && tn_db_exec (db, "DELETE FROM household; DELETE FROM person; DELETE FROM item; DELETE FROM unit; DELETE FROM building;"
                       "DELETE FROM membership; DELETE FROM conflict; DELETE FROM tally; DELETE FROM search", error);
}

gboolean
tn_projection_build (TnCopy *copy, const char *schema, GCancellable *cancellable, GError **error)
{
  g_auto (TnBuild) build = { 0 };
  g_autoptr (GPtrArray) create = g_ptr_array_new_with_free_func (g_free), drop = g_ptr_array_new_with_free_func (g_free);
  tn_build_init (&build, copy, schema);
  if (build.fresh && (!take_indexes (copy->db, create, drop, error) || !empty_tables (copy->db, drop, error))) return FALSE;
  if (!tn_build_read (&build, cancellable, error) || !tn_build_join (&build, error)) return FALSE;
  tn_build_start (&build);
  return write_members (&build, error) && write_homes (&build, error) && write_tally (&build, error) && run_all (copy->db, create, error)
         && write_search (&build, error);
}
