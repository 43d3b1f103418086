/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-store"
/* A page from the root: its rows, the cursor and what is known of the server in one transaction, so that a laptop whose lid is closed here has
 * all of the page or nothing (sync.md 2.10). */
#include "tn-apply-private.h"
#include "tn-digest-private.h"
#include "tn-hub-copy.h"
#include "tn-mutant.h"
#include "tn-projection.h"
#include "tn-repair.h"
#include "tn-upstream.h"
#include <glib/gi18n.h>

#define BULK_LINES 1000          /* a stream that is read for the first time and has fewer is put in like any other page */
#define SAMPLE 64                /* lines of a page that are looked up */
#define REMOVED_AT_ONCE 500      /* more than this go only after a person agreed (sync.md 2.8) */
#define REMOVED_PERCENT 20
#define FLUSH_EVERY_US G_USEC_PER_SEC
#define REMOVED_PERCENT_FROM 50  /* records in the copy; in a smaller one every deletion would be a fifth of it */

void
tn_apply_result_clear (TnApplyResult *r)
{
  g_clear_pointer (&r->ids, g_array_unref);
  *r = (TnApplyResult) { 0 };
}

static void
clear_put (gpointer data)
{
  g_clear_pointer (&((TnPut *) data)->row, tn_row_free);
}

