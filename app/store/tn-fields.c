/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-fields.h"

#define NOTHING ((TnSlice) { NULL, 0 })

static TnSlice
skip_null (TnSlice token)
{
  return token.len && *token.p != 'n' ? token : NOTHING;
}

void
tn_fields_from_row (TnFields *fields, const TnRow *row)
{
  g_return_if_fail (row->kind && row->kind->n_fields <= TN_FIELDS_MAX);
  fields->kind = row->kind;
  fields->id = row->id;
  for (guint i = 0; i < row->kind->n_fields; i++) fields->v[i] = skip_null (tn_row_field (row, row->kind->fields[i].key));
}

static guint
find_field (const TnKind *kind, TnSlice key)
{
  guint i;
  for (i = 0; i < kind->n_fields; i++) {
    const char *own = kind->fields[i].key;
    if (key.len && *own == *key.p && strncmp (own, key.p, key.len) == 0 && own[key.len] == 0) break;
  }
  return i;
}

void
tn_fields_from_body (TnFields *fields, const TnKind *kind, const TnId *id, TnSlice body)
{
  TnJsonIter it;
  TnSlice key, value;
  g_return_if_fail (kind->n_fields <= TN_FIELDS_MAX);
  fields->kind = kind;
  fields->id = *id;
  memset (fields->v, 0, kind->n_fields * sizeof *fields->v);
  tn_json_iter_init (&it, body);
  while (tn_json_iter_next (&it, &key, &value)) {
    guint i = find_field (kind, key);
    if (i < kind->n_fields) fields->v[i] = skip_null (value);
  }
}

TnSlice
tn_fields_get (const TnFields *fields, const char *key)
{
  for (guint i = 0; i < fields->kind->n_fields; i++)
    if (strcmp (fields->kind->fields[i].key, key) == 0) return fields->v[i];
  g_return_val_if_reached (NOTHING);
}

char *
tn_fields_decode (TnSlice token)
{
  if (token.len < 2 || *token.p != '"') return NULL;
  if (!memchr (token.p, '\\', token.len)) return g_strndup (token.p + 1, token.len - 2);
  return tn_json_get_string (token);
}

char *
tn_fields_text (const TnFields *fields, const char *key)
{
  g_autofree char *text = tn_fields_decode (tn_fields_get (fields, key));
  return text && *text ? g_steal_pointer (&text) : NULL;
}

char *
tn_fields_dup_or_empty (const TnFields *fields, const char *key)
{
  char *text = tn_fields_text (fields, key);
  return text ? text : g_strdup ("");
}

gboolean
tn_fields_ref (const TnFields *fields, const char *key, TnId *out)
{
  TnSlice token = tn_fields_get (fields, key);
  memset (out, 0, sizeof *out);
  return token.len == TN_ID_STR_LEN + 2 && tn_id_parse (token.p + 1, TN_ID_STR_LEN, out);
}

gboolean
tn_fields_is (const TnFields *fields, const char *key, const char *choice)
{
  TnSlice token = tn_fields_get (fields, key);
  return token.len >= 2 && tn_slice_is ((TnSlice) { token.p + 1, token.len - 2 }, choice);
}

gint64
tn_fields_int (const TnFields *fields, const char *key)
{
  gint64 value;
  return tn_json_get_int (tn_fields_get (fields, key), &value) ? value : 0;
}
