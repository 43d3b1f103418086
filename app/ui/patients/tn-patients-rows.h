/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board.h"
G_BEGIN_DECLS

/* What the list of patients shows. Filters: "" or "all", "danger", "due", "unwatched", "closed". */
typedef struct { int n_danger; } TnPatientsTally;   /* atomic: patients with an alert, at the last reading of all */
/* A TnBoardRead; data is a TnPatientsTally. */
GPtrArray *tn_patients_rows_read (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error);
G_END_DECLS
