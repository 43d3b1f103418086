/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-legacy.h"
#include <string.h>

/* One letter and its bytes in both codes. A letter of two bytes is a base letter and a mark; the longest match wins. */
typedef struct { gunichar letter; const char *tcvn3, *vni; } Letter;
static const Letter letters[] = {
  { 0x00C0, "\x41\xb5", "\x41\xd8" }, { 0x00C1, "\x41\xb8", "\x41\xd9" }, { 0x00C2, "\xa2", "\x41\xc2" },
  { 0x00C3, "\x41\xb7", "\x41\xd5" }, { 0x00C8, "\x45\xcc", "\x45\xd8" }, { 0x00C9, "\x45\xd0", "\x45\xd9" },
  { 0x00CA, "\xa3", "\x45\xc2" }, { 0x00CC, "\x49\xd7", "\xcc" }, { 0x00CD, "\x49\xdd", "\xcd" },
  { 0x00D2, "\x4f\xdf", "\x4f\xd8" }, { 0x00D3, "\x4f\xe3", "\x4f\xd9" }, { 0x00D4, "\xa4", "\x4f\xc2" },
  { 0x00D5, "\x4f\xe2", "\x4f\xd5" }, { 0x00D9, "\x55\xef", "\x55\xd8" }, { 0x00DA, "\x55\xf3", "\x55\xd9" },
  { 0x00DD, "\x59\xfd", "\x59\xd9" }, { 0x00E0, "\xb5", "\x61\xf8" }, { 0x00E1, "\xb8", "\x61\xf9" },
  { 0x00E2, "\xa9", "\x61\xe2" }, { 0x00E3, "\xb7", "\x61\xf5" }, { 0x00E8, "\xcc", "\x65\xf8" },
  { 0x00E9, "\xd0", "\x65\xf9" }, { 0x00EA, "\xaa", "\x65\xe2" }, { 0x00EC, "\xd7", "\xec" }, { 0x00ED, "\xdd", "\xed" },
  { 0x00F2, "\xdf", "\x6f\xf8" }, { 0x00F3, "\xe3", "\x6f\xf9" }, { 0x00F4, "\xab", "\x6f\xe2" },
  { 0x00F5, "\xe2", "\x6f\xf5" }, { 0x00F9, "\xef", "\x75\xf8" }, { 0x00FA, "\xf3", "\x75\xf9" },
  { 0x00FD, "\xfd", "\x79\xf9" }, { 0x0102, "\xa1", "\x41\xca" }, { 0x0103, "\xa8", "\x61\xea" }, { 0x0110, "\xa7", "\xd1" },
  { 0x0111, "\xae", "\xf1" }, { 0x0128, "\x49\xdc", "\xd3" }, { 0x0129, "\xdc", "\xf3" }, { 0x0168, "\x55\xf2", "\x55\xd5" },
  { 0x0169, "\xf2", "\x75\xf5" }, { 0x01A0, "\xa5", "\xd4" }, { 0x01A1, "\xac", "\xf4" }, { 0x01AF, "\xa6", "\xd6" },
  { 0x01B0, "\xad", "\xf6" }, { 0x1EA0, "\x41\xb9", "\x41\xcf" }, { 0x1EA1, "\xb9", "\x61\xef" },
  { 0x1EA2, "\x41\xb6", "\x41\xdb" }, { 0x1EA3, "\xb6", "\x61\xfb" }, { 0x1EA4, "\xa2\xca", "\x41\xc1" },
  { 0x1EA5, "\xca", "\x61\xe1" }, { 0x1EA6, "\xa2\xc7", "\x41\xc0" }, { 0x1EA7, "\xc7", "\x61\xe0" },
  { 0x1EA8, "\xa2\xc8", "\x41\xc5" }, { 0x1EA9, "\xc8", "\x61\xe5" }, { 0x1EAA, "\xa2\xc9", "\x41\xc3" },
  { 0x1EAB, "\xc9", "\x61\xe3" }, { 0x1EAC, "\xa2\xcb", "\x41\xc4" }, { 0x1EAD, "\xcb", "\x61\xe4" },
  { 0x1EAE, "\xa1\xbe", "\x41\xc9" }, { 0x1EAF, "\xbe", "\x61\xe9" }, { 0x1EB0, "\xa1\xbb", "\x41\xc8" },
  { 0x1EB1, "\xbb", "\x61\xe8" }, { 0x1EB2, "\xa1\xbc", "\x41\xda" }, { 0x1EB3, "\xbc", "\x61\xfa" },
  { 0x1EB4, "\xa1\xbd", "\x41\xdc" }, { 0x1EB5, "\xbd", "\x61\xfc" }, { 0x1EB6, "\xa1\xc6", "\x41\xcb" },
  { 0x1EB7, "\xc6", "\x61\xeb" }, { 0x1EB8, "\x45\xd1", "\x45\xcf" }, { 0x1EB9, "\xd1", "\x65\xef" },
  { 0x1EBA, "\x45\xce", "\x45\xdb" }, { 0x1EBB, "\xce", "\x65\xfb" }, { 0x1EBC, "\x45\xcf", "\x45\xd5" },
  { 0x1EBD, "\xcf", "\x65\xf5" }, { 0x1EBE, "\xa3\xd5", "\x45\xc1" }, { 0x1EBF, "\xd5", "\x65\xe1" },
  { 0x1EC0, "\xa3\xd2", "\x45\xc0" }, { 0x1EC1, "\xd2", "\x65\xe0" }, { 0x1EC2, "\xa3\xd3", "\x45\xc5" },
  { 0x1EC3, "\xd3", "\x65\xe5" }, { 0x1EC4, "\xa3\xd4", "\x45\xc3" }, { 0x1EC5, "\xd4", "\x65\xe3" },
  { 0x1EC6, "\xa3\xd6", "\x45\xc4" }, { 0x1EC7, "\xd6", "\x65\xe4" }, { 0x1EC8, "\x49\xd8", "\xc6" },
  { 0x1EC9, "\xd8", "\xe6" }, { 0x1ECA, "\x49\xde", "\xd2" }, { 0x1ECB, "\xde", "\xf2" }, { 0x1ECC, "\x4f\xe4", "\x4f\xcf" },
  { 0x1ECD, "\xe4", "\x6f\xef" }, { 0x1ECE, "\x4f\xe1", "\x4f\xdb" }, { 0x1ECF, "\xe1", "\x6f\xfb" },
  { 0x1ED0, "\xa4\xe8", "\x4f\xc1" }, { 0x1ED1, "\xe8", "\x6f\xe1" }, { 0x1ED2, "\xa4\xe5", "\x4f\xc0" },
  { 0x1ED3, "\xe5", "\x6f\xe0" }, { 0x1ED4, "\xa4\xe6", "\x4f\xc5" }, { 0x1ED5, "\xe6", "\x6f\xe5" },
  { 0x1ED6, "\xa4\xe7", "\x4f\xc3" }, { 0x1ED7, "\xe7", "\x6f\xe3" }, { 0x1ED8, "\xa4\xe9", "\x4f\xc4" },
  { 0x1ED9, "\xe9", "\x6f\xe4" }, { 0x1EDA, "\xa5\xed", "\xd4\xd9" }, { 0x1EDB, "\xed", "\xf4\xf9" },
  { 0x1EDC, "\xa5\xea", "\xd4\xd8" }, { 0x1EDD, "\xea", "\xf4\xf8" }, { 0x1EDE, "\xa5\xeb", "\xd4\xdb" },
  { 0x1EDF, "\xeb", "\xf4\xfb" }, { 0x1EE0, "\xa5\xec", "\xd4\xd5" }, { 0x1EE1, "\xec", "\xf4\xf5" },
  { 0x1EE2, "\xa5\xee", "\xd4\xcf" }, { 0x1EE3, "\xee", "\xf4\xef" }, { 0x1EE4, "\x55\xf4", "\x55\xcf" },
  { 0x1EE5, "\xf4", "\x75\xef" }, { 0x1EE6, "\x55\xf1", "\x55\xdb" }, { 0x1EE7, "\xf1", "\x75\xfb" },
  { 0x1EE8, "\xa6\xf8", "\xd6\xd9" }, { 0x1EE9, "\xf8", "\xf6\xf9" }, { 0x1EEA, "\xa6\xf5", "\xd6\xd8" },
  { 0x1EEB, "\xf5", "\xf6\xf8" }, { 0x1EEC, "\xa6\xf6", "\xd6\xdb" }, { 0x1EED, "\xf6", "\xf6\xfb" },
  { 0x1EEE, "\xa6\xf7", "\xd6\xd5" }, { 0x1EEF, "\xf7", "\xf6\xf5" }, { 0x1EF0, "\xa6\xf9", "\xd6\xcf" },
  { 0x1EF1, "\xf9", "\xf6\xef" }, { 0x1EF2, "\x59\xfa", "\x59\xd8" }, { 0x1EF3, "\xfa", "\x79\xf8" },
  { 0x1EF4, "\x59\xfe", "\xce" }, { 0x1EF5, "\xfe", "\xee" }, { 0x1EF6, "\x59\xfb", "\x59\xdb" },
  { 0x1EF7, "\xfb", "\x79\xfb" }, { 0x1EF8, "\x59\xfc", "\x59\xd5" }, { 0x1EF9, "\xfc", "\x79\xf5" },
};

