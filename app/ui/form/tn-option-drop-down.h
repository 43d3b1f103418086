/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
#include "tn-option.h"
G_BEGIN_DECLS

/* A GtkDropDown over TnOptions: trees are indented, long names are cut in the button and whole in the list, and long lists can be
 * searched by typing. What was chosen stays chosen when the list is read anew. `first` is a choice put before the others ("All quarters", "Not known") with key ""; NULL = none. */
GtkWidget *tn_option_drop_down_new (const char *first, GListModel *options);
/* Key of what is chosen, or is when its list comes; "" = the first or nothing. Borrowed until the choice changes. */
const char *tn_option_drop_down_get_key (GtkDropDown *self);
/* FALSE when there is no such option; then nothing changes. */
gboolean tn_option_drop_down_set_key (GtkDropDown *self, const char *key);
/* The same for a list that may not have been read yet: it is chosen when the list comes, if it is in it, unless the person chooses something before. */
void tn_option_drop_down_want_key (GtkDropDown *self, const char *key);
G_END_DECLS
