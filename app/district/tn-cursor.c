/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-cursor.h"
#include <string.h>

#define SEQ_DIGITS 18

static gboolean
is_token (const char *text)
{
  return strlen (text) == TN_TOK_LEN && strspn (text, "0123456789abcdef") == TN_TOK_LEN;
}

gboolean
tn_cursor_parse (const char *text, TnCursor *out)
{
  *out = (TnCursor) { 0 };
  if (!text) return FALSE;
  if (strcmp (text, "0") == 0) return TRUE;
  gsize digits = strspn (text, "0123456789");
  if (digits < 1 || digits > SEQ_DIGITS || text[0] == '0' || text[digits] != '.' || !is_token (text + digits + 1)) return FALSE;
  out->seq = g_ascii_strtoll (text, NULL, 10);
  memcpy (out->tok, text + digits + 1, TN_TOK_LEN + 1);
  return TRUE;
}

void
tn_cursor_format (const TnCursor *cursor, char out[TN_CURSOR_TEXT])
{
  if (cursor->seq == 0) g_strlcpy (out, "0", TN_CURSOR_TEXT);
  else g_snprintf (out, TN_CURSOR_TEXT, "%" G_GINT64_FORMAT ".%s", cursor->seq, cursor->tok);
}
