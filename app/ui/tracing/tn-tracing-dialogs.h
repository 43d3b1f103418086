/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* What tracing asks for in a form. All present themselves. */
/* Whom a patient met: the others of the household, ticked, and one more from the register or by name. */
void tn_tracing_dialog_contacts (TnWindow *window, const TnId *home_case);
void tn_tracing_dialog_edit_contact (TnWindow *window, const TnRow *contact, const char *name);
/* A contact who was written down by name is found in the register. */
void tn_tracing_dialog_link (TnWindow *window, const TnId *contact, const char *name);
/* A call with a note: what the person has. */
void tn_tracing_dialog_call (TnWindow *window, const TnId *contact, const char *name);
/* From whom, or where, the patient caught it. */
void tn_tracing_dialog_source (TnWindow *window, const TnId *home_case, const char *name);
/* A test round: who of which area. */
void tn_tracing_dialog_round (TnWindow *window);
/* One more person into a round. */
void tn_tracing_dialog_add_person (TnWindow *window, const TnId *round, const char *name);
G_END_DECLS
