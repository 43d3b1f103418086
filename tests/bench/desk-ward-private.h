/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "desk-ward.h"
G_BEGIN_DECLS

#define DESK_DAYS 180

typedef struct { WardMaker *w; const PracticeWard *ward; DeskFirst *first; guint n; } DeskMaker;   /* n: records of the desk */

/* So many of a thousand of what the desk has; at least 1. */
guint desk_share (const DeskMaker *m, guint per_mille);
/* Of `ids` the first one in one of five cases, else any. */
const TnId *desk_mostly_first (DeskMaker *m, GArray *ids);
/* A day of the half year. Owned. */
char *desk_some_day (DeskMaker *m);
GArray *desk_ids_new (void);

void desk_ward_put_support (DeskMaker *m);      /* programmes, who is in them, receipts */
void desk_ward_put_resources (DeskMaker *m);    /* stock, donors, gifts, reductions, sponsors, pairs */
void desk_ward_put_people (DeskMaker *m);       /* petitions, safe families, commendations, work, pairs that were looked at */
void desk_ward_put_words (DeskMaker *m);        /* campaigns, answers, zones, movements, surveys */
G_END_DECLS
