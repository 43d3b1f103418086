/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* A place in a ward's log: "<seq>.<tok>", or "0" for the beginning. The token is random for each commit, so a cursor of a time line
 * that a restore has cut off is recognised (sync.md fault 8). */
#define TN_TOK_LEN 12
typedef struct { gint64 seq; char tok[TN_TOK_LEN + 1]; } TnCursor;
#define TN_CURSOR_TEXT (24 + TN_TOK_LEN)

/* FALSE unless "0" or a number, a dot and a token. */
gboolean tn_cursor_parse (const char *text, TnCursor *out);
void tn_cursor_format (const TnCursor *cursor, char out[TN_CURSOR_TEXT]);
G_END_DECLS
