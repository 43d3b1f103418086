/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-bulk.h"
G_BEGIN_DECLS

/* What would become of many: how many change from what to what, which are skipped and why, and the first of them by name. Main thread. */
#define TN_TYPE_BULK_PREVIEW (tn_bulk_preview_get_type ())
G_DECLARE_FINAL_TYPE (TnBulkPreview, tn_bulk_preview, TN, BULK_PREVIEW, AdwBin)

TnBulkPreview *tn_bulk_preview_new (void);
void tn_bulk_preview_show (TnBulkPreview *self, const TnBulk *bulk);
/* Instead: what is still to be filled in, or what is wrong. */
void tn_bulk_preview_show_text (TnBulkPreview *self, const char *text);
/* Shown while it is looked at or written. */
GtkProgressBar *tn_bulk_preview_get_progress (TnBulkPreview *self);
G_END_DECLS
