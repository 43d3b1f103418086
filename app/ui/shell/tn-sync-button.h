/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-reconciler.h"
G_BEGIN_DECLS

/* How this laptop stands with its district, in the header bar: an icon, the number of edits that wait, and a popover that says it in words. */
#define TN_TYPE_SYNC_BUTTON (tn_sync_button_get_type ())
G_DECLARE_FINAL_TYPE (TnSyncButton, tn_sync_button, TN, SYNC_BUTTON, AdwBin)

void tn_sync_button_set_reconciler (TnSyncButton *self, TnReconciler *reconciler /* NULL = none */);
G_END_DECLS
