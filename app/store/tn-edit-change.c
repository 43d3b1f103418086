/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change of a record that is there: which units really change, what they displace, and what their author had seen. */
#include "tn-edit-private.h"
#include "tn-merge.h"
#include "tn-projection.h"
#include <glib/gi18n.h>

typedef struct {
  TnEditWrite *w;
  TnEditItem *item;
  TnRow *row;
  gboolean confirmed;    /* the root has it: its stream is the root's to say */
  TnHash seen;           /* state before this edit, for a delete */
  gboolean changed;
} Change;

/* ---- what stands in the outbox for the value on screen ---- */

static GArray *
parse_stamps (const char *text)
{
  GArray *stamps = g_array_new (FALSE, FALSE, sizeof (TnStamp));
  for (gsize left = strlen (text); left >= TN_STAMP_LEN; left -= TN_STAMP_LEN, text += TN_STAMP_LEN) {
    TnStamp stamp;
    if (tn_stamp_parse (tn_slice (text, TN_STAMP_LEN), &stamp)) g_array_append_val (stamps, stamp);
  }
  return stamps;
}

/* The open entry that is the value on screen: its number and what it had seen. n = 0 when there is none. A creation is replaced by
 * itself: it travels with the units that still carry its stamp. */
static gboolean
find_pending (Change *c, const char *unit, const TnStamp *current, gint64 *n, GArray **over, GError **error)
{
  *n = 0;
  g_autoptr (TnStmt) stmt = tn_db_prepare (c->w->copy->db,
    "SELECT n, over, sent_to FROM outbox WHERE id=?1 AND unit=?2 AND stamp=?3 AND (state='new' OR state='held')", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, &c->row->id);
  tn_stmt_bind_text (stmt, 2, unit);
  tn_stmt_bind_text (stmt, 3, current->s);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  if (tn_stmt_is_null (stmt, 2)) *n = tn_stmt_int (stmt, 0);
  *over = parse_stamps (tn_stmt_text (stmt, 1));
  return TRUE;
}

static gboolean
drop_entry (Change *c, gint64 n, GError **error)
{
  if (n == 0) return TRUE;
  TnStmt *stmt = tn_db_prepare (c->w->copy->db, "DELETE FROM outbox WHERE n=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, n);
  return tn_stmt_run (stmt, error);
}

/* ---- one unit ---- */

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return tn_stamp_cmp (b, a);
}

/* What a settled conflict has seen besides: both values. */
static void
add_also_seen (GArray *over, const GArray *also)
{
  if (!also) return;
  g_array_append_vals (over, also->data, also->len);
  g_array_sort (over, compare_newest_first);
  for (guint i = over->len; i-- > 1;)
    if (tn_stamp_cmp (&g_array_index (over, TnStamp, i), &g_array_index (over, TnStamp, i - 1)) == 0) g_array_remove_index (over, i);
  if (over->len > TN_LIMIT_OVER) g_array_set_size (over, TN_LIMIT_OVER);
}

static TnStamp
stamp_above (TnEditWrite *w, const GArray *over)
{
  if (over->len == 0 || tn_stamp_cmp (&g_array_index (over, TnStamp, 0), &w->stamp) < 0) return w->stamp;
  return tn_stamp_tick (&w->last, w->wall, w->replica, (const TnStamp *) (gpointer) over->data, over->len);
}

