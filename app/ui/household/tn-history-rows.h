/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-query.h"
G_BEGIN_DECLS

/* The past, newest first, under an expander: what, from what to what, who and when. */
void tn_history_rows_fill (AdwExpanderRow *expander, GPtrArray *history);
/* One visit; activating it edits it ("record.edit"). */
GtkWidget *tn_visit_row_new (const TnRow *visit);
G_END_DECLS
