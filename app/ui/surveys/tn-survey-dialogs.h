/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* Forms over the rules of work/tn-survey.h, while a survey is in preparation. */
void tn_survey_dialog_new (TnWindow *window);
void tn_survey_dialog_edit (TnWindow *window, const TnId *survey);
void tn_survey_dialog_ask (TnWindow *window, const TnId *survey);
void tn_survey_dialog_edit_question (TnWindow *window, const TnId *question);
/* Asks where to, and writes the counts as XLSX or CSV. */
void tn_survey_dialog_export (TnWindow *window, const TnId *survey);
/* The work behind it, for tests too. */
void tn_survey_export_to (TnWindow *window, const TnId *survey, const char *path);
G_END_DECLS
