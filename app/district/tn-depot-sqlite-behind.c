/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a large batch writes is written while the batch is still being judged: the thread that judges notes rows, another one writes them. Both are in one
 * transaction, and only one of them has the connection at a time: the thread while rows are left, the one who judges when all are done. So few rows that no
 * chunk is full, or a depot that nobody tends, and there is no thread: then rows are written a chunk at a time by who notes them. */
#include "tn-depot-sqlite-private.h"

#define CHUNK_ROWS 128u
#define CHUNK_TEXT 65536u    /* a chunk is full with so many bytes too */
#define CHUNKS_MOST 8u       /* that wait: a megabyte at most */

typedef struct { GArray *rows; /* SqliteRow */ GStringChunk *texts; gsize bytes; /* of the texts */ } Chunk;

struct _SqliteBehind {
  TnDb *db;
  const char *ward;
  gint64 now;
  gboolean threads;
  Chunk *open;              /* being filled; NULL = none */
  GThread *thread;          /* NULL until a chunk is full */
  GMutex lock;
  GCond moved;
  GQueue chunks;            /* lock; full ones, oldest first */
  gboolean busy, ends;      /* lock */
  GError *error;            /* lock; why a row could not be written: none is after it */
};

static Chunk *
new_chunk (void)
{
  Chunk *chunk = g_new (Chunk, 1);
  *chunk = (Chunk) { g_array_sized_new (FALSE, FALSE, sizeof (SqliteRow), CHUNK_ROWS), g_string_chunk_new (CHUNK_TEXT), 0 };
  return chunk;
}

static void
free_chunk (gpointer data)
{
  Chunk *chunk = data;
  g_array_unref (chunk->rows);
  g_string_chunk_free (chunk->texts);
  g_free (chunk);
}

SqliteBehind *
sqlite_behind_new (TnDb *db, const char *ward, gint64 now, gboolean threads)
{
  SqliteBehind *behind = g_new0 (SqliteBehind, 1);
  *behind = (SqliteBehind) { .db = db, .ward = ward, .now = now, .threads = threads };
  g_mutex_init (&behind->lock);
  g_cond_init (&behind->moved);
  g_queue_init (&behind->chunks);
  return behind;
}

/* ---- writing ---- */

static gboolean
has_failed (SqliteBehind *behind)
{
  g_mutex_lock (&behind->lock);
  gboolean failed = behind->error != NULL;
  g_mutex_unlock (&behind->lock);
  return failed;
}

static void
write_chunk (SqliteBehind *behind, const Chunk *chunk)
{
  GError *error = NULL;
  if (has_failed (behind)) return;
  for (guint i = 0; i < chunk->rows->len && !error; i++) sqlite_write_row (behind->db, behind->ward, behind->now, &g_array_index (chunk->rows, SqliteRow, i), &error);
  if (!error) return;
  g_mutex_lock (&behind->lock);
  behind->error = error;
  g_mutex_unlock (&behind->lock);
}

/* Under lock. NULL at the end. */
static Chunk *
wait_for_chunk (SqliteBehind *behind)
{
  while (!behind->ends && g_queue_is_empty (&behind->chunks)) g_cond_wait (&behind->moved, &behind->lock);
  return behind->ends ? NULL : g_queue_pop_head (&behind->chunks);
}

static gpointer
run_thread (gpointer data)
{
  SqliteBehind *behind = data;
  g_mutex_lock (&behind->lock);
  for (Chunk *chunk; (chunk = wait_for_chunk (behind));) {
    behind->busy = TRUE;
    g_mutex_unlock (&behind->lock);
    write_chunk (behind, chunk);
    free_chunk (chunk);
    g_mutex_lock (&behind->lock);
    behind->busy = FALSE;
    g_cond_broadcast (&behind->moved);
  }
  g_mutex_unlock (&behind->lock);
  return NULL;
}

/* ---- handing over ---- */

