/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laptops, their rights, invitations and sessions. */
#include "tn-depot-pg-private.h"
#include <glib/gi18n.h>

#define TRIES_LIMIT 10

static gboolean
invite (TnDepot *depot, const TnInvitation *invitation, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  g_autofree char *streams = g_strjoinv ("\n", (char **) invitation->streams);
  tn_pg_bytes (&args, invitation->code_hash, sizeof invitation->code_hash);
  tn_pg_text (&args, invitation->role);
  tn_pg_text (&args, invitation->ward);
  tn_pg_text (&args, streams);
  tn_pg_text (&args, invitation->user);
  tn_pg_int (&args, invitation->expires);
  return lease && tn_pg_run (lease->pg, "INSERT INTO enrol(code_hash, role, ward, streams, \"user\", expires) VALUES($1, $2, $3, $4, $5, $6)", &args, NULL, error);
}

/* The row is locked: of two laptops that try one code at once the second sees what the first did. */
static PGresult *
read_code (TnPg *pg, const guint8 code_hash[32], const guint8 pub[32], GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_bytes (&args, code_hash, 32);
  tn_pg_bytes (&args, pub, 32);
  return tn_pg_query (pg, "SELECT expires, tries, used_pub IS NOT NULL, coalesce(used_pub=$2, false), used_device, role, ward, streams, \"user\" FROM enrol WHERE code_hash=$1 FOR UPDATE", &args, error);
}

static gboolean
count_try (TnPg *pg, const guint8 code_hash[32], GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_bytes (&args, code_hash, 32);
  return tn_pg_run (pg, "UPDATE enrol SET tries=tries+1 WHERE code_hash=$1", &args, NULL, error);
}

enum { EXPIRES, TRIES, IS_USED, SAME_KEY, USED_DEVICE, ROLE, WARD, STREAMS, USER };    /* columns of read_code() */

static void
bind_rights (TnPgArgs *args, const PGresult *code, const char *device, gint64 now)
{
  TnPgArray names = { 0 };
  g_auto (GStrv) streams = g_strsplit (tn_pg_get_text (code, 0, STREAMS), "\n", -1);
  for (guint i = 0; streams[i]; i++) tn_pg_array_text (&names, streams[i]);
  tn_pg_text (args, device);
  tn_pg_text (args, tn_pg_get_text (code, 0, WARD));
  tn_pg_text (args, tn_pg_get_text (code, 0, ROLE));
  tn_pg_int (args, now);
  tn_pg_texts (args, &names);
}

/* Device, rights and the used code in one trip. */
static gboolean
add_device (TnPg *pg, const PGresult *code, const guint8 code_hash[32], const guint8 pub[32], const char *device, const char *name, gint64 now, GError **error)
{
  g_auto (TnPgArgs) who = { 0 }, rights = { 0 }, used = { 0 };
  PGresult *results[3] = { NULL };
  tn_pg_text (&who, device);
  tn_pg_bytes (&who, pub, 32);
  tn_pg_text (&who, tn_pg_get_text (code, 0, USER));
  tn_pg_text (&who, name);
  tn_pg_int (&who, now);
  bind_rights (&rights, code, device, now);
  tn_pg_bytes (&used, code_hash, 32);
  tn_pg_bytes (&used, pub, 32);
  tn_pg_text (&used, device);
  gboolean done = tn_pg_send (pg, "INSERT INTO device(device, pub, \"user\", name, state, enrolled_at, seen_at) VALUES($1, $2, $3, $4, 'active', $5, $5)", &who, error)
    && tn_pg_send (pg, "INSERT INTO grant_(device, ward, stream, role, t_from) SELECT $1, $2, s.stream, $3, $4 FROM unnest($5) WITH ORDINALITY AS s(stream, i) ORDER BY s.i", &rights, error)
    && tn_pg_send (pg, "UPDATE enrol SET used_pub=$2, used_device=$3 WHERE code_hash=$1", &used, error) && tn_pg_land (pg, results, 3, error);
  for (guint i = 0; done && i < 3; i++) PQclear (results[i]);
  return done;
}

