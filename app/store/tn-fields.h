/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-row.h"
G_BEGIN_DECLS

/* A record's fields as tokens, side by side, borrowed from the row or body text they were taken from: what the
 * projections read, whether one record changed or all are read in one go, and rules that read all records of a kind (tn-each.h). */
#define TN_FIELDS_MAX 32
typedef struct { const TnKind *kind; TnId id; TnSlice v[TN_FIELDS_MAX]; } TnFields;

void tn_fields_from_row (TnFields *fields, const TnRow *row);               /* row->kind must be known */
void tn_fields_from_body (TnFields *fields, const TnKind *kind, const TnId *id, TnSlice body);
TnSlice tn_fields_get (const TnFields *fields, const char *key);            /* empty when absent or null */
char *tn_fields_text (const TnFields *fields, const char *key);             /* owned; NULL when absent or no text */
char *tn_fields_dup_or_empty (const TnFields *fields, const char *key);     /* the same, "" instead of NULL */
gboolean tn_fields_ref (const TnFields *fields, const char *key, TnId *out);
gboolean tn_fields_is (const TnFields *fields, const char *key, const char *choice);
gint64 tn_fields_int (const TnFields *fields, const char *key);             /* 0 when absent */
char *tn_fields_decode (TnSlice token);                                     /* tn_json_get_string with a fast way for plain strings */
G_END_DECLS
