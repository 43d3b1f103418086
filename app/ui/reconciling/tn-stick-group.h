/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-workspace.h"
G_BEGIN_DECLS

/* Reconciling by USB stick: writes what has not been sent, reads what the district wrote, says what was done. The work runs on the reconciler's
 * thread. Keeps nothing between two windows. */
#define TN_TYPE_STICK_GROUP (tn_stick_group_get_type ())
G_DECLARE_FINAL_TYPE (TnStickGroup, tn_stick_group, TN, STICK_GROUP, AdwBin)
/* Once. */
void tn_stick_group_set_workspace (TnStickGroup *self, TnWorkspace *workspace);
/* The work behind the choosers, for tests too. path: the stick's folder or a file. */
void tn_stick_group_write (TnStickGroup *self, const char *path);
void tn_stick_group_read (TnStickGroup *self, const char *path);
/* A chooser of bundles (OPEN) or of a stick's folder (SELECT_FOLDER), modal to `parent`. The caller shows it and drops its reference. */
GtkFileChooserNative *tn_stick_chooser_new (GtkWindow *parent, GtkFileChooserAction action, const char *title, const char *accept);
G_END_DECLS
