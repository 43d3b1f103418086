/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-screen.h"
G_BEGIN_DECLS

/* Reconciling with the district: what has not been sent, what is held there, the receipts of the last sessions and what went wrong, in
 * plain words. The badge counts what has not been sent. */
#define TN_TYPE_RECONCILING_SCREEN (tn_reconciling_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnReconcilingScreen, tn_reconciling_screen, TN, RECONCILING_SCREEN, TnScreen)
G_END_DECLS
