/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-tracing-detail.h"
G_BEGIN_DECLS

/* A contact: whom and how to call, until when, and what came of the calls. A call is written down with one key: 1 well, 2 symptoms, 3 no answer, 4 wrong
 * number, 5 did not wish it; 6 asks for a note too. Signal "called" (): a call is on disk. */
#define TN_TYPE_CONTACT_PAGE (tn_contact_page_get_type ())
G_DECLARE_FINAL_TYPE (TnContactPage, tn_contact_page, TN, CONTACT_PAGE, AdwBin)

void tn_contact_page_attach (TnContactPage *self, TnWorkspace *workspace);
/* Borrows detail until the next call; NULL = nothing is shown. */
void tn_contact_page_show (TnContactPage *self, const TnTracingDetail *detail);
void tn_contact_page_focus (TnContactPage *self);
G_END_DECLS
