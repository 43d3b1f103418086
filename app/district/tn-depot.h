/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-env.h"
#include "tn-entry.h"
#include "tn-hash.h"
G_BEGIN_DECLS

/* Where a district keeps its wards: a table of functions, one driver a file (SQLite now, PostgreSQL beside it later). What a driver can do is said
 * in flags, never by asking its name. A depot is safe from several threads: pushes of one ward are serial under the ward's lock, reads run
 * beside them on one snapshot each. */
typedef struct _TnDepot TnDepot;
TnDepot *tn_depot_sqlite_open (const char *path, gboolean create, const TnEnv *env, GError **error);
void tn_depot_free (TnDepot *depot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDepot, tn_depot_free)
/* The helper of district/ completes this header: ward add/list, invite, enrol, device, session, push (entries → res, cur), pull (streams, cursors → page),
 * known, digest sums, quarantine, erase, status; the merge itself is wire/tn-merge.h. */
G_END_DECLS
