/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-values.h"
G_BEGIN_DECLS

/* What a ward officer does with households and people, as edits: each reads what the copy holds, checks that the action makes
 * sense there, and builds one edit with a label in words. Nothing is written here. NULL with a message for the person when it makes
 * no sense. Any thread that owns the copy. Dates are stored forms; NULL = today. */

/* A household with its head. card may be NULL or blank. id: the new household's, NULL = a fresh one. */
TnEdit *tn_work_add_household (TnCopy *copy, const TnValues *household, const TnValues *head, const TnValues *card, const TnId *id,
                               GError **error);
/* A person into a household; the first one, or one said to be head of a household without, becomes head. */
TnEdit *tn_work_add_person (TnCopy *copy, const TnId *household, const TnValues *person, const TnValues *card, const TnId *id, GError **error);
/* Corrections of a record as typed in a form. */
TnEdit *tn_work_change (TnCopy *copy, const TnId *id, const TnValues *values, GError **error);
/* A person and the card together; card_id NULL = the person has no card record yet. Relation “head” is refused: see tn_work_change_head(). */
TnEdit *tn_work_change_person (TnCopy *copy, const TnId *person, const TnValues *values, const TnId *card_id, const TnValues *card, GError **error);
/* A visit, a category membership: a record that hangs on `parent` by the kind's parent field. */
TnEdit *tn_work_add_child (TnCopy *copy, const char *kind, const TnId *parent, const TnValues *values, GError **error);
/* A record with everything that hangs on it. */
TnEdit *tn_work_delete (TnCopy *copy, const TnId *id, GError **error);

/* The whole household to another door: address, quarter or group as named in `place`. */
TnEdit *tn_work_move_household (TnCopy *copy, const TnId *household, const TnValues *place, GError **error);
/* One person to another household. The head of others must be replaced first. A household left empty ends. relation: choice key. */
TnEdit *tn_work_move_person (TnCopy *copy, const TnId *person, const TnId *to, const char *relation, const char *date, GError **error);
/* Some people leave and become a household of their own at `place`, which remembers where it came from. new_head is one of them; when the old
 * head leaves too, old_head is who heads those who stay (NULL else). */
TnEdit *tn_work_split (TnCopy *copy, const TnId *household, const TnId *people, gsize n_people, const TnId *new_head, const TnId *old_head,
                       const TnValues *place, const TnId *id, GError **error);
/* Everybody moves into another household; this one is closed as joined. relation: what they are to the head there (choice key). */
TnEdit *tn_work_join (TnCopy *copy, const TnId *household, const TnId *into, const char *relation, const char *date, GError **error);
/* relations: TnValues whose “field” is a person's id and whose token is the relation to the new head; those not named keep theirs, but nobody else
 * stays “head”. NULL allowed. */
TnEdit *tn_work_change_head (TnCopy *copy, const TnId *household, const TnId *new_head, const TnValues *relations, GError **error);
/* new_head is asked for when the person was head and others remain. */
TnEdit *tn_work_death (TnCopy *copy, const TnId *person, const char *date, const char *note, const TnId *new_head, GError **error);
/* "present", "absent" or "moved_away" of a household or a person. A household that moves away takes along the people who are present. */
TnEdit *tn_work_set_status (TnCopy *copy, const TnId *id, const char *status, const char *date, const char *note, GError **error);

/* TRUE when the person's status is present or absent, i.e. still counts as living there. */
gboolean tn_work_lives_there (const TnRow *person);
G_END_DECLS
