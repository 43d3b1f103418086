/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folding for search. Every text of every record passes here when it is saved, imported or received, so the letters
 * are looked up in two small tables instead of being normalised: Latin letters (U+00C0 to U+024F) and those that
 * Vietnamese adds (U+1E00 to U+1EFF). The tables are filled once from the Unicode data in GLib. */
#include "tn-text.h"
#include "tn-json-private.h"

#include <string.h>

#define LATIN_FIRST 0xc0u
#define LATIN_END 0x250u
#define VIET_FIRST 0x1e00u
#define VIET_END 0x1f00u

static guint8 ascii_base[0x80], latin_base[LATIN_END - LATIN_FIRST], viet_base[VIET_END - VIET_FIRST];

/* The lower-case ASCII letter below the marks, or 0 when there is none. */
static guint8
find_base (gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

  /* đ has no decomposition. Ð (eth) and Ɖ look the same and are what old converters write for it. */
  if (c == 0x110 || c == 0x111 || c == 0xd0 || c == 0xf0 || c == 0x189)
    return 'd';
  if (g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts)) > 1 && parts[0] < 0x80)
    return (guint8) g_ascii_tolower ((char) parts[0]);
  return 0;
}

static void
ensure_tables (void)
{
  static gsize ready = 0;

  if (!g_once_init_enter (&ready))
    return;
  for (guint c = 0; c < 0x80; c++)
    ascii_base[c] = (guint8) g_ascii_tolower ((char) c);
  for (guint c = LATIN_FIRST; c < LATIN_END; c++)
    latin_base[c - LATIN_FIRST] = find_base (c);
  for (guint c = VIET_FIRST; c < VIET_END; c++)
    viet_base[c - VIET_FIRST] = find_base (c);
  g_once_init_leave (&ready, 1);
}

/* A letter that the tables do not hold: marks and invisible characters vanish, odd blanks become blanks. */
static char *
fold_other (gunichar c, char *out)
{
  if ((c >= 0x300 && c < 0x370) || c == 0xad || c == 0x200b || c == 0x2060 || c == 0xfeff)
    return out;
  if (c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x3000)
    *out++ = ' ';
  else
    out += g_unichar_to_utf8 (g_unichar_tolower (c), out);
  return out;
}

/* The non-ASCII character of n bytes at p. */
static inline char *
fold_wide (const guint8 *p, guint n, char *out)
{
  gunichar c = n == 2 ? (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu) : g_utf8_get_char ((const char *) p);
  guint8 base = 0;

  if (c >= LATIN_FIRST && c < LATIN_END)
    base = latin_base[c - LATIN_FIRST];
  else if (c >= VIET_FIRST && c < VIET_END)
    base = viet_base[c - VIET_FIRST];
  if (!base)
    return fold_other (c, out);
  *out++ = (char) base;
  return out;
}

gsize
tn_text_fold_into (const char *text, gsize len, char *out)
{
  const guint8 *p = (const guint8 *) text, *end = p + len;
  char *o = out;

  ensure_tables ();
  while (p < end)
    {
      guint n;

      if (*p < 0x80)
        {
          *o++ = (char) ascii_base[*p++];
          continue;
        }
      n = tn_utf8_span (p, end);
      if (n)
        o = fold_wide (p, n, o);
      p += n ? n : 1;   /* a broken byte is dropped */
    }
  return (gsize) (o - out);
}

char *
tn_text_fold (const char *text, gssize len)
{
  gsize n = len < 0 ? strlen (text) : (gsize) len;
  char *out = g_malloc (n * 2 + 8);

  out[tn_text_fold_into (text, n, out)] = 0;
  return out;
}
