/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
#include "tn-depot.h"
G_BEGIN_DECLS

/* A depot over a laptop's own copy (sync.md 2.16): the district's desk serves the team from it with the same sessions, rights, pages and limits. It relays
 * (TN_DEPOT_RELAYS): what is pushed goes into the relay's outbox and, where it may stand, into the rows; nothing is judged here. Who may come, and what
 * for, say the records of kind `auth` that the district streams to its hubs. The copy must be one that tn_hub_enable() has prepared. */
TnDepot *tn_hub_depot_open (const char *copy_path, const TnEnv *env, GError **error);
/* Gives numbers to what anybody changed in the copy. *seq = the newest. */
gboolean tn_hub_depot_settle (TnDepot *depot, gint64 *seq, GError **error);
G_END_DECLS
