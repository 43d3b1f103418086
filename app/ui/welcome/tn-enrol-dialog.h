/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

#define TN_TYPE_ENROL_DIALOG (tn_enrol_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TnEnrolDialog, tn_enrol_dialog, TN, ENROL_DIALOG, AdwWindow)

/* Asks for the district's address and the code. Enrols the open copy; where none is open, a new copy at the usual place, which is then opened. */
void tn_enrol_dialog_present (TnWindow *window);
/* Enrols by stick with what is typed in the dialog: the chooser's work, for tests too. */
void tn_enrol_dialog_ask_by_stick (TnEnrolDialog *self, const char *folder);
G_END_DECLS
