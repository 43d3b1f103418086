/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-visit.h"
G_BEGIN_DECLS

/* The toggles of a visit, each with its key on it: result (1 to 4), what was told (Q W E R T), needs (A S D F G), everybody vaccinated (V). For the
 * page at the door and for sheets that are keyed back. A result can be chosen again to take it back.
 *
 * Signal "changed" (): the person pressed one. */
#define TN_TYPE_VISIT_KEYS (tn_visit_keys_get_type ())
G_DECLARE_FINAL_TYPE (TnVisitKeys, tn_visit_keys, TN, VISIT_KEYS, GtkBox)

GtkWidget *tn_visit_keys_new (void);
/* Shows result, ticks and all_vaccinated of the visit. Emits nothing. */
void tn_visit_keys_load (TnVisitKeys *self, const TnVisit *visit);
/* Puts them into the visit. */
void tn_visit_keys_store (TnVisitKeys *self, TnVisit *visit);
/* What the key does, as if its toggle were pressed. FALSE when it is none of ours. */
gboolean tn_visit_keys_press (TnVisitKeys *self, gunichar key);
/* -1 = none. */
int tn_visit_keys_get_result (TnVisitKeys *self);
gboolean tn_visit_keys_get_tick (TnVisitKeys *self, guint tick);
/* A row below the result, for what only one of the two has: the people met. */
void tn_visit_keys_insert (TnVisitKeys *self, GtkWidget *row);
/* TRUE when plain keys go to a text that is being typed: then they mean nothing else. */
gboolean tn_visit_keys_is_typing (GtkWidget *root);
/* A row of toggles with its title; children go into *box. */
GtkWidget *tn_visit_keys_make_row (const char *title, GtkBox **box);
/* A toggle that shows its key before its label. key 0 = none. */
GtkWidget *tn_visit_keys_make_toggle (char key, const char *label, const char *name);
G_END_DECLS
