/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-match-home.h"
#include <string.h>
#include "tn-text.h"

/* Points, found by weighing on the practice set of tests/work/test-duplicates-homes.c. An address alone never suffices: two families live behind many a door. */
enum {
  DOOR_SAME = 38, DOOR_HALF = 20 /* one of them names no room */, DOOR_COMMON = 7 /* off for each doubling of those behind it */, DOOR_FLOOR = 6, ROOM_OTHER = -25,
  PHONE_SAME = 22, PHONE_COMMON = 4, FEW = 3 /* households that may well share a telephone */,
  SHARED_FIRST = 26, SHARED_MORE = 14, SHARED_MOST = 68, SHARED_ALL = 10, SHARED_NONE = -30,
};

void
tn_match_home_clear (TnMatchHome *home)
{
  tn_match_person_clear (&home->head);
  g_free (home->address);
}

/* ---- taking apart ---- */

static guint64
add_bytes (guint64 hash, const guint8 *p, gsize len)
{
  for (gsize i = 0; i < len; i++)
    hash = (hash ^ p[i]) * G_GUINT64_CONSTANT (1099511628211);
  return (hash ^ 0xff) * G_GUINT64_CONSTANT (1099511628211);
}

/* Folded, without the word for a street, which one list writes and another does not. */
static guint64
add_folded (guint64 hash, const char *text, const char *const *words)
{
  g_autofree char *tidy = tn_text_tidy (text ? text : "", -1), *folded = tn_text_fold (tidy, -1);
  const char *at = folded;

  for (; words && *words && at == folded; words++)
    if (g_str_has_prefix (folded, *words))
      at += strlen (*words);
  return add_bytes (hash, (const guint8 *) at, strlen (at));
}

static gboolean
is_blank (const char *text)
{
  return !text || !text[strspn (text, " ")];
}

/* A street or an alley without a number is no door. "12/3A" in "Hẻm 45" is 45/12/3A, however it is written. */
static guint64
hash_door (const char *house_no, const char *alley, const char *street)
{
  static const char *const street_words[] = { "duong ", "d. ", "pho ", NULL }, *const alley_words[] = { "hem ", "ngo ", NULL };
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);
  g_autofree char *path = NULL;
  g_autofree guint8 *key = NULL;
  gsize len;

  if (is_blank (house_no) || (is_blank (alley) && is_blank (street)))
    return 0;
  path = tn_text_door_path (alley, house_no);
  key = tn_text_same_door_key (path, &len);
  hash = add_bytes (add_folded (hash, street, street_words), key, len);
  if (!is_blank (alley) && !tn_text_alley_has_number (alley))
    hash = add_folded (hash, alley, alley_words);
  return hash ? hash : 1;
}

void
tn_match_home_init (TnMatchHome *home, const char *house_no, const char *alley, const char *street, const char *room, const char *phone, const char *head)
{
  *home = (TnMatchHome) { .door = hash_door (house_no, alley, street) };
  if (home->door)
    home->address = g_strjoin (" ", house_no, is_blank (alley) ? "" : alley, is_blank (street) ? "" : street, NULL);
  tn_match_person_init (&home->head, head, NULL, NULL, phone, NULL, NULL);
  if (!is_blank (room))
    home->room = (guint32) add_folded (1, room, (const char *const[]) { "phong ", "p. ", "p.", NULL }) | 1;
}

/* ---- comparing ---- */

static int
take_off (int points, guint common, guint free_of_it, int each, int least)
{
  int off = common > free_of_it ? each * (int) g_bit_storage (common / free_of_it) : 0;

  return MAX (points - off, least);
}

static int
score_door (const TnMatchHome *a, const TnMatchHome *b, guint *why)
{
  if (!a->door || a->door != b->door)
    return 0;
  if (a->room && b->room && a->room != b->room)
    return ROOM_OTHER;
  *why |= TN_MATCH_ADDRESS;
  if (a->room && b->room)
    return DOOR_SAME;   /* a room is nobody else's, however many rooms there are */
  return take_off (a->room || b->room ? DOOR_HALF : DOOR_SAME, MAX (a->at_door, b->at_door), 2, DOOR_COMMON, DOOR_FLOOR);
}

/* Another head says nothing where the same people live: one list names the husband and another the wife. */
static int
score_head (const TnMatchHome *a, const TnMatchHome *b, guint shared, guint *why)
{
  guint name = 0;
  int score = tn_match_name_score (&a->head, &b->head, &name);

  *why |= name & TN_MATCH_NAME ? TN_MATCH_HEAD : name & TN_MATCH_NAME_NEAR ? TN_MATCH_HEAD_NEAR : 0;
  return score < 0 && shared ? 0 : score;
}

static int
score_phone (const TnMatchHome *a, const TnMatchHome *b, guint *why)
{
  if (!a->head.phone || a->head.phone != b->head.phone)
    return 0;
  *why |= TN_MATCH_PHONE;
  return MAX (a->at_phone, b->at_phone) > FEW ? PHONE_COMMON : PHONE_SAME;
}

static int
score_people (const TnMatchHome *a, const TnMatchHome *b, guint shared, guint *why)
{
  guint fewer = MIN (a->n_people, b->n_people);
  int points;

  if (!shared)
    return fewer >= 2 ? SHARED_NONE : 0;
  *why |= TN_MATCH_MEMBERS;
  points = SHARED_FIRST + SHARED_MORE * (int) (shared - 1);
  return MIN (points, SHARED_MOST) + (fewer >= 2 && shared >= fewer ? SHARED_ALL : 0);
}

int
tn_match_home_score (const TnMatchHome *a, const TnMatchHome *b, guint shared, guint *why)
{
  guint ignored;

  if (!why)
    why = &ignored;
  *why = 0;
  return score_door (a, b, why) + score_head (a, b, shared, why) + score_phone (a, b, why) + score_people (a, b, shared, why);
}
