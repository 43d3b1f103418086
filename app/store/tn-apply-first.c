/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-store"
/* The first copy of a ward is 300,000 records that nobody looks at yet: kept up row by row, lists and search would cost many times what the
 * rows cost. So they are made in one go, along with the pages: each page hands its records to a build (tn-build-private.h), which writes what
 * can be written at once, and at the end households, indexes and the search follow in steps. Every page and every step is one short
 * transaction, so that what a person types meanwhile waits for one of them and not for the whole; it is noted and put in at the very end,
 * and only then is the copy ready.
 *
 * The build is in this process's memory. If it was lost (the lid was closed, a page failed), if records were here before, or if another
 * process applied a page, all is made from the table instead, in steps as well. Two who make lists at once are told apart by the name that
 * each leaves in meta: who finds another's stops, and leaves it to that one. */
#include "tn-apply-private.h"
#include "tn-build-private.h"
#include <malloc.h>

#define MANY_CHANGES 500               /* a page of so many changed records, and … */
#define REBUILD_RATIO 10               /* … one in so many of all: to make the lists anew is then cheaper than row by row [measured: bench-store] */
#define LATE_AT_ONCE 200
#define STEP_RECORDS 8192
#define LOG_PAGES_FIRST 16000u         /* of the write-ahead log between two checkpoints: 128 MiB. Beside all that a first copy keeps busy, it costs its share of time */
#define CACHE_FIRST "PRAGMA cache_size=-8000"   /* rows come about in order, and nobody reads */
#define CACHE "PRAGMA cache_size=-16000"
#define GAP_AFTER_US (400 * 1000)      /* others who wait for the lock look every few milliseconds. The window gets its turn at once, another process after so long */
#define GAP_US 3000

typedef struct _TnFirst {
  TnBuild build;
  char *name;               /* in TN_META_BUILDER while nobody else makes lists */
  gint64 after;             /* row: a rebuild has read so far */
  guint emptied;
  gint64 gap_at;            /* monotonic: the lock was left alone */
} TnFirst;

void
tn_apply_drop_first (TnCopy *copy)
{
  TnFirst *first = g_steal_pointer (&copy->first);
  if (!first) return;
  tn_build_clear (&first->build);
  g_free (first->name);
  g_free (first);
}

static gboolean
start (TnCopy *copy, gboolean records_come, GError **error)
{
  TnId name = tn_id_new (copy->env);
  tn_apply_drop_first (copy);
  copy->first = g_new0 (TnFirst, 1);
  copy->first->name = tn_id_dup_string (&name);
  copy->first->gap_at = tn_env_mono_us (copy->env);
  tn_build_init (&copy->first->build, copy, "main", !copy->one_thread);
  return tn_copy_set_meta (copy, TN_META_BUILDER, copy->first->name, error) && tn_db_exec (copy->db, "DELETE FROM late", error)
         && tn_build_drop_indexes (copy->db, records_come, error) && tn_feed_register (copy->db, error);
}

/* Within a transaction. */
static gboolean
is_ours (TnCopy *copy, gboolean *ours, GError **error)
{
  g_autofree char *name = NULL;
  *ours = FALSE;
  if (!copy->first) return TRUE;
  if (!tn_copy_read_meta (copy, TN_META_BUILDER, &name, error)) return FALSE;
  *ours = g_strcmp0 (name, copy->first->name) == 0;
  if (!*ours) tn_apply_drop_first (copy);
  return TRUE;
}

/* ---- along with the pages ---- */

static gboolean
is_empty (TnCopy *copy, gboolean *empty, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT EXISTS(SELECT 1 FROM record) OR EXISTS(SELECT 1 FROM household) OR EXISTS(SELECT 1 FROM item)", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *empty = tn_stmt_int (stmt, 0) == 0;
  return TRUE;
}

void
tn_copy_bound_heaps (void)
{
#ifdef M_MMAP_THRESHOLD
  mallopt (M_MMAP_THRESHOLD, 256 * 1024);
  mallopt (M_TRIM_THRESHOLD, 512 * 1024);
  mallopt (M_ARENA_MAX, 2);
#endif
}

gboolean
tn_apply_begin_first (TnCopy *copy, GError **error)
{
  gboolean empty;
  tn_copy_bound_heaps ();
  if (!tn_db_exec (copy->db, CACHE_FIRST, error) || !tn_db_set_log (copy->db, LOG_PAGES_FIRST, 2 * LOG_PAGES_FIRST, error)) return FALSE;
  if (!tn_projection_begin_first (copy, error) || !is_empty (copy, &empty, error)) return FALSE;
  return empty ? start (copy, TRUE, error) : tn_copy_set_meta (copy, TN_META_BUILDER, NULL, error);
}