static gboolean
note_for_undo (Change *c, const char *unit, const char *before, const TnStamp *stamp, GError **error)
{
  if (c->w->action == 0) return TRUE;
  TnStmt *stmt = tn_db_prepare (c->w->copy->db,
    "INSERT INTO action_unit(action, id, unit, before, stamp) VALUES(?1, ?2, ?3, ?4, ?5)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, c->w->action);
  tn_stmt_bind_id (stmt, 2, &c->row->id);
  tn_stmt_bind_text (stmt, 3, unit);
  tn_stmt_bind_text (stmt, 4, before);
  tn_stmt_bind_text (stmt, 5, stamp->s);
  return tn_stmt_run (stmt, error);
}

/* Queues the change and gives its stamp. */
static gboolean
queue_unit (Change *c, const char *unit, const TnStamp *current, const char *before, const char *value, const TnHash *seen,
            TnStamp *stamp, GError **error)
{
  g_autoptr (GArray) pending_over = NULL;
  gint64 n = 0;
  gboolean had = tn_stamp_is_set (current);
  if (had && !find_pending (c, unit, current, &n, &pending_over, error)) return FALSE;
  g_autoptr (GArray) over = tn_merge_over (had ? current : NULL, pending_over);
  add_also_seen (over, c->item->also_seen);
  *stamp = stamp_above (c->w, over);
  /* before the entry goes: the history takes from it who typed the value */
  if (had && !tn_history_add (c->w->copy, &c->row->id, unit, current, before, c->w->now, error)) return FALSE;
  c->changed = TRUE;
  return drop_entry (c, n, error) && tn_edit_queue (c->w, &c->row->id, unit, value, stamp, over, seen, error)
         && note_for_undo (c, unit, before, stamp, error);
}

static gboolean
set_unit (Change *c, const char *unit, const char *value, GError **error)
{
  const TnUnit *now = tn_row_unit (c->row, unit);
  if (g_strcmp0 (now ? now->value : NULL, value) == 0 && !c->item->also_seen) return TRUE;
  TnStamp current = now ? now->stamp : (TnStamp) { "" }, stamp;
  g_autofree char *before = g_strdup (now ? now->value : NULL);
  if (!queue_unit (c, unit, &current, before, value, NULL, &stamp, error)) return FALSE;
  tn_row_set_unit (c->row, unit, value, &stamp);
  return TRUE;
}

static gboolean
set_deleted (Change *c, GError **error)
{
  if (!c->item->set_deleted || c->row->deleted == c->item->deleted) return TRUE;
  TnStamp stamp;
  if (!queue_unit (c, TN_UNIT_DEL, &c->row->del_stamp, c->row->deleted ? "true" : "false", c->item->deleted ? "true" : "false",
                   c->item->deleted ? &c->seen : NULL, &stamp, error)) return FALSE;
  c->row->deleted = c->item->deleted;
  c->row->del_stamp = stamp;
  return TRUE;
}

/* ---- fields to units ---- */

static const TnEditValue *
find_edited (const TnEditItem *item, const char *key)
{
  for (guint i = 0; i < item->n_fields; i++)
    if (strcmp (item->fields[i].key, key) == 0) return &item->fields[i];
  return NULL;
}

static int
compare_fields (gconstpointer a, gconstpointer b)
{
  const TnField *const *x = a, *const *y = b;
  return strcmp ((*x)->key, (*y)->key);
}

/* The fields of a unit, by key: the order they have in its value. */
static GPtrArray *
list_fields (const TnKind *kind, const char *unit)
{
  GPtrArray *fields = g_ptr_array_new ();
  for (guint i = 0; i < kind->n_fields; i++)
    if (strcmp (tn_field_unit (&kind->fields[i]), unit) == 0) g_ptr_array_add (fields, (gpointer) &kind->fields[i]);
  g_ptr_array_sort (fields, compare_fields);
  return fields;
}

/* JSON of the unit with the edited fields in place; NULL = empty. */
static char *
make_unit_value (const Change *c, const char *unit)
{
  g_autoptr (GPtrArray) fields = list_fields (c->row->kind, unit);
  gboolean single = tn_kind_unit_is_single (c->row->kind, unit);
  g_autoptr (GString) value = g_string_new (single ? "" : "{");
  for (guint i = 0; i < fields->len; i++) {
    const char *key = ((const TnField *) fields->pdata[i])->key;
    const TnEditValue *edited = find_edited (c->item, key);
    TnSlice token = !edited ? tn_row_field (c->row, key) : edited->token ? tn_slice (edited->token, -1) : (TnSlice) { NULL, 0 };
    if (token.len == 0) continue;
    if (!single) g_string_append_printf (value, "%s\"%s\":", value->len > 1 ? "," : "", key);
    g_string_append_len (value, token.p, (gssize) token.len);
  }
  if (value->len <= (single ? 0 : 1)) return NULL;
  return single ? g_strdup (value->str) : g_strconcat (value->str, "}", NULL);
}

static gboolean
check_field (const Change *c, const TnEditValue *value, const TnField **field, GError **error)
{
  *field = tn_kind_field (c->row->kind, value->key);
  if (!*field) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("There is no field “%s” in a record of this kind. Nothing was changed."), value->key);
    return FALSE;
  }
  return !value->token || tn_field_validate (*field, tn_slice (value->token, -1), error);
}

