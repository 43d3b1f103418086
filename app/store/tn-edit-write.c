/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door for writes: record, projection, outbox, clock and undo in one durable transaction (sync.md 2.5 local_edit, 2.10).
 * All changes of one edit carry one stamp, so that a save of ten fields, or an import of 90,000 records, is one moment. Only a value that
 * displaces one from the future (somebody's wrong clock) takes a later stamp of its own, as it must stand above what it displaces. */
#include "tn-edit-private.h"
#include "tn-mutant.h"
#include "tn-outbox.h"
#include "tn-projection.h"
#include <glib/gi18n.h>
#include "tn-date.h"

#define OFFSET_USED_MS (60 * 1000)       /* a smaller difference to the server's clock is not worth correcting (sync.md 2.2) */
#define BULK_RECORDS 5000
#define PROGRESS_EVERY 500
#define ACTIONS_KEPT 500

static gboolean
read_clock (TnEditWrite *w, GError **error)
{
  gint64 counter, offset;
  g_autofree char *replica = NULL;
  if (!tn_copy_read_meta_int (w->copy, TN_META_LAST_MS, &w->last.ms, error)
      || !tn_copy_read_meta_int (w->copy, TN_META_LAST_COUNTER, &counter, error)
      || !tn_copy_read_meta_int (w->copy, TN_META_CLOCK_OFFSET, &offset, error)
      || !tn_copy_read_meta (w->copy, TN_META_REPLICA, &replica, error)) return FALSE;
  w->last.counter = (guint) counter;
  g_strlcpy (w->replica, replica ? replica : "", sizeof w->replica);
  w->now = tn_env_now_ms (w->copy->env);
  w->wall = ABS (offset) > OFFSET_USED_MS ? w->now + offset : w->now;
  return TRUE;
}

/* What must not tell when it was made stands alone: beside anything else of its edit the time would be known again. */
static gboolean
check_untimed (TnEditWrite *w, GError **error)
{
  guint n = 0, n_new = 0, all = w->edit->items->len + w->edit->resolves->len;
  for (guint i = 0; i < w->edit->items->len; i++) {
    const TnEditItem *item = w->edit->items->pdata[i];
    n_new += item->op == TN_EDIT_CREATE;
    n += item->op == TN_EDIT_CREATE && item->kind && item->kind->flags & TN_KIND_UNTIMED;
  }
  w->untimed = n > 0 || w->edit->untimed;
  if (!w->untimed || (n ? n : n_new) == all) return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("What must not tell whose it is is written alone. Nothing was changed."));
  return FALSE;
}

static gint64
find_day_start (gint64 ms)
{
  g_autoptr (GDateTime) time = tn_date_local (ms);
  g_autoptr (GDateTime) day = time ? tn_date_midnight (g_date_time_get_year (time), g_date_time_get_month (time), g_date_time_get_day_of_month (time)) : NULL;
  return day ? g_date_time_to_unix (day) * 1000 : 0;
}

/* The stamp of a new record has nothing to stand above: it may be any, and so the day's. The counter is chance, as it would count otherwise. */
static void
stamp_untimed (TnEditWrite *w)
{
  guint16 counter;
  tn_env_random (w->copy->env, (guint8 *) &counter, sizeof counter);
  w->now = find_day_start (w->now);
  w->wall = find_day_start (w->wall);
  w->stamp = tn_stamp_make (w->wall, counter, w->replica);
}

static gboolean
read_next_save (TnEditWrite *w, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (w->copy->db, "SELECT seq FROM sqlite_sequence WHERE name='outbox'", error);
  TnStep step = stmt ? tn_stmt_step (stmt, error) : TN_STEP_ERROR;
  w->save = step == TN_STEP_ROW ? tn_stmt_int (stmt, 0) + 1 : 1;
  return step != TN_STEP_ERROR;
}

