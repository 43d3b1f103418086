/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
#include "tn-support-model.h"
G_BEGIN_DECLS

/* Lines over TnSupportItem. Of this folder alone. Owned. */
GtkListItemFactory *tn_support_lines_new (void);
G_END_DECLS
