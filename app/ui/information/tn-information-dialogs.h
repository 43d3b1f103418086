/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* Forms over the rules of work/tn-campaign.h and work/tn-answer.h. */
void tn_information_dialog_new_campaign (TnWindow *window);
void tn_information_dialog_new_answer (TnWindow *window);
/* kind: "campaign" or "official_answer". */
void tn_information_dialog_edit (TnWindow *window, const char *kind, const TnId *id);
/* A new one in its place, with the same question to begin with. Borrowed. */
void tn_information_dialog_replace (TnWindow *window, const TnRow *answer);
G_END_DECLS
