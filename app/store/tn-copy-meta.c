/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-copy-private.h"
#include <glib/gi18n.h>

gboolean
tn_copy_read_meta (TnCopy *copy, const char *key, char **value, GError **error)
{
  *value = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT v FROM meta WHERE k=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, key);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW) *value = g_strdup (tn_stmt_text (stmt, 0));
  return step != TN_STEP_ERROR;
}

gboolean
tn_copy_read_meta_int (TnCopy *copy, const char *key, gint64 *value, GError **error)
{
  g_autofree char *text = NULL;
  if (!tn_copy_read_meta (copy, key, &text, error)) return FALSE;
  *value = text ? g_ascii_strtoll (text, NULL, 10) : 0;
  return TRUE;
}

/* A setting is read whatever was cancelled: "unset" would be a wrong answer. SQLite looks at the cancellable only now and then, so the second
 * try goes through. */
char *
tn_copy_get_meta (TnCopy *copy, const char *key)
{
  g_autoptr (GError) error = NULL;
  char *value = NULL;
  gboolean read = tn_copy_read_meta (copy, key, &value, &error);
  if (!read && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_clear_error (&error);
    read = tn_copy_read_meta (copy, key, &value, &error);
  }
  if (!read) g_warning ("%s", error->message);
  return value;
}

gboolean
tn_copy_set_meta (TnCopy *copy, const char *key, const char *value, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    value ? "INSERT INTO meta(k, v) VALUES(?1, ?2) ON CONFLICT(k) DO UPDATE SET v=excluded.v" : "DELETE FROM meta WHERE k=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, key);
  if (value) tn_stmt_bind_text (stmt, 2, value);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_copy_write_meta_int (TnCopy *copy, const char *key, gint64 value, GError **error)
{
  char text[24];
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  return tn_copy_set_meta (copy, key, text, error);
}

/* Read anew each time, as another connection (the reconciler, tungnha-ctl) may have set it; interned, so that the answer stays. */
static const char *
get_interned (TnCopy *copy, const char *key)
{
  g_autofree char *value = tn_copy_get_meta (copy, key);
  return g_intern_string (value ? value : "");
}

const char *
tn_copy_ward (TnCopy *copy)
{
  return get_interned (copy, TN_META_WARD);
}

static gboolean
is_empty (TnCopy *copy, gboolean *empty, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT NOT EXISTS(SELECT 1 FROM record)", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *empty = tn_stmt_int (stmt, 0) != 0;
  return TRUE;
}

gboolean
tn_copy_set_ward (TnCopy *copy, const char *ward, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  gboolean empty = FALSE;
  if (!tx || !is_empty (copy, &empty, error)) return FALSE;
  const char *before = tn_copy_ward (copy);
  if (!empty && *before && g_strcmp0 (before, ward) != 0) {
    g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT,
      _("This file is the copy of another ward (%s). Nothing was changed. Use a new file for this ward."), before);
    return FALSE;
  }
  return tn_copy_set_meta (copy, TN_META_WARD, ward, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}

const char *
tn_copy_user (TnCopy *copy)
{
  return get_interned (copy, TN_META_USER);
}

gboolean
tn_copy_set_user (TnCopy *copy, const char *user, GError **error)
{
  return tn_copy_set_meta (copy, TN_META_USER, user, error);
}

char *
tn_copy_replica (TnCopy *copy)
{
  return tn_copy_get_meta (copy, TN_META_REPLICA);
}
