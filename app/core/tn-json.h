/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* A strict scanner over JSON bytes that keeps every token as it was received: what a line says is hashed, so numbers and
 * strings may never be re-written on the way (sync.md 2.3). It allocates nothing. Documents that are not lines (session, enrol,
 * --json output) go through cJSON instead. */
typedef struct { const char *p; gsize len; } TnSlice;
#define TN_JSON_MAX_DEPTH 8

typedef enum { TN_JSON_BAD, TN_JSON_NULL, TN_JSON_TRUE, TN_JSON_FALSE, TN_JSON_NUMBER, TN_JSON_STRING, TN_JSON_ARRAY, TN_JSON_OBJECT } TnJsonType;

/* Checks that `s` is exactly one JSON value (RFC 8259, valid UTF-8, no blanks round it, depth <= TN_JSON_MAX_DEPTH). */
TnJsonType tn_json_check (TnSlice s);
/* The same for a document of which only some members are looked at: no object in it may hold one name twice, for two readers might take
 * different ones (RFC 8259, section 4), nor a name with U+0000. Slower, and it allocates. */
TnJsonType tn_json_check_document (TnSlice s);
TnJsonType tn_json_type (TnSlice s);                            /* by the first byte; s must have been checked */
/* Reads one value at *p (not past end), moves *p behind it. BAD on error. Blanks between tokens are skipped. */
TnJsonType tn_json_next (const char **p, const char *end, TnSlice *value);
/* Walks an object or array that starts at s. Usage: TnJsonIter it; tn_json_iter_init (&it, s); while (tn_json_iter_next (&it, &key, &value)) …;
 * then it.ok says whether the whole was well-formed. For arrays key is empty. key is the raw text between the quotes. */
typedef struct { const char *p, *end; gboolean ok, object, first; } TnJsonIter;
void tn_json_iter_init (TnJsonIter *it, TnSlice s);
gboolean tn_json_iter_next (TnJsonIter *it, TnSlice *key, TnSlice *value);
/* The value of `key` in object s, or an empty slice. */
TnSlice tn_json_member (TnSlice s, const char *key);

gboolean tn_slice_is (TnSlice s, const char *text);
char *tn_slice_dup (TnSlice s);
static inline TnSlice tn_slice (const char *p, gssize len) { return (TnSlice) { p, len < 0 ? (gsize) __builtin_strlen (p) : (gsize) len }; }

/* Decodes a string token to text; NULL if it is no string, or holds U+0000. Owned. */
char *tn_json_get_string (TnSlice token);
/* A member that is a string; "" when it is absent or none. Owned. */
char *tn_json_dup_or_empty (TnSlice object, const char *key);
gboolean tn_json_get_int (TnSlice token, gint64 *out);          /* integers of up to 18 digits only */
/* Appends text as a JSON string token: shortest escapes, non-ASCII as UTF-8. */
void tn_json_append_string (GString *out, const char *text, gssize len);
char *tn_json_string (const char *text);                        /* owned token */
G_END_DECLS
