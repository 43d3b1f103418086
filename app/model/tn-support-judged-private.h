/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-support-model.h"
G_BEGIN_DECLS

/* What was judged, shared between the list and the threads that read names for it; never changed. */
typedef struct {
  TnSupportFound *found;
  TnProgrammeSums sums;
  GHashTable *doubles;        /* TnId* in the set: those who got it more than once */
  guint n[TN_PEOPLE_N];
} TnJudged;
TnJudged *tn_judged_ref (TnJudged *judged);
void tn_judged_unref (gpointer judged);
/* A TnStoreFunc: data TnId* of the programme, result TnJudged. */
gpointer tn_judged_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);
gboolean tn_judged_is_in (const TnJudged *judged, const TnSupportLine *line, TnPeople which);

/* Names of some lines. */
typedef struct { TnSupportLine line; char *name, *address, *why; } TnSupportWords;
void tn_support_words_clear (gpointer words);
typedef struct { TnJudged *judged; GArray *words; /* TnSupportWords */ } TnSupportAsked;
TnSupportAsked *tn_support_asked_new (TnJudged *judged);
void tn_support_asked_free (gpointer asked);
/* A TnStoreFunc: data TnSupportAsked, result a GArray of TnSupportWords, filled. */
gpointer tn_support_asked_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);

/* A TnStoreFunc: data what is searched for (char*), result a GHashTable of TnId* to one of these. */
enum { TN_FOUND_MEMBER = 1 /* a household in which somebody was found */, TN_FOUND_ITSELF };
gpointer tn_support_search (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);
G_END_DECLS
