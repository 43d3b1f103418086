/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-workspace.h"
#include <adwaita.h>
G_BEGIN_DECLS

/* Choosing a person of the register inside a dialog: a search line and whom it finds. Signal "notify::chosen" when the choice moved. */
#define TN_TYPE_PERSON_PICKER (tn_person_picker_get_type ())
G_DECLARE_FINAL_TYPE (TnPersonPicker, tn_person_picker, TN, PERSON_PICKER, AdwBin)

/* label: what the search line is called, for screen readers. Translated. */
GtkWidget *tn_person_picker_new (TnWorkspace *workspace, const char *label);
/* FALSE while nobody is chosen. */
gboolean tn_person_picker_get (TnPersonPicker *self, TnId *id);
void tn_person_picker_focus (TnPersonPicker *self);
G_END_DECLS
