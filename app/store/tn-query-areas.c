/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the household list can be filtered by. */
#include "tn-copy-private.h"
#include "tn-query-private.h"
#include "tn-text.h"

void
tn_area_item_free (TnAreaItem *item)
{
  if (!item) return;
  g_free (item->code);
  g_free (item->name);
  g_free (item->level);
  g_free (item);
}

static char *
dup_text (TnStmt *stmt, int column)
{
  const char *text = tn_stmt_text (stmt, column);
  return g_strdup (text ? text : "");
}

/* Units below the ward in list order, each with the households that name itself. */
static GPtrArray *
read_areas (TnCopy *copy, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_area_item_free);
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT id, parent, code, name, level, (SELECT count(*) FROM household h WHERE h.area = u.id AND h.gone = 0)"
    " FROM unit u WHERE coalesce(level, '') NOT IN ('ward', 'district', 'province') ORDER BY sort, id", error);
  if (!stmt) return NULL;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnAreaItem *item = g_new0 (TnAreaItem, 1);
    tn_stmt_id (stmt, 0, &item->id);
    tn_stmt_id (stmt, 1, &item->parent);
    item->code = dup_text (stmt, 2);
    item->name = dup_text (stmt, 3);
    item->level = dup_text (stmt, 4);
    item->n_households = (guint) tn_stmt_int (stmt, 5);
    g_ptr_array_add (items, item);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&items) : NULL;
}

typedef struct { GPtrArray *from, *to; GHashTable *by_id; GHashTable *done; } Tree;

/* Moves the item and what is below it into the tree's order; gives the households of all. Two units may name each other: each comes once. */
static guint
add_branch (Tree *tree, TnAreaItem *item, guint depth)
{
  if (!g_hash_table_add (tree->done, item)) return 0;
  item->depth = depth;
  g_ptr_array_add (tree->to, item);
  for (guint i = 0; i < tree->from->len; i++) {
    TnAreaItem *child = tree->from->pdata[i];
    if (tn_id_equal (&child->parent, &item->id)) item->n_households += add_branch (tree, child, depth + 1);
  }
  return item->n_households;
}

GPtrArray *
tn_query_areas (TnCopy *copy, GError **error)
{
  g_autoptr (GPtrArray) from = read_areas (copy, error);
  if (!from) return NULL;
  g_autoptr (GHashTable) by_id = g_hash_table_new (tn_id_hash, tn_id_equal), done = g_hash_table_new (NULL, NULL);
  Tree tree = { from, g_ptr_array_new_with_free_func ((GDestroyNotify) tn_area_item_free), by_id, done };
  for (guint i = 0; i < from->len; i++) g_hash_table_insert (by_id, &((TnAreaItem *) from->pdata[i])->id, from->pdata[i]);
  for (guint i = 0; i < from->len; i++) {
    TnAreaItem *item = from->pdata[i];
    if (!g_hash_table_contains (by_id, &item->parent)) add_branch (&tree, item, 0);
  }
  for (guint i = 0; i < from->len; i++) add_branch (&tree, from->pdata[i], 0);   /* those that go round in a circle */
  g_ptr_array_set_free_func (from, NULL);
  return tree.to;
}

gboolean
tn_query_count_households (TnCopy *copy, const TnId *area, guint *n, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT count(*) FROM household WHERE area IS ? AND gone = 0", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, area);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *n = (guint) tn_stmt_int (stmt, 0);
  return TRUE;
}

void
tn_alley_count_free (TnAlleyCount *count)
{
  g_free (count->alley);
  g_free (count);
}

GPtrArray *
tn_query_alley_counts (TnCopy *copy, GError **error)
{
  g_autoptr (GPtrArray) counts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_alley_count_free);
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT area, alley, count(*) FROM household WHERE gone = 0 GROUP BY area, alley", error);
  if (!stmt) return NULL;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    const char *alley = tn_stmt_text (stmt, 1);
    if (!alley || !*alley) continue;
    TnAlleyCount *count = g_new0 (TnAlleyCount, 1);
    tn_stmt_id (stmt, 0, &count->area);
    count->alley = g_strdup (alley);
    count->n = (guint) tn_stmt_int (stmt, 2);
    g_ptr_array_add (counts, count);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&counts) : NULL;
}

typedef struct { char *text; guint8 *key; gsize len; } Keyed;

static int
compare_keyed_cb (gconstpointer a, gconstpointer b)
{
  const Keyed *x = a, *y = b;
  int order = memcmp (x->key, y->key, MIN (x->len, y->len));
  return order ? order : x->len < y->len ? -1 : x->len > y->len;
}

/* Consumes the statement: texts of its first column in the order of their keys. */
static GPtrArray *
collect_sorted (TnStmt *stmt, guint8 *(*make_key) (const char *text, gsize *len), GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Keyed));
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    Keyed keyed = { g_strdup (tn_stmt_text (stmt, 0)), NULL, 0 };
    keyed.key = make_key (keyed.text, &keyed.len);
    g_array_append_val (found, keyed);
  }
  tn_stmt_reset (stmt);
  g_array_sort (found, compare_keyed_cb);
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < found->len; i++) {
    g_ptr_array_add (texts, g_array_index (found, Keyed, i).text);
    g_free (g_array_index (found, Keyed, i).key);
  }
  if (step == TN_STEP_DONE) return texts;
  g_ptr_array_unref (texts);
  return NULL;
}

GPtrArray *
tn_query_alleys (TnCopy *copy, const TnId *area, GError **error)
{
  TnStmt *stmt = area ? tn_query_prepare_id (copy,
      "WITH RECURSIVE below(id) AS (VALUES(?1) UNION SELECT u.id FROM unit u JOIN below ON u.parent = below.id)"
      " SELECT DISTINCT h.alley FROM household h JOIN below ON h.area = below.id WHERE h.gone < 2 AND h.alley <> ''", area, error)
    : tn_db_prepare (copy->db, "SELECT DISTINCT alley FROM household WHERE gone < 2 AND alley <> ''", error);
  return stmt ? collect_sorted (stmt, tn_text_house_key, error) : NULL;
}

GPtrArray *
tn_query_streets (TnCopy *copy, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "SELECT DISTINCT street FROM household WHERE gone < 2 AND street <> ''", error);
  return stmt ? collect_sorted (stmt, tn_text_sort_key, error) : NULL;
}
