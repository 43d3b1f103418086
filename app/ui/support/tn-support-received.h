/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-workspace.h"
G_BEGIN_DECLS

/* What a household and those who live there got, from receipts, newest first: a group of a page that hides itself when there is nothing. Main thread. */
#define TN_TYPE_SUPPORT_RECEIVED (tn_support_received_get_type ())
G_DECLARE_FINAL_TYPE (TnSupportReceived, tn_support_received, TN, SUPPORT_RECEIVED, AdwPreferencesGroup)

/* Reads it anew in the background. */
void tn_support_received_show (TnSupportReceived *self, TnWorkspace *workspace, const TnId *household);
G_END_DECLS
