/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tidying what people write, and the form under which two spellings of one text are equal. */
#include "tn-text.h"
#include "tn-text-private.h"

#include <string.h>

/* TRUE when every character is one that normalisation cannot touch: plain Latin and the Vietnamese block. Almost all
 * texts are, and normalising is sixteen times slower than looking. */
static gboolean
is_composed (const char *text, gsize len)
{
  for (const guint8 *p = (const guint8 *) text, *end = p + len; p < end; p++)
    {
      if (*p < 0xcc)
        continue;
      if (*p != 0xe1 || end - p < 3 || p[1] < 0xb8 || p[1] > 0xbb)
        return FALSE;
      p += 2;
    }
  return g_utf8_validate_len (text, len, NULL);
}

char *
tn_text_compose (const char *text, gssize len)
{
  gsize n = len < 0 ? strlen (text) : (gsize) len;
  g_autofree char *valid = NULL;

  if (is_composed (text, n))
    return g_strndup (text, n);
  valid = g_utf8_make_valid (text, (gssize) n);
  return g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
}

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x0b;
}

/* Characters that show nothing: controls, soft hyphen, zero-width blanks and joiners, direction marks, byte order mark. */
static gboolean
is_invisible (gunichar c)
{
  return g_unichar_iscntrl (c) || c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || c == 0x2060 || c == 0xfeff;
}

/* In place; TRUE when something vanished from between two characters that may now belong together. */
static gboolean
drop_stray (char *out)
{
  gboolean blank = FALSE, dropped = FALSE;
  char *to = out;

  for (const char *p = out, *next; *p; p = next)
    {
      gunichar c = g_utf8_get_char (p);

      next = g_utf8_next_char (p);
      if (is_blank (c))
        blank = to > out;
      else if (is_invisible (c))
        dropped = TRUE;
      else
        {
          if (blank)
            *to++ = ' ';
          blank = FALSE;
          memmove (to, p, (gsize) (next - p));
          to += next - p;
        }
    }
  *to = 0;
  return dropped;
}

char *
tn_text_tidy (const char *text, gssize len)
{
  g_autofree char *out = tn_text_compose (text, len);

  return drop_stray (out) ? tn_text_compose (out, -1) : g_steal_pointer (&out);
}

static gboolean
is_tone (gunichar c)
{
  return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

static gunichar
lower_plain (gunichar c)
{
  c = g_unichar_tolower (c);
  return c == 0xf0 || c == 0x256 ? 0x111 : c;   /* ð and ɖ stand for đ in converted lists */
}

/* Moves each syllable's tone behind its last letter, where every spelling agrees: Hòa and Hoà, Thủy and Thuỷ, quý and qúy. */
char *
tn_text_tone_last (const char *text, gboolean keep_blanks)
{
  g_autofree char *tidy = tn_text_tidy (text, -1);
  g_autofree char *parts = g_utf8_normalize (tidy, -1, G_NORMALIZE_NFD);
  GString *out = g_string_sized_new (strlen (parts));
  gunichar tone = 0;

  for (const char *p = parts; ; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_tone (c))
        {
          tone = c;
          continue;
        }
      if (tone && !g_unichar_isalpha (c) && !g_unichar_ismark (c))
        {
          g_string_append_unichar (out, tone);
          tone = 0;
        }
      if (!c)
        break;
      if (keep_blanks || c != ' ')
        g_string_append_unichar (out, lower_plain (c));
    }
  return g_string_free (out, FALSE);
}

char *
tn_text_same_key (const char *text)
{
  return tn_text_tone_last (text, FALSE);
}

gboolean
tn_text_same (const char *a, const char *b)
{
  g_autofree char *key_a = NULL, *key_b = NULL;

  if (strcmp (a, b) == 0)
    return TRUE;
  key_a = tn_text_same_key (a);
  key_b = tn_text_same_key (b);
  return strcmp (key_a, key_b) == 0;
}
