/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-tracing-detail.h"
G_BEGIN_DECLS

/* A case as tracing sees it: the tree of who caught it from whom that it stands in, and its contacts. */
#define TN_TYPE_CHAIN_PAGE (tn_chain_page_get_type ())
G_DECLARE_FINAL_TYPE (TnChainPage, tn_chain_page, TN, CHAIN_PAGE, AdwBin)

/* Borrows detail until the next call; NULL = nothing is shown. */
void tn_chain_page_show (TnChainPage *self, const TnTracingDetail *detail);
void tn_chain_page_focus (TnChainPage *self);
G_END_DECLS
