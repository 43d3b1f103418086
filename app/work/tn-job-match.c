/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-job-match.h"
#include <string.h>
#include "tn-text.h"

#define PAIR_POINTS 4
#define WORD_POINTS 1
#define WANTED 3          /* what is wanted counts so many times what can be done */

/* Folded words of almost every text about work. */
static const char *const empty_words[] = {
  "can", "tuyen", "nguoi", "viec", "lam", "lao", "dong", "cong", "nhan", "vien", "tho", "biet", "va", "hoac", "co", "gan", "nha", "phuong", "o", "tai", "cho", "duoc",
  "kinh", "nghiem", "them", "mot", "hai", "ba", "nam", "nu", "tuoi", "ca", "ngay", "thang", "luong", "cac", "loai", "tim", "muon", "khong", "tu", "den", "voi", "phu", "so", "thoi", "vu",
  "bat", "ky", "gi", "cung",
};

typedef struct
{
  char *word, *key, *plain;   /* small letters; the same with tones in one place; folded */
} Word;

static void
free_word (gpointer data)
{
  Word *word = data;

  g_free (word->word);
  g_free (word->key);
  g_free (word->plain);
  g_free (word);
}

static gboolean
is_empty (const Word *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (empty_words); i++)
    if (g_str_equal (word->plain, empty_words[i]))
      return TRUE;
  return strlen (word->plain) < 2 || g_ascii_isdigit (*word->plain);
}

static void
add_word (GPtrArray *words, const char *start, const char *end)
{
  g_autofree char *text = g_strndup (start, (gsize) (end - start));
  Word *word = g_new (Word, 1);

  *word = (Word) { g_utf8_strdown (text, -1), tn_text_same_key (text), tn_text_fold (text, -1) };
  g_ptr_array_add (words, word);
}

/* Runs of letters and digits. */
static GPtrArray *
split_words (const char *text)
{
  g_autofree char *whole = g_utf8_normalize (text ? text : "", -1, G_NORMALIZE_NFC);
  GPtrArray *words = g_ptr_array_new_with_free_func (free_word);
  const char *start = NULL;

  for (const char *at = whole ? whole : ""; ; at = g_utf8_next_char (at))
    {
      gboolean letter = *at && g_unichar_isalnum (g_utf8_get_char (at));

      if (letter && !start)
        start = at;
      else if (!letter && start)
        {
          add_word (words, start, at);
          start = NULL;
        }
      if (!*at)
        return words;
    }
}

/* Typed without any marks: then nothing is known of them. */
static gboolean
is_plain (const GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    {
      const Word *word = words->pdata[i];

      if (!g_str_equal (word->key, word->plain))
        return FALSE;
    }
  return TRUE;
}

/* "may" is not "máy" when both sides are written with marks. */
static gboolean
is_same (const Word *a, const Word *b, gboolean folded)
{
  return folded ? g_str_equal (a->plain, b->plain) : g_str_equal (a->key, b->key);
}

static gboolean
has_word (const GPtrArray *words, const Word *word, gboolean folded)
{
  for (guint i = 0; i < words->len; i++)
    if (is_same (words->pdata[i], word, folded))
      return TRUE;
  return FALSE;
}

static gboolean
has_pair (const GPtrArray *words, const Word *first, const Word *second, gboolean folded)
{
  for (guint i = 0; i + 1 < words->len; i++)
    if (is_same (words->pdata[i], first, folded) && is_same (words->pdata[i + 1], second, folded))
      return TRUE;
  return FALSE;
}

static void
note (GString *common, const char *words)
{
  if (!strstr (common->str, words))
    g_string_append_printf (common, "%s%s", common->len ? ", " : "", words);
}

/* A pair says more even when one of its words alone says nothing: "phụ bếp", "công nhân may". */
static guint
count_common (const GPtrArray *asked, const GPtrArray *offered, GString *common)
{
  gboolean folded = is_plain (asked) || is_plain (offered);
  guint points = 0;

  for (guint i = 0; i < asked->len; i++)
    {
      const Word *word = asked->pdata[i], *next = i + 1 < asked->len ? asked->pdata[i + 1] : NULL;

      if (next && !(is_empty (word) && is_empty (next)) && has_pair (offered, word, next, folded))
        {
          g_autofree char *pair = g_strdup_printf ("%s %s", word->word, next->word);

          points += PAIR_POINTS;
          note (common, pair);
        }
      else if (!is_empty (word) && has_word (offered, word, folded))
        {
          points += WORD_POINTS;
          note (common, word->word);
        }
    }
  return points;
}

guint
tn_job_match (const char *wants, const char *skills, const char *offer, const char *trade, char **common)
{
  g_autofree char *both = g_strdup_printf ("%s . %s", offer ? offer : "", trade ? trade : "");
  g_autoptr (GPtrArray) wanted = split_words (wants), able = split_words (skills), offered = split_words (both);
  g_autoptr (GString) words = g_string_new (NULL);
  guint points = WANTED * count_common (wanted, offered, words) + count_common (able, offered, words);

  if (common)
    *common = words->len ? g_strdup (words->str) : NULL;
  return points;
}
