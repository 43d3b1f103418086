/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The newest commit of the server that this laptop was told of. It never goes back: the server's restore is noticed by it. */
#include "tn-apply.h"
#include "tn-outbox-private.h"

gboolean
tn_known_set (TnCopy *copy, gint64 seq, const char *tok, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db,
    "INSERT INTO known(ward, seq, tok) VALUES(?1, ?2, ?3) ON CONFLICT(ward) DO UPDATE SET seq=excluded.seq, tok=excluded.tok"
    " WHERE excluded.seq>=seq", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, tn_copy_ward (copy));
  tn_stmt_bind_int (stmt, 2, seq);
  tn_stmt_bind_text (stmt, 3, tok);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_known_set_cursor (TnCopy *copy, const char *cursor, GError **error)
{
  char *end;
  gint64 seq = g_ascii_strtoll (cursor, &end, 10);
  return *end != '.' || tn_known_set (copy, seq, end + 1, error);
}

gboolean
tn_known_get (TnCopy *copy, gint64 *seq, char **tok)
{
  *seq = 0;
  *tok = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT seq, tok FROM known WHERE ward=?1", &error);
  if (stmt) tn_stmt_bind_text (stmt, 1, tn_copy_ward (copy));
  TnStep step = stmt ? tn_stmt_step (stmt, &error) : TN_STEP_ERROR;
  if (step == TN_STEP_ERROR) g_warning ("%s", error->message);
  if (step != TN_STEP_ROW) return FALSE;
  *seq = tn_stmt_int (stmt, 0);
  *tok = g_strdup (tn_stmt_text (stmt, 1));
  return TRUE;
}

char *
tn_known_cursor (TnCopy *copy)
{
  gint64 seq;
  g_autofree char *tok = NULL;
  return tn_known_get (copy, &seq, &tok) && tok ? g_strdup_printf ("%" G_GINT64_FORMAT ".%s", seq, tok) : NULL;
}
