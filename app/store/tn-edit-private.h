/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-edit.h"
#include "tn-entry.h"
#include "tn-limits.h"
#include "tn-record-private.h"
G_BEGIN_DECLS

/* How an edit is kept between being built and being written: one item a record, its texts in one arena, so that an import of 90,000
 * records is 90,000 small items and no million of strings. */
typedef struct {
  const char *key;             /* field, or merge unit in `units`; in the arena */
  const char *token;           /* JSON; NULL = clear */
} TnEditValue;

typedef struct {
  const char *unit;
  TnStamp stamp;
} TnEditExpect;

typedef enum { TN_EDIT_CHANGE, TN_EDIT_CREATE } TnEditOp;
typedef struct {
  TnId id;
  TnEditOp op;
  const TnKind *kind;          /* of a creation */
  const char *stream;          /* of a creation, once known; interned */
  TnEditValue *fields;
  guint n_fields;
  GArray *units;               /* TnEditValue: whole units, for undo and settled conflicts; NULL = none */
  GArray *expects;             /* TnEditExpect; NULL = none */
  GArray *also_seen;           /* TnStamp that every change of the record names as seen; NULL = none */
  gboolean set_deleted, deleted;
} TnEditItem;

typedef struct {
  TnId conflict;
  TnKeep keep;
  const char *value;
} TnEditResolve;

struct _TnEdit {
  char *label;
  GStringChunk *strings;
  GPtrArray *items;            /* TnEditItem* in the order they were first named */
  GHashTable *by_id;           /* TnId* inside the item -> TnEditItem* */
  GArray *resolves;            /* TnEditResolve */
  guint n_created;
  gboolean untimed;            /* nothing may tell when it was made, whatever its kind */
  GError *error;               /* the first wrong thing asked for; told when the edit is written */
};

TnEditItem *tn_edit_item (TnEdit *edit, const TnId *id);          /* makes it if needed */
/* A whole unit's value, verbatim. */
void tn_edit_set_unit (TnEdit *edit, const TnId *id, const char *unit, const char *value);
void tn_edit_set_deleted (TnEdit *edit, const TnId *id, gboolean deleted);
void tn_edit_also_seen (TnEdit *edit, const TnId *id, const TnStamp *stamp);

/* One edit being written: what all its changes share. */
typedef struct {
  TnCopy *copy;
  TnEdit *edit;
  TnHlc last;
  char replica[TN_REPLICA_LEN + 1];
  gint64 now, wall;            /* wall carries the session's clock offset */
  gboolean untimed;            /* of an untimed kind: now and wall are the day's beginning */
  TnStamp stamp;
  char *user;
  char *creation_stamps;       /* `"<stamp>","x":{},"d":0` */
  gint64 save;                 /* outbox.save of this edit */
  gint64 action;               /* 0 = not recorded (undo) */
  GByteArray *created;         /* ids */
  guint n_changes;
  TnId last_parent;            /* the parent whose stream was looked up last, and that stream (interned) */
  const char *last_parent_stream;
} TnEditWrite;

gboolean tn_edit_write_begin (TnEditWrite *w, TnCopy *copy, TnEdit *edit, gboolean record_action, GError **error);
gboolean tn_edit_write_items (TnEditWrite *w, TnEditProgress progress, gpointer user_data, GCancellable *cancellable, GError **error);
/* Stores the clock and the action. */
gboolean tn_edit_write_end (TnEditWrite *w, GError **error);
void tn_edit_write_clear (TnEditWrite *w);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnEditWrite, tn_edit_write_clear)

gboolean tn_edit_write_creation (TnEditWrite *w, TnEditItem *item, GError **error);
gboolean tn_edit_write_change (TnEditWrite *w, TnEditItem *item, GError **error);
/* Turns settled conflicts into items. */
gboolean tn_edit_expand_resolves (TnCopy *copy, TnEdit *edit, GError **error);
/* Interned; NULL on error. */
const char *tn_edit_stream_for (TnEditWrite *w, const TnKind *kind, const TnId *parent, const TnId *area, GError **error);
/* A row of the outbox. over may be NULL. */
gboolean tn_edit_queue (TnEditWrite *w, const TnId *id, const char *unit, const char *value, const TnStamp *stamp, const GArray *over,
                        const TnHash *seen, GError **error);
G_END_DECLS
