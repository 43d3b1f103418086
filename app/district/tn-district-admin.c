/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the district's administrator does. All of it goes through the depot, so it works beside a running server. */
#include "tn-district-private.h"
#include "tn-ca.h"
#include "tn-district-bundle-private.h"
#include "tn-erase.h"
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <errno.h>
#include <sodium.h>

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define DAYS_MAX 365

static gboolean
make_dir (const char *dir, GError **error)
{
  if (g_mkdir_with_parents (dir, 0700) == 0) return TRUE;
  g_set_error (error, TN_ERROR, errno == EACCES || errno == EROFS ? TN_ERROR_READ_ONLY : TN_ERROR_FAILED,
    _("The folder “%s” could not be made (%s). Nothing was changed. Choose another place."), dir, g_strerror (errno));
  return FALSE;
}

static gboolean
make_sign_key (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, TN_DISTRICT_SIGN_KEY, NULL);
  guint8 pub[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  char hex[2 * sizeof secret + 1];
  if (g_file_test (path, G_FILE_TEST_EXISTS)) return TRUE;
  crypto_sign_keypair (pub, secret);
  tn_hex (secret, sizeof secret, hex);
  gboolean done = g_file_set_contents_full (path, hex, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
  sodium_memzero (secret, sizeof secret);
  sodium_memzero (hex, sizeof hex);
  return done;
}

/* The name is written last: it says that the rest is there. */
static gboolean
finish_depot (TnDepot *depot, const char *name, const TnEnv *env, GError **error)
{
  guint8 random[TN_REPLICA_LEN / 2];
  char replica[TN_REPLICA_LEN + 1];
  tn_env_random (env, random, sizeof random);
  tn_hex (random, sizeof random, replica);
  return depot->driver->set_meta (depot, TN_META_ROOT_REPLICA, replica, error) && depot->driver->set_meta (depot, TN_META_NAME, name, error);
}

static gboolean
check_unfinished (TnDepot *depot, const char *dir, GError **error)
{
  g_autofree char *name = NULL;
  if (!depot->driver->get_meta (depot, TN_META_NAME, &name, error)) return FALSE;
  if (!name) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT, _("“%s” is the district “%s” already. Nothing was changed."), dir, name);
  return FALSE;
}

static gboolean
keep_private (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, TN_DISTRICT_DEPOT, NULL);
  if (g_chmod (path, 0600) == 0) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The rights of “%s” could not be set (%s). Run this as the owner of the folder."), path, g_strerror (errno));
  return FALSE;
}

gboolean
tn_district_init_at (const char *dir, const char *url, const char *name, const char *const *hosts, const TnEnv *env, GError **error)
{
  const TnEnv *used = env ? env : tn_env_system ();
  if (sodium_init () < 0) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_FAILED, _("This machine gives no random numbers. Nothing was changed."));
    return FALSE;
  }
  if (!make_dir (dir, error)) return FALSE;
  g_autoptr (TnDepot) depot = district_open_depot (dir, url, TRUE, used, error);
  if (!depot || !check_unfinished (depot, dir, error)) return FALSE;
  if (!(depot->driver->caps & TN_DEPOT_SHARED) && !keep_private (dir, error)) return FALSE;
  if (url && !district_write_depot_file (dir, url, error)) return FALSE;
  return tn_ca_create (dir, name, hosts, error) && make_sign_key (dir, error) && finish_depot (depot, name, used, error);
}

gboolean
tn_district_init (const char *dir, const char *name, const char *const *hosts, const TnEnv *env, GError **error)
{
  return tn_district_init_at (dir, NULL, name, hosts, env, error);
}

gboolean
tn_district_renew (const char *dir, const char *const *hosts, GError **error)
{
  g_autoptr (TnDistrict) d = tn_district_new (dir, NULL, error);
  return d && tn_ca_renew (dir, d->name, hosts, error);
}

gboolean
tn_district_ward_add (TnDistrict *d, const char *code, const char *name, GError **error)
{
  gsize len = strlen (code);
  gboolean good = len >= 1 && len <= 16;
  for (gsize i = 0; i < len; i++) good = good && g_ascii_isalnum (code[i]);
  if (!good) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no code of a ward. Nothing was changed. Give its official number, for example 26734."), code);
    return FALSE;
  }
  return d->depot->driver->ward_add (d->depot, code, name, error);
}

