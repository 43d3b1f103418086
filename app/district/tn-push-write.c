/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Out of memory into the depot: canonical lines, numbers, sums. */
#include "tn-push-private.h"
#include "tn-mutant.h"

typedef struct { gint64 n; TnSum plus, minus; } Delta;

/* A new record with its number, before it is written. */
typedef struct { const Work *work; gint64 seq; } Numbered;

struct _PushWriter {
  Push *push;
  gint64 seq;               /* the newest that was given out */
  GArray *fresh;            /* Numbered */
  GHashTable *deltas;       /* stream → Delta; by its text, so that the same batch is written in the same order everywhere */
  GString *line;
};
typedef struct _PushWriter Writer;

static void
begin_numbers (Writer *w)
{
  const Push *push = w->push;
  w->seq = push->tx->last;
  if (!TN_MUTANT (NEXTVAL)) return;   /* another push takes its number before this one, and commits after it */
  static gint64 taken;
  if (taken && taken < w->seq && w->seq - taken < 100) w->seq = taken;
  else w->seq += push->items->len + push->works->len + 10;
  taken = w->seq == taken ? 0 : push->tx->last;
}

static Writer *
need_writer (Push *push)
{
  if (push->writer) return push->writer;
  Writer *w = push->writer = g_new0 (Writer, 1);
  w->push = push;
  w->deltas = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  w->line = g_string_sized_new (1024);
  w->fresh = g_array_new (FALSE, FALSE, sizeof (Numbered));
  begin_numbers (w);
  return w;
}

void
push_writer_free (PushWriter *w)
{
  g_hash_table_unref (w->deltas);
  g_array_unref (w->fresh);
  g_string_free (w->line, TRUE);
  g_free (w);
}

static Delta *
get_delta (Writer *w, const char *stream)
{
  Delta *delta = g_hash_table_lookup (w->deltas, stream);
  if (!delta) g_hash_table_insert (w->deltas, (gpointer) stream, delta = g_new0 (Delta, 1));
  return delta;
}

/* A creation's line holds all its units at one stamp and no exceptions: what tn_row_to_line() would write, without making a row. */
static void
write_plain_line (const Work *work, GString *line)
{
  static const char tail[] = "\",\"x\":{},\"d\":0";
  char stamps[TN_STAMP_LEN + sizeof tail + 1] = "\"";
  memcpy (stamps + 1, work->plain->stamp.s, TN_STAMP_LEN);
  memcpy (stamps + 1 + TN_STAMP_LEN, tail, sizeof tail - 1);
  tn_line_from_parts (line, tn_slice (work->kind->key, -1), &work->id, tn_slice (work->stream, -1),
                      (TnSlice) { stamps, 1 + TN_STAMP_LEN + sizeof tail - 1 }, work->plain->body);
}

/* Only its stream has changed. */
static gboolean
write_moved_line (const Work *work, GString *line, TnStamp *newest, GError **error)
{
  TnLine old;
  if (!tn_line_parse ((TnSlice) { work->line, work->line_len }, &old, error)) return FALSE;
  tn_line_from_parts (line, old.kind, &work->id, tn_slice (work->stream, -1), old.stamps, old.body);
  g_autoptr (TnRow) row = tn_line_to_row (&old, error);
  if (!row) return FALSE;
  *newest = tn_row_newest (row);
  return TRUE;
}

static gboolean
write_line (const Work *work, GString *line, TnStamp *newest, GError **error)
{
  g_string_truncate (line, 0);
  if (work->row) {
    g_free (work->row->stream);
    work->row->stream = g_strdup (work->stream);
    tn_row_to_line (work->row, line);
    *newest = tn_row_newest (work->row);
    return TRUE;
  }
  if (!work->plain) return write_moved_line (work, line, newest, error);
  write_plain_line (work, line);
  *newest = work->plain->stamp;
  return TRUE;
}

static void
count_sums (Writer *w, const Work *work, const TnHash *h)
{
  Delta *now = get_delta (w, work->stream);
  tn_sum_add (&now->plus, h);
  now->n++;
  if (!work->exists) return;
  Delta *before = get_delta (w, work->old_stream);
  tn_sum_add (&before->minus, &work->old_h);
  before->n--;
}

static gboolean
store (Writer *w, const Work *work, const TnStored *record, GError **error)
{
  Push *push = w->push;
  if (!work->exists) return push->driver->tx_insert (push->tx, record, error);
  gboolean moved = work->stream != work->old_stream;
  if (moved && !push->driver->tx_moved (push->tx, &work->id, work->old_stream, work->stream, record->seq, error)) return FALSE;
  return push->driver->tx_update (push->tx, record, moved || !tn_id_equal (&work->parent, &work->old_parent), error);
}

