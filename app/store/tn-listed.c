/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-listed-private.h"
#include "tn-copy-private.h"
#include "tn-date.h"
#include "tn-decimal.h"

#define STATE_MAX 64   /* bytes; what a newer program or a stranger calls a state is kept in memory for good */

gint64
tn_listed_date (const char *stored)
{
  if (!stored || !tn_date_valid (stored)) return 0;
  gsize len = strlen (stored);
  return g_ascii_strtoll (stored, NULL, 10) * 10000 + (len >= 7 ? g_ascii_strtoll (stored + 5, NULL, 10) * 100 : 0)
         + (len >= 10 ? g_ascii_strtoll (stored + 8, NULL, 10) : 0);
}

gint64
tn_listed_behind (gint64 at)
{
  if (at == 0)
    return 0;
  return at % 10000 == 0 ? at + 10000 : at % 100 == 0 ? at + 100 : at + 1;
}

char *
tn_listed_date_text (gint64 at)
{
  int month = (int) (at / 100 % 100), day = (int) (at % 100);
  return at > 0 && month && day ? g_strdup_printf ("%04d-%02d-%02d", (int) (at / 10000), month, day) : NULL;
}

char *
tn_listed_date_show (gint64 at)
{
  int year = (int) (at / 10000), month = (int) (at / 100 % 100), day = (int) (at % 100);
  g_autofree char *stored = day ? tn_listed_date_text (at) : month ? g_strdup_printf ("%04d-%02d", year, month) : g_strdup_printf ("%04d", year);
  return at > 0 && stored ? tn_date_format (stored) : g_strdup ("");
}

gint64
tn_listed_row_date (const TnRow *row, const char *field)
{
  g_autofree char *stored = tn_row_dup_text (row, field);
  return tn_listed_date (stored);
}

gint64
tn_listed_field_date (const TnFields *fields, const char *key)
{
  g_autofree char *stored = tn_fields_text (fields, key);
  return tn_listed_date (stored);
}

gint64
tn_listed_day (gint64 ms)
{
  g_autofree char *stored = tn_date_today (ms);
  return tn_listed_date (stored);
}

gint64
tn_listed_today (TnCopy *copy)
{
  return tn_listed_day (tn_env_now_ms (tn_copy_env (copy)));
}

static const char *
read_state (const TnFields *fields, const TnField *field)
{
  g_autofree char *state = tn_fields_text (fields, field->key);
  if (!state) return "";
  for (const TnChoice *choice = field->choices; choice && choice->key; choice++)
    if (g_str_equal (choice->key, state)) return choice->key;
  return strlen (state) <= STATE_MAX ? g_intern_string (state) : "";
}

static gint64
read_time (const TnFields *fields, const TnField *field)
{
  if (field->type == TN_TYPE_TIME) return tn_fields_int (fields, field->key);
  return tn_listed_field_date (fields, field->key);
}

void
tn_listed_read (const TnFields *fields, TnListed *listed)
{
  const TnKind *kind = fields->kind;
  memset (listed, 0, sizeof *listed);
  listed->id = fields->id;
  if (kind->list_ref) tn_fields_ref (fields, kind->list_ref, &listed->ref);
  if (kind->list_state) listed->state = read_state (fields, tn_kind_field (kind, kind->list_state));
  if (kind->list_time) listed->at = read_time (fields, tn_kind_field (kind, kind->list_time));
}

/* ---- sums ---- */

gint64
tn_listed_mark (const TnKind *kind, const char *field)
{
  guint bit = 0;
  for (guint i = 0; kind->list_marks && i < kind->n_fields && bit < 62; i++) {
    if (!g_str_equal (tn_field_unit (&kind->fields[i]), kind->list_marks)) continue;
    if (g_str_equal (kind->fields[i].key, field)) return G_GINT64_CONSTANT (1) << bit;
    bit++;
  }
  return 0;
}

static gint64
read_marks (const TnFields *fields)
{
  gint64 marks = 0;
  guint bit = 0;
  for (guint i = 0; i < fields->kind->n_fields && bit < 62; i++) {
    const TnField *field = &fields->kind->fields[i];
    if (!g_str_equal (tn_field_unit (field), fields->kind->list_marks)) continue;
    if (tn_slice_is (tn_fields_get (fields, field->key), "true")) marks |= G_GINT64_CONSTANT (1) << bit;
    bit++;
  }
  return marks;
}

/* Beyond this bound it is a slip of the keyboard. */
static gint64
read_quantity (TnSlice number)
{
  g_autofree char *text = number.len ? tn_slice_dup (number) : NULL;
  double most = (double) TN_DECIMAL_MAX / TN_DECIMAL_ONE * TN_LISTED_QUANTITY, value = text ? g_ascii_strtod (text, NULL) * TN_LISTED_QUANTITY : 0;
  return (gint64) (CLAMP (value, -most, most) + (value < 0 ? -0.5 : 0.5));
}

