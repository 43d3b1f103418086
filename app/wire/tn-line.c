/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fast way down: a line is cut at its fixed keys, everything that is free in form is checked once by the JSON scanner, and all
 * slices point into the page. Nothing is allocated. */
#include "tn-line.h"
#include "tn-limits.h"
#include "tn-wire-private.h"
#include <glib/gi18n.h>

typedef struct { const char *p, *end; } Cursor;

#define TAKE(c, literal) take (c, literal, sizeof literal - 1)

static inline gboolean
take (Cursor *c, const char *literal, gsize len)
{
  if ((gsize) (c->end - c->p) < len || memcmp (c->p, literal, len) != 0) return FALSE;
  c->p += len;
  return TRUE;
}

/* A name between quotes, without escapes; the cursor stands behind the opening quote and ends behind the closing one. */
static inline gboolean
take_plain (Cursor *c, TnSlice *out)
{
  const char *start = c->p;
  while (c->p < c->end && *c->p != '"') {
    if (*c->p <= ' ' || *c->p > '~' || *c->p == '\\') return FALSE;
    c->p++;
  }
  *out = (TnSlice) { start, (gsize) (c->p - start) };
  return out->len <= TN_WIRE_NAME_MAX && TAKE (c, "\"");
}

static inline gboolean
take_id (Cursor *c, TnId *id)
{
  if (c->end - c->p < TN_ID_STR_LEN || !tn_id_parse (c->p, TN_ID_STR_LEN, id)) return FALSE;
  c->p += TN_ID_STR_LEN;
  return TAKE (c, "\"");
}

static inline gboolean
take_stamp (Cursor *c)
{
  TnStamp stamp;
  if (!TAKE (c, "\"") || c->end - c->p < TN_STAMP_LEN || !tn_stamp_parse ((TnSlice) { c->p, TN_STAMP_LEN }, &stamp)) return FALSE;
  c->p += TN_STAMP_LEN;
  return TAKE (c, "\"");
}

static inline gboolean
take_number (Cursor *c, gint64 *out)
{
  const char *start = c->p;
  gint64 n = 0;
  while (c->p < c->end && g_ascii_isdigit (*c->p) && c->p - start < 18) n = n * 10 + (*c->p++ - '0');
  *out = n;
  return c->p > start && (*start != '0' || c->p == start + 1);
}

/* The object of exceptions: any key, every value a stamp. */
static gboolean
take_exceptions (Cursor *c)
{
  if (!TAKE (c, "{")) return FALSE;
  if (TAKE (c, "}")) return TRUE;
  do {
    TnSlice key;
    const char *p = c->p;
    if (tn_json_next (&p, c->end, &key) != TN_JSON_STRING || key.p != c->p) return FALSE;
    c->p = p;
    if (!TAKE (c, ":") || !take_stamp (c)) return FALSE;
  } while (TAKE (c, ","));
  return TAKE (c, "}");
}

static gboolean
take_stamps (Cursor *c, TnLine *out)
{
  const char *start = c->p;
  if (!take_stamp (c) || !TAKE (c, ",\"x\":") || !take_exceptions (c) || !TAKE (c, ",\"d\":")) return FALSE;
  out->deleted = c->p < c->end && *c->p == '1';
  if (!TAKE (c, "0") && !TAKE (c, "1")) return FALSE;
  out->stamps = (TnSlice) { start, (gsize) (c->p - start) };
  return TRUE;
}

static gboolean
take_body (Cursor *c, TnSlice *body)
{
  const char *start = c->p;
  return tn_json_next (&c->p, c->end, body) == TN_JSON_OBJECT && body->p == start;
}

static gboolean
take_record (Cursor *c, TnLine *out)
{
  out->type = TN_LINE_RECORD;
  return TAKE (c, "\"k\":\"") && take_plain (c, &out->kind) && out->kind.len > 0
         && TAKE (c, ",\"i\":\"") && take_id (c, &out->id)
         && TAKE (c, ",\"g\":\"") && take_plain (c, &out->stream)
         && TAKE (c, ",\"t\":") && take_stamps (c, out)
         && TAKE (c, ",\"b\":") && take_body (c, &out->body) && TAKE (c, "}");
}

static gboolean
take_marker (Cursor *c, TnLine *out)
{
  if (!TAKE (c, "\"i\":\"") || !take_id (c, &out->id)) return FALSE;
  out->type = TN_LINE_ERASED;
  if (TAKE (c, ",\"e\":1}")) return TRUE;
  out->type = TN_LINE_MOVED;
  return TAKE (c, ",\"m\":\"") && take_plain (c, &out->stream) && out->stream.len > 0 && TAKE (c, "}");
}

static gboolean
take_line (Cursor *c, TnLine *out)
{
  if (TAKE (c, "{\"q\":")) {
    if (!take_number (c, &out->seq) || !TAKE (c, ",")) return FALSE;
  } else if (!TAKE (c, "{")) {
    return FALSE;
  }
  const char *start = c->p;
  gboolean record = c->end - c->p > 1 && c->p[1] == 'k';
  if (!(record ? take_record (c, out) : take_marker (c, out)) || c->p != c->end) return FALSE;
  if (record) out->canonical_tail = (TnSlice) { start, (gsize) (c->end - start) };
  return TRUE;
}

gboolean
tn_line_parse (TnSlice text, TnLine *out, GError **error)
{
  *out = (TnLine) { 0 };
  if (text.len > TN_LIMIT_LINE + 32) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_TOO_LARGE,
      _("A record that was received is larger than this program takes. Nothing of it was used. Tell your district office."));
    return FALSE;
  }
  if (text.len == 0) return tn_wire_corrupt (error, "line");
  Cursor c = { text.p, text.p + text.len };
  return take_line (&c, out) || tn_wire_corrupt (error, "line");
}

TnHash
tn_line_hash (const TnLine *line)
{
  char text[TN_LIMIT_LINE + 64];
  g_return_val_if_fail (line->type == TN_LINE_RECORD && line->canonical_tail.len < sizeof text, (TnHash) { 0 });
  text[0] = '{';
  memcpy (text + 1, line->canonical_tail.p, line->canonical_tail.len);
  return tn_hash (text, line->canonical_tail.len + 1);
}

TnRow *
tn_line_to_row (const TnLine *line, GError **error)
{
  g_return_val_if_fail (line->type == TN_LINE_RECORD, NULL);
  return tn_row_from_parts (line->kind, &line->id, line->stream, line->stamps, line->body, error);
}
