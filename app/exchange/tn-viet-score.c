/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-legacy.h"
#include <string.h>

/* Which code a text was written in is told by reading it in each: only the right one gives Vietnamese syllables. A syllable is an initial,
 * a nucleus of vowels and a final, with one tone at most; capitals stand in front or everywhere. Marks on vowels are not judged further. */
static const char *const initials[] = { "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
                                        "l", "m", "n", "p", "r", "s", "t", "v", "x", "" };
static const char *const nuclei[] = { "a", "e", "i", "o", "u", "y", "ai", "ao", "au", "ay", "eo", "eu", "ia", "ie", "ieu", "iu", "oa", "oai",
                                      "oao", "oay", "oe", "oeo", "oi", "oo", "ua", "uay", "ue", "ui", "uo", "uoi", "uou", "uu", "uy", "uya",
                                      "uye", "uyu", "ye", "yeu", NULL };
static const char *const finals[] = { "", "c", "ch", "m", "n", "ng", "nh", "p", "t", NULL };

static gboolean
is_nucleus_and_final (const char *rest)
{
  gsize n = strspn (rest, "aeiouy");
  if (n == 0 || n > 3 || !g_strv_contains (finals, rest + n))
    return FALSE;
  char vowels[4] = { 0 };
  memcpy (vowels, rest, n);
  return g_strv_contains (nuclei, vowels);
}

static gboolean
is_syllable (const char *plain)
{
  for (gsize i = 0; i < G_N_ELEMENTS (initials); i++)
    if (g_str_has_prefix (plain, initials[i]) && is_nucleus_and_final (plain + strlen (initials[i])))
      return TRUE;
  return strcmp (plain, "gi") == 0;
}

static gboolean
is_tone (gunichar c)
{
  return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

static gboolean
is_vowel_mark (gunichar c)
{
  return c == 0x302 || c == 0x306 || c == 0x31b;
}

/* Lower-case base letters of a word, or FALSE when no Vietnamese word is written so. */
static gboolean
strip_word (const char *word, gsize len, char *plain, gsize size)
{
  g_autofree char *nfd = g_utf8_normalize (word, (gssize) len, G_NORMALIZE_NFD);
  guint tones = 0;
  gsize n = 0;
  gboolean small = FALSE;
  for (const char *p = nfd; p != NULL && *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (is_tone (c))
        tones++;
      else if (!is_vowel_mark (c))
        {
          gboolean is_small = g_unichar_islower (c);
          c = g_unichar_tolower (c);
          if ((small && !is_small) || (c != 0x111 && (c < 'a' || c > 'z')) || n + 4 > size)
            return FALSE;
          small |= is_small;
          n += (gsize) g_unichar_to_utf8 (c, plain + n);
        }
    }
  plain[n] = '\0';
  return nfd != NULL && tones <= 1;
}

/* The signs of Latin-1 are letters of TCVN3, so they belong to the word. */
static gboolean
is_word_char (gunichar c)
{
  return g_unichar_isalpha (c) || g_unichar_ismark (c) || (c > 0xa0 && c <= 0xff);
}

static void
judge_word (TnVietScore *score, const char *word, gsize len, gboolean ascii)
{
  char plain[32];
  if (ascii || len == 0)
    return;
  score->words++;
  if (len < 40 && strip_word (word, len, plain, sizeof plain) && is_syllable (plain))
    score->good++;
}

void
tn_viet_score_add (TnVietScore *score, const char *text)
{
  const char *word = text, *p = text;
  gboolean ascii = TRUE;
  for (; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (is_word_char (c))
        {
          ascii &= c < 0x80;
          continue;
        }
      judge_word (score, word, (gsize) (p - word), ascii);
      word = g_utf8_next_char (p);
      ascii = TRUE;
    }
  judge_word (score, word, (gsize) (p - word), ascii);
}

guint
tn_viet_score_percent (const TnVietScore *score)
{
  return score->words == 0 ? 0 : score->good * 100 / score->words;
}
