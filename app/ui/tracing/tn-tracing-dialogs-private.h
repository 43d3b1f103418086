/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-tracing-dialogs.h"
G_BEGIN_DECLS

/* What a dialog about a case waits for. The window may be closed meanwhile. */
typedef struct
{
  GWeakRef window;
  TnId home_case;
  char *name;
} TnTracingWaiting;
void tn_tracing_waiting_free (TnTracingWaiting *waiting);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTracingWaiting, tn_tracing_waiting_free)

/* Reads with the case's id as data; callback gets the TnTracingWaiting, which it frees. name may be NULL. */
void tn_tracing_read_then (TnWindow *window, const TnId *home_case, const char *name, TnStoreFunc read, GDestroyNotify result_free, GAsyncReadyCallback callback);
G_END_DECLS