/* Decides, and writes what the decision needs; the caller commits. */
static gboolean
enrol_in (TnPg *pg, const guint8 code_hash[32], const guint8 pub[32], const char *name, gint64 now, TnId *device, TnEnrolOutcome *outcome, GError **error)
{
  TnIdStr id;
  g_autoptr (PGresult) code = read_code (pg, code_hash, pub, error);
  if (!code) return FALSE;
  *outcome = TN_ENROL_UNKNOWN;
  if (PQntuples (code) == 0) return TRUE;
  gboolean used = tn_pg_get_int (code, 0, IS_USED) != 0;
  if (used && tn_pg_get_int (code, 0, SAME_KEY)) {
    *outcome = TN_ENROL_OK;
    return tn_id_parse (tn_pg_get_text (code, 0, USED_DEVICE), -1, device);
  }
  *outcome = tn_pg_get_int (code, 0, TRIES) >= TRIES_LIMIT || now > tn_pg_get_int (code, 0, EXPIRES) ? TN_ENROL_EXPIRED : used ? TN_ENROL_USED : TN_ENROL_OK;
  if (*outcome != TN_ENROL_OK) return count_try (pg, code_hash, error) && (!used || pg_alarm (pg, tn_pg_get_text (code, 0, USED_DEVICE), "enrol-used", now, error));
  tn_id_format (device, id);
  return add_device (pg, code, code_hash, pub, id, name, now, error);
}

static gboolean
enrol (TnDepot *depot, const guint8 code_hash[32], const guint8 pub[32], const char *name, gint64 now, TnId *device, TnEnrolOutcome *outcome, GError **error)
{
  g_autoptr (PgLease) lease = pg_begin_write (depot, error);
  return lease && enrol_in (lease->pg, code_hash, pub, name, now, device, outcome, error) && pg_commit (g_steal_pointer (&lease), error);
}

#define DEVICE_COLUMNS "device, \"user\", name, pub, state<>'active', session_no, enrolled_at, seen_at"

static TnDevice *
read_device (const PGresult *result, int i)
{
  TnDevice *device = g_new0 (TnDevice, 1);
  device->device = g_strdup (tn_pg_get_text (result, i, 0));
  device->user = g_strdup (tn_pg_get_text (result, i, 1));
  device->name = g_strdup (tn_pg_get_text (result, i, 2));
  TnSlice pub = tn_pg_get_slice (result, i, 3);
  if (pub.len == sizeof device->pub) memcpy (device->pub, pub.p, pub.len);
  device->revoked = tn_pg_get_int (result, i, 4) != 0;
  device->session_no = tn_pg_get_int (result, i, 5);
  device->enrolled_at = tn_pg_get_int (result, i, 6);
  device->seen_at = tn_pg_get_int (result, i, 7);
  return device;
}

static gboolean
find_device (TnDepot *depot, const char *name, TnDevice **found, GError **error)
{
  *found = NULL;
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, name);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg, "SELECT " DEVICE_COLUMNS " FROM device WHERE device=$1", &args, error) : NULL;
  if (result && PQntuples (result)) *found = read_device (result, 0);
  return result != NULL;
}

static GPtrArray *
list_devices (TnDepot *depot, GError **error)
{
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg, "SELECT " DEVICE_COLUMNS " FROM device ORDER BY enrolled_at, device", NULL, error) : NULL;
  if (!result) return NULL;
  GPtrArray *devices = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_device_free);
  for (int i = 0; i < PQntuples (result); i++) g_ptr_array_add (devices, read_device (result, i));
  return devices;
}

static GPtrArray *
list_ward_devices (TnDepot *depot, const char *ward, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, ward);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg,
    "SELECT " DEVICE_COLUMNS " FROM device WHERE device IN (SELECT device FROM grant_ WHERE ward=$1) ORDER BY device", &args, error) : NULL;
  if (!result) return NULL;
  GPtrArray *devices = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_device_free);
  for (int i = 0; i < PQntuples (result); i++) g_ptr_array_add (devices, read_device (result, i));
  return devices;
}

