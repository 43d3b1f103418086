/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laptops, their rights, invitations and sessions. */
#include "tn-depot-sqlite-private.h"
#include "tn-mutant.h"

#define TRIES_LIMIT 10

static gboolean
invite (TnDepot *depot, const TnInvitation *invitation, GError **error)
{
  g_autoptr (SqliteWrite) write = sqlite_write_begin (depot, error);
  if (!write) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (write->db,
    "INSERT INTO enrol(code_hash, role, ward, streams, user, expires) VALUES(?, ?, ?, ?, ?, ?)", error);
  if (!stmt) return FALSE;
  g_autofree char *streams = g_strjoinv ("\n", (char **) invitation->streams);
  tn_stmt_bind_blob (stmt, 1, invitation->code_hash, sizeof invitation->code_hash);
  tn_stmt_bind_text (stmt, 2, invitation->role);
  tn_stmt_bind_text (stmt, 3, invitation->ward);
  tn_stmt_bind_text (stmt, 4, streams);
  tn_stmt_bind_text (stmt, 5, invitation->user);
  tn_stmt_bind_int (stmt, 6, invitation->expires);
  return tn_stmt_run (stmt, error) && sqlite_write_commit (g_steal_pointer (&write), error);
}

typedef struct { gboolean found, used, same_key; TnId used_device; char *role, *ward, *streams, *user; gint64 expires, tries; } Code;

static void
clear_code (Code *code)
{
  g_free (code->role);
  g_free (code->ward);
  g_free (code->streams);
  g_free (code->user);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Code, clear_code)

static gboolean
read_code (TnDb *db, const guint8 code_hash[32], const guint8 pub[32], Code *code, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db,
    "SELECT role, ward, streams, user, expires, tries, used_pub IS NOT NULL, used_pub=?2, used_device FROM enrol WHERE code_hash=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_blob (stmt, 1, code_hash, 32);
  tn_stmt_bind_blob (stmt, 2, pub, 32);
  TnStep step = tn_stmt_step (stmt, error);
  code->found = step == TN_STEP_ROW;
  if (!code->found) return step == TN_STEP_DONE;
  code->role = g_strdup (tn_stmt_text (stmt, 0));
  code->ward = g_strdup (tn_stmt_text (stmt, 1));
  code->streams = g_strdup (tn_stmt_text (stmt, 2));
  code->user = g_strdup (tn_stmt_text (stmt, 3));
  code->expires = tn_stmt_int (stmt, 4);
  code->tries = tn_stmt_int (stmt, 5);
  code->used = tn_stmt_int (stmt, 6);
  code->same_key = tn_stmt_int (stmt, 7);
  return !code->used || tn_id_parse (tn_stmt_text (stmt, 8), -1, &code->used_device);
}

static gboolean
count_try (TnDb *db, const guint8 code_hash[32], GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "UPDATE enrol SET tries=tries+1 WHERE code_hash=?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_blob (stmt, 1, code_hash, 32);
  return tn_stmt_run (stmt, error);
}

static gboolean
add_grants (TnDb *db, const char *device, const Code *code, gint64 now, GError **error)
{
  g_auto (GStrv) streams = g_strsplit (code->streams, "\n", -1);
  for (guint i = 0; streams[i]; i++) {
    g_autoptr (TnStmt) stmt = tn_db_prepare (db, "INSERT INTO grant_(device, ward, stream, role, t_from) VALUES(?, ?, ?, ?, ?)", error);
    if (!stmt) return FALSE;
    tn_stmt_bind_text (stmt, 1, device);
    tn_stmt_bind_text (stmt, 2, code->ward);
    tn_stmt_bind_text (stmt, 3, streams[i]);
    tn_stmt_bind_text (stmt, 4, code->role);
    tn_stmt_bind_int (stmt, 5, now);
    if (!tn_stmt_run (stmt, error)) return FALSE;
  }
  return TRUE;
}

