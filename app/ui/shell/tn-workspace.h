/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-store.h"
#include "tn-edit.h"
#include "tn-reconciler.h"
#include "tn-lookups.h"
#include "tn-household-model.h"
G_BEGIN_DECLS

/* What the screens of a window share while one copy is open: the store, the list of its households, the reconciler, the pick lists, and the one way in which
 * a screen changes anything. Main thread.
 *
 * Signal "opened" (GError *error), once: NULL = the copy is open, else why it is not. Property "can-undo". Signal "done" (char *label, gint64 action): a change is on disk; only now may a screen say "saved". Also emitted
 * after an undo, with action 0. */
#define TN_TYPE_WORKSPACE (tn_workspace_get_type ())
G_DECLARE_FINAL_TYPE (TnWorkspace, tn_workspace, TN, WORKSPACE, GObject)

/* Begins to open the copy at `path` and to read its list. Needs neither a display nor a main loop to go on, so that it is done while GTK
 * starts. */
TnWorkspace *tn_workspace_open (const char *path, TnCopyFlags flags);
/* Nobody waits for it any more: it is closed as soon as it is open, and says nothing. */
void tn_workspace_forget (TnWorkspace *self);
/* Once, when it is open and the copy may be changed: from here on there is a reconciler. It is started by the caller. */
void tn_workspace_add_reconciler (TnWorkspace *self, guint interval_minutes);
/* All households: the list of the window. */
TnHouseholdModel *tn_workspace_get_households (TnWorkspace *self);
TnStore *tn_workspace_get_store (TnWorkspace *self);
/* NULL before the copy is open, and for a copy that is read only. */
TnReconciler *tn_workspace_get_reconciler (TnWorkspace *self);
TnLookups *tn_workspace_get_lookups (TnWorkspace *self);

/* Builds an edit from what the copy holds now. Runs on the store's writer thread, in the same turn as the write, so what it read cannot
 * have changed before it is written. NULL with error: nothing is changed. */
typedef TnEdit *(*TnWorkFunc) (TnCopy *copy, gpointer data, GError **error);
void tn_workspace_run_async (TnWorkspace *self, TnWorkFunc func, gpointer data, GDestroyNotify data_free, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
/* The same of so much that it can be seen to go on (progress, on the writer's thread) and be stopped: cancelled, nothing is written. progress_data must live
 * until the callback. */
void tn_workspace_run_long_async (TnWorkspace *self, TnWorkFunc func, gpointer data, GDestroyNotify data_free, TnEditProgress progress, gpointer progress_data,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* For an edit that needs no reading. Takes the edit. */
void tn_workspace_edit_async (TnWorkspace *self, TnEdit *edit, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* TRUE = on disk. */
gboolean tn_workspace_run_finish (TnWorkspace *self, GAsyncResult *result, GError **error);

/* For a writer that committed by itself (an import): its action can be undone, and "done" is emitted. */
void tn_workspace_did (TnWorkspace *self, gint64 action, const char *label);

/* Undoes `action`, or the last thing done in this window when 0. */
void tn_workspace_undo_async (TnWorkspace *self, gint64 action, GAsyncReadyCallback callback, gpointer user_data);
gboolean tn_workspace_undo_finish (TnWorkspace *self, GAsyncResult *result, GError **error);
gboolean tn_workspace_can_undo (TnWorkspace *self);

/* Stops reconciling, waits for queued writes, closes the copy. */
void tn_workspace_close_async (TnWorkspace *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean tn_workspace_close_finish (TnWorkspace *self, GAsyncResult *result, GError **error);
G_END_DECLS
