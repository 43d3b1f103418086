/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-form-dialog.h"
G_BEGIN_DECLS

/* The forms of petitions and reports of wrongdoing, each over a rule of work/tn-petition.h. All present themselves. Choosing "Without a name" takes the
 * author's lines out of the form and clears them at once; nothing is kept of a form that is not saved. */

/* household: who asks; NULL = not known from the register. */
void tn_petition_dialog_new (TnWindow *window, const TnId *household);
void tn_petition_dialog_new_report (TnWindow *window);
/* row: the record as it was shown, and so opened. */
void tn_petition_dialog_edit (TnWindow *window, const TnRow *row);
void tn_petition_dialog_answer (TnWindow *window, const TnRow *row);
G_END_DECLS
