/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A district read or written whole. SQLite has no ward_meta: its one clock is read as every ward's, and the latest of the wards' is written. */
#include "tn-depot-sqlite-private.h"
#include <string.h>

#define CLOCK "root_hlc"

typedef struct { TnDepotCopy base; SqliteWrite *write; } Copy;
#define DB(copy) (((Copy *) (copy))->write->db)

static const char ward_meta_read_sql[] = "SELECT w.ward, m.k, m.v FROM ward w, meta m WHERE m.k='" CLOCK "'";
/* Stamps are "ms.counter": two whole numbers. */
static const char ward_meta_write_sql[] =
  "INSERT INTO meta(k, v) SELECT ?2, ?3 WHERE ?1 IS NOT NULL ON CONFLICT(k) DO UPDATE SET v=excluded.v"
  " WHERE (CAST(excluded.v AS INTEGER), CAST(substr(excluded.v, instr(excluded.v, '.')+1) AS INTEGER)) > (CAST(meta.v AS INTEGER), CAST(substr(meta.v, instr(meta.v, '.')+1) AS INTEGER))";

static gboolean
is_ward_meta (const TnTable *table)
{
  return strcmp (table->name, "ward_meta") == 0;
}

/* Interned: the cache of statements keys on the text's address. */
static const char *
make_read_sql (const TnTable *table)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  if (is_ward_meta (table)) return ward_meta_read_sql;
  for (guint i = 0; i < table->n; i++) g_string_append_printf (sql, "%s%s", i ? ", " : "", table->columns[i].name);
  g_string_append_printf (sql, " FROM %s", table->name);
  if (strcmp (table->name, "grant_") == 0) g_string_append (sql, " ORDER BY rowid");
  return g_intern_string (sql->str);
}

static const char *
make_write_sql (const TnTable *table)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  if (is_ward_meta (table)) return ward_meta_write_sql;
  g_string_append_printf (sql, "INSERT INTO %s(", table->name);
  for (guint i = 0; i < table->n; i++) g_string_append_printf (sql, "%s%s", i ? ", " : "", table->columns[i].name);
  g_string_append (sql, ") VALUES(?");
  for (guint i = 1; i < table->n; i++) g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');
  return g_intern_string (sql->str);
}

static gboolean
wipe (TnDb *db, GError **error)
{
  guint n;
  const TnTable *tables = tn_depot_tables (&n);
  for (guint i = 0; i < n; i++) {
    g_autofree char *sql = g_strdup_printf ("DELETE FROM %s", tables[i].name);
    if (!is_ward_meta (&tables[i]) && !tn_db_exec (db, sql, error)) return FALSE;
  }
  return TRUE;
}

static TnDepotCopy *
copy_begin (TnDepot *depot, TnDepotCopyEnd which, GError **error)
{
  g_autoptr (SqliteWrite) write = sqlite_write_begin (depot, error);
  if (!write || (which == TN_DEPOT_COPY_TARGET && !wipe (write->db, error))) return NULL;
  Copy *copy = g_new0 (Copy, 1);
  *copy = (Copy) { { depot }, g_steal_pointer (&write) };
  return &copy->base;
}

static void
read_value (TnStmt *stmt, int i, TnColumnType type, TnValue *value)
{
  gsize len = 0;
  *value = (TnValue) { .null = tn_stmt_is_null (stmt, i) };
  if (value->null) return;
  if (type == TN_COLUMN_INT) value->number = tn_stmt_int (stmt, i);
  else if (type == TN_COLUMN_TEXT) value->bytes = tn_stmt_slice (stmt, i);
  else {
    const void *blob = tn_stmt_blob (stmt, i, &len);
    value->bytes = (TnSlice) { blob ? blob : "", len };
  }
}

static gboolean
copy_read (TnDepotCopy *copy, const TnTable *table, TnEachRow each, gpointer user_data, GError **error)
{
  TnValue values[G_N_ELEMENTS (table->columns)];
  g_autoptr (TnStmt) stmt = tn_db_prepare (DB (copy), make_read_sql (table), error);
  if (!stmt) return FALSE;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    for (guint i = 0; i < table->n; i++) read_value (stmt, (int) i, table->columns[i].type, &values[i]);
    if (!each (values, user_data, error)) return FALSE;
  }
  return step == TN_STEP_DONE;
}

static void
bind (TnStmt *stmt, int i, TnColumnType type, const TnValue *value)
{
  if (value->null) tn_stmt_bind_null (stmt, i);
  else if (type == TN_COLUMN_INT) tn_stmt_bind_int (stmt, i, value->number);
  else if (type == TN_COLUMN_TEXT) tn_stmt_bind_slice (stmt, i, value->bytes);
  else tn_stmt_bind_blob (stmt, i, value->bytes.p, value->bytes.len);
}

static gboolean
copy_write (TnDepotCopy *copy, const TnTable *table, const TnValue *values, GError **error)
{
  if (!values) return TRUE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (DB (copy), make_write_sql (table), error);
  if (!stmt) return FALSE;
  for (guint i = 0; i < table->n; i++) bind (stmt, (int) i + 1, table->columns[i].type, &values[i]);
  return tn_stmt_run (stmt, error);
}

static gboolean
copy_end (TnDepotCopy *base, gboolean commit, GError **error)
{
  Copy *copy = (Copy *) base;
  gboolean done = TRUE;
  if (commit) done = sqlite_write_commit (copy->write, error);
  else sqlite_write_end (copy->write);
  g_free (copy);
  return done;
}

void
sqlite_fill_copy_driver (TnDepotDriver *driver)
{
  driver->copy_begin = copy_begin;
  driver->copy_read = copy_read;
  driver->copy_write = copy_write;
  driver->copy_end = copy_end;
}
