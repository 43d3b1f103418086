/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* One choice of a pick list. Properties "key" (a choice's key, a record's id, "" for none), "label", "depth" (of a tree, for indentation). */
#define TN_TYPE_OPTION (tn_option_get_type ())
G_DECLARE_FINAL_TYPE (TnOption, tn_option, TN, OPTION, GObject)

TnOption *tn_option_new (const char *key, const char *label, guint depth);
const char *tn_option_get_key (TnOption *self);
const char *tn_option_get_label (TnOption *self);
guint tn_option_get_depth (TnOption *self);
/* Position of the option with this key in a list of TnOption; G_MAXUINT = none. */
guint tn_option_find (GListModel *options, const char *key);
G_END_DECLS
