/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
#include "tn-change-name.h"
#include "tn-entry.h"
G_BEGIN_DECLS

/* What has not been confirmed by the root. Rows as sync.md 2.4, with one addition: a new record is one row with unit '*' whose value is NULL:
 * its units are those of the record that still carry the row's stamp. A later edit of such a unit has seen it and takes its place. */
typedef struct { gint64 n; TnStamp stamp; } TnAck;

/* `upstream`: where a batch goes. */
#define TN_UPSTREAM_ROOT "root"

/* The next push batch after n = `after`: at most `limit` entries of state new, appended as push lines (tn-entry.h) to `lines`, and what an
 * ack of them names to `acks` (TnAck). Units of one save go together. Marks them sent_to = upstream. FALSE on error; none left = 0 added. */
gboolean tn_outbox_batch (TnCopy *copy, gint64 after, guint limit, gsize max_bytes, const char *upstream, GString *lines, GArray *acks, GError **error);
/* The same of a part of them: n in (after, upto], and not what was sent to `not_at` already (NULL = whatever was sent). `rows` (NULL = not asked) gets what
 * the root holds of each record of the batch once it has taken all of it (TnSentRow); passing: edits of it are still to be sent. Not a record that is ahead of the root. */
typedef struct { gint64 after, upto; const char *not_at; } TnOutboxRange;
typedef struct { TnId id; gint64 row; /* of the table */ TnHash h, old; gboolean has_old, passing; const char *stream; /* interned */ } TnSentRow;
gboolean tn_outbox_batch_range (TnCopy *copy, const TnOutboxRange *range, guint limit, gsize max_bytes, const char *upstream, GString *lines, GArray *acks, GArray *rows, GError **error);
/* The same of every edit that was ever sent and is kept, acknowledged ones too and only those that a reviewer refused left out: for a district
 * that was put back (sync.md 2.9). What was never sent waits for tn_outbox_batch(), when what it was made on is there again. Each names also as seen what later edits of this laptop name, so that it is not taken for a stranger to them. */
gboolean tn_outbox_batch_again (TnCopy *copy, gint64 after, guint limit, gsize max_bytes, const char *upstream, GString *lines, GArray *acks, GError **error);
typedef enum { TN_ACK_OK, TN_ACK_HELD, TN_ACK_REJECTED, TN_ACK_ERASED } TnAckCode;
typedef struct { gint64 n; TnAckCode code; const char *why; } TnAckException;   /* arrays of them: in any order */
/* In one transaction: closes exactly these (n, stamp), except the named ones, and stores known = (seq, tok). Held ones stay open. */
gboolean tn_outbox_ack (TnCopy *copy, const GArray *acks, const TnAckException *except, gsize n_except, gint64 seq, const char *tok, GError **error);
/* The same, with what the root says it holds of this copy's scope after that commit: records and set hash (NULL = the server did not say). *same
 * TRUE: this copy holds exactly that, its streams are read up to (seq, tok), and nothing need be pulled. `rows` are the TnSentRow of what was sent since
 * a sum last agreed, so that a batch whose sum did not may be looked at again with a later one; NULL = do not look. They are sorted here. */
typedef struct { gint64 n; TnSum sum; } TnRootSum;
typedef struct { const TnAckException *except; gsize n_except; gint64 seq; const char *tok; const TnRootSum *root; } TnRootReceipt;
gboolean tn_outbox_close (TnCopy *copy, const GArray *acks, const TnRootReceipt *receipt, GArray *rows, gboolean *same, GError **error);
/* The server no longer has these that it held: they are to be sent again. */
gboolean tn_outbox_reopen (TnCopy *copy, const GArray *held /* TnAck */, GError **error);
/* Unsent or held, for /known. value: JSON, NULL = null and always of a creation ("*"). */
typedef struct { gint64 n; TnId id; char *unit, *value; TnStamp stamp; gboolean held; } TnOpenRow;
void tn_open_row_free (TnOpenRow *row);
TnChangeName tn_open_row_name (const TnOpenRow *row);   /* its unit is borrowed */
GPtrArray *tn_outbox_open_rows (TnCopy *copy, guint limit, GError **error);

/* Those of state new that were sent to `upstream`. */
GPtrArray *tn_outbox_rows_at (TnCopy *copy, const char *upstream, GError **error);
/* That upstream does not have this edit (any more): it is to be sent again. */
gboolean tn_outbox_unsend (TnCopy *copy, gint64 n, const TnStamp *stamp, GError **error);

/* waiting: state new; of these so many are at a ward's laptop (sync.md 2.16), on their way but not safe at the district. */
typedef struct { guint64 waiting, held; gint64 oldest_ms; guint64 at_hub; } TnOutboxSummary;
#define TN_SENT_TO_HUB "hub:"      /* + id of its laptop: outbox.sent_to */
gboolean tn_outbox_summary (TnCopy *copy, TnOutboxSummary *out, GError **error);
/* For the sync page: what is waiting, in words a person can read. */
typedef struct { gint64 n; TnId id; char *kind, *title, *unit, *by, *state, *why; gint64 at; } TnOutboxItem;
void tn_outbox_item_free (TnOutboxItem *item);
GPtrArray *tn_outbox_list (TnCopy *copy, guint limit, GError **error);
/* Sticks: which edits stand in which up-bundle. `upstream` of tn_outbox_batch() for one is TN_UPSTREAM_STICK. */
#define TN_UPSTREAM_STICK "stick"
/* Notes that all edits now open are about to be written into this bundle. The newest 16 without a receipt are kept. */
gboolean tn_outbox_bundle_begin (TnCopy *copy, const char *bundle, GError **error);
/* The stick could not be written: as if it had never been tried. */
gboolean tn_outbox_bundle_forget (TnCopy *copy, const char *bundle, GError **error);
/* TnAck of a bundle written here, by n; empty for an id this file does not know. */
GArray *tn_outbox_bundle_acks (TnCopy *copy, const char *bundle, GError **error);
/* Its receipt was taken: it goes, and so does every older one, whose open edits stood in it too. */
gboolean tn_outbox_bundle_close (TnCopy *copy, const char *bundle, GError **error);
/* Forgets what was acknowledged more than 90 days ago, and what was refused and typed as long ago; of a new record that the root has and has not sent
 * back, the receipt stays until it does or the record goes (tn_pull_drop_strays()). */
gboolean tn_outbox_prune (TnCopy *copy, GError **error);
G_END_DECLS
