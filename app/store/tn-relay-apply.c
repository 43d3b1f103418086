/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An edit of the team in the hub's own rows, so that everybody sees it at once. This is no edit of the person here: it goes into no outbox but the relay's, and
 * stands as "ahead" until the root has said its word. */
#include "tn-outbox-private.h"
#include "tn-projection.h"
#include "tn-record-private.h"
#include "tn-relay.h"

static char *
find_stream (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT stream FROM record WHERE id=?1", error);
  if (!stmt) return NULL;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  return step == TN_STEP_ERROR ? NULL : g_strdup (step == TN_STEP_ROW ? tn_stmt_text (stmt, 0) : TN_STREAM_ORPHAN);
}

/* Of a new record its references say where it belongs; of a known one the root has said it. */
static gboolean
set_stream (TnCopy *copy, TnRow *row, const TnRow *draft, GError **error)
{
  TnId parent, area;
  g_free (row->stream);
  row->stream = NULL;
  if (!row->kind->parent_field) row->stream = tn_stream_for_area (row->kind, tn_row_area (draft, &area) ? &area : NULL);
  else {
    g_autofree char *above = tn_row_parent (draft, &parent) ? find_stream (copy, &parent, error) : g_strdup (TN_STREAM_ORPHAN);
    if (above) row->stream = tn_stream_for_child (row->kind, above);
  }
  return row->stream != NULL;
}

static TnRow *
make_row (TnCopy *copy, const TnEntry *entry, GError **error)
{
  g_autoptr (TnRow) row = tn_row_new (entry->kind_key, &entry->id), draft = tn_row_new (entry->kind_key, &entry->id);
  for (guint i = 0; row->kind && i < entry->changes->len; i++) {
    const TnChange *change = entry->changes->pdata[i];
    if (tn_kind_has_unit (row->kind, change->unit)) tn_row_set_unit (draft, change->unit, change->value, &change->stamp);
  }
  return !row->kind || set_stream (copy, row, draft, error) ? g_steal_pointer (&row) : NULL;
}

TnRow *
tn_relay_row (TnCopy *copy, const TnEntry *entry, gboolean *exists, GError **error)
{
  g_autoptr (GError) local = NULL;
  TnRow *row = tn_record_load (copy, &entry->id, NULL, NULL, &local);
  *exists = row != NULL;
  if (row) return row;
  if (g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND)) return make_row (copy, entry, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
insert (TnCopy *copy, const TnRow *row, GError **error)
{
  g_autoptr (GString) stamps = g_string_new (NULL), body = g_string_new (NULL);
  gboolean inserted = FALSE;
  tn_row_to_parts (row, stamps, body);
  TnRecordParts parts = { .id = row->id, .kind = tn_slice (row->kind_key, -1), .stream = tn_slice (row->stream, -1),
                          .stamps = { stamps->str, stamps->len }, .body = { body->str, body->len }, .deleted = row->deleted };
  tn_row_parent (row, &parts.parent);
  return tn_record_insert (copy, &parts, &inserted, error);
}

static gboolean
keep_displaced (TnCopy *copy, const TnRow *before, const TnRow *now, gint64 at, GError **error)
{
  for (guint i = 0; i < before->units->len; i++) {
    const TnUnit *unit = &g_array_index (before->units, TnUnit, i), *other = tn_row_unit (now, unit->unit);
    if (other && g_strcmp0 (unit->value, other->value) == 0) continue;
    if (!tn_history_add (copy, &before->id, unit->unit, &unit->stamp, unit->value, at, error)) return FALSE;
  }
  return TRUE;
}

gboolean
tn_relay_store (TnCopy *copy, const TnRow *before, const TnRow *now, GError **error)
{
  gint64 ahead = 0, at = tn_env_now_ms (copy->env), since = tn_outbox_now (copy);
  if (!before) return insert (copy, now, error) && tn_record_set_ahead (copy, &now->id, since, error) && tn_projection_put (copy, now, error);
  return keep_displaced (copy, before, now, at, error) && tn_record_store (copy, now, error) && tn_record_get_ahead (copy, &now->id, &ahead, error)
         && (ahead || tn_record_set_ahead (copy, &now->id, since, error)) && tn_projection_put (copy, now, error);
}