/* The laptop's row is locked: of two who give it the same right at once the second finds it held. */
static gboolean
grant_in (TnPg *pg, const char *device, const TnGrant *grant, GError **error)
{
  g_auto (TnPgArgs) who = { 0 }, args = { 0 };
  tn_pg_text (&who, device);
  tn_pg_text (&args, device);
  tn_pg_text (&args, grant->ward);
  tn_pg_text (&args, grant->stream);
  tn_pg_text (&args, grant->role);
  tn_pg_int (&args, grant->from);
  g_autoptr (PGresult) locked = tn_pg_query (pg, "SELECT 1 FROM device WHERE device=$1 FOR UPDATE", &who, error);
  return locked && tn_pg_run (pg, "INSERT INTO grant_(device, ward, stream, role, t_from) SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS("
    "SELECT 1 FROM grant_ WHERE device=$1 AND ward=$2 AND stream=$3 AND role=$4 AND t_to=0)", &args, NULL, error);
}

static gboolean
grant (TnDepot *depot, const char *device, const TnGrant *grant, GError **error)
{
  g_autoptr (PgLease) lease = pg_begin_write (depot, error);
  return lease && grant_in (lease->pg, device, grant, error) && pg_commit (g_steal_pointer (&lease), error);
}

static gboolean
end_grants (TnDepot *depot, const char *device, const char *ward, const char *role, gint64 now, gboolean *found, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  gint64 changed = 0;
  g_autoptr (PgLease) lease = pg_begin_write (depot, error);
  tn_pg_text (&args, device);
  tn_pg_text (&args, ward);
  tn_pg_text (&args, role);
  tn_pg_int (&args, now);
  if (!lease || !tn_pg_run (lease->pg, "UPDATE grant_ SET t_to=$4 WHERE device=$1 AND ward=$2 AND role=$3 AND t_to=0", &args, &changed, error)) return FALSE;
  *found = changed > 0;
  return pg_commit (g_steal_pointer (&lease), error);
}

static gboolean
revoke_in (TnPg *pg, const char *device, gint64 now, gboolean *found, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  gint64 changed = 0;
  tn_pg_text (&args, device);
  tn_pg_int (&args, now);
  if (!tn_pg_run (pg, "UPDATE device SET state='revoked', revoked_at=$2 WHERE device=$1", &args, &changed, error)) return FALSE;
  *found = changed > 0;
  return tn_pg_run (pg, "UPDATE grant_ SET t_to=$2 WHERE device=$1 AND t_to=0", &args, NULL, error);
}

static gboolean
revoke_device (TnDepot *depot, const char *device, gint64 now, gboolean *found, GError **error)
{
  g_autoptr (PgLease) lease = pg_begin_write (depot, error);
  return lease && revoke_in (lease->pg, device, now, found, error) && pg_commit (g_steal_pointer (&lease), error);
}

static GPtrArray *
list_grants (TnDepot *depot, const char *device, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, device);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg, "SELECT ward, stream, role, t_from, t_to FROM grant_ WHERE device=$1 ORDER BY n", &args, error) : NULL;
  if (!result) return NULL;
  GPtrArray *grants = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_grant_free);
  for (int i = 0; i < PQntuples (result); i++)
    g_ptr_array_add (grants, tn_grant_new (tn_pg_get_text (result, i, 0), tn_pg_get_text (result, i, 1), tn_pg_get_text (result, i, 2), tn_pg_get_int (result, i, 3), tn_pg_get_int (result, i, 4)));
  return grants;
}

static GPtrArray *
list_wards_of (TnDepot *depot, const char *device, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, device);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg, "SELECT ward, name FROM ward WHERE ward IN (SELECT ward FROM grant_ WHERE device=$1)", &args, error) : NULL;
  if (!result) return NULL;
  GPtrArray *wards = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_ward_free);
  for (int i = 0; i < PQntuples (result); i++) {
    TnWard *ward = g_new0 (TnWard, 1);
    ward->ward = g_strdup (tn_pg_get_text (result, i, 0));
    ward->name = g_strdup (tn_pg_get_text (result, i, 1));
    g_ptr_array_add (wards, ward);
  }
  return wards;
}

