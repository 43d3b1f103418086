/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anything into the parser of lines: stamps, exceptions, body. What it takes goes together again byte for byte, and what
 * becomes a row is canonical from then on. */
#include "tn-line.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_slices (const TnLine *line)
{
  g_autoptr (GString) again = g_string_new (NULL);
  tn_line_from_parts (again, line->kind, &line->id, line->stream, line->stamps, line->body);
  g_assert (again->len == line->canonical_tail.len + 1);
  g_assert (memcmp (again->str + 1, line->canonical_tail.p, line->canonical_tail.len) == 0);
  TnHash a = tn_line_hash (line), b = tn_hash (again->str, again->len);
  g_assert (memcmp (a.b, b.b, sizeof a.b) == 0);
}

static void
check_row (const TnRow *row)
{
  g_autoptr (GString) once = g_string_new (NULL), twice = g_string_new (NULL);
  TnLine line;
  tn_row_to_line (row, once);
  if (!tn_line_parse (tn_slice (once->str, (gssize) once->len), &line, NULL)) {
    g_assert (once->len > 60000);     /* the canonical form may be a little longer than what came: only its length may be refused */
    return;
  }
  g_autoptr (TnRow) again = tn_line_to_row (&line, NULL);
  g_assert (again);
  tn_row_to_line (again, twice);
  g_assert (g_string_equal (once, twice));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_memdup2 (data, size);     /* its own block, so that a read behind it is caught */
  TnLine line;
  if (!tn_line_parse (tn_slice (text, (gssize) size), &line, NULL) || line.type != TN_LINE_RECORD) return 0;
  check_slices (&line);
  g_autoptr (TnRow) row = tn_line_to_row (&line, NULL);
  if (row) check_row (row);
  return 0;
}
