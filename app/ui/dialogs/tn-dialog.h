/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-form.h"
#include "tn-window.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* The frame of every form: Cancel and Save in the header, what went wrong on top, the forms below. Enter goes on to the next
 * line, Ctrl+S or Ctrl+Enter saves, Escape closes (and asks when something was typed). It closes itself when the write is on disk, and stays with everything
 * that was typed when it failed.
 *
 * Signals: "saved" (): on disk, just before the dialog closes; "failed" (): nothing was written, be it refused or stopped, and the form stays. */
#define TN_TYPE_DIALOG (tn_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TnDialog, tn_dialog, TN, DIALOG, AdwWindow)

/* What Save does. Called on the main thread; checks the forms. FALSE = the person must first mend something (the forms or
 * tn_dialog_show_message() say what). TRUE with *func, *data, *data_free set = run that. */
typedef gboolean (*TnDialogPrepare) (TnDialog *self, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data);

/* Modal over the window. save_label with a mnemonic. */
TnDialog *tn_dialog_new (TnWindow *window, const char *title, const char *save_label);
/* user_data lives as long as the dialog. */
void tn_dialog_set_prepare (TnDialog *self, TnDialogPrepare prepare, gpointer user_data, GDestroyNotify destroy);
/* A form or any widget, below the others. */
void tn_dialog_add (TnDialog *self, GtkWidget *child);
/* The same for a form: Enter in its lines goes on, and what is typed is asked about before it is thrown away. */
void tn_dialog_add_form (TnDialog *self, TnForm *form);
/* A tn_card_form_new(). */
void tn_dialog_add_card (TnDialog *self, GtkWidget *card);
TnWorkspace *tn_dialog_get_workspace (TnDialog *self);
TnWindow *tn_dialog_get_window (TnDialog *self);
/* What is wrong, in words; NULL takes it away. */
void tn_dialog_show_message (TnDialog *self, const char *text);
/* The person typed something: Escape asks before it is thrown away. Forms tell this by themselves. */
void tn_dialog_set_dirty (TnDialog *self);
/* The button stays off while FALSE. */
void tn_dialog_set_can_save (TnDialog *self, gboolean can_save);
/* Escape while Save's work runs cancels this, and the form stays: for work that looks at it before it writes. */
void tn_dialog_set_cancellable (TnDialog *self, GCancellable *cancellable);
/* For work that takes its time: its write can be seen to go on, and is stopped by the cancellable, with nothing written. progress runs on the writer's thread;
 * data must live until the work has ended. */
void tn_dialog_set_progress (TnDialog *self, TnEditProgress progress, gpointer data);
void tn_dialog_save (TnDialog *self);
/* Runs other work than Save's (a Delete button) and closes in the same way. */
void tn_dialog_run (TnDialog *self, TnWorkFunc func, gpointer data, GDestroyNotify data_free);
G_END_DECLS
