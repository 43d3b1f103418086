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
/* Strict about shape, lenient about unknown kinds and units (they become changes too, to be held). body of a creation is kept too. */
TnEntry *tn_entry_parse (TnSlice text, GError **error);
/* A creation straight from stored parts, without building a TnEntry: the fast way up. */
void tn_entry_append_creation (GString *line, gint64 n, const char *kind_key, const TnId *id, const char *by, const TnStamp *stamp, TnSlice body);
G_END_DECLS
