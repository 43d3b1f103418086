/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-draft.h"
#include "tn-copy-private.h"
#include "tn-meta-keys.h"

gboolean
tn_draft_set (TnCopy *copy, const char *key, const char *value, GError **error)
{
  g_autofree char *meta = g_strconcat (TN_META_DRAFT, key, NULL);
  sqlite3 *handle = tn_db_handle (copy->db);
  gint64 before = sqlite3_total_changes64 (handle);
  gboolean done = tn_copy_set_meta (copy, meta, value && *value ? value : NULL, error);
  copy->quiet_changes += sqlite3_total_changes64 (handle) - before;
  return done;
}

char *
tn_draft_get (TnCopy *copy, const char *key)
{
  g_autofree char *meta = g_strconcat (TN_META_DRAFT, key, NULL);
  return tn_copy_get_meta (copy, meta);
}

GPtrArray *
tn_draft_keys (TnCopy *copy, const char *prefix, GError **error)
{
  g_autofree char *from = g_strconcat (TN_META_DRAFT, prefix, NULL);
  /* a span of the key's own index; U+10FFFF sorts behind all that a key holds */
  g_autofree char *to = g_strconcat (from, "\xf4\x8f\xbf\xbf", NULL);
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT k FROM meta WHERE k >= ?1 AND k < ?2 ORDER BY k", error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, from);
  tn_stmt_bind_text (stmt, 2, to);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) g_ptr_array_add (keys, g_strdup (tn_stmt_text (stmt, 0) + strlen (TN_META_DRAFT)));
  return step == TN_STEP_DONE ? g_steal_pointer (&keys) : NULL;
}
