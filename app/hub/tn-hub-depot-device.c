/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom the hub serves: the district's word, as it stands in the copy. Only sessions are the hub's own. */
#include "tn-hub-depot-private.h"
#include "tn-meta-keys.h"
#include <cjson/cJSON.h>

gboolean
hub_read_auth (HubRead *read, const char *name, TnDevice **device, GPtrArray **grants, GError **error)
{
  const char *ward = tn_copy_ward (read->copy);
  g_autoptr (GPtrArray) rights = NULL;
  TnId id = tn_auth_id (ward, name);
  *device = NULL;
  if (grants) *grants = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT body FROM record WHERE id=?1 AND kind='" TN_AUTH_KIND "' AND stream='" TN_STREAM_AUTH "' AND del=0", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, &id);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  if (!tn_auth_parse (tn_stmt_slice (stmt, 0), ward, device, &rights, error)) return FALSE;
  if (grants) *grants = g_steal_pointer (&rights);
  return TRUE;
}

static gboolean
find_device (TnDepot *depot, const char *name, TnDevice **found, GError **error)
{
  *found = NULL;
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  return read && hub_read_auth (read, name, found, NULL, error);
}

static GPtrArray *
list_grants (TnDepot *depot, const char *name, GError **error)
{
  g_autoptr (TnDevice) device = NULL;
  GPtrArray *grants = NULL;
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  if (!read || !hub_read_auth (read, name, &device, &grants, error)) return NULL;
  return grants ? grants : g_ptr_array_new_with_free_func ((GDestroyNotify) tn_grant_free);
}

static gboolean
add_seen (HubRead *read, TnDevice *device, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT session_no, seen_at FROM hub_device WHERE device=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, device->device);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW) {
    device->session_no = tn_stmt_int (stmt, 0);
    device->seen_at = tn_stmt_int (stmt, 1);
  }
  return step != TN_STEP_ERROR;
}

/* seen_at: here, not at the district. */
static GPtrArray *
list_devices (TnDepot *depot, GError **error)
{
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  if (!read) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT body FROM record WHERE stream='" TN_STREAM_AUTH "' AND kind='" TN_AUTH_KIND "' AND del=0 ORDER BY id", error);
  if (!stmt) return NULL;
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_device_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnDevice *device = NULL;
    g_autoptr (GPtrArray) grants = NULL;
    if (!tn_auth_parse (tn_stmt_slice (stmt, 0), tn_copy_ward (read->copy), &device, &grants, error)) return NULL;
    g_ptr_array_add (devices, device);
    if (!add_seen (read, device, error)) return NULL;
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&devices) : NULL;
}

static GPtrArray *
list_ward_devices (TnDepot *depot, const char *ward, GError **error)
{
  return list_devices (depot, error);
}

/* ---- who stands behind a replica ---- */

static void
add_replica (GPtrArray *list, const char *replica, const char *device, const char *name, const char *user)
{
  TnReplica *r = g_new0 (TnReplica, 1);
  *r = (TnReplica) { g_strdup (replica), g_strdup (device), g_strdup (name ? name : ""), g_strdup (user ? user : "") };
  g_ptr_array_add (list, r);
}

static gboolean
add_own (HubRead *read, GPtrArray *list, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT replica, device FROM hub_replica ORDER BY since, replica", error);
  if (!stmt) return FALSE;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    g_autoptr (TnDevice) device = NULL;
    if (!hub_read_auth (read, tn_stmt_text (stmt, 1), &device, NULL, error)) return FALSE;
    if (device) add_replica (list, tn_stmt_text (stmt, 0), device->device, device->name, device->user);
  }
  return step == TN_STEP_DONE;
}

/* What the district last told this laptop, and who came here since. */
static GPtrArray *
list_replicas (TnDepot *depot, const char *ward, GError **error)
{
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_replica_free);
  if (!read) return NULL;
  g_autofree char *text = tn_copy_get_meta (read->copy, TN_META_DEVICES);
  cJSON *told = text ? cJSON_Parse (text) : NULL;
  const cJSON *item;
  cJSON_ArrayForEach (item, told) {
    add_replica (list, item->string, cJSON_GetStringValue (cJSON_GetObjectItem (item, "device")), cJSON_GetStringValue (cJSON_GetObjectItem (item, "name")),
                 cJSON_GetStringValue (cJSON_GetObjectItem (item, "user")));
  }
  cJSON_Delete (told);
  return add_own (read, list, error) ? g_steal_pointer (&list) : NULL;
}

/* ---- sessions ---- */

static gboolean
test_nonce (TnDb *db, const char *device, const char *replica, const char *nonce, gboolean *known, gboolean *forked, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT device=?2 AND ?3 IN (nonce, prev_nonce) FROM hub_replica WHERE replica=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, replica);
  tn_stmt_bind_text (stmt, 2, device);
  tn_stmt_bind_text (stmt, 3, nonce);
  TnStep step = tn_stmt_step (stmt, error);
  *known = step == TN_STEP_ROW;
  *forked = *known && !tn_stmt_int (stmt, 0);
  return step != TN_STEP_ERROR;
}

static gboolean
step_chain (TnDb *db, gboolean known, const char *device, const char *replica, const char *nonce, const char *new_nonce, gint64 now, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, known ? "UPDATE hub_replica SET nonce=?4, prev_nonce=?3 WHERE replica=?1 AND device=?2"
    : "INSERT INTO hub_replica(replica, device, prev_nonce, nonce, since) VALUES(?1, ?2, ?3, ?4, ?5)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, replica);
  tn_stmt_bind_text (stmt, 2, device);
  tn_stmt_bind_text (stmt, 3, nonce);
  tn_stmt_bind_text (stmt, 4, new_nonce);
  if (!known) tn_stmt_bind_int (stmt, 5, now);
  return tn_stmt_run (stmt, error);
}

static gboolean
note_seen (TnDb *db, const char *device, gint64 no, gint64 now, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db,
    "INSERT INTO hub_device(device, session_no, seen_at) VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE SET session_no=max(session_no, ?2), seen_at=?3", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, device);
  tn_stmt_bind_int (stmt, 2, no);
  tn_stmt_bind_int (stmt, 3, now);
  return tn_stmt_run (stmt, error);
}

static gboolean
session_in (TnDb *db, const char *device, const char *replica, gint64 no, const char *nonce, const char *new_nonce, gint64 now, gboolean *forked, GError **error)
{
  gboolean known = FALSE;
  g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, error);
  if (!tx || !test_nonce (db, device, replica, nonce, &known, forked, error)) return FALSE;
  if (*forked) return TRUE;
  return step_chain (db, known, device, replica, nonce, new_nonce, now, error) && note_seen (db, device, no, now, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}

static gboolean
session (TnDepot *base, const char *device, const char *replica, gint64 no, const char *nonce, const char *new_nonce, gint64 now, gboolean *forked, GError **error)
{
  HubDepot *depot = (HubDepot *) base;
  g_mutex_lock (&depot->write_lock);
  gboolean done = session_in (tn_copy_db (depot->writer), device, replica, no, nonce, new_nonce, now, forked, error);
  g_mutex_unlock (&depot->write_lock);
  return done;
}

void
hub_fill_device_driver (TnDepotDriver *driver)
{
  driver->device = find_device;
  driver->devices = list_devices;
  driver->ward_devices = list_ward_devices;
  driver->grants = list_grants;
  driver->replicas = list_replicas;
  driver->session = session;
}
