/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The district and its hubs (sync.md 2.16): who is one, its certificate, and whose edits it hands on. Whether the right has ended is asked at every
 * call, and a right that has run out is ended when its hub comes again. */
#include "tn-district-private.h"
#include "tn-auth.h"
#include "tn-ca.h"
#include <glib/gi18n.h>

#define META_EXPIRES "hub:"     /* + device + ":" + ward → ms */
#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define HUB_DAYS_MAX 730
#define CERTIFICATE_DAYS 90    /* laptops learn from the district alone that one was withdrawn, so it is short and renewed by itself */
#define CSR_MAX 8192

static char *
expiry_key (const char *device, const char *ward)
{
  return g_strconcat (META_EXPIRES, device, ":", ward, NULL);
}

static gboolean
read_expiry (TnDistrict *d, const char *device, const char *ward, gint64 *expires, GError **error)
{
  g_autofree char *key = expiry_key (device, ward), *text = NULL;
  *expires = 0;
  if (!d->depot->driver->get_meta (d->depot, key, &text, error)) return FALSE;
  if (text) *expires = g_ascii_strtoll (text, NULL, 10);
  return TRUE;
}

static gboolean
holds_hub_right (GPtrArray *grants, const char *ward)
{
  for (guint i = 0; i < grants->len; i++) {
    const TnGrant *grant = grants->pdata[i];
    if (!grant->to && strcmp (grant->ward, ward) == 0 && strcmp (grant->role, TN_ROLE_HUB) == 0) return TRUE;
  }
  return FALSE;
}

/* *expires = 0 when the laptop is no hub of the ward, or no longer. */
static gboolean
find_hub (TnDistrict *d, GPtrArray *grants, const char *device, const char *ward, gint64 *expires, GError **error)
{
  *expires = 0;
  if (!holds_hub_right (grants, ward)) return TRUE;
  if (!read_expiry (d, device, ward, expires, error)) return FALSE;
  if (*expires <= tn_env_now_ms (d->env)) *expires = 0;
  return TRUE;
}

gboolean
district_refresh_auth (TnDistrict *d, const char *ward, GError **error)
{
  gint64 moved = 0;
  if (!tn_auth_refresh (d->depot, d->env, ward, d->root_replica, &moved, error)) return FALSE;
  if (moved) district_tell_moved (d, ward, moved);
  return TRUE;
}

gboolean
district_follow_rights (TnDistrict *d, const char *device, GError **error)
{
  gboolean in_use = FALSE;
  g_autoptr (GPtrArray) grants = d->depot->driver->grants (d->depot, device, error);
  if (!grants) return FALSE;
  for (guint i = 0; i < grants->len; i++) {
    const char *ward = ((TnGrant *) grants->pdata[i])->ward;
    if (!tn_auth_in_use (d->depot, ward, &in_use, error) || (in_use && !district_refresh_auth (d, ward, error))) return FALSE;
  }
  return TRUE;
}

/* ---- at a session ---- */

static gboolean
prepare_ward (Desk *desk, GPtrArray *grants, const char *ward, GError **error)
{
  TnDistrict *d = desk->d;
  gint64 expires;
  gboolean ended;
  if (!find_hub (d, grants, desk->device->device, ward, &expires, error)) return FALSE;
  if (!expires && !d->depot->driver->end_grants (d->depot, desk->device->device, ward, TN_ROLE_HUB, tn_env_now_ms (d->env), &ended, error)) return FALSE;
  return district_refresh_auth (d, ward, error);
}

gboolean
desk_prepare_hub (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  if (desk->d->depot->driver->caps & TN_DEPOT_RELAYS) return TRUE;
  g_autoptr (GPtrArray) grants = desk_grants (desk);
  if (!grants) return FALSE;
  for (guint i = 0; i < grants->len; i++) {
    const TnGrant *grant = grants->pdata[i];
    if (grant->to || strcmp (grant->role, TN_ROLE_HUB) != 0 || prepare_ward (desk, grants, grant->ward, &error)) continue;
    desk_fail (desk, error);
    return FALSE;
  }
  return TRUE;
}

/* ---- the certificate ---- */

void
route_hub (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = NULL;
  const char *csr = desk_text (desk, "csr");
  gint64 expires = 0;
  g_autoptr (GPtrArray) grants = desk_grants (desk);
  if (!grants) return;
  if (!csr || strlen (csr) > CSR_MAX) {
    desk_problem (desk, TN_PROBLEM_MALFORMED);
    return;
  }
  if (!find_hub (desk->d, grants, desk->device->device, desk->ward, &expires, &error)) {
    desk_fail (desk, error);
    return;
  }
  expires = MIN (expires, tn_env_now_ms (desk->d->env) + CERTIFICATE_DAYS * DAY_MS);
  TnHubCertificate wanted = { .csr = csr, .ward = desk->ward, .device = desk->device->device, .expires = expires / 1000 };
  if (!expires) desk_problem (desk, TN_PROBLEM_SCOPE);
  else if (tn_ca_sign_hub (desk->d->dir, &wanted, &pem, &error)) {
    cJSON *json = cJSON_CreateObject ();
    cJSON_AddStringToObject (json, "cert", pem);
    cJSON_AddNumberToObject (json, "expires", (double) expires);
    desk_json (desk, json);
  } else if (g_error_matches (error, TN_ERROR, TN_ERROR_INVALID)) desk_problem (desk, TN_PROBLEM_MALFORMED);
  else desk_fail (desk, error);
}

/* ---- which certificates hold no more ---- */

