/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-testing.h"
#include "tn-tracing.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* What one page of the Tracing screen shows, read in one go on a thread of the store: a contact, a case with its chain, or a test round. */
typedef struct
{
  TnId id;
  const char *kind;            /* "contact", "home_case", "test_round". Static */
  TnRow *row;                  /* the record itself */
  /* contact */
  TnTracingContact *contact;
  GPtrArray *calls;            /* TnRow, newest first */
  /* home_case */
  TnId home_case;              /* the case that `id` counts with: another one, where it was joined into that */
  GPtrArray *chain;            /* TnTracingCase */
  GPtrArray *contacts;         /* TnTracingContact, of this case */
  /* test_round */
  TnTestSheet *sheet;
} TnTracingDetail;

/* A TnStoreFunc; data: the record's TnId. */
gpointer tn_tracing_detail_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);
void tn_tracing_detail_free (gpointer detail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTracingDetail, tn_tracing_detail_free)

/* Rows of the board: a TnBoardRead. Filters: "calls", "contacts", "unknown", "rounds". */
GPtrArray *tn_tracing_rows_read (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error);
/* The filter that lists records of this kind; NULL = none does. */
const char *tn_tracing_filter_of (const char *kind);
/* What a contact needs, in few words: "Call", "12/12 no answer". Owned. */
char *tn_tracing_need_words (const TnTracingContact *contact);
/* "12 negative · 2 positive · 5 not known yet · positivity 14.3 %". Owned. */
char *tn_tracing_counts_words (const guint counts[TN_TEST_N]);
/* Style class for a need or a result; NULL = none. overdue: since yesterday or longer. Static. */
const char *tn_tracing_need_mark (TnTracingNeed need, gboolean overdue);
const char *tn_tracing_result_mark (TnTestResult result);
G_END_DECLS
