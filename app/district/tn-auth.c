/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-auth.h"
#include "tn-line.h"
#include "tn-root-clock.h"
#include <cjson/cJSON.h>
#include <glib/gi18n.h>

#define META_SEEN "auth:"       /* + ward: hash of what the records say */

TnId
tn_auth_id (const char *ward, const char *device)
{
  g_autofree char *name = g_strjoin ("\n", TN_AUTH_KIND, ward, device, NULL);
  return tn_id_from_name (name);
}

/* ---- body ---- */

static void
append_grants (GString *body, GPtrArray *grants, const char *ward)
{
  gboolean first = TRUE;
  g_string_append (body, "\"grants\":[");
  for (guint i = 0; i < grants->len; i++) {
    const TnGrant *grant = grants->pdata[i];
    if (strcmp (grant->ward, ward) != 0) continue;
    g_string_append (body, first ? "[" : ",[");
    tn_json_append_string (body, grant->stream, -1);
    g_string_append_c (body, ',');
    tn_json_append_string (body, grant->role, -1);
    g_string_append_printf (body, ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "]", grant->from, grant->to);
    first = FALSE;
  }
  g_string_append_c (body, ']');
}

char *
tn_auth_body (const TnDevice *device, GPtrArray *grants, const char *ward)
{
  GString *body = g_string_new ("{\"auth\":{\"device\":");
  char pub[2 * sizeof device->pub + 1];
  tn_hex (device->pub, sizeof device->pub, pub);
  tn_json_append_string (body, device->device, -1);
  g_string_append_c (body, ',');
  append_grants (body, grants, ward);
  g_string_append (body, ",\"name\":");
  tn_json_append_string (body, device->name, -1);
  g_string_append_printf (body, ",\"pub\":\"%s\",\"revoked\":%s,\"user\":", pub, device->revoked ? "true" : "false");
  tn_json_append_string (body, device->user, -1);
  g_string_append (body, "}}");
  return g_string_free (body, FALSE);
}

static const char *
get_text (const cJSON *object, const char *key)
{
  const char *text = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (object, key));
  return text ? text : "";
}

static GPtrArray *
parse_grants (const cJSON *list, const char *ward)
{
  g_autoptr (GPtrArray) grants = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_grant_free);
  const cJSON *item;
  cJSON_ArrayForEach (item, list) {
    const char *stream = cJSON_GetStringValue (cJSON_GetArrayItem (item, 0)), *role = cJSON_GetStringValue (cJSON_GetArrayItem (item, 1));
    const cJSON *from = cJSON_GetArrayItem (item, 2), *to = cJSON_GetArrayItem (item, 3);
    if (!stream || !role || !cJSON_IsNumber (from) || !cJSON_IsNumber (to)) return NULL;
    g_ptr_array_add (grants, tn_grant_new (ward, stream, role, (gint64) from->valuedouble, (gint64) to->valuedouble));
  }
  return g_steal_pointer (&grants);
}

static TnDevice *
parse_device (const cJSON *auth)
{
  g_autoptr (TnDevice) device = g_new0 (TnDevice, 1);
  const char *pub = get_text (auth, "pub");
  device->device = g_strdup (get_text (auth, "device"));
  device->user = g_strdup (get_text (auth, "user"));
  device->name = g_strdup (get_text (auth, "name"));
  /* Only a plain "false" lets anybody in. */
  device->revoked = !cJSON_IsFalse (cJSON_GetObjectItemCaseSensitive (auth, "revoked"));
  gboolean good = *device->device && strlen (pub) == 2 * sizeof device->pub && tn_unhex (pub, 2 * sizeof device->pub, device->pub);
  return good ? g_steal_pointer (&device) : NULL;
}

gboolean
tn_auth_parse (TnSlice body, const char *ward, TnDevice **device, GPtrArray **grants, GError **error)
{
  cJSON *json = cJSON_ParseWithLength (body.p, body.len);
  const cJSON *auth = cJSON_GetObjectItemCaseSensitive (json, "auth");
  *device = parse_device (auth);
  *grants = parse_grants (cJSON_GetObjectItemCaseSensitive (auth, "grants"), ward);
  cJSON_Delete (json);
  if (*device && *grants) return TRUE;
  g_clear_pointer (device, tn_device_free);
  g_clear_pointer (grants, g_ptr_array_unref);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_CORRUPT, _("What the district says of a laptop cannot be read. That laptop is not served. Reconcile this one with the district again."));
  return FALSE;
}

/* ---- keeping the records up to date ---- */

/* The bodies of all the ward's laptops, in order of device; *seen gets the hash of them. */
static GPtrArray *
list_bodies (TnDepot *depot, const char *ward, GPtrArray *devices, char seen[33], GError **error)
{
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) all = g_string_new (NULL);
  for (guint i = 0; i < devices->len; i++) {
    const TnDevice *device = devices->pdata[i];
    g_autoptr (GPtrArray) grants = depot->driver->grants (depot, device->device, error);
    if (!grants) return NULL;
    g_ptr_array_add (bodies, tn_auth_body (device, grants, ward));
    g_string_append (all, bodies->pdata[i]);
  }
  TnHash hash = tn_hash (all->str, all->len);
  tn_hex (hash.b, sizeof hash.b, seen);
  return g_steal_pointer (&bodies);
}

