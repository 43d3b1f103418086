/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-match.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-text.h"

/* Points, found by weighing: with them the practice set of tests/work/test-duplicates.c has its precision and recall. A name alone never suffices, nor
 * does a common name with a date of birth, of which a large ward has several. */
enum {
  NAME_SAME = 45, NAME_COMMON = 3 /* off for each doubling of its bearers */, NAME_FLOOR = 24, NAME_NEAR = 26, NAME_PART = 24, NAME_OTHER = -40,
  BIRTH_SAME = 40, BIRTH_SWAPPED = 32, BIRTH_NEAR = 22, BIRTH_YEAR = 14, BIRTH_OTHER = -45,
  CARD_SAME = 70, CARD_NEAR = 40, CARD_OTHER = -30,
  PHONE_SAME = 22, PHONE_AT_HOME = 4, PLACE_SAME = 12, SEX_OTHER = -45, SIBLINGS = -35,
};

void
tn_match_person_clear (TnMatchPerson *person)
{
  g_free (person->name);
}

/* ---- taking apart ---- */

static guint
split (const char *name, TnSlice tokens[TN_MATCH_TOKENS])
{
  guint n = 0;

  for (const char *p = name; *p && n < TN_MATCH_TOKENS;)
    {
      gsize len = strcspn (p, " ");

      if (len)
        tokens[n++] = (TnSlice) { p, len };
      p += len + (p[len] == ' ');
    }
  return n;
}

static guint32
hash_bytes (const char *p, gsize len)
{
  guint32 h = 2166136261u;

  for (gsize i = 0; i < len; i++)
    h = (h ^ (guint8) p[i]) * 16777619u;
  return h;
}

/* The same for "Nguyễn Văn Hùng" and "Hùng Nguyễn Văn". */
static guint32
hash_words (const char *name)
{
  TnSlice tokens[TN_MATCH_TOKENS];
  guint n = split (name, tokens);
  guint32 key = n;

  for (guint i = 0; i < n; i++)
    key += hash_bytes (tokens[i].p, tokens[i].len) * 2654435761u;
  return key;
}

/* *len gets the number of digits; a text with anything else in it but blanks, dots and dashes is none. */
static guint64
read_digits (const char *text, guint8 *len)
{
  guint64 value = 0;

  *len = 0;
  for (const char *p = text ? text : ""; *p; p++)
    if (g_ascii_isdigit (*p) && *len < 18)
      {
        value = value * 10 + (guint64) (*p - '0');
        ++*len;
      }
    else if (!strchr (" .-", *p))
      {
        *len = 0;
        return 0;
      }
  return value;
}

static void
read_birth (TnMatchPerson *person, const char *birth)
{
  gsize len = birth ? strlen (birth) : 0;

  person->year = len >= 4 ? (guint16) g_ascii_strtoll (birth, NULL, 10) : 0;
  person->month = len >= 7 ? (guint8) g_ascii_strtoll (birth + 5, NULL, 10) : 0;
  person->day = len >= 10 ? (guint8) g_ascii_strtoll (birth + 8, NULL, 10) : 0;
}

void
tn_match_person_init (TnMatchPerson *person, const char *name, const char *birth, const char *sex, const char *phone, const char *card, const char *old_card)
{
  g_autofree char *tidy = tn_text_tidy (name ? name : "", -1);
  guint8 ignored;

  *person = (TnMatchPerson) { .name = tn_text_fold (tidy, -1) };
  person->name_key = hash_words (person->name);
  read_birth (person, birth);
  person->sex = sex && *sex ? *sex : 0;
  person->phone = read_digits (phone, &ignored);
  person->card = read_digits (card, &person->card_len);
  person->old_card = read_digits (old_card, &person->old_card_len);
}

/* ---- comparing ---- */

gboolean
tn_match_is_near (const char *a, const char *b)
{
  gsize la = strlen (a), lb = strlen (b), head = 0, tail = 0;

  if (la + 1 < lb || lb + 1 < la)
    return FALSE;
  while (head < la && head < lb && a[head] == b[head])
    head++;
  while (tail < la - head && tail < lb - head && a[la - 1 - tail] == b[lb - 1 - tail])
    tail++;
  la -= head + tail;
  lb -= head + tail;
  if (la + lb == 1 || (la == 1 && lb == 1))
    return TRUE;
  return la == 2 && lb == 2 && a[head] == b[head + 1] && a[head + 1] == b[head];
}

static gboolean
is_near_number (guint64 a, guint64 b, guint8 len_a, guint8 len_b)
{
  char x[24], y[24];

  if (len_a != len_b)
    return FALSE;
  g_snprintf (x, sizeof x, "%0*" G_GUINT64_FORMAT, len_a, a);
  g_snprintf (y, sizeof y, "%0*" G_GUINT64_FORMAT, len_b, b);
  return tn_match_is_near (x, y);
}

/* A letter apart, but not in a family name of two or three letters: Võ and Hồ are two families. */
static gboolean
is_misspelt (const char *a, const char *b)
{
  gsize x = strcspn (a, " "), y = strcspn (b, " ");

  return tn_match_is_near (a, b) && ((x == y && memcmp (a, b, x) == 0) || MIN (x, y) > 3);
}

/* The first and the last word are the same, and what stands between is a part of what the other has there: "Nguyễn Lan" of "Nguyễn Thị Lan". */
static gboolean
is_part (const char *a, const char *b)
{
  TnSlice x[TN_MATCH_TOKENS], y[TN_MATCH_TOKENS];
  guint n = split (a, x), m = split (b, y), at = 0;

  if (n > m)
    return is_part (b, a);
  if (n < 2 || n == m || x[0].len != y[0].len || memcmp (x[0].p, y[0].p, x[0].len) || x[n - 1].len != y[m - 1].len || memcmp (x[n - 1].p, y[m - 1].p, x[n - 1].len))
    return FALSE;
  for (guint i = 0; i < m && at < n; i++)
    at += x[at].len == y[i].len && memcmp (x[at].p, y[i].p, x[at].len) == 0;
  return at == n;
}

