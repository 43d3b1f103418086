/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A district read or written whole: read by a cursor, written by arrays. */
#include "tn-depot-pg-private.h"
#include <string.h>

#define PIECE 2000
#define PIECE_BYTES (4 * 1024 * 1024)

typedef struct {
  TnDepotCopy base;
  PgLease *lease;
  TnPgArray columns[G_N_ELEMENTS (((TnTable *) NULL)->columns)];
  guint rows;
  gsize bytes;
} Copy;

static void
add_names (GString *sql, const TnTable *table)
{
  for (guint i = 0; i < table->n; i++) {
    g_string_append_printf (sql, "%s%s", i ? ", " : "", table->columns[i].name);
    if (table->columns[i].type == TN_COLUMN_SUM) g_string_append (sql, "::text");
  }
}

/* SQL of the tables is interned: a statement's text is known by its address. */
static const char *
make_declare_sql (const TnTable *table)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_string_append_printf (sql, "DECLARE c_%s NO SCROLL CURSOR FOR SELECT ", table->name);
  add_names (sql, table);
  g_string_append_printf (sql, " FROM %s%s", table->name, strcmp (table->name, "grant_") == 0 ? " ORDER BY n" : "");
  return g_intern_string (sql->str);
}

/* A cursor a table: a statement keeps the types of its columns. */
static const char *
make_cursor_sql (const char *what, const TnTable *table)
{
  g_autofree char *sql = g_strconcat (what, " c_", table->name, NULL);
  return g_intern_string (sql);
}

static const char *
make_insert_sql (const TnTable *table)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_string_append_printf (sql, "INSERT INTO %s(", table->name);
  for (guint i = 0; i < table->n; i++) g_string_append_printf (sql, "%s%s", i ? ", " : "", table->columns[i].name);
  g_string_append (sql, ") SELECT ");
  for (guint i = 0; i < table->n; i++) g_string_append_printf (sql, "%sc%u%s", i ? ", " : "", i, table->columns[i].type == TN_COLUMN_SUM ? "::numeric" : "");
  g_string_append (sql, " FROM unnest($1");
  for (guint i = 1; i < table->n; i++) g_string_append_printf (sql, ", $%u", i + 1);
  g_string_append (sql, ") AS n(c0");
  for (guint i = 1; i < table->n; i++) g_string_append_printf (sql, ", c%u", i);
  g_string_append_c (sql, ')');
  return g_intern_string (sql->str);
}

/* EXCLUSIVE lets readers be and no writer: those who push come again later. TRUNCATE takes its own lock. */
static gboolean
prepare_tables (TnPg *pg, TnDepotCopyEnd which, GError **error)
{
  guint n;
  const TnTable *tables = tn_depot_tables (&n);
  g_autoptr (GString) sql = g_string_new (which == TN_DEPOT_COPY_TARGET ? "TRUNCATE " : "LOCK TABLE ");
  for (guint i = 0; i < n; i++) g_string_append_printf (sql, "%s%s", i ? ", " : "", tables[i].name);
  g_string_append (sql, which == TN_DEPOT_COPY_TARGET ? " RESTART IDENTITY" : " IN EXCLUSIVE MODE");
  return tn_pg_run (pg, "SET LOCAL idle_in_transaction_session_timeout=0", NULL, NULL, error) && tn_pg_run (pg, g_intern_string (sql->str), NULL, NULL, error);
}

static TnDepotCopy *
copy_begin (TnDepot *depot, TnDepotCopyEnd which, GError **error)
{
  g_autoptr (PgLease) lease = pg_begin (depot, error);
  if (!lease || !prepare_tables (lease->pg, which, error)) return NULL;
  Copy *copy = g_new0 (Copy, 1);
  copy->base.depot = depot;
  copy->lease = g_steal_pointer (&lease);
  return &copy->base;
}

/* ---- reading ---- */

typedef struct { TnValue values[G_N_ELEMENTS (((TnTable *) NULL)->columns)]; guint8 sum[16]; } Row;