static void
give_to_thread (SqliteBehind *behind, Chunk *chunk)
{
  if (!behind->thread) behind->thread = g_thread_new ("depot-rows", run_thread, behind);
  g_mutex_lock (&behind->lock);
  while (behind->chunks.length >= CHUNKS_MOST) g_cond_wait (&behind->moved, &behind->lock);
  g_queue_push_tail (&behind->chunks, chunk);
  g_cond_broadcast (&behind->moved);
  g_mutex_unlock (&behind->lock);
}

static void
hand_over (SqliteBehind *behind, gboolean to_thread)
{
  Chunk *chunk = g_steal_pointer (&behind->open);
  if (!chunk) return;
  if (to_thread) {
    give_to_thread (behind, chunk);
    return;
  }
  write_chunk (behind, chunk);
  free_chunk (chunk);
}

static gboolean
tell_error (SqliteBehind *behind, GError **error)
{
  g_mutex_lock (&behind->lock);
  gboolean fine = !behind->error;
  if (!fine && error) *error = g_error_copy (behind->error);
  g_mutex_unlock (&behind->lock);
  return fine;
}

static void
keep_slice (Chunk *chunk, TnSlice *slice)
{
  if (slice->p) slice->p = g_string_chunk_insert_len (chunk->texts, slice->p, (gssize) slice->len);
  chunk->bytes += slice->len;
}

static const char *
keep_text (Chunk *chunk, const char *text)
{
  TnSlice slice = { text, text ? strlen (text) : 0 };
  keep_slice (chunk, &slice);
  return slice.p;
}

static void
keep_texts (Chunk *chunk, SqliteRow *row)
{
  if (row->what == SQLITE_ROW_MOVE) {
    row->move.from = keep_text (chunk, row->move.from);
    row->move.to = keep_text (chunk, row->move.to);
  } else if (row->what == SQLITE_ROW_DISPLACE) {
    row->displaced.unit = keep_text (chunk, row->displaced.unit);
    row->displaced.value = keep_text (chunk, row->displaced.value);
    row->displaced.why = keep_text (chunk, row->displaced.why);
    row->displaced.by = keep_text (chunk, row->displaced.by);
  } else {
    keep_slice (chunk, &row->record.kind);
    keep_slice (chunk, &row->record.stream);
    keep_slice (chunk, &row->record.line);
  }
}

gboolean
sqlite_behind_add (SqliteBehind *behind, const SqliteRow *row, GError **error)
{
  SqliteRow kept = *row;
  if (!behind->open) behind->open = new_chunk ();
  keep_texts (behind->open, &kept);
  g_array_append_val (behind->open->rows, kept);
  if (behind->open->rows->len < CHUNK_ROWS && behind->open->bytes < CHUNK_TEXT) return TRUE;
  hand_over (behind, behind->threads);
  return tell_error (behind, error);
}

gboolean
sqlite_behind_finish (SqliteBehind *behind, GError **error)
{
  hand_over (behind, behind->thread != NULL);
  g_mutex_lock (&behind->lock);
  while (behind->busy || !g_queue_is_empty (&behind->chunks)) g_cond_wait (&behind->moved, &behind->lock);
  g_mutex_unlock (&behind->lock);
  return tell_error (behind, error);
}

static void
end_thread (SqliteBehind *behind)
{
  g_mutex_lock (&behind->lock);
  behind->ends = TRUE;
  g_cond_broadcast (&behind->moved);
  g_mutex_unlock (&behind->lock);
  g_thread_join (g_steal_pointer (&behind->thread));
}

void
sqlite_behind_free (SqliteBehind *behind)
{
  if (!behind) return;
  if (behind->thread) end_thread (behind);
  g_clear_pointer (&behind->open, free_chunk);
  g_queue_clear_full (&behind->chunks, free_chunk);
  g_clear_error (&behind->error);
  g_mutex_clear (&behind->lock);
  g_cond_clear (&behind->moved);
  g_free (behind);
}
