/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-patient-detail.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* The forms about a patient; all are TnDialogs and are presented here. */

/* Opens the home case of a person and goes to it; shows the one that is open already. Reads in the background. */
void tn_patient_dialog_open (TnWindow *window, const TnId *person);
void tn_patient_dialog_edit (TnWindow *window, const TnPatientDetail *detail);
/* What was done about all alerts that are open now. */
void tn_patient_dialog_respond (TnWindow *window, const TnPatientDetail *detail);
void tn_patient_dialog_kit (TnWindow *window, const TnPatientDetail *detail);
void tn_patient_dialog_essentials (TnWindow *window, const TnPatientDetail *detail);
/* Asks for another head when the person died and headed others. */
void tn_patient_dialog_close (TnWindow *window, const TnPatientDetail *detail);
G_END_DECLS
