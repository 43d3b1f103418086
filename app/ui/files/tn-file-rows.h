/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-export.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* A list as a file. */

/* Runs on a thread of the store. *rows gets how many there are. */
typedef gboolean (*TnFileRows) (TnCopy *copy, gpointer data, const char *path, TnExportFormat format, guint *rows, GCancellable *cancellable, GError **error);
/* Writes it; the format follows the name's ending. Then the window says how many rows were written, or why the list was not. Takes the data. Main thread. */
void tn_file_write_rows (TnWindow *window, const char *path, TnFileRows write, gpointer data, GDestroyNotify free_data);
G_END_DECLS
