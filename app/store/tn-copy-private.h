/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
#include "tn-meta-keys.h"
G_BEGIN_DECLS

/* Of the write-ahead log: 32 MiB between two checkpoints, as a page of thousands of changes is as long, and most of what it writes the next one writes again;
 * and 128 MiB before a commit does it itself (tn_db_set_log). */
#define TN_COPY_LOG_PAGES 4000u
#define TN_COPY_LOG_PAGES_MOST 16000u

/* Of this room alone. */
typedef enum { TN_BULK_UNKNOWN, TN_BULK_NO, TN_BULK_YES, TN_BULK_FIRST } TnBulk;
#define TN_BULK_VALUE_FIRST "first"   /* of TN_META_BULK: a first copy, in many transactions */
struct _TnCopy {
  TnDb *db;            /* owned */
  char *path;          /* owned */
  const TnEnv *env;    /* borrowed */
  gboolean read_only;
  TnBulk bulk;         /* of tn-projection.c, known within one transaction */
  struct _TnQueryCache *cache;   /* of tn-query-cache.c, NULL until a list is asked for */
  GHashTable *digests;           /* of tn-digest.c, NULL until a hash changes */
  gint64 quiet_changes;          /* rows that this connection changed and nobody shows: no reason to read lists again (tn-store.c) */
  struct _TnFirst *first;        /* of tn-apply-first.c, while a first copy's lists are being made here */
  gboolean one_thread; /* nothing is done beside */
  const gint *online;  /* atomic, borrowed from the store (tn_store_set_online); NULL = nobody says */
  gint64 flushed_at;   /* monotonic µs: a page of the root was last waited for until it was on the disk; 0 = never */
  guint64 removed;     /* records that pages took away since the scope was last looked at (the brake of tn-apply-page.c) */
};

#define TN_COPY_APPLICATION_ID 0x544e6861u   /* "TNha" */
/* The numbered migrations, embedded. Never freed. */
const TnMigrations *tn_copy_migrations (void);

/* The tables of a hub, embedded. Never freed. */
const char *tn_copy_hub_schema (void);

/* A fresh replica id: 12 lower-case hex digits. */
void tn_copy_mint_replica (TnCopy *copy, char out[TN_REPLICA_LEN + 1]);
/* Gives a file that was cloned or restored a new replica id, in one transaction. */
gboolean tn_copy_check_identity (TnCopy *copy, GError **error);
/* tn_copy_get_meta() that can tell an error from an unset key: FALSE on error, *value NULL when unset. */
gboolean tn_copy_read_meta (TnCopy *copy, const char *key, char **value, GError **error);
/* Number under `key`, 0 when unset. */
gboolean tn_copy_read_meta_int (TnCopy *copy, const char *key, gint64 *value, GError **error);
gboolean tn_copy_write_meta_int (TnCopy *copy, const char *key, gint64 value, GError **error);
G_END_DECLS
