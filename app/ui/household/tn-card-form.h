/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-form.h"
G_BEGIN_DECLS

/* The form of a citizen card beside the form of its person: a line for the QR scanner fills both; a number that does not fit the sex or
 * the year of birth is hinted at and still saved. person is borrowed and must live as long. */
GtkWidget *tn_card_form_new (TnForm *person, const TnRow *card /* NULL = none yet */, TnLookups *lookups);
/* What is to be written of the card, the QR's text included. Owned. */
TnValues *tn_card_form_dup_values (GtkWidget *self);
gboolean tn_card_form_validate (GtkWidget *self);
TnForm *tn_card_form_get_form (GtkWidget *self);
G_END_DECLS
