/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-support.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* What is done with several people or households of a programme in one go: a dialog says beforehand how many it concerns and how many it leaves out, asks what
 * the step needs (a reason, who signed, from which stock), writes one edit with one undo, and says afterwards who was left out by the rules, and why. */
typedef enum { TN_DO_PROPOSE, TN_DO_AMOUNT, TN_DO_APPROVE, TN_DO_DELIVER, TN_DO_REFUSE, TN_DO_DECLINE, TN_DO_WITHDRAW, TN_DO_N } TnSupportDo;
const char *tn_support_do_key (TnSupportDo what);
const char *tn_support_do_label (TnSupportDo what);   /* translated, with a mnemonic */
/* Can this be done with somebody who stands so? */
gboolean tn_support_do_fits (TnSupportDo what, const TnSupportLine *line);

/* lines: TnSupportLine, copied. sums: to say what is left of the quota. Presents itself; says so when it fits nobody. */
void tn_support_do (TnWindow *window, TnSupportDo what, const TnProgramme *programme, const TnProgrammeSums *sums, const GArray *lines);
/* Asks for which programme this person or household is to be proposed. */
void tn_support_propose_one (TnWindow *window, const TnId *whom);
G_END_DECLS
