/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-change-name.h"
#include "tn-cursor.h"
#include "tn-entry.h"
#include "tn-env.h"
#include "tn-hash.h"
#include "tn-page.h"
#include "tn-scope.h"
G_BEGIN_DECLS

/* Where a district keeps its wards: a table of functions, one driver a file: SQLite and PostgreSQL. What a driver can do is said
 * in flags, never by asking its name. A depot is safe from several threads: pushes of one ward are serial under the ward's lock, reads run
 * beside them on one snapshot each. Functions that return gboolean are FALSE with an error set; "found" and the like are out parameters. */
typedef struct _TnDepot TnDepot;
typedef struct _TnDepotDriver TnDepotDriver;
struct _TnDepot { const TnDepotDriver *driver; };

TnDepot *tn_depot_sqlite_open (const char *path, gboolean create, const TnEnv *env, GError **error);
/* `url` is libpq's: postgresql://… or key=value words. `create` makes the tables in an empty database. Several processes may have one open. */
TnDepot *tn_depot_pg_open (const char *url, gboolean create, const TnEnv *env, GError **error);
void tn_depot_free (TnDepot *depot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDepot, tn_depot_free)

typedef struct { char *ward, *name; gint64 seq; guint64 records, held; } TnWard;     /* records: deleted ones too; held: open in quarantine */
typedef struct { char *kind; guint64 n; } TnKindCount;
void tn_ward_free (TnWard *ward);
void tn_kind_count_free (TnKindCount *count);

typedef struct { char *device, *user, *name; guint8 pub[32]; gboolean revoked; gint64 session_no, enrolled_at, seen_at; } TnDevice;
void tn_device_free (TnDevice *device);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDevice, tn_device_free)

typedef struct { char *replica, *device, *name, *user; } TnReplica;
void tn_replica_free (TnReplica *replica);

typedef struct { guint8 code_hash[32]; const char *role, *ward, *user; const char *const *streams; gint64 expires; } TnInvitation;
typedef enum { TN_ENROL_OK, TN_ENROL_UNKNOWN, TN_ENROL_EXPIRED, TN_ENROL_USED } TnEnrolOutcome;

/* A record as it is kept. Texts are borrowed: what a driver gives holds until its next call, what it is given is copied. */
typedef struct {
  TnId id, parent;          /* null id = none */
  TnSlice kind, stream, line;
  gint64 seq, row_number;   /* row_number: where tx_get found it, if the driver finds it quicker so; to be given back to tx_update. 0 = not said */
  TnStamp newest;
  TnHash h;
} TnStored;

/* What a page is to hold. Named streams have a cursor each; the star stands for every stream of star_classes. */
typedef struct {
  const char *ward;
  gint64 star_seq;          /* -1 = not asked for */
  guint star_classes;
  GHashTable *names;        /* stream → gint64* cursor seq */
  guint max_lines;
  gsize max_bytes;
} TnPullRequest;
typedef struct { TnCursor cur; gboolean more; gint64 left; /* with more: at most so many lines come after these */ GString *dig; /* members `"g12":[n,"sum"],…`; empty while more */ } TnPullResult;

/* One write transaction under the ward's lock. `last` is the ward's newest seq; the caller counts up from it. */
typedef struct _TnWardTx TnWardTx;
struct _TnWardTx { TnDepot *depot; const char *ward; gint64 last; gboolean any_orphans, any_erased; };
void tn_ward_tx_abort (TnWardTx *tx);      /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnWardTx, tn_ward_tx_abort)

/* What is or was in quarantine. record null = none (a custody batch). raw NULL unless it was asked for by its id. */
typedef struct { TnHash qid; char *ward, *device, *why, *state; TnId record; gint64 at; GBytes *raw; } TnCase;
void tn_case_free (TnCase *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnCase, tn_case_free)

/* What a batch is going to ask for, told as its transaction begins. Borrowed until tx_begin_for returns, the units' names until the end. */
typedef struct { TnId id; const char *unit; TnStamp stamp; } TnChangeRef;
typedef struct {
  GArray *records;          /* TnId: tx_get, tx_is_erased */
  GArray *places;           /* TnId: tx_get_place */
  GArray *changes;          /* TnChangeRef: tx_displaced */
} TnForesight;

