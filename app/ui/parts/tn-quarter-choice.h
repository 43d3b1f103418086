/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
#include "tn-workspace.h"
G_BEGIN_DECLS

/* A drop-down of the ward's quarters, "Whole ward" first, read from the copy. Its "notify::selected" tells another choice. Main thread. */
GtkWidget *tn_quarter_choice_new (void);
/* Reads the quarters, and again when it comes into sight. Once. */
void tn_quarter_choice_attach (GtkWidget *choice, TnWorkspace *workspace);
/* FALSE = the whole ward. */
gboolean tn_quarter_choice_get (GtkWidget *choice, TnId *quarter);
G_END_DECLS
