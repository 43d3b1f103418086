/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-workspace.h"
G_BEGIN_DECLS

/* A patient's page: the alert on top with what to do, plots, whom to call, checks, what was done, bags and essentials. Opening it is written down
 * (tn-opened.h) before anything is shown; it is read again after each change of the store and every minute. */
#define TN_TYPE_PATIENT_PAGE (tn_patient_page_get_type ())
G_DECLARE_FINAL_TYPE (TnPatientPage, tn_patient_page, TN, PATIENT_PAGE, AdwBin)

void tn_patient_page_attach (TnPatientPage *self, TnWorkspace *workspace);
/* id NULL = nothing is shown. The same id again is no new opening. */
void tn_patient_page_show (TnPatientPage *self, const TnId *id);
/* Reads again what is shown: time has passed. */
void tn_patient_page_reload (TnPatientPage *self);
G_END_DECLS
