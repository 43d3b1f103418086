/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-edit.h"
#include "tn-query.h"
G_BEGIN_DECLS

/* An invented ward in a folder of its own: quarters, groups, alleys, households with people, cards, categories and visits. The same seed
 * gives the same ward. Written through the one door for writes, like a person's own work. */
typedef struct
{
  char *dir, *path;
  TnId quarters[4];
  TnId first;            /* the household "12/1 Hẻm 12 Hoa Mai", head Nguyễn Văn Á, with three others */
  TnId first_people[4];  /* head, wife, son, mother */
} PracticeWard;

void practice_ward_make (PracticeWard *ward, guint n_households);
void practice_ward_clear (PracticeWard *ward);
/* Opens it, runs an edit, closes it: for looking at what a window wrote or writing behind its back. Owned. */
TnCopy *practice_ward_open (const PracticeWard *ward);
/* Whether these bytes stand in any file of its folder. */
gboolean practice_ward_holds (const PracticeWard *ward, gconstpointer needle, gsize len);
G_END_DECLS
