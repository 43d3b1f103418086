/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compressed pages and their lines. The first byte says whether the rest is compressed or the inflated text. */
#include "tn-page.h"

#define ALLOWED 100000u

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
read_lines (GBytes *text)
{
  TnPageReader r;
  TnSlice line;
  guint n = 0;
  gsize size, seen = 0;
  if (!tn_page_reader_init (&r, text, NULL)) return;
  const char *start = g_bytes_get_data (text, &size);
  while (tn_page_reader_next (&r, &line)) {
    g_assert (line.len > 0 && memchr (line.p, '\n', line.len) == NULL);
    seen += line.len + 1;
    n++;
  }
  g_assert (n == r.count && start + seen == r.stop);
  g_assert (tn_json_check (r.end) == TN_JSON_OBJECT);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size < 1) return 0;
  g_autoptr (GBytes) body = g_bytes_new (data + 1, size - 1);
  g_autoptr (GBytes) text = data[0] == 'z' ? tn_page_inflate (body, ALLOWED, NULL) : g_bytes_ref (body);
  if (!text) return 0;
  g_assert (data[0] != 'z' || g_bytes_get_size (text) <= ALLOWED);
  read_lines (text);
  return 0;
}
