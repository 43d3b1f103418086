/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-json.h"

/* The member's name as it reads, so that "a" and "\u0061" are one. */
static char *
decode_key (TnSlice key)
{
  TnSlice token = { key.p - 1, key.len + 2 };

  return memchr (key.p, '\\', key.len) ? tn_json_get_string (token) : g_strndup (key.p, key.len);
}

static gboolean
is_unique (TnSlice s)
{
  TnJsonIter it;
  TnSlice key, value;
  g_autoptr (GHashTable) seen = NULL;
  gboolean unique = TRUE;

  tn_json_iter_init (&it, s);
  if (it.object)
    seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  while (unique && tn_json_iter_next (&it, &key, &value))
    {
      char *name = seen ? decode_key (key) : NULL;

      unique = !seen || (name && g_hash_table_add (seen, name));
      if (unique && tn_json_type (value) >= TN_JSON_ARRAY)
        unique = is_unique (value);
    }
  return unique;
}

TnJsonType
tn_json_check_document (TnSlice s)
{
  TnJsonType type = tn_json_check (s);

  return type >= TN_JSON_ARRAY && !is_unique (s) ? TN_JSON_BAD : type;
}
