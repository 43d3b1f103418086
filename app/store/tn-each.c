/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-each.h"
#include "tn-copy-private.h"
#include "tn-search.h"

gboolean
tn_query_each (TnCopy *copy, const char *key, TnEachFunc func, gpointer data, GError **error)
{
  const TnKind *kind = tn_schema_kind (key);
  g_return_val_if_fail (kind && !kind->parent_field, FALSE);
  /* CROSS: the list says the order, and each record is one step from it */
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT i.id, r.body FROM item i CROSS JOIN record r ON r.id = i.id WHERE i.kind = ? AND i.parent IS NULL ORDER BY i.sort, i.id", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, key);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnFields fields;
    TnId id;
    if (!tn_stmt_id (stmt, 0, &id)) continue;
    tn_fields_from_body (&fields, kind, &id, tn_stmt_slice (stmt, 1));
    func (&fields, data);
  }
  return step == TN_STEP_DONE;
}

typedef struct { const GArray *words; TnEachFunc func; gpointer data; } Sought;

static void
look_at_cb (const TnFields *fields, gpointer data)
{
  const Sought *sought = data;
  g_autoptr (GString) document = g_string_new (NULL);
  tn_words_add_searched (document, fields);
  if (tn_search_words_have (document->str, sought->words)) sought->func (fields, sought->data);
}

gboolean
tn_query_each_found (TnCopy *copy, const char *kind, const char *typed, TnEachFunc func, gpointer data, GError **error)
{
  g_autoptr (GArray) words = typed && *typed ? tn_words_wanted (typed) : NULL;
  Sought sought = { words, func, data };
  if (!words) return tn_query_each (copy, kind, func, data, error);
  return words->len == 0 || tn_query_each (copy, kind, look_at_cb, &sought, error);
}
