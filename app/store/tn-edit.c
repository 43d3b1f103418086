/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building an edit: no disk, any thread. */
#include "tn-edit-private.h"
#include <glib/gi18n.h>

#define ARENA_BLOCK 16384

TnEdit *
tn_edit_new (const char *label)
{
  TnEdit *edit = g_new0 (TnEdit, 1);
  edit->label = g_strdup (label ? label : "");
  edit->strings = g_string_chunk_new (ARENA_BLOCK);
  edit->items = g_ptr_array_new ();
  edit->by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  edit->resolves = g_array_new (FALSE, FALSE, sizeof (TnEditResolve));
  return edit;
}

static void
free_item (TnEditItem *item)
{
  g_free (item->fields);
  if (item->units) g_array_unref (item->units);
  if (item->expects) g_array_unref (item->expects);
  if (item->also_seen) g_array_unref (item->also_seen);
  g_free (item);
}

void
tn_edit_free (TnEdit *edit)
{
  if (!edit) return;
  g_hash_table_unref (edit->by_id);
  for (guint i = 0; i < edit->items->len; i++) free_item (edit->items->pdata[i]);
  g_ptr_array_unref (edit->items);
  g_array_unref (edit->resolves);
  g_string_chunk_free (edit->strings);
  g_clear_error (&edit->error);
  g_free (edit->label);
  g_free (edit);
}

TnEditItem *
tn_edit_item (TnEdit *edit, const TnId *id)
{
  TnEditItem *item = g_hash_table_lookup (edit->by_id, id);
  if (item) return item;
  item = g_new0 (TnEditItem, 1);
  item->id = *id;
  g_ptr_array_add (edit->items, item);
  g_hash_table_insert (edit->by_id, &item->id, item);
  return item;
}

static void
set_wrong (TnEdit *edit, const char *text)
{
  if (!edit->error) edit->error = g_error_new_literal (TN_ERROR, TN_ERROR_INVALID, text);
}

static void
set_wrong_field (TnEdit *edit, const char *key)
{
  g_autofree char *text = g_strdup_printf (_("There is no field “%s” in a record of this kind. Nothing was changed."), key);
  set_wrong (edit, text);
}

TnId
tn_edit_create (TnEdit *edit, const char *kind, const TnId *id)
{
  const TnKind *known = tn_schema_kind (kind);
  gboolean untimed = known && known->flags & TN_KIND_UNTIMED;
  TnId made = id ? *id : untimed ? tn_id_new_random (tn_env_system ()) : tn_id_new (tn_env_system ());
  TnEditItem *item = tn_edit_item (edit, &made);
  if (item->op == TN_EDIT_CREATE) return made;
  item->op = TN_EDIT_CREATE;
  item->kind = known;
  edit->n_created++;
  if (!item->kind || item->kind->flags & TN_KIND_SERVER_MADE)
    set_wrong (edit, _("Records of this kind cannot be made here. Nothing was changed."));
  return made;
}

void
tn_edit_set_untimed (TnEdit *edit)
{
  edit->untimed = TRUE;
}

static TnEditValue *
find_or_add (TnEditItem *item, const char *key)
{
  for (guint i = 0; i < item->n_fields; i++)
    if (strcmp (item->fields[i].key, key) == 0) return &item->fields[i];
  if (item->n_fields % 8 == 0) item->fields = g_renew (TnEditValue, item->fields, item->n_fields + 8);
  item->fields[item->n_fields] = (TnEditValue) { 0 };
  return &item->fields[item->n_fields++];
}

static void
set_token (TnEdit *edit, const TnId *id, const char *field, const char *token)
{
  TnEditItem *item = tn_edit_item (edit, id);
  const TnField *known = item->kind ? tn_kind_field (item->kind, field) : NULL;
  if (item->kind && !known) {
    set_wrong_field (edit, field);
    return;
  }
  const char *key = known ? known->key : g_string_chunk_insert_const (edit->strings, field);
  TnEditValue *value = find_or_add (item, key);
  value->key = key;
  value->token = token && strcmp (token, "null") != 0 ? g_string_chunk_insert (edit->strings, token) : NULL;
}

