/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-projection-private.h"
#include "tn-search.h"

static TnStmt *
prepare_id (TnMaker *maker, const char *sql, const TnId *id, GError **error)
{
  TnStmt *stmt = tn_maker_prepare (maker, sql, error);
  if (stmt) tn_stmt_bind_id (stmt, 1, id);
  return stmt;
}

static TnStmt *
prepare_row (TnMaker *maker, const char *sql, gint64 row, GError **error)
{
  TnStmt *stmt = tn_maker_prepare (maker, sql, error);
  if (stmt) tn_stmt_bind_int (stmt, 1, row);
  return stmt;
}

/* *row 0 when there is none. */
static gboolean
look_up (TnMaker *maker, const TnId *id, gint64 *row, gboolean *live, GError **error)
{
  g_autoptr (TnStmt) stmt = prepare_id (maker, "SELECT row, live FROM main.household WHERE id = ?", id, error);
  TnStep step = stmt ? tn_stmt_step (stmt, error) : TN_STEP_ERROR;
  *row = step == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : 0;
  *live = step == TN_STEP_ROW && tn_stmt_int (stmt, 1);
  return step != TN_STEP_ERROR;
}

static gint64
insert_empty (TnMaker *maker, const TnId *id, GError **error)
{
  g_autoptr (TnStmt) stmt = prepare_id (maker, "INSERT INTO main.household(id) VALUES(?)", id, error);
  return stmt && tn_stmt_run (stmt, error) ? tn_db_last_rowid (tn_maker_db (maker)) : 0;
}

gint64
tn_projection_find_home (TnMaker *maker, const TnId *id, GError **error)
{
  gint64 row;
  gboolean live;
  if (!look_up (maker, id, &row, &live, error)) return 0;
  return row ? row : insert_empty (maker, id, error);
}

gboolean
tn_projection_words (TnMaker *maker, gint64 home, guint slot, char **words, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TnStmt) stmt = prepare_row (maker, slot ? "SELECT words FROM main.person WHERE home = ? AND slot = ?"
                                                     : "SELECT words FROM main.household WHERE row = ? AND ? = 0", home, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 2, slot);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) g_string_append (text, tn_stmt_text (stmt, 0));
  *words = g_string_free (g_steal_pointer (&text), FALSE);
  return step == TN_STEP_DONE;
}

static gboolean
delete_row (TnMaker *maker, gint64 row, GError **error)
{
  g_autoptr (TnStmt) stmt = prepare_row (maker, "DELETE FROM main.household WHERE row = ?", row, error);
  return stmt && tn_stmt_run (stmt, error);
}

/* What the head and the number of people are, beside what the row says. */
typedef struct { gboolean live; guint n_people, n_rows, old_people; char *name, *old_name; } Head;

static void
head_clear (Head *head)
{
  g_free (head->name);
  g_free (head->old_name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Head, head_clear)

static gboolean
read_head (TnMaker *maker, gint64 row, Head *head, GError **error)
{
  g_autoptr (TnStmt) stmt = prepare_row (maker,
    "SELECT h.live, h.n_people, h.head_name, (SELECT count(*) FROM main.person WHERE home = h.row AND gone = 0),"
    " (SELECT count(*) FROM main.person WHERE home = h.row),"
    " (SELECT p.name FROM main.household own JOIN main.person p ON p.home = own.row WHERE own.row = ?1 AND (p.id = own.head OR p.ord = 0)"
    "  ORDER BY p.id IS own.head DESC, p.gone, p.id LIMIT 1)"
    " FROM main.household h WHERE h.row = ?1", row, error);
  TnStep step = stmt ? tn_stmt_step (stmt, error) : TN_STEP_ERROR;
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  head->live = tn_stmt_int (stmt, 0) != 0;
  head->old_people = (guint) tn_stmt_int (stmt, 1);
  head->old_name = g_strdup (tn_stmt_text (stmt, 2));
  head->n_people = (guint) tn_stmt_int (stmt, 3);
  head->n_rows = (guint) tn_stmt_int (stmt, 4);
  head->name = g_strdup (tn_stmt_text (stmt, 5));
  return TRUE;
}

static gboolean
write_head (TnMaker *maker, gint64 row, const Head *head, GError **error)
{
  g_auto (TnHome) home = { .row = row };
  gsize len = 0;
  tn_maker_set_head (maker, &home, head->name);
  const void *key = home.head_key ? g_bytes_get_data (home.head_key, &len) : NULL;
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, "UPDATE main.household SET head_name = ?, head_key = ?, n_people = ? WHERE row = ?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, head->name);
  if (home.head_key) tn_stmt_bind_blob (stmt, 2, key ? key : "", len);
  tn_stmt_bind_int (stmt, 3, head->n_people);
  tn_stmt_bind_int (stmt, 4, row);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_projection_refresh_head (TnMaker *maker, gint64 row, GError **error)
{
  g_auto (Head) head = { 0 };
  if (!read_head (maker, row, &head, error)) return FALSE;
  if (!head.live && !head.n_rows) return delete_row (maker, row, error);
  if (g_strcmp0 (head.name, head.old_name) == 0 && head.n_people == head.old_people) return TRUE;
  return write_head (maker, row, &head, error);
}

/* The columns from ?1 on, and its row behind them. */
static void
bind_home (TnStmt *stmt, const TnHome *home)
{
  TnFeedValue values[TN_HOME_N_COLUMNS];
  tn_home_values (home, values);
  tn_feed_bind (stmt, values, TN_HOME_N_COLUMNS);
  tn_stmt_bind_int (stmt, TN_HOME_N_COLUMNS + 1, home->row);
}

static gboolean
run_home (TnMaker *maker, const char *sql, const TnHome *home, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, sql, error);
  if (!stmt) return FALSE;
  bind_home (stmt, home);
  return tn_stmt_run (stmt, error);
}

/* Everything but head_name, head_key and n_people, which hang on the people. Most changes are of nothing that an index holds; but SQLite writes every
 * index that a statement might change, and those of one household lie on seven pages. */
static gboolean
write_home (TnMaker *maker, const TnHome *home, GError **error)
{
  if (!run_home (maker,
    "UPDATE main.household SET live = ?2, code = ?4, head = ?5, house_no = ?8, room = ?11, building_name = ?13, phone = ?14, status = ?15, words = ?20"
    " WHERE row = ?21 AND id IS ?1 AND gone IS ?3 AND area IS ?7 AND alley IS ?9 AND street IS ?10 AND building IS ?12 AND address_key IS ?17"
    " AND code_key IS ?19", home, error)) return FALSE;
  return tn_db_changes (tn_maker_db (maker)) == 1 || run_home (maker,
    "UPDATE main.household SET id = ?1, live = ?2, gone = ?3, code = ?4, head = ?5, area = ?7, house_no = ?8, alley = ?9, street = ?10,"
    " room = ?11, building = ?12, building_name = ?13, phone = ?14, status = ?15, address_key = ?17, code_key = ?19, words = ?20"
    " WHERE row = ?21", home, error);
}

/* Most fields of a household stand in no list: then its row, the search and its head are as they were. */
static gboolean
is_same (TnMaker *maker, const TnHome *home, gboolean *same, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker,
    "SELECT 1 FROM main.household WHERE row = ?21 AND id IS ?1 AND live IS ?2 AND gone IS ?3 AND code IS ?4 AND head IS ?5 AND area IS ?7 AND house_no IS ?8"
    " AND alley IS ?9 AND street IS ?10 AND room IS ?11 AND building IS ?12 AND building_name IS ?13 AND phone IS ?14 AND status IS ?15"
    " AND address_key IS ?17 AND code_key IS ?19 AND words IS ?20", error);
  if (!stmt) return FALSE;
  bind_home (stmt, home);
  TnStep step = tn_stmt_step (stmt, error);
  *same = step == TN_STEP_ROW;
  return step != TN_STEP_ERROR;
}