static gboolean
use_code (TnDb *db, const guint8 code_hash[32], const guint8 pub[32], const char *device, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "UPDATE enrol SET used_pub=?2, used_device=?3 WHERE code_hash=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_blob (stmt, 1, code_hash, 32);
  tn_stmt_bind_blob (stmt, 2, pub, 32);
  tn_stmt_bind_text (stmt, 3, device);
  return tn_stmt_run (stmt, error);
}

static gboolean
add_device (TnDb *db, const char *device, const guint8 pub[32], const char *user, const char *name, gint64 now, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db,
    "INSERT INTO device(device, pub, user, name, state, enrolled_at, seen_at) VALUES(?, ?, ?, ?, 'active', ?5, ?5)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, device);
  tn_stmt_bind_blob (stmt, 2, pub, 32);
  tn_stmt_bind_text (stmt, 3, user);
  tn_stmt_bind_text (stmt, 4, name);
  tn_stmt_bind_int (stmt, 5, now);
  return tn_stmt_run (stmt, error);
}

/* Decides, and writes what the decision needs; the caller commits. */
static gboolean
enrol_in (TnDb *db, const guint8 code_hash[32], const guint8 pub[32], const char *name, gint64 now, TnId *device, TnEnrolOutcome *outcome, GError **error)
{
  g_auto (Code) code = { 0 };
  TnIdStr id;
  if (!read_code (db, code_hash, pub, &code, error)) return FALSE;
  *outcome = TN_ENROL_UNKNOWN;
  if (!code.found) return TRUE;
  if (code.used && code.same_key) {
    *device = code.used_device;
    *outcome = TN_ENROL_OK;
    return TRUE;
  }
  *outcome = code.tries >= TRIES_LIMIT || now > code.expires ? TN_ENROL_EXPIRED : code.used ? TN_ENROL_USED : TN_ENROL_OK;
  if (*outcome != TN_ENROL_OK) {
    if (!code.used) return count_try (db, code_hash, error);
    tn_id_format (&code.used_device, id);
    return count_try (db, code_hash, error) && sqlite_alarm (db, id, "enrol-used", now, error);
  }
  tn_id_format (device, id);
  return add_device (db, id, pub, code.user, name, now, error) && add_grants (db, id, &code, now, error) && use_code (db, code_hash, pub, id, error);
}

static gboolean
enrol (TnDepot *depot, const guint8 code_hash[32], const guint8 pub[32], const char *name, gint64 now, TnId *device, TnEnrolOutcome *outcome, GError **error)
{
  g_autoptr (SqliteWrite) write = sqlite_write_begin (depot, error);
  return write && enrol_in (write->db, code_hash, pub, name, now, device, outcome, error) && sqlite_write_commit (g_steal_pointer (&write), error);
}

#define DEVICE_COLUMNS "device, user, name, pub, state, session_no, enrolled_at, seen_at"

static TnDevice *
read_device (TnStmt *stmt)
{
  gsize len = 0;
  TnDevice *device = g_new0 (TnDevice, 1);
  device->device = g_strdup (tn_stmt_text (stmt, 0));
  device->user = g_strdup (tn_stmt_text (stmt, 1));
  device->name = g_strdup (tn_stmt_text (stmt, 2));
  const void *pub = tn_stmt_blob (stmt, 3, &len);
  if (pub && len == sizeof device->pub) memcpy (device->pub, pub, len);
  device->revoked = g_strcmp0 (tn_stmt_text (stmt, 4), "active") != 0;
  device->session_no = tn_stmt_int (stmt, 5);
  device->enrolled_at = tn_stmt_int (stmt, 6);
  device->seen_at = tn_stmt_int (stmt, 7);
  return device;
}

static gboolean
find_device (TnDepot *depot, const char *name, TnDevice **found, GError **error)
{
  *found = NULL;
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT " DEVICE_COLUMNS " FROM device WHERE device=?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, name);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW) *found = read_device (stmt);
  return step != TN_STEP_ERROR;
}

static GPtrArray *
list_devices (TnDepot *depot, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT " DEVICE_COLUMNS " FROM device ORDER BY enrolled_at, device", error);
  if (!stmt) return NULL;
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_device_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) g_ptr_array_add (devices, read_device (stmt));
  return step == TN_STEP_DONE ? g_steal_pointer (&devices) : NULL;
}

