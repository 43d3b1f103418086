/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Projections follow `record` row by row, inside the transaction that writes it. In bulk nothing is done until the end, and then all is
 * made in one go from `record`: that is several times cheaper than row by row, and it is the same code that repairs. */
#include "tn-projection-private.h"

/* Whether we are in bulk is asked for every record. It stands in meta, where another program may write it too, but not while a
 * transaction of ours is open: so it is read once a transaction. */
static int
forget_bulk_cb (void *data)
{
  TnCopy *copy = data;
  copy->bulk = TN_BULK_UNKNOWN;
  return 0;
}

static void
forget_bulk_at_rollback_cb (void *data)
{
  forget_bulk_cb (data);
}

static gboolean
read_bulk (TnCopy *copy, TnBulk *bulk, GError **error)
{
  g_autofree char *value = NULL;
  if (copy->bulk == TN_BULK_UNKNOWN) {
    if (!tn_copy_read_meta (copy, TN_META_BULK, &value, error)) return FALSE;
    sqlite3_commit_hook (tn_db_handle (copy->db), forget_bulk_cb, copy);
    sqlite3_rollback_hook (tn_db_handle (copy->db), forget_bulk_at_rollback_cb, copy);
    copy->bulk = !value ? TN_BULK_NO : g_str_equal (value, TN_BULK_VALUE_FIRST) ? TN_BULK_FIRST : TN_BULK_YES;
  }
  *bulk = copy->bulk;
  if (sqlite3_get_autocommit (tn_db_handle (copy->db))) copy->bulk = TN_BULK_UNKNOWN;
  return TRUE;
}

/* What households say of a unit or building: when it is as before, a change of its note costs nothing. Owned; "" when it is not here. */
static char *
read_shown (TnMaker *maker, const char *kind, const TnId *id, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, g_str_equal (kind, "unit")
    ? "SELECT quote(parent) || quote(level) || quote(code) || quote(name) FROM main.unit WHERE id = ?"
    : "SELECT quote(name) || quote(house_no) || quote(alley) || quote(street) FROM main.building WHERE id = ?", error);
  if (!stmt) return NULL;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  return step == TN_STEP_ERROR ? NULL : g_strdup (step == TN_STEP_ROW ? tn_stmt_text (stmt, 0) : "");
}

static gboolean
put_place (TnMaker *maker, const TnFields *fields, GError **error)
{
  const char *kind = fields->kind->key;
  g_autofree char *before = read_shown (maker, kind, &fields->id, error);
  if (!before || !tn_maker_put_item (maker, fields, error)) return FALSE;
  g_autofree char *after = read_shown (maker, kind, &fields->id, error);
  if (!after) return FALSE;
  if (g_str_equal (before, after)) return TRUE;
  return g_str_equal (kind, "unit") ? tn_projection_refresh_area (maker, &fields->id, error)
                                    : tn_projection_refresh_building (maker, &fields->id, error);
}

/* *here FALSE when the record is not in item. */
static gboolean
read_parent (TnMaker *maker, const TnId *id, TnId *parent, gboolean *here, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, "SELECT parent FROM main.item WHERE id = ?", error);
  memset (parent, 0, sizeof *parent);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  *here = step == TN_STEP_ROW;
  if (*here) tn_stmt_id (stmt, 0, parent);
  return step != TN_STEP_ERROR;
}

gboolean
tn_projection_remove_now (TnMaker *maker, const char *kind, const TnId *id, GError **error)
{
  TnId parent;
  gboolean here;
  if (g_str_equal (kind, "household")) return tn_projection_remove_home (maker, id, error);
  if (g_str_equal (kind, "person")) return tn_projection_remove_member (maker, id, error);
  if (!read_parent (maker, id, &parent, &here, error)) return FALSE;
  if (!here) return TRUE;
  if (!tn_maker_count (maker, kind, -1, error) || !tn_maker_remove_item (maker, kind, id, error)) return FALSE;
  if (g_str_equal (kind, "identity")) return tn_projection_refresh_member (maker, &parent, error);
  if (g_str_equal (kind, "unit")) return tn_projection_refresh_area (maker, id, error);
  return !g_str_equal (kind, "building") || tn_projection_refresh_building (maker, id, error);
}

