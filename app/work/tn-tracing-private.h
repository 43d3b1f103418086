/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-case-join.h"
#include "tn-tracing.h"
#include "tn-today.h"
#include "tn-work-private.h"
G_BEGIN_DECLS

/* A record that another one names and that need not be here: NULL without error then, or when it is of another kind. */
TnRow *tn_tracing_try_get (TnCopy *copy, const char *kind, const TnId *id);
/* The person's name; "" when neither is here. Owned. */
char *tn_tracing_person_name (TnCopy *copy, const TnId *person);
char *tn_tracing_case_name (TnCopy *copy, const TnId *home_case);
/* Last day of the watch of one contact as lists have it; 0 = not known. days and document may be NULL. */
gint64 tn_tracing_until (TnCopy *copy, const TnRow *contact, int *days, const char **document);
/* Contacts of this person that are being watched: TnListed, oldest first. */
GArray *tn_tracing_watched (TnCopy *copy, const TnId *person, GError **error);
/* The contacts of the person that this one is about: itself, and the others that are being watched. TnRow*. */
GPtrArray *tn_tracing_siblings (TnCopy *copy, const TnId *contact, GError **error);
G_END_DECLS
