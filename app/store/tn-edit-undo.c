/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo is a new edit that puts back what an action displaced, if nobody has touched it since. Records that the action made are deleted
 * like any other; those that certainly never left this laptop go without a trace, so that a mistaken import of 90,000 people does not
 * travel to the district only to be deleted there. */
#include "tn-digest-private.h"
#include "tn-edit-private.h"
#include "tn-projection.h"
#include <glib/gi18n.h>

#define BULK_RECORDS 5000

typedef struct {
  TnCopy *copy;
  gint64 action;
  TnStamp stamp;
  GBytes *created;
  TnEdit *edit;
  GHashTable *made;     /* TnId* into created */
} Undo;

static void
clear_undo (Undo *u)
{
  g_clear_pointer (&u->created, g_bytes_unref);
  g_clear_pointer (&u->edit, tn_edit_free);
  g_clear_pointer (&u->made, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Undo, clear_undo)

static gboolean
set_changed_since (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_CONFLICT,
    _("This cannot be undone: somebody changed it in the meantime. Nothing was changed. Change it by hand."));
  return FALSE;
}

static gboolean
read_action (Undo *u, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (u->copy->db, "SELECT stamp, created FROM action WHERE action=?1 AND undone=0", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, u->action);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_DONE)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There is nothing to undo here (any more). Nothing was changed."));
  if (step != TN_STEP_ROW) return FALSE;
  tn_stamp_parse (tn_stmt_slice (stmt, 0), &u->stamp);
  gsize len;
  const void *ids = tn_stmt_blob (stmt, 1, &len);
  u->created = g_bytes_new (ids, len);
  return TRUE;
}

static guint
count_made (const Undo *u)
{
  return (guint) (g_bytes_get_size (u->created) / sizeof (TnId));
}

static const TnId *
get_made (const Undo *u, guint i)
{
  return (const TnId *) g_bytes_get_data (u->created, NULL) + i;
}

static void
index_made (Undo *u)
{
  u->made = g_hash_table_new (tn_id_hash, tn_id_equal);
  for (guint i = 0; i < count_made (u); i++) g_hash_table_add (u->made, (gpointer) get_made (u, i));
}

static void
put_back_unit (Undo *u, const TnId *id, const char *unit, const char *before, const TnStamp *stamp)
{
  tn_edit_expect (u->edit, id, unit, stamp);
  if (strcmp (unit, TN_UNIT_DEL) == 0) tn_edit_set_deleted (u->edit, id, g_strcmp0 (before, "true") == 0);
  else tn_edit_set_unit (u->edit, id, unit, before);
}

static gboolean
put_back_units (Undo *u, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (u->copy->db, "SELECT id, unit, before, stamp FROM action_unit WHERE action=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, u->action);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnId id;
    TnStamp stamp;
    if (tn_stmt_id (stmt, 0, &id) && tn_stamp_parse (tn_stmt_slice (stmt, 3), &stamp))
      put_back_unit (u, &id, tn_stmt_text (stmt, 1), tn_stmt_text (stmt, 2), &stamp);
  }
  return step == TN_STEP_DONE;
}

/* Was it this action that hung the record where it hangs? Then it goes back by itself: people who left for a household of their own. */
static gboolean
is_hung_by_us (Undo *u, const TnId *child, const char *kind_key)
{
  const TnKind *kind = tn_schema_kind (kind_key);
  if (!kind || !kind->parent_field) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (u->copy->db, "SELECT 1 FROM action_unit WHERE action=?1 AND id=?2 AND unit=?3", NULL);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, u->action);
  tn_stmt_bind_id (stmt, 2, child);
  tn_stmt_bind_text (stmt, 3, tn_field_unit (tn_kind_field (kind, kind->parent_field)));
  return tn_stmt_step (stmt, NULL) == TN_STEP_ROW;
}

/* Somebody hung something on a record that we made: a visit at the new household. */
static gboolean
check_no_others_hang_on (Undo *u, const TnId *id, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (u->copy->db, "SELECT id, kind FROM record WHERE parent=?1 AND del=0", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnId child;
    tn_stmt_id (stmt, 0, &child);
    if (!g_hash_table_contains (u->made, &child) && !is_hung_by_us (u, &child, tn_stmt_text (stmt, 1))) return set_changed_since (error);
  }
  return step == TN_STEP_DONE;
}

typedef enum { MADE_ERROR, MADE_GONE, MADE_HERE_ONLY, MADE_SENT } Made;

