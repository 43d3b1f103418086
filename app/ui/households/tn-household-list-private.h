/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-household-list.h"
G_BEGIN_DECLS

struct _TnHouseholdList
{
  AdwBin parent_instance;

  GtkSearchEntry *search;
  GtkFlowBox *filters;
  GtkStack *stack;
  GtkColumnView *view;
  GtkLabel *count;
  GtkWidget *area, *alley, *category, *gone;   /* made when a copy is there */

  TnWorkspace *workspace;
  TnHouseholdModel *model;
  GtkSliceListModel *shown;    /* the first lines of the model until the first frame, then all */
  GtkMultiSelection *selection;
  GtkRevealer *bar;            /* what can be done with many */
  GtkLabel *n_chosen;
  GtkMenuButton *bar_menu;
  GtkButton *all_button;
  GListStore *alleys;                          /* TnOption */
  GCancellable *cancellable;
  TnHousehold *chosen;                         /* whose filling is waited for */
  gulong chosen_id;
  GArray *many;                                /* gint64 rows that the person chose, in the list's order */
  gint64 select_row;                           /* to be marked when it comes; 0 = none */
};

guint tn_household_list_count_chosen (TnHouseholdList *self);
/* gint64 row numbers, in the order of the list. Owned. */
GArray *tn_household_list_dup_chosen (TnHouseholdList *self);
/* The lines behind the first screen too. */
void tn_household_list_show_all (TnHouseholdList *self);
void tn_household_list_show_error (TnHouseholdList *self, const GError *error);

/* tn-household-list-filters.c */
void tn_household_list_bind_filters (GtkWidgetClass *widget_class);
/* Once there are a model and columns. */
void tn_household_list_make_filters (TnHouseholdList *self);
/* Those of the quarter that is chosen, or of all. */
void tn_household_list_load_alleys (TnHouseholdList *self);

/* tn-household-list-bulk.c */
void tn_household_list_install_bulk (GtkWidgetClass *widget_class);
G_END_DECLS
