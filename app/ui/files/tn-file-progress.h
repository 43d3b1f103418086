/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-import-progress.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* A file that may take long to write: on a thread of its own, with a window that has a bar and Cancel when it is not done in a moment. */

/* On that thread; steps: for tn_import_steps_cb(). */
typedef gboolean (*TnFileWrite) (gpointer data, const char *path, TnImportSteps *steps, GCancellable *cancellable, GError **error);
/* It is on the disk. Main thread. */
typedef void (*TnFileWritten) (TnWindow *window, gpointer data, const char *path);
/* title: of that window; failed: what is said over what went wrong; both translated and static. Takes the data. Main thread. */
void tn_file_write_long (TnWindow *window, const char *path, const char *title, const char *failed, TnFileWrite write, TnFileWritten written, gpointer data,
                         GDestroyNotify free_data);
G_END_DECLS
