/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-form-dialog.h"
G_BEGIN_DECLS

/* The forms of who looks for work and of businesses, each over a rule of work/tn-job.h or tn-business.h. All present themselves. */

void tn_job_dialog_new_wish (TnWindow *window, const TnId *person);
/* Has work: where, since when. wish: as it was shown. */
void tn_job_dialog_placed (TnWindow *window, const TnRow *wish);
void tn_job_dialog_stopped (TnWindow *window, const TnRow *wish);
void tn_job_dialog_new_business (TnWindow *window);
void tn_job_dialog_new_need (TnWindow *window, const TnId *business);
/* Met, or not needed any more. */
void tn_job_dialog_close_need (TnWindow *window, const TnRow *need);
/* Corrections of a wish, a business or a need as it was shown. */
void tn_job_dialog_edit (TnWindow *window, const TnRow *row);
G_END_DECLS