typedef struct { TnId id; const char *unit; TnStamp stamp; const char *value, *why, *by; } TnDisplaced;
typedef struct { TnHash qid; const char *ward, *device, *why; const TnId *record; TnSlice raw; } TnHeld;
typedef void (*TnEachErased) (const char *ward, const TnId *id, gpointer user_data);
typedef void (*TnEachHash) (const char *stream, const TnId *id, const TnHash *h, gpointer user_data);

/* A depot's tables, as tn-depot-copy.h carries them from one driver to another. */
typedef enum { TN_COLUMN_TEXT, TN_COLUMN_INT, TN_COLUMN_ID, TN_COLUMN_BYTES, TN_COLUMN_SUM /* 16 bytes of tn_sum_to_bytes() */ } TnColumnType;
typedef struct { const char *name; guint n; struct { const char *name; TnColumnType type; } columns[9]; } TnTable;
typedef struct { gboolean null; gint64 number; TnSlice bytes; } TnValue;    /* one a column */
const TnTable *tn_depot_tables (guint *n);
typedef gboolean (*TnEachRow) (const TnValue *values, gpointer user_data, GError **error);
gboolean tn_depot_set_moved_error (GError **error);    /* TN_ERROR_READ_ONLY: it is somewhere else now. Always FALSE */
#define TN_DEPOT_META_MOVED "moved_to"    /* a depot with this key has been copied elsewhere, and takes no writes of laptops */
typedef enum { TN_DEPOT_COPY_SOURCE, TN_DEPOT_COPY_TARGET } TnDepotCopyEnd;
typedef struct _TnDepotCopy TnDepotCopy;
struct _TnDepotCopy { TnDepot *depot; };

typedef enum {
  TN_DEPOT_FORESIGHT = 1 << 0,   /* a question costs a trip: tell what will be asked (tx_begin_for is there) */
  TN_DEPOT_SHARED = 1 << 1,      /* other server processes write to it too (watch is there) */
  /* A ward laptop as hub of its team (app/hub): keeps what the root said and hands edits on (relay is there). It enrols nobody, erases nothing, takes no
   * custody, judges no edit and is not copied: only what the desk calls for such a depot is there, the rest is NULL. */
  TN_DEPOT_RELAYS = 1 << 2,
} TnDepotCaps;
struct _TnPushContext;
struct _TnPushResult;

/* A ward has moved to `seq`, or may have, by whichever process. Called on a thread of the depot's. */
typedef void (*TnDepotMoved) (const char *ward, gint64 seq, gpointer user_data);

struct _TnDepotDriver {
  const char *name;
  guint caps;               /* TnDepotCaps */
  void (*free) (TnDepot *depot);
  gboolean (*get_meta) (TnDepot *depot, const char *key, char **value, GError **error);   /* *value NULL when unset */
  gboolean (*set_meta) (TnDepot *depot, const char *key, const char *value, GError **error);

  /* wards, laptops, rights */
  gboolean (*ward_add) (TnDepot *depot, const char *ward, const char *name, GError **error);
  GPtrArray *(*wards) (TnDepot *depot, GError **error);                                   /* TnWard* */
  gboolean (*ward_head) (TnDepot *depot, const char *ward, gboolean *found, TnCursor *head, GError **error);
  gboolean (*invite) (TnDepot *depot, const TnInvitation *invitation, GError **error);
  /* `device` comes in as the id a new laptop would get, and goes out as the one it has. */
  gboolean (*enrol) (TnDepot *depot, const guint8 code_hash[32], const guint8 pub[32], const char *name, gint64 now, TnId *device, TnEnrolOutcome *outcome, GError **error);
  gboolean (*device) (TnDepot *depot, const char *device, TnDevice **found, GError **error);
  GPtrArray *(*devices) (TnDepot *depot, GError **error);
  gboolean (*revoke) (TnDepot *depot, const char *device, gint64 now, gboolean *found, GError **error);
  GPtrArray *(*wards_of) (TnDepot *depot, const char *device, GError **error);            /* TnWard*, code and name alone, where it ever had a right */
  GPtrArray *(*ward_devices) (TnDepot *depot, const char *ward, GError **error);          /* TnDevice* of all who have or had a right there */
  /* Gives a right from `from` on, unless it is held already. */
  gboolean (*grant) (TnDepot *depot, const char *device, const TnGrant *grant, GError **error);
  gboolean (*end_grants) (TnDepot *depot, const char *device, const char *ward, const char *role, gint64 now, gboolean *found, GError **error);
  GPtrArray *(*grants) (TnDepot *depot, const char *device, GError **error);              /* TnGrant* */
  GPtrArray *(*replicas) (TnDepot *depot, const char *ward, GError **error);              /* TnReplica* of all who have a right there */
  gboolean (*session) (TnDepot *depot, const char *device, const char *replica, gint64 no, const char *nonce, const char *new_nonce, gint64 now, gboolean *forked, GError **error);

