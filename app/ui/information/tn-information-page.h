/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-answer.h"
#include "tn-campaign.h"
#include "tn-record-page.h"
G_BEGIN_DECLS

/* What stands beside the list of campaigns and official answers: one of the two. */
typedef struct
{
  TnRow *row;
  TnAnswer *answer;      /* NULL = a campaign */
  char *area;            /* of a campaign: its title, "" = the whole ward */
  TnReach *reach;        /* of a campaign */
  GPtrArray *missing;    /* char*: titles of the first that were not reached, side by side with reach->missing */
} TnInformationView;
void tn_information_view_free (TnInformationView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnInformationView, tn_information_view_free)

/* Any thread that owns the copy. */
TnInformationView *tn_information_view_read (TnCopy *copy, const TnId *id, GError **error);
/* Its rows and buttons use the actions "information.…" of the screen that it is in. today: yyyymmdd. */
void tn_information_page_write (TnRecordPage *page, const TnInformationView *view, gint64 today);
G_END_DECLS
