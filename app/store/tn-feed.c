/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-feed.h"

#define POINTER_TYPE "tn-feed"

typedef struct { TnFeedNext next; gpointer data; } Source;

typedef struct {
  sqlite3_vtab_cursor base;
  const Source *source;
  TnFeedValue values[TN_FEED_COLUMNS];
  sqlite3_int64 row;
  gboolean at_end;
} Cursor;

static int
connect_cb (sqlite3 *handle, void *aux, int argc, const char *const *argv, sqlite3_vtab **table, char **message)
{
  int code = sqlite3_declare_vtab (handle,
    "CREATE TABLE x(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, source HIDDEN)");
  if (code != SQLITE_OK) return code;
  *table = sqlite3_malloc (sizeof **table);
  if (!*table) return SQLITE_NOMEM;
  memset (*table, 0, sizeof **table);
  return SQLITE_OK;
}

static int
disconnect_cb (sqlite3_vtab *table)
{
  sqlite3_free (table);
  return SQLITE_OK;
}

/* The source is the function's only argument and must be given. */
static int
best_index_cb (sqlite3_vtab *table, sqlite3_index_info *info)
{
  for (int i = 0; i < info->nConstraint; i++) {
    if (info->aConstraint[i].iColumn != TN_FEED_COLUMNS || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (!info->aConstraint[i].usable) return SQLITE_CONSTRAINT;
    info->aConstraintUsage[i].argvIndex = 1;
    info->aConstraintUsage[i].omit = 1;
    info->estimatedCost = 1000;
    return SQLITE_OK;
  }
  return SQLITE_CONSTRAINT;
}

static int
open_cb (sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
  Cursor *own = sqlite3_malloc (sizeof *own);
  if (!own) return SQLITE_NOMEM;
  memset (own, 0, sizeof *own);
  *cursor = &own->base;
  return SQLITE_OK;
}

static int
close_cb (sqlite3_vtab_cursor *cursor)
{
  sqlite3_free (cursor);
  return SQLITE_OK;
}

static int
next_cb (sqlite3_vtab_cursor *cursor)
{
  Cursor *own = (Cursor *) cursor;
  own->row++;
  own->at_end = !own->source || !own->source->next (own->source->data, own->values);
  return SQLITE_OK;
}

static int
filter_cb (sqlite3_vtab_cursor *cursor, int index, const char *text, int argc, sqlite3_value **argv)
{
  Cursor *own = (Cursor *) cursor;
  own->source = argc == 1 ? sqlite3_value_pointer (argv[0], POINTER_TYPE) : NULL;
  own->row = 0;
  return next_cb (cursor);
}

static int
eof_cb (sqlite3_vtab_cursor *cursor)
{
  return ((Cursor *) cursor)->at_end;
}

static int
column_cb (sqlite3_vtab_cursor *cursor, sqlite3_context *context, int i)
{
  const TnFeedValue *value = &((Cursor *) cursor)->values[i];
  if (i >= TN_FEED_COLUMNS) return SQLITE_OK;
  switch (value->type) {
    case TN_FEED_INT: sqlite3_result_int64 (context, value->n); break;
    case TN_FEED_TEXT: sqlite3_result_text64 (context, value->p, value->len, SQLITE_STATIC, SQLITE_UTF8); break;
    case TN_FEED_BLOB: sqlite3_result_blob64 (context, value->p, value->len, SQLITE_STATIC); break;
    case TN_FEED_NULL:
    default: sqlite3_result_null (context);
  }
  return SQLITE_OK;
}

static int
rowid_cb (sqlite3_vtab_cursor *cursor, sqlite3_int64 *row)
{
  *row = ((Cursor *) cursor)->row;
  return SQLITE_OK;
}

static const sqlite3_module module = {
  .xConnect = connect_cb, .xBestIndex = best_index_cb, .xDisconnect = disconnect_cb, .xOpen = open_cb, .xClose = close_cb,
  .xFilter = filter_cb, .xNext = next_cb, .xEof = eof_cb, .xColumn = column_cb, .xRowid = rowid_cb,
};

/* A second registration would pull the first from under the statements that were prepared with it. */
gboolean
tn_feed_register (TnDb *db, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT 1 FROM pragma_module_list WHERE name = 'tn_feed'", error);
  TnStep step = stmt ? tn_stmt_step (stmt, error) : TN_STEP_ERROR;
  if (step != TN_STEP_DONE) return step == TN_STEP_ROW;
  int code = sqlite3_create_module_v2 (tn_db_handle (db), "tn_feed", &module, NULL, NULL);
  return code == SQLITE_OK || tn_db_set_error (db, code, error);
}

gboolean
tn_feed_run (TnStmt *insert, TnFeedNext next, gpointer data, GError **error)
{
  Source source = { next, data };
  sqlite3_bind_pointer (tn_stmt_handle (insert), 1, &source, POINTER_TYPE, NULL);
  return tn_stmt_run (insert, error);
}

void
tn_feed_bind (TnStmt *stmt, const TnFeedValue *values, int n)
{
  for (int i = 0; i < n; i++)
    switch (values[i].type) {
      case TN_FEED_INT: tn_stmt_bind_int (stmt, i + 1, values[i].n); break;
      case TN_FEED_TEXT: tn_stmt_bind_slice (stmt, i + 1, (TnSlice) { values[i].p, values[i].len }); break;
      case TN_FEED_BLOB: tn_stmt_bind_blob (stmt, i + 1, values[i].p, values[i].len); break;
      case TN_FEED_NULL:
      default: tn_stmt_bind_null (stmt, i + 1);
    }
}