typedef struct { TnWardTx *tx; const TnEnv *env; const char *root_replica; TnHlc hlc; gint64 seq; gint64 n; TnSum plus, minus; } Writer;

static gboolean
is_same_body (const TnStored *old, const char *body)
{
  TnLine line;
  return tn_line_parse (old->line, &line, NULL) && tn_slice_is (line.body, body);
}

static gboolean
write_record (Writer *w, const TnId *id, const char *body, GError **error)
{
  const TnDepotDriver *driver = w->tx->depot->driver;
  TnStored old, now;
  gboolean found = FALSE;
  if (!driver->tx_get (w->tx, id, &old, &found, error)) return FALSE;
  if (found && is_same_body (&old, body)) return TRUE;
  if (found) tn_sum_add (&w->minus, &old.h);
  else w->n++;
  TnStamp stamp = tn_stamp_tick (&w->hlc, tn_env_now_ms (w->env), w->root_replica, NULL, 0);
  g_autofree char *stamps = g_strdup_printf ("\"%s\",\"x\":{},\"d\":0", stamp.s);
  g_autoptr (GString) line = g_string_new (NULL);
  tn_line_from_parts (line, tn_slice (TN_AUTH_KIND, -1), id, tn_slice (TN_STREAM_AUTH, -1), tn_slice (stamps, -1), tn_slice (body, -1));
  now = (TnStored) { .id = *id, .kind = tn_slice (TN_AUTH_KIND, -1), .stream = tn_slice (TN_STREAM_AUTH, -1), .line = { line->str, line->len },
                     .seq = ++w->seq, .newest = stamp, .h = tn_hash (line->str, line->len) };
  tn_sum_add (&w->plus, &now.h);
  return found ? driver->tx_update (w->tx, &now, FALSE, error) : driver->tx_insert (w->tx, &now, error);
}

static gboolean
write_records (Writer *w, GPtrArray *devices, GPtrArray *bodies, GError **error)
{
  for (guint i = 0; i < devices->len; i++) {
    TnId id = tn_auth_id (w->tx->ward, ((TnDevice *) devices->pdata[i])->device);
    if (!write_record (w, &id, bodies->pdata[i], error)) return FALSE;
  }
  return w->tx->depot->driver->tx_stream (w->tx, TN_STREAM_AUTH, w->n, &w->plus, &w->minus, error);
}

static gboolean
refresh_in (Writer *w, GPtrArray *devices, GPtrArray *bodies, GError **error)
{
  return tn_root_clock_read (w->tx, &w->hlc, error) && write_records (w, devices, bodies, error) && tn_root_clock_write (w->tx, &w->hlc, error);
}

gboolean
tn_auth_in_use (TnDepot *depot, const char *ward, gboolean *in_use, GError **error)
{
  g_autofree char *key = g_strconcat (META_SEEN, ward, NULL), *before = NULL;
  if (!depot->driver->get_meta (depot, key, &before, error)) return FALSE;
  *in_use = before != NULL;
  return TRUE;
}

static gboolean
is_seen (TnDepot *depot, const char *ward, const char *key, gboolean *same, GError **error)
{
  char seen[33];
  g_autofree char *before = NULL;
  g_autoptr (GPtrArray) devices = depot->driver->ward_devices (depot, ward, error);
  g_autoptr (GPtrArray) bodies = devices ? list_bodies (depot, ward, devices, seen, error) : NULL;
  if (!bodies || !depot->driver->get_meta (depot, key, &before, error)) return FALSE;
  *same = g_strcmp0 (before, seen) == 0;
  return TRUE;
}

/* What is written is read under the ward's lock, so records never go back to older rights. What is noted as seen comes after, among the district's
 * settings (those of a transaction are a ward's in one driver): an older note only makes the next one look again. */
static gboolean
rewrite (TnDepot *depot, TnWardTx *given, const TnEnv *env, const char *root_replica, const char *key, gint64 *moved, GError **error)
{
  char seen[33];
  TnCursor head;
  g_autoptr (TnWardTx) tx = given;
  g_autoptr (GPtrArray) devices = depot->driver->ward_devices (depot, tx->ward, error);
  g_autoptr (GPtrArray) bodies = devices ? list_bodies (depot, tx->ward, devices, seen, error) : NULL;
  Writer w = { .tx = tx, .env = env, .root_replica = root_replica, .seq = tx->last };
  if (!bodies || !refresh_in (&w, devices, bodies, error)) return FALSE;
  gboolean wrote = w.seq > tx->last;
  if (!depot->driver->tx_commit (g_steal_pointer (&tx), w.seq, &head, error)) return FALSE;
  if (wrote) *moved = head.seq;
  return depot->driver->set_meta (depot, key, seen, error);
}

gboolean
tn_auth_refresh (TnDepot *depot, const TnEnv *env, const char *ward, const char *root_replica, gint64 *moved, GError **error)
{
  g_autofree char *key = g_strconcat (META_SEEN, ward, NULL);
  gboolean found = TRUE, same = FALSE;
  *moved = 0;
  if (!is_seen (depot, ward, key, &same, error)) return FALSE;
  if (same) return TRUE;
  TnWardTx *tx = depot->driver->tx_begin (depot, ward, &found, error);
  return tx ? rewrite (depot, tx, env, root_replica, key, moved, error) : !found;
}
