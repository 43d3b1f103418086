/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scanner. Every line of a first sync goes through it two or three times, so it steps over plain text eight
 * bytes at a time, keeps no state but the pointer, and allocates nothing. Depth is bounded, so recursion is too. */
#include "tn-json.h"
#include "tn-json-private.h"

#include <string.h>

typedef const guint8 *Pos;

static inline Pos
skip_blanks (Pos p, Pos end)
{
  while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
    p++;
  return p;
}

#define EACH_BYTE(b) (G_GUINT64_CONSTANT (0x0101010101010101) * (b))
/* Sets the high bit of (at least) the first byte of w that is zero. */
#define ZERO_BYTES(w) (((w) - EACH_BYTE (0x01)) & ~(w) & EACH_BYTE (0x80))

/* Steps over characters that need no look: ASCII, no quote, no backslash, no control character. */
static inline Pos
skip_plain (Pos p, Pos end)
{
  while (end - p >= 8)
    {
      guint64 w, stop;

      memcpy (&w, p, sizeof w);
      stop = (w & EACH_BYTE (0x80)) | ZERO_BYTES (w ^ EACH_BYTE ('"')) | ZERO_BYTES (w ^ EACH_BYTE ('\\')) |
             ((w - EACH_BYTE (0x20)) & ~w & EACH_BYTE (0x80));
      if (stop)
        return p + (G_BYTE_ORDER == G_LITTLE_ENDIAN ? __builtin_ctzll (stop) / 8 : 0);
      p += 8;
    }
  return p;
}

/* Four hexadecimal digits of either case; -1 when there are not. */
static int
read_hex4 (Pos p, Pos end)
{
  int value = 0;

  if (end - p < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value ((char) p[i]);

      if (digit < 0)
        return -1;
      value = value << 4 | digit;
    }
  return value;
}

/* p stands behind the backslash; NULL on a bad escape. Surrogates must come as a pair. */
static Pos
scan_escape (Pos p, Pos end)
{
  int code;

  if (p >= end)
    return NULL;
  if (*p != 'u')
    return *p && strchr ("\"\\/bfnrt", *p) ? p + 1 : NULL;
  code = read_hex4 (p + 1, end);
  if (code < 0 || (code & 0xfc00) == 0xdc00)
    return NULL;
  if ((code & 0xfc00) != 0xd800)
    return p + 5;
  if (end - p < 11 || p[5] != '\\' || p[6] != 'u' || (read_hex4 (p + 7, end) & ~0x3ff) != 0xdc00)
    return NULL;
  return p + 11;
}

/* p stands behind the opening quote; returns behind the closing one, or NULL. */
static Pos
scan_string (Pos p, Pos end)
{
  while ((p = skip_plain (p, end)) < end)
    {
      if (*p == '"')
        return p + 1;
      if (*p >= 0x80)
        {
          do
            {
              guint n = tn_utf8_span (p, end);

              if (!n)
                return NULL;
              p += n;
            }
          while (p < end && *p >= 0x80);
        }
      else if (*p == '\\')
        {
          if (!(p = scan_escape (p + 1, end)))
            return NULL;
        }
      else if (*p++ < 0x20)
        return NULL;
    }
  return NULL;
}

static Pos
scan_digits (Pos p, Pos end)
{
  Pos start = p;

  while (p < end && g_ascii_isdigit (*p))
    p++;
  return p > start ? p : NULL;
}

static Pos
scan_number (Pos p, Pos end)
{
  if (*p == '-' && ++p >= end)
    return NULL;
  if (*p == '0')
    p++;
  else if (!(p = scan_digits (p, end)))
    return NULL;
  if (p < end && *p == '.' && !(p = scan_digits (p + 1, end)))
    return NULL;
  if (p < end && (*p | 0x20) == 'e')
    {
      p++;
      if (p < end && (*p == '+' || *p == '-'))
        p++;
      if (!(p = scan_digits (p, end)))
        return NULL;
    }
  return p;
}

static inline Pos
scan_word (Pos p, Pos end, const char *word, gsize len)
{
  return (gsize) (end - p) >= len && memcmp (p, word, len) == 0 ? p + len : NULL;
}

static Pos scan_value (Pos p, Pos end, guint depth);

/* p stands on a key's opening quote; returns on the first byte of its value, or NULL. */
static inline Pos
scan_key (Pos p, Pos end, TnSlice *key)
{
  Pos after;

  if (p >= end || *p != '"' || !(after = scan_string (p + 1, end)))
    return NULL;
  *key = (TnSlice) { (const char *) p + 1, (gsize) (after - p) - 2 };
  after = skip_blanks (after, end);
  return after < end && *after == ':' ? skip_blanks (after + 1, end) : NULL;
}

