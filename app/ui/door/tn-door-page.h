/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-round.h"
#include "tn-visit.h"
G_BEGIN_DECLS

/* What the page at the door begins with, read in one go on a thread of the store. */
typedef struct { TnId household, stop; } TnDoorKey;   /* stop null = not of a round */

typedef struct {
  TnDoorKey door;
  char *title;           /* the address */
  char *about;           /* who heads it, how many, where in the walk */
  char *last;            /* the visit before, in words; NULL = none */
  GPtrArray *people;     /* TnRow* of those who live there, head first */
  TnVisit *fresh;        /* what stands for the stop, or an empty one with its id and time */
  TnVisit *draft;        /* what was typed and not saved; NULL = nothing */
  gboolean written;      /* `fresh` stands already */
} TnDoorPage;
void tn_door_page_free (gpointer page);

/* The draft's key. Owned. */
char *tn_door_draft_key (const TnDoorKey *door);
/* A TnStoreFunc: data is a TnDoorKey, the result a TnDoorPage. */
gpointer tn_door_page_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);
/* A TnStoreFunc: data is a TnDoorKey of a round; the result a TnDoorKey: the next open one on the same volunteer's walk, behind this or else from the
 * start; with a null household when every door of the walk has been done. */
gpointer tn_door_next_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);
G_END_DECLS
