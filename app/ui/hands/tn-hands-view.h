/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-hands.h"
#include "tn-record-page.h"
G_BEGIN_DECLS

/* What stands beside the lists of helping hands: an orphan, a sponsorship or a pair. */
typedef struct
{
  TnRow *row;                    /* the record itself */
  TnOrphanView *orphan;          /* of a person; NULL else */
  TnSponsorshipView *sponsorship;
  TnPair *pair;
} TnHandsView;
void tn_hands_view_free (TnHandsView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnHandsView, tn_hands_view_free)

/* Any thread that owns the copy. */
TnHandsView *tn_hands_view_read (TnCopy *copy, const TnId *id, GError **error);
/* Its rows and buttons use the actions "hands.…" of the screen that it is in. today: yyyymmdd. */
void tn_hands_page_write (TnRecordPage *page, const TnHandsView *view, gint64 today);
G_END_DECLS
