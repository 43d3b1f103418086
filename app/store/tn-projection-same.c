/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Most edits are of what no list shows. Then nothing of the lists need even be looked up: what they say of a record is told by a few of its fields, here by name.
 * Whoever lets a list read one more field adds it here; lists-follow-every-field (tests/store/test-apply.c) changes every field of every kind and compares. */
#include "tn-projection-private.h"

/* Of their own tables as well, or of other records' rows: few, and not worth a list here. */
static gboolean
is_of_many_tables (const char *kind)
{
  static const char *const kinds[] = { "building", "conflict", "identity", "membership", "stock_entry", "unit", NULL };
  return g_strv_contains (kinds, kind);
}

static gboolean
is_named (const char *const *keys, const char *key)
{
  return g_strv_contains (keys, key);
}

/* tn_maker_read_home(), tn_maker_read_member(), and for all others a row of item (tn-home-item.c, tn-listed.c). */
static gboolean
is_listed (const TnKind *kind, const TnField *field)
{
  static const char *const home_keys[] = { "area", "building", "head", "status", NULL }, *const member_keys[] = { "household", "merged_into", "relation", "status", NULL };
  const char *const item_keys[] = { "name", kind->parent_field ? kind->parent_field : "", kind->list_ref ? kind->list_ref : "", kind->list_state ? kind->list_state : "",
                                    kind->list_time ? kind->list_time : "", kind->list_amount ? kind->list_amount : "", kind->list_quantity ? kind->list_quantity : "", NULL };
  if (g_str_equal (kind->key, "household")) return field->flags & TN_FIELD_SEARCH || is_named (home_keys, field->key);
  if (g_str_equal (kind->key, "person")) return field->flags & TN_FIELD_SEARCH || is_named (member_keys, field->key);
  return is_named (item_keys, field->key) || (kind->list_marks && g_str_equal (tn_field_unit (field), kind->list_marks));
}

static gboolean
is_equal (TnSlice a, TnSlice b)
{
  return a.len == b.len && (a.len == 0 || memcmp (a.p, b.p, a.len) == 0);
}

gboolean
tn_projection_is_same (const TnRow *before, const TnRow *now)
{
  const TnKind *kind = now->kind;
  if (!kind || before->kind != kind || before->deleted || now->deleted || is_of_many_tables (kind->key)) return FALSE;
  for (guint i = 0; i < kind->n_fields; i++) {
    const TnField *field = &kind->fields[i];
    if (!is_equal (tn_row_field (before, field->key), tn_row_field (now, field->key)) && is_listed (kind, field)) return FALSE;
  }
  return TRUE;
}