static gboolean
replace_home (TnMaker *maker, const TnHome *home, GError **error)
{
  g_autofree char *before = NULL;
  gboolean same;
  if (!is_same (maker, home, &same, error)) return FALSE;
  return same || (tn_projection_words (maker, home->row, 0, &before, error) && write_home (maker, home, error)
         && tn_search_change (tn_maker_db (maker), home->row, 0, before, home->words, error)
         && tn_projection_refresh_head (maker, home->row, error));
}

gboolean
tn_projection_put_home (TnMaker *maker, const TnFields *fields, GError **error)
{
  g_auto (TnHome) home = { 0 };
  gboolean live;
  if (!look_up (maker, &fields->id, &home.row, &live, error)) return FALSE;
  if (!home.row && !(home.row = insert_empty (maker, &fields->id, error))) return FALSE;
  if (!live && !tn_maker_count (maker, "household", 1, error)) return FALSE;
  return tn_maker_read_home (maker, fields, &home, error) && replace_home (maker, &home, error);
}

gboolean
tn_projection_remove_home (TnMaker *maker, const TnId *id, GError **error)
{
  g_auto (TnHome) home = { .id = *id };
  gboolean live;
  if (!look_up (maker, id, &home.row, &live, error)) return FALSE;
  if (!live) return TRUE;
  return tn_maker_count (maker, "household", -1, error) && replace_home (maker, &home, error);
}

static gboolean
refresh_home (TnMaker *maker, const TnId *id, GError **error)
{
  TnFields fields;
  g_autoptr (TnStmt) stmt = prepare_id (maker, "SELECT body FROM record WHERE id = ? AND del = 0", id, error);
  TnStep step = stmt ? tn_stmt_step (stmt, error) : TN_STEP_ERROR;
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  tn_fields_from_body (&fields, tn_schema_kind ("household"), id, tn_stmt_slice (stmt, 0));
  return tn_projection_put_home (maker, &fields, error);
}

/* The rows are collected first: refreshing writes the table that is read here. */
static gboolean
refresh_all (TnMaker *maker, TnStmt *stmt, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  TnId id;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (tn_stmt_id (stmt, 0, &id)) g_array_append_val (ids, id);
  tn_stmt_reset (stmt);
  for (guint i = 0; step == TN_STEP_DONE && i < ids->len; i++)
    if (!refresh_home (maker, &g_array_index (ids, TnId, i), error)) return FALSE;
  return step == TN_STEP_DONE;
}

gboolean
tn_projection_refresh_area (TnMaker *maker, const TnId *area, GError **error)
{
  TnStmt *stmt = prepare_id (maker,
    "WITH RECURSIVE below(id) AS (VALUES(?1) UNION SELECT u.id FROM main.unit u JOIN below ON u.parent = below.id)"
    " SELECT h.id FROM main.household h JOIN below ON h.area = below.id WHERE h.live = 1", area, error);
  return stmt && refresh_all (maker, stmt, error);
}

gboolean
tn_projection_refresh_building (TnMaker *maker, const TnId *building, GError **error)
{
  TnStmt *stmt = prepare_id (maker, "SELECT id FROM main.household WHERE building = ?", building, error);
  return stmt && refresh_all (maker, stmt, error);
}
