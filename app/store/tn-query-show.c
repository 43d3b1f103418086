/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records and values in words. */
#include "tn-copy-private.h"
#include "tn-query-private.h"
#include "tn-schema.h"
#include <glib/gi18n.h>

gboolean
tn_query_fields (TnCopy *copy, const TnId *id, TnFields *fields, char **body, gboolean *deleted, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_query_prepare_id (copy, "SELECT kind, body, del FROM record WHERE id = ?", id, error);
  *body = NULL;
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  const TnKind *kind = tn_schema_kind_slice (tn_stmt_slice (stmt, 0));
  if (!kind) return FALSE;
  *body = tn_slice_dup (tn_stmt_slice (stmt, 1));
  *deleted = tn_stmt_int (stmt, 2) != 0;
  tn_fields_from_body (fields, kind, id, tn_slice (*body, -1));
  return TRUE;
}

/* The first of these fields that says something. Owned; NULL when none does. */
static char *
first_text (const TnFields *fields, const char *const *keys)
{
  for (; *keys; keys++) {
    char *text = tn_kind_field (fields->kind, *keys) ? tn_fields_text (fields, *keys) : NULL;
    if (text) return text;
  }
  return NULL;
}

/* A category that a district added stands in a record of its own. Owned. */
static char *
name_category (TnCopy *copy, const TnField *field, const char *key)
{
  const char *label = tn_choice_label (field, key);
  g_autoptr (GError) error = NULL;
  if (!g_str_equal (label, key)) return g_strdup (label);
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT json_extract(r.body, '$.name') FROM item i JOIN record r ON r.id = i.id WHERE i.kind = 'category' AND i.parent IS NULL"
    " AND json_extract(r.body, '$.code') = ?", &error);
  if (!stmt) return g_strdup (key);
  tn_stmt_bind_text (stmt, 1, key);
  gboolean known = tn_stmt_step (stmt, &error) == TN_STEP_ROW && !tn_stmt_is_null (stmt, 0);
  return g_strdup (known ? tn_stmt_text (stmt, 0) : key);
}

/* Owned; "" when the field is empty. */
static char *
show_field (TnCopy *copy, const TnField *field, TnSlice token)
{
  TnId ref;
  if (!token.len || *token.p == 'n') return g_strdup ("");
  if (field->type == TN_TYPE_REF && token.len == TN_ID_STR_LEN + 2 && tn_id_parse (token.p + 1, TN_ID_STR_LEN, &ref))
    return tn_query_title (copy, &ref);
  if (field->type != TN_TYPE_CHOICE) return tn_field_show (field, token);
  g_autofree char *key = tn_fields_decode (token);
  return key ? name_category (copy, field, key) : tn_field_show (field, token);
}

static char *
show_keys (TnCopy *copy, const TnFields *fields, const char *const *keys)
{
  GString *text = g_string_new (NULL);
  for (; *keys; keys++) {
    const TnField *field = tn_kind_field (fields->kind, *keys);
    g_autofree char *shown = show_field (copy, field, tn_fields_get (fields, *keys));
    if (*shown) g_string_append_printf (text, "%s%s", text->len ? ", " : "", shown);
  }
  return g_string_free (text, FALSE);
}

static char *
title_household (TnCopy *copy, const TnFields *fields)
{
  static const char *const address_keys[] = { "house_no", "alley", "street", "room" };
  static const char *const other_keys[] = { "code", NULL };
  char *parts[4];
  TnId ref;
  g_autofree char *building = tn_fields_ref (fields, "building", &ref) ? tn_query_title (copy, &ref) : NULL;
  for (guint i = 0; i < 4; i++) parts[i] = tn_fields_text (fields, address_keys[i]);
  g_autofree char *address = tn_query_address (parts[0], parts[1], parts[2], parts[3], building);
  for (guint i = 0; i < 4; i++) g_free (parts[i]);
  if (*address) return g_steal_pointer (&address);
  char *code = first_text (fields, other_keys);
  if (code) return code;
  return tn_fields_ref (fields, "head", &ref) ? tn_query_title (copy, &ref) : NULL;
}

/* What the conflict is about; a conflict about a conflict would go round. */
static char *
title_conflict (TnCopy *copy, const TnFields *fields)
{
  TnId record;
  TnFields about;
  gboolean deleted;
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;
  if (!tn_fields_ref (fields, "record", &record) || !tn_query_fields (copy, &record, &about, &body, &deleted, &error)) return NULL;
  return g_str_equal (about.kind->key, "conflict") ? NULL : tn_query_title_of (copy, &about);
}

