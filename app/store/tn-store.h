/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-copy.h"
G_BEGIN_DECLS

/* The copy for a program with a main loop: one writer thread that owns the write connection, two readers, and signals on the thread that made
 * the store. Work arrives as a function that gets a TnCopy; its answer returns on the caller's context. Writes run in the order given and are
 * drained when the store is closed. */
#define TN_TYPE_STORE (tn_store_get_type ())
G_DECLARE_FINAL_TYPE (TnStore, tn_store, TN, STORE, GObject)

/* Runs on a thread of the store. The result belongs to the caller of _finish (freed with `destroy` if nobody takes it). NULL with error = failed. */
typedef gpointer (*TnStoreFunc) (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);

/* Begins to open; the callback comes on the caller's context. Returns the store that is being opened, borrowed from the opening: reads may be
 * asked of it at once, they wait for the opening and fail with its error. Needs no main loop to go on. */
TnStore *tn_store_open_async (const char *path, TnCopyFlags flags, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
TnStore *tn_store_open_finish (GAsyncResult *result, GError **error);
/* Waits until queued writes are on disk, then closes. Callback on the caller's context. */
void tn_store_close_async (TnStore *store, GAsyncReadyCallback callback, gpointer user_data);
gboolean tn_store_close_finish (TnStore *store, GAsyncResult *result, GError **error);

/* Two readings run side by side, and may end in another order than they were asked. Who asks anew cancels what was asked before: a cancelled
 * reading never answers, also when it was done by then. A write that was done says so, however late it was cancelled. */
void tn_store_read_async (TnStore *store, TnStoreFunc func, gpointer data, GDestroyNotify data_free, GDestroyNotify result_free,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void tn_store_write_async (TnStore *store, TnStoreFunc func, gpointer data, GDestroyNotify data_free, GDestroyNotify result_free,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gpointer tn_store_finish (TnStore *store, GAsyncResult *result, GError **error);
/* Synchronous on the calling thread's behalf, for worker threads (the reconciler): waits for the writer. Never from the main thread. */
gpointer tn_store_write_wait (TnStore *store, TnStoreFunc func, gpointer data, GError **error);
const char *tn_store_path (TnStore *store);
/* While `online`, what is changed is about to be sent: such an edit is written as one that may have been sent already (outbox.sent_to), which saves
 * sending it a durable write of its own. New records are left out, so that one can be taken back without a trace until it has really gone. Any thread. */
void tn_store_set_online (TnStore *store, gboolean online);

/* Signals: "changed" () after any committed write, ours or another process's (told by data_version), coalesced; "outbox-changed" () when the
 * number of unsent edits moved. */
G_END_DECLS
