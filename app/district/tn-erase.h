/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot.h"
G_BEGIN_DECLS

/* Erases a record and all that hangs on it (a person's cards and memberships, conflicts about it), with history and held entries, for ever
 * (sync.md 2.14); also what waits in quarantine and would hang on it, but not a person, who is somebody. Laptops get the bare ids and do the same.
 * *n = records erased; 0 with TN_ERROR_NOT_FOUND. Custody batches are kept whole and are not searched: their reviewer decides. */
gboolean tn_erase_run (TnDepot *depot, const char *ward, const TnId *id, guint *n, TnCursor *head, GError **error);
/* After a restore: erases these very ids (sync.md 2.14), and notes those that the backup does not have, so that no laptop brings them back. *n =
 * records that were there. */
gboolean tn_erase_again (TnDepot *depot, const char *ward, const TnId *ids, gsize n_ids, guint *n, GError **error);
/* What a repair handed in and hangs on an erased record: notes these ids although nothing of them was taken, and erases what hangs on them. */
gboolean tn_erase_hanging (TnDepot *depot, const char *ward, const TnId *ids, gsize n_ids, TnCursor *head, GError **error);
G_END_DECLS
