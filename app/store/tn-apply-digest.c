/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-apply-private.h"

void
tn_digest_free (TnDigest *d)
{
  if (!d) return;
  g_free (d->stream);
  g_free (d);
}

static TnDigest *
find_or_add (GPtrArray *digests, GHashTable *by_stream, const char *stream)
{
  TnDigest *d = g_hash_table_lookup (by_stream, stream);
  if (d) return d;
  d = g_new0 (TnDigest, 1);
  d->stream = g_strdup (stream);
  g_ptr_array_add (digests, d);
  g_hash_table_insert (by_stream, d->stream, d);
  return d;
}

/* Over the rows as they are, not over a log of what was done (sync.md fault 35). In the order of the index, so one stream after the other. */
GPtrArray *
tn_apply_digests (TnCopy *copy, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT stream, h FROM record WHERE h IS NOT NULL", error);
  if (!stmt) return NULL;
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_digest_free);
  g_autoptr (GHashTable) by_stream = g_hash_table_new (g_str_hash, g_str_equal);
  TnDigest *last = NULL;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    const char *stream = tn_stmt_text (stmt, 0);
    gsize len;
    const TnHash *h = tn_stmt_blob (stmt, 1, &len);
    if (!last || strcmp (last->stream, stream) != 0) last = find_or_add (digests, by_stream, stream);
    last->n++;
    if (len == sizeof *h) tn_sum_add (&last->sum, h);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&digests) : NULL;
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