int
tn_match_name_score (const TnMatchPerson *a, const TnMatchPerson *b, guint *why)
{
  if (!*a->name || !*b->name)
    return 0;
  if (a->name_key == b->name_key)
    {
      guint common = MAX (a->common, b->common);
      int off = common > 2 ? NAME_COMMON * (int) g_bit_storage (common / 2) : 0;

      *why |= TN_MATCH_NAME;
      return MAX (NAME_SAME - off, NAME_FLOOR);
    }
  if (!is_misspelt (a->name, b->name) && !is_part (a->name, b->name))
    return NAME_OTHER;
  *why |= TN_MATCH_NAME_NEAR;
  return is_misspelt (a->name, b->name) ? NAME_NEAR : NAME_PART;
}

static int
score_full_birth (const TnMatchPerson *a, const TnMatchPerson *b, guint *why)
{
  char x[12], y[12];

  if (a->year == b->year && a->month == b->month && a->day == b->day)
    {
      *why |= TN_MATCH_BIRTH;
      return BIRTH_SAME;
    }
  if (a->year == b->year && a->month == b->day && a->day == b->month)
    {
      *why |= TN_MATCH_BIRTH_SWAPPED;
      return BIRTH_SWAPPED;
    }
  g_snprintf (x, sizeof x, "%04u%02u%02u", a->year, a->month, a->day);
  g_snprintf (y, sizeof y, "%04u%02u%02u", b->year, b->month, b->day);
  if (!tn_match_is_near (x, y))
    return BIRTH_OTHER;
  *why |= TN_MATCH_BIRTH_NEAR;
  return BIRTH_NEAR;
}

static int
score_birth (const TnMatchPerson *a, const TnMatchPerson *b, guint *why)
{
  if (!a->year || !b->year)
    return 0;
  if (a->day && b->day)
    return score_full_birth (a, b, why);
  if (a->year != b->year)
    return BIRTH_OTHER;
  *why |= TN_MATCH_BIRTH_NEAR;
  return BIRTH_YEAR;
}

static gboolean
is_one_card (const TnMatchPerson *a, const TnMatchPerson *b)
{
  return (a->card && (a->card == b->card || a->card == b->old_card)) || (a->old_card && (a->old_card == b->card || a->old_card == b->old_card));
}

static int
score_card (const TnMatchPerson *a, const TnMatchPerson *b, guint *why)
{
  if (is_one_card (a, b))
    {
      *why |= TN_MATCH_CARD;
      return CARD_SAME;
    }
  if (!a->card || !b->card || a->card_len != b->card_len)
    return 0;   /* an old card of nine digits says nothing against a new one of twelve */
  if (!is_near_number (a->card, b->card, a->card_len, b->card_len))
    return CARD_OTHER;
  *why |= TN_MATCH_CARD_NEAR;
  return CARD_NEAR;
}

/* Those who live together share door and telephone anyway; twins share the day of birth too, and often all of the name but a letter. */
static int
score_place (const TnMatchPerson *a, const TnMatchPerson *b, guint *why)
{
  gboolean together = !tn_id_is_null (&a->household) && tn_id_equal (&a->household, &b->household);
  gboolean phone = a->phone && a->phone == b->phone, place = a->place && a->place == b->place;

  if (phone)
    *why |= TN_MATCH_PHONE;
  if (together || place)
    *why |= TN_MATCH_PLACE;
  return (phone ? together || place ? PHONE_AT_HOME : PHONE_SAME : 0) + (place || together ? PLACE_SAME : 0)
         + (together && !(*why & (TN_MATCH_NAME | TN_MATCH_CARD)) ? SIBLINGS : 0);
}

int
tn_match_score (const TnMatchPerson *a, const TnMatchPerson *b, guint *why)
{
  guint ignored;
  int score;

  if (!why)
    why = &ignored;
  *why = 0;
  score = tn_match_name_score (a, b, why) + score_birth (a, b, why) + score_card (a, b, why);
  score += score_place (a, b, why);
  return a->sex && b->sex && a->sex != b->sex ? score + SEX_OTHER : score;
}

char *
tn_match_words (guint why)
{
  static const struct { guint why; const char *words; } reasons[] = {
    { TN_MATCH_NAME, N_("same name") }, { TN_MATCH_NAME_NEAR, N_("nearly the same name") }, { TN_MATCH_BIRTH, N_("same date of birth") },
    { TN_MATCH_BIRTH_SWAPPED, N_("day and month of birth swapped") }, { TN_MATCH_BIRTH_NEAR, N_("nearly the same date of birth") },
    { TN_MATCH_CARD, N_("same card number") }, { TN_MATCH_CARD_NEAR, N_("card numbers that differ in one digit") },
    { TN_MATCH_PHONE, N_("same telephone") }, { TN_MATCH_PLACE, N_("same door") },
    { TN_MATCH_ADDRESS, N_("same address") }, { TN_MATCH_HEAD, N_("same head") }, { TN_MATCH_HEAD_NEAR, N_("heads with nearly the same name") },
    { TN_MATCH_MEMBERS, N_("people who stand in both") },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (why & reasons[i].why)
      g_string_append_printf (text, "%s%s", text->len ? ", " : "", _(reasons[i].words));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
