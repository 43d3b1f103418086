/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-row.h"
G_BEGIN_DECLS

/* Puts the fields of a body object into the row's units; a unit that has no stamp yet gets `stamp`. Duplicate keys and `_del` are an error. */
gboolean tn_row_add_body (TnRow *row, TnSlice body, const TnStamp *stamp, GError **error);
/* The unit of that name, added with `stamp` and no value when the row lacks it. */
TnUnit *tn_row_add_unit (TnRow *row, TnSlice name, const TnStamp *stamp);
/* The form in which a unit's value is kept and compared: an object's keys sorted and without nulls, an empty one NULL. Owned. */
char *tn_unit_value_canonical (const TnKind *kind, const char *unit, TnSlice value);
/* A unit whose value travels as an object of its fields. kind may be NULL (unknown): then none is. */
gboolean tn_wire_is_group (const TnKind *kind, const char *unit);
/* A key, kind or stream as it may stand between quotes without escapes; `max` bytes at most. */
gboolean tn_wire_is_plain (TnSlice text, gsize max);
#define TN_WIRE_NAME_MAX 64
gboolean tn_wire_corrupt (GError **error, const char *what);     /* TN_ERROR_CORRUPT, always FALSE */

/* Members of an object sorted by key. */
typedef struct { TnSlice key, value; } TnMember;
/* NULL when `object` is no well-formed object or holds a key twice. */
GArray *tn_wire_members (TnSlice object);
int tn_slice_compare (TnSlice a, TnSlice b);
/* tn-page-dict.c */
TnSlice tn_page_dict (void);
G_END_DECLS
