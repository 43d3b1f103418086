/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
#include "tn-lookups.h"
#include "tn-row.h"
G_BEGIN_DECLS

/* Categories as small labels. Each is a button that opens the membership ("record.edit"); those that ended are left out. Hides an
 * empty box. */
void tn_chips_fill (GtkBox *box, GPtrArray *memberships, TnLookups *lookups, const char *today);
G_END_DECLS