static gboolean
read_value (const PGresult *rows, int row, int col, TnColumnType type, Row *into, GError **error)
{
  TnSum sum;
  TnValue *value = &into->values[col];
  *value = (TnValue) { .null = PQgetisnull (rows, row, col) };
  if (value->null) return TRUE;
  if (type == TN_COLUMN_INT) value->number = tn_pg_get_int (rows, row, col);
  else value->bytes = tn_pg_get_slice (rows, row, col);
  if (type != TN_COLUMN_SUM) return TRUE;
  if (!pg_get_sum (rows, row, col, &sum, error)) return FALSE;
  tn_sum_to_bytes (&sum, into->sum);
  value->bytes = (TnSlice) { (const char *) into->sum, sizeof into->sum };
  return TRUE;
}

static gboolean
read_rows (const PGresult *rows, const TnTable *table, TnEachRow each, gpointer user_data, GError **error)
{
  Row row;
  for (int i = 0; i < PQntuples (rows); i++) {
    for (guint c = 0; c < table->n; c++)
      if (!read_value (rows, i, (int) c, table->columns[c].type, &row, error)) return FALSE;
    if (!each (row.values, user_data, error)) return FALSE;
  }
  return TRUE;
}

static gboolean
copy_read (TnDepotCopy *base, const TnTable *table, TnEachRow each, gpointer user_data, GError **error)
{
  TnPg *pg = ((Copy *) base)->lease->pg;
  if (!tn_pg_run (pg, make_declare_sql (table), NULL, NULL, error)) return FALSE;
  for (int n = 1; n;) {
    g_autoptr (PGresult) rows = tn_pg_query (pg, make_cursor_sql ("FETCH " G_STRINGIFY (PIECE) " FROM", table), NULL, error);
    if (!rows || !read_rows (rows, table, each, user_data, error)) return FALSE;
    n = PQntuples (rows);
  }
  return tn_pg_run (pg, make_cursor_sql ("CLOSE", table), NULL, NULL, error);
}

/* ---- writing ---- */

static void
add_value (TnPgArray *column, TnColumnType type, const TnValue *value)
{
  char text[40];
  TnSum sum;
  if (value->null) tn_pg_array_bytes (column, NULL, 0);
  else if (type == TN_COLUMN_INT) tn_pg_array_int (column, value->number);
  else if (type == TN_COLUMN_SUM && value->bytes.len == 16) {
    tn_sum_from_bytes (&sum, (const guint8 *) value->bytes.p);
    pg_format_sum (&sum, text);
    tn_pg_array_text (column, text);
  } else tn_pg_array_bytes (column, value->bytes.p, value->bytes.len);
}

static gboolean
write_piece (Copy *copy, const TnTable *table, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  if (copy->rows == 0) return TRUE;
  for (guint i = 0; i < table->n; i++) {
    TnColumnType type = table->columns[i].type;
    if (type == TN_COLUMN_INT) tn_pg_ints (&args, &copy->columns[i]);
    else if (type == TN_COLUMN_ID) tn_pg_ids (&args, &copy->columns[i]);
    else if (type == TN_COLUMN_BYTES) tn_pg_byteses (&args, &copy->columns[i]);
    else tn_pg_texts (&args, &copy->columns[i]);
  }
  copy->rows = 0;
  copy->bytes = 0;
  return tn_pg_run (copy->lease->pg, make_insert_sql (table), &args, NULL, error);
}

static gboolean
copy_write (TnDepotCopy *base, const TnTable *table, const TnValue *values, GError **error)
{
  Copy *copy = (Copy *) base;
  if (!values) return write_piece (copy, table, error);
  for (guint i = 0; i < table->n; i++) {
    add_value (&copy->columns[i], table->columns[i].type, &values[i]);
    copy->bytes += values[i].bytes.len;
  }
  return (++copy->rows < PIECE && copy->bytes < PIECE_BYTES) || write_piece (copy, table, error);
}

static gboolean
copy_end (TnDepotCopy *base, gboolean commit, GError **error)
{
  Copy *copy = (Copy *) base;
  gboolean done = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (copy->columns); i++) tn_pg_array_clear (&copy->columns[i]);
  if (commit) done = pg_commit (copy->lease, error);
  else pg_lease_end (copy->lease);
  g_free (copy);
  return done;
}

void
pg_fill_copy_driver (TnDepotDriver *driver)
{
  driver->copy_begin = copy_begin;
  driver->copy_read = copy_read;
  driver->copy_write = copy_write;
  driver->copy_end = copy_end;
}
