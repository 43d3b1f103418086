/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-row.h"
G_BEGIN_DECLS

/* Are two people one? (product.md H3: nobody twice.) What is known of each, taken apart once, and how much speaks for it and against it. Pure: no
 * database, any thread. */
#define TN_MATCH_TOKENS 6     /* words of a name that are looked at */

typedef struct {
  TnId id, household;
  char *name;                 /* folded, one blank between words; owned */
  guint32 name_key;           /* of the words in any order */
  guint common;               /* how many people of the ward bear exactly this name; 0 = not counted */
  guint16 year;               /* 0 = not known */
  guint8 month, day;          /* 0 = not known */
  guint64 card, old_card;     /* digits; 0 = none */
  guint8 card_len, old_card_len;
  guint64 phone;              /* digits without leading zeros; 0 = none */
  guint32 place;              /* hash of the door; 0 = not known */
  char sex;                   /* 'm', 'f', 0 */
} TnMatchPerson;
void tn_match_person_clear (TnMatchPerson *person);

/* Texts as stored or as typed, each may be NULL or "". birth: stored form. */
void tn_match_person_init (TnMatchPerson *person, const char *name, const char *birth, const char *sex, const char *phone, const char *card, const char *old_card);

/* What speaks for one and the same. */
typedef enum {
  TN_MATCH_NAME = 1 << 0, TN_MATCH_NAME_NEAR = 1 << 1, TN_MATCH_BIRTH = 1 << 2, TN_MATCH_BIRTH_SWAPPED = 1 << 3, TN_MATCH_BIRTH_NEAR = 1 << 4,
  TN_MATCH_CARD = 1 << 5, TN_MATCH_CARD_NEAR = 1 << 6, TN_MATCH_PHONE = 1 << 7, TN_MATCH_PLACE = 1 << 8,
  /* of households (tn-match-home.h) */
  TN_MATCH_ADDRESS = 1 << 9, TN_MATCH_HEAD = 1 << 10, TN_MATCH_HEAD_NEAR = 1 << 11, TN_MATCH_MEMBERS = 1 << 12,
} TnMatchWhy;

/* Points: TN_MATCH_SHOWN and more are worth a person's look, TN_MATCH_SURE and more can hardly be two people. *why gets what speaks for it. */
#define TN_MATCH_SHOWN 62
#define TN_MATCH_SURE 95
int tn_match_score (const TnMatchPerson *a, const TnMatchPerson *b, guint *why);
/* What the names alone say; adds to *why. */
int tn_match_name_score (const TnMatchPerson *a, const TnMatchPerson *b, guint *why);
/* "Same name, day and month of birth swapped": translated. Owned. */
char *tn_match_words (guint why);
/* One letter or digit more, less or other, or two neighbours swapped. Not for equal texts. */
gboolean tn_match_is_near (const char *a, const char *b);
G_END_DECLS
