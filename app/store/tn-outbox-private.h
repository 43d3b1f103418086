/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy-private.h"
#include "tn-outbox.h"
#include "tn-record-private.h"
#include "tn-row.h"
G_BEGIN_DECLS

/* All inside the caller's transaction. */
gboolean tn_known_set (TnCopy *copy, gint64 seq, const char *tok, GError **error);
gboolean tn_known_set_cursor (TnCopy *copy, const char *cursor, GError **error);   /* "<seq>.<tok>"; nothing for "0" */
/* By the district's clock as the last session found it, ms: a laptop's own may jump by years, and what it has sent would be forgotten with it. */
gint64 tn_outbox_now (TnCopy *copy);   /* outbox.at of an acknowledged edit is when that was, by this clock */
/* Records that the root moved away from us, or whose stream we lost, go once none of their edits is open. *any: some went. */
gboolean tn_leaving_settle (TnCopy *copy, gboolean *any, GError **error);
/* tn-outbox-confirm.c: see tn_outbox_close(). */
gboolean tn_outbox_confirm (TnCopy *copy, GArray *rows, const TnRootReceipt *receipt, gboolean *same, GError **error);
/* If the row shows the value of this stamp: what stood before, as far as the local history knows, else nothing. sent: not what was typed here and took its
 * place in the outbox before it was ever sent. */
gboolean tn_outbox_put_before (TnCopy *copy, TnRow *row, const char *unit, const TnStamp *stamp, gboolean sent, gboolean *changed, GError **error);

/* tn-outbox-passing.c. Where a line of a batch stands: its first row, and the save that all its rows are of. */
typedef struct { TnId id; gint64 n, save; } TnOutboxPlace;
/* FALSE when, by the stamps of the record, nothing was typed there after `stamp`. */
gboolean tn_outbox_may_have_later (TnSlice stamps, const TnStamp *stamp);
/* *passing: edits of the record go in later lines; then *h is that of the record without them, else it is left alone. */
gboolean tn_outbox_hash_passing (TnCopy *copy, const TnOutboxPlace *place, const TnRecordParts *now, TnHash *h, gboolean *passing, GError **error);

/* tn-outbox-again.c: sending again what a district that was put back has lost. */
/* Adds to `over` (room for TN_LIMIT_OVER, *n used) the stamps of this laptop's own edits of the unit that had seen `stamp`. */
gboolean tn_outbox_add_own_successors (TnCopy *copy, const TnId *id, const char *unit, const TnStamp *stamp, TnStamp *over, guint *n, GError **error);
/* What a record was when it was made here: `row` (units that still carry the stamp) is completed from the local history. Values that
 * this laptop itself replaced go to `late` instead (TnOutboxLate), since a later edit of ours has seen them. */
typedef struct { char *unit, *value; TnStamp over[16]; guint n_over; } TnOutboxLate;
gboolean tn_outbox_complete_creation (TnCopy *copy, TnRow *row, const TnStamp *stamp, GArray *late, GError **error);
/* The record goes: what its closed edits need to be sent again is put into them. */
gboolean tn_outbox_keep (TnCopy *copy, const TnId *id, GError **error);
G_END_DECLS
