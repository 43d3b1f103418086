/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board.h"
G_BEGIN_DECLS

/* Of the files tn-board.c and tn-board-filter.c alone. */
struct _TnBoard
{
  AdwBin parent_instance;

  AdwLeaflet *leaflet;
  GtkBox *bar;
  GtkSearchEntry *search;
  AdwBin *filter_place, *quarter_place, *page_place;
  GtkLabel *note;                    /* under the list: what is not in it */
  GtkStack *stack, *pages;
  GtkSpinner *spinner;
  GtkListView *view;
  AdwStatusPage *empty, *problem;
  GtkWidget *empty_button, *back_button;

  TnWorkspace *workspace;
  TnBoardRead read;
  gpointer data;
  GListStore *items;                 /* TnBoardItem */
  GtkSingleSelection *selection;
  GPtrArray *coming;                 /* TnBoardItem, all of a list whose first lines are in `items`; NULL = all are */
  guint coming_at, coming_end, coming_id;   /* from where to where the rest stands, in both */
  GPtrArray *waiting;                /* TnBoardItem: read while nobody looked, and not in the list yet; NULL = none */
  GListStore *filters;               /* TnOption; NULL = none */
  GtkDropDown *filter;
  GtkWidget *quarter;                /* NULL = is offered with no filter */
  GHashTable *by_quarter;            /* char *: filters with which it is; NULL = none */
  char *waiting_note;                /* goes with `waiting` */
  GCancellable *cancellable;         /* of the reading under way */
  TnId chosen, wanted;               /* wanted: to be chosen when it has been read */
  GHashTable *empties;               /* char *, key of a filter -> Empty; NULL = none has its own */
  gboolean replacing;                /* the selection jumps while rows are put in: that is nobody's choice */
  gboolean lazy, stale;              /* stale: to be read when the person comes here */
  guint spinner_id, follow_id, lazy_id;
};

/* The key of the filter that is chosen, with the quarter behind it (tn_board_split_filter()). Owned. */
char *tn_board_dup_filter (TnBoard *self);
/* TRUE: there may be lines that the filter or the search leaves out. */
gboolean tn_board_is_narrowed (TnBoard *self);
G_END_DECLS