/* What became of a record that the action made. MADE_ERROR also when it was changed since. */
static Made
look_at_made (Undo *u, const TnId *id, const char *stamps, char **kind_key, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (u->copy->db,
    "SELECT r.kind, r.stamps, r.del, r.h IS NULL AND EXISTS(SELECT 1 FROM outbox o WHERE o.id=r.id AND o.unit='*'"
    " AND o.sent_to IS NULL AND o.state='new') FROM record r WHERE r.id=?1", error);
  if (!stmt) return MADE_ERROR;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE ? MADE_GONE : MADE_ERROR;
  if (tn_stmt_int (stmt, 2)) return MADE_GONE;
  const char *now = tn_stmt_text_needed (stmt, 1, error);
  if (!now) return MADE_ERROR;
  if (strcmp (now, stamps) != 0) {
    set_changed_since (error);
    return MADE_ERROR;
  }
  *kind_key = g_strdup (tn_stmt_text (stmt, 0));
  return tn_stmt_int (stmt, 3) ? MADE_HERE_ONLY : MADE_SENT;
}

/* A receipt that may have been read elsewhere stays. */
static gboolean
check_mutable (const char *kind_key, GError **error)
{
  const TnKind *kind = tn_schema_kind (kind_key);
  if (!kind || !(kind->flags & TN_KIND_IMMUTABLE)) return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID,
    _("This was sent already and is never deleted. Nothing was changed. Put it right with another entry that says what was wrong."));
  return FALSE;
}

static gboolean
take_back_made (Undo *u, const TnId *id, const char *stamps, GError **error)
{
  g_autofree char *kind_key = NULL;
  Made made = look_at_made (u, id, stamps, &kind_key, error);
  if (made == MADE_ERROR || made == MADE_GONE) return made == MADE_GONE;
  if (!check_no_others_hang_on (u, id, error)) return FALSE;
  if (made == MADE_HERE_ONLY) return tn_record_forget (u->copy, id, kind_key, error);
  if (!check_mutable (kind_key, error)) return FALSE;
  tn_edit_delete (u->edit, id);
  return TRUE;
}

static gboolean
take_back_all_made (Undo *u, GError **error)
{
  g_autofree char *stamps = g_strdup_printf ("\"%s\",\"x\":{},\"d\":0", u->stamp.s);
  gboolean bulk = count_made (u) > BULK_RECORDS && !tn_projection_in_bulk (u->copy);
  if (bulk && !tn_projection_begin_bulk (u->copy, error)) return FALSE;
  for (guint i = 0; i < count_made (u); i++)
    if (!take_back_made (u, get_made (u, i), stamps, error)) return FALSE;
  return !bulk || tn_projection_end_bulk (u->copy, error);
}

static gboolean
mark_undone (Undo *u, GError **error)
{
  TnStmt *stmt = tn_db_prepare (u->copy->db, "UPDATE action SET undone=1 WHERE action=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, u->action);
  return tn_stmt_run (stmt, error);
}

static gboolean
write_undo (Undo *u, GError **error)
{
  g_auto (TnEditWrite) w = { 0 };
  if (!tn_edit_write_begin (&w, u->copy, u->edit, FALSE, error)) return FALSE;
  g_autoptr (GError) local = NULL;
  if (tn_edit_write_items (&w, NULL, NULL, NULL, &local)) return tn_edit_write_end (&w, error);
  /* erased or out of scope since: the person reads the same as when it was changed */
  if (g_error_matches (local, TN_ERROR, TN_ERROR_CONFLICT) || g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND)) return set_changed_since (error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
tn_copy_undo (TnCopy *copy, gint64 action, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  g_auto (Undo) u = { .copy = copy, .action = action };
  if (!tx || !read_action (&u, error)) return FALSE;
  tn_digest_begin (copy);
  u.edit = tn_edit_new ("");
  index_made (&u);
  return put_back_units (&u, error) && take_back_all_made (&u, error) && write_undo (&u, error) && mark_undone (&u, error)
         && tn_digest_flush (copy, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}

void
tn_action_free (TnAction *action)
{
  if (!action) return;
  g_free (action->label);
  g_free (action->by);
  g_free (action);
}

GPtrArray *
tn_copy_actions (TnCopy *copy, guint limit, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT action, label, by_user, at, undone FROM action ORDER BY action DESC LIMIT ?1", error);
  if (!stmt) return NULL;
  tn_stmt_bind_int (stmt, 1, limit);
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_action_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnAction *a = g_new0 (TnAction, 1);
    *a = (TnAction) { tn_stmt_int (stmt, 0), g_strdup (tn_stmt_text (stmt, 1)), g_strdup (tn_stmt_text (stmt, 2)),
                      tn_stmt_int (stmt, 3), tn_stmt_int (stmt, 4) != 0 };
    g_ptr_array_add (actions, a);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&actions) : NULL;
}
