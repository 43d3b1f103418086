/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-projection.h"
#include "tn-query.h"
G_BEGIN_DECLS

/* A copy in a folder of its own, and records put into it as tn-apply-record.c does: row and projection, without stamps or outbox of note. */
typedef struct { char *dir, *path; TnCopy *copy; guint n_stamps; } Ward;
void ward_set_up (Ward *ward, gconstpointer data);
void ward_tear_down (Ward *ward, gconstpointer data);
/* The id of a name: the same name is the same record. */
TnId ward_id (const char *name);
char *ward_ref (const char *name);                                 /* `"<uuid>"`. Owned */
/* body in printf form; refs are given through ward_ref(). */
void ward_put (Ward *ward, const char *kind, const char *name, const char *format, ...) G_GNUC_PRINTF (4, 5);
void ward_delete (Ward *ward, const char *kind, const char *name);
/* Projections are what the records say, and made anew they still are. */
void ward_assert_sound (Ward *ward);
/* Heads of the households that are found, joined by "|". Owned. */
char *ward_search (Ward *ward, const char *text);
G_END_DECLS
