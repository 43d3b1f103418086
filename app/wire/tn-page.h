/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-error.h"
#include "tn-json.h"
#include "tn-limits.h"
G_BEGIN_DECLS

/* NDJSON compressed with zstd. A page ends with {"end":{…}}: without that line the page is discarded whole (sync.md fault 22). */
typedef struct _TnPageWriter TnPageWriter;
TnPageWriter *tn_page_writer_new (int zstd_level);
/* For few lines, to a reader that has said it knows TN_PAGE_DICT: it is compressed against a text that both sides have. */
#define TN_PAGE_DICT 1
void tn_page_writer_use_dict (TnPageWriter *w);
void tn_page_writer_free (TnPageWriter *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnPageWriter, tn_page_writer_free)
void tn_page_writer_line (TnPageWriter *w, const char *line, gsize len);              /* adds the newline */
/* {"q":<seq>, + tail of a stored line `{"k":…}` without parsing it: the fast way down. */
void tn_page_writer_record (TnPageWriter *w, gint64 seq, const char *line, gsize len);
gsize tn_page_writer_size (TnPageWriter *w);                                          /* inflated bytes so far */
guint tn_page_writer_count (TnPageWriter *w);
/* Writes the end line (an object without braces round "end", e.g. `"count":2,"cur":"7.ab","more":false`) and gives the compressed bytes. */
GBytes *tn_page_writer_end (TnPageWriter *w, const char *end_members, GError **error);

/* The same inflated, for what is compressed elsewhere: borrowed from the writer. */
TnSlice tn_page_writer_end_text (TnPageWriter *w, const char *end_members);

/* tn_page_deflate() against TN_PAGE_DICT. */
GBytes *tn_page_deflate_small (const void *data, gsize len, GError **error);
/* With or without the dictionary. Inflates at most max_inflated bytes (TN_ERROR_TOO_LARGE over it, TN_ERROR_CORRUPT if damaged or truncated). */
GBytes *tn_page_inflate (GBytes *body, gsize max_inflated, GError **error);
GBytes *tn_page_deflate (const void *data, gsize len, int level, GError **error);
/* Walks the lines of an inflated page. The last line must be the end line: `end` gets its object and count is checked against the lines. */
typedef struct { const char *p, *stop; TnSlice end; guint count; } TnPageReader;
gboolean tn_page_reader_init (TnPageReader *r, GBytes *inflated, GError **error);
gboolean tn_page_reader_next (TnPageReader *r, TnSlice *line);
G_END_DECLS
