/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* So many requests a minute for each name (a device, an address): a bucket that refills steadily. Thread-safe. */
typedef struct _TnLimiter TnLimiter;
TnLimiter *tn_limiter_new (guint per_minute);      /* 0 = no limit */
void tn_limiter_free (TnLimiter *limiter);
/* 0 = go on, else seconds to wait. `now_us` is monotonic. */
guint tn_limiter_take (TnLimiter *limiter, const char *name, gint64 now_us);
G_END_DECLS
