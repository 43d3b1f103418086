/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
G_BEGIN_DECLS

/* Records as they stand after a first copy, put into the table by themselves: lists and searches are made of them afterwards. */

/* Ends the program with the error. */
void bench_check (gboolean done, const GError *error);
/* An id as a laptop would make it, in order of n. noise: what tells it from the n-th of another ward. */
TnId bench_record_id (guint32 n, guint32 noise);
/* body: a JSON object with its keys in order. parent may be NULL. In the caller's transaction. */
void bench_record_put (TnCopy *copy, const char *kind, const TnId *id, const TnId *parent, const char *body);
G_END_DECLS
