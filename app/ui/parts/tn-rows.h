/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

/* Rows that are made anew when what they show has changed. */
void tn_rows_clear_list (GtkListBox *list);
/* Takes those that were added, and noted in `rows`, out of the group again; `rows` is empty then. */
void tn_rows_clear_group (AdwPreferencesGroup *group, GPtrArray *rows);
G_END_DECLS