static GPtrArray *
list_ward_devices (TnDepot *depot, const char *ward, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db,
    "SELECT " DEVICE_COLUMNS " FROM device WHERE device IN (SELECT device FROM grant_ WHERE ward=?) ORDER BY device", error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, ward);
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_device_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) g_ptr_array_add (devices, read_device (stmt));
  return step == TN_STEP_DONE ? g_steal_pointer (&devices) : NULL;
}

static gboolean
grant (TnDepot *depot, const char *device, const TnGrant *grant, GError **error)
{
  g_autoptr (SqliteWrite) write = sqlite_write_begin (depot, error);
  if (!write) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (write->db,
    "INSERT INTO grant_(device, ward, stream, role, t_from) SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS("
    "SELECT 1 FROM grant_ WHERE device=?1 AND ward=?2 AND stream=?3 AND role=?4 AND t_to=0)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, device);
  tn_stmt_bind_text (stmt, 2, grant->ward);
  tn_stmt_bind_text (stmt, 3, grant->stream);
  tn_stmt_bind_text (stmt, 4, grant->role);
  tn_stmt_bind_int (stmt, 5, grant->from);
  return tn_stmt_run (stmt, error) && sqlite_write_commit (g_steal_pointer (&write), error);
}

static gboolean
end_grants (TnDepot *depot, const char *device, const char *ward, const char *role, gint64 now, gboolean *found, GError **error)
{
  g_autoptr (SqliteWrite) write = sqlite_write_begin (depot, error);
  if (!write) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (write->db, "UPDATE grant_ SET t_to=?4 WHERE device=?1 AND ward=?2 AND role=?3 AND t_to=0", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, device);
  tn_stmt_bind_text (stmt, 2, ward);
  tn_stmt_bind_text (stmt, 3, role);
  tn_stmt_bind_int (stmt, 4, now);
  if (!tn_stmt_run (stmt, error)) return FALSE;
  *found = tn_db_changes (write->db) > 0;
  return sqlite_write_commit (g_steal_pointer (&write), error);
}

static gboolean
run_for_device (TnDb *db, const char *sql, const char *device, gint64 now, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, device);
  tn_stmt_bind_int (stmt, 2, now);
  return tn_stmt_run (stmt, error);
}

static gboolean
revoke_device (TnDepot *depot, const char *device, gint64 now, gboolean *found, GError **error)
{
  g_autoptr (SqliteWrite) write = sqlite_write_begin (depot, error);
  if (!write) return FALSE;
  if (!run_for_device (write->db, "UPDATE device SET state='revoked', revoked_at=?2 WHERE device=?1", device, now, error)) return FALSE;
  *found = tn_db_changes (write->db) > 0;
  return run_for_device (write->db, "UPDATE grant_ SET t_to=?2 WHERE device=?1 AND t_to=0", device, now, error)
         && sqlite_write_commit (g_steal_pointer (&write), error);
}

/* By device alone: what wards() counts grows with all wards, and every session asks this. */
static GPtrArray *
list_wards_of (TnDepot *depot, const char *device, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT ward, name FROM ward WHERE ward IN (SELECT ward FROM grant_ WHERE device=?)", error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, device);
  g_autoptr (GPtrArray) wards = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_ward_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnWard *ward = g_new0 (TnWard, 1);
    ward->ward = g_strdup (tn_stmt_text (stmt, 0));
    ward->name = g_strdup (tn_stmt_text (stmt, 1));
    g_ptr_array_add (wards, ward);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&wards) : NULL;
}

static GPtrArray *
list_grants (TnDepot *depot, const char *device, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT ward, stream, role, t_from, t_to FROM grant_ WHERE device=? ORDER BY rowid", error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, device);
  g_autoptr (GPtrArray) grants = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_grant_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    g_ptr_array_add (grants, tn_grant_new (tn_stmt_text (stmt, 0), tn_stmt_text (stmt, 1), tn_stmt_text (stmt, 2), tn_stmt_int (stmt, 3), tn_stmt_int (stmt, 4)));
  return step == TN_STEP_DONE ? g_steal_pointer (&grants) : NULL;
}

