/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-dialog.h"
G_BEGIN_DECLS

/* A dialog of forms over the schema whose Save is one rule of work/: what is filled in goes to the rule, and its edit is written. */

/* about: the record that the dialog is about (a new one's parent), NULL = of none. Runs on the store's writer thread; NULL with error = refused. */
typedef TnEdit *(*TnFormWork) (TnCopy *copy, const TnId *about, const TnValues *values, GError **error);

/* With a form of these fields of `kind`, filled in from `row` when that is given. Not yet presented. about is copied. */
TnDialog *tn_form_dialog_new (TnWindow *window, const char *title, const char *save_label, const char *kind, const char *const *fields,
                              const TnRow *row, const TnId *about, TnFormWork work);
/* The first form. */
TnForm *tn_form_dialog_get_form (TnDialog *dialog);
/* One more form, whose values go to the same rule; it is left out while nothing is filled in. Returns it. */
TnForm *tn_form_dialog_add (TnDialog *dialog, const char *title, const char *kind, const char *const *fields);
/* Save asks for this field of the first form too. message: what stands under it; static. */
void tn_form_dialog_require (TnDialog *dialog, const char *field, const char *message);
/* Presents it with the keyboard in this field of the first form. */
void tn_form_dialog_present (TnDialog *dialog, const char *field);
/* Reads the record as it stands and presents a dialog that changes it. title translated; all but id static. */
void tn_form_dialog_edit (TnWindow *window, const TnId *id, const char *title, const char *const *fields, TnFormWork work);

/* A rule that needs no form. what: heading of the message when it did not work, translated and static; NULL = the usual one. */
typedef TnEdit *(*TnIdWork) (TnCopy *copy, const TnId *id, GError **error);
void tn_window_run (TnWindow *window, TnIdWork work, const TnId *id, const char *what);
G_END_DECLS
