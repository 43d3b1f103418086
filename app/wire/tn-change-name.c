/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-change-name.h"
#include "tn-entry.h"

static void
write_value (const char *value, char out[TN_CHANGE_VALUE_LEN + 1])
{
  const char *token = value ? value : "null";
  TnHash hash = tn_hash (token, strlen (token));

  tn_hex (hash.b, TN_CHANGE_VALUE_LEN / 2, out);
}

TnChangeName
tn_change_name (const TnId *id, const char *unit, const TnStamp *stamp, const char *value)
{
  TnChangeName name = { *id, unit, *stamp, "" };

  if (strcmp (unit, "*") != 0)
    write_value (value, name.value);
  return name;
}

gboolean
tn_change_name_parse (const char *id, const char *unit, const char *stamp, const char *value, TnChangeName *name)
{
  guint8 hash[TN_CHANGE_VALUE_LEN / 2];

  *name = (TnChangeName) { .unit = unit };
  if (!id || !unit || !stamp || !tn_id_parse (id, -1, &name->id) || !tn_stamp_parse (tn_slice (stamp, -1), &name->stamp))
    return FALSE;
  if (!value || !*value)
    return TRUE;
  if (!tn_unhex (value, strlen (value), hash) || strlen (value) != TN_CHANGE_VALUE_LEN)
    return FALSE;
  memcpy (name->value, value, TN_CHANGE_VALUE_LEN);
  return TRUE;
}

gboolean
tn_change_name_is (const TnChangeName *name, const char *unit, const TnStamp *stamp, const char *value)
{
  char hash[TN_CHANGE_VALUE_LEN + 1];

  if (tn_stamp_cmp (stamp, &name->stamp) != 0 || (strcmp (name->unit, "*") != 0 && strcmp (name->unit, unit) != 0))
    return FALSE;
  if (!*name->value)
    return TRUE;
  write_value (value, hash);
  return strcmp (hash, name->value) == 0;
}

gboolean
tn_change_name_in_row (const TnChangeName *name, const TnRow *row)
{
  if (tn_stamp_is_set (&row->del_stamp) && tn_change_name_is (name, TN_UNIT_DEL, &row->del_stamp, row->deleted ? "true" : "false"))
    return TRUE;
  for (guint i = 0; i < row->units->len; i++)
    {
      const TnUnit *unit = &g_array_index (row->units, TnUnit, i);

      if (tn_change_name_is (name, unit->unit, &unit->stamp, unit->value))
        return TRUE;
    }
  return FALSE;
}

static void
append_name (const TnChangeName *name, GString *text)
{
  TnIdStr id;

  tn_id_format (&name->id, id);
  g_string_append_printf (text, "[\"%s\",", id);
  tn_json_append_string (text, name->unit, -1);
  g_string_append_printf (text, ",\"%s\"", name->stamp.s);
  if (*name->value)
    g_string_append_printf (text, ",\"%s\"", name->value);
  g_string_append_c (text, ']');
}

GBytes *
tn_change_names_ask (const char *ward, const TnChangeName *names, gsize n)
{
  GString *text = g_string_new ("{\"ward\":");

  tn_json_append_string (text, ward, -1);
  g_string_append (text, ",\"e\":[");
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_name (&names[i], text);
    }
  g_string_append (text, "]}");
  return g_string_free_to_bytes (text);
}
