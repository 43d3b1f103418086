/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-reconciler.h"
G_BEGIN_DECLS

/* How the reconciler's state is said and drawn, the same in the header's button and on the page. */
const char *tn_reconciler_state_icon (TnReconcilerState state);
const char *tn_reconciler_state_text (TnReconcilerState state);   /* translated */
/* "About 1200 records still to come."; NULL = nobody knows, or it is not a step that is counted. Owned. */
char *tn_reconciler_dup_left_text (int step, guint64 left);
/* "Last reconciled on …"; last in ms, 0 = never. Owned. */
char *tn_reconciler_dup_last_text (gint64 last);
G_END_DECLS
