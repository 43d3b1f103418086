/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a line says of itself (its parts, that they are well-formed, its hash, its parent) needs no database. So a thread beside finds it out, while
 * the page's own thread writes the lines before, or the page before: of a first copy that is a sixth of the work on a line. Both only read the page. Of a
 * handful of lines one is read at a time.
 *
 * A page comes in the order in which its records changed. What is here already is better met in the order of the table: a page of it is then read and
 * written once, and not once a record; and SQLite, whose cache is smaller than what a page of 5,000 edits touches, would else write many
 * of them into its log twice, and then add up that log's check sums anew. Where each stands is asked in the order of ids, which is that of the index. */
#include "tn-apply-private.h"
#include "tn-limits.h"
#include <stdlib.h>

#define MANY 256u                /* lines: for fewer neither the thread is worth its start nor the sorting its time */
#define MOST (2 * TN_LIMIT_PAGE_LINES)   /* a page of more is not by the rules, and may not make us reserve memory for all its lines */
#define STEP 64u                 /* lines between two looks at the other side */

struct _TnPageLines {
  GBytes *inflated;
  TnPageReader whole, reader;    /* whole is never moved; reader is whose turn it is */
  gboolean many;                 /* `lines` holds all */
  TnPageLine *lines;             /* all of the page, or one */
  guint at, seen;                /* of the caller: the next one; how many it knows to be there */
  GThread *thread;               /* NULL = none is at work */
  TnPageLineFind find;           /* NULL = in the page's order */
  gpointer find_data;
  TnPageLine **in_order;         /* else, once the whole page was read */
  GMutex lock;
  GCond moved;
  guint ready;                   /* under the lock */
  gboolean ended, stop;          /* under the lock: no more will come; nobody waits for more */
  GError *error;                 /* under the lock: of the line behind the last one that is ready */
};

static TnId
read_parent (const TnLine *line)
{
  TnId id = { { 0 } };
  const TnKind *kind = tn_schema_kind_slice (line->kind);
  TnSlice token = kind && kind->parent_field ? tn_json_member (line->body, kind->parent_field) : (TnSlice) { NULL, 0 };
  if (token.len != TN_ID_STR_LEN + 2 || !tn_id_parse (token.p + 1, TN_ID_STR_LEN, &id)) memset (&id, 0, sizeof id);
  return id;
}

static gboolean
read_line (TnSlice text, TnPageLine *read, GError **error)
{
  read->row = 0;
  if (!tn_line_parse (text, &read->line, error)) return FALSE;
  if (read->line.type != TN_LINE_RECORD) return TRUE;
  read->h = tn_line_hash (&read->line);
  read->parent = read_parent (&read->line);
  return TRUE;
}

/* ---- beside ---- */

/* TRUE while more is wanted. error is taken. */
static gboolean
hand_over (TnPageLines *lines, guint ready, gboolean ended, GError *error)
{
  g_mutex_lock (&lines->lock);
  lines->ready = ready;
  lines->ended = ended;
  lines->error = error;
  gboolean go_on = !lines->stop && !ended;
  g_cond_signal (&lines->moved);
  g_mutex_unlock (&lines->lock);
  return go_on;
}

static gpointer
read_beside (gpointer data)
{
  TnPageLines *lines = data;
  GError *error = NULL;
  TnSlice text;
  guint n = 0;
  while (tn_page_reader_next (&lines->reader, &text) && read_line (text, &lines->lines[n], &error))
    if (++n % STEP == 0 && !hand_over (lines, n, FALSE, NULL)) return NULL;
  hand_over (lines, n, TRUE, error);
  return NULL;
}

static const TnPageLine *
wait_for_next (TnPageLines *lines, GError **error)
{
  g_mutex_lock (&lines->lock);
  while (lines->ready == lines->at && !lines->ended) g_cond_wait (&lines->moved, &lines->lock);
  lines->seen = lines->ready;
  if (lines->at == lines->seen && lines->error) g_propagate_error (error, g_steal_pointer (&lines->error));
  g_mutex_unlock (&lines->lock);
  return lines->at < lines->seen ? &lines->lines[lines->at++] : NULL;
}

