/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-pair-detail.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* Two people, or two households, side by side: which is kept, which value of each field stands; merged, kept apart, or taken apart again. Main thread. */
#define TN_TYPE_PAIR_PAGE (tn_pair_page_get_type ())
G_DECLARE_FINAL_TYPE (TnPairPage, tn_pair_page, TN, PAIR_PAGE, AdwBin)

TnPairPage *tn_pair_page_new (void);
void tn_pair_page_attach (TnPairPage *self, TnWorkspace *workspace);
/* Reads and shows; again after each change of the store, unless the person has chosen something on it. */
void tn_pair_page_show (TnPairPage *self, const TnPair *pair);
G_END_DECLS
