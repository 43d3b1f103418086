/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-hands.h"
G_BEGIN_DECLS

/* What reading orphans needs of reading sponsorships (tn-sponsorship-read.c). */
extern const char *const tn_sponsorship_open[];     /* the states that have not ended; NULL ends */
/* Of these states (ends with NULL), newest first; without names. TnSponsorship*. Owned. */
GPtrArray *tn_sponsorship_read_states (TnCopy *copy, const char *const *states, gint64 today, GError **error);
/* The line of one, with its names. Owned. */
TnSponsorship *tn_sponsorship_read_one (TnCopy *copy, const TnId *id, gint64 today, GError **error);
/* Adds what came and counts: of one sponsorship, or (NULL) of all. */
gboolean tn_sponsorship_count_receipts (TnCopy *copy, const TnId *sponsorship, guint *n, gint64 *amount, GError **error);
/* folded: "" matches all. */
gboolean tn_hands_match (const char *a, const char *b, const char *folded);
G_END_DECLS
