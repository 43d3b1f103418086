/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-care.h"
#include "tn-record-page.h"
G_BEGIN_DECLS

/* What stands beside the list of care: a referral, or a professional with the cases that they have. */
typedef struct
{
  TnReferral *referral;          /* NULL = a professional is shown */
  GPtrArray *ask;                /* TnProfessional*, in the order in which to ask; of a referral that is not closed, else NULL */
  TnProfessional *professional;
  GPtrArray *cases;              /* TnBoardRow*: referrals that are with the professional */
} TnCareView;
void tn_care_view_free (TnCareView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnCareView, tn_care_view_free)

/* Any thread that owns the copy. `log`: writes down first that a referral was opened (tn-opened.h), and gives nothing when that fails; the copy must
 * then be writable. Without it for what is open already and has changed. */
TnCareView *tn_care_view_read (TnCopy *copy, const TnId *id, gboolean log, GError **error);
/* Its rows and buttons use the actions "care.…" of the screen that it is in. today: yyyymmdd. */
void tn_care_page_write (TnRecordPage *page, const TnCareView *view, gint64 today);
G_END_DECLS
