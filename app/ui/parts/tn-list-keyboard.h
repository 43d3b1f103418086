/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* A line that is replaced takes the keyboard with it, and GTK gives it to another line or to the first button of the window. A list that replaces lines
 * asks before, and takes it back after. Main thread. */

/* The line of this GtkListView on which it stands, also while a dialog is open over the window; GTK_INVALID_LIST_POSITION = on none. */
guint tn_list_get_keyboard (GtkListView *view);
/* For the factory's "setup": what it gives the item as child. */
void tn_list_name_line (GtkListItem *item, GtkWidget *content);
/* Onto the line at `position`, or the last one there is; none = nothing. */
void tn_list_take_keyboard (GtkListView *view, guint position);
G_END_DECLS