void
tn_listed_read_sums (const TnFields *fields, TnListedSums *sums)
{
  const TnKind *kind = fields->kind;
  *sums = (TnListedSums) { 0 };
  if (kind->list_marks) sums->marks = read_marks (fields);
  if (kind->list_amount) sums->amount = tn_fields_int (fields, kind->list_amount);
  if (kind->list_quantity) sums->quantity = read_quantity (tn_fields_get (fields, kind->list_quantity));
}

/* ---- reading ---- */

static TnStmt *
prepare (TnCopy *copy, const TnListedQuery *query, const char *columns, const char *order, GError **error)
{
  const TnKind *kind = tn_schema_kind (query->kind);
  gboolean by_ref = query->ref && !query->parent;
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM item WHERE kind = ?1%s%s%s%s%s%s%s", columns,
    query->parent ? " AND parent = ?2" : "", query->ref ? " AND ref = ?3" : "",
    /* beside a parent or a ref, which are few rows, a state is no way in: + keeps SQLite from taking it for one */
    !query->state ? "" : query->parent || query->ref ? " AND +state = ?4" : " AND state = ?4",
    /* the indexes with a time hold only rows whose kind lists by one, and are used only where that is said; a ref has its own */
    kind && kind->list_time && !by_ref ? " AND at IS NOT NULL" : "",
    !query->from ? "" : by_ref ? " AND +at >= ?5" : " AND at >= ?5", !query->to ? "" : by_ref ? " AND +at < ?6" : " AND at < ?6", order);
  TnStmt *stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, query->kind);
  if (query->parent) tn_stmt_bind_id (stmt, 2, query->parent);
  if (query->ref) tn_stmt_bind_id (stmt, 3, query->ref);
  if (query->state) tn_stmt_bind_text (stmt, 4, query->state);
  if (query->from) tn_stmt_bind_int (stmt, 5, query->from);
  if (query->to) tn_stmt_bind_int (stmt, 6, query->to);
  return stmt;
}

static void
read_row (TnStmt *stmt, TnListed *listed)
{
  const char *state = tn_stmt_text (stmt, 3);
  memset (listed, 0, sizeof *listed);
  tn_stmt_id (stmt, 0, &listed->id);
  tn_stmt_id (stmt, 1, &listed->parent);
  tn_stmt_id (stmt, 2, &listed->ref);
  listed->state = state ? g_intern_string (state) : "";
  listed->at = tn_stmt_int (stmt, 4);
}

/* by_id: what is of one time stands by id; else as it comes, which spares the sorting. */
static TnStmt *
prepare_rows (TnCopy *copy, const TnListedQuery *query, const char *columns, gboolean by_id, GError **error)
{
  /* a ref's few rows are sorted here: else the index by time would be walked for its order */
  g_autofree char *order = g_strdup_printf (" ORDER BY %sat%s%s LIMIT %lld", query->ref && !query->parent ? "+" : "", query->newest_first ? " DESC" : "", by_id ? ", id" : "",
                                            query->limit ? (long long) query->limit : -1LL);
  return prepare (copy, query, columns, order, error);
}

gboolean
tn_query_listed_each (TnCopy *copy, const TnListedQuery *query, TnListedEach each, gpointer data, GError **error)
{
  g_autoptr (TnStmt) stmt = prepare_rows (copy, query, "id, parent, ref, state, at, (SELECT body FROM record WHERE record.id = item.id)", FALSE, error);
  if (!stmt) return FALSE;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnListed listed;
    read_row (stmt, &listed);
    if (!each (&listed, tn_stmt_slice (stmt, 5), data)) return TRUE;
  }
  return step == TN_STEP_DONE;
}

GArray *
tn_query_listed (TnCopy *copy, const TnListedQuery *query, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (TnListed));
  g_autoptr (TnStmt) stmt = prepare_rows (copy, query, "id, parent, ref, state, at", TRUE, error);
  if (!stmt) return NULL;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnListed listed;
    read_row (stmt, &listed);
    g_array_append_val (rows, listed);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

gboolean
tn_query_count_listed (TnCopy *copy, const TnListedQuery *query, guint *n, GError **error)
{
  g_autoptr (TnStmt) stmt = prepare (copy, query, "count(*)", "", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *n = (guint) tn_stmt_int (stmt, 0);
  return TRUE;
}

gboolean
tn_query_last_listed (TnCopy *copy, const char *kind, const TnId *parent, TnListed *listed, gboolean *found, GError **error)
{
  TnListedQuery query = { .kind = kind, .parent = parent, .limit = 1, .newest_first = TRUE };
  g_autoptr (GArray) rows = tn_query_listed (copy, &query, error);
  if (!rows) return FALSE;
  *found = rows->len > 0;
  if (*found) *listed = g_array_index (rows, TnListed, 0);
  return TRUE;
}
