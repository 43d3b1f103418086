/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <gio/gio.h>
#include <glib/gi18n.h>
#include "tn-hash.h"
#include "tn-invite.h"
#include "tn-meta-keys.h"
#include "tn-client-private.h"

/* Enrolment: the code says which CA is the right one, the CA says which server is, and the server binds the invitation to this laptop's key.
 * The key is made and remembered before the request, so that after a lost answer the same key asks again and gets the same answer. What the
 * district says is stored in one transaction. */
#define MAX_CA (64u * 1024)

typedef struct {
  TnInvite invite;
  char *url, *ca_pem;
  guint8 public_key[32];
  char *key_ref;
} Enrolment;

static void
clear_enrolment (Enrolment *e)
{
  g_free (e->url);
  g_free (e->ca_pem);
  g_free (e->key_ref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Enrolment, clear_enrolment)

/* Only the first certificate of the PEM is looked at and only that one is kept: another behind it must not slip in as a trust anchor. */
char *
tn_enrol_check_ca (const TnInvite *invite, const char *pem, gssize len, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (pem, len, NULL);
  g_autoptr (GByteArray) der = NULL;
  g_autofree char *one = NULL;
  if (certificate != NULL)
    g_object_get (certificate, "certificate", &der, "certificate-pem", &one, NULL);
  if (der != NULL && tn_invite_names_ca (invite, der->data, der->len))
    return g_steal_pointer (&one);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_TLS,
                       _("The server at this address is not the district that gave this code, or the code was mistyped. Nothing was sent. Check the address and the code."));
  return NULL;
}

static char *
fetch_ca (const Enrolment *e, GCancellable *cancellable, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  g_autoptr (TnTransport) transport = tn_transport_soup_new_unverified (e->url, error);
  TnRequest request = { .method = "GET", .path = "/v1/ca" };
  gsize len = 0;
  if (transport == NULL || !transport->send (transport, &request, MAX_CA, &response, cancellable, error))
    return NULL;
  if (response.status != 200) {
    tn_client_bad_answer ("ca", error);
    return NULL;
  }
  const char *pem = g_bytes_get_data (response.body, &len);
  return tn_enrol_check_ca (&e->invite, len > 0 ? pem : "", (gssize) len, error);
}

gboolean
tn_enrol_prepare_key (TnCopy *copy, guint8 public_key[32], char **key_ref, GError **error)
{
  g_autoptr (GError) local = NULL;
  *key_ref = tn_copy_get_meta (copy, TN_META_KEY_REF);
  if (*key_ref != NULL && tn_keys_public (tn_copy_path (copy), *key_ref, public_key, &local))
    return TRUE;
  /* A key of an earlier enrolment that is gone for good (another machine's key ring) is no reason to refuse a new invitation. */
  g_clear_pointer (key_ref, g_free);
  return tn_keys_create (tn_copy_path (copy), public_key, key_ref, error) && tn_copy_set_meta (copy, TN_META_KEY_REF, *key_ref, error);
}

static GBytes *
make_request (const Enrolment *e, const char *device_name)
{
  char hex[2 * sizeof e->public_key + 1];
  g_autofree char *code = tn_invite_encode (&e->invite);
  tn_hex (e->public_key, sizeof e->public_key, hex);
  cJSON *json = cJSON_CreateObject ();
  cJSON_AddStringToObject (json, "code", code);
  cJSON_AddStringToObject (json, "pub", hex);
  cJSON_AddStringToObject (json, "name", device_name != NULL ? device_name : "");
  char *text = cJSON_PrintUnformatted (json);
  cJSON_Delete (json);
  return g_bytes_new_with_free_func (text, strlen (text), (GDestroyNotify) cJSON_free, text);
}

static gboolean
check_ward (TnCopy *copy, const char *ward, GError **error)
{
  const char *own = tn_copy_ward (copy);
  if (*own == 0 || strcmp (own, ward) == 0)
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT, _("This invitation is for ward %s, but this copy holds ward %s. Nothing was changed. Open a new copy for ward %s and enrol that."), ward, own, ward);
  return FALSE;
}

static gboolean
set_meta_json (TnCopy *copy, const char *key, const cJSON *value, GError **error)
{
  char *text = cJSON_PrintUnformatted (value);
  gboolean ok = tn_copy_set_meta (copy, key, text, error);
  cJSON_free (text);
  return ok;
}