/* New whole records need no look at their text to know that they get a number. */
static gboolean
write_fresh (Writer *w, const Numbered *numbered, GError **error)
{
  const Work *work = numbered->work;
  TnStamp newest;
  if (!write_line (work, w->line, &newest, error)) return FALSE;
  TnStored record = { .id = work->id, .parent = work->parent, .kind = tn_slice (work->kind->key, -1), .stream = tn_slice (work->stream, -1),
                      .line = { w->line->str, w->line->len }, .seq = numbered->seq, .newest = newest, .h = tn_hash (w->line->str, w->line->len) };
  count_sums (w, work, &record.h);
  return w->push->driver->tx_insert (w->push->tx, &record, error);
}

static int
compare_numbered (gconstpointer a, gconstpointer b)
{
  return tn_id_compare (&((const Numbered *) a)->work->id, &((const Numbered *) b)->work->id);
}

/* In order of id, which is the order of most indexes: a page of them is then touched once and not once a record. */
static gboolean
write_all_fresh (Writer *w, GError **error)
{
  g_array_sort (w->fresh, compare_numbered);
  for (guint i = 0; i < w->fresh->len; i++)
    if (!write_fresh (w, &g_array_index (w->fresh, Numbered, i), error)) return FALSE;
  return TRUE;
}

/* *h gets the hash of what it is now. */
static gboolean
write_changed (Writer *w, const Work *work, TnHash *h, GError **error)
{
  TnStamp newest;
  if (!write_line (work, w->line, &newest, error)) return FALSE;
  *h = tn_hash (w->line->str, w->line->len);
  if (work->exists && memcmp (h, &work->old_h, sizeof *h) == 0) return TRUE;         /* nothing changed: no number */
  TnStored record = { .id = work->id, .parent = work->parent, .kind = tn_slice (work->kind->key, -1), .stream = tn_slice (work->stream, -1),
                      .line = { w->line->str, w->line->len }, .seq = ++w->seq, .row_number = work->row_number, .newest = newest, .h = *h };
  count_sums (w, work, h);
  return store (w, work, &record, error);
}

static gboolean
write_work (Writer *w, const Work *work, GError **error)
{
  TnHash h;
  if (!work->exists && work->plain && !work->row) {
    Numbered numbered = { work, ++w->seq };
    g_array_append_val (w->fresh, numbered);
    return TRUE;
  }
  if (work->exists && !work->row && work->stream == work->old_stream) return TRUE;   /* only looked at, or written early */
  if (!work->exists && work->row && work->row->units->len == 0 && !tn_stamp_is_set (&work->row->del_stamp)) return TRUE;  /* all of it was held */
  return write_changed (w, work, &h, error);
}

gboolean
push_write_early (Push *push, Work *work, GError **error)
{
  Writer *w = need_writer (push);
  TnHash h;
  if (!work->row) return TRUE;   /* all that came was held */
  if (!write_changed (w, work, &h, error)) return FALSE;
  work->old_h = h;
  g_free (work->line);
  work->line = g_strndup (w->line->str, w->line->len);
  work->line_len = w->line->len;
  work->old_stream = work->stream;
  work->old_parent = work->parent;
  g_clear_pointer (&work->row, tn_row_free);
  g_clear_pointer (&work->displaced, g_hash_table_unref);
  return TRUE;
}

static int
compare_works (gconstpointer a, gconstpointer b)
{
  return tn_id_compare (&(*(const Work *const *) a)->id, &(*(const Work *const *) b)->id);
}

/* What is there already, in order of id too: that a child comes before its parent in a page matters only for what is new. */
static gboolean
write_all_stored (Writer *w, GPtrArray *stored, GError **error)
{
  g_ptr_array_sort (stored, compare_works);
  for (guint i = 0; i < stored->len; i++)
    if (!write_work (w, stored->pdata[i], error)) return FALSE;
  return TRUE;
}

static gboolean
write_sums (Writer *w, GError **error)
{
  GHashTableIter it;
  gpointer stream, value;
  g_hash_table_iter_init (&it, w->deltas);
  while (g_hash_table_iter_next (&it, &stream, &value)) {
    const Delta *delta = value;
    if (!w->push->driver->tx_stream (w->push->tx, stream, delta->n, &delta->plus, &delta->minus, error)) return FALSE;
  }
  return TRUE;
}

gboolean
push_write (Push *push, gint64 *last, GError **error)
{
  Writer *w = need_writer (push);
  g_autoptr (GPtrArray) stored = g_ptr_array_sized_new (push->works->len);
  for (guint i = 0; i < push->works->len; i++) {
    Work *work = push->works->pdata[i];
    if (work->exists) g_ptr_array_add (stored, work);
    else if (!write_work (w, work, error)) return FALSE;
  }
  if (!write_all_stored (w, stored, error)) return FALSE;
  *last = TN_MUTANT (NEXTVAL) ? MAX (w->seq, push->tx->last) : w->seq;
  return write_all_fresh (w, error) && write_sums (w, error);
}
