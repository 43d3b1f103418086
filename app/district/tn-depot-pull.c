/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-depot-pull.h"
#include "tn-mutant.h"

typedef struct {
  const TnPullRequest *request;
  TnPageWriter *page;
  TnPullSource *source;
  TnPullRow rows[TN_PULL_LISTS];
} Pull;

static gint64
get_named_cursor (const TnPullRequest *request, const char *stream)
{
  const gint64 *seq = stream ? g_hash_table_lookup (request->names, stream) : NULL;
  return seq ? *seq : -1;
}

gint64
tn_pull_lowest (const TnPullRequest *request)
{
  GHashTableIter it;
  gpointer seq;
  gint64 lowest = request->star_seq >= 0 ? request->star_seq : G_MAXINT64;
  g_hash_table_iter_init (&it, request->names);
  while (g_hash_table_iter_next (&it, NULL, &seq)) lowest = MIN (lowest, *(gint64 *) seq);
  return lowest == G_MAXINT64 ? 0 : lowest;
}

static gboolean
wants_record (const TnPullRequest *request, const TnPullRow *row)
{
  if (request->star_seq >= 0 && row->seq > request->star_seq && (request->star_classes & (1u << tn_stream_class (row->stream)))) return TRUE;
  if (g_hash_table_size (request->names) == 0) return FALSE;
  gint64 cursor = get_named_cursor (request, row->stream);
  return cursor >= 0 && row->seq > cursor;
}

gboolean
tn_pull_holds (const TnPullRequest *request, const char *stream)
{
  if (!stream) return FALSE;
  return (request->star_seq >= 0 && (request->star_classes & (1u << tn_stream_class (stream)))) || get_named_cursor (request, stream) >= 0;
}

/* A move is told to those who held the old stream and will not be sent the record with its new one. */
static gboolean
wants_move (const TnPullRequest *request, const TnPullRow *row)
{
  gint64 cursor = get_named_cursor (request, row->stream);
  return cursor >= 0 && row->seq > cursor && !tn_pull_holds (request, row->stands);
}

static gboolean
is_wanted (const Pull *pull, guint list)
{
  const TnPullRow *row = &pull->rows[list];
  if (list == TN_PULL_RECORDS) return wants_record (pull->request, row);
  return list == TN_PULL_ERASURES || wants_move (pull->request, row);
}

static void
write_bare (TnPageWriter *page, const TnPullRow *row, const char *rest)
{
  TnIdStr text;
  char line[160];
  tn_id_format (&row->id, text);
  int len = g_snprintf (line, sizeof line, "{\"q\":%" G_GINT64_FORMAT ",\"i\":\"%s\",%s}", row->seq, text, rest);
  tn_page_writer_line (page, line, (gsize) len);
}

static void
write_row (Pull *pull, guint list)
{
  const TnPullRow *row = &pull->rows[list];
  if (list == TN_PULL_RECORDS) tn_page_writer_record (pull->page, row->seq, row->line.p, row->line.len);
  else if (list == TN_PULL_ERASURES) write_bare (pull->page, row, "\"e\":1");
  else {
    g_autofree char *left = g_strdup_printf ("\"m\":\"%s\"", row->stream);
    write_bare (pull->page, row, left);
  }
}

static gboolean
is_full (const Pull *pull)
{
  return tn_page_writer_count (pull->page) >= pull->request->max_lines || tn_page_writer_size (pull->page) >= pull->request->max_bytes;
}

static gboolean
advance (Pull *pull, guint list, GError **error)
{
  return pull->source->next (pull->source, list, &pull->rows[list], error);
}

static guint
find_first (const Pull *pull)
{
  guint first = pull->rows[TN_PULL_RECORDS].seq <= pull->rows[TN_PULL_MOVES].seq ? TN_PULL_RECORDS : TN_PULL_MOVES;
  return pull->rows[TN_PULL_ERASURES].seq < pull->rows[first].seq ? TN_PULL_ERASURES : first;
}

gboolean
tn_pull_write_rows (const TnPullRequest *request, TnPageWriter *page, TnPullSource *source, gint64 *last, gboolean *more, GError **error)
{
  Pull pull = { request, page, source, { { 0 } } };
  *last = tn_pull_lowest (request);
  *more = FALSE;
  for (guint list = 0; list < TN_PULL_LISTS; list++)
    if (!advance (&pull, list, error)) return FALSE;
  for (guint list; pull.rows[list = find_first (&pull)].seq != G_MAXINT64;) {
    gint64 seq = pull.rows[list].seq;
    if (is_wanted (&pull, list)) {
      /* A record that moved has a line in two lists under one number: a cursor between them would lose the second. */
      if ((*more = is_full (&pull) && (seq > *last || TN_MUTANT (CUT_IN_NUMBER)))) return TRUE;
      write_row (&pull, list);
    }
    *last = seq;
    if (!advance (&pull, list, error)) return FALSE;
  }
  return TRUE;
}

gint64
tn_pull_left (const TnPullRequest *request, TnPageWriter *page, gint64 head, gint64 last, gint64 records)
{
  gint64 sent = tn_pull_lowest (request) == 0 ? tn_page_writer_count (page) : 0;
  return MAX (MIN (head - last, records - sent), 1);
}

void
tn_pull_add_digest (GString *out, const char *stream, gint64 n, const TnSum *sum)
{
  guint8 bytes[16];
  char hex[33];
  tn_sum_to_bytes (sum, bytes);
  tn_hex (bytes, sizeof bytes, hex);
  g_string_append_printf (out, "%s\"%s\":[%" G_GINT64_FORMAT ",\"%s\"]", out->len ? "," : "", stream, n, hex);
}
