/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-line.h"
#include "tn-merge.h"
#include "tn-push.h"
G_BEGIN_DECLS

/* One line of the batch. A creation in canonical form is `plain`: its parts are enough, and no TnEntry is built for it. */
typedef struct {
  TnSlice raw;
  gint64 n;
  const char *bad;          /* the line cannot be read: held with this reason */
  gboolean plain, taken;
  const TnKind *kind;       /* plain only, as all below */
  TnId id, parent, area;    /* null id = none */
  TnSlice body;
  TnStamp stamp;
  TnEntry *entry;           /* not plain; owned */
} PushItem;

/* A record that the batch touches. */
typedef struct {
  TnId id, parent, area;
  const TnKind *kind;
  gboolean exists;          /* in the depot already */
  const char *stream, *old_stream;   /* interned: equal = same pointer; old_stream NULL when new */
  TnHash old_h;
  char *line;               /* as stored; owned; NULL when new */
  gsize line_len;
  TnRow *row;               /* owned; NULL until a change needs it */
  const PushItem *plain;    /* what a new record consists of as long as row is NULL */
  TnId old_parent;
  gint64 row_number;        /* TnStored's */
  guint visits;             /* while streams are settled */
  GHashTable *displaced;    /* Gone: what this batch has put aside of it; NULL = nothing */
} Work;

/* A value that this batch has displaced, of which the depot need not tell yet. Texts in Push.names. */
typedef struct { const char *unit, *value; TnStamp stamp; } Gone;
typedef struct _PushWriter PushWriter;

typedef struct {
  const TnPushContext *context;
  const TnDepotDriver *driver;
  TnWardTx *tx;
  GArray *items;            /* PushItem */
  GPtrArray *works;         /* Work*, in order of first touch; owned */
  GHashTable *by_id;        /* TnId* in Work → Work* */
  GHashTable *held;         /* TnId: of which something was held in this batch; NULL = nothing */
  GStringChunk *names;
  TnScope *scope;
  const char *allowed;      /* the last stream found in scope: mostly the next record's too */
  GHashTable *authors;      /* replica → char*[2] name, user */
  TnHlc hlc;
  gboolean hlc_used, unsettled;
  gint64 now, newest_seen;
  TnPushResult *result;
  GError *failure;          /* of the depot, met inside a merge hook */
  gboolean ahead;           /* of a repair: its lines hold what only hubs have said */
  gboolean repair;          /* after a restore (sync.md 2.9): what is flagged belongs to the restore's batch */
  char *batch;              /* its id; NULL until something is flagged */
  PushWriter *writer;       /* from the first row on */
  GArray *orphaned;         /* TnId of what was handed in and hangs on what is erased; NULL = nothing: erased with it after the commit */
} Push;

void push_init (Push *push, const TnPushContext *context, TnPushResult *result);
void push_clear (Push *push);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Push, push_clear)
gboolean push_begin (Push *push, GError **error);       /* takes the ward's lock */
gboolean push_end (Push *push, GError **error);         /* settles, writes, commits; then erases what hangs on what is erased */

/* parse */
gboolean push_parse (Push *push, TnSlice lines, GError **error);
void push_item_clear (PushItem *item);
/* foresee */
TnWardTx *push_begin_foreseeing (Push *push, gboolean *found, GError **error);
/* place */
const char *push_intern (Push *push, char *stream /* taken */);
gboolean push_compute_stream (Push *push, const Work *work, const char **stream, GError **error);
gboolean push_settle (Push *push, GError **error);
/* merge */
Work *push_add_work (Push *push, const TnId *id, const TnKind *kind);
gboolean push_find_work (Push *push, const TnId *id, Work **work, GError **error);   /* NULL: no such record */
gboolean push_take_item (Push *push, PushItem *item, GError **error);
gboolean push_row (Work *work, GError **error);
/* In a repair: does this new record hang on what was erased since the restore? Then it is noted to be erased too, and is to be answered so. */
gboolean push_hangs_on_erased (Push *push, const TnId *id, const TnKind *kind, const TnId *parent, gboolean *erased, GError **error);
gboolean push_is_in_scope (Push *push, const char *stream, const TnStamp *stamp);
gboolean push_place (Push *push, Work *work, GError **error);
gboolean push_hold (Push *push, TnSlice raw, const TnId *id, const char *why, GError **error);
/* One unit: by the entry's rules, or as a part of `line` (entry NULL). *held gets the first reason why something was not taken. */
gboolean push_take_change (Push *push, Work *work, const TnEntry *entry, const TnRow *line, const TnChange *change, const char **held, GError **error);
/* flag */
gboolean push_author (Push *push, const TnStamp *stamp, const char **name, const char **user, GError **error);
typedef struct { const char *type, *unit, *value; TnStamp loser, winner; gboolean loser_is_entry, winner_is_entry; } Flag;
gboolean push_flag (Push *push, const Work *work, const TnEntry *entry, const Flag *flag, GError **error);
TnStamp push_root_stamp (Push *push, const TnStamp *above);
/* stay */
gboolean push_take_staying (Push *push, GError **error);
/* write */
gboolean push_write_early (Push *push, Work *work, GError **error);   /* of which nothing more comes; afterwards it is as if it had been read so */
void push_writer_free (PushWriter *writer);
gboolean push_write (Push *push, gint64 *last, GError **error);
G_END_DECLS
