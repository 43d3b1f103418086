/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-import.h"
#include "tn-import-progress.h"
#include "tn-store.h"
G_BEGIN_DECLS

/* What an import does off the main thread. Each keeps `owner` (the window that holds map and plan) alive until its thread is done with them and
 * lets go of it on the main thread, where a window must end; the callback's user_data is one more reference, the callback's to drop. */

/* Finish with g_task_propagate_pointer(): a TnTable. The callback's source is owner; it gets no user_data. */
void tn_import_work_read (gpointer owner, const char *path, TnEncoding encoding, GCancellable *cancellable, GAsyncReadyCallback callback);
/* Finish with tn_store_finish(): a TnImportPlan. */
void tn_import_work_plan (TnStore *store, gpointer owner, TnImportMap *map, const TnImportOptions *options, TnImportSteps *steps,
                          GCancellable *cancellable, GAsyncReadyCallback callback);
/* Finish with tn_store_finish(): a gint64 to g_free(), the action. */
void tn_import_work_apply (TnStore *store, gpointer owner, TnImportPlan *plan, TnImportSteps *steps, GCancellable *cancellable,
                           GAsyncReadyCallback callback);
G_END_DECLS
