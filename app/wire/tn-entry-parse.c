/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a laptop sends is read strictly, as it will be judged once and for all; but an unknown kind, unit or further member is
 * no fault of shape: it comes from a newer program, and the server holds it. */
#include "tn-entry.h"
#include "tn-limits.h"
#include "tn-wire-private.h"
#include <glib/gi18n.h>

#define BY_MAX 256

typedef struct { TnSlice n, k, i, by, u, sh, t, b; } Members;

static gboolean
refuse (GError **error, TnErrorCode code, const char *what)
{
  g_set_error (error, TN_ERROR, code,
    _("A change that was sent cannot be read (%s). It is kept as it came. Tell your district office."), what);
  return FALSE;
}

static TnSlice *
member_slot (Members *m, TnSlice key)
{
  struct { const char *key; TnSlice *slot; } known[] = {
    { "n", &m->n }, { "k", &m->k }, { "i", &m->i }, { "by", &m->by }, { "u", &m->u }, { "sh", &m->sh }, { "t", &m->t }, { "b", &m->b },
  };
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (tn_slice_is (key, known[i].key)) return known[i].slot;
  return NULL;
}

static gboolean
read_members (TnSlice text, Members *m, GError **error)
{
  TnSlice key, value;
  TnJsonIter it;
  if (text.len > TN_LIMIT_LINE) return refuse (error, TN_ERROR_TOO_LARGE, "line");
  if (tn_json_type (text) != TN_JSON_OBJECT) return refuse (error, TN_ERROR_CORRUPT, "JSON");
  tn_json_iter_init (&it, text);
  while (tn_json_iter_next (&it, &key, &value)) {
    TnSlice *slot = member_slot (m, key);
    if (slot && slot->p) return refuse (error, TN_ERROR_INVALID, "twice");
    if (slot) *slot = value;
  }
  return it.ok || refuse (error, TN_ERROR_CORRUPT, "JSON");
}

static TnSlice
unquote (TnSlice token)
{
  gboolean quoted = token.len >= 2 && token.p[0] == '"';
  return quoted ? (TnSlice) { token.p + 1, token.len - 2 } : (TnSlice) { NULL, 0 };
}

static gboolean
read_stamp (TnSlice token, TnStamp *out)
{
  TnSlice text = unquote (token);
  return text.p && tn_stamp_parse (text, out);
}

static TnEntry *
read_head (const Members *m, GError **error)
{
  gint64 n;
  TnId id;
  TnSlice kind = unquote (m->k), id_text = unquote (m->i);
  g_autofree char *by = m->by.len && m->by.len <= BY_MAX ? tn_json_get_string (m->by) : NULL;
  gboolean good = tn_json_get_int (m->n, &n) && n >= 0 && by && kind.len && tn_wire_is_plain (kind, TN_WIRE_NAME_MAX)
                  && id_text.p && tn_id_parse (id_text.p, (gssize) id_text.len, &id);
  if (!good) {
    refuse (error, TN_ERROR_INVALID, "head");
    return NULL;
  }
  g_autofree char *key = tn_slice_dup (kind);
  return tn_entry_new (n, key, &id, by);
}

static gboolean
read_over (TnSlice list, TnStamp over[TN_LIMIT_OVER], gsize *n)
{
  TnSlice key, value;
  TnJsonIter it;
  *n = 0;
  if (tn_json_type (list) != TN_JSON_ARRAY) return FALSE;
  tn_json_iter_init (&it, list);
  while (tn_json_iter_next (&it, &key, &value))
    if (*n == TN_LIMIT_OVER || !read_stamp (value, &over[(*n)++])) return FALSE;
  return it.ok;
}

static gboolean
read_change (TnEntry *entry, TnSlice unit, TnSlice triple)
{
  TnSlice key, part[3] = { { NULL, 0 } }, extra;
  TnStamp stamp, over[TN_LIMIT_OVER];
  TnJsonIter it;
  gsize n = 0, n_over;
  if (tn_json_type (triple) != TN_JSON_ARRAY || unit.len == 0) return FALSE;
  tn_json_iter_init (&it, triple);
  while (n < 3 && tn_json_iter_next (&it, &key, &part[n])) n++;
  if (n < 3 || tn_json_iter_next (&it, &key, &extra) || !it.ok) return FALSE;
  if (!read_stamp (part[1], &stamp) || !read_over (part[2], over, &n_over)) return FALSE;
  g_autofree char *name = tn_slice_dup (unit);
  g_autofree char *value = tn_slice_dup (part[0]);
  tn_entry_add (entry, name, value, &stamp, over, n_over);
  return TRUE;
}

static gboolean
read_changes (TnEntry *entry, TnSlice units)
{
  g_autoptr (GArray) members = tn_wire_members (units);
  if (!members || members->len == 0) return FALSE;
  for (guint i = 0; i < members->len; i++) {
    const TnMember *member = &g_array_index (members, TnMember, i);
    if (!read_change (entry, member->key, member->value)) return FALSE;
  }
  return TRUE;
}

static gboolean
read_creation (TnEntry *entry, const Members *m)
{
  TnStamp stamp;
  g_autoptr (TnRow) row = tn_row_new (entry->kind_key, &entry->id);
  if (!read_stamp (m->t, &stamp) || !m->b.len || !tn_row_add_body (row, m->b, &stamp, NULL)) return FALSE;
  entry->creation = TRUE;
  for (guint i = 0; i < row->units->len; i++) {
    TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (!unit->value) continue;     /* a new record says nothing about what it leaves empty */
    TnChange *change = g_new0 (TnChange, 1);
    *change = (TnChange) { .unit = g_steal_pointer (&unit->unit), .value = g_steal_pointer (&unit->value), .stamp = stamp };
    g_ptr_array_add (entry->changes, change);
  }
  return TRUE;
}

static gboolean
read_seen (TnEntry *entry, TnSlice token)
{
  if (!token.p) return TRUE;
  TnSlice hex = unquote (token);
  entry->has_seen = TRUE;
  return hex.len == 2 * sizeof entry->seen.b && tn_unhex (hex.p, hex.len, entry->seen.b);
}

TnEntry *
tn_entry_parse (TnSlice text, GError **error)
{
  Members m = { 0 };
  if (!read_members (text, &m, error)) return NULL;
  g_autoptr (TnEntry) entry = read_head (&m, error);
  if (!entry) return NULL;
  gboolean whole = m.t.p || m.b.p;
  if (whole == (m.u.p != NULL) || !read_seen (entry, m.sh) || !(whole ? read_creation (entry, &m) : read_changes (entry, m.u))) {
    refuse (error, TN_ERROR_INVALID, whole ? "b" : "u");
    return NULL;
  }
  return g_steal_pointer (&entry);
}