/* one[b] and two[b][c]: the letter, 0 = none. Made once; 130 kB that only a legacy file costs. */
typedef struct { guint16 one[256]; guint16 two[256][256]; } Decoder;

static void
add_letter (Decoder *d, const char *bytes, gunichar letter)
{
  guint8 b = (guint8) bytes[0], c = (guint8) bytes[1];
  if (c == 0)
    d->one[b] = (guint16) letter;
  else
    d->two[b][c] = (guint16) letter;
}

/* In VNI people also typed a capital with a small mark and the other way round ("Aù"): the same letter where nothing else claims the pair. */
static void
add_mixed_case (Decoder *d)
{
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      guint8 b = (guint8) letters[i].vni[0], c = (guint8) letters[i].vni[1];
      if (c != 0 && d->two[b][c ^ 0x20] == 0)
        d->two[b][c ^ 0x20] = (guint16) letters[i].letter;
    }
}

static Decoder *
make_decoder (gboolean vni)
{
  Decoder *d = g_new0 (Decoder, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    add_letter (d, vni ? letters[i].vni : letters[i].tcvn3, letters[i].letter);
  if (vni)
    add_mixed_case (d);
  return d;
}

static const Decoder *
get_decoder (TnLegacy legacy)
{
  static gsize tcvn3, vni;
  gsize *slot = legacy == TN_LEGACY_VNI ? &vni : &tcvn3;
  if (g_once_init_enter (slot))
    g_once_init_leave (slot, (gsize) make_decoder (legacy == TN_LEGACY_VNI));
  return (const Decoder *) *slot;
}

/* The legacy bytes of a text, or NULL if it holds a letter that no 8-bit text can hold, or no byte above ASCII at all. */
static guint8 *
latin1_bytes (const char *text, gsize *len, gboolean *ascii)
{
  guint8 *bytes = g_malloc (strlen (text) + 1);
  gsize n = 0;
  *ascii = TRUE;
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c > 0xff)
        {
          g_free (bytes);
          return NULL;
        }
      *ascii &= c < 0x80;
      bytes[n++] = (guint8) c;
    }
  bytes[n] = 0;
  *len = n;
  return bytes;
}

