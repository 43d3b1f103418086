/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* Of the files tn-window*.c alone. */
struct _TnWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwToast *done_toast;         /* says what was done last, while it is shown or waits for that; weak */
  AdwWindowTitle *title;
  AdwFlap *flap;
  GtkStack *stack, *screens;
  GtkListBox *sidebar;
  GtkSpinner *spinner;
  GtkWidget *sidebar_button, *menu_button, *sync_button;
  GMenuModel *primary_menu;

  TnWorkspace *workspace;      /* NULL while no copy is open */
  TnWorkspace *opening;        /* on its way; NULL = none */
  AdwStatusPage *problem;      /* NULL until there was one */
  guint rest_id;               /* timeout */
  char *path;
  TnCopyFlags flags;
  gboolean closed;             /* the person closed the window; it goes when the copy is closed */
};

void tn_window_install_actions (TnWindowClass *klass);
/* Enables what makes sense now. */
void tn_window_update_actions (TnWindow *self);
/* The screen that is shown; NULL without a copy. */
GtkWidget *tn_window_current_screen (TnWindow *self);
void tn_window_toggle_sidebar (TnWindow *self);
/* Opens again what failed to open. */
void tn_window_retry (TnWindow *self);

/* ---- tn-window-screens.c ---- */
void tn_window_make_screens (TnWindow *self);
/* The other screens and reconciling, once the person sees the first page. */
void tn_window_make_rest_later (TnWindow *self);
void tn_window_remove_screens (TnWindow *self);
void tn_window_update_heading_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data);
void tn_window_row_activated_cb (GtkListBox *sidebar, GtkListBoxRow *row, gpointer user_data);
void tn_window_row_selected_cb (GtkListBox *sidebar, GtkListBoxRow *row, gpointer user_data);
void tn_window_screen_changed_cb (TnWindow *self);

/* ---- tn-window-copy.c ---- */
/* "welcome", "opening", "problem" or "main". */
void tn_window_show_page (TnWindow *self, const char *name);
void tn_window_forget_opening (TnWindow *self);

/* ---- tn-window.c ---- */
void tn_window_say_copy_changed (TnWindow *self);
G_END_DECLS
