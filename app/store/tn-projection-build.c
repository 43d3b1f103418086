/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All projections from all records. Records are read once, in the order of their ids, which is about the order in which they were made;
 * households and people are held in memory, because a household needs its head's name and the search wants them household by household;
 * everything else goes straight into its table. This thread has the database: it reads, then writes people, households, indexes and the
 * search. Others do what needs none: people are taken apart while records are read, households' columns are made (sort keys are dear)
 * while people are written, and the search's words are sorted while households are. */
#include "tn-build-private.h"

/* Where a feed stands: home by row, member in it; or just a number. */
typedef struct { TnBuild *build; guint32 home, member; } Place;

static gboolean
next_member_cb (gpointer data, TnFeedValue *values)
{
  Place *place = data;
  TnBuild *build = place->build;
  for (; place->home < build->homes->len; place->home++, place->member = 0) {
    const TnBuildHome *home = tn_build_home (build, build->sorted[place->home]);
    if (place->member == home->n) continue;
    tn_member_values (tn_build_member_of (build, home, place->member++), values);
    return TRUE;
  }
  return FALSE;
}

static gboolean
next_home_cb (gpointer data, TnFeedValue *values)
{
  Place *place = data;
  TnBuild *build = place->build;
  if (place->home == build->homes->len) return FALSE;
  const TnHome *home = &tn_build_home (build, build->sorted[place->home++])->home;
  tn_home_values (home, values);
  /* a check may meet a household that main does not have: any number will do, the row is a difference */
  values[TN_HOME_N_COLUMNS] = home->row ? tn_feed_int (home->row) : (TnFeedValue) { .type = TN_FEED_NULL };
  return TRUE;
}

static gboolean
next_item_cb (gpointer data, TnFeedValue *values)
{
  Place *place = data;
  if (place->home == place->build->items->len) return FALSE;
  const TnBuildItem *item = &g_array_index (place->build->items, TnBuildItem, place->home++);
  values[0] = tn_feed_id (&item->id);
  values[1] = tn_feed_text (item->kind);
  values[2] = tn_feed_id (&item->parent);
  return TRUE;
}

static gboolean
feed (TnBuild *build, const char *insert, TnFeedNext next, gpointer data, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (build->maker, insert, error);
  return stmt && tn_feed_run (stmt, next, data, error);
}

static gboolean
write_members (TnBuild *build, GError **error)
{
  Place first = { build, 0, 0 };
  return feed (build, "INSERT INTO main.person(" TN_MEMBER_COLUMNS ") SELECT c0, c1, c2, c3, c4, c5, c6 FROM tn_feed(?1)", next_member_cb, &first, error);
}

static gboolean
write_items (TnBuild *build, GError **error)
{
  Place first = { build, 0, 0 };
  return feed (build, "INSERT INTO main.item(id, kind, parent) SELECT c0, c1, c2 FROM tn_feed(?1)", next_item_cb, &first, error);
}

static gboolean
write_homes (TnBuild *build, GError **error)
{
  Place first = { build, 0, 0 };
  g_thread_join (g_steal_pointer (&build->finisher));
  if (build->error) {
    g_propagate_error (error, g_steal_pointer (&build->error));
    return FALSE;
  }
  return feed (build, "INSERT INTO main.household(" TN_HOME_COLUMNS ", row)"
    " SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20 FROM tn_feed(?1)", next_home_cb, &first, error);
}

static gboolean
write_search (TnBuild *build, GError **error)
{
  g_thread_join (g_steal_pointer (&build->sorter));
  return feed (build, "INSERT INTO main.search(key, block, docs) SELECT c0, c1, c2 FROM tn_feed(?1)", tn_search_build_next, build->search, error);
}

static gboolean
write_tally (TnBuild *build, GError **error)
{
  GHashTableIter it;
  gpointer kind, n;
  g_hash_table_iter_init (&it, build->tally);
  while (g_hash_table_iter_next (&it, &kind, &n))
    if (!tn_maker_count (build->maker, kind, (gint64) GPOINTER_TO_SIZE (n), error)) return FALSE;
  return TRUE;
}

/* The indexes' own SQL, taken from the database, so that it stands in one place only. Rows come about in the order of their ids: the indexes
 * by id grow at their end and stay. */
static gboolean
take_indexes (TnDb *db, GPtrArray *create, GPtrArray *drop, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db,
    "SELECT sql, 'DROP INDEX \"' || name || '\"' FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN"
    " ('household', 'person', 'item', 'unit', 'building', 'membership', 'conflict') AND name NOT IN ('household_id', 'person_id')", error);
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
  if (!tn_feed_register (copy->db, error) || !tn_build_read (&build, cancellable, error) || !tn_build_join (&build, error)) return FALSE;
  tn_build_start (&build);
  return write_members (&build, error) && write_items (&build, error) && write_homes (&build, error) && write_tally (&build, error) && run_all (copy->db, create, error)
         && write_search (&build, error);
}
