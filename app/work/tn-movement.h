/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Movements and models (Dân vận khéo, clean streets by Chỉ thị 19), registered, then recognised, then ended; and commendations (product.md M1). */

/* name and type must be there; state "registered", from = today unless given. */
TnEdit *tn_movement_register (TnCopy *copy, const TnValues *values, GError **error);
/* document: by which it is recognised; must be there. Only of one that is registered. */
TnEdit *tn_movement_recognise (TnCopy *copy, const TnId *movement, const char *document, GError **error);
/* to: stored form, NULL = today; not before it began. result NULL = as it stands. */
TnEdit *tn_movement_end (TnCopy *copy, const TnId *movement, const char *to, const char *result, GError **error);

/* What a form corrects in a movement, a commendation or a safe family: what has two days does not end before it begins. */
TnEdit *tn_movement_correct (TnCopy *copy, const TnId *about, const TnValues *values, GError **error);

typedef struct { TnId id, area; char *name, *area_name; const char *type, *state; gint64 from; } TnMovementLine;
void tn_movement_line_free (gpointer line);
/* state NULL = all; those that run first, of one state the newest first. search: part of name, type or area. Owned. */
GPtrArray *tn_movement_list (TnCopy *copy, const char *state, const char *search, GError **error);

/* ---- commendations (tn-commendation.c) ---- */

/* form and reason must be there, and to whom: as text, or a person, household or team, whose name it then is. at = today unless given. The same one to the
 * same on the same day by the same document is one: refused here, one record when two laptops wrote it. */
TnEdit *tn_commendation_give (TnCopy *copy, const TnValues *values, GError **error);

typedef struct { TnId id; char *to, *reason, *document; const char *form, *level; gint64 at; } TnCommendationLine;
void tn_commendation_line_free (gpointer line);
/* Newest first; of the days from ≤ at < to (yyyymmdd, 0 = no bound). search: part of whom or what for; NULL or "" = all. limit 0 = all. n_more: how many there are
 * behind the limit; NULL = nobody asks. Owned. */
GPtrArray *tn_commendation_list (TnCopy *copy, gint64 from, gint64 to, const char *search, guint limit, guint *n_more, GError **error);
G_END_DECLS