gboolean
tn_apply_go_on_first (TnCopy *copy, GError **error)
{
  gboolean ours;
  if (!is_ours (copy, &ours, error)) return FALSE;
  return ours || (tn_projection_begin_first (copy, error) && tn_copy_set_meta (copy, TN_META_BUILDER, NULL, error));
}

gboolean
tn_apply_add_first (TnCopy *copy, const TnLine *line, const TnId *parent, GError **error)
{
  const TnKind *kind = copy->first && !line->deleted ? tn_schema_kind_slice (line->kind) : NULL;
  return !kind || tn_build_add (&copy->first->build, kind, &line->id, parent, line->body, error);
}

gboolean
tn_apply_write_first (TnCopy *copy, GError **error)
{
  return !copy->first || tn_build_write (&copy->first->build, error);
}

void
tn_apply_leave_gap (TnCopy *copy)
{
  TnFirst *first = copy->first;
  if (!first || copy->one_thread || (!tn_db_anyone_waits () && tn_env_mono_us (copy->env) - first->gap_at < GAP_AFTER_US)) return;
  g_usleep (GAP_US);
  first->gap_at = tn_env_mono_us (copy->env);
}

/* ---- the end ---- */

typedef gboolean (*Step) (TnCopy *copy, gboolean *done, GError **error);

/* The step again and again, each in a transaction, until it is done. what NULL = as the build's stage is called. *ours FALSE when another makes the lists. None waits
 * for the disk: should the power fail, the lists are made again, and finish() waits for all of them. */
static gboolean
run_steps (TnCopy *copy, const char *what, Step step, gboolean *ours, GError **error)
{
  if (!tn_db_set_durable (copy->db, FALSE, error)) return FALSE;
  for (gboolean done = FALSE; !done && *ours;) {
    gint64 began = g_get_monotonic_time ();
    const char *part = copy->first && !what ? tn_build_stage_name (&copy->first->build) : what;
    g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
    if (!tx || !is_ours (copy, ours, error)) return FALSE;
    if (*ours && !step (copy, &done, error)) return FALSE;
    if (!tn_tx_commit (g_steal_pointer (&tx), error)) return FALSE;
    g_debug ("step %s %" G_GINT64_FORMAT, part, g_get_monotonic_time () - began);   /* µs; tests/bench/bench-sync adds them up */
    tn_apply_leave_gap (copy);
  }
  return tn_db_set_durable (copy->db, TRUE, error);
}

static gboolean
empty_step (TnCopy *copy, gboolean *done, GError **error)
{
  gboolean more;
  if (!tn_build_empty (copy->db, &copy->first->emptied, &more, error)) return FALSE;
  *done = !more;
  return TRUE;
}

static gboolean
read_step (TnCopy *copy, gboolean *done, GError **error)
{
  gboolean more;
  if (!tn_build_read (&copy->first->build, &copy->first->after, STEP_RECORDS, &more, error)) return FALSE;
  *done = !more;
  return TRUE;
}

static gboolean
build_step (TnCopy *copy, gboolean *done, GError **error)
{
  return tn_build_step (&copy->first->build, done, error);
}

static gboolean
late_step (TnCopy *copy, gboolean *done, GError **error)
{
  gboolean more;
  if (!tn_projection_put_late (copy, LATE_AT_ONCE, &more, error)) return FALSE;
  *done = !more;
  return TRUE;
}

