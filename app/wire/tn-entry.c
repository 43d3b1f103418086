/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-entry.h"
#include "tn-limits.h"
#include "tn-wire-private.h"

static void
free_change (gpointer data)
{
  TnChange *change = data;
  g_free (change->unit);
  g_free (change->value);
  g_clear_pointer (&change->over, g_array_unref);
  g_free (change);
}

TnEntry *
tn_entry_new (gint64 n, const char *kind_key, const TnId *id, const char *by)
{
  TnEntry *entry = g_new0 (TnEntry, 1);
  entry->n = n;
  entry->kind_key = g_strdup (kind_key);
  entry->id = *id;
  entry->by = g_strdup (by ? by : "");
  entry->changes = g_ptr_array_new_with_free_func (free_change);
  return entry;
}

void
tn_entry_free (TnEntry *entry)
{
  if (!entry) return;
  g_ptr_array_unref (entry->changes);
  g_free (entry->kind_key);
  g_free (entry->by);
  g_free (entry);
}

static guint
place_for (const TnEntry *entry, const char *unit)
{
  guint place = entry->changes->len;
  while (place && strcmp (((TnChange *) entry->changes->pdata[place - 1])->unit, unit) > 0) place--;
  return place;
}

TnChange *
tn_entry_add (TnEntry *entry, const char *unit, const char *value, const TnStamp *stamp, const TnStamp *over, gsize n_over)
{
  TnChange *change = g_new0 (TnChange, 1);
  change->unit = g_strdup (unit);
  change->value = value ? tn_unit_value_canonical (tn_schema_kind (entry->kind_key), unit, tn_slice (value, -1)) : NULL;
  change->stamp = *stamp;
  if (n_over) {
    change->over = g_array_sized_new (FALSE, FALSE, sizeof (TnStamp), (guint) n_over);
    g_array_append_vals (change->over, over, (guint) MIN (n_over, TN_LIMIT_OVER));
  }
  g_ptr_array_insert (entry->changes, (int) place_for (entry, unit), change);
  return change;
}

static void
append_head (GString *line, gint64 n, const char *kind_key, const TnId *id, const char *by)
{
  TnIdStr text;
  tn_id_format (id, text);
  g_string_append_printf (line, "{\"n\":%" G_GINT64_FORMAT ",\"k\":\"%s\",\"i\":\"%s\",\"by\":", n, kind_key, text);
  tn_json_append_string (line, by ? by : "", -1);
}

static void
append_stamp (GString *line, const TnStamp *stamp)
{
  g_string_append_c (line, '"');
  g_string_append_len (line, stamp->s, TN_STAMP_LEN);
  g_string_append_c (line, '"');
}

static void
append_change (GString *line, const TnChange *change)
{
  g_string_append_c (line, '"');
  g_string_append (line, change->unit);
  g_string_append (line, "\":[");
  g_string_append (line, change->value ? change->value : "null");
  g_string_append_c (line, ',');
  append_stamp (line, &change->stamp);
  g_string_append (line, ",[");
  for (guint i = 0; change->over && i < change->over->len; i++) {
    if (i) g_string_append_c (line, ',');
    append_stamp (line, &g_array_index (change->over, TnStamp, i));
  }
  g_string_append (line, "]]");
}

void
tn_entry_append_creation (GString *line, gint64 n, const char *kind_key, const TnId *id, const char *by, const TnStamp *stamp, TnSlice body)
{
  append_head (line, n, kind_key, id, by);
  g_string_append (line, ",\"t\":");
  append_stamp (line, stamp);
  g_string_append (line, ",\"b\":");
  g_string_append_len (line, body.p, (gssize) body.len);
  g_string_append_c (line, '}');
}

static void
append_creation_of (const TnEntry *entry, GString *line)
{
  g_autoptr (TnRow) row = tn_row_new (entry->kind_key, &entry->id);
  g_autoptr (GString) body = g_string_new (NULL);
  TnStamp none = { "" };
  const TnStamp *stamp = entry->changes->len ? &((TnChange *) entry->changes->pdata[0])->stamp : &none;
  for (guint i = 0; i < entry->changes->len; i++) {
    const TnChange *change = entry->changes->pdata[i];
    tn_row_set_unit (row, change->unit, change->value, &change->stamp);
  }
  tn_row_to_parts (row, NULL, body);
  tn_entry_append_creation (line, entry->n, entry->kind_key, &entry->id, entry->by, stamp, tn_slice (body->str, (gssize) body->len));
}

void
tn_entry_to_line (const TnEntry *entry, GString *line)
{
  if (entry->creation) {
    append_creation_of (entry, line);
    return;
  }
  append_head (line, entry->n, entry->kind_key, &entry->id, entry->by);
  g_string_append (line, ",\"u\":{");
  for (guint i = 0; i < entry->changes->len; i++) {
    if (i) g_string_append_c (line, ',');
    append_change (line, entry->changes->pdata[i]);
  }
  g_string_append_c (line, '}');
  if (entry->has_seen) {
    char hex[2 * sizeof entry->seen.b + 1];
    tn_hex (entry->seen.b, sizeof entry->seen.b, hex);
    g_string_append_printf (line, ",\"sh\":\"%s\"", hex);
  }
  g_string_append_c (line, '}');
}
