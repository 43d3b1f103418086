/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The past of a record: for each unit the values that were displaced here, then the one that stands; each displaces the one before. What
 * came at the record's first moment is told as one line. Stamps say when, their replica where; who is known from the outbox and history of
 * this laptop and from what the district says about its laptops; of what names nobody (tn_stamp_is_untimed()) nothing is said. */
#include "tn-copy-private.h"
#include "tn-merge.h"
#include "tn-query-private.h"
#include <glib/gi18n.h>

void
tn_authors_init (TnAuthors *authors, TnCopy *copy)
{
  *authors = (TnAuthors) { copy, tn_copy_replica (copy), tn_copy_get_meta (copy, TN_META_DEVICES) };
}

void
tn_authors_clear (TnAuthors *authors)
{
  g_clear_pointer (&authors->replica, g_free);
  g_clear_pointer (&authors->devices, g_free);
}

static char *
ask_devices (TnAuthors *authors, const char *replica, const char *key)
{
  if (!authors->devices || *authors->devices != '{') return g_strdup ("");
  TnSlice device = tn_json_member (tn_slice (authors->devices, -1), replica);
  char *text = device.len && *device.p == '{' ? tn_fields_decode (tn_json_member (device, key)) : NULL;
  return text ? text : g_strdup ("");
}

char *
tn_authors_device (TnAuthors *authors, const TnStamp *stamp)
{
  char replica[TN_REPLICA_LEN + 1];
  if (!tn_stamp_is_set (stamp) || tn_stamp_is_untimed (stamp)) return g_strdup ("");
  tn_stamp_replica (stamp, replica);
  if (g_strcmp0 (replica, authors->replica) == 0) return g_strdup (_("this laptop"));
  return ask_devices (authors, replica, "name");
}

char *
tn_authors_user (TnAuthors *authors, const TnId *id, const TnStamp *stamp)
{
  char replica[TN_REPLICA_LEN + 1];
  g_autoptr (GError) error = NULL;
  if (!tn_stamp_is_set (stamp) || tn_stamp_is_untimed (stamp)) return g_strdup ("");
  g_autoptr (TnStmt) stmt = tn_query_prepare_id (authors->copy, "SELECT by_user FROM outbox WHERE id = ?1 AND stamp = ?2 LIMIT 1", id, &error);
  if (stmt) tn_stmt_bind_text (stmt, 2, stamp->s);
  if (stmt && tn_stmt_step (stmt, &error) == TN_STEP_ROW) return g_strdup (tn_stmt_text (stmt, 0));
  tn_stamp_replica (stamp, replica);
  return ask_devices (authors, replica, "user");
}

void
tn_history_item_free (TnHistoryItem *item)
{
  if (!item) return;
  char *texts[] = { item->kind, item->unit, item->label, item->before, item->after, item->by, item->device };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) g_free (texts[i]);
  g_free (item);
}

/* A value that a unit had or has. */
typedef struct { TnStamp stamp; char *value, *by; } Past;

static void
clear_past_cb (gpointer data)
{
  Past *past = data;
  g_free (past->value);
  g_free (past->by);
}

typedef struct {
  TnAuthors authors;
  TnCopy *copy;
  const TnRow *row;
  TnStamp first;             /* the record's first moment */
  GPtrArray *items;
} Telling;

static int
compare_pasts_cb (gconstpointer a, gconstpointer b)
{
  return tn_stamp_cmp (&((const Past *) a)->stamp, &((const Past *) b)->stamp);
}

/* Displaced values of the unit and the one that stands, oldest first. */
static GArray *
read_pasts (Telling *telling, const char *unit, const TnStamp *stamp, const char *value, GError **error)
{
  g_autoptr (GArray) pasts = g_array_new (FALSE, TRUE, sizeof (Past));
  g_array_set_clear_func (pasts, clear_past_cb);
  g_autoptr (TnStmt) stmt = tn_query_prepare_id (telling->copy, "SELECT stamp, value, by_user FROM history WHERE id = ?1 AND unit = ?2",
                                                 &telling->row->id, error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 2, unit);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    Past past = { .value = g_strdup (tn_stmt_text (stmt, 1)), .by = g_strdup (tn_stmt_text (stmt, 2)) };
    if (tn_stamp_parse (tn_stmt_slice (stmt, 0), &past.stamp)) g_array_append_val (pasts, past);
    else clear_past_cb (&past);
  }
  if (step != TN_STEP_DONE) return NULL;
  Past now = { *stamp, g_strdup (value), NULL };
  g_array_append_val (pasts, now);
  g_array_sort (pasts, compare_pasts_cb);
  return g_steal_pointer (&pasts);
}

static gboolean
is_waiting (Telling *telling, const char *unit, const TnStamp *stamp)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_query_prepare_id (telling->copy,
    "SELECT 1 FROM outbox WHERE id = ?1 AND unit IN (?2, '*') AND stamp = ?3 AND state IN ('new', 'held')", &telling->row->id, &error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 2, unit);
  tn_stmt_bind_text (stmt, 3, stamp->s);
  return tn_stmt_step (stmt, &error) == TN_STEP_ROW;
}

