/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-values.h"
G_BEGIN_DECLS

/* A visit at the door (product.md R1) as one undoable edit: what was found, met whom, what was told, needs, categories noticed, vaccination, the next
 * date, and the state of the stop in its round. The same for the window's page, a sheet that is keyed back and tungnha-ctl. */

/* What the door said; one key each, in this order everywhere: 1 met, 2 absent, 3 refused, 4 moved. */
typedef struct {
  const char *key;        /* of visit.result */
  const char *state;      /* of stop.state */
  const char *label;      /* N_(), short: buttons and boxes on paper */
} TnVisitResult;
#define TN_VISIT_RESULTS 4
extern const TnVisitResult tn_visit_results[TN_VISIT_RESULTS];
/* Index by choice key, -1 = none. */
int tn_visit_find_result (const char *key);

/* What is ticked: told (Q W E R T, the upper row of the keyboard) and needs (A S D F G, the row below). Paper has the same letters. */
typedef struct {
  const char *field;      /* of visit, a BOOL */
  char key;               /* capital letter */
  const char *label;      /* N_(), short */
} TnVisitTick;
#define TN_VISIT_TICKS 10
#define TN_VISIT_TOLD 5   /* so many of them, from the first, are what was told; the others are needs */
#define TN_VISIT_FOOD TN_VISIT_TOLD   /* index of need_food */
extern const TnVisitTick tn_visit_ticks[TN_VISIT_TICKS];

typedef struct { TnId subject; char *category; } TnNoticed;             /* subject: the household or a person in it */
typedef struct { TnId person; char *status, *reason; } TnVaccinated;    /* choice keys; reason NULL = none */

typedef struct {
  TnId id;                /* of the record; null = the stop's one visit, or a fresh one without a stop */
  TnId household;         /* must be given */
  TnId stop, volunteer, person;   /* null = none; the volunteer of a stop is taken from there */
  gint64 at;              /* ms since 1970 */
  int result;             /* index of tn_visit_results, -1 = not said */
  guint ticks;            /* bit i = tn_visit_ticks[i] */
  char *met, *need_other, *food, *note;   /* text; NULL or "" = none. food: what is asked for, with the tick of need_food */
  char *next;             /* date as written; NULL or "" = none */
  GArray *noticed;        /* TnNoticed */
  GArray *vaccinated;     /* TnVaccinated */
  gboolean all_vaccinated;   /* everybody of TN_VACCINATION_AGE years and more who lives there is fully vaccinated */
  gboolean gone;          /* with "moved": the household's own status too */
} TnVisit;
/* Children of 12 to 17 years have been vaccinated since October 2021 (8688/BYT-DP of 14 October 2021), younger ones not in 2021. */
#define TN_VACCINATION_AGE 12

TnVisit *tn_visit_new (const TnId *household);
void tn_visit_free (TnVisit *visit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnVisit, tn_visit_free)
void tn_visit_notice (TnVisit *visit, const TnId *subject, const char *category);
/* A second one about the same person replaces the first; status NULL or "" takes it away. */
void tn_visit_vaccinate (TnVisit *visit, const TnId *person, const char *status, const char *reason);
/* What a key of the keyboard does: 1 to 4 the result, letters a tick and its opposite, V everybody is vaccinated. FALSE when it means nothing. */
gboolean tn_visit_press (TnVisit *visit, gunichar key);
/* As a draft keeps it (store/tn-draft.h): JSON, also of what is only half typed. Owned. */
char *tn_visit_to_draft (const TnVisit *visit);
TnVisit *tn_visit_from_draft (const char *draft);   /* NULL = not readable */

/* The id of a stop's visit: one for each stop, so that the same sheet keyed on two laptops is one visit. */
TnId tn_visit_id_of_stop (const TnId *stop);
/* What stands for this stop: TnVisit read from its record, NULL without error when there is none yet. */
TnVisit *tn_visit_of_stop (TnCopy *copy, const TnId *stop, GError **error);
/* When a visit of a round's evening was: at seven in that evening, or now when that is not past. evening: stored date, NULL = now. */
gint64 tn_visit_time (const char *evening, gint64 now);

/* The edit. NULL with a message: no result, another household's stop, a date that is none, records gone. Nothing is written here. A visit that is
 * there already is changed; what is unchanged is no edit. Any thread that owns the copy. */
TnEdit *tn_visit_edit (TnCopy *copy, const TnVisit *visit, GError **error);

/* A line of a sheet that is keyed back (product.md R2). */
typedef enum {
  TN_KEYED_NEW,           /* written for the first time */
  TN_KEYED_SAME,          /* was written like that already: nothing changes */
  TN_KEYED_OTHER,         /* something else stands: nothing changes until a person has said which is right */
  TN_KEYED_REPLACED,
} TnKeyed;
/* visit must have a stop; result, ticks, next, all_vaccinated are what the line says, the rest of a visit that stands stays as it is. replace: the
 * person said that the line is right. *standing: what stands, in words, for TN_KEYED_OTHER and _SAME; owned, may be NULL. The edit is empty for
 * _SAME and _OTHER. */
TnEdit *tn_visit_key (TnCopy *copy, const TnVisit *visit, gboolean replace, TnKeyed *keyed, char **standing, GError **error);
/* "Met; Food, Medicine; come again on 02/01/2022". Translated. Owned. */
char *tn_visit_words (const TnVisit *visit);
G_END_DECLS
