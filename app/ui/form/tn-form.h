/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-lookups.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* A form made from the schema: one line per field, by its type; what is wrong stands under the line. Dates are written as dd/mm/yyyy, all by
 * keyboard. Main thread. Signals: "changed" (char *field) when the person changed a field; "submit" () on Enter in a line. */
#define TN_TYPE_FORM (tn_form_get_type ())
G_DECLARE_FINAL_TYPE (TnForm, tn_form, TN, FORM, AdwPreferencesGroup)

/* fields: keys in the order wanted, NULL-terminated; NULL = all of the kind that a person fills in. References are offered from the lookups;
 * those that have no pick list are left out. */
TnForm *tn_form_new (const TnKind *kind, const char *const *fields, TnLookups *lookups);
/* Fills in what a record holds and remembers it, with the stamps: only what is changed from here on is written, and only if nobody else
 * changed it meanwhile. row NULL = a new record. */
void tn_form_load (TnForm *self, const TnRow *row);
/* A value that counts as typed (presets of a new record). */
void tn_form_preset (TnForm *self, const char *field, const char *token);
void tn_form_preset_text (TnForm *self, const char *field, const char *text);   /* NULL or "": nothing is preset */
void tn_form_preset_today (TnForm *self, const char *field);
/* Checks every field and shows what is wrong; moves the keyboard to the first. */
gboolean tn_form_validate (TnForm *self);
/* Like tn_form_validate(), with these fields asked for too. */
gboolean tn_form_require (TnForm *self, const char *field, const char *message);
/* What is changed (all that is filled in for a new record). Only after tn_form_validate(). Owned. */
TnValues *tn_form_dup_values (TnForm *self);
/* The token that a field holds now; NULL when it is not valid or not in this form. Owned. */
char *tn_form_dup_token (TnForm *self, const char *field);
char *tn_form_dup_text (TnForm *self, const char *field);
/* Something worth knowing that does not stop saving; NULL takes it away. */
void tn_form_set_hint (TnForm *self, const char *field, const char *text);
/* Takes a line out of the form, and what was typed in it with it, or shows it again. */
void tn_form_set_shown (TnForm *self, const char *field, gboolean shown);
void tn_form_focus (TnForm *self, const char *field);
GtkWidget *tn_form_get_input (TnForm *self, const char *field);
G_END_DECLS
