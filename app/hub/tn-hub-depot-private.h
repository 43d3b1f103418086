/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-auth.h"
#include "tn-hub-depot.h"
#include "tn-push.h"
G_BEGIN_DECLS

/* One connection that writes, behind a lock, and as many readers as were ever wanted at once. The window and the reconciler have connections of their own
 * to the same file; SQLite's WAL keeps them apart. */
typedef struct {
  TnDepot base;
  char *path;
  const TnEnv *env;
  GMutex write_lock;
  TnCopy *writer;           /* write_lock */
  GMutex readers_lock;
  GPtrArray *readers;       /* readers_lock; idle TnCopy* */
} HubDepot;

/* A reader with an open snapshot; ends with the scope. */
typedef struct { HubDepot *depot; TnCopy *copy; TnDb *db; TnTx *tx; } HubRead;
HubRead *hub_read_begin (TnDepot *depot, GError **error);
void hub_read_end (HubRead *read);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HubRead, hub_read_end)

gboolean hub_is_ward (const HubRead *read, const char *ward);
gboolean hub_read_head (TnDb *db, TnCursor *head, GError **error);
/* *device NULL when the ward has no such laptop. `grants` may be NULL. */
gboolean hub_read_auth (HubRead *read, const char *name, TnDevice **device, GPtrArray **grants, GError **error);

void hub_fill_device_driver (TnDepotDriver *driver);
void hub_fill_read_driver (TnDepotDriver *driver);
gboolean hub_relay (TnDepot *depot, const TnPushContext *context, GBytes *batch, TnPushResult *result, GError **error);
G_END_DECLS
