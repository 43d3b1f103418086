/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-db-private.h"
#include <glib/gi18n.h>

typedef struct {
  gint64 application_id, version, n_tables;
} FileState;

static gboolean
read_state (TnDb *db, FileState *state, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db,
    "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version),"
    " (SELECT count(*) FROM sqlite_schema)", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  state->application_id = tn_stmt_int (stmt, 0);
  state->version = tn_stmt_int (stmt, 1);
  state->n_tables = tn_stmt_int (stmt, 2);
  return TRUE;
}

static gboolean
refuse (TnDb *db, TnErrorCode code, const char *format, GError **error)
{
  g_autofree char *name = g_filename_display_basename (tn_db_path (db));
  g_autoptr (GString) text = g_string_new (format);
  g_string_replace (text, "%s", name, 1);
  g_set_error_literal (error, TN_ERROR, code, text->str);
  return FALSE;
}

static gboolean
check_owner (TnDb *db, const TnMigrations *migrations, const FileState *state, GError **error)
{
  gboolean fresh = state->application_id == 0 && state->version == 0 && state->n_tables == 0;
  /* the pragma's number is signed */
  if (!fresh && (guint32) state->application_id != migrations->application_id)
    return refuse (db, TN_ERROR_UNSUPPORTED,
      _("“%s” is a data file of another program. It was not touched. Choose another file."), error);
  if (state->version < 0 || state->version > migrations->n)
    return refuse (db, TN_ERROR_TOO_NEW,
      _("“%s” was written by a newer version of this program. It was not touched and nothing is lost. Install the newer version, then open it again."), error);
  return TRUE;
}

static gboolean
bump (TnDb *db, const TnMigrations *migrations, gint64 version, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%d",
    (gint32) migrations->application_id, (int) version);
  return tn_db_exec (db, sql, error);
}

/* One step; the state is read again inside the transaction, as another window may have done it meanwhile. */
static gboolean
migrate_one (TnDb *db, const TnMigrations *migrations, FileState *state, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, error);
  if (!tx || !read_state (db, state, error) || !check_owner (db, migrations, state, error)) return FALSE;
  if (state->version == migrations->n) return TRUE;
  if (!tn_db_exec (db, migrations->sql[state->version], error) || !bump (db, migrations, state->version + 1, error)) return FALSE;
  state->version++;
  return tn_tx_commit (g_steal_pointer (&tx), error);
}

gboolean
tn_db_migrate (TnDb *db, const TnMigrations *migrations, GError **error)
{
  FileState state;
  if (!read_state (db, &state, error) || !check_owner (db, migrations, &state, error)) return FALSE;
  gboolean writable = sqlite3_db_readonly (db->handle, "main") == 0;
  if (writable && !tn_db_use_wal (db, error)) return FALSE;
  while (state.version < migrations->n)
    if (!migrate_one (db, migrations, &state, error)) return FALSE;
  return TRUE;
}