static gboolean
start_again (TnCopy *copy, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  return tx && start (copy, FALSE, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}

/* From the table. To look for cards is one long reading, and needs no lock: what changes meanwhile is noted. */
static gboolean
read_all (TnCopy *copy, gboolean *ours, GError **error)
{
  *ours = TRUE;
  return start_again (copy, error) && run_steps (copy, "emptying", empty_step, ours, error)
         && (!*ours || tn_build_read_cards (&copy->first->build, error)) && run_steps (copy, "reading", read_step, ours, error)
         && (!*ours || tn_build_end_reading (&copy->first->build, error));
}

static gboolean
note_person (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_projection_note (copy, tn_slice ("person", -1), id, error);
}

/* People whose cards came apart from them. */
static gboolean
note_step (TnCopy *copy, gboolean *done, GError **error)
{
  TnBuild *build = &copy->first->build;
  GHashTableIter it;
  gpointer id;
  g_hash_table_iter_init (&it, build->cards);
  while (!build->cards_known && g_hash_table_iter_next (&it, &id, NULL))
    if (!note_person (copy, id, error)) return FALSE;
  for (guint i = 0; i < build->late->len; i++)
    if (!note_person (copy, &g_array_index (build->late, TnId, i), error)) return FALSE;
  g_array_set_size (build->late, 0);
  g_hash_table_remove_all (build->cards);
  return *done = TRUE;
}

static gboolean
is_too_late (TnCopy *copy, gboolean *too_late, GError **error)
{
  gint64 late;
  guint64 all = 0;
  GHashTableIter it;
  gpointer n;
  g_hash_table_iter_init (&it, copy->first->build.tally);
  while (g_hash_table_iter_next (&it, NULL, &n)) all += GPOINTER_TO_SIZE (n);
  if (!tn_projection_count_late (copy, &late, error)) return FALSE;
  *too_late = late > MANY_CHANGES && (guint64) late * REBUILD_RATIO > all;
  return TRUE;
}

/* Ends what the pages left here. *again TRUE when so much came apart that to read all once more is cheaper. */
static gboolean
use_build (TnCopy *copy, gboolean *again, gboolean *ours, GError **error)
{
  if (!tn_build_end_reading (&copy->first->build, error) || !run_steps (copy, "late", note_step, ours, error)) return FALSE;
  return !*ours || is_too_late (copy, again, error);
}

static gboolean
set_ready (TnCopy *copy, const char *stream, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE pull SET ready=1 WHERE ward=?1 AND stream=?2", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, tn_copy_ward (copy));
  tn_stmt_bind_text (stmt, 2, stream);
  return tn_stmt_run (stmt, error);
}

/* The set hashes were added up from rows that were all written just now, if they came with the pages: the next look at the rows is in a day. */
static gboolean
mark_end (TnCopy *copy, GError **error)
{
  gboolean fresh = copy->first->after == 0;
  return tn_copy_set_meta (copy, TN_META_BUILDER, NULL, error) && tn_projection_end_first (copy, error)
         && (!fresh || tn_copy_write_meta_int (copy, TN_META_DIGEST_AT, tn_env_now_ms (copy->env), error));
}

/* Nothing may be noted behind the last look: so the last of what was noted and the end are one transaction. */
static gboolean
finish (TnCopy *copy, const char *const *streams, gboolean *ours, GError **error)
{
  gboolean done = FALSE;
  while (!done && *ours) {
    if (!run_steps (copy, "late", late_step, ours, error)) return FALSE;
    g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
    if (!tx || !is_ours (copy, ours, error)) return FALSE;
    if (!*ours) return TRUE;
    if (!late_step (copy, &done, error)) return FALSE;
    for (; done && *streams; streams++)
      if (!set_ready (copy, *streams, error)) return FALSE;
    if (done && !mark_end (copy, error)) return FALSE;
    if (!tn_tx_commit (g_steal_pointer (&tx), error)) return FALSE;
  }
  return TRUE;
}

/* TRUE without lists when another process makes them; then it is that one which makes the copy ready. */
static gboolean
end_first (TnCopy *copy, const char *const *streams, GError **error)
{
  gboolean ours = TRUE, again = copy->first == NULL;
  malloc_trim (0);   /* what the pages left in the heaps of several threads is needed now */
  if (!again && !use_build (copy, &again, &ours, error)) return FALSE;
  if (ours && again && !read_all (copy, &ours, error)) return FALSE;
  return run_steps (copy, NULL, build_step, &ours, error) && finish (copy, streams, &ours, error);
}

gboolean
tn_apply_end_first (TnCopy *copy, const char *const *streams, GError **error)
{
  gboolean done = end_first (copy, streams, error);
  tn_apply_drop_first (copy);
  if (!tn_db_set_durable (copy->db, TRUE, done ? error : NULL) || !done) return FALSE;
  tn_db_write_back (copy->db);
  return tn_db_set_log (copy->db, TN_COPY_LOG_PAGES, TN_COPY_LOG_PAGES_MOST, error) && tn_db_exec (copy->db, CACHE, error);
}

/* ---- any other page ---- */

/* What went again within the page may have been noted before that: then all are read. */
static gboolean
put (TnApply *a, const TnPut *noted, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (noted->row && !a->forgets) return tn_projection_put (a->copy, noted->row, error);
  g_autoptr (TnRow) row = tn_record_load (a->copy, &noted->id, NULL, NULL, &local);
  if (row) return tn_projection_put (a->copy, row, error);
  if (g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND)) return TRUE;   /* it went again within the page */
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
is_rebuild_cheaper (TnApply *a, gboolean *cheaper, GError **error)
{
  *cheaper = FALSE;
  if (a->puts->len < MANY_CHANGES) return TRUE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (a->copy->db, "SELECT ifnull(sum(n), 0) FROM tally", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *cheaper = (gint64) a->puts->len * REBUILD_RATIO > tn_stmt_int (stmt, 0);
  return TRUE;
}

gboolean
tn_apply_project (TnApply *a, GError **error)
{
  gboolean rebuild;
  if (a->bulk) return a->hub != NULL || tn_apply_write_first (a->copy, error);
  if (!is_rebuild_cheaper (a, &rebuild, error)) return FALSE;
  if (rebuild) return tn_projection_rebuild (a->copy, NULL, error);
  for (guint i = 0; i < a->puts->len; i++)
    if (!put (a, &g_array_index (a->puts, TnPut, i), error)) return FALSE;
  return TRUE;
}
