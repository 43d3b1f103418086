/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy-private.h"
#include "tn-outbox.h"
G_BEGIN_DECLS

/* All inside the caller's transaction. */
gboolean tn_known_set (TnCopy *copy, gint64 seq, const char *tok, GError **error);
/* Records that the root moved away from us, or whose stream we lost, go once none of their edits is open. */
gboolean tn_leaving_settle (TnCopy *copy, GError **error);
/* tn-outbox-confirm.c: see tn_outbox_close(). */
gboolean tn_outbox_confirm (TnCopy *copy, GArray *rows, const TnReceipt *receipt, gboolean *same, GError **error);
G_END_DECLS