  /* reading a ward */
  gboolean (*has_cursor) (TnDepot *depot, const char *ward, const TnCursor *cursor, gboolean *held, GError **error);
  gboolean (*pull) (TnDepot *depot, const TnPullRequest *request, TnPageWriter *page, TnPullResult *result, GError **error);
  gboolean (*fetch) (TnDepot *depot, const char *ward, const TnId *ids, gsize n, const TnScope *scope, TnPageWriter *page, TnCursor *head, GError **error);
  gboolean (*each_hash) (TnDepot *depot, const char *ward, const char *stream, TnEachHash each, gpointer user_data, GError **error);  /* in order of id */
  GPtrArray *(*streams) (TnDepot *depot, const char *ward, GError **error);               /* char*: every stream that ever held a record */
  gboolean (*stream_sum) (TnDepot *depot, const char *ward, const char *stream, gint64 *n, TnSum *sum, GError **error);
  /* All that a scope sees of the ward, and the head that this is of: one snapshot. */
  gboolean (*scope_sum) (TnDepot *depot, const char *ward, const TnScope *scope, TnCursor *head, gint64 *n, TnSum *sum, GError **error);
  GPtrArray *(*counts) (TnDepot *depot, const char *ward, GError **error);                /* TnKindCount*: records that are not deleted; reads the whole ward */
  gboolean (*open_conflicts) (TnDepot *depot, const char *ward, guint64 *n, GError **error);
  /* In the record, in its history, or in quarantine? */
  gboolean (*find_change) (TnDepot *depot, const char *ward, const TnChangeName *change, gboolean *durable, gboolean *held, gboolean *rejected, GError **error);