static gboolean
check_ward (TnDistrict *d, const char *ward, GError **error)
{
  gboolean found = FALSE;
  TnCursor head;
  if (!d->depot->driver->ward_head (d->depot, ward, &found, &head, error)) return FALSE;
  if (!found) g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This district has no ward %s. Nothing was changed. Add it with “tungnha-district ward”."), ward);
  return found;
}

static const TnRole *
check_role (const char *key, GError **error)
{
  guint n;
  const TnRole *role = NULL, *all = tn_role_list (&n);
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < n; i++) {
    g_string_append_printf (names, "%s%s", i ? ", " : "", all[i].key);
    if (g_strcmp0 (key, all[i].key) == 0) role = &all[i];
  }
  if (!role) g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("There is no role “%s”. Nothing was changed. Roles: %s."), key, names->str);
  return role;
}

static gboolean
make_code (TnDistrict *d, TnInvite *invite, GError **error)
{
  gsize len;
  g_autoptr (GBytes) der = tn_ca_der (d->ca_pem, strlen (d->ca_pem), error);
  if (!der) return FALSE;
  const void *bytes = g_bytes_get_data (der, &len);
  tn_invite_fingerprint (bytes, len, invite->fingerprint);
  tn_env_random (d->env, invite->secret, sizeof invite->secret);
  return TRUE;
}

char *
tn_district_invite_full (TnDistrict *d, const TnInvitee *invitee, GError **error)
{
  TnInvite invite;
  if (invitee->days < 1 || invitee->days > DAYS_MAX) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("An invitation can be used for 1 to %d days. Nothing was changed."), DAYS_MAX);
    return NULL;
  }
  const TnRole *role = check_role (invitee->role, error);
  if (!role || !check_ward (d, invitee->ward, error)) return NULL;
  g_auto (GStrv) streams = tn_role_streams (role, invitee->streams, error);
  if (!streams || !make_code (d, &invite, error)) return NULL;
  TnInvitation invitation = { .role = role->key, .ward = invitee->ward, .user = invitee->user ? invitee->user : "", .streams = (const char *const *) streams,
                              .expires = tn_env_now_ms (d->env) + invitee->days * DAY_MS };
  tn_invite_code_hash (&invite, invitation.code_hash);
  return bundle_note_invite (d, &invite, error) && d->depot->driver->invite (d->depot, &invitation, error) ? tn_invite_encode (&invite) : NULL;
}

char *
tn_district_invite (TnDistrict *d, const char *ward, const char *role, const char *const *streams, guint days, GError **error)
{
  TnInvitee invitee = { .ward = ward, .role = role, .streams = streams, .days = days };
  return tn_district_invite_full (d, &invitee, error);
}

gboolean
tn_district_revoke (TnDistrict *d, const char *device, GError **error)
{
  gboolean found = FALSE;
  if (!d->depot->driver->revoke (d->depot, device, tn_env_now_ms (d->env), &found, error)) return FALSE;
  if (!found) g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This district has no laptop %s. Nothing was changed."), device);
  return found && district_follow_rights (d, device, error);
}

gboolean
tn_district_erase (TnDistrict *d, const char *ward, const TnId *id, guint *n, GError **error)
{
  TnCursor head;
  if (!tn_erase_run (d->depot, ward, id, n, &head, error)) return FALSE;
  district_tell_moved (d, ward, head.seq);
  return tn_district_keep_erased (d, error);
}

typedef struct { gint64 n; TnSum sum; } Scan;

static void
add_hash_cb (const char *stream, const TnId *id, const TnHash *h, gpointer user_data)
{
  Scan *scan = user_data;
  scan->n++;
  tn_sum_add (&scan->sum, h);
}

gboolean
tn_district_check_sums (TnDistrict *d, const char *ward, char **bad, GError **error)
{
  *bad = NULL;
  g_autoptr (GPtrArray) streams = d->depot->driver->streams (d->depot, ward, error);
  if (!streams) return FALSE;
  for (guint i = 0; i < streams->len; i++) {
    Scan scan = { 0 };
    gint64 n;
    TnSum sum;
    if (!d->depot->driver->each_hash (d->depot, ward, streams->pdata[i], add_hash_cb, &scan, error)
        || !d->depot->driver->stream_sum (d->depot, ward, streams->pdata[i], &n, &sum, error)) return FALSE;
    if (scan.n == n && scan.sum.lo == sum.lo && scan.sum.hi == sum.hi) continue;
    *bad = g_strdup (streams->pdata[i]);
    return TRUE;
  }
  return TRUE;
}
