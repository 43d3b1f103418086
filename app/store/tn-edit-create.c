/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New records: the text of the row is put together straight from the edit, as an import makes 90,000 of them. */
#include "tn-edit-private.h"
#include "tn-projection.h"
#include <glib/gi18n.h>

static const TnEditValue *
find_value (const TnEditItem *item, const char *key)
{
  for (guint i = 0; i < item->n_fields; i++)
    if (strcmp (item->fields[i].key, key) == 0) return item->fields[i].token ? &item->fields[i] : NULL;
  return NULL;
}

static gboolean
check_required (const TnEditItem *item, GError **error)
{
  for (guint i = 0; i < item->kind->n_fields; i++) {
    const TnField *field = &item->kind->fields[i];
    if (!(field->flags & TN_FIELD_REQUIRED) || find_value (item, field->key)) continue;
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” must be filled in. Nothing was changed."), _(field->label));
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_values (const TnEditItem *item, GError **error)
{
  for (guint i = 0; i < item->n_fields; i++) {
    const TnEditValue *value = &item->fields[i];
    if (value->token && !tn_field_validate (tn_kind_field (item->kind, value->key), tn_slice (value->token, -1), error)) return FALSE;
  }
  return TRUE;
}

static void
sort_values (TnEditItem *item)
{
  for (guint i = 1; i < item->n_fields; i++) {
    TnEditValue value = item->fields[i];
    guint j = i;
    for (; j > 0 && strcmp (item->fields[j - 1].key, value.key) > 0; j--) item->fields[j] = item->fields[j - 1];
    item->fields[j] = value;
  }
}

static void
append_body (const TnEditItem *item, GString *body)
{
  g_string_append_c (body, '{');
  for (guint i = 0; i < item->n_fields; i++) {
    if (!item->fields[i].token) continue;
    if (body->len > 1) g_string_append_c (body, ',');
    g_string_append_c (body, '"');
    g_string_append (body, item->fields[i].key);
    g_string_append (body, "\":");
    g_string_append (body, item->fields[i].token);
  }
  g_string_append_c (body, '}');
}

/* Null id when the field is not set, or is no id. */
static TnId
read_ref (const TnEditItem *item, const char *key)
{
  TnId id = { { 0 } };
  const TnEditValue *value = key ? find_value (item, key) : NULL;
  gsize len = value ? strlen (value->token) : 0;
  if (len == TN_ID_STR_LEN + 2 && !tn_id_parse (value->token + 1, TN_ID_STR_LEN, &id)) memset (&id, 0, sizeof id);
  return id;
}

static const char *
find_stream (TnEditWrite *w, TnEditItem *item, GError **error)
{
  if (item->stream) return item->stream;
  TnId parent = read_ref (item, item->kind->parent_field), area = read_ref (item, item->kind->area_field);
  item->stream = TN_STREAM_ORPHAN;   /* what a ring of parents would end in */
  item->stream = tn_edit_stream_for (w, item->kind, &parent, &area, error);
  return item->stream;
}

/* NULL without error when there is no such record. */
static const char *
look_up_stream (TnEditWrite *w, const TnId *id, GError **error)
{
  TnEditItem *item = g_hash_table_lookup (w->edit->by_id, id);
  if (item && item->op == TN_EDIT_CREATE) return find_stream (w, item, error);
  if (w->last_parent_stream && tn_id_equal (id, &w->last_parent)) return w->last_parent_stream;
  g_autoptr (TnStmt) stmt = tn_db_prepare (w->copy->db, "SELECT stream FROM record WHERE id=?1", error);
  if (!stmt) return NULL;
  tn_stmt_bind_id (stmt, 1, id);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW) return NULL;
  w->last_parent = *id;
  w->last_parent_stream = g_intern_string (tn_stmt_text (stmt, 0));
  return w->last_parent_stream;
}

const char *
tn_edit_stream_for (TnEditWrite *w, const TnKind *kind, const TnId *parent, const TnId *area, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *stream = NULL;
  if (kind->parent_field) {
    const char *above = tn_id_is_null (parent) ? NULL : look_up_stream (w, parent, &local);
    stream = above && strcmp (above, TN_STREAM_ORPHAN) != 0 ? tn_stream_for_child (kind, above) : g_strdup (TN_STREAM_ORPHAN);
  } else
    stream = tn_stream_for_area (kind, tn_id_is_null (area) ? NULL : area);
  if (local) g_propagate_error (error, g_steal_pointer (&local));
  return local ? NULL : g_intern_string (stream);
}

static gboolean
insert_row (TnEditWrite *w, const TnEditItem *item, const TnRecordParts *parts, GError **error)
{
  gboolean inserted;
  if (!tn_record_insert (w->copy, parts, &inserted, error)) return FALSE;
  if (!inserted) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_CONFLICT, _("This record is there already. Nothing was changed. Look at the list again."));
    return FALSE;
  }
  if (tn_projection_in_bulk (w->copy)) return tn_projection_put_new (w->copy, parts->kind, &parts->id, error);
  g_autoptr (TnRow) row = tn_row_from_parts (parts->kind, &parts->id, parts->stream, parts->stamps, parts->body, error);
  return row && tn_projection_put (w->copy, row, error);
}

gboolean
tn_edit_write_creation (TnEditWrite *w, TnEditItem *item, GError **error)
{
  if (item->set_deleted && item->deleted) return TRUE;   /* made and taken back within one edit */
  if (!check_values (item, error) || !check_required (item, error) || !find_stream (w, item, error)) return FALSE;
  g_autoptr (GString) body = g_string_sized_new (512);
  sort_values (item);
  append_body (item, body);
  TnRecordParts parts = {
    .id = item->id, .parent = read_ref (item, item->kind->parent_field), .kind = tn_slice (item->kind->key, -1),
    .stream = tn_slice (item->stream, -1), .stamps = tn_slice (w->creation_stamps, -1),
    .body = tn_slice (body->str, (gssize) body->len),
  };
  g_byte_array_append (w->created, item->id.b, sizeof item->id.b);
  return insert_row (w, item, &parts, error) && tn_edit_queue (w, &item->id, "*", NULL, &w->stamp, NULL, NULL, error);
}