/* Whom a record hung on before matters as well: a card may be put right and go to another person. */
static gboolean
put_item (TnMaker *maker, const TnFields *fields, GError **error)
{
  TnId before, after;
  gboolean here;
  const char *kind = fields->kind->key;
  if (!read_parent (maker, &fields->id, &before, &here, error) || (!here && !tn_maker_count (maker, kind, 1, error))) return FALSE;
  if (g_str_equal (kind, "unit") || g_str_equal (kind, "building")) return put_place (maker, fields, error);
  if (!tn_maker_put_item (maker, fields, error)) return FALSE;
  if (!g_str_equal (kind, "identity")) return TRUE;
  if (!tn_projection_refresh_member (maker, &before, error)) return FALSE;
  return !tn_fields_ref (fields, "person", &after) || tn_projection_refresh_member (maker, &after, error);
}

gboolean
tn_projection_put_now (TnMaker *maker, const TnRow *row, GError **error)
{
  TnFields fields;
  if (!row->kind) return TRUE;   /* what a newer program made is kept and not shown in lists */
  if (row->deleted) return tn_projection_remove_now (maker, row->kind->key, &row->id, error);
  tn_fields_from_row (&fields, row);
  if (g_str_equal (row->kind->key, "household")) return tn_projection_put_home (maker, &fields, error);
  if (g_str_equal (row->kind->key, "person")) return tn_projection_put_member (maker, &fields, error);
  return put_item (maker, &fields, error);
}

gboolean
tn_projection_put (TnCopy *copy, const TnRow *row, GError **error)
{
  TnBulk bulk;
  if (!read_bulk (copy, &bulk, error)) return FALSE;
  if (bulk == TN_BULK_YES || !row->kind) return TRUE;
  if (bulk == TN_BULK_FIRST) return tn_projection_note (copy, tn_slice (row->kind->key, -1), &row->id, error);
  g_autoptr (TnMaker) maker = tn_maker_new (copy->db, "main");
  return tn_projection_put_now (maker, row, error);
}

gboolean
tn_projection_put_new (TnCopy *copy, TnSlice kind, const TnId *id, GError **error)
{
  TnBulk bulk;
  return read_bulk (copy, &bulk, error) && (bulk != TN_BULK_FIRST || tn_projection_note (copy, kind, id, error));
}

gboolean
tn_projection_remove (TnCopy *copy, const char *kind, const TnId *id, GError **error)
{
  TnBulk bulk;
  if (!read_bulk (copy, &bulk, error)) return FALSE;
  if (bulk == TN_BULK_YES || !tn_schema_kind (kind)) return TRUE;
  if (bulk == TN_BULK_FIRST) return tn_projection_note (copy, tn_slice (kind, -1), id, error);
  g_autoptr (TnMaker) maker = tn_maker_new (copy->db, "main");
  return tn_projection_remove_now (maker, kind, id, error);
}

gboolean
tn_projection_begin_bulk (TnCopy *copy, GError **error)
{
  if (!tn_copy_set_meta (copy, TN_META_BULK, "1", error)) return FALSE;
  copy->bulk = TN_BULK_UNKNOWN;
  return TRUE;
}

gboolean
tn_projection_begin_first (TnCopy *copy, GError **error)
{
  if (!tn_copy_set_meta (copy, TN_META_BULK, TN_BULK_VALUE_FIRST, error)) return FALSE;
  copy->bulk = TN_BULK_UNKNOWN;
  return TRUE;
}

gboolean
tn_projection_end_first (TnCopy *copy, GError **error)
{
  copy->bulk = TN_BULK_UNKNOWN;
  return tn_copy_set_meta (copy, TN_META_BULK, NULL, error);
}

gboolean
tn_projection_end_bulk (TnCopy *copy, GError **error)
{
  return tn_projection_rebuild (copy, NULL, error);
}

gboolean
tn_projection_in_bulk (TnCopy *copy)
{
  TnBulk bulk;
  g_autoptr (GError) error = NULL;
  /* who cannot read meta will fail with a message at the next thing it does; "no" makes it do the whole work and fail there */
  return read_bulk (copy, &bulk, &error) && bulk != TN_BULK_NO;
}

static gboolean
rebuild (TnCopy *copy, GCancellable *cancellable, GError **error)
{
  return tn_db_exec (copy->db, "DELETE FROM late", error) && tn_projection_build (copy, "main", cancellable, error)
         && tn_copy_set_meta (copy, TN_META_BUILDER, NULL, error) && tn_projection_end_first (copy, error);
}

/* Within the caller's transaction, if there is one. */
gboolean
tn_projection_rebuild (TnCopy *copy, GCancellable *cancellable, GError **error)
{
  if (!sqlite3_get_autocommit (tn_db_handle (copy->db))) return rebuild (copy, cancellable, error);
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  return tx && rebuild (copy, cancellable, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}
