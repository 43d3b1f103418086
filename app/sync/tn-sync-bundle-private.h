/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cjson/cJSON.h>
#include "tn-client-private.h"
#include "tn-meta-keys.h"
#include "tn-sync-bundle.h"
G_BEGIN_DECLS

/* What the files of tn-sync-bundle-*.c share: this laptop, with its key. */
typedef struct {
  TnCopy *copy;
  const TnSyncOptions *options;      /* never NULL */
  TnBundleReport *report;
  GCancellable *cancellable;
  char *device, *key_ref, *district; /* district: its key, 64 hex; NULL when not enrolled */
  guint8 key[32];
  char key_hex[65];
} Stick;
gboolean stick_init (Stick *s, TnCopy *copy, const TnSyncOptions *options, TnBundleReport *report, GCancellable *cancellable, GError **error);
void stick_clear (Stick *s);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stick, stick_clear)
void stick_progress (const Stick *s, TnSyncStep step, guint64 done, guint64 total);
/* 32 random hex digits. Owned. */
char *stick_new_id (const Stick *s);
TnBundleSigner stick_signer (Stick *s);
TnBundleOpener stick_opener (Stick *s);

/* The first line of a down-bundle, and where its pages lead. */
typedef struct {
  cJSON *json;                       /* owned: the member `down` */
  const cJSON *enrolled;             /* NULL = none */
  char *to;                          /* cursor of the last page; NULL = no pages */
  GHashTable *log;                   /* char* cursors that the district's log holds */
} Down;
void down_clear (Down *d);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Down, down_clear)
/* Reads the whole content once: nothing that follows can then meet a shape it does not know. Leaves the reader at its beginning. */
gboolean down_check (TnBundleReader *r, Down *d, GError **error);
/* Where this copy stands to the bundle. */
typedef enum { DOWN_APPLIES, DOWN_SAME, DOWN_OLD } DownPlace;
gboolean down_place (TnCopy *copy, const Down *d, DownPlace *place, GError **error);
gboolean down_apply_pages (Stick *s, TnBundleReader *r, const Down *d, GError **error);
/* tn-sync-bundle-enrol.c: is this the answer this copy waits for? Keeps it. */
gboolean stick_take_enrolment (Stick *s, const TnBundleHeader *header, const Down *d, GError **error);
G_END_DECLS