/* An object or array whose opening bracket is at p; `depth` more levels may open inside of it. */
static Pos
scan_nest (Pos p, Pos end, guint depth)
{
  gboolean object = *p == '{';
  guint8 close = object ? '}' : ']';
  TnSlice key;

  p = skip_blanks (p + 1, end);
  if (p < end && *p == close)
    return p + 1;
  for (;;)
    {
      if (object && !(p = scan_key (p, end, &key)))
        return NULL;
      if (!(p = scan_value (p, end, depth)))
        return NULL;
      p = skip_blanks (p, end);
      if (p >= end)
        return NULL;
      if (*p == close)
        return p + 1;
      if (*p != ',')
        return NULL;
      p = skip_blanks (p + 1, end);
    }
}

/* Returns behind the value that starts at p, or NULL. */
static Pos
scan_value (Pos p, Pos end, guint depth)
{
  if (p >= end)
    return NULL;
  switch (*p)
    {
    case '"': return scan_string (p + 1, end);
    case '{':
    case '[': return depth ? scan_nest (p, end, depth - 1) : NULL;
    case 't': return scan_word (p, end, "true", 4);
    case 'f': return scan_word (p, end, "false", 5);
    case 'n': return scan_word (p, end, "null", 4);
    case '-':
    case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9': return scan_number (p, end);
    default: return NULL;
    }
}

TnJsonType
tn_json_type (TnSlice s)
{
  if (!s.len)
    return TN_JSON_BAD;
  switch (*s.p)
    {
    case '"': return TN_JSON_STRING;
    case '{': return TN_JSON_OBJECT;
    case '[': return TN_JSON_ARRAY;
    case 't': return TN_JSON_TRUE;
    case 'f': return TN_JSON_FALSE;
    case 'n': return TN_JSON_NULL;
    default: return *s.p == '-' || g_ascii_isdigit (*s.p) ? TN_JSON_NUMBER : TN_JSON_BAD;
    }
}

TnJsonType
tn_json_check (TnSlice s)
{
  Pos p = (Pos) s.p, end = s.len ? p + s.len : p;

  return s.len && scan_value (p, end, TN_JSON_MAX_DEPTH) == end ? tn_json_type (s) : TN_JSON_BAD;
}

/* Reads the value at `from`, blanks before it skipped. */
static inline TnJsonType
take_value (Pos from, Pos end, guint depth, TnSlice *value, const char **after)
{
  Pos start = skip_blanks (from, end), stop = scan_value (start, end, depth);

  if (!stop)
    return TN_JSON_BAD;
  *value = (TnSlice) { (const char *) start, (gsize) (stop - start) };
  *after = (const char *) stop;
  return tn_json_type (*value);
}

TnJsonType
tn_json_next (const char **p, const char *end, TnSlice *value)
{
  return take_value ((Pos) *p, (Pos) end, TN_JSON_MAX_DEPTH, value, p);
}

void
tn_json_iter_init (TnJsonIter *it, TnSlice s)
{
  gboolean nest = s.len >= 2 && (*s.p == '{' || *s.p == '[');

  it->object = nest && *s.p == '{';
  it->first = TRUE;
  it->ok = FALSE;
  it->p = nest ? s.p + 1 : NULL;
  it->end = nest ? s.p + s.len : NULL;
}

/* The end was reached, well or badly: nothing more comes. */
static gboolean
stop_iter (TnJsonIter *it, gboolean ok)
{
  it->ok = ok;
  it->p = NULL;
  return FALSE;
}

gboolean
tn_json_iter_next (TnJsonIter *it, TnSlice *key, TnSlice *value)
{
  Pos p = (Pos) it->p, end = (Pos) it->end;
  TnSlice no_key = { "", 0 };

  if (!p)
    return FALSE;
  p = skip_blanks (p, end);
  if (p < end && *p == (it->object ? '}' : ']'))
    return stop_iter (it, p + 1 == end);
  if (!it->first)
    {
      if (p >= end || *p != ',')
        return stop_iter (it, FALSE);
      p = skip_blanks (p + 1, end);
    }
  it->first = FALSE;
  *key = no_key;
  if (it->object && !(p = scan_key (p, end, key)))
    return stop_iter (it, FALSE);
  if (take_value (p, end, TN_JSON_MAX_DEPTH - 1, value, &it->p) == TN_JSON_BAD)
    return stop_iter (it, FALSE);
  return TRUE;
}

TnSlice
tn_json_member (TnSlice s, const char *key)
{
  TnJsonIter it;
  TnSlice name, value;

  tn_json_iter_init (&it, s);
  while (it.object && tn_json_iter_next (&it, &name, &value))
    if (tn_slice_is (name, key))
      return value;
  return (TnSlice) { NULL, 0 };
}
