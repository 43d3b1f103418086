/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A laptop that asks by stick. Only who knows the invitation's secret can have signed the proof, and it names this laptop's key: whoever finds or copies
 * the stick can at most hand in the same request for the same laptop. */
#include "tn-district-bundle-private.h"
#include "tn-hash.h"
#include "tn-text.h"
#include <glib/gi18n.h>
#include <sodium.h>

#define NAME_MAX_BYTES 200

typedef struct { guint8 laptop[32], code_hash[32]; } Asking;

static gboolean
open_cb (gpointer user_data, const TnBundleHeader *header, const guint8 *sealed, guint8 key[TN_BUNDLE_KEY_LEN], GError **error)
{
  const Asking *asking = user_data;
  tn_invite_content_key (asking->code_hash, asking->laptop, key);
  return TRUE;
}

/* The member `enrol` of the only line; NULL with an error. */
static cJSON *
read_request (TnBundleReader *r, GError **error)
{
  TnSlice line;
  g_autoptr (GError) local = NULL;
  cJSON *json = NULL, *request;
  if (tn_bundle_reader_next (r, &line, &local) && tn_json_check (line) == TN_JSON_OBJECT) json = cJSON_ParseWithLength (line.p, line.len);
  request = cJSON_DetachItemFromObjectCaseSensitive (json, "enrol");
  cJSON_Delete (json);
  if (cJSON_IsObject (request)) return request;
  cJSON_Delete (request);
  tn_bundle_set_corrupt (error);
  return NULL;
}

static gboolean
set_outcome (TnEnrolOutcome outcome, GError **error)
{
  static const char *const messages[] = {
    [TN_ENROL_UNKNOWN] = N_("This request was made with an invitation that this district does not know. Nothing was changed. Check whether it is of this district, or make a new one."),
    [TN_ENROL_EXPIRED] = N_("The invitation of this request has expired. Nothing was changed. Make a new one for that laptop."),
    [TN_ENROL_USED] = N_("The invitation of this request was used by another laptop before. Nothing was changed, and an alarm was noted. Ask who has the code, and make a new one."),
  };
  if (outcome == TN_ENROL_OK) return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_REFUSED, _(messages[outcome]));
  return FALSE;
}

static char *
find_ward (TnDistrict *d, const char *device, GError **error)
{
  g_autoptr (GPtrArray) grants = d->depot->driver->grants (d->depot, device, error);
  for (guint i = 0; grants && i < grants->len; i++)
    if (((TnGrant *) grants->pdata[i])->to == 0) return g_strdup (((TnGrant *) grants->pdata[i])->ward);
  if (grants) g_set_error_literal (error, TN_ERROR, TN_ERROR_REFUSED, _("This laptop’s access was withdrawn. Nothing was changed. Make a new invitation for it."));
  return NULL;
}

static gboolean
remember (TnDistrict *d, const TnStickRead *read, const Asking *asking, GError **error)
{
  char hash[65];
  tn_hex (asking->code_hash, sizeof asking->code_hash, hash);
  cJSON *state = bundle_state_read (d, read->device, read->ward, error);
  if (!state) return FALSE;
  bundle_state_set (state, "enrol", cJSON_CreateString (hash));
  bundle_state_set (state, "waiting", cJSON_CreateTrue ());
  gboolean done = bundle_state_write (d, read->device, read->ward, state, error);
  cJSON_Delete (state);
  return done;
}

static gboolean
grant (TnDistrict *d, const cJSON *request, const TnBundleHeader *header, const Asking *asking, TnStickRead *read, GError **error)
{
  guint8 proof[TN_INVITE_PROOF_LEN], stick_key[32];
  const char *hex = bundle_text (request, "proof"), *given = bundle_text (request, "name");
  TnEnrolOutcome outcome;
  TnIdStr text;
  TnId id = tn_id_new (d->env);
  read->name = strlen (given) <= NAME_MAX_BYTES ? tn_text_tidy (given, -1) : NULL;
  tn_unhex (header->code, 64, stick_key);
  if (!read->name || !*read->name || strlen (hex) != 2 * sizeof proof || !tn_unhex (hex, 2 * sizeof proof, proof)
      || !tn_invite_check_proof (stick_key, asking->laptop, header->bundle, proof)) return tn_bundle_set_corrupt (error);
  if (!d->depot->driver->enrol (d->depot, asking->code_hash, asking->laptop, read->name, tn_env_now_ms (d->env), &id, &outcome, error) || !set_outcome (outcome, error)) return FALSE;
  tn_id_format (&id, text);
  read->outcome = TN_STICK_ENROLLED;
  read->device = g_strdup (text);
  read->ward = find_ward (d, text, error);
  return read->ward && remember (d, read, asking, error);
}

gboolean
bundle_enrol (TnDistrict *d, TnBundleReader *r, TnStickRead *read, GError **error)
{
  Asking asking;
  const TnBundleHeader *header = tn_bundle_reader_header (r);
  TnBundleOpener opener = { NULL, open_cb, &asking };
  tn_unhex (header->from, 64, asking.laptop);
  if (!bundle_find_invite (d, header->code, asking.code_hash, error)) return FALSE;
  cJSON *request = tn_bundle_reader_unseal (r, &opener, error) ? read_request (r, error) : NULL;
  gboolean done = request && grant (d, request, header, &asking, read, error);
  cJSON_Delete (request);
  sodium_memzero (&asking, sizeof asking);
  return done;
}