static gboolean
set_fields (Change *c, GError **error)
{
  for (guint i = 0; i < c->item->n_fields; i++) {
    const TnField *field;
    if (!check_field (c, &c->item->fields[i], &field, error)) return FALSE;
    const char *unit = tn_field_unit (field);
    g_autofree char *value = make_unit_value (c, unit);   /* a second field of the unit finds it done: no change */
    if (!set_unit (c, unit, value, error)) return FALSE;
  }
  return TRUE;
}

static gboolean
set_units (Change *c, GError **error)
{
  for (guint i = 0; c->item->units && i < c->item->units->len; i++) {
    const TnEditValue *unit = &g_array_index (c->item->units, TnEditValue, i);
    if (!set_unit (c, unit->key, unit->token, error)) return FALSE;
  }
  return TRUE;
}

/* ---- the record ---- */

static gboolean
check_expects (const Change *c, GError **error)
{
  for (guint i = 0; c->item->expects && i < c->item->expects->len; i++) {
    const TnEditExpect *expect = &g_array_index (c->item->expects, TnEditExpect, i);
    const TnUnit *unit = tn_row_unit (c->row, expect->unit);
    const TnStamp *now = strcmp (expect->unit, TN_UNIT_DEL) == 0 ? &c->row->del_stamp : unit ? &unit->stamp : NULL;
    if (g_strcmp0 (now ? now->s : "", expect->stamp.s) == 0) continue;
    g_set_error_literal (error, TN_ERROR, TN_ERROR_CONFLICT,
      _("Somebody changed this record in the meantime. Nothing was changed. Look at it again, then decide."));
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_editable (const Change *c, GError **error)
{
  gboolean revives = c->item->set_deleted && !c->item->deleted;
  if (!c->row->kind)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED,
      _("A newer version of this program made this record. Nothing was changed. Install the newer version to change it."));
  else if (c->row->kind->flags & TN_KIND_IMMUTABLE)   /* the district holds back what would change or delete it, and copies would differ for good */
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID,
      _("This is kept as it was written: others may have it already. Nothing was changed. Put it right with an entry of its own."));
  else if (c->row->deleted && !revives && !(c->item->set_deleted && c->item->n_fields == 0))
    g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND,
      _("This record was deleted. Nothing was changed. Look at the list again."));
  else return check_expects (c, error);
  return FALSE;
}

/* A record that the root has never seen moves with its area or parent; of all others the root says the stream. */
static gboolean
update_stream (Change *c, GError **error)
{
  if (c->confirmed) return TRUE;
  TnId parent = { { 0 } }, area = { { 0 } };
  tn_row_parent (c->row, &parent);
  tn_row_area (c->row, &area);
  const char *stream = tn_edit_stream_for (c->w, c->row->kind, &parent, &area, error);
  if (!stream) return FALSE;
  g_free (c->row->stream);
  c->row->stream = g_strdup (stream);
  return TRUE;
}

static gboolean
store_change (Change *c, GError **error)
{
  if (!c->changed) return TRUE;
  return update_stream (c, error) && tn_record_store (c->w->copy, c->row, error) && tn_projection_put (c->w->copy, c->row, error);
}

gboolean
tn_edit_write_change (TnEditWrite *w, TnEditItem *item, GError **error)
{
  Change c = { .w = w, .item = item };
  g_autoptr (TnRow) row = tn_record_load (w->copy, &item->id, NULL, &c.confirmed, error);
  c.row = row;
  if (!row || !check_editable (&c, error)) return FALSE;
  if (item->set_deleted && item->deleted) c.seen = tn_row_state_hash (row);
  return set_units (&c, error) && set_fields (&c, error) && set_deleted (&c, error) && store_change (&c, error);
}
