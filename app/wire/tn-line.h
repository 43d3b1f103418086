/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-row.h"
G_BEGIN_DECLS

/* One received line of a page, split by its fixed key order without a general parser; slices point into the page (sync.md 2.3).
 *   {"q":<seq>,"k":"person","i":"<uuid>","g":"g12","t":"<stamp>","x":{…},"d":0,"b":{…}}     record
 *   {"q":<seq>,"i":"<uuid>","m":"g12"}                                                     left stream g12
 *   {"q":<seq>,"i":"<uuid>","e":1}                                                         erased */
typedef enum { TN_LINE_RECORD, TN_LINE_MOVED, TN_LINE_ERASED } TnLineType;
typedef struct {
  TnLineType type;
  gint64 seq;
  TnId id;
  TnSlice kind, stream, stamps, body;   /* stream: also the left stream of MOVED. stamps as tn_row_from_parts() takes them */
  gboolean deleted;
  TnSlice canonical_tail;               /* from `"k":` to the closing brace: `{` + this = the line that is hashed */
} TnLine;

/* `text` without newline; "q" may be missing (a stored line), seq is then 0. Strict: every slice is checked to be well-formed JSON; FALSE with TN_ERROR_CORRUPT (over TN_LIMIT_LINE:
 * TN_ERROR_TOO_LARGE) otherwise. That keys are sorted and stand once is tn_line_to_row()'s matter. Allocates nothing. */
gboolean tn_line_parse (TnSlice text, TnLine *out, GError **error);
TnHash tn_line_hash (const TnLine *line);                                /* of the line without "q" */
TnRow *tn_line_to_row (const TnLine *line, GError **error);
G_END_DECLS
