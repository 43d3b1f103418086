/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-row.h"
G_BEGIN_DECLS

/* One edit on its way up. Several units of one save travel in one push line; a new record travels whole:
 *   {"n":812,"k":"person","i":"…","by":"u7","u":{"name":["Lê A","<stamp>",["<over>"]]},"sh":"<hash>"}
 *   {"n":813,"k":"person","i":"…","by":"u7","t":"<stamp>","b":{…}}      creation: all units at one stamp, over = []
 * "sh" stands only with unit _del. The creation form exists because a ward's first upload is 90,000 of them. */
#define TN_UNIT_DEL "_del"
typedef struct {
  char *unit;
  char *value;            /* JSON; NULL = null. For _del "true" or "false" */
  TnStamp stamp;
  GArray *over;           /* TnStamp, newest first, at most TN_LIMIT_OVER; NULL = none */
} TnChange;

typedef struct {
  gint64 n;               /* edit number on the device: what an ack names, with the stamp */
  char *kind_key;
  TnId id;
  char *by;               /* user at the laptop, may be "" */
  GPtrArray *changes;     /* TnChange*, sorted by unit */
  gboolean creation;      /* all units of the record, one stamp, over = [] */
  gboolean has_seen;
  TnHash seen;            /* state hash that a delete saw */
} TnEntry;

TnEntry *tn_entry_new (gint64 n, const char *kind_key, const TnId *id, const char *by);
void tn_entry_free (TnEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnEntry, tn_entry_free)
TnChange *tn_entry_add (TnEntry *entry, const char *unit, const char *value, const TnStamp *stamp, const TnStamp *over, gsize n_over);
void tn_entry_to_line (const TnEntry *entry, GString *line);
/* Strict about shape, lenient about unknown kinds and units (they become changes too, to be held). The body of a
 * creation is split into units; what it leaves empty has no change and no stamp. Errors: TN_ERROR_CORRUPT when it is no JSON object,
 * TN_ERROR_TOO_LARGE over TN_LIMIT_LINE, TN_ERROR_INVALID for a shape that we do not know (also a stamp beyond 2^43 ms). None of them
 * may stop the batch: the server keeps the raw line in quarantine, with the "n" that tn_json_member() finds, if any. */
TnEntry *tn_entry_parse (TnSlice text, GError **error);
/* A creation straight from stored parts, without building a TnEntry: the fast way up. `body` must hold no
 * nulls: the laptop's row of a new record has no stamp for an empty unit either, or a later delete would name another state. */
void tn_entry_append_creation (GString *line, gint64 n, const char *kind_key, const TnId *id, const char *by, const TnStamp *stamp, TnSlice body);
G_END_DECLS
