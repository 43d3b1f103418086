/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-form-dialog.h"
G_BEGIN_DECLS

/* The forms of care, each over a rule of work/tn-care.h. All present themselves. */

/* Reads who it is and which group their categories speak for, then asks. */
void tn_care_dialog_refer (TnWindow *window, const TnId *person);
/* row: the referral as it was shown, and so opened. */
void tn_care_dialog_edit (TnWindow *window, const TnRow *row);
void tn_care_dialog_close (TnWindow *window, const TnRow *row);
void tn_care_dialog_new_professional (TnWindow *window);
void tn_care_dialog_edit_professional (TnWindow *window, const TnId *professional);
G_END_DECLS