static GPtrArray *
list_replicas (TnDepot *depot, const char *ward, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db,
    "SELECT r.replica, d.device, d.name, d.user FROM replica r JOIN device d ON d.device=r.device"
    " WHERE r.device IN (SELECT device FROM grant_ WHERE ward=?) ORDER BY r.since, r.replica", error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, ward);
  g_autoptr (GPtrArray) replicas = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_replica_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnReplica *replica = g_new0 (TnReplica, 1);
    *replica = (TnReplica) { g_strdup (tn_stmt_text (stmt, 0)), g_strdup (tn_stmt_text (stmt, 1)), g_strdup (tn_stmt_text (stmt, 2)), g_strdup (tn_stmt_text (stmt, 3)) };
    g_ptr_array_add (replicas, replica);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&replicas) : NULL;
}

/* The fork test (sync.md 2.7). A replica's first session begins its chain with whatever it says. */
static gboolean
test_nonce (TnDb *db, const char *device, const char *replica, const char *nonce, gboolean *known, gboolean *forked, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT device=?2 AND ?3 IN (nonce, prev_nonce) FROM replica WHERE replica=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, replica);
  tn_stmt_bind_text (stmt, 2, device);
  tn_stmt_bind_text (stmt, 3, nonce);
  TnStep step = tn_stmt_step (stmt, error);
  *known = step == TN_STEP_ROW;
  *forked = *known && !tn_stmt_int (stmt, 0) && !TN_MUTANT (DEVICE_EXEMPTION);
  return step != TN_STEP_ERROR;
}

static gboolean
step_chain (TnDb *db, gboolean known, const char *device, const char *replica, const char *nonce, const char *new_nonce, gint64 now, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, known ? "UPDATE replica SET nonce=?4, prev_nonce=?3 WHERE replica=?1 AND device=?2"
    : "INSERT INTO replica(replica, device, prev_nonce, nonce, since) VALUES(?1, ?2, ?3, ?4, ?5)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, replica);
  tn_stmt_bind_text (stmt, 2, device);
  tn_stmt_bind_text (stmt, 3, nonce);
  tn_stmt_bind_text (stmt, 4, new_nonce);
  if (!known) tn_stmt_bind_int (stmt, 5, now);
  return tn_stmt_run (stmt, error);
}

static gboolean
count_session (TnDb *db, const char *device, gint64 no, gint64 now, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "UPDATE device SET session_no=max(session_no, ?2), seen_at=?3 WHERE device=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, device);
  tn_stmt_bind_int (stmt, 2, no);
  tn_stmt_bind_int (stmt, 3, now);
  return tn_stmt_run (stmt, error);
}

static gboolean
session (TnDepot *depot, const char *device, const char *replica, gint64 no, const char *nonce, const char *new_nonce, gint64 now, gboolean *forked, GError **error)
{
  gboolean known = FALSE;
  g_autoptr (SqliteWrite) write = sqlite_write_begin (depot, error);
  if (!write || !test_nonce (write->db, device, replica, nonce, &known, forked, error)) return FALSE;
  if (*forked) return TRUE;
  return step_chain (write->db, known, device, replica, nonce, new_nonce, now, error) && count_session (write->db, device, no, now, error)
         && sqlite_write_commit (g_steal_pointer (&write), error);
}

void
sqlite_fill_device_driver (TnDepotDriver *driver)
{
  driver->invite = invite;
  driver->enrol = enrol;
  driver->device = find_device;
  driver->devices = list_devices;
  driver->revoke = revoke_device;
  driver->wards_of = list_wards_of;
  driver->ward_devices = list_ward_devices;
  driver->grant = grant;
  driver->end_grants = end_grants;
  driver->grants = list_grants;
  driver->replicas = list_replicas;
  driver->session = session;
}