static GPtrArray *
list_replicas (TnDepot *depot, const char *ward, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  g_autoptr (PgLease) lease = pg_lease (depot, error);
  tn_pg_text (&args, ward);
  g_autoptr (PGresult) result = lease ? tn_pg_query (lease->pg,
    "SELECT r.replica, d.device, d.name, d.\"user\" FROM replica r JOIN device d ON d.device=r.device"
    " WHERE r.device IN (SELECT device FROM grant_ WHERE ward=$1) ORDER BY r.since, r.replica", &args, error) : NULL;
  if (!result) return NULL;
  GPtrArray *replicas = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_replica_free);
  for (int i = 0; i < PQntuples (result); i++) {
    TnReplica *replica = g_new0 (TnReplica, 1);
    *replica = (TnReplica) { g_strdup (tn_pg_get_text (result, i, 0)), g_strdup (tn_pg_get_text (result, i, 1)), g_strdup (tn_pg_get_text (result, i, 2)), g_strdup (tn_pg_get_text (result, i, 3)) };
    g_ptr_array_add (replicas, replica);
  }
  return replicas;
}

/* ---- sessions ---- */

/* The fork test (sync.md 2.7). A replica's first session begins its chain with whatever it says. The row is locked: of two copies that come
 * with the same nonce at once one is found out. */
static gboolean
test_nonce (TnPg *pg, const char *device, const char *replica, const char *nonce, gboolean *known, gboolean *forked, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_text (&args, replica);
  tn_pg_text (&args, device);
  tn_pg_text (&args, nonce);
  g_autoptr (PGresult) result = tn_pg_query (pg, "SELECT device=$2 AND $3 IN (nonce, prev_nonce) FROM replica WHERE replica=$1 FOR UPDATE", &args, error);
  if (!result) return FALSE;
  *known = PQntuples (result) > 0;
  *forked = *known && !tn_pg_get_int (result, 0, 0);
  return TRUE;
}

static gboolean
lengthen_chain (TnPg *pg, const char *replica, const char *nonce, const char *new_nonce, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_text (&args, replica);
  tn_pg_text (&args, nonce);
  tn_pg_text (&args, new_nonce);
  return tn_pg_run (pg, "UPDATE replica SET nonce=$3, prev_nonce=$2 WHERE replica=$1", &args, NULL, error);
}

static gboolean
begin_chain (TnPg *pg, const char *device, const char *replica, const char *nonce, const char *new_nonce, gint64 now, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  gint64 added = 0;
  tn_pg_text (&args, replica);
  tn_pg_text (&args, device);
  tn_pg_text (&args, nonce);
  tn_pg_text (&args, new_nonce);
  tn_pg_int (&args, now);
  if (!tn_pg_run (pg, "INSERT INTO replica(replica, device, prev_nonce, nonce, since) VALUES($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", &args, &added, error)) return FALSE;
  if (!added) g_set_error_literal (error, TN_ERROR, TN_ERROR_BUSY, _("Another session of the same laptop was first. Nothing was changed. It is tried again in a moment."));
  return added > 0;
}

static gboolean
count_session (TnPg *pg, const char *device, gint64 no, gint64 now, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_text (&args, device);
  tn_pg_int (&args, no);
  tn_pg_int (&args, now);
  return tn_pg_run (pg, "UPDATE device SET session_no=greatest(session_no, $2), seen_at=$3 WHERE device=$1", &args, NULL, error);
}

static gboolean
session (TnDepot *depot, const char *device, const char *replica, gint64 no, const char *nonce, const char *new_nonce, gint64 now, gboolean *forked, GError **error)
{
  gboolean known = FALSE;
  g_autoptr (PgLease) lease = pg_begin_write (depot, error);
  if (!lease || !test_nonce (lease->pg, device, replica, nonce, &known, forked, error)) return FALSE;
  if (*forked) return TRUE;
  gboolean stepped = known ? lengthen_chain (lease->pg, replica, nonce, new_nonce, error) : begin_chain (lease->pg, device, replica, nonce, new_nonce, now, error);
  return stepped && count_session (lease->pg, device, no, now, error) && pg_commit (g_steal_pointer (&lease), error);
}

void
pg_fill_device_driver (TnDepotDriver *driver)
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
