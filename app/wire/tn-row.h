/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-schema.h"
#include "tn-hash.h"
#include "tn-stamp.h"
G_BEGIN_DECLS

/* A record in memory, as units. Unknown kinds and keys live here too, verbatim. */
typedef struct {
  char *unit;             /* name of the merge unit; for an unknown body key the key itself */
  TnStamp stamp;
  char *value;            /* JSON: the bare token of a single-field unit, or an object of its fields, keys sorted, no nulls; NULL = null */
} TnUnit;

typedef struct {
  const TnKind *kind;     /* NULL when this program does not know it */
  char *kind_key;
  TnId id;
  char *stream;           /* "0", "g…", "o", with class suffix; "" when not yet known */
  GArray *units;          /* TnUnit, sorted by unit */
  gboolean deleted;
  TnStamp del_stamp;      /* stamp of unit _del, unset if it was never written */
} TnRow;

TnRow *tn_row_new (const char *kind_key, const TnId *id);
TnRow *tn_row_copy (const TnRow *row);
void tn_row_free (TnRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRow, tn_row_free)
TnUnit *tn_row_unit (const TnRow *row, const char *unit);                 /* NULL if it has no stamp */
/* value NULL or "null" clears; the value is copied, in canonical form. Adds the unit if needed. Unit "_del" sets deleted and del_stamp. */
void tn_row_set_unit (TnRow *row, const char *unit, const char *value, const TnStamp *stamp);
/* The raw token of a field; empty slice when null or absent. Borrowed from the row. */
TnSlice tn_row_field (const TnRow *row, const char *field);
char *tn_row_dup_text (const TnRow *row, const char *field);              /* decoded string; NULL when absent. Owned */
char *tn_row_dup_or_empty (const TnRow *row, const char *field);          /* the same, "" when absent; row may be NULL */
char *tn_row_show (const TnRow *row, const char *field);                  /* as a person reads it (tn_field_show); "" when absent, or no field of the kind. Owned */
gboolean tn_row_ref (const TnRow *row, const char *field, TnId *out);     /* FALSE when absent or no id */
gboolean tn_row_parent (const TnRow *row, TnId *out);                     /* by kind->parent_field */
gboolean tn_row_area (const TnRow *row, TnId *out);                       /* by kind->area_field */

/* The parts of a line that tables keep (sync.md 2.3, 2.4). `stamps` is the text `"<t>","x":{…},"d":0` between `"t":` and `,"b":`;
 * `body` is the JSON object. Both verbatim as received, so that a line can be put together again byte for byte. */
TnRow *tn_row_from_parts (TnSlice kind_key, const TnId *id, TnSlice stream, TnSlice stamps, TnSlice body, GError **error);
void tn_row_to_parts (const TnRow *row, GString *stamps, GString *body);  /* canonical; appended */
/* Canonical line without the final newline, appended. A unit none of whose fields stand in the body is always named in x. */
void tn_row_to_line (const TnRow *row, GString *line);
void tn_line_from_parts (GString *line, TnSlice kind_key, const TnId *id, TnSlice stream, TnSlice stamps, TnSlice body);
/* What a delete names as seen: the hash of the canonical line with an empty stream. Without the stream, because a laptop that has
 * moved a household cannot know yet in which stream the root will put it, and the delete would look like a conflict. */
TnHash tn_row_state_hash (const TnRow *row);
/* The newest stamp anywhere in the row. */
TnStamp tn_row_newest (const TnRow *row);
/* Value of a unit built from a body object's fields ("null" → NULL). Owned. */
char *tn_unit_value_from_body (const TnKind *kind, const char *unit, TnSlice body);
G_END_DECLS
