/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What SQLite alone would take to turn one of our files into what it was afterwards. The rows in which the two differ are read beforehand; then they are
 * written, in order of their keys, in one transaction, with the raw limit's cache: no network, no parsing, no merge. It says how much of a figure is the rows
 * that we keep (a line's stamps and hash, history, numbers, lists, search), and how much is the way to them. */
#include "bench-ward.h"

typedef struct { char *sql; guint width; GPtrArray *values; } Group;   /* one statement; its rows' values, owned, one behind the other */
typedef struct { char *name; GPtrArray *keys, *columns; gboolean by_row; } Table;

static GPtrArray *
read_texts (sqlite3 *db, const char *sql)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *stmt = ward_sql_prepare (db, sql);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    g_ptr_array_add (texts, g_strdup ((const char *) sqlite3_column_text (stmt, 0)));
  sqlite3_finalize (stmt);
  return texts;
}

static void
free_group (gpointer data)
{
  Group *group = data;
  g_free (group->sql);
  g_ptr_array_unref (group->values);
  g_free (group);
}

/* ---- what differs ---- */

static Table *
read_table (sqlite3 *db, const char *name)
{
  Table *table = g_new0 (Table, 1);
  g_autofree char *kind = g_strdup_printf ("SELECT wr FROM pragma_table_list WHERE schema='main' AND name='%s'", name);
  g_autofree char *keys = g_strdup_printf ("SELECT name FROM pragma_table_info('%s') WHERE pk>0 ORDER BY pk", name);
  g_autofree char *columns = g_strdup_printf ("SELECT name FROM pragma_table_info('%s')", name);
  g_autoptr (GPtrArray) wr = read_texts (db, kind);
  table->name = g_strdup (name);
  table->by_row = g_strcmp0 (wr->pdata[0], "1") != 0;
  table->keys = read_texts (db, keys);
  table->columns = read_texts (db, columns);
  if (table->by_row) {
    g_ptr_array_set_size (table->keys, 0);
    g_ptr_array_add (table->keys, g_strdup ("rowid"));
  }
  return table;
}

static void
free_table (Table *table)
{
  g_free (table->name);
  g_ptr_array_unref (table->keys);
  g_ptr_array_unref (table->columns);
  g_free (table);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Table, free_table)

/* Each name put into the pattern, whose $ it takes, with `between` in between. */
static char *
join (const GPtrArray *names, const char *pattern, const char *between)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *one = g_strdup (pattern);
    g_auto (GStrv) parts = g_strsplit (one, "$", -1);
    g_autofree char *filled = g_strjoinv (names->pdata[i], parts);
    g_string_append_printf (text, "%s%s", i > 0 ? between : "", filled);
  }
  return g_string_free (text, FALSE);
}

static void
add_group (sqlite3 *db, GPtrArray *groups, const char *write, const char *read)
{
  sqlite3_stmt *stmt = ward_sql_prepare (db, read);
  Group *group = g_new0 (Group, 1);
  group->sql = g_strdup (write);
  group->width = (guint) sqlite3_column_count (stmt);
  group->values = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite3_value_free);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    for (guint i = 0; i < group->width; i++)
      g_ptr_array_add (group->values, sqlite3_value_dup (sqlite3_column_value (stmt, (int) i)));
  sqlite3_finalize (stmt);
  if (group->values->len > 0)
    g_ptr_array_add (groups, group);
  else
    free_group (group);
}

static GPtrArray *
find_changed_columns (sqlite3 *db, const Table *table, const char *same_key)
{
  GPtrArray *changed = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < table->columns->len; i++) {
    const char *column = table->columns->pdata[i];
    g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM main.%s a JOIN old.%s b ON %s WHERE a.%s IS NOT b.%s LIMIT 1", table->name, table->name, same_key, column, column);
    g_autoptr (GPtrArray) found = read_texts (db, sql);
    if (found->len > 0)
      g_ptr_array_add (changed, g_strdup (column));
  }
  return changed;
}

static void
find_updates (sqlite3 *db, GPtrArray *groups, const Table *table, const char *same_key, const char *order)
{
  g_autoptr (GPtrArray) changed = find_changed_columns (db, table, same_key);
  if (changed->len == 0)
    return;
  g_autofree char *set = join (changed, "$=?", ","), *where = join (table->keys, "$=?", " AND "), *values = join (changed, "a.$", ","), *keys = join (table->keys, "a.$", ",");
  g_autofree char *differs = join (changed, "a.$ IS NOT b.$", " OR ");
  g_autofree char *write = g_strdup_printf ("UPDATE %s SET %s WHERE %s", table->name, set, where);
  g_autofree char *read = g_strdup_printf ("SELECT %s, %s FROM main.%s a JOIN old.%s b ON %s WHERE %s ORDER BY %s", values, keys, table->name, table->name, same_key, differs, order);
  add_group (db, groups, write, read);
}

