/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-import-progress.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* The window of a file that takes long to write: shown when it is not done in a moment, with a bar and Cancel. Main thread. */
typedef struct _TnFileProgress TnFileProgress;
/* title translated and static. */
TnFileProgress *tn_file_progress_begin (TnWindow *window, const char *title, TnImportSteps *steps);
/* Of the work. Borrowed. */
GCancellable *tn_file_progress_get_cancellable (TnFileProgress *self);
/* It is done, or failed; frees it. */
void tn_file_progress_end (TnFileProgress *self);
G_END_DECLS
