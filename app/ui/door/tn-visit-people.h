/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-lookups.h"
#include "tn-visit.h"
G_BEGIN_DECLS

/* The people of a visit: whom one spoke with (keys 5 to 9 for the first five), who is vaccinated or why not, and the categories noticed. What is known
 * of anybody's vaccination already is not shown: it is health, and nobody asked for it here. */
typedef struct _TnVisitPeople TnVisitPeople;

/* people: TnRow* of those who live there; they are copied. changed: called swapped, with data first. */
TnVisitPeople *tn_visit_people_new (const TnId *household, GPtrArray *people, TnLookups *lookups, GCallback changed, gpointer data);
/* Its widgets are about to be taken down: what they say from now on is not heard. */
void tn_visit_people_stop (TnVisitPeople *self);
void tn_visit_people_free (TnVisitPeople *self);
GtkWidget *tn_visit_people_get_met (TnVisitPeople *self);      /* a row for TnVisitKeys */
GtkWidget *tn_visit_people_get_group (TnVisitPeople *self);    /* vaccination and categories */
void tn_visit_people_load (TnVisitPeople *self, const TnVisit *visit);
void tn_visit_people_store (TnVisitPeople *self, TnVisit *visit);
gboolean tn_visit_people_press (TnVisitPeople *self, gunichar key);
void tn_visit_people_focus_met (TnVisitPeople *self);
G_END_DECLS