char *
tn_query_title_of (TnCopy *copy, const TnFields *fields)
{
  static const char *const names[] = { "name", "title", "question", "number", "old_number", "insurance", "code", NULL };
  static const char *const visit[] = { "at", "result", NULL }, *const membership[] = { "category", NULL }, *const area[] = { "area", "alley", NULL };
  static const char *const zone[] = { "area", "alley", "level", "from", NULL }, *const safe_family[] = { "household", "from", NULL };
  static const char *const commendation[] = { "to", "form", NULL }, *const wish[] = { "person", "wants", NULL }, *const need[] = { "business", "what", NULL };
  const char *kind = fields->kind->key;
  char *title = g_str_equal (kind, "household") ? title_household (copy, fields)
              : g_str_equal (kind, "visit") ? show_keys (copy, fields, visit)
              : g_str_equal (kind, "membership") ? show_keys (copy, fields, membership)
              : g_str_equal (kind, "team_area") ? show_keys (copy, fields, area)
              : g_str_equal (kind, "zone") ? show_keys (copy, fields, zone)
              : g_str_equal (kind, "safe_family") ? show_keys (copy, fields, safe_family)
              : g_str_equal (kind, "commendation") ? show_keys (copy, fields, commendation)
              : g_str_equal (kind, "job_wish") ? show_keys (copy, fields, wish)
              : g_str_equal (kind, "business_need") ? show_keys (copy, fields, need)
              : g_str_equal (kind, "conflict") ? title_conflict (copy, fields) : first_text (fields, names);
  if (title && *title && tn_kind_is_protected (fields->kind)) {
    char *masked = tn_kind_mask (fields->kind, title);   /* a title stands in lists, where nobody asked for the number */
    g_free (title);
    return masked;
  }
  if (title && *title) return title;
  g_free (title);
  return g_strdup (_(fields->kind->label));
}

char *
tn_query_title (TnCopy *copy, const TnId *id)
{
  TnFields fields;
  gboolean deleted;
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;
  if (tn_query_fields (copy, id, &fields, &body, &deleted, &error)) return tn_query_title_of (copy, &fields);
  if (error) g_warning ("%s", error->message);
  /* Translators: stands for a record that another one speaks of and that is not on this laptop */
  return g_strdup (_("not on this laptop"));
}

char *
tn_query_title_named (TnCopy *copy, const TnRow *row, const char *field, TnId *named)
{
  TnId id;
  if (!row->kind || !tn_kind_field (row->kind, field) || !tn_row_ref (row, field, &id)) return g_strdup ("");
  if (named) *named = id;
  return tn_query_title (copy, &id);
}

char *
tn_query_show_unit (TnCopy *copy, const TnKind *kind, const char *unit, const char *json)
{
  GString *text = g_string_new (NULL);
  TnSlice value = json ? tn_slice (json, -1) : (TnSlice) { NULL, 0 };
  gboolean single = kind && tn_kind_has_unit (kind, unit) && tn_kind_unit_is_single (kind, unit);
  if (g_str_equal (unit, "_del")) g_string_append (text, g_strcmp0 (json, "true") == 0 ? _("deleted") : _("kept"));
  else if (!kind || !tn_kind_has_unit (kind, unit)) g_string_append (text, json ? json : "");   /* of a newer program: as it is */
  else if (value.len && (single || *value.p == '{'))
    for (guint i = 0; i < kind->n_fields; i++) {
      const TnField *field = &kind->fields[i];
      if (strcmp (tn_field_unit (field), unit) != 0) continue;
      g_autofree char *shown = show_field (copy, field, single ? value : tn_json_member (value, field->key));
      if (*shown) g_string_append_printf (text, "%s%s", text->len ? ", " : "", shown);
    }
  return g_string_free (text, FALSE);
}

const char *
tn_query_unit_label (const TnKind *kind, const char *unit)
{
  static const struct { const char *unit, *label; } groups[] = {
    { "address", N_("Address") }, { "card", N_("Citizen card") }, { "validity", N_("Validity") }, { "work", N_("Work") },
    { "_del", N_("Deletion") }, { "*", N_("New record") },
  };
  const TnField *field = kind ? tn_kind_field (kind, unit) : NULL;
  if (field) return _(field->label);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_equal (groups[i].unit, unit)) return _(groups[i].label);
  for (guint i = 0; kind && i < kind->n_fields; i++)
    if (strcmp (tn_field_unit (&kind->fields[i]), unit) == 0) return _(kind->fields[i].label);
  return unit;
}
