/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* A sheet of an open survey, filled in by keys: 1 to 9 choose, Enter goes on, and behind the last question saves; Up and Down go between questions, Backspace takes
 * an answer back. Saved, the next empty sheet of the same quarter comes. Nothing of it is kept as a draft: a sheet that was not saved is nobody's. */
void tn_survey_sheet_open (TnWindow *window, const TnId *survey);
G_END_DECLS
