/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-doors.h"
#include "tn-copy-private.h"
#include "tn-query-private.h"

void
tn_door_clear (TnDoor *door)
{
  char **texts[] = { &door->house_no, &door->alley, &door->street, &door->room, &door->building_name, &door->head, &door->status };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) g_clear_pointer (texts[i], g_free);
}

#define DOOR_SQL "SELECT row, id, area, building, house_no, alley, street, room, building_name, head_name, status, n_people FROM household WHERE "

static char *
dup_or_empty (const char *text)
{
  return g_strdup (text ? text : "");
}

static gboolean
read_door (TnStmt *stmt, TnDoor *door, gboolean *found, GError **error)
{
  TnStep step = stmt ? tn_stmt_step (stmt, error) : TN_STEP_ERROR;
  *found = step == TN_STEP_ROW;
  if (!*found) return step == TN_STEP_DONE;
  door->row = tn_stmt_int (stmt, 0);
  tn_stmt_id (stmt, 1, &door->id);
  tn_stmt_id (stmt, 2, &door->area);
  tn_stmt_id (stmt, 3, &door->building);
  door->house_no = g_strdup (tn_stmt_text (stmt, 4));
  door->alley = g_strdup (tn_stmt_text (stmt, 5));
  door->street = g_strdup (tn_stmt_text (stmt, 6));
  door->room = g_strdup (tn_stmt_text (stmt, 7));
  door->building_name = g_strdup (tn_stmt_text (stmt, 8));
  door->head = dup_or_empty (tn_stmt_text (stmt, 9));
  door->status = dup_or_empty (tn_stmt_text (stmt, 10));
  door->n_people = (guint) tn_stmt_int (stmt, 11);
  return TRUE;
}

gboolean
tn_query_door (TnCopy *copy, gint64 row, TnDoor *door, gboolean *found, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, DOOR_SQL "row = ? AND live = 1", error);
  if (stmt) tn_stmt_bind_int (stmt, 1, row);
  return read_door (stmt, door, found, error);
}

gboolean
tn_query_door_of (TnCopy *copy, const TnId *household, TnDoor *door, gboolean *found, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_query_prepare_id (copy, DOOR_SQL "id = ? AND live = 1", household, error);
  return read_door (stmt, door, found, error);
}

char *
tn_door_address (const TnDoor *door)
{
  return tn_query_address (door->house_no, door->alley, door->street, door->room, door->building_name);
}

static gboolean
read_count (TnStmt *stmt, guint *n, GError **error)
{
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *n = (guint) tn_stmt_int (stmt, 0);
  return TRUE;
}

/* Each home once: as count(DISTINCT) does, which keeps them in order beside and takes three times as long. */
static gboolean
collect_homes (TnStmt *stmt, GHashTable *homes, GError **error)
{
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnId id;
    if (tn_stmt_id (stmt, 0, &id) && !g_hash_table_contains (homes, &id)) g_hash_table_add (homes, tn_id_copy (&id));
  }
  return step == TN_STEP_DONE;
}

gboolean
tn_query_count_visited (TnCopy *copy, gint64 from, gint64 to, guint *visited, guint *n, GError **error)
{
  g_autoptr (GHashTable) homes = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  g_autoptr (TnStmt) met = tn_db_prepare (copy->db, "SELECT parent FROM item WHERE kind = 'visit' AND at >= ?1 AND at < ?2 AND state = 'met'", error);
  if (!met) return FALSE;
  tn_stmt_bind_int (met, 1, from);
  tn_stmt_bind_int (met, 2, to);
  if (!collect_homes (met, homes, error)) return FALSE;
  *visited = g_hash_table_size (homes);
  g_autoptr (TnStmt) all = tn_db_prepare (copy->db, "SELECT count(*) FROM household WHERE gone = 0", error);
  if (!read_count (all, n, error)) return FALSE;
  *visited = MIN (*visited, *n);   /* a few have moved away since: looking up which would cost more than all the rest */
  return TRUE;
}

GArray *
tn_query_unvaccinated (TnCopy *copy, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT DISTINCT home FROM person p WHERE p.gone = 0 AND NOT EXISTS(SELECT 1 FROM record r JOIN item i ON i.id = r.id"
    " WHERE r.parent = p.id AND i.kind = 'vaccination' AND (i.state = 'full' OR json_extract(r.body, '$.reason') = 'too_young'))", error);
  if (!stmt) return NULL;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    gint64 row = tn_stmt_int (stmt, 0);
    g_array_append_val (rows, row);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

/* ---- stops ---- */

static void
read_stop (TnStmt *stmt, TnStopRow *row)
{
  TnFields fields;
  TnId id;
  const char *state = tn_stmt_text (stmt, 1);
  memset (row, 0, sizeof *row);
  tn_stmt_id (stmt, 0, &id);
  tn_fields_from_body (&fields, tn_schema_kind ("stop"), &id, tn_stmt_slice (stmt, 2));
  row->id = id;
  row->state = state ? g_intern_string (state) : "";
  tn_fields_ref (&fields, "household", &row->household);
  tn_fields_ref (&fields, "round", &row->round);
  tn_fields_ref (&fields, "volunteer", &row->volunteer);
  tn_fields_ref (&fields, "carried_from", &row->carried_from);
  row->position = tn_fields_int (&fields, "position");
  row->number = (guint) CLAMP (tn_fields_int (&fields, "number"), 0, G_MAXINT);
  row->fixed = tn_slice_is (tn_fields_get (&fields, "fixed"), "true");
}

static int
compare_stops_cb (gconstpointer a, gconstpointer b)
{
  const TnStopRow *x = a, *y = b;
  return x->position != y->position ? (x->position < y->position ? -1 : 1) : tn_id_compare (&x->id, &y->id);
}

GArray *
tn_query_stop_rows (TnCopy *copy, const TnId *round, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (TnStopRow));
  g_autoptr (TnStmt) stmt = tn_query_prepare_id (copy,
    "SELECT i.id, i.state, r.body FROM item i JOIN record r ON r.id = i.id WHERE i.ref = ? AND i.kind = 'stop'", round, error);
  if (!stmt) return NULL;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnStopRow row;
    read_stop (stmt, &row);
    g_array_append_val (rows, row);
  }
  g_array_sort (rows, compare_stops_cb);
  return step == TN_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

gboolean
tn_query_stop_row (TnCopy *copy, const TnId *stop, TnStopRow *row, gboolean *found, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_query_prepare_id (copy,
    "SELECT i.id, i.state, r.body FROM item i JOIN record r ON r.id = i.id WHERE i.id = ? AND i.kind = 'stop'", stop, error);
  TnStep step = stmt ? tn_stmt_step (stmt, error) : TN_STEP_ERROR;
  *found = step == TN_STEP_ROW;
  if (*found) read_stop (stmt, row);
  return step != TN_STEP_ERROR;
}