/* A certificate ends with 90 days at the latest, and a right that ran out ends it. So who ended longer ago need not be named: a day more, for clocks. */
static gboolean
is_ended_hub (const TnDevice *device, GPtrArray *grants, const char *ward, gint64 now)
{
  gint64 last = 0;
  gboolean was = FALSE;
  for (guint i = 0; i < grants->len; i++) {
    const TnGrant *grant = grants->pdata[i];
    if (strcmp (grant->ward, ward) != 0 || strcmp (grant->role, TN_ROLE_HUB) != 0) continue;
    if (!grant->to && !device->revoked) return FALSE;
    was = TRUE;
    last = MAX (last, grant->to ? grant->to : G_MAXINT64);
  }
  return was && last > now - (CERTIFICATE_DAYS + 1) * DAY_MS;
}

static gboolean
add_ended_of (Desk *desk, cJSON *ended, const char *ward, GError **error)
{
  TnDepot *depot = desk->d->depot;
  gboolean in_use = FALSE;
  if (!tn_auth_in_use (depot, ward, &in_use, error)) return FALSE;
  if (!in_use) return TRUE;   /* the ward never had a hub: nothing more is read */
  g_autoptr (GPtrArray) devices = depot->driver->ward_devices (depot, ward, error);
  for (guint i = 0; devices && i < devices->len; i++) {
    const TnDevice *device = devices->pdata[i];
    g_autoptr (GPtrArray) grants = depot->driver->grants (depot, device->device, error);
    if (!grants) return FALSE;
    if (is_ended_hub (device, grants, ward, tn_env_now_ms (desk->d->env))) cJSON_AddItemToArray (ended, cJSON_CreateString (device->device));
  }
  return devices != NULL;
}

gboolean
desk_add_hubs_ended (Desk *desk, const cJSON *scope, cJSON *to, GError **error)
{
  cJSON *ended = cJSON_CreateArray ();
  const cJSON *ward;
  cJSON_ArrayForEach (ward, scope) {
    if (add_ended_of (desk, ended, cJSON_GetStringValue (cJSON_GetObjectItem (ward, "ward")), error)) continue;
    cJSON_Delete (ended);
    return FALSE;
  }
  if (cJSON_GetArraySize (ended)) cJSON_AddItemToObject (to, "hubs_ended", ended);
  else cJSON_Delete (ended);
  return TRUE;
}

/* ---- whose edits ---- */

/* A hub's own rights say nothing about what its team may change, so the batch is judged as its author's: by the rights that he has or had. Of
 * who is no hub, or names a laptop that nobody knows, everything is held: nothing is lost, and nobody gets in through it. */
gboolean
desk_find_origin (Desk *desk, const char *origin, GPtrArray *own, TnDevice **author, GPtrArray **grants)
{
  g_autoptr (GError) error = NULL;
  TnDistrict *d = desk->d;
  gint64 expires;
  gboolean done = find_hub (d, own, desk->device->device, desk->ward, &expires, &error) && d->depot->driver->device (d->depot, origin, author, &error);
  if (done && expires && *author) done = (*grants = d->depot->driver->grants (d->depot, origin, &error)) != NULL;
  else *grants = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_grant_free);
  if (!done) desk_fail (desk, error);
  return done;
}

/* ---- administration ---- */

static gboolean
check_device (TnDistrict *d, const char *device, GError **error)
{
  g_autoptr (TnDevice) found = NULL;
  if (!d->depot->driver->device (d->depot, device, &found, error)) return FALSE;
  if (!found) g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This district has no laptop %s. Nothing was changed."), device);
  else if (found->revoked) g_set_error (error, TN_ERROR, TN_ERROR_REFUSED, _("The access of the laptop %s was withdrawn; it cannot be a hub. Nothing was changed."), device);
  else return TRUE;
  return FALSE;
}

/* A hub serves what it holds, so only one who holds the whole ward can be one. */
static gboolean
check_whole_ward (TnDistrict *d, const char *device, const char *ward, GError **error)
{
  g_autoptr (GPtrArray) grants = d->depot->driver->grants (d->depot, device, error);
  if (!grants) return FALSE;
  g_autoptr (TnScope) scope = tn_scope_new (grants, ward);
  if (scope->star_classes) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_REFUSED, _("The laptop %s does not hold the whole ward %s, so it cannot serve a team. Nothing was changed."), device, ward);
  return FALSE;
}

gboolean
tn_district_hub_grant (TnDistrict *d, const char *device, const char *ward, guint days, GError **error)
{
  if (days < 1 || days > HUB_DAYS_MAX) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("A laptop can be a hub for 1 to %d days. Nothing was changed."), HUB_DAYS_MAX);
    return FALSE;
  }
  if (!check_device (d, device, error) || !check_whole_ward (d, device, ward, error)) return FALSE;
  gint64 now = tn_env_now_ms (d->env);
  g_autofree char *key = expiry_key (device, ward), *expires = g_strdup_printf ("%" G_GINT64_FORMAT, now + days * DAY_MS);
  g_autoptr (TnGrant) grant = tn_grant_new (ward, TN_STREAM_AUTH, TN_ROLE_HUB, now, 0);
  return d->depot->driver->set_meta (d->depot, key, expires, error) && d->depot->driver->grant (d->depot, device, grant, error)
         && district_refresh_auth (d, ward, error);
}

gboolean
tn_district_hub_end (TnDistrict *d, const char *device, const char *ward, GError **error)
{
  gboolean found = FALSE;
  if (!d->depot->driver->end_grants (d->depot, device, ward, TN_ROLE_HUB, tn_env_now_ms (d->env), &found, error)) return FALSE;
  if (!found) g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("The laptop %s is no hub of ward %s. Nothing was changed."), device, ward);
  return found && district_refresh_auth (d, ward, error);
}
