/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-store.h"
#include "tn-sync.h"
#include "tn-sync-bundle.h"
G_BEGIN_DECLS

/* Reconciling in the background of the window: on its own thread and connection, when the network returns (GNetworkMonitor), every 15 minutes, soon
 * after an edit while online, when the server's wait answers, and on request. All properties change on the main context. */
#define TN_TYPE_RECONCILER (tn_reconciler_get_type ())
G_DECLARE_FINAL_TYPE (TnReconciler, tn_reconciler, TN, RECONCILER, GObject)
typedef enum { TN_RECONCILER_NOT_ENROLLED, TN_RECONCILER_IDLE, TN_RECONCILER_WORKING, TN_RECONCILER_OFFLINE, TN_RECONCILER_FAILED } TnReconcilerState;
GType tn_reconciler_state_get_type (void);
#define TN_TYPE_RECONCILER_STATE (tn_reconciler_state_get_type ())

TnReconciler *tn_reconciler_new (TnStore *store, guint interval_minutes);
void tn_reconciler_start (TnReconciler *r);
void tn_reconciler_request (TnReconciler *r);                  /* now; while a session is at work, another behind it */
void tn_reconciler_reconnect (TnReconciler *r);                /* through whom this copy reconciles was changed (tn_sync_set_hub): a session with them, now */
void tn_reconciler_look (TnReconciler *r);                     /* somebody wrote to the copy beside the store: look whether there is something to send */
void tn_reconciler_cancel (TnReconciler *r);                   /* the session under way, safely */
void tn_reconciler_stop_async (TnReconciler *r, GAsyncReadyCallback callback, gpointer user_data);
gboolean tn_reconciler_stop_finish (TnReconciler *r, GAsyncResult *result, GError **error);
/* Properties (notify): "state", "step" (TnSyncStep as int), "fraction" (0 to 1, -1 unknown), "left" (uint64, of this step; 0 unknown),
 * "message" (error in plain words, NULL), "last-done" (ms, 0 = never),
 * "waiting" (uint64 unsent edits), "removal-stopped" (boolean: stopped before a large removal until tn_reconciler_set_allow_removal). Signals: "session-done" (TnSessionLog*). */
void tn_reconciler_enrol_async (TnReconciler *r, const char *url, const char *code, const char *device_name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean tn_reconciler_enrol_finish (TnReconciler *r, GAsyncResult *result, GError **error);
/* Sticks, on the reconciler's own thread: never beside a session, and cancelled like one. Starts the reconciler, if that is still to be done. */
typedef enum { TN_BUNDLE_JOB_WRITE, TN_BUNDLE_JOB_READ, TN_BUNDLE_JOB_ENROL } TnBundleJobType;
typedef struct { TnBundleJobType type; const char *path /* file or folder */, *code, *url /* NULL = none */, *device_name; /* enrol only */ } TnBundleJob;
void tn_reconciler_bundle_async (TnReconciler *r, const TnBundleJob *job, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* Owned; free with tn_bundle_report_free(). */
TnBundleReport *tn_reconciler_bundle_finish (TnReconciler *r, GAsyncResult *result, GError **error);
void tn_reconciler_set_allow_removal (TnReconciler *r);        /* the person agreed to a large removal: once */
G_END_DECLS
