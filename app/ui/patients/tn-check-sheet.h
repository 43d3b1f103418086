/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-patient-detail.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* The sheet of one check (QĐ 261/QĐ-BYT), by keyboard: Enter goes on to the next measure, Alt and a digit ticks a danger sign, Ctrl+Enter saves. Danger is said
 * while it is typed; a low SpO2 asks for the second value before it lets the sheet go. TnDialogs, presented here. */
void tn_check_sheet_new (TnWindow *window, const TnPatientDetail *detail);
void tn_check_sheet_edit (TnWindow *window, const TnPatientDetail *detail, const TnPatientCheck *check);
G_END_DECLS
