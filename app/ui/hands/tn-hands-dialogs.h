/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-form-dialog.h"
G_BEGIN_DECLS

/* The forms of sponsorships and pairs, each over a rule of work/tn-hands.h. All present themselves. */
void tn_hands_dialog_new_sponsorship (TnWindow *window, const TnId *person);
void tn_hands_dialog_new_pair (TnWindow *window, const TnId *household);
/* row: a sponsorship or a pair as it was shown. */
void tn_hands_dialog_edit (TnWindow *window, const TnRow *row);
void tn_hands_dialog_came (TnWindow *window, const TnRow *sponsorship);
/* gift: a receipt of a sponsorship. */
void tn_hands_dialog_cancel (TnWindow *window, const TnId *gift);
G_END_DECLS
