/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-match.h"
G_BEGIN_DECLS

/* Are two households one? (product.md H3.) The address with its house number, alley and street folded, who heads it, the telephone, and how many people
 * stand in both. Pure, any thread. What many share (the door of a boarding house, its owner's telephone, a common name) says little, and the less the more
 * share it. */
typedef struct {
  TnMatchPerson head;         /* .name, .name_key, .common and .phone of the head; .id is the household's */
  char *address;              /* house number, alley and street as written, to search by; owned */
  guint64 door;               /* of street, alley and house number, without the room; 0 = not known */
  guint32 room;               /* 0 = not known */
  guint n_people;             /* who live there; 0 = not known */
  guint at_door, at_phone;    /* households of the ward that share each; 0 = not counted */
} TnMatchHome;
void tn_match_home_clear (TnMatchHome *home);

/* Texts as stored or as typed, each may be NULL or "". */
void tn_match_home_init (TnMatchHome *home, const char *house_no, const char *alley, const char *street, const char *room, const char *phone, const char *head);
/* shared: people who stand in both. The points mean what those of people do (TN_MATCH_SHOWN, TN_MATCH_SURE). */
int tn_match_home_score (const TnMatchHome *a, const TnMatchHome *b, guint shared, guint *why);
G_END_DECLS
