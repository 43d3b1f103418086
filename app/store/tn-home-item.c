/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the kinds that are neither household nor person. */
#include "tn-home.h"
#include "tn-decimal.h"
#include "tn-listed-private.h"
#include "tn-text.h"
#include "tn-words.h"

/* What is listed has a name. */
static GBytes *
make_sort (const TnFields *fields)
{
  gsize len;
  if (fields->kind->parent_field || !tn_kind_field (fields->kind, "name")) return NULL;
  g_autofree char *name = tn_fields_text (fields, "name");
  guint8 *key = tn_text_sort_key (name ? name : "", &len);
  return g_bytes_new_take (key, len);
}

static void
bind_sort (TnStmt *stmt, int i, GBytes *sort)
{
  gsize len;
  if (!sort) return;
  const void *data = g_bytes_get_data (sort, &len);
  tn_stmt_bind_blob (stmt, i, data ? data : "", len);
}

static gboolean
put_row (TnMaker *maker, const TnFields *fields, GBytes *sort, GError **error)
{
  TnId parent;
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, "INSERT INTO main.item(id, kind, parent, sort, ref, state, at, marks, amount, quantity) VALUES(?, ?, ?, ?, ?, ?, ?, nullif(?, 0), nullif(?, 0), nullif(?, 0))"
    " ON CONFLICT(id) DO UPDATE SET kind = excluded.kind, parent = excluded.parent,"
    " sort = excluded.sort, ref = excluded.ref, state = excluded.state, at = excluded.at, marks = excluded.marks, amount = excluded.amount, quantity = excluded.quantity"
    " WHERE kind IS NOT excluded.kind OR parent IS NOT excluded.parent OR sort IS NOT excluded.sort OR ref IS NOT excluded.ref OR state IS NOT excluded.state OR at IS NOT excluded.at"
    " OR marks IS NOT excluded.marks OR amount IS NOT excluded.amount OR quantity IS NOT excluded.quantity", error);
  if (!stmt) return FALSE;
  TnListed listed;
  TnListedSums sums;
  tn_listed_read (fields, &listed);
  tn_listed_read_sums (fields, &sums);
  gboolean hangs = fields->kind->parent_field && tn_fields_ref (fields, fields->kind->parent_field, &parent);
  tn_stmt_bind_id (stmt, 1, &fields->id);
  tn_stmt_bind_text (stmt, 2, fields->kind->key);
  tn_stmt_bind_id (stmt, 3, hangs ? &parent : NULL);
  bind_sort (stmt, 4, sort);
  tn_stmt_bind_id (stmt, 5, tn_id_is_null (&listed.ref) ? NULL : &listed.ref);
  tn_stmt_bind_text (stmt, 6, listed.state);
  if (fields->kind->list_time) tn_stmt_bind_int (stmt, 7, listed.at);
  tn_stmt_bind_int (stmt, 8, sums.marks);
  tn_stmt_bind_int (stmt, 9, sums.amount);
  tn_stmt_bind_int (stmt, 10, sums.quantity);
  return tn_stmt_run (stmt, error);
}

/* Writes id, then these fields (refs as ids), then the sort key if wanted, into `sql`. */
static gboolean
put_typed (TnMaker *maker, const TnFields *fields, const char *sql, const char *const *keys, GBytes *sort, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, sql, error);
  if (!stmt) return FALSE;
  int i = 1;
  tn_stmt_bind_id (stmt, i++, &fields->id);
  for (; *keys; keys++, i++) {
    TnId *ref = g_new0 (TnId, 1);
    g_ptr_array_add (texts, ref);
    if (tn_kind_field (fields->kind, *keys)->type == TN_TYPE_REF) {
      tn_fields_ref (fields, *keys, ref);
      tn_stmt_bind_id (stmt, i, ref);
    } else {
      g_ptr_array_add (texts, tn_fields_text (fields, *keys));
      tn_stmt_bind_text (stmt, i, g_ptr_array_index (texts, texts->len - 1));
    }
  }
  bind_sort (stmt, i, sort);
  return tn_stmt_run (stmt, error);
}

static gboolean
put_conflict (TnMaker *maker, const TnFields *fields, GError **error)
{
  TnId record;
  g_autofree char *stamp = tn_fields_text (fields, "stamp");
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, "REPLACE INTO main.conflict(id, record, open, stamp) VALUES(?, ?, ?, ?)", error);
  if (!stmt) return FALSE;
  tn_fields_ref (fields, "record", &record);
  tn_stmt_bind_id (stmt, 1, &fields->id);
  tn_stmt_bind_id (stmt, 2, &record);
  tn_stmt_bind_int (stmt, 3, !tn_fields_is (fields, "state", "closed"));
  tn_stmt_bind_text (stmt, 4, stamp);
  return tn_stmt_run (stmt, error);
}

