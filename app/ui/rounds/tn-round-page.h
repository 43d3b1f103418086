/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-workspace.h"
G_BEGIN_DECLS

/* One round: its figures, what can be done with it, its doors by volunteer, and the coverage of its place. Main thread. */
#define TN_TYPE_ROUND_PAGE (tn_round_page_get_type ())
G_DECLARE_FINAL_TYPE (TnRoundPage, tn_round_page, TN, ROUND_PAGE, AdwBin)

TnRoundPage *tn_round_page_new (void);
void tn_round_page_attach (TnRoundPage *self, TnWorkspace *workspace);
/* Reads in the background, and again after each change of the store. A null id shows nothing. */
void tn_round_page_show (TnRoundPage *self, const TnId *round);
/* Puts the keyboard on the doors. */
void tn_round_page_focus (TnRoundPage *self);
G_END_DECLS
