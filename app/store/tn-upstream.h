/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-apply.h"
G_BEGIN_DECLS

/* A laptop's side of a hub: cursors of its own at each, and pages of which only greater stamps are taken (sync.md 2.5 "from a hub", 2.16).
 * `hub` is the id of the hub's laptop. The cursors at the root, its digests and the scope are left alone: these are the root's to say. */

/* What is asked of this hub from now on: what both may hold, "*" standing for all. New streams begin at "0". */
gboolean tn_upstream_set_streams (TnCopy *copy, const char *hub, const char *const *hub_streams, GError **error);
GPtrArray *tn_upstream_pulls (TnCopy *copy, const char *hub, GError **error);           /* TnPull*, all ready */
/* Its numbers are no longer those we know: everything is read again, which is safe. */
gboolean tn_upstream_rewind (TnCopy *copy, const char *hub, GError **error);
gboolean tn_upstream_store_cursor (TnCopy *copy, const char *hub, const char *stream, const char *cursor, GError **error);   /* in the caller's transaction */
G_END_DECLS
