/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-donor.h"
#include "tn-record-page.h"
#include "tn-reduction.h"
G_BEGIN_DECLS

/* What stands beside the lists of resources: of one kind at a time. */
typedef struct
{
  TnRow *row;                    /* the record itself */
  TnStockView *stock;            /* of an item; NULL else */
  TnStockPlace *place;
  GPtrArray *gifts, *sums;       /* of a donor: TnGift*, TnDonorSum* */
  GPtrArray *sponsored;          /* TnId and name of a sponsorship: TnBoardRow* */
  TnGift *gift;
  TnReductionView *reduction;
  guint n_reached;               /* households of all reductions, each once */
} TnResourcesView;
void tn_resources_view_free (TnResourcesView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnResourcesView, tn_resources_view_free)

/* Any thread that owns the copy. */
TnResourcesView *tn_resources_view_read (TnCopy *copy, const TnId *id, GError **error);
/* Its rows and buttons use the actions "resources.…" of the screen that it is in. */
void tn_resources_page_write (TnRecordPage *page, const TnResourcesView *view);
G_END_DECLS