static TnHistoryItem *
add_item (Telling *telling, const char *unit, const Past *past)
{
  TnHistoryItem *item = g_new0 (TnHistoryItem, 1);
  item->stamp = past->stamp;
  item->at = tn_stamp_ms (&past->stamp);
  item->id = telling->row->id;
  item->kind = g_strdup (telling->row->kind_key);
  item->unit = g_strdup (unit);
  item->label = g_strdup (tn_query_unit_label (telling->row->kind, unit));
  item->by = past->by ? g_strdup (past->by) : tn_authors_user (&telling->authors, &telling->row->id, &past->stamp);
  item->device = tn_authors_device (&telling->authors, &past->stamp);
  item->waiting = is_waiting (telling, unit, &past->stamp);
  g_ptr_array_add (telling->items, item);
  return item;
}

/* The past of a card's number is as protected as the number. */
static char *
show_masked (Telling *telling, const char *unit, const char *value)
{
  g_autofree char *shown = tn_query_show_unit (telling->copy, telling->row->kind, unit, value);
  return g_str_equal (unit, TN_UNIT_DEL) ? g_steal_pointer (&shown) : tn_kind_mask (telling->row->kind, shown);
}

static gboolean
tell_unit (Telling *telling, const char *unit, const TnStamp *stamp, const char *value, GError **error)
{
  g_autoptr (GArray) pasts = read_pasts (telling, unit, stamp, value, error);
  for (guint i = 0; pasts && i < pasts->len; i++) {
    const Past *past = &g_array_index (pasts, Past, i), *before = i ? past - 1 : NULL;
    if (!before && tn_stamp_cmp (&past->stamp, &telling->first) == 0) continue;   /* told as the record's beginning */
    if (before && tn_stamp_cmp (&past->stamp, &before->stamp) == 0) continue;
    TnHistoryItem *item = add_item (telling, unit, past);
    item->before = show_masked (telling, unit, before ? before->value : NULL);
    item->after = show_masked (telling, unit, past->value);
  }
  return pasts != NULL;
}

/* The oldest stamp that is known of the record. */
static gboolean
find_first (Telling *telling, GError **error)
{
  const TnRow *row = telling->row;
  g_autoptr (TnStmt) stmt = tn_query_prepare_id (telling->copy, "SELECT min(stamp) FROM history WHERE id = ?", &row->id, error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  TnStamp oldest;
  if (!tn_stmt_is_null (stmt, 0) && tn_stamp_parse (tn_stmt_slice (stmt, 0), &oldest)) telling->first = oldest;
  for (guint i = 0; i < row->units->len; i++) {
    const TnStamp *stamp = &g_array_index (row->units, TnUnit, i).stamp;
    if (!tn_stamp_is_set (&telling->first) || tn_stamp_cmp (stamp, &telling->first) < 0) telling->first = *stamp;
  }
  return TRUE;
}

static void
tell_beginning (Telling *telling)
{
  if (!tn_stamp_is_set (&telling->first)) return;
  Past beginning = { .stamp = telling->first };
  TnHistoryItem *item = add_item (telling, "*", &beginning);
  item->before = g_strdup ("");
  item->after = tn_query_title (telling->copy, &telling->row->id);
}

static gboolean
tell_record (Telling *telling, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (telling->copy, id, error);
  telling->row = row;
  telling->first = (TnStamp) { "" };
  if (!row || !find_first (telling, error)) return FALSE;
  tell_beginning (telling);
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (!tell_unit (telling, unit->unit, &unit->stamp, unit->value, error)) return FALSE;
  }
  return !tn_stamp_is_set (&row->del_stamp) || tell_unit (telling, TN_UNIT_DEL, &row->del_stamp, row->deleted ? "true" : "false", error);
}

/* The record, what hangs on it and what hangs on that: also what was deleted. */
static GArray *
collect_ids (TnCopy *copy, const TnId *id, gboolean with_children, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_array_append_vals (ids, id, 1);
  if (!with_children) return g_steal_pointer (&ids);
  g_autoptr (TnStmt) stmt = tn_query_prepare_id (copy,
    "WITH child(id) AS (SELECT id FROM record WHERE parent = ?1)"
    " SELECT id FROM child UNION SELECT r.id FROM child JOIN record r ON r.parent = child.id", id, error);
  if (!stmt) return NULL;
  TnId child;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (tn_stmt_id (stmt, 0, &child) && !tn_id_equal (&child, id)) g_array_append_val (ids, child);
  return step == TN_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

static int
compare_items_cb (gconstpointer a, gconstpointer b)
{
  const TnHistoryItem *x = *(TnHistoryItem *const *) a, *y = *(TnHistoryItem *const *) b;
  return tn_stamp_cmp (&y->stamp, &x->stamp);   /* a person's edits may fall within one millisecond */
}

GPtrArray *
tn_query_history (TnCopy *copy, const TnId *id, gboolean with_children, GError **error)
{
  gboolean own;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_history_item_free);
  Telling telling = { .copy = copy, .items = items };
  if (!tn_query_begin (copy, &own, error)) return NULL;
  tn_authors_init (&telling.authors, copy);
  g_autoptr (GArray) ids = collect_ids (copy, id, with_children, error);
  gboolean done = ids != NULL;
  for (guint i = 0; done && i < ids->len; i++) done = tell_record (&telling, &g_array_index (ids, TnId, i), error);
  tn_authors_clear (&telling.authors);
  tn_query_end (copy, own);
  g_ptr_array_sort (items, compare_items_cb);
  return done ? g_steal_pointer (&items) : NULL;
}