/* NULL where the entry names none. */
static void
bind_ref (TnStmt *stmt, int i, const TnFields *fields, const char *key, TnId *id)
{
  tn_stmt_bind_id (stmt, i, tn_fields_ref (fields, key, id) ? id : NULL);
}

static gboolean
put_stock (TnMaker *maker, const TnFields *fields, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker,
    "REPLACE INTO main.stock(id, item, from_place, to_place, quantity, at, why, source) VALUES(?, ?, ?, ?, ?, ?, ?, ?)", error);
  if (!stmt) return FALSE;
  TnId refs[4];
  TnListed listed;
  gint64 quantity;
  tn_listed_read (fields, &listed);
  tn_stmt_bind_id (stmt, 1, &fields->id);
  bind_ref (stmt, 2, fields, "item", &refs[0]);
  bind_ref (stmt, 3, fields, "from", &refs[1]);
  bind_ref (stmt, 4, fields, "to", &refs[2]);
  if (tn_decimal_parse (tn_fields_get (fields, "quantity"), &quantity)) tn_stmt_bind_int (stmt, 5, quantity);
  tn_stmt_bind_int (stmt, 6, listed.at);
  tn_stmt_bind_text (stmt, 7, listed.state);
  bind_ref (stmt, 8, fields, "source", &refs[3]);
  return tn_stmt_run (stmt, error);
}

static gboolean
put_in_table (TnMaker *maker, const TnFields *fields, GBytes *sort, GError **error)
{
  static const char *const unit_keys[] = { "parent", "level", "code", "name", "valid_to", NULL };
  static const char *const building_keys[] = { "name", "house_no", "alley", "street", NULL };
  static const char *const membership_keys[] = { "subject", "category", "from", "to", NULL };
  const char *kind = fields->kind->key;
  if (g_str_equal (kind, "unit"))
    return put_typed (maker, fields, "REPLACE INTO main.unit(id, parent, level, code, name, valid_to, sort) VALUES(?, ?, ?, ?, ?, ?, ?)",
                      unit_keys, sort, error);
  if (g_str_equal (kind, "building"))
    return put_typed (maker, fields, "REPLACE INTO main.building(id, name, house_no, alley, street) VALUES(?, ?, ?, ?, ?)",
                      building_keys, NULL, error);
  if (g_str_equal (kind, "membership"))
    return put_typed (maker, fields, "REPLACE INTO main.membership(id, subject, category, from_date, to_date) VALUES(?, ?, ?, ?, ?)",
                      membership_keys, NULL, error);
  if (g_str_equal (kind, "stock_entry")) return put_stock (maker, fields, error);
  return !g_str_equal (kind, "conflict") || put_conflict (maker, fields, error);
}

gboolean
tn_maker_put_item (TnMaker *maker, const TnFields *fields, GError **error)
{
  GBytes *sort = make_sort (fields);
  gboolean done = put_row (maker, fields, sort, error) && put_in_table (maker, fields, sort, error);
  g_clear_pointer (&sort, g_bytes_unref);
  return done;
}

gboolean
tn_maker_put_typed (TnMaker *maker, const TnFields *fields, GError **error)
{
  GBytes *sort = make_sort (fields);
  gboolean done = put_in_table (maker, fields, sort, error);
  g_clear_pointer (&sort, g_bytes_unref);
  return done;
}

static gboolean
remove_from (TnMaker *maker, const char *sql, const TnId *id, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, sql, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_maker_remove_item (TnMaker *maker, const char *kind, const TnId *id, GError **error)
{
  if (!remove_from (maker, "DELETE FROM main.item WHERE id = ?", id, error)) return FALSE;
  if (g_str_equal (kind, "unit")) return remove_from (maker, "DELETE FROM main.unit WHERE id = ?", id, error);
  if (g_str_equal (kind, "building")) return remove_from (maker, "DELETE FROM main.building WHERE id = ?", id, error);
  if (g_str_equal (kind, "membership")) return remove_from (maker, "DELETE FROM main.membership WHERE id = ?", id, error);
  if (g_str_equal (kind, "stock_entry")) return remove_from (maker, "DELETE FROM main.stock WHERE id = ?", id, error);
  return !g_str_equal (kind, "conflict") || remove_from (maker, "DELETE FROM main.conflict WHERE id = ?", id, error);
}

gboolean
tn_maker_count (TnMaker *maker, const char *kind, gint64 change, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker,
    "INSERT INTO main.tally(kind, n) VALUES(?1, ?2) ON CONFLICT(kind) DO UPDATE SET n = n + ?2", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, kind);
  tn_stmt_bind_int (stmt, 2, change);
  return tn_stmt_run (stmt, error);
}
