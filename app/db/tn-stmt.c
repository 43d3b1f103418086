/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-db-private.h"

#define MAX_ADDRESSES 2048   /* SQL that is put together at run time has ever new addresses; its text is found all the same */

struct _TnStmt {
  TnDb *db;
  sqlite3_stmt *handle;
  const char *sql;   /* the key in by_text */
  int bind_code;     /* the first binder's failure, told by the next step */
};

void
tn_stmt_free (TnStmt *stmt)
{
  sqlite3_finalize (stmt->handle);
  g_free (stmt);
}

static TnStmt *
prepare_new (TnDb *db, const char *sql, GError **error)
{
  sqlite3_stmt *handle = NULL;
  int code = sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  if (code != SQLITE_OK) {
    tn_db_set_error (db, code, error);
    return NULL;
  }
  TnStmt *stmt = g_new0 (TnStmt, 1);
  char *text = g_strdup (sql);
  *stmt = (TnStmt) { .db = db, .handle = handle, .sql = text };
  g_hash_table_insert (db->by_text, text, stmt);
  return stmt;
}

/* Or made, and from then on found by its address, which is quicker. */
static TnStmt *
find_by_text (TnDb *db, const char *sql, GError **error)
{
  TnStmt *stmt = g_hash_table_lookup (db->by_text, sql);
  if (!stmt) stmt = prepare_new (db, sql, error);
  if (stmt && g_hash_table_size (db->by_address) < MAX_ADDRESSES) g_hash_table_insert (db->by_address, (gpointer) sql, stmt);
  return stmt;
}

TnStmt *
tn_db_prepare (TnDb *db, const char *sql, GError **error)
{
  TnStmt *stmt = g_hash_table_lookup (db->by_address, sql);
  /* the address of a freed string may come back with another text */
  if (!stmt || strcmp (stmt->sql, sql) != 0) stmt = find_by_text (db, sql, error);
  if (stmt) tn_stmt_reset (stmt);
  return stmt;
}

void
tn_stmt_reset (TnStmt *stmt)
{
  if (!stmt) return;
  sqlite3_reset (stmt->handle);
  sqlite3_clear_bindings (stmt->handle);
  stmt->bind_code = SQLITE_OK;
}

sqlite3_stmt *
tn_stmt_handle (TnStmt *stmt)
{
  return stmt->handle;
}

static void
note_bind (TnStmt *stmt, int code)
{
  if (code == SQLITE_RANGE || code == SQLITE_MISUSE) g_critical ("wrong binding of: %s", stmt->sql);
  if (code != SQLITE_OK && stmt->bind_code == SQLITE_OK) stmt->bind_code = code;
}

void
tn_stmt_bind_int (TnStmt *stmt, int i, gint64 value)
{
  note_bind (stmt, sqlite3_bind_int64 (stmt->handle, i, value));
}

void
tn_stmt_bind_text (TnStmt *stmt, int i, const char *text)
{
  note_bind (stmt, sqlite3_bind_text (stmt->handle, i, text, -1, SQLITE_STATIC));
}

void
tn_stmt_bind_slice (TnStmt *stmt, int i, TnSlice text)
{
  note_bind (stmt, sqlite3_bind_text64 (stmt->handle, i, text.p, text.len, SQLITE_STATIC, SQLITE_UTF8));
}

void
tn_stmt_bind_blob (TnStmt *stmt, int i, const void *data, gsize len)
{
  note_bind (stmt, sqlite3_bind_blob64 (stmt->handle, i, data, len, SQLITE_STATIC));
}

void
tn_stmt_bind_id (TnStmt *stmt, int i, const TnId *id)
{
  if (!id || tn_id_is_null (id)) tn_stmt_bind_null (stmt, i);
  else tn_stmt_bind_blob (stmt, i, id->b, sizeof id->b);
}

void
tn_stmt_bind_null (TnStmt *stmt, int i)
{
  note_bind (stmt, sqlite3_bind_null (stmt->handle, i));
}

TnStep
tn_stmt_step (TnStmt *stmt, GError **error)
{
  int code = stmt->bind_code == SQLITE_OK ? sqlite3_step (stmt->handle) : stmt->bind_code;
  if (code == SQLITE_ROW) return TN_STEP_ROW;
  if (code == SQLITE_DONE) return TN_STEP_DONE;
  tn_db_set_error (stmt->db, code, error);
  tn_stmt_reset (stmt);
  return TN_STEP_ERROR;
}

gboolean
tn_stmt_run (TnStmt *stmt, GError **error)
{
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) ;
  tn_stmt_reset (stmt);
  return step == TN_STEP_DONE;
}

gint64
tn_stmt_int (TnStmt *stmt, int col)
{
  return sqlite3_column_int64 (stmt->handle, col);
}

const char *
tn_stmt_text (TnStmt *stmt, int col)
{
  return (const char *) sqlite3_column_text (stmt->handle, col);
}

const char *
tn_stmt_text_needed (TnStmt *stmt, int col, GError **error)
{
  const char *text = tn_stmt_text (stmt, col);
  if (!text) tn_db_set_error (stmt->db, SQLITE_CORRUPT, error);
  return text;
}

TnSlice
tn_stmt_slice (TnStmt *stmt, int col)
{
  const char *text = tn_stmt_text (stmt, col);
  return (TnSlice) { text, (gsize) sqlite3_column_bytes (stmt->handle, col) };
}

const void *
tn_stmt_blob (TnStmt *stmt, int col, gsize *len)
{
  const void *data = sqlite3_column_blob (stmt->handle, col);
  *len = (gsize) sqlite3_column_bytes (stmt->handle, col);
  return data;
}

gboolean
tn_stmt_id (TnStmt *stmt, int col, TnId *out)
{
  gsize len;
  const void *data = tn_stmt_blob (stmt, col, &len);
  memset (out, 0, sizeof *out);
  if (!data || len != sizeof out->b) return FALSE;
  memcpy (out->b, data, sizeof out->b);
  return TRUE;
}

gboolean
tn_stmt_is_null (TnStmt *stmt, int col)
{
  return sqlite3_column_type (stmt->handle, col) == SQLITE_NULL;
}
