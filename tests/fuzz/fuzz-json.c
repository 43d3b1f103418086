/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anything at all into the scanner. What it takes must be walked to its end and decode to what it encodes from. */
#include "tn-json.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
walk (TnSlice s)
{
  TnJsonIter it;
  TnSlice key, value;

  tn_json_iter_init (&it, s);
  while (tn_json_iter_next (&it, &key, &value))
    {
      g_assert (tn_json_check (value) == tn_json_type (value));
      if (tn_json_type (value) >= TN_JSON_ARRAY)
        walk (value);
    }
  g_assert (it.ok);
}

static void
turn_round (TnSlice token)
{
  g_autofree char *text = tn_json_get_string (token), *again = NULL, *back = NULL;

  if (!text)
    return;
  g_assert (g_utf8_validate (text, -1, NULL));
  again = tn_json_string (text);
  back = tn_json_get_string (tn_slice (again, -1));
  g_assert_cmpstr (back, ==, text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  TnSlice s = { (const char *) data, size }, value;
  const char *p = s.p;
  TnJsonType type = tn_json_check (s);
  gint64 number;

  if (type >= TN_JSON_ARRAY)
    walk (s);
  if (type == TN_JSON_STRING)
    turn_round (s);
  if (tn_json_get_int (s, &number))
    g_assert (type == TN_JSON_NUMBER);
  while (tn_json_next (&p, s.p + s.len, &value) != TN_JSON_BAD)
    g_assert (value.len > 0 && p <= s.p + s.len);
  return 0;
}