  /* writing a ward */
  TnWardTx *(*tx_begin) (TnDepot *depot, const char *ward, gboolean *found, GError **error);
  TnWardTx *(*tx_begin_for) (TnDepot *depot, const char *ward, const TnForesight *foresight, gboolean *found, GError **error);   /* NULL without TN_DEPOT_FORESIGHT */
  /* A large batch comes. From now on tx_insert, tx_update, tx_moved and tx_displace may only note what is to be written, and fail later, at the latest in
   * tx_commit; and what is asked is answered as it was before this transaction: who writes remembers what he wrote. NULL = the driver has nothing of the kind. */
  gboolean (*tx_behind) (TnWardTx *tx, GError **error);
  gboolean (*tx_get) (TnWardTx *tx, const TnId *id, TnStored *record, gboolean *found, GError **error);
  gboolean (*tx_get_place) (TnWardTx *tx, const TnId *id, TnSlice *stream, gboolean *found, GError **error);
  gboolean (*tx_children) (TnWardTx *tx, const TnId *parent, GArray *ids, GError **error);         /* appends TnId */
  gboolean (*tx_is_erased) (TnWardTx *tx, const TnId *id, gboolean *erased, GError **error);
  gboolean (*tx_is_held) (TnWardTx *tx, const TnId *id, gboolean *held, GError **error);    /* is, or was, anything of this record in quarantine before this transaction? */
  gboolean (*tx_insert) (TnWardTx *tx, const TnStored *record, GError **error);
  gboolean (*tx_update) (TnWardTx *tx, const TnStored *record, gboolean place_changed, GError **error);
  /* Takes record, history, moves and held entries of this id away for good and leaves the bare id. Sums are the caller's. */
  gboolean (*tx_erase) (TnWardTx *tx, const TnId *id, gint64 seq, GError **error);
  gboolean (*tx_displaced) (TnWardTx *tx, const TnId *id, const char *unit, const TnStamp *stamp, char **value, gboolean *found, GError **error);
  gboolean (*tx_displace) (TnWardTx *tx, const TnDisplaced *displaced, GError **error);
  gboolean (*tx_moved) (TnWardTx *tx, const TnId *id, const char *from, const char *to, gint64 seq, GError **error);
  gboolean (*tx_stream) (TnWardTx *tx, const char *stream, gint64 n, const TnSum *plus, const TnSum *minus, GError **error);
  /* Sets what became of a case: "released" or "rejected". */
  gboolean (*tx_close_case) (TnWardTx *tx, const TnHash *qid, const char *state, GError **error);
  gboolean (*tx_hold) (TnWardTx *tx, const TnHeld *held, GError **error);
  gboolean (*tx_alarm) (TnWardTx *tx, const char *device, const char *what, GError **error);
  gboolean (*tx_device_of) (TnWardTx *tx, const char *replica, char **name, char **user, GError **error);  /* NULL, NULL when unknown */
  gboolean (*tx_get_meta) (TnWardTx *tx, const char *key, char **value, GError **error);
  gboolean (*tx_set_meta) (TnWardTx *tx, const char *key, const char *value, GError **error);
  /* Both consume tx, either way. `last` is the newest seq given out; equal to the old one = the ward has not moved. */
  gboolean (*tx_commit) (TnWardTx *tx, gint64 last, TnCursor *head, GError **error);
  void (*tx_abort) (TnWardTx *tx);

  /* From now on until the depot is freed, `moved` is called. Once at most. NULL without TN_DEPOT_SHARED. */
  gboolean (*watch) (TnDepot *depot, TnDepotMoved moved, gpointer user_data, GError **error);

  /* From now on until the depot is freed, a thread of its own does what no commit has to wait for. Once at most; who does not call it has all of that
   * done by its commits. NULL = there is nothing of the kind. */
  void (*tend) (TnDepot *depot);

  /* Copying. A source is one snapshot that nobody writes to until the end, a target is emptied first. copy_write adds a row, and with NULL ends
   * the table; to a source too. copy_end consumes it, either way. */
  TnDepotCopy *(*copy_begin) (TnDepot *depot, TnDepotCopyEnd which, GError **error);
  gboolean (*copy_read) (TnDepotCopy *copy, const TnTable *table, TnEachRow each, gpointer user_data, GError **error);
  gboolean (*copy_write) (TnDepotCopy *copy, const TnTable *table, const TnValue *values, GError **error);
  gboolean (*copy_end) (TnDepotCopy *copy, gboolean commit, GError **error);

  /* Custody: kept whole, outside any ward's log. TN_ERROR_TOO_LARGE when the device has left too much already. */
  gboolean (*hold) (TnDepot *depot, const TnHeld *held, GError **error);

  /* With TN_DEPOT_RELAYS, in place of everything under "writing a ward": takes a whole batch, as tn_push_run() does. */
  gboolean (*relay) (TnDepot *depot, const struct _TnPushContext *context, GBytes *batch, struct _TnPushResult *result, GError **error);
  /* quarantine, erasure, backup */
  GPtrArray *(*cases) (TnDepot *depot, const char *state, GError **error);                /* TnCase* without raw, oldest first; state NULL = all */
  gboolean (*get_case) (TnDepot *depot, const TnHash *qid, TnCase **found, GError **error);
  gboolean (*each_erased) (TnDepot *depot, TnEachErased each, gpointer user_data, GError **error);
  /* A checked copy of the whole database in one file, 0600, while everything goes on. NULL = this depot is backed up by tools of its own. */
  gboolean (*backup) (TnDepot *depot, const char *path, GCancellable *cancellable, GError **error);
};
G_END_DECLS