static gboolean
begin_action (TnEditWrite *w, GError **error)
{
  TnStmt *stmt = tn_db_prepare (w->copy->db, "INSERT INTO action(label, by_user, at, stamp) VALUES(?1, ?2, ?3, ?4)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, w->edit->label);
  tn_stmt_bind_text (stmt, 2, w->user);
  tn_stmt_bind_int (stmt, 3, w->now);
  tn_stmt_bind_text (stmt, 4, w->stamp.s);
  if (!tn_stmt_run (stmt, error)) return FALSE;
  w->action = tn_db_last_rowid (w->copy->db);
  return TRUE;
}

gboolean
tn_edit_write_begin (TnEditWrite *w, TnCopy *copy, TnEdit *edit, gboolean record_action, GError **error)
{
  *w = (TnEditWrite) { .copy = copy, .edit = edit };
  if (!check_untimed (w, error) || !read_clock (w, error) || !read_next_save (w, error)) return FALSE;
  if ((!w->untimed || TN_MUTANT (TELLS_USER)) && !tn_copy_read_meta (copy, TN_META_USER, &w->user, error)) return FALSE;
  if (!w->user) w->user = g_strdup ("");
  w->created = g_byte_array_new ();
  if (w->untimed && !TN_MUTANT (TELLS_TIME)) stamp_untimed (w);
  else w->stamp = tn_stamp_tick (&w->last, w->wall, w->replica, NULL, 0);
  w->creation_stamps = g_strdup_printf ("\"%s\",\"x\":{},\"d\":0", w->stamp.s);
  return !record_action || begin_action (w, error);
}

static gboolean
write_item (TnEditWrite *w, TnEditItem *item, GError **error)
{
  return item->op == TN_EDIT_CREATE ? tn_edit_write_creation (w, item, error) : tn_edit_write_change (w, item, error);
}

gboolean
tn_edit_write_items (TnEditWrite *w, TnEditProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  GPtrArray *items = w->edit->items;
  for (guint i = 0; i < items->len; i++) {
    if (i % PROGRESS_EVERY == 0 && g_cancellable_set_error_if_cancelled (cancellable, error)) return FALSE;
    if (i % PROGRESS_EVERY == 0 && progress) progress (i, items->len, user_data);
    if (!write_item (w, items->pdata[i], error)) return FALSE;
  }
  return TRUE;
}

/* NULL = certainly nowhere. */
static const char *
may_be_sent_to (const TnEditWrite *w)
{
  const gint *online = w->copy->online;
  return online && g_atomic_int_get (online) && w->edit->n_created == 0 ? TN_UPSTREAM_ROOT : NULL;
}

gboolean
tn_edit_queue (TnEditWrite *w, const TnId *id, const char *unit, const char *value, const TnStamp *stamp, const GArray *over,
               const TnHash *seen, GError **error)
{
  TnStmt *stmt = tn_db_prepare (w->copy->db,
    "INSERT INTO outbox(id, unit, value, stamp, over, seen_h, by_user, at, save, sent_to) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", error);
  if (!stmt) return FALSE;
  char seen_stamps[TN_LIMIT_OVER * TN_STAMP_LEN + 1] = "";
  for (guint i = 0; over && i < MIN (over->len, TN_LIMIT_OVER); i++)
    memcpy (seen_stamps + i * TN_STAMP_LEN, g_array_index (over, TnStamp, i).s, TN_STAMP_LEN + 1);
  tn_stmt_bind_id (stmt, 1, id);
  tn_stmt_bind_text (stmt, 2, unit);
  tn_stmt_bind_text (stmt, 3, value);
  tn_stmt_bind_text (stmt, 4, stamp->s);
  tn_stmt_bind_text (stmt, 5, seen_stamps);
  if (seen) tn_stmt_bind_blob (stmt, 6, seen->b, sizeof seen->b);
  tn_stmt_bind_text (stmt, 7, w->user);
  tn_stmt_bind_int (stmt, 8, w->now);
  tn_stmt_bind_int (stmt, 9, w->save);
  tn_stmt_bind_text (stmt, 10, may_be_sent_to (w));
  w->n_changes++;
  return tn_stmt_run (stmt, error);
}

static gboolean
drop_action (TnEditWrite *w, GError **error)
{
  TnStmt *stmt = tn_db_prepare (w->copy->db, "DELETE FROM action WHERE action=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, w->action);
  w->action = 0;
  return tn_stmt_run (stmt, error);
}

static gboolean
prune_actions (TnEditWrite *w, GError **error)
{
  static const char *const sql[] = { "DELETE FROM action WHERE action<=?1", "DELETE FROM action_unit WHERE action<=?1" };
  for (gsize i = 0; i < G_N_ELEMENTS (sql); i++) {
    TnStmt *stmt = tn_db_prepare (w->copy->db, sql[i], error);
    if (!stmt) return FALSE;
    tn_stmt_bind_int (stmt, 1, w->action - ACTIONS_KEPT);
    if (!tn_stmt_run (stmt, error)) return FALSE;
  }
  return TRUE;
}

static gboolean
end_action (TnEditWrite *w, GError **error)
{
  TnStmt *stmt = tn_db_prepare (w->copy->db, "UPDATE action SET created=?2 WHERE action=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, w->action);
  if (w->created->len > 0) tn_stmt_bind_blob (stmt, 2, w->created->data, w->created->len);
  return tn_stmt_run (stmt, error) && prune_actions (w, error);
}

gboolean
tn_edit_write_end (TnEditWrite *w, GError **error)
{
  if (!tn_copy_write_meta_int (w->copy, TN_META_LAST_MS, w->last.ms, error)
      || !tn_copy_write_meta_int (w->copy, TN_META_LAST_COUNTER, w->last.counter, error)) return FALSE;
  if (w->action == 0) return TRUE;
  return w->n_changes == 0 ? drop_action (w, error) : end_action (w, error);
}

void
tn_edit_write_clear (TnEditWrite *w)
{
  g_clear_pointer (&w->user, g_free);
  g_clear_pointer (&w->creation_stamps, g_free);
  g_clear_pointer (&w->created, g_byte_array_unref);
}

/* A big import builds lists and search once, at its end. Inside a first copy that is under way they are built when that ends. */
static gboolean
write_all (TnEditWrite *w, TnEditProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  gboolean bulk = w->edit->n_created > BULK_RECORDS && !tn_projection_in_bulk (w->copy);
  if (bulk && !tn_projection_begin_bulk (w->copy, error)) return FALSE;
  if (!tn_edit_expand_resolves (w->copy, w->edit, error)) return FALSE;
  if (!tn_edit_write_items (w, progress, user_data, cancellable, error)) return FALSE;
  return !bulk || tn_projection_end_bulk (w->copy, error);
}

gboolean
tn_copy_edit_full (TnCopy *copy, TnEdit *edit, gint64 *action, TnEditProgress progress, gpointer user_data,
                   GCancellable *cancellable, GError **error)
{
  if (action) *action = 0;
  if (edit->error) {
    g_propagate_error (error, g_error_copy (edit->error));
    return FALSE;
  }
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  g_auto (TnEditWrite) w = { 0 };
  if (!tx || !tn_edit_write_begin (&w, copy, edit, TRUE, error) || !write_all (&w, progress, user_data, cancellable, error)
      || !tn_edit_write_end (&w, error)) return FALSE;
  if (w.n_changes > 0 && !tn_tx_commit (g_steal_pointer (&tx), error)) return FALSE;
  if (progress) progress (edit->items->len, edit->items->len, user_data);
  if (action) *action = w.action;
  return TRUE;
}

gboolean
tn_copy_edit (TnCopy *copy, TnEdit *edit, gint64 *action, GError **error)
{
  return tn_copy_edit_full (copy, edit, action, NULL, NULL, NULL, error);
}
