/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-export.h"
#include "tn-survey-count.h"
G_BEGIN_DECLS

/* A survey's counts as a list of quarter, question, answer and how many: the whole ward, then each quarter that is no small group. What is too small to be told
 * (work/tn-survey-count.h) stands as "under 3" here as on the screen. Blocks. n_rows may be NULL. */
gboolean tn_survey_export (TnCopy *copy, const TnId *survey, const char *path, TnExportFormat format, guint *n_rows, GCancellable *cancellable, GError **error);
G_END_DECLS
