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

static gboolean
is_empty (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (empty_words); i++)
    if (g_str_equal (word, empty_words[i]))
      return TRUE;
  return strlen (word) < 2 || g_ascii_isdigit (*word);
}

/* Words of letters and digits, folded. */
static GPtrArray *
split_words (const char *text)
{
  g_autofree char *folded = tn_text_fold (text ? text : "", -1);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  const char *start = folded;

  while (*start)
    {
      const char *end = start;

      while (g_ascii_isalnum (*end))
        end++;
      if (end > start)
        g_ptr_array_add (words, g_strndup (start, (gsize) (end - start)));
      start = *end ? end + (end == start ? 1 : 0) : end;
    }
  return words;
}

static gboolean
has_word (const GPtrArray *words, const char *word)
{
  for (guint i = 0; i < words->len; i++)
    if (g_str_equal (words->pdata[i], word))
      return TRUE;
  return FALSE;
}

static gboolean
has_pair (const GPtrArray *words, const char *first, const char *second)
{
  for (guint i = 0; i + 1 < words->len; i++)
    if (g_str_equal (words->pdata[i], first) && g_str_equal (words->pdata[i + 1], second))
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
  guint points = 0;

  for (guint i = 0; i < asked->len; i++)
    {
      const char *word = asked->pdata[i], *next = i + 1 < asked->len ? asked->pdata[i + 1] : NULL;

      if (next && !(is_empty (word) && is_empty (next)) && has_pair (offered, word, next))
        {
          g_autofree char *pair = g_strdup_printf ("%s %s", word, next);

          points += PAIR_POINTS;
          note (common, pair);
        }
      else if (!is_empty (word) && has_word (offered, word))
        {
          points += WORD_POINTS;
          note (common, word);
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
