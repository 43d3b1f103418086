/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include <sodium.h>
#include "tn-hash.h"
#include "tn-sync-bundle-private.h"

/* A laptop that has never seen a network. What it keeps while it waits is the key that proves the answer to be the district's, and the half of the
 * code that names the CA; neither lets anybody enrol. */

static gboolean
keep_waiting (TnCopy *copy, const TnInvite *invite, const guint8 answer_key[32], const char *url, const char *device_name, GError **error)
{
  char key[65], fingerprint[2 * TN_INVITE_FINGERPRINT_LEN + 1];
  tn_hex (answer_key, 32, key);
  tn_hex (invite->fingerprint, sizeof invite->fingerprint, fingerprint);
  cJSON *json = cJSON_CreateObject ();
  cJSON_AddStringToObject (json, "key", key);
  cJSON_AddStringToObject (json, "ca", fingerprint);
  cJSON_AddStringToObject (json, "url", url != NULL ? url : "");
  cJSON_AddStringToObject (json, "name", device_name);
  char *text = cJSON_PrintUnformatted (json);
  cJSON_Delete (json);
  gboolean ok = tn_copy_set_meta (copy, TN_META_ENROL_WAIT, text, error);
  cJSON_free (text);
  return ok;
}

static gboolean
write_request (Stick *s, GOutputStream *out, const TnInvite *invite, const guint8 code_hash[32], const char *device_name, GError **error)
{
  guint8 content_key[TN_BUNDLE_KEY_LEN], stick_key[32], proof[TN_INVITE_PROOF_LEN];
  char code[2 * sizeof stick_key + 1], proof_hex[2 * sizeof proof + 1];
  tn_invite_content_key (code_hash, s->key, content_key);
  tn_invite_stick_key (invite, stick_key);
  tn_hex (stick_key, sizeof stick_key, code);
  tn_invite_prove (invite, s->key, s->report->bundle, proof);
  tn_hex (proof, sizeof proof, proof_hex);
  TnBundleHeader header = { .type = TN_BUNDLE_ENROL, .from = s->key_hex, .bundle = s->report->bundle, .made = tn_env_now_ms (tn_copy_env (s->copy)), .code = code };
  TnBundleSigner signer = stick_signer (s);
  g_autoptr (TnBundleWriter) w = tn_bundle_writer_new (out, &header, content_key, &signer, s->cancellable, error);
  sodium_memzero (content_key, sizeof content_key);
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_printf (text, "{\"enrol\":{\"proof\":\"%s\",\"schema\":%d,\"name\":", proof_hex, TN_SCHEMA_VERSION);
  tn_json_append_string (text, device_name, -1);
  g_string_append (text, "}}\n");
  gboolean ok = w != NULL && tn_bundle_writer_add (w, text->str, text->len, error) && tn_bundle_writer_end (w, error);
  s->report->bytes = w != NULL ? tn_bundle_writer_size (w) : 0;
  return ok;
}

gboolean
tn_bundle_write_enrol (TnCopy *copy, GOutputStream *out, const char *code, const char *url, const char *device_name, TnBundleReport *report,
                       GCancellable *cancellable, GError **error)
{
  g_auto (Stick) s = { 0 };
  TnInvite invite;
  guint8 key[32], code_hash[32], answer_key[32];
  g_autofree char *key_ref = NULL;
  *report = (TnBundleReport) { 0 };
  if (!tn_invite_decode (code, &invite, error) || !tn_enrol_prepare_key (copy, key, &key_ref, error) || !stick_init (&s, copy, NULL, report, cancellable, error))
    return FALSE;
  report->asked = TRUE;
  report->bundle = stick_new_id (&s);
  tn_invite_code_hash (&invite, code_hash);
  tn_invite_answer_key (code_hash, s.key, answer_key);
  /* Waiting first: an answer to a request that was never written does not exist, but one must not come to a laptop that has forgotten asking. */
  gboolean ok = keep_waiting (copy, &invite, answer_key, url, device_name, error) && write_request (&s, out, &invite, code_hash, device_name, error);
  sodium_memzero (&invite, sizeof invite);
  sodium_memzero (code_hash, sizeof code_hash);
  sodium_memzero (answer_key, sizeof answer_key);
  return ok;
}

/* ---- the answer ---- */

static gboolean
set_stranger (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_REFUSED, _("This USB file does not come from the district that this laptop belongs to. Nothing was changed. Ask your district office."));
  return FALSE;
}

static const char *
get_text (const cJSON *json, const char *key)
{
  const char *text = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, key));
  return text != NULL ? text : "";
}

static gboolean
read_hex (const cJSON *json, const char *key, guint8 *out, gsize len)
{
  const char *text = get_text (json, key);
  return strlen (text) == 2 * len && tn_unhex (text, 2 * len, out);
}

/* The MAC shows that who signed knows the invitation; the fingerprint in the code, that this is its CA. */
static char *
check_answer (const cJSON *wait, const TnBundleHeader *header, const cJSON *enrolled, GError **error)
{
  TnInvite invite = { 0 };
  guint8 key[32], district[32], mac[32], expected[32];
  gboolean ok = read_hex (wait, "key", key, sizeof key) && read_hex (wait, "ca", invite.fingerprint, sizeof invite.fingerprint)
                && read_hex (enrolled, "server_pub", district, sizeof district) && read_hex (enrolled, "mac", mac, sizeof mac)
                && strcmp (get_text (enrolled, "server_pub"), header->from) == 0;
  if (ok)
    tn_invite_answer_mac (key, district, expected);
  if (!ok || sodium_memcmp (mac, expected, sizeof mac) != 0) {
    set_stranger (error);
    return NULL;
  }
  return tn_enrol_check_ca (&invite, get_text (enrolled, "ca"), -1, error);
}

static gboolean
take_answer (Stick *s, const cJSON *wait, const TnBundleHeader *header, const Down *d, GError **error)
{
  g_autofree char *ca = check_answer (wait, header, d->enrolled, error);
  if (ca == NULL || !tn_enrol_store (s->copy, get_text (wait, "url"), ca, get_text (wait, "name"), d->enrolled, error))
    return FALSE;
  g_free (s->device);
  g_free (s->district);
  s->device = tn_copy_get_meta (s->copy, TN_META_DEVICE);
  s->district = tn_copy_get_meta (s->copy, TN_META_SERVER_PUB);
  s->report->enrolled = TRUE;
  return TRUE;
}

gboolean
stick_take_enrolment (Stick *s, const TnBundleHeader *header, const Down *d, GError **error)
{
  g_autofree char *text = tn_copy_get_meta (s->copy, TN_META_ENROL_WAIT);
  gboolean known = s->district != NULL && strcmp (s->district, header->from) == 0;
  if (text == NULL || d->enrolled == NULL)
    return known || set_stranger (error);
  cJSON *wait = cJSON_Parse (text);
  gboolean ok = take_answer (s, wait, header, d, error);
  cJSON_Delete (wait);
  return ok;
}
