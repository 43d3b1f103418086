/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-petition.h"
#include "tn-record-page.h"
G_BEGIN_DECLS

/* What stands beside the list of petitions. */
typedef struct
{
  TnRow *row;
  gboolean report;              /* of wrongdoing */
  TnId household;               /* null = none is named */
  char *place, *person, *area;  /* titles; "" = none is named */
} TnPetitionView;
void tn_petition_view_free (TnPetitionView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnPetitionView, tn_petition_view_free)

/* Any thread that owns the copy. `log`: writes down first that a report of wrongdoing was opened (tn-opened.h), and gives nothing when that fails; the
 * copy must then be writable. Without it for what is open already and has changed. */
TnPetitionView *tn_petition_view_read (TnCopy *copy, const TnId *id, gboolean log, GError **error);
/* Its rows and buttons use the actions "petition.…" of the screen that it is in. today: yyyymmdd. */
void tn_petition_page_write (TnRecordPage *page, const TnPetitionView *view, gint64 today);
G_END_DECLS
