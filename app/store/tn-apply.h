/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
#include "tn-line.h"
#include "tn-page.h"
G_BEGIN_DECLS

/* The client's side of a pull: rows and cursor in one transaction (sync.md 2.5 pull_one, 2.10). */
typedef struct { char *stream; char *cursor; gboolean ready; } TnPull;       /* stream "*" or a name */
void tn_pull_free (TnPull *pull);
GPtrArray *tn_pull_list (TnCopy *copy, GError **error);                      /* TnPull* */
/* Makes the pull rows match the scope (streams, "*" alone = the whole ward). Gained: cursor "0", not ready. Lost: removes its records, search
 * rows and cursor in one transaction, only when no open outbox row touches it (else kept until it is empty). */
gboolean tn_pull_set_scope (TnCopy *copy, const char *const *streams, GError **error);

/* After all streams were read to their end: what was made here and taken by the root, but did not come down, belongs to a stream that is not ours to hold
 * (its household went to another area in the same breath) and goes. What hangs on something that the root has not taken yet stays. */
gboolean tn_pull_drop_strays (TnCopy *copy, GError **error);

typedef struct { guint rows, removed, conflicts; GArray *ids; /* TnId changed here, NULL while not ready */ } TnApplyResult;
void tn_apply_result_clear (TnApplyResult *r);
typedef enum {
  TN_APPLY_READY = 1 << 0,       /* nothing more follows: lists and search are made, once */
  TN_APPLY_REMOVAL = 1 << 1,     /* a person allowed it, should many rows go */
  TN_APPLY_UNVOUCHED = 1 << 2,   /* nobody looked whether the root that gave it has all that this copy was told of: what it was told (tn_known_get()) stays */
} TnApplyFlags;
/* Applies a whole page for these streams and stores the cursor.
 * If more than 500 rows or 20 % would go away without a scope or erase line: TN_ERROR_CONFLICT, nothing done, until TN_APPLY_REMOVAL. */
gboolean tn_apply_page (TnCopy *copy, GBytes *inflated, const char *const *streams, const char *cursor, TnApplyFlags flags,
                        TnApplyResult *result, GError **error);

/* The same of a page whose lines are being taken apart beside since it was fetched, so that it is done when its turn comes. new: TN_ERROR_CORRUPT when the page is
 * cut off; one_thread = not beside. Applied once. hub = id of the hub's laptop whose page it is, NULL = the root's. new, reader and free: any thread. */
typedef struct _TnPageLines TnPageLines;
TnPageLines *tn_page_lines_new (GBytes *inflated, gboolean one_thread, GError **error);
void tn_page_lines_free (TnPageLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnPageLines, tn_page_lines_free)
const TnPageReader *tn_page_lines_reader (const TnPageLines *lines);         /* at the page's first line, with its end line and count */
gboolean tn_apply_lines (TnCopy *copy, const char *hub, TnPageLines *page, const char *const *streams, const char *cursor, TnApplyFlags flags,
                         TnApplyResult *result, GError **error);

/* n and set hash of what the root has confirmed here, per stream: kept along with each change, and added up from the rows once a day. */
typedef struct { char *stream; guint64 n; TnSum sum; } TnDigest;
void tn_digest_free (TnDigest *d);
GPtrArray *tn_apply_digests (TnCopy *copy, GError **error);
gboolean tn_known_get (TnCopy *copy, gint64 *seq, char **tok);
char *tn_known_cursor (TnCopy *copy);   /* the same as "<seq>.<tok>"; NULL = none. Owned */

/* What each session did, for the window and `tungnha-ctl sync`. Kept: the newest 200. */
typedef struct { gint64 at, took_ms; guint sent, received, held, conflicts; guint64 bytes_up, bytes_down; char *error; /* NULL = done */
  char *note; /* what was repaired, in words; NULL = nothing */ } TnSessionLog;
void tn_session_log_free (TnSessionLog *log);
gboolean tn_session_log_add (TnCopy *copy, const TnSessionLog *log, GError **error);
GPtrArray *tn_session_log_list (TnCopy *copy, guint limit, GError **error);
G_END_DECLS
