/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy-private.h"
G_BEGIN_DECLS

/* Rows of table `record`, inside the caller's transaction. Who lets a hash change through these (or notes one with tn-digest-private.h) begins
 * with tn_digest_begin() and ends with tn_digest_flush(). */

/* What a line of the root says about a record, as bound into the table without building a TnRow. */
typedef struct {
  TnId id, parent;              /* parent null = none */
  TnSlice kind, stream, stamps, body;
  gboolean deleted;
  const TnHash *h;              /* NULL = never at the root */
} TnRecordParts;
/* FALSE with *inserted FALSE and no error when the id is there already. */
gboolean tn_record_insert (TnCopy *copy, const TnRecordParts *parts, gboolean *inserted, GError **error);
/* Replaces what stands for the id; row = where that was found in this transaction. The caller notes the change of its hash. */
gboolean tn_record_replace (TnCopy *copy, const TnRecordParts *parts, gint64 row, GError **error);

/* NULL with TN_ERROR_NOT_FOUND. `h` and `has_h` may be NULL. */
TnRow *tn_record_load (TnCopy *copy, const TnId *id, TnHash *h, gboolean *has_h, GError **error);
/* *kind_key NULL when there is no such record. */
gboolean tn_record_read_kind (TnCopy *copy, const TnId *id, char **kind_key, GError **error);
/* Writes units, stream and the deleted mark of an existing record; h stays what it was. */
gboolean tn_record_store (TnCopy *copy, const TnRow *row, GError **error);
/* The same with a new h; the caller notes the change of it. */
gboolean tn_record_store_with_hash (TnCopy *copy, const TnRow *row, const TnHash *h, GError **error);
/* Since when (ms) the record has held a value that the root has not confirmed; 0 = it holds none. The two writers above set it to 0. */
gboolean tn_record_get_ahead (TnCopy *copy, const TnId *id, gint64 *ahead, GError **error);
gboolean tn_record_set_ahead (TnCopy *copy, const TnId *id, gint64 ahead, GError **error);
/* Takes a record away with all that hangs on its id here: projection, outbox, history, undo. */
gboolean tn_record_forget (TnCopy *copy, const TnId *id, const char *kind_key, GError **error);
/* The record no longer counts among what the root has given us. */
gboolean tn_record_forget_hash (TnCopy *copy, const TnId *id, GError **error);
/* Takes a record away that is no longer ours to hold, with its history and undo; its closed entries of the outbox stay (sync.md 2.9). */
gboolean tn_record_drop (TnCopy *copy, const TnId *id, const char *kind_key, GError **error);
/* After the commit: what was taken away may linger neither in the write-ahead log nor in a page that the log has not brought to the file yet. Best effort:
 * while somebody reads, the next one does it. */
void tn_record_empty_log (TnCopy *copy);
/* Runs a statement whose only value is the id. */
gboolean tn_record_run_for_id (TnCopy *copy, const char *sql, const TnId *id, GError **error);
/* The displaced value of a unit goes to the local history. */
gboolean tn_history_add (TnCopy *copy, const TnId *id, const char *unit, const TnStamp *stamp, const char *value, gint64 at, GError **error);
G_END_DECLS
