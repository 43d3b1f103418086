/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-db.h"
G_BEGIN_DECLS

/* Many rows into a table with one statement: INSERT … SELECT c0, c1, … FROM tn_feed(?1). A table-valued function hands SQLite rows that
 * stand in memory, which takes less than half of what a bound INSERT for each takes. Of this room alone. */
typedef enum { TN_FEED_NULL, TN_FEED_INT, TN_FEED_TEXT, TN_FEED_BLOB } TnFeedType;
typedef struct { TnFeedType type; gint64 n; const void *p; gsize len; } TnFeedValue;
#define TN_FEED_COLUMNS 21

static inline TnFeedValue
tn_feed_int (gint64 n)
{
  return (TnFeedValue) { .type = TN_FEED_INT, .n = n };
}

static inline TnFeedValue
tn_feed_text (const char *text /* NULL = null */)
{
  return (TnFeedValue) { .type = text ? TN_FEED_TEXT : TN_FEED_NULL, .p = text, .len = text ? __builtin_strlen (text) : 0 };
}

static inline TnFeedValue
tn_feed_blob (const void *data /* NULL = null */, gsize len)
{
  return (TnFeedValue) { .type = data ? TN_FEED_BLOB : TN_FEED_NULL, .p = data, .len = len };
}

/* NULL or null id gives null. */
static inline TnFeedValue
tn_feed_id (const TnId *id)
{
  return tn_feed_blob (id && !tn_id_is_null (id) ? id->b : NULL, sizeof id->b);
}

void tn_feed_bind (TnStmt *stmt, const TnFeedValue *values, int n);      /* parameters 1 to n; nothing is copied */

/* Sets the next row's values, which must live until the call after; FALSE at the end. */
typedef gboolean (*TnFeedNext) (gpointer data, TnFeedValue *values);
/* Makes tn_feed known to this connection; once is enough, again is harmless. */
gboolean tn_feed_register (TnDb *db, GError **error);
gboolean tn_feed_run (TnStmt *insert, TnFeedNext next, gpointer data, GError **error);
G_END_DECLS
