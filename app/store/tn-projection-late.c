/* SPDX-License-Identifier: GPL-3.0-or-later */
/* While a first copy comes in, its lists are under way on the connection that applies it, in many short transactions. What anybody else
 * changes in between is only noted (table late); at the end, when lists, indexes and search are there, it is put in record by record. */
#include "tn-projection-private.h"

gboolean
tn_projection_note (TnCopy *copy, TnSlice kind, const TnId *id, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "INSERT INTO late(id, kind) VALUES(?1, ?2) ON CONFLICT DO NOTHING", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  tn_stmt_bind_slice (stmt, 2, kind);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_projection_count_late (TnCopy *copy, gint64 *n, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT count(*) FROM late", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *n = tn_stmt_int (stmt, 0);
  return TRUE;
}

/* A record that is not here any more goes from the lists; its kind is what was noted. */
static gboolean
put_one (TnCopy *copy, const TnId *id, const char *kind, GError **error)
{
  g_autoptr (TnMaker) maker = tn_maker_new (copy->db, "main");   /* of one change: it remembers names that the next one may change */
  g_autoptr (GError) local = NULL;
  g_autoptr (TnRow) row = tn_copy_get (copy, id, &local);
  if (row) return tn_projection_put_now (maker, row, error);
  if (g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND)) return !tn_schema_kind (kind) || tn_projection_remove_now (maker, kind, id, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

typedef struct { TnId id; const char *kind; } Late;

static GArray *
list (TnCopy *copy, guint limit, GError **error)
{
  g_autoptr (GArray) late = g_array_new (FALSE, FALSE, sizeof (Late));
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT id, kind FROM late LIMIT ?1", error);
  if (!stmt) return NULL;
  tn_stmt_bind_int (stmt, 1, limit);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    Late one = { .kind = g_intern_string (tn_stmt_text (stmt, 1)) };
    if (tn_stmt_id (stmt, 0, &one.id)) g_array_append_val (late, one);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&late) : NULL;
}

static gboolean
forget (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "DELETE FROM late WHERE id = ?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_projection_put_late (TnCopy *copy, guint limit, gboolean *more, GError **error)
{
  g_autoptr (GArray) late = list (copy, limit, error);
  if (!late) return FALSE;
  for (guint i = 0; i < late->len; i++) {
    const Late *one = &g_array_index (late, Late, i);
    if (!put_one (copy, &one->id, one->kind, error) || !forget (copy, &one->id, error)) return FALSE;
  }
  *more = late->len == limit;
  return TRUE;
}
