/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* Counts that a thread of the store moves and the window shows: shared by both, seen through atomics. */
typedef struct { gint done, total; } TnImportSteps;
TnImportSteps *tn_import_steps_new (void);
TnImportSteps *tn_import_steps_ref (TnImportSteps *steps);
void tn_import_steps_unref (TnImportSteps *steps);
/* A TnImportProgress. */
void tn_import_steps_cb (guint done, guint total, gpointer steps);
/* Moves `bar` ten times a second until the returned source is removed. */
guint tn_import_steps_watch (TnImportSteps *steps, GtkProgressBar *bar);
G_END_DECLS