static char *
decode_bytes (const Decoder *d, const guint8 *bytes, gsize len)
{
  GString *out = g_string_sized_new (len * 2);
  for (gsize i = 0; i < len; i++)
    {
      gunichar c = i + 1 < len ? d->two[bytes[i]][bytes[i + 1]] : 0;
      if (c != 0)
        i++;
      else
        c = d->one[bytes[i]] ? d->one[bytes[i]] : bytes[i];
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

char *
tn_legacy_decode (const char *text, TnLegacy legacy)
{
  gsize len;
  gboolean ascii;
  if (legacy == TN_LEGACY_NONE)
    return NULL;
  g_autofree guint8 *bytes = latin1_bytes (text, &len, &ascii);
  if (bytes == NULL || (ascii && legacy != TN_LEGACY_TCVN3_CAPS))
    return NULL;
  g_autofree char *plain = decode_bytes (get_decoder (legacy), bytes, len);
  return legacy == TN_LEGACY_TCVN3_CAPS ? g_utf8_strup (plain, -1) : g_steal_pointer (&plain);
}

TnLegacy
tn_legacy_of_font (const char *font)
{
  gsize len = strlen (font);
  if (g_ascii_strncasecmp (font, ".vn", 3) == 0)
    return len > 3 && font[len - 1] == 'H' ? TN_LEGACY_TCVN3_CAPS : TN_LEGACY_TCVN3;
  if (g_ascii_strncasecmp (font, "vni-", 4) == 0 || g_ascii_strcasecmp (font, "vni") == 0)
    return TN_LEGACY_VNI;
  return TN_LEGACY_NONE;
}
