/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* The display's own pointer, moved and pressed by XTest: what arrives is what a hand's mouse would send, through the X server, GDK and all
 * controllers on the way. x and y are the widget's. Main thread. */

/* FALSE when this machine cannot: then the test is skipped, and says so. */
gboolean ui_pointer_can (void);
void ui_pointer_move (gpointer widget, double x, double y);
void ui_pointer_press (void);
void ui_pointer_release (void);
/* Presses there and pulls until the source drags; the button stays down. Owned; the source may go with its widget. */
GdkDrag *ui_pointer_start_drag (GtkWidget *from, GtkDragSource *source, double x, double y);
/* Brings it there, and trembles as a hand does until the target has it and has said so: GDK tells no place while it waits for the answer to the one
 * before, so that the last motion alone may get lost. */
void ui_pointer_drag_over (GdkDrag *drag, GtkWidget *onto, GtkDropTarget *target, double x, double y);
/* Lets go, and waits until it was taken or has gone back. TRUE = taken. Takes the drag. */
gboolean ui_pointer_drop (GdkDrag *drag);
G_END_DECLS