static void
find_table_changes (sqlite3 *db, GPtrArray *groups, const char *name)
{
  g_autoptr (Table) table = read_table (db, name);
  g_autofree char *same_key = join (table->keys, "a.$=b.$", " AND "), *order = join (table->keys, "a.$", ","), *keys = join (table->keys, "$", ","), *where = join (table->keys, "$=?", " AND ");
  g_autofree char *columns = join (table->columns, "$", ","), *marks = join (table->columns, "?", ",");
  const char *row = table->by_row ? "rowid," : "", *mark = table->by_row ? "?," : "";
  g_autofree char *delete = g_strdup_printf ("DELETE FROM %s WHERE %s", name, where);
  g_autofree char *deleted = g_strdup_printf ("SELECT %s FROM old.%s a WHERE NOT EXISTS(SELECT 1 FROM main.%s b WHERE %s) ORDER BY %s", keys, name, name, same_key, order);
  g_autofree char *insert = g_strdup_printf ("INSERT INTO %s(%s%s) VALUES(%s%s)", name, row, columns, mark, marks);
  g_autofree char *inserted = g_strdup_printf ("SELECT %s%s FROM main.%s a WHERE NOT EXISTS(SELECT 1 FROM old.%s b WHERE %s) ORDER BY %s", row, columns, name, name, same_key, order);
  add_group (db, groups, delete, deleted);
  find_updates (db, groups, table, same_key, order);
  add_group (db, groups, insert, inserted);
}

static GPtrArray *
find_changes (const char *before, const char *after)
{
  sqlite3 *db = NULL;
  GPtrArray *groups = g_ptr_array_new_with_free_func (free_group);
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS old", before);
  if (sqlite3_open_v2 (after, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    g_error ("%s cannot be read", after);
  ward_sql_run (db, attach);
  g_autoptr (GPtrArray) tables = read_texts (db, "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY rowid");
  for (guint i = 0; i < tables->len; i++)
    find_table_changes (db, groups, tables->pdata[i]);
  sqlite3_close (db);
  return groups;
}

/* ---- and its writing ---- */

static void
write_group (sqlite3 *db, const Group *group)
{
  sqlite3_stmt *stmt = ward_sql_prepare (db, group->sql);
  for (guint at = 0; at < group->values->len; at += group->width) {
    for (guint i = 0; i < group->width; i++)
      sqlite3_bind_value (stmt, (int) i + 1, group->values->pdata[at + i]);
    if (sqlite3_step (stmt) != SQLITE_DONE)
      g_error ("%s: %s", group->sql, sqlite3_errmsg (db));
    sqlite3_reset (stmt);
  }
  sqlite3_finalize (stmt);
}

static void
run_all (sqlite3 *db, const GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    ward_sql_run (db, texts->pdata[i]);
}

static double
write_groups (sqlite3 *db, const GPtrArray *groups, const GPtrArray *indexes)
{
  gint64 started = g_get_monotonic_time ();
  ward_sql_run (db, "BEGIN");
  for (guint i = 0; i < groups->len; i++)
    write_group (db, groups->pdata[i]);
  run_all (db, indexes);
  ward_sql_run (db, "COMMIT");
  return (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
}

double
ward_bound (const char *before, const char *after, gboolean indexes_last)
{
  sqlite3 *db = NULL;
  g_autoptr (GPtrArray) groups = find_changes (before, after);
  if (sqlite3_open (before, &db) != SQLITE_OK)
    g_error ("%s cannot be written", before);
  ward_sql_run (db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=0");
  g_autoptr (GPtrArray) indexes = read_texts (db, indexes_last ? "SELECT sql FROM sqlite_schema WHERE type='index' AND sql IS NOT NULL" : "SELECT 1 WHERE 0");
  g_autoptr (GPtrArray) drops = read_texts (db, indexes_last ? "SELECT 'DROP INDEX ' || name FROM sqlite_schema WHERE type='index' AND sql IS NOT NULL" : "SELECT 1 WHERE 0");
  run_all (db, drops);
  double took = write_groups (db, groups, indexes);
  sqlite3_close (db);
  return took;
}
