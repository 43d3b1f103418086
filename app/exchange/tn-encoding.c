/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-table-private.h"
#include <glib/gi18n.h>
#include <string.h>

/* Text files say nothing of their encoding. A byte order mark settles it; then UTF-16 shows by its zero bytes, UTF-8 by being valid, and the
 * 8-bit codes by which of them gives Vietnamese syllables. */
static const struct { TnEncoding encoding; const char *name; } names[] = {
  { TN_ENCODING_AUTO, "auto" }, { TN_ENCODING_UTF8, "utf-8" }, { TN_ENCODING_UTF16LE, "utf-16le" }, { TN_ENCODING_UTF16BE, "utf-16be" },
  { TN_ENCODING_TCVN3, "tcvn3" }, { TN_ENCODING_VNI, "vni" }, { TN_ENCODING_VISCII, "viscii" }, { TN_ENCODING_CP1258, "cp1258" },
};

gboolean
tn_encoding_from_name (const char *name, TnEncoding *out)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i].name) == 0)
      {
        *out = names[i].encoding;
        return TRUE;
      }
  return FALSE;
}

const char *
tn_encoding_name (TnEncoding encoding)
{
  return names[encoding].name;
}

static TnEncoding
sniff_utf16 (const guint8 *p, gsize n)
{
  gsize even = 0, odd = 0, look = MIN (n, 4096) & ~(gsize) 1;
  for (gsize i = 0; i < look; i += 2)
    {
      even += p[i] == 0;
      odd += p[i + 1] == 0;
    }
  if (odd * 5 > look / 2 && even == 0)
    return TN_ENCODING_UTF16LE;
  return even * 5 > look / 2 && odd == 0 ? TN_ENCODING_UTF16BE : TN_ENCODING_AUTO;
}

static TnEncoding
sniff_encoding (const guint8 *p, gsize n, gsize *skip)
{
  *skip = 0;
  if (n >= 3 && memcmp (p, "\xef\xbb\xbf", 3) == 0)
    return *skip = 3, TN_ENCODING_UTF8;
  if (n >= 2 && p[0] == 0xff && p[1] == 0xfe)
    return *skip = 2, TN_ENCODING_UTF16LE;
  if (n >= 2 && p[0] == 0xfe && p[1] == 0xff)
    return *skip = 2, TN_ENCODING_UTF16BE;
  TnEncoding wide = sniff_utf16 (p, n);
  if (wide != TN_ENCODING_AUTO)
    return wide;
  return g_utf8_validate_len ((const char *) p, n, NULL) ? TN_ENCODING_UTF8 : TN_ENCODING_AUTO;
}

/* Every byte as the code point of the same number: what the builder's legacy conversion takes. */
static char *
latin1_to_utf8 (const guint8 *p, gsize n, gsize *len)
{
  char *out = g_malloc (n * 2 + 1), *to = out;
  for (gsize i = 0; i < n; i++)
    if (p[i] < 0x80)
      *to++ = (char) p[i];
    else
      {
        *to++ = (char) (0xc0 | p[i] >> 6);
        *to++ = (char) (0x80 | (p[i] & 0x3f));
      }
  *to = '\0';
  *len = (gsize) (to - out);
  return out;
}

static char *
convert (const guint8 *p, gsize n, TnEncoding encoding, gsize *len)
{
  static const char *const charsets[] = { [TN_ENCODING_UTF16LE] = "UTF-16LE", [TN_ENCODING_UTF16BE] = "UTF-16BE", [TN_ENCODING_VISCII] = "VISCII",
                                          [TN_ENCODING_CP1258] = "CP1258" };
  if (encoding == TN_ENCODING_TCVN3 || encoding == TN_ENCODING_VNI)
    return latin1_to_utf8 (p, n, len);
  if (encoding == TN_ENCODING_UTF8)
    {
      *len = n;
      return g_utf8_validate_len ((const char *) p, n, NULL) ? g_strndup ((const char *) p, n) : NULL;
    }
  char *out = g_convert ((const char *) p, (gssize) n, "UTF-8", charsets[encoding], NULL, len, NULL);
  if (out != NULL && !g_utf8_validate_len (out, *len, NULL))
    g_clear_pointer (&out, g_free);   /* holds NUL: no text */
  return out;
}

static guint
score_encoding (const guint8 *p, gsize n, TnEncoding encoding)
{
  gsize len;
  TnVietScore score = { 0 };
  g_autofree char *text = convert (p, n, encoding, &len);
  TnLegacy legacy = encoding == TN_ENCODING_TCVN3 ? TN_LEGACY_TCVN3 : encoding == TN_ENCODING_VNI ? TN_LEGACY_VNI : TN_LEGACY_NONE;
  if (text == NULL)
    return 0;
  g_autofree char *decoded = tn_legacy_decode (text, legacy);
  tn_viet_score_add (&score, decoded ? decoded : text);
  return tn_viet_score_percent (&score);
}

/* Cut at a line's end, so that no letter is halved. */
static gsize
sample_length (const guint8 *p, gsize n)
{
  gsize m = MIN (n, 256u << 10);
  while (m < n && m > 0 && p[m - 1] != '\n')
    m--;
  return m > 0 ? m : MIN (n, 256u << 10);
}

static TnEncoding
guess_8bit (const guint8 *p, gsize n)
{
  static const TnEncoding ways[] = { TN_ENCODING_TCVN3, TN_ENCODING_VNI, TN_ENCODING_CP1258, TN_ENCODING_VISCII };
  TnEncoding best = TN_ENCODING_AUTO;
  guint best_score = 59;
  gsize look = sample_length (p, n);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      guint score = score_encoding (p, look, ways[i]);
      if (score > best_score)
        {
          best = ways[i];
          best_score = score;
        }
    }
  return best;
}

char *
tn_encoding_to_utf8 (GBytes *data, TnEncoding wanted, TnEncoding *found, gsize *len, GError **error)
{
  gsize n, skip;
  const guint8 *p = g_bytes_get_data (data, &n);
  *found = sniff_encoding (p, n, &skip);
  if (wanted != TN_ENCODING_AUTO && skip == 0)
    *found = wanted;
  if (*found == TN_ENCODING_AUTO && memchr (p, 0, n) == NULL)
    *found = guess_8bit (p, n);
  if (*found == TN_ENCODING_AUTO)
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID,
                           _("It could not be told which encoding the file’s text is in, or it is no list at all. Nothing was imported. Choose the "
                             "encoding yourself, or save the list as an Excel workbook and import that."));
      return NULL;
    }
  char *text = convert (p + skip, n - skip, *found, len);
  if (text == NULL)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
                 _("The file’s text is not in the encoding %s. Nothing was imported. Choose another encoding."), tn_encoding_name (*found));
  return text;
}
