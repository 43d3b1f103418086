/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-row.h"
#include "tn-entry.h"
#include "tn-wire-private.h"

static void
clear_unit (gpointer data)
{
  TnUnit *unit = data;
  g_free (unit->unit);
  g_free (unit->value);
}

TnRow *
tn_row_new (const char *kind_key, const TnId *id)
{
  TnRow *row = g_new0 (TnRow, 1);
  row->kind_key = g_strdup (kind_key);
  row->kind = tn_schema_kind (kind_key);
  row->id = *id;
  row->stream = g_strdup ("");
  row->units = g_array_sized_new (FALSE, TRUE, sizeof (TnUnit), 16);
  g_array_set_clear_func (row->units, clear_unit);
  return row;
}

TnRow *
tn_row_copy (const TnRow *row)
{
  TnRow *copy = tn_row_new (row->kind_key, &row->id);
  copy->kind = row->kind;
  g_free (copy->stream);
  copy->stream = g_strdup (row->stream);
  copy->deleted = row->deleted;
  copy->del_stamp = row->del_stamp;
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *from = &g_array_index (row->units, TnUnit, i);
    TnUnit unit = { .unit = g_strdup (from->unit), .stamp = from->stamp, .value = g_strdup (from->value) };
    g_array_append_val (copy->units, unit);
  }
  return copy;
}

void
tn_row_free (TnRow *row)
{
  if (!row) return;
  g_array_unref (row->units);
  g_free (row->kind_key);
  g_free (row->stream);
  g_free (row);
}

/* The unit, or NULL with the place where it belongs. The end is looked at first: bodies come sorted. */
static TnUnit *
find_unit (const TnRow *row, TnSlice name, guint *place)
{
  guint low = 0, high = row->units->len;
  while (low < high) {
    guint middle = high == row->units->len && low == 0 ? high - 1 : low + (high - low) / 2;
    TnUnit *unit = &g_array_index (row->units, TnUnit, middle);
    int order = tn_slice_compare (name, tn_slice (unit->unit, -1));
    if (order == 0) return unit;
    if (order > 0) low = middle + 1;
    else high = middle;
  }
  if (place) *place = low;
  return NULL;
}

TnUnit *
tn_row_add_unit (TnRow *row, TnSlice name, const TnStamp *stamp)
{
  guint place;
  TnUnit *found = find_unit (row, name, &place);
  if (found) return found;
  TnUnit unit = { .unit = g_strndup (name.p, name.len), .stamp = *stamp };
  g_array_insert_val (row->units, place, unit);
  return &g_array_index (row->units, TnUnit, place);
}

TnUnit *
tn_row_unit (const TnRow *row, const char *unit)
{
  return find_unit (row, tn_slice (unit, -1), NULL);
}

static void
append_member (GString *out, TnSlice key, TnSlice value)
{
  g_string_append_c (out, out->len ? ',' : '{');
  g_string_append_c (out, '"');
  g_string_append_len (out, key.p, (gssize) key.len);
  g_string_append (out, "\":");
  g_string_append_len (out, value.p, (gssize) value.len);
}

