/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People beyond slot 62 of one household (a dormitory kept as one) share a bit and are told apart by their words. */
#include "tn-search.h"

static gboolean
has_begin (const char *document, const char *begin)
{
  const char *word;
  gsize len, n = strlen (begin);
  while (tn_words_next (&document, &word, &len))
    if (len >= n && memcmp (word, begin, n) == 0) return TRUE;
  return FALSE;
}

gboolean
tn_search_words_have (const char *document, const GArray *words)
{
  for (guint i = 0; i < words->len; i++) {
    const TnWanted *wanted = &g_array_index (words, TnWanted, i);
    if (!has_begin (document, wanted->begin[0]) && !(wanted->begin[1] && has_begin (document, wanted->begin[1]))) return FALSE;
  }
  return TRUE;
}

gboolean
tn_search_ask_crowd (TnDb *db, gint64 home, const GArray *words, gboolean *found, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db,
    "SELECT h.words || p.words FROM household h JOIN person p ON p.home = h.row WHERE h.row = ? AND p.slot = ?", error);
  *found = FALSE;
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, home);
  tn_stmt_bind_int (stmt, 2, TN_SEARCH_LAST_SLOT);
  TnStep step;
  while (!*found && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) *found = tn_search_words_have (tn_stmt_text (stmt, 0), words);
  return *found || step == TN_STEP_DONE;
}
