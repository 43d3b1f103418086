/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-dialog.h"
G_BEGIN_DECLS

/* A dialog with one form whose values a rule of work/ turns into an edit: what the forms about a patient have in common. Lives as long as its dialog. */
typedef struct _TnPatientForm TnPatientForm;
/* Runs on the store's writer thread. */
typedef TnEdit *(*TnPatientWork) (TnCopy *copy, const TnPatientForm *form, const TnValues *values, GError **error);
struct _TnPatientForm
{
  TnDialog *dialog;
  TnForm *form;
  TnPatientWork work;
  TnId about;              /* whom it is about */
  GArray *checks;          /* TnId: alerts that it answers */
  TnId new_head;           /* null = none chosen */
  GtkWidget *new_head_row, *new_head_choice;   /* NULL = not asked for */
};

TnPatientForm *tn_patient_form_new (TnDialog *dialog, const char *kind, const char *const *fields, const TnRow *row, TnPatientWork work);
/* Shows the dialog with the keyboard in `first`. */
void tn_patient_form_present (TnPatientForm *self, const char *first);
G_END_DECLS
