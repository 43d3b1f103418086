/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-patient-detail.h"
#include "tn-patient-page.h"
#include "tn-plot.h"
G_BEGIN_DECLS

#define TN_PATIENT_PLOTS 4
#define TN_PATIENT_CHECKS 6   /* three days: older ones are laid out when they are asked for */

struct _TnPatientPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *none;
  GtkLabel *title, *subtitle, *alert_text, *reminder, *twice_text;
  GtkWidget *alert, *check_button, *calls_group, *checks_group, *responses_group, *twice, *joined_group;
  GtkScrolledWindow *scroller;
  GtkGrid *plots, *facts;
  GtkListBox *calls, *checks, *responses, *kits, *essentials, *joined;
  TnPlot *plot[TN_PATIENT_PLOTS];

  TnWorkspace *workspace;        /* NULL before attach */
  GSimpleActionGroup *actions;   /* "patient.…" */
  GCancellable *cancellable;     /* the reading under way */
  TnId id;                       /* what should be shown; null = nothing */
  TnPatientDetail *detail;       /* what is shown; NULL = nothing */
  gboolean all_checks;           /* older ones of this patient were asked for */
  gboolean opening;              /* the page of `id` has been asked for and not been shown yet */
  guint n_asked, taken;           /* readings so far; which of them is shown */
};

/* tn-patient-page-fill.c: puts the detail into the widgets. */
void tn_patient_page_fill (TnPatientPage *self);
/* Older ones too; the keyboard goes to the first of them. */
void tn_patient_page_show_all_checks (TnPatientPage *self);
void tn_patient_page_make_plots (TnPatientPage *self);
/* tn-patient-page-actions.c */
void tn_patient_page_install_actions (TnPatientPage *self);
void tn_patient_page_update_actions (TnPatientPage *self);
G_END_DECLS