char *
tn_unit_value_canonical (const TnKind *kind, const char *unit, TnSlice value)
{
  if (value.len == 0 || tn_slice_is (value, "null")) return NULL;
  g_autoptr (GArray) members = tn_wire_is_group (kind, unit) ? tn_wire_members (value) : NULL;
  if (!members) return tn_slice_dup (value);
  g_autoptr (GString) out = g_string_sized_new (value.len);
  for (guint i = 0; i < members->len; i++) {
    const TnMember *member = &g_array_index (members, TnMember, i);
    if (!tn_slice_is (member->value, "null")) append_member (out, member->key, member->value);
  }
  if (out->len == 0) return NULL;
  g_string_append_c (out, '}');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

void
tn_row_set_unit (TnRow *row, const char *unit, const char *value, const TnStamp *stamp)
{
  if (g_str_equal (unit, TN_UNIT_DEL)) {
    row->deleted = g_strcmp0 (value, "true") == 0;
    row->del_stamp = *stamp;
    return;
  }
  TnUnit *slot = tn_row_add_unit (row, tn_slice (unit, -1), stamp);
  char *canonical = value ? tn_unit_value_canonical (row->kind, unit, tn_slice (value, -1)) : NULL;
  g_free (slot->value);
  slot->value = canonical;
  slot->stamp = *stamp;
}

/* The members come in sorted order, so the object of a group grows at its end and stays sorted. */
static void
grow_group (TnUnit *unit, TnSlice key, TnSlice value)
{
  gsize old = unit->value ? strlen (unit->value) : 0;
  g_autoptr (GString) out = g_string_sized_new (old + key.len + value.len + 8);
  if (old) g_string_append_len (out, unit->value, (gssize) old - 1);
  append_member (out, key, value);
  g_string_append_c (out, '}');
  g_free (unit->value);
  unit->value = g_string_free (g_steal_pointer (&out), FALSE);
}

static void
add_field (TnRow *row, const TnMember *member, const TnStamp *stamp)
{
  const TnField *field = row->kind ? tn_kind_field_slice (row->kind, member->key) : NULL;
  TnSlice name = field ? tn_slice (tn_field_unit (field), -1) : member->key;
  TnUnit *unit = tn_row_add_unit (row, name, stamp);
  if (tn_slice_is (member->value, "null")) return;
  if (tn_wire_is_group (row->kind, unit->unit)) {
    grow_group (unit, member->key, member->value);
    return;
  }
  g_free (unit->value);
  unit->value = tn_slice_dup (member->value);
}

gboolean
tn_row_add_body (TnRow *row, TnSlice body, const TnStamp *stamp, GError **error)
{
  g_autoptr (GArray) members = tn_wire_members (body);
  if (!members) return tn_wire_corrupt (error, "b");
  for (guint i = 0; i < members->len; i++) {
    const TnMember *member = &g_array_index (members, TnMember, i);
    if (tn_slice_is (member->key, TN_UNIT_DEL)) return tn_wire_corrupt (error, "b");
    add_field (row, member, stamp);
  }
  return TRUE;
}

TnSlice
tn_row_field (const TnRow *row, const char *field)
{
  const TnField *known = row->kind ? tn_kind_field (row->kind, field) : NULL;
  const char *name = known ? tn_field_unit (known) : field;
  const TnUnit *unit = tn_row_unit (row, name);
  if (!unit || !unit->value) return (TnSlice) { NULL, 0 };
  TnSlice value = tn_slice (unit->value, -1);
  return tn_wire_is_group (row->kind, name) ? tn_json_member (value, field) : value;
}

char *
tn_row_dup_text (const TnRow *row, const char *field)
{
  TnSlice token = tn_row_field (row, field);
  return token.len ? tn_json_get_string (token) : NULL;
}

char *
tn_row_dup_or_empty (const TnRow *row, const char *field)
{
  char *text = row ? tn_row_dup_text (row, field) : NULL;
  return text ? text : g_strdup ("");
}

char *
tn_row_show (const TnRow *row, const char *field)
{
  const TnField *known = row->kind ? tn_kind_field (row->kind, field) : NULL;

  return known ? tn_field_show (known, tn_row_field (row, field)) : g_strdup ("");
}

gboolean
tn_row_ref (const TnRow *row, const char *field, TnId *out)
{
  TnSlice token = tn_row_field (row, field);
  return token.len == TN_ID_STR_LEN + 2 && token.p[0] == '"' && tn_id_parse (token.p + 1, TN_ID_STR_LEN, out);
}

gboolean
tn_row_parent (const TnRow *row, TnId *out)
{
  return row->kind && row->kind->parent_field && tn_row_ref (row, row->kind->parent_field, out);
}

gboolean
tn_row_area (const TnRow *row, TnId *out)
{
  return row->kind && row->kind->area_field && tn_row_ref (row, row->kind->area_field, out);
}

TnStamp
tn_row_newest (const TnRow *row)
{
  TnStamp newest = row->del_stamp;
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (tn_stamp_cmp (&unit->stamp, &newest) > 0) newest = unit->stamp;
  }
  return newest;
}

char *
tn_unit_value_from_body (const TnKind *kind, const char *unit, TnSlice body)
{
  if (!tn_wire_is_group (kind, unit)) {
    TnSlice token = tn_json_member (body, unit);
    return token.len && !tn_slice_is (token, "null") ? tn_slice_dup (token) : NULL;
  }
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GArray) members = tn_wire_members (body);
  for (guint i = 0; members && i < members->len; i++) {
    const TnMember *member = &g_array_index (members, TnMember, i);
    const TnField *field = tn_kind_field_slice (kind, member->key);
    if (field && g_str_equal (tn_field_unit (field), unit) && !tn_slice_is (member->value, "null"))
      append_member (out, member->key, member->value);
  }
  if (out->len == 0) return NULL;
  g_string_append_c (out, '}');
  return g_string_free (g_steal_pointer (&out), FALSE);
}
