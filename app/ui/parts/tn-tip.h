/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* Tooltips of what is made and filled again and again: rows of lists, pages that are written anew. gtk_widget_set_tooltip_text() asks the display where
 * the pointer is, and waits for its answer, at every call; a list of twenty rows held a key up for 30 ms. These are asked for only when the pointer rests.
 * Main thread. */

/* text: copied; NULL or "" = none. Screen readers are told by the widget's label or description, not by this. */
void tn_tip_set (GtkWidget *widget, const char *text);
/* A label that cuts its text off shows the whole of it, while it is cut. Once. */
void tn_tip_whole_text (GtkLabel *label);
G_END_DECLS