static void
clear_apply (TnApply *a)
{
  g_clear_pointer (&a->scope, g_hash_table_unref);
  g_clear_pointer (&a->gone, g_hash_table_unref);
  g_clear_pointer (&a->puts, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnApply, clear_apply)

static gboolean
ask (TnCopy *copy, const char *sql, gint64 *answer, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *answer = tn_stmt_int (stmt, 0);
  return TRUE;
}

static gboolean
read_scope (TnApply *a, gboolean *all_ready, GError **error)
{
  g_autoptr (GPtrArray) pulls = tn_pull_list (a->copy, error);
  if (!pulls) return FALSE;
  *all_ready = pulls->len > 0;
  for (guint i = 0; i < pulls->len; i++) {
    TnPull *pull = pulls->pdata[i];
    if (!pull->ready) *all_ready = FALSE;
    if (strcmp (pull->stream, "*") == 0) a->whole = TRUE;
    g_hash_table_add (a->scope, g_strdup (pull->stream));
  }
  return TRUE;
}

static gboolean
begin (TnApply *a, gboolean *all_ready, GError **error)
{
  TnCopy *copy = a->copy;
  gint64 has_open, has_leaving;
  a->now = tn_env_now_ms (copy->env);
  a->right_now = tn_outbox_now (copy);
  tn_digest_begin (copy);
  a->scope = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  a->puts = g_array_new (FALSE, FALSE, sizeof (TnPut));
  g_array_set_clear_func (a->puts, clear_put);
  a->gone = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  if (!read_scope (a, all_ready, error)
      || !ask (copy, "SELECT EXISTS(SELECT 1 FROM outbox WHERE (state='new' OR state='held'))", &has_open, error)
      || !ask (copy, "SELECT EXISTS(SELECT 1 FROM leaving)", &has_leaving, error)) return FALSE;
  a->has_open = has_open != 0;
  a->has_leaving = has_leaving != 0;
  a->bulk = tn_projection_in_bulk (copy);
  a->collect = *all_ready && !a->bulk;
  if (a->collect) a->result->ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  return TRUE;
}

static gboolean
is_here (TnApply *a, TnSlice text, gboolean *here, GError **error)
{
  TnLine line;
  if (!tn_line_parse (text, &line, error)) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (a->copy->db, "SELECT 1 FROM record WHERE id=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, &line.id);
  TnStep step = tn_stmt_step (stmt, error);
  *here = step == TN_STEP_ROW;
  return step != TN_STEP_ERROR;
}

/* What this laptop sent itself comes back in its first copy, and is in its lists. Some lines tell for the page. */
static gboolean
is_known (TnApply *a, TnPageReader reader, gboolean *known, GError **error)
{
  TnSlice text;
  guint n = 0, here = 0;
  gboolean one;
  for (; n < SAMPLE && tn_page_reader_next (&reader, &text); n++, here += one)
    if (!is_here (a, text, &one, error)) return FALSE;
  *known = n > 0 && here * 2 > n;
  return TRUE;
}

static gboolean
begin_first (TnApply *a, gboolean all_ready, const TnPageReader *reader, gboolean ready, GError **error)
{
  gboolean known;
  if (a->hub) return TRUE;   /* only the root gives a first copy */
  if (a->bulk) return tn_apply_go_on_first (a->copy, error);
  if (all_ready || (ready && reader->count < BULK_LINES)) return TRUE;
  if (!is_known (a, *reader, &known, error)) return FALSE;
  if (known) return TRUE;
  a->bulk = TRUE;
  return tn_apply_begin_first (a->copy, error);
}

static gboolean
apply_line (TnApply *a, const TnPageLine *read, GError **error)
{
  const TnLine *line = &read->line;
  switch (line->type) {
    case TN_LINE_RECORD: return a->hub ? tn_apply_from_hub (a, read, error) : tn_apply_record (a, read, error);
    /* A hub that lags would take away what has long come back; where a record belongs is for the root to say. */
    case TN_LINE_MOVED: return a->hub || tn_apply_moved (a, line, error);
    case TN_LINE_ERASED: return tn_apply_erased (a, line, error);
  }
  g_return_val_if_reached (FALSE);
}

/* Counted over the whole session: since the scope was last looked at. */
static gboolean
check_removal (TnApply *a, gboolean allow, GError **error)
{
  guint64 removed = a->copy->removed + g_hash_table_size (a->gone) + a->tombstones;
  gint64 records = 0;
  if (allow || removed == a->copy->removed) return TRUE;
  /* what the root has given, which the digests count along: to count the table would cost as much as the ward is large */
  if (removed <= REMOVED_AT_ONCE && (!tn_digest_flush (a->copy, error) || !ask (a->copy, "SELECT ifnull(sum(n), 0) FROM digest", &records, error))) return FALSE;
  guint64 before = (guint64) records + g_hash_table_size (a->gone);
  gboolean many = removed > REMOVED_AT_ONCE || (before >= REMOVED_PERCENT_FROM && removed * 100 > before * REMOVED_PERCENT);
  if (!many) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT,
    ngettext ("The district’s answer would remove %u record from this laptop. Nothing was removed. Ask the district whether this is meant, then allow it.",
              "The district’s answer would remove %u records from this laptop. Nothing was removed. Ask the district whether this is meant, then allow it.",
              (gulong) removed), (guint) removed);
  return FALSE;
}

static gboolean
store_cursor (TnCopy *copy, const char *stream, const char *cursor, gboolean ready, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db,
    "INSERT INTO pull(ward, stream, cursor, ready) VALUES(?1, ?2, ?3, ?4)"
    " ON CONFLICT DO UPDATE SET cursor=excluded.cursor, ready=max(ready, excluded.ready)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, tn_copy_ward (copy));
  tn_stmt_bind_text (stmt, 2, stream);
  tn_stmt_bind_text (stmt, 3, cursor);
  tn_stmt_bind_int (stmt, 4, ready);
  return tn_stmt_run (stmt, error);
}

static gboolean
store_cursors (TnApply *a, const char *const *streams, const char *cursor, gboolean ready, gboolean vouched, GError **error)
{
  for (gsize i = 0; a->hub && streams[i]; i++)
    if (!tn_upstream_store_cursor (a->copy, a->hub, streams[i], cursor, error)) return FALSE;
  if (a->hub) return TRUE;
  for (gsize i = 0; streams[i]; i++)
    if (!store_cursor (a->copy, streams[i], cursor, ready, error)) return FALSE;
  return !vouched || tn_known_set_cursor (a->copy, cursor, error);
}

/* Are the streams of a last page all that were still to be read? Then the lists are made. */
static gboolean
is_last (TnCopy *copy, const char *const *streams, gboolean *last, GError **error)
{
  g_autoptr (GPtrArray) pulls = tn_pull_list (copy, error);
  *last = pulls != NULL;
  for (guint i = 0; pulls && i < pulls->len; i++) {
    const TnPull *pull = pulls->pdata[i];
    if (!pull->ready && !g_strv_contains (streams, pull->stream)) *last = FALSE;
  }
  return pulls != NULL;
}

static gboolean
find_row_cb (gpointer data, const TnId *id, gint64 *row, GError **error)
{
  const TnApply *a = data;
  g_autoptr (TnStmt) stmt = tn_db_prepare (a->copy->db, "SELECT rowid FROM record WHERE id=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  *row = step == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : 0;
  return step != TN_STEP_ERROR;
}

static gboolean
apply_each (TnApply *a, TnPageLines *lines, GError **error)
{
  g_autoptr (GError) local = NULL;
  const TnPageLine *read;
  if (!a->bulk) tn_page_lines_by_row (lines, find_row_cb, a);   /* of a first copy the rows are to lie as they come */
  while ((read = tn_page_lines_next (lines, &local)))
    if (!apply_line (a, read, error)) return FALSE;
  if (!local) return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* In a first copy nothing is ready before its lists are made. */
static gboolean
apply (TnApply *a, TnPageLines *page, const char *const *streams, const char *cursor, TnApplyFlags flags, gboolean all_ready, gboolean *last, GError **error)
{
  gboolean ready = flags & TN_APPLY_READY;
  return begin_first (a, all_ready, tn_page_lines_reader (page), ready, error) && apply_each (a, page, error)
         && check_removal (a, flags & TN_APPLY_REMOVAL, error) && tn_apply_project (a, error) && tn_digest_flush (a->copy, error)
         && (!a->bulk || a->hub || !ready || !streams || is_last (a->copy, streams, last, error))
         && (!streams || store_cursors (a, streams, cursor, ready && !*last, !(flags & TN_APPLY_UNVOUCHED), error));
}

/* Should the power fail, a page that has more behind it is fetched again, with its cursor; nobody has been told that it is here. So of many that come in one second
 * only one waits for the disk, and the last of all does, which brings the others along. A hub has numbered them for its team by then: there each waits. */
static gboolean
choose_flush (TnApply *a, const char *const *streams, gboolean last, GError **error)
{
  TnCopy *copy = a->copy;
  gint64 now = tn_env_mono_us (copy->env);
  gboolean due = !streams || last || a->hub || !copy->flushed_at || now - copy->flushed_at >= FLUSH_EVERY_US || tn_hub_is_enabled (copy);
  if (due) copy->flushed_at = now;
  return tn_db_set_durable (copy->db, due, error);
}

static gboolean
apply_in_transaction (TnApply *a, TnPageLines *page, const char *const *streams, const char *cursor, TnApplyFlags flags, gboolean *last, GError **error)
{
  gboolean all_ready;
  g_autoptr (TnTx) tx = tn_tx_begin (a->copy->db, TRUE, error);
  return tx && begin (a, &all_ready, error) && apply (a, page, streams, cursor, flags, all_ready, last, error)
         && tn_tx_commit (g_steal_pointer (&tx), error);
}

/* streams NULL = single records that were fetched in a repair: no cursor goes with them. */
gboolean
tn_apply_lines (TnCopy *copy, const char *hub, TnPageLines *page, const char *const *streams, const char *cursor, TnApplyFlags flags, TnApplyResult *result, GError **error)
{
  gboolean last = FALSE, ready = flags & TN_APPLY_READY;
  g_auto (TnApply) a = { .copy = copy, .hub = hub, .result = result, .repair = !streams };
  *result = (TnApplyResult) { 0 };
  tn_apply_leave_gap (copy);
  if (TN_MUTANT (CURSOR_FIRST) && streams) {
    TnApply early = { .copy = copy };
    g_autoptr (TnTx) first = tn_tx_begin (copy->db, TRUE, error);
    if (!first || !store_cursors (&early, streams, cursor, ready, TRUE, error) || !tn_tx_commit (g_steal_pointer (&first), error)) return FALSE;
  }
  gint64 began = g_get_monotonic_time ();
  gboolean applied = choose_flush (&a, streams, ready, error) && apply_in_transaction (&a, page, streams, cursor, flags, &last, error);
  g_debug ("step page %" G_GINT64_FORMAT, g_get_monotonic_time () - began);   /* µs; tests/bench/bench-sync adds them up */
  if (applied) copy->removed = flags & TN_APPLY_REMOVAL ? 0 : copy->removed + g_hash_table_size (a.gone) + a.tombstones;
  else tn_apply_drop_first (copy);
  if (!tn_db_set_durable (copy->db, TRUE, applied ? error : NULL)) applied = FALSE;
  if (applied && a.forgets) tn_record_empty_log (copy);
  if (applied && (!last || tn_apply_end_first (copy, streams, error))) return TRUE;
  tn_apply_result_clear (result);
  return FALSE;
}

gboolean
tn_apply_page (TnCopy *copy, GBytes *inflated, const char *const *streams, const char *cursor, TnApplyFlags flags, TnApplyResult *result, GError **error)
{
  g_autoptr (TnPageLines) page = tn_page_lines_new (inflated, copy->one_thread, error);
  *result = (TnApplyResult) { 0 };
  return page && tn_apply_lines (copy, NULL, page, streams, cursor, flags, result, error);
}

gboolean
tn_repair_apply (TnCopy *copy, GBytes *inflated, gboolean allow_removal, TnApplyResult *result, GError **error)
{
  return tn_apply_page (copy, inflated, NULL, NULL, TN_APPLY_READY | (allow_removal ? TN_APPLY_REMOVAL : 0), result, error);
}