gboolean
tn_enrol_store (TnCopy *copy, const char *url, const char *ca_pem, const char *device_name, const cJSON *json, GError **error)
{
  const char *device = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "device"));
  const char *role = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "role"));
  const char *user = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "user"));
  const cJSON *scope = cJSON_GetObjectItemCaseSensitive (json, "scope");
  const char *ward = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (cJSON_GetArrayItem (scope, 0), "ward"));
  const char *server_pub = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "server_pub"));
  if (device == NULL || ward == NULL)
    return tn_client_bad_answer ("enrol", error);
  if (!check_ward (copy, ward, error))
    return FALSE;
  g_autofree char *before = tn_copy_get_meta (copy, TN_META_DEVICE);
  gboolean new_device = g_strcmp0 (before, device) != 0;
  gboolean new_ward = *tn_copy_ward (copy) == 0, new_user = *tn_copy_user (copy) == 0 && user != NULL && *user != 0;
  g_autoptr (TnTx) tx = tn_tx_begin (tn_copy_db (copy), TRUE, error);
  return tx != NULL
         && tn_copy_set_meta (copy, TN_META_SERVER_URL, url, error)
         && tn_copy_set_meta (copy, TN_META_SERVER_CA, ca_pem, error)
         && tn_copy_set_meta (copy, TN_META_SERVER_PUB, server_pub, error)
         && tn_copy_set_meta (copy, TN_META_ENROL_WAIT, NULL, error)
         && tn_copy_set_meta (copy, TN_META_DEVICE, device, error)
         && tn_copy_set_meta (copy, TN_META_DEVICE_NAME, device_name, error)
         && tn_copy_set_meta (copy, TN_META_ROLE, role, error)
         && set_meta_json (copy, TN_META_SCOPE, scope, error)
         && (!new_device || tn_copy_set_meta (copy, TN_META_SCOPE_AT, NULL, error))   /* what was said to another device is no measure */
         && (!new_ward || tn_copy_set_meta (copy, TN_META_WARD, ward, error))
         && (!new_user || tn_copy_set_meta (copy, TN_META_USER, user, error))
         && tn_tx_commit (g_steal_pointer (&tx), error);
}

static gboolean
ask_enrolment (TnCopy *copy, TnTransport *transport, Enrolment *e, const char *device_name, GCancellable *cancellable, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  const char *problem = NULL;
  TnClient c = { .copy = copy, .transport = transport, .cancellable = cancellable };
  g_autoptr (GBytes) body = make_request (e, device_name);
  TnClientCall call = { .method = "POST", .path = "/v1/enrol", .body = body };
  if (!tn_client_send (&c, &call, &response, &problem, error))
    return FALSE;
  cJSON *json = tn_client_parse (&response, error);
  gboolean ok = json != NULL && tn_enrol_store (copy, e->url, e->ca_pem, device_name, json, error);
  cJSON_Delete (json);
  return ok;
}

gboolean
tn_enrol (TnCopy *copy, const char *url, const char *code, const char *ca_pem, const char *device_name, GCancellable *cancellable, GError **error)
{
  g_auto (Enrolment) e = { .url = g_strdup (url) };
  if (!tn_invite_decode (code, &e.invite, error))
    return FALSE;
  e.ca_pem = ca_pem != NULL ? tn_enrol_check_ca (&e.invite, ca_pem, -1, error) : fetch_ca (&e, cancellable, error);
  if (e.ca_pem == NULL || !tn_enrol_prepare_key (copy, e.public_key, &e.key_ref, error))
    return FALSE;
  g_autoptr (TnTransport) transport = tn_transport_soup_new (e.url, e.ca_pem, error);
  return transport != NULL && ask_enrolment (copy, transport, &e, device_name, cancellable, error);
}

gboolean
tn_enrol_over (TnCopy *copy, TnTransport *transport, const char *url, const char *code, const char *ca_pem, const char *device_name, GCancellable *cancellable, GError **error)
{
  g_auto (Enrolment) e = { .url = g_strdup (url) };
  if (!tn_invite_decode (code, &e.invite, error))
    return FALSE;
  e.ca_pem = tn_enrol_check_ca (&e.invite, ca_pem, -1, error);
  return e.ca_pem != NULL && tn_enrol_prepare_key (copy, e.public_key, &e.key_ref, error) && ask_enrolment (copy, transport, &e, device_name, cancellable, error);
}
