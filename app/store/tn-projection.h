/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
G_BEGIN_DECLS

/* Typed tables, search and counts made from `record`; sql/002-projection.sql holds them. Called by tn-edit-*.c and tn-apply-*.c inside their
 * transactions; by nobody else. */
gboolean tn_projection_put (TnCopy *copy, const TnRow *row, GError **error);       /* also for deleted rows: they vanish from the tables */
gboolean tn_projection_remove (TnCopy *copy, const char *kind, const TnId *id, GError **error);
/* Between the two, put only stores what is cheap; end builds indexes and search in one go (big import, rebuild). The state is in
 * meta, so a crash in between is made good at the next opening. For a record that is new since begin, put may be left out (tn_projection_put_new):
 * end makes all from `record`.
 * A record that was there before is still put or removed one by one. A migration that adds projections sets meta 'bulk' if there are records. */
gboolean tn_projection_begin_bulk (TnCopy *copy, GError **error);
gboolean tn_projection_end_bulk (TnCopy *copy, GError **error);
gboolean tn_projection_in_bulk (TnCopy *copy);
/* Stands for put of a new record in bulk: it takes no row. */
gboolean tn_projection_put_new (TnCopy *copy, TnSlice kind, const TnId *id, GError **error);
/* The same for a first copy, whose lists are made in many transactions (tn-apply-first.c): put and remove note what changed meanwhile, and
 * nothing may be left out. end is for who has put in all that was noted. */
gboolean tn_projection_begin_first (TnCopy *copy, GError **error);
gboolean tn_projection_end_first (TnCopy *copy, GError **error);
gboolean tn_projection_rebuild (TnCopy *copy, GCancellable *cancellable, GError **error);
/* TN_ERROR_CORRUPT naming the first difference between records and projections. */
gboolean tn_projection_check (TnCopy *copy, GCancellable *cancellable, GError **error);
G_END_DECLS
