/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-screen.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* Patients at home (product.md C1): who is in danger, whose check is due, whom nobody has looked at today. */
#define TN_TYPE_PATIENTS_SCREEN (tn_patients_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnPatientsScreen, tn_patients_screen, TN, PATIENTS_SCREEN, TnScreen)

/* "win.open-case" (s: a person's id): opens a home case, or shows the one that is open. */
void tn_patients_screen_install_actions (TnWindow *window);
G_END_DECLS
