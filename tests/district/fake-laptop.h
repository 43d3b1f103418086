/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cjson/cJSON.h>
#include "tn-district.h"
#include "tn-merge.h"
G_BEGIN_DECLS

/* A district in its own folder with a clock that the test sets. With TN_TEST_PG (a folder with a cluster's socket: pg-cluster) its records are
 * in a database of their own there, else in SQLite: every test is one of both drivers. */
typedef struct {
  char *dir;
  char *depot;            /* address of its database; NULL = SQLite */
  TnEnv env;
  gint64 now;             /* ms; atomic enough for tests: set while nothing runs */
  GRand *rand;
  GMutex lock;
  TnDistrict *d;
} District;
District *district_new (void);
District *district_new_at (char *depot /* taken; NULL = SQLite */);
void district_free (District *district);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (District, district_free)
void remove_folder (const char *dir);
/* The first row that a query of the depot gives, its columns joined by '|'. */
char *district_ask (District *district, const char *sql);
/* Behind the back of whoever has the SQLite file open. */
void district_run (District *district, const char *sql);
/* An empty database in the cluster, and its address; NULL without TN_TEST_PG. Goes with database_drop(). */
char *database_new (void);
void database_drop (const char *url);

/* As much of a laptop as the desk can see: a key, a replica, stamps, and a way to send. Without `send` it calls the desk directly. */
typedef struct _Laptop Laptop;
struct _Laptop {
  TnDistrict *d;
  const TnEnv *env;
  void (*send) (Laptop *laptop, const TnCall *call, TnAnswer *answer);
  gpointer user_data;
  guint8 pub[32], secret[64];
  char *device, *nonce, *token;
  char replica[TN_REPLICA_LEN + 1];
  TnHlc hlc;
  gint64 n;
};
Laptop *laptop_new (District *district, const char *code, const char *name);     /* enrolled, with a session */
Laptop *laptop_bare (District *district);                                        /* a key and nothing else */
void laptop_free (Laptop *laptop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Laptop, laptop_free)
/* The answer's JSON (of a problem too); asserts the status. Free with cJSON_Delete. */
cJSON *laptop_json (Laptop *laptop, const char *method, const char *path, const char *body, guint status);
cJSON *laptop_enrol (Laptop *laptop, const char *code, const char *name, guint status);
/* What a session asks. */
GBytes *laptop_session_body (const Laptop *laptop, const char *known /* JSON or NULL */);
cJSON *laptop_session (Laptop *laptop, const char *known /* JSON or NULL */, guint status);
/* The value of X-Tungnha-Signature for this body. Owned. */
char *laptop_sign (Laptop *laptop, GBytes *body);
cJSON *laptop_signed (Laptop *laptop, const char *path, const char *media, GBytes *body, guint status);
TnStamp laptop_tick (Laptop *laptop, const TnStamp *over);

/* A batch of entries. */
typedef struct { GString *lines; guint count; } Batch;
Batch *batch_new (void);
void batch_free (Batch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Batch, batch_free)
TnStamp batch_create (Batch *batch, Laptop *laptop, const char *kind, const TnId *id, const char *body);
/* One unit; over NULL = had seen nothing. */
TnStamp batch_set (Batch *batch, Laptop *laptop, const char *kind, const TnId *id, const char *unit, const char *value, const TnStamp *over);
void batch_delete (Batch *batch, Laptop *laptop, const char *kind, const TnId *id, const TnHash *seen, const TnStamp *over);
void batch_raw (Batch *batch, const char *line);
GBytes *batch_pack (const Batch *batch, const char *extra);                       /* zstd, with its first line */
cJSON *laptop_push (Laptop *laptop, const char *ward, const Batch *batch, guint status);
/* Pushes one batch that must be taken whole. */
void laptop_push_ok (Laptop *laptop, const char *ward, const Batch *batch);

typedef struct { GPtrArray *lines; cJSON *end; } Page;
Page *laptop_pull (Laptop *laptop, const char *ward, const char *want, guint limit);
void page_free (Page *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, page_free)
const char *page_cursor (const Page *page);
/* The newest line of this record in the page, or NULL. */
const char *page_find (const Page *page, const TnId *id);
/* The row of a record as the root has it now; NULL if it is not in the laptop's scope. */
TnRow *laptop_fetch (Laptop *laptop, const char *ward, const TnId *id);
const char *json_text (const cJSON *json, const char *key);
double json_number (const cJSON *json, const char *key);
TnId make_id (guint64 n);
G_END_DECLS
