/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-tracing-detail.h"
G_BEGIN_DECLS

/* A test round: its counts, and a line a person in which the result is typed with one key (− + x, Delete for who did not come). */
#define TN_TYPE_TEST_PAGE (tn_test_page_get_type ())
G_DECLARE_FINAL_TYPE (TnTestPage, tn_test_page, TN, TEST_PAGE, AdwBin)

void tn_test_page_attach (TnTestPage *self, TnWorkspace *workspace);
/* Borrows detail until the next call; NULL = nothing is shown. */
void tn_test_page_show (TnTestPage *self, const TnTracingDetail *detail);
/* The keyboard goes to the first line without a result. */
void tn_test_page_focus (TnTestPage *self);
void tn_test_page_find (TnTestPage *self);
G_END_DECLS