void
tn_edit_set (TnEdit *edit, const TnId *id, const char *field, const char *token)
{
  if (token && tn_json_check (tn_slice (token, -1)) == TN_JSON_BAD)
    set_wrong (edit, _("A value could not be read. Nothing was changed."));
  else
    set_token (edit, id, field, token);
}

void
tn_edit_set_text (TnEdit *edit, const TnId *id, const char *field, const char *text)
{
  g_autofree char *token = text && *text ? tn_json_string (text) : NULL;
  set_token (edit, id, field, token);
}

void
tn_edit_set_int (TnEdit *edit, const TnId *id, const char *field, gint64 value)
{
  char token[24];
  g_snprintf (token, sizeof token, "%" G_GINT64_FORMAT, value);
  set_token (edit, id, field, token);
}

void
tn_edit_set_bool (TnEdit *edit, const TnId *id, const char *field, gboolean value)
{
  set_token (edit, id, field, value ? "true" : "false");
}

void
tn_edit_set_ref (TnEdit *edit, const TnId *id, const char *field, const TnId *ref)
{
  char token[TN_ID_STR_LEN + 3] = "";
  if (ref && !tn_id_is_null (ref)) {
    TnIdStr text;
    tn_id_format (ref, text);
    g_snprintf (token, sizeof token, "\"%s\"", text);
  }
  set_token (edit, id, field, *token ? token : NULL);
}

void
tn_edit_set_deleted (TnEdit *edit, const TnId *id, gboolean deleted)
{
  TnEditItem *item = tn_edit_item (edit, id);
  item->set_deleted = TRUE;
  item->deleted = deleted;
}

void
tn_edit_delete (TnEdit *edit, const TnId *id)
{
  tn_edit_set_deleted (edit, id, TRUE);
}

void
tn_edit_revive (TnEdit *edit, const TnId *id)
{
  tn_edit_set_deleted (edit, id, FALSE);
}

void
tn_edit_set_unit (TnEdit *edit, const TnId *id, const char *unit, const char *value)
{
  TnEditItem *item = tn_edit_item (edit, id);
  TnEditValue set = {
    g_string_chunk_insert_const (edit->strings, unit),
    value && strcmp (value, "null") != 0 ? g_string_chunk_insert (edit->strings, value) : NULL,
  };
  if (!item->units) item->units = g_array_new (FALSE, FALSE, sizeof (TnEditValue));
  g_array_append_val (item->units, set);
}

void
tn_edit_expect (TnEdit *edit, const TnId *id, const char *unit, const TnStamp *stamp)
{
  TnEditItem *item = tn_edit_item (edit, id);
  TnEditExpect expect = { g_string_chunk_insert_const (edit->strings, unit), *stamp };
  if (!item->expects) item->expects = g_array_new (FALSE, FALSE, sizeof (TnEditExpect));
  g_array_append_val (item->expects, expect);
}

void
tn_edit_also_seen (TnEdit *edit, const TnId *id, const TnStamp *stamp)
{
  TnEditItem *item = tn_edit_item (edit, id);
  if (!item->also_seen) item->also_seen = g_array_new (FALSE, FALSE, sizeof (TnStamp));
  g_array_append_val (item->also_seen, *stamp);
}

void
tn_edit_resolve (TnEdit *edit, const TnId *conflict, TnKeep keep, const char *value)
{
  TnEditResolve resolve = { *conflict, keep, value ? g_string_chunk_insert (edit->strings, value) : NULL };
  g_array_append_val (edit->resolves, resolve);
}

gboolean
tn_edit_is_empty (const TnEdit *edit)
{
  return edit->items->len == 0 && edit->resolves->len == 0;
}

guint
tn_edit_n_records (const TnEdit *edit)
{
  return edit->items->len + edit->resolves->len;
}
