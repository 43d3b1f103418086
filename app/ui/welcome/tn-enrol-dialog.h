/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

#define TN_TYPE_ENROL_DIALOG (tn_enrol_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TnEnrolDialog, tn_enrol_dialog, TN, ENROL_DIALOG, AdwWindow)

/* Asks for the district's address and the code. Enrols the open copy; where none is open, a new copy at the usual place, which is then opened. */
void tn_enrol_dialog_present (TnWindow *window);
G_END_DECLS
