/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens to text and back. */
#include "tn-json.h"
#include "tn-json-private.h"

#include <string.h>

gboolean
tn_slice_is (TnSlice s, const char *text)
{
  return s.len && strncmp (s.p, text, s.len) == 0 ? text[s.len] == 0 : !s.len && !*text;
}

char *
tn_slice_dup (TnSlice s)
{
  return g_strndup (s.len ? s.p : "", s.len);
}

static guint
hex4 (const char *p)
{
  guint value = 0;

  for (int i = 0; i < 4; i++)
    value = value << 4 | (guint) g_ascii_xdigit_value (p[i]);
  return value;
}

/* One \uXXXX or a pair of them; p stands on the u. Returns behind it. */
static const char *
decode_unicode (const char *p, gunichar *c)
{
  *c = hex4 (p + 1);
  if ((*c & 0xfc00) != 0xd800)
    return p + 5;
  *c = 0x10000 + ((*c & 0x3ff) << 10 | (hex4 (p + 7) & 0x3ff));
  return p + 11;
}

/* p stands behind the backslash; NULL when it says U+0000, which no text of ours can hold. */
static const char *
decode_escape (const char *p, GString *out)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  gunichar c;

  if (*p != 'u')
    {
      g_string_append_c (out, to[strchr (from, *p) - from]);
      return p + 1;
    }
  p = decode_unicode (p, &c);
  if (!c)
    return NULL;
  g_string_append_unichar (out, c);
  return p;
}

char *
tn_json_get_string (TnSlice token)
{
  const char *p = token.p + 1, *end, *slash;
  GString *out;

  if (tn_json_check (token) != TN_JSON_STRING)
    return NULL;
  end = token.p + token.len - 1;
  slash = memchr (p, '\\', (gsize) (end - p));
  if (!slash)
    return g_strndup (p, (gsize) (end - p));
  out = g_string_sized_new (token.len);
  for (; slash; slash = memchr (p, '\\', (gsize) (end - p)))
    {
      g_string_append_len (out, p, slash - p);
      if (!(p = decode_escape (slash + 1, out)))
        {
          g_string_free (out, TRUE);
          return NULL;
        }
    }
  g_string_append_len (out, p, end - p);
  return g_string_free (out, FALSE);
}

char *
tn_json_dup_or_empty (TnSlice object, const char *key)
{
  char *text = tn_json_get_string (tn_json_member (object, key));
  return text ? text : g_strdup ("");
}

gboolean
tn_json_get_int (TnSlice token, gint64 *out)
{
  gboolean minus = token.len && *token.p == '-';
  const char *p = token.p, *end = token.len ? p + token.len : p;
  gint64 value = 0;

  if (minus)
    p++;
  if (p >= end || end - p > 18 || (*p == '0' && end - p > 1))
    return FALSE;
  for (; p < end; p++)
    {
      if (!g_ascii_isdigit (*p))
        return FALSE;
      value = value * 10 + (*p - '0');
    }
  *out = minus ? -value : value;
  return TRUE;
}

static void
append_escaped (GString *out, guchar c)
{
  static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt", digits[] = "0123456789abcdef";
  const char *at = c ? strchr (from, c) : NULL;

  g_string_append_c (out, '\\');
  if (at)
    {
      g_string_append_c (out, to[at - from]);
      return;
    }
  g_string_append_len (out, "u00", 3);
  g_string_append_c (out, digits[c >> 4]);
  g_string_append_c (out, digits[c & 15]);
}

void
tn_json_append_string (GString *out, const char *text, gssize len)
{
  const guint8 *p = (const guint8 *) text, *end = p + (len < 0 ? strlen (text) : (gsize) len), *run = p;

  g_string_append_c (out, '"');
  while (p < end)
    {
      guint n = *p >= 0x80 ? tn_utf8_span (p, end) : *p >= 0x20 && *p != '"' && *p != '\\';

      if (n)
        {
          p += n;
          continue;
        }
      g_string_append_len (out, (const char *) run, p - run);
      if (*p >= 0x80)
        g_string_append (out, "\357\277\275");   /* a broken byte would make the whole line unreadable */
      else
        append_escaped (out, *p);
      run = ++p;
    }
  g_string_append_len (out, (const char *) run, p - run);
  g_string_append_c (out, '"');
}

char *
tn_json_string (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) + 2);

  tn_json_append_string (out, text, -1);
  return g_string_free (out, FALSE);
}
