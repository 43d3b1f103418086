/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "practice-ward.h"
G_BEGIN_DECLS

/* Puts many records into a practice ward's copy as they stand after a first copy: rows of the table of records; what lists and searches are made of is
 * built from them in one go at the end. Every failure ends the program. */
typedef struct {
  TnCopy *copy;
  TnTx *tx;
  GRand *rand;
  GArray *households, *people, *units;   /* TnId; units: quarters and groups */
  gint64 now;                            /* ms since 1970 */
  guint n_ids, total;                    /* total: records put */
} WardMaker;

/* now: the evening the ward is looked at. seed: the same one gives the same ward. */
void ward_maker_begin (WardMaker *m, PracticeWard *ward, gint64 now, guint32 seed);
void ward_maker_end (WardMaker *m);
/* format makes the body, a JSON object with its keys in order. parent may be NULL. */
TnId ward_maker_put (WardMaker *m, const char *kind, const TnId *parent, const char *format, ...) G_GNUC_PRINTF (4, 5);
/* The same with an id of its own (one that is made from a name). body: whole. */
void ward_maker_put_as (WardMaker *m, const char *kind, const TnId *id, const TnId *parent, const char *body);
const TnId *ward_maker_any (WardMaker *m, GArray *ids);
/* The day so many days before, as stored. Owned. */
char *ward_maker_day (WardMaker *m, int back);
/* Of several texts one by chance. */
const char *ward_maker_pick (WardMaker *m, const char *const *texts, gsize n);
#define WARD_PICK(m, texts) ward_maker_pick (m, texts, G_N_ELEMENTS (texts))
G_END_DECLS
