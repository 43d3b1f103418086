/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-values.h"
G_BEGIN_DECLS

/* Vaccination of a person (product.md H2): one record a person, class health. Its id is made from the person's, so that two laptops that write it
 * offline write the same record, and what they say is merged field by field instead of standing twice. */
TnId tn_vaccination_id (const TnId *person);
/* Puts the record into an edit: makes it, or changes the one that is there. status and reason: choice keys; a NULL reason clears the reason, as the
 * old one is not one against what is said now. FALSE on error. Any thread that owns the copy. */
gboolean tn_vaccination_write (TnCopy *copy, TnEdit *edit, const TnId *person, const char *status, const char *reason, GError **error);
/* Key of the status, interned; "" when nothing is known here, or this laptop may not hold health. */
const char *tn_vaccination_status (TnCopy *copy, const TnId *person);
G_END_DECLS
