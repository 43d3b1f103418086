/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot.h"
G_BEGIN_DECLS

/* How a page is put together, whatever driver it is read by: records, moves and erasures are three lists in order of seq, walked side by
 * side; a stored line goes out as it is. */
enum { TN_PULL_RECORDS, TN_PULL_MOVES, TN_PULL_ERASURES, TN_PULL_LISTS };

/* What a list stands on. Texts are the driver's, until the list moves on. */
typedef struct {
  gint64 seq;               /* G_MAXINT64 = at its end */
  const char *stream;       /* of a record; of a move the stream that was left */
  const char *stands;       /* of a move: where the record is now; NULL = nowhere */
  TnSlice line;             /* of a record */
  TnId id;                  /* of a move and an erasure */
} TnPullRow;

/* Lists begin behind tn_pull_lowest(). */
typedef struct _TnPullSource TnPullSource;
struct _TnPullSource { gboolean (*next) (TnPullSource *source, guint list, TnPullRow *row, GError **error); };

/* The lowest cursor of those asked for; nothing before it is wanted. */
gint64 tn_pull_lowest (const TnPullRequest *request);
gboolean tn_pull_holds (const TnPullRequest *request, const char *stream);      /* is it one of the wanted? NULL is not */
/* *last = seq of the last row passed; *more = there is one that is wanted and did not fit. */
gboolean tn_pull_write_rows (const TnPullRequest *request, TnPageWriter *page, TnPullSource *source, gint64 *last, gboolean *more, GError **error);
/* At most so many lines come after a page that ends at `last`: every one has a seq of its own, and of records there are not more than `records`, those of the wanted
 * streams. Exact for a first copy that nobody writes to. */
gint64 tn_pull_left (const TnPullRequest *request, TnPageWriter *page, gint64 head, gint64 last, gint64 records);
void tn_pull_add_digest (GString *out, const char *stream, gint64 n, const TnSum *sum);
G_END_DECLS
