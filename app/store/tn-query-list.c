/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-copy-private.h"
#include "tn-query-private.h"
#include "tn-text.h"
#include <gio/gio.h>

/* Consumes the statement: ids of its first column. */
static GArray *
collect_ids (TnStmt *stmt, GError **error)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  TnId id;
  TnStep step;
  if (!stmt) return g_array_free (ids, TRUE), NULL;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (tn_stmt_id (stmt, 0, &id)) g_array_append_val (ids, id);
  tn_stmt_reset (stmt);
  if (step == TN_STEP_DONE) return ids;
  g_array_unref (ids);
  return NULL;
}

/* People have no index by name: a list of all of them is asked for by exports only. */
typedef struct { TnId id; guint8 *key; gsize len; } Named;

static int
compare_named_cb (gconstpointer a, gconstpointer b)
{
  const Named *x = a, *y = b;
  int order = memcmp (x->key, y->key, MIN (x->len, y->len));
  return order ? order : x->len < y->len ? -1 : x->len > y->len;
}

static void
clear_named_cb (gpointer data)
{
  g_free (((Named *) data)->key);
}

static GArray *
query_people (TnCopy *copy, GError **error)
{
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (Named));
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT id, name FROM person ORDER BY home, slot", error);
  if (!stmt) return NULL;
  g_array_set_clear_func (people, clear_named_cb);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    Named named;
    tn_stmt_id (stmt, 0, &named.id);
    named.key = tn_text_person_key (tn_stmt_text (stmt, 1), &named.len);
    g_array_append_val (people, named);
  }
  if (step != TN_STEP_DONE) return NULL;
  g_array_sort (people, compare_named_cb);
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (TnId), people->len);
  for (guint i = 0; i < people->len; i++) g_array_append_val (ids, g_array_index (people, Named, i).id);
  return ids;
}

GArray *
tn_query_ids (TnCopy *copy, const char *kind, GError **error)
{
  if (g_str_equal (kind, "person")) return query_people (copy, error);
  const TnKind *known = tn_schema_kind (kind);
  TnStmt *stmt = tn_db_prepare (copy->db,
    g_str_equal (kind, "household") ? "SELECT id FROM household WHERE gone < 2 AND ?1 = 'household' ORDER BY address_key"
    : known && !known->parent_field ? "SELECT id FROM item WHERE kind = ?1 AND parent IS NULL ORDER BY sort, id"
    : known && tn_kind_field (known, "at") ? "SELECT id FROM record WHERE kind = ?1 AND del = 0 ORDER BY json_extract(body, '$.at') DESC, id"
                                           : "SELECT id FROM record WHERE kind = ?1 AND del = 0 ORDER BY id", error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, kind);
  return collect_ids (stmt, error);
}

static gboolean
append_rows (TnCopy *copy, const GArray *ids, GPtrArray *rows, GError **error)
{
  for (guint i = 0; i < ids->len; i++) {
    TnRow *row = tn_copy_get (copy, &g_array_index (ids, TnId, i), error);
    if (!row) return FALSE;
    g_ptr_array_add (rows, row);
  }
  return TRUE;
}

/* Who was merged into somebody else is nobody any more; the record stays, so that it can be taken apart. */
static gboolean
is_merged (const TnRow *row)
{
  TnId into;
  return tn_row_ref (row, "merged_into", &into);
}

static gboolean
names_parent (const TnRow *row, const TnId *parent)
{
  TnId ref;
  for (guint i = 0; row->kind && i < row->kind->n_fields; i++)
    if (row->kind->fields[i].type == TN_TYPE_REF && tn_row_ref (row, row->kind->fields[i].key, &ref) && tn_id_equal (&ref, parent)) return TRUE;
  return FALSE;
}

/* Kinds without a parent field (a team's volunteers, a unit's units) are few records: those that name the parent in any field. */
static GPtrArray *
pick_children (TnCopy *copy, const char *kind, const TnId *parent, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_row_free);
  g_autoptr (GArray) ids = tn_query_ids (copy, kind, error);
  if (!ids || !append_rows (copy, ids, rows, error)) return NULL;
  for (guint i = rows->len; i-- > 0;)
    if (!names_parent (rows->pdata[i], parent)) g_ptr_array_remove_index (rows, i);
  return g_steal_pointer (&rows);
}

static GPtrArray *
query_children (TnCopy *copy, const char *kind, const TnId *parent, GError **error)
{
  const TnKind *known = tn_schema_kind (kind);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_row_free);
  if (!known) return g_steal_pointer (&rows);
  if (!known->parent_field) return pick_children (copy, kind, parent, error);
  TnStmt *stmt = tn_query_prepare_id (copy,
    g_str_equal (kind, "person")
      ? "SELECT p.id FROM household h JOIN person p ON p.home = h.row WHERE h.id = ?1 AND ?2 = 'person' AND p.id <> ?1"
        " ORDER BY p.id IS h.head DESC, p.ord, p.id"
    : tn_kind_field (known, "at")
      ? "SELECT id FROM record WHERE parent = ?1 AND kind = ?2 AND del = 0 ORDER BY json_extract(body, '$.at') DESC, id"
      : "SELECT id FROM record WHERE parent = ?1 AND kind = ?2 AND del = 0 ORDER BY id", parent, error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 2, kind);
  g_autoptr (GArray) ids = collect_ids (stmt, error);
  if (!ids || !append_rows (copy, ids, rows, error)) return NULL;
  for (guint i = g_str_equal (kind, "person") ? rows->len : 0; i-- > 0;)
    if (is_merged (rows->pdata[i])) g_ptr_array_remove_index (rows, i);
  return g_steal_pointer (&rows);
}

GPtrArray *
tn_query_children (TnCopy *copy, const char *kind, const TnId *parent, GError **error)
{
  gboolean own;
  if (!tn_query_begin (copy, &own, error)) return NULL;
  GPtrArray *rows = query_children (copy, kind, parent, error);
  tn_query_end (copy, own);
  return rows;
}

void
tn_count_free (TnCount *count)
{
  if (!count) return;
  g_free (count->kind);
  g_free (count);
}

GPtrArray *
tn_query_counts (TnCopy *copy, GError **error)
{
  g_autoptr (GPtrArray) counts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_count_free);
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT kind, n FROM tally WHERE n > 0 ORDER BY kind", error);
  if (!stmt) return NULL;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnCount *count = g_new (TnCount, 1);
    *count = (TnCount) { g_strdup (tn_stmt_text (stmt, 0)), (guint64) tn_stmt_int (stmt, 1) };
    g_ptr_array_add (counts, count);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&counts) : NULL;
}
