/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy-private.h"
#include "tn-home.h"
#include "tn-projection.h"
G_BEGIN_DECLS

/* Incremental upkeep (tn-projection-home.c, tn-projection-member.c). All run inside the caller's transaction. */
gboolean tn_projection_put_home (TnMaker *maker, const TnFields *fields, GError **error);
gboolean tn_projection_remove_home (TnMaker *maker, const TnId *id, GError **error);
gboolean tn_projection_put_member (TnMaker *maker, const TnFields *fields, GError **error);
gboolean tn_projection_remove_member (TnMaker *maker, const TnId *id, GError **error);
/* A card of this person changed. */
gboolean tn_projection_refresh_member (TnMaker *maker, const TnId *person, GError **error);
/* Row of the household with this id, made if it is not there: its people may come first. 0 on error. */
gint64 tn_projection_find_home (TnMaker *maker, const TnId *id, GError **error);
/* Head and number of people anew; the row goes when it stands for nothing any more. */
gboolean tn_projection_refresh_head (TnMaker *maker, gint64 row, GError **error);
/* Everything that names this area (or one below it) or building is made anew from its record. */
gboolean tn_projection_refresh_area (TnMaker *maker, const TnId *area, GError **error);
gboolean tn_projection_refresh_building (TnMaker *maker, const TnId *building, GError **error);

/* Builds all tables of the schema ("main", emptied before, or "temp" for a check, with the numbers that main has given) from `record`. */
gboolean tn_projection_build (TnCopy *copy, const char *schema, GCancellable *cancellable, GError **error);

/* One record into the lists and out of them, bulk or not (tn-projection.c). */
gboolean tn_projection_put_now (TnMaker *maker, const TnRow *row, GError **error);
gboolean tn_projection_remove_now (TnMaker *maker, const char *kind, const TnId *id, GError **error);

/* tn-projection-same.c: two states of a record that all lists, and the search, say the same of. FALSE when that is not known. Any thread. */
gboolean tn_projection_is_same (const TnRow *before, const TnRow *now);

/* tn-projection-late.c: a record that changed while a first copy's lists are being made; and, when they are, at most `limit` of those.
 * *more TRUE when some may be left. */
gboolean tn_projection_note (TnCopy *copy, TnSlice kind, const TnId *id, GError **error);
gboolean tn_projection_count_late (TnCopy *copy, gint64 *n, GError **error);
gboolean tn_projection_put_late (TnCopy *copy, guint limit, gboolean *more, GError **error);

/* One row of one statement with one id or number bound: for the small look-ups here. */
gboolean tn_projection_words (TnMaker *maker, gint64 home, guint slot, char **words, GError **error);
G_END_DECLS
