/* SPDX-License-Identifier: GPL-3.0-or-later */
/* House numbers in walking order: depth first through the tree that the alleys make (facts.md).
 *
 * A written number is a path. 45/12/3A is alley 45 of the street, branch 12, house 3A. The North writes it the other way
 * round and with names, "Số 10, Ngách 43/3, Ngõ 43", and Đà Nẵng with letters, "k448 h20/2": both are put into the order
 * from the street inwards before they are compared. A part begins with what the path already says (ngách 43/3 of ngõ 43)
 * or goes on from it (h20/2 of k448).
 *
 * Key: for each step of the path its numbers and letters in order, each with a leading tag; a tag below all others ends
 * a step, so that the house at the mouth comes before its alley and the alley before the next number. */
#include "tn-text.h"
#include "tn-text-private.h"

#include <string.h>

/* From the street inwards. */
typedef enum { RANK_LANE, RANK_BRANCH, RANK_TWIG, RANK_HOUSE, RANK_REST } Rank;

typedef struct { const char *p; gsize len; Rank rank; } Part;

#define MAX_PARTS 8

static const struct { const char *word; Rank rank; } rank_words[] = {
  { "ngo", RANK_LANE }, { "kiet", RANK_LANE }, { "k", RANK_LANE }, { "ngach", RANK_BRANCH },
  { "hem", RANK_TWIG }, { "h", RANK_TWIG }, { "so nha", RANK_HOUSE }, { "nha so", RANK_HOUSE },
  { "so", RANK_HOUSE }, { "nha", RANK_HOUSE }, { "sn", RANK_HOUSE },
};

/* Length of the rank word at p, 0 if there is none. It must be followed by its number: "k448", "hem 90". */
static gsize
match_rank (const char *p, Rank *rank)
{
  for (guint i = 0; i < G_N_ELEMENTS (rank_words); i++)
    {
      gsize n = strlen (rank_words[i].word);
      const char *after = p + n;

      if (strncmp (p, rank_words[i].word, n) != 0)
        continue;
      after += strspn (after, " .:");
      /* One letter must touch its digit, or "khu h 2" would be read as an alley. */
      if (!g_ascii_isdigit (n == 1 ? p[n] : *after) && !(rank_words[i].rank == RANK_HOUSE && after > p + n))
        continue;
      *rank = rank_words[i].rank;
      return (gsize) (after - p);
    }
  return 0;
}

/* Where the part that starts at p ends: at a comma, or at a blank with a rank word behind it. */
static const char *
find_part_end (const char *p)
{
  Rank rank;

  for (; *p; p++)
    if (strchr (",;", *p) || (*p == ' ' && match_rank (p + 1, &rank) && rank < RANK_HOUSE))
      break;
  return p;
}

static guint
split_parts (const char *p, Part parts[MAX_PARTS])
{
  guint n = 0;
  gboolean house = FALSE;

  while (n < MAX_PARTS && *(p += strspn (p, " ,;")))
    {
      const char *end;
      Rank rank = house ? RANK_REST : RANK_HOUSE;

      p += match_rank (p, &rank);
      end = n + 1 < MAX_PARTS ? find_part_end (p) : p + strlen (p);
      parts[n++] = (Part) { p, (gsize) (end - p), rank };
      house |= rank == RANK_HOUSE;
      p = end;
    }
  return n;
}

static void
append_byte (GByteArray *out, guint8 byte)
{
  g_byte_array_append (out, &byte, 1);
}

/* Digits with their count in front, so that longer numbers are greater. Returns behind them. */
static const char *
append_number (GByteArray *out, const char *p, const char *end)
{
  const char *start;

  while (p + 1 < end && *p == '0' && g_ascii_isdigit (p[1]))
    p++;
  for (start = p; p < end && g_ascii_isdigit (*p); )
    p++;
  append_byte (out, TN_HOUSE_NUMBER);
  append_byte (out, (guint8) MIN (p - start, 0xff));
  g_byte_array_append (out, (const guint8 *) start, (guint) (p - start));
  return p;
}

static gboolean
is_letter (char c)
{
  return g_ascii_isalpha (c) || (guchar) c >= 0x80;
}

/* Letters up to the next digit or sign; "bis" and "ter" at their end come before any other letter: 284, 284Bis, 284A. */
static const char *
append_letters (GByteArray *out, const char *p, const char *end)
{
  const char *start = p;
  gsize n;
  guint8 bis = 0;

  while (p < end && is_letter (*p))
    p++;
  n = (gsize) (p - start);
  if (n >= 3 && memcmp (p - 3, "bis", 3) == 0)
    bis = 1;
  else if (n >= 3 && memcmp (p - 3, "ter", 3) == 0)
    bis = 2;
  n -= bis ? 3 : 0;
  if (n)
    {
      append_byte (out, TN_HOUSE_LETTERS);
      g_byte_array_append (out, (const guint8 *) start, (guint) n);
    }
  if (bis)
    {
      append_byte (out, TN_HOUSE_BIS);
      append_byte (out, bis);
    }
  return p;
}

static void
append_part (GByteArray *out, const Part *part)
{
  const char *p = part->p, *end = p + part->len;

  while (p < end)
    {
      if (g_ascii_isdigit (*p))
        p = append_number (out, p, end);
      else if (is_letter (*p))
        p = append_letters (out, p, end);
      else
        {
          if (*p == '/' || *p == '\\')
            append_byte (out, TN_HOUSE_STEP);
          else if (*p == '-')
            append_byte (out, TN_HOUSE_TO);
          p++;
        }
    }
}

/* TRUE when `whole` starts with the path `head` and goes on from there; or is the same path, where that may be. */
static gboolean
goes_on (const GByteArray *whole, const GByteArray *head, gboolean same)
{
  if (!head->len || whole->len < head->len || memcmp (whole->data, head->data, head->len) != 0)
    return FALSE;
  return whole->len == head->len ? same : whole->data[head->len] == TN_HOUSE_STEP;
}

static void
join_part (GByteArray *path, const Part *part)
{
  g_autoptr (GByteArray) step = g_byte_array_new ();

  append_part (step, part);
  if (!step->len)
    return;
  if (goes_on (step, path, part->rank < RANK_HOUSE))
    g_byte_array_set_size (path, 0);
  else if (path->len)
    append_byte (path, TN_HOUSE_STEP);
  g_byte_array_append (path, step->data, step->len);
}

static GByteArray *
read_path (const char *tidy)
{
  g_autofree char *folded = tn_text_fold (tidy, -1);
  GByteArray *path = g_byte_array_new ();
  Part parts[MAX_PARTS];
  guint n = split_parts (folded, parts);

  for (Rank rank = RANK_LANE; rank <= RANK_REST; rank++)
    for (guint i = 0; i < n; i++)
      if (parts[i].rank == rank)
        join_part (path, &parts[i]);
  return path;
}

guint8 *
tn_text_house_key (const char *house_no, gsize *len)
{
  g_autofree char *tidy = tn_text_tidy (house_no, -1);
  GByteArray *path = read_path (tidy);

  if (*tidy)
    {
      /* Two ways of writing one door still need one order between them. */
      append_byte (path, TN_HOUSE_END);
      g_byte_array_append (path, (const guint8 *) tidy, (guint) strlen (tidy));
    }
  return tn_text_finish_key (path, len);
}

guint8 *
tn_text_same_door_key (const char *house_no, gsize *len)
{
  g_autofree char *tidy = tn_text_tidy (house_no, -1);

  return tn_text_finish_key (read_path (tidy), len);
}