/* ---- in the order of the table ---- */

static int
compare_ids (const void *a, const void *b)
{
  const TnPageLine *x = *(const TnPageLine *const *) a, *y = *(const TnPageLine *const *) b;
  return tn_id_compare (&x->line.id, &y->line.id);
}

/* What is not here comes last, and two of one record stay in the page's order. */
static int
compare_rows (const void *a, const void *b)
{
  const TnPageLine *x = *(const TnPageLine *const *) a, *y = *(const TnPageLine *const *) b;
  guint64 i = (guint64) x->row - 1, k = (guint64) y->row - 1;   /* 0 becomes the greatest */
  return i != k ? (i > k) - (i < k) : (x > y) - (x < y);
}

/* For this the whole page must have been read. */
static gboolean
read_whole (TnPageLines *lines, GError **error)
{
  if (lines->thread) g_thread_join (g_steal_pointer (&lines->thread));
  else read_beside (lines);
  if (lines->error) g_propagate_error (error, g_steal_pointer (&lines->error));
  return lines->ready == lines->whole.count;
}

static gboolean
put_in_order (TnPageLines *lines, GError **error)
{
  if (!read_whole (lines, error)) return FALSE;
  lines->in_order = g_new (TnPageLine *, lines->ready + 1);
  for (guint i = 0; i < lines->ready; i++) lines->in_order[i] = &lines->lines[i];
  qsort (lines->in_order, lines->ready, sizeof *lines->in_order, compare_ids);
  for (guint i = 0; i < lines->ready; i++)
    if (!lines->find (lines->find_data, &lines->in_order[i]->line.id, &lines->in_order[i]->row, error)) return FALSE;
  qsort (lines->in_order, lines->ready, sizeof *lines->in_order, compare_rows);
  return TRUE;
}

static const TnPageLine *
next_in_order (TnPageLines *lines, GError **error)
{
  if (!lines->in_order && !put_in_order (lines, error)) return NULL;
  return lines->at < lines->ready ? lines->in_order[lines->at++] : NULL;
}

/* ---- for the page ---- */

TnPageLines *
tn_page_lines_new (GBytes *inflated, gboolean one_thread, GError **error)
{
  TnPageReader reader;
  if (!tn_page_reader_init (&reader, inflated, error)) return NULL;
  TnPageLines *lines = g_new0 (TnPageLines, 1);
  lines->inflated = g_bytes_ref (inflated);
  lines->whole = lines->reader = reader;
  lines->many = reader.count >= MANY && reader.count <= MOST;
  lines->lines = g_new (TnPageLine, lines->many ? reader.count : 1);
  g_mutex_init (&lines->lock);
  g_cond_init (&lines->moved);
  if (lines->many && !one_thread) lines->thread = g_thread_new ("tn-lines", read_beside, lines);
  return lines;
}

const TnPageReader *
tn_page_lines_reader (const TnPageLines *lines)
{
  return &lines->whole;
}

void
tn_page_lines_by_row (TnPageLines *lines, TnPageLineFind find, gpointer data)
{
  if (!lines->many) return;
  lines->find = find;
  lines->find_data = data;
}

const TnPageLine *
tn_page_lines_next (TnPageLines *lines, GError **error)
{
  TnSlice text;
  if (lines->find) return next_in_order (lines, error);
  if (lines->thread) return lines->at < lines->seen ? &lines->lines[lines->at++] : wait_for_next (lines, error);
  return tn_page_reader_next (&lines->reader, &text) && read_line (text, lines->lines, error) ? lines->lines : NULL;
}

void
tn_page_lines_free (TnPageLines *lines)
{
  if (!lines) return;
  if (lines->thread) {
    g_mutex_lock (&lines->lock);
    lines->stop = TRUE;
    g_mutex_unlock (&lines->lock);
    g_thread_join (lines->thread);
  }
  g_clear_error (&lines->error);
  g_bytes_unref (lines->inflated);
  g_mutex_clear (&lines->lock);
  g_cond_clear (&lines->moved);
  g_free (lines->in_order);
  g_free (lines->lines);
  g_free (lines);
}
