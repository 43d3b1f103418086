/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-test-item.h"
#include "tn-test-page.h"
G_BEGIN_DECLS

struct _TnTestPage
{
  AdwBin parent_instance;

  GtkLabel *title, *subtitle, *counts, *message;
  GtkGrid *areas;
  GtkWidget *areas_expander, *message_box, *case_button, *close_button, *open_button;
  GtkSearchEntry *search;
  GtkListView *view;

  TnWorkspace *workspace;
  const TnTracingDetail *detail;   /* borrowed */
  TnId round;                      /* whose people stand in `items` */
  GListStore *items;               /* TnTestItem, all */
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;
  char *folded;                    /* what is searched; NULL = all */
  TnId warned;                     /* who was said to have another result already; the same key once more replaces it */
  TnTestResult warned_of;
  TnId positive;                   /* whose case is offered */
};

/* Text above the list; NULL takes it away. offer_case: with the button that opens the case of `positive`. */
void tn_test_page_say (TnTestPage *self, const char *text, gboolean offer_case);
/* The line of a person among those that are listed now; NULL = none. Borrowed. */
TnTestItem *tn_test_page_find_item (TnTestPage *self, const TnId *person, guint *position);
void tn_test_page_select (TnTestPage *self, guint position);
/* The same, and the keyboard goes there. */
void tn_test_page_focus_line (TnTestPage *self, guint position);

/* tn-test-page-keys.c */
/* "test.add", "test.state". */
void tn_test_page_act (GtkWidget *widget, const char *name, GVariant *parameter);
void tn_test_page_open_case (TnTestPage *self);
/* The keys of the list. */
void tn_test_page_add_keys (TnTestPage *self);
G_END_DECLS
