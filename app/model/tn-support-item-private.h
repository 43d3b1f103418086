/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-support-judged-private.h"
G_BEGIN_DECLS

/* Of this folder alone. */
TnSupportItem *tn_support_item_new (const TnSupportLine *line, gboolean ticked);
/* Takes the texts. */
void tn_support_item_fill (TnSupportItem *self, TnSupportWords *words);
void tn_support_item_set_ticked (TnSupportItem *self, gboolean ticked);
G_END_DECLS
