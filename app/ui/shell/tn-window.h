/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-workspace.h"
G_BEGIN_DECLS

/* The one window: welcome, or a sidebar of screens over one open copy, or what is wrong with the copy.
 * Signal "copy-changed" (): a copy was opened, or could not be (then there is no workspace). */
#define TN_TYPE_WINDOW (tn_window_get_type ())
G_DECLARE_FINAL_TYPE (TnWindow, tn_window, TN, WINDOW, AdwApplicationWindow)

/* app may be NULL (tests). Shows the welcome until a copy is opened. */
TnWindow *tn_window_new (GtkApplication *app);
/* Shows what a fresh window is to begin with: a copy whose opening was begun before there was a display. */
void tn_window_take_workspace (TnWindow *self, TnWorkspace *workspace, const char *path, TnCopyFlags flags);
/* Presents the window when its first frame shows what the person waits for, and at the latest after a moment: no page flashes up only to be
 * replaced. */
void tn_window_present_ready (TnWindow *self);
/* Opens the ward's copy at `path` in the background, in place of the one that is open. */
void tn_window_open_copy (TnWindow *self, const char *path, TnCopyFlags flags);
/* Closes the open copy and goes back to the welcome; callback when its writes are on disk (for a restore over it). NULL callback allowed. */
void tn_window_close_copy (TnWindow *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean tn_window_close_copy_finish (TnWindow *self, GAsyncResult *result, GError **error);
/* NULL while no copy is open. Borrowed. */
TnWorkspace *tn_window_get_workspace (TnWindow *self);

/* Goes to a screen of tn-screens.c and returns it (a TnScreen); NULL when there is none of this name or no copy is open. */
GtkWidget *tn_window_show_screen (TnWindow *self, const char *name);
/* The same, and lets it show this record; id NULL = the screen alone. */
void tn_window_go (TnWindow *self, const char *screen, const TnId *id);
const char *tn_window_get_screen (TnWindow *self);
/* A household's page, from anywhere. */
void tn_window_show_household (TnWindow *self, const TnId *id);

/* Plain text: it is escaped here, toasts take markup. Shown at once: the answer to what was just asked for does not wait behind an Undo. */
void tn_window_toast (TnWindow *self, const char *text);
/* One that is shown at once, whatever else waits to be shown; taken. Its title is markup. */
void tn_window_add_toast (TnWindow *self, AdwToast *toast);
/* A failure that the person must read: a dialog. NULL heading = "That did not work". Ignores cancellation. */
void tn_window_show_error (TnWindow *self, const char *heading, const GError *error);
/* The window a widget is in; NULL outside of one. */
TnWindow *tn_window_of (gpointer widget);
G_END_DECLS
