/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* Children side by side at their natural width, on as many lines as they need. GtkFlowBox makes columns, and takes too little height when it
 * is not stretched. */
#define TN_TYPE_WRAP_LAYOUT (tn_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (TnWrapLayout, tn_wrap_layout, TN, WRAP_LAYOUT, GtkLayoutManager)
G_END_DECLS
