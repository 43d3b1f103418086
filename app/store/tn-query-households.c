/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The household list: every filter says which rows it lets through, as bytes by row number; the answer is the order of all rows without
 * those that a filter holds back. */
#include "tn-copy-private.h"
#include "tn-date.h"
#include "tn-query-private.h"
#include "tn-search.h"

typedef struct { TnCopy *copy; gsize n; guint8 *let; /* NULL = all */ } Filter;

/* Rows that the statement gives, and that were let through so far. Consumes a reset of the statement. */
static gboolean
keep_rows (Filter *filter, TnStmt *stmt, GError **error)
{
  g_autofree guint8 *rows = g_new0 (guint8, filter->n);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    gsize row = (gsize) tn_stmt_int (stmt, 0);
    if (row < filter->n) rows[row] = !filter->let || filter->let[row];
  }
  tn_stmt_reset (stmt);
  g_free (filter->let);
  filter->let = g_steal_pointer (&rows);
  return step == TN_STEP_DONE;
}

static gboolean
keep_text (Filter *filter, const char *sql, const char *text, GError **error)
{
  if (!text) return TRUE;
  TnStmt *stmt = tn_db_prepare (filter->copy->db, sql, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, text);
  return keep_rows (filter, stmt, error);
}

static gboolean
keep_area (Filter *filter, const TnId *area, GError **error)
{
  if (!area) return TRUE;
  TnStmt *stmt = tn_query_prepare_id (filter->copy,
    "WITH RECURSIVE below(id) AS (VALUES(?1) UNION SELECT u.id FROM unit u JOIN below ON u.parent = below.id)"
    " SELECT h.row FROM household h JOIN below ON h.area = below.id", area, error);
  return stmt && keep_rows (filter, stmt, error);
}

/* A date may be a year or a month: a membership to 2021 lasts until its end. */
static gboolean
keep_category (Filter *filter, const char *category, GError **error)
{
  if (!category) return TRUE;
  g_autofree char *today = tn_date_today (tn_env_now_ms (filter->copy->env));
  TnStmt *stmt = tn_db_prepare (filter->copy->db,
    "WITH today(subject) AS (SELECT subject FROM membership WHERE category = ?1 AND coalesce(from_date, '') <= ?2"
    " AND (to_date IS NULL OR to_date >= substr(?2, 1, length(to_date))))"
    " SELECT h.row FROM today JOIN household h ON h.id = subject UNION SELECT p.home FROM today JOIN person p ON p.id = subject", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, category);
  tn_stmt_bind_text (stmt, 2, today);
  return keep_rows (filter, stmt, error);
}

/* Bits say who has all words but for those beyond slot 62, who share one. */
static gboolean
check_crowds (Filter *filter, const GArray *words, TnSearchHits *hits, GError **error)
{
  const guint64 crowd = G_GUINT64_CONSTANT (1) << TN_SEARCH_LAST_SLOT;
  gboolean found;
  for (gsize row = 0; words->len > 1 && row < hits->n; row++) {
    if (hits->all[row] != crowd) continue;
    if (!tn_search_ask_crowd (filter->copy->db, (gint64) row, words, &found, error)) return FALSE;
    if (!found) hits->all[row] = 0;
  }
  return TRUE;
}

static gboolean
keep_search (Filter *filter, const char *search, GError **error)
{
  g_autoptr (GArray) words = tn_words_wanted (search);
  g_auto (TnSearchHits) hits = { 0 };
  if (!words->len) return TRUE;
  if (!tn_search_run (filter->copy->db, words, filter->n, &hits, error) || !check_crowds (filter, words, &hits, error)) return FALSE;
  guint8 *rows = g_new (guint8, filter->n);
  for (gsize row = 0; row < filter->n; row++) rows[row] = hits.all[row] && (!filter->let || filter->let[row]);
  g_free (filter->let);
  filter->let = rows;
  return TRUE;
}

static GArray *
pick_rows (const Filter *filter, const GArray *order, const TnHouseholdQuery *query)
{
  GArray *out = g_array_sized_new (FALSE, FALSE, sizeof (gint64), order->len);
  for (guint i = 0; i < order->len; i++) {
    guint32 entry = g_array_index (order, guint32, query->descending ? order->len - 1 - i : i);
    gint64 row = entry / 2;
    if ((!(entry & 1) || query->include_gone) && (!filter->let || filter->let[row])) g_array_append_val (out, row);
  }
  return out;
}

static GArray *
query_rows (TnCopy *copy, const TnHouseholdQuery *query, GError **error)
{
  gsize max_row;
  const GArray *order = tn_query_order (copy, query->sort, &max_row, error);
  if (!order) return NULL;
  Filter filter = { copy, max_row + 1, NULL };
  gboolean done = keep_area (&filter, query->area, error)
    && keep_text (&filter, "SELECT row FROM household WHERE gone < 2 AND street = ?", query->street, error)
    && keep_text (&filter, "SELECT row FROM household WHERE gone < 2 AND alley = ?", query->alley, error)
    && keep_category (&filter, query->category, error) && keep_search (&filter, query->search, error);
  GArray *rows = done ? pick_rows (&filter, order, query) : NULL;
  g_free (filter.let);
  return rows;
}

GArray *
tn_query_households (TnCopy *copy, const TnHouseholdQuery *query, GError **error)
{
  gboolean own;
  if (!tn_query_begin (copy, &own, error)) return NULL;
  GArray *rows = query_rows (copy, query, error);
  tn_query_end (copy, own);
  return rows;
}

gint64
tn_query_household_row (TnCopy *copy, const TnId *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_query_prepare_id (copy, "SELECT row FROM household WHERE id = ? AND live = 1", id, &error);
  TnStep step = stmt ? tn_stmt_step (stmt, &error) : TN_STEP_ERROR;
  if (error) g_warning ("%s", error->message);
  return step == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : 0;
}
