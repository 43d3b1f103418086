/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of enrolment and session: who may hold what. */
#include "tn-district-private.h"
#include "tn-text.h"
#include "tn-token.h"

#define NAME_MAX_BYTES 200
#define NONCE_MAX 64
#define TOKEN_LIFE_MS (G_GINT64_CONSTANT (12) * 3600 * 1000)
#define KNOWN_MAX 200

void
route_info (Desk *desk)
{
  cJSON *json = cJSON_CreateObject (), *limits;
  cJSON_AddNumberToObject (json, "proto", 1);
  cJSON_AddNumberToObject (json, "schema", TN_SCHEMA_VERSION);
  cJSON_AddNumberToObject (json, "min_schema", TN_SCHEMA_MIN);
  cJSON_AddNumberToObject (json, "time", (double) tn_env_now_ms (desk->d->env));
  cJSON_AddStringToObject (json, "server", desk->d->name);
  cJSON_AddBoolToObject (json, "root", !(desk->d->depot->driver->caps & TN_DEPOT_RELAYS));
  if (desk->d->hub) cJSON_AddStringToObject (json, "hub", desk->d->hub);
  limits = cJSON_AddObjectToObject (json, "limits");
  cJSON_AddNumberToObject (limits, "body", TN_LIMIT_BODY);
  cJSON_AddNumberToObject (limits, "inflated", TN_LIMIT_INFLATED);
  cJSON_AddNumberToObject (limits, "changes", TN_LIMIT_CHANGES);
  cJSON_AddNumberToObject (limits, "line", TN_LIMIT_LINE);
  cJSON_AddNumberToObject (limits, "value", TN_LIMIT_VALUE);
  cJSON_AddNumberToObject (limits, "page_lines", TN_LIMIT_PAGE_LINES);
  desk_json (desk, json);
}

void
route_ca (Desk *desk)
{
  desk->answer->status = 200;
  desk->answer->content_type = g_strdup ("application/x-pem-file");
  desk->answer->body = g_bytes_new (desk->d->ca_pem, strlen (desk->d->ca_pem));
}

GPtrArray *
desk_grants (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *grants = desk->d->depot->driver->grants (desk->d->depot, desk->device->device, &error);
  if (!grants) desk_fail (desk, error);
  return grants;
}

static void
add_classes (cJSON *ward, guint classes)
{
  cJSON *list = cJSON_AddArrayToObject (ward, "classes");
  for (TnClass cls = TN_CLASS_OPEN; cls <= TN_CLASS_CONFIDENTIAL; cls++)
    if (classes & (1u << cls)) cJSON_AddItemToArray (list, cJSON_CreateString (tn_class_name (cls)));
}

static char *
find_ward_name (GPtrArray *wards, const char *code)
{
  for (guint i = 0; i < wards->len; i++) {
    const TnWard *ward = wards->pdata[i];
    if (strcmp (ward->ward, code) == 0) return ward->name;
  }
  return NULL;
}

static cJSON *
add_ward (cJSON *scope, const TnGrant *grant, const char *name)
{
  const TnRole *role = tn_role_find (grant->role);
  cJSON *ward = cJSON_CreateObject ();
  cJSON_AddItemToArray (scope, ward);
  cJSON_AddStringToObject (ward, "ward", grant->ward);
  cJSON_AddStringToObject (ward, "name", name ? name : "");
  cJSON_AddStringToObject (ward, "role", grant->role);
  cJSON_AddArrayToObject (ward, "streams");
  add_classes (ward, role ? role->classes : 0);
  return ward;
}

static cJSON *
find_ward (cJSON *scope, const TnGrant *grant)
{
  cJSON *ward;
  cJSON_ArrayForEach (ward, scope) {
    if (strcmp (cJSON_GetStringValue (cJSON_GetObjectItem (ward, "ward")), grant->ward) == 0
        && strcmp (cJSON_GetStringValue (cJSON_GetObjectItem (ward, "role")), grant->role) == 0) return ward;
  }
  return NULL;
}

/* One item for each ward and role now held. */
cJSON *
desk_scope_json (Desk *desk, GPtrArray *grants, GError **error)
{
  g_autoptr (GPtrArray) wards = desk->d->depot->driver->wards_of (desk->d->depot, desk->device->device, error);
  if (!wards) return NULL;
  cJSON *scope = cJSON_CreateArray ();
  for (guint i = 0; i < grants->len; i++) {
    const TnGrant *grant = grants->pdata[i];
    if (grant->to) continue;
    cJSON *ward = find_ward (scope, grant);
    if (!ward) ward = add_ward (scope, grant, find_ward_name (wards, grant->ward));
    cJSON_AddItemToArray (cJSON_GetObjectItem (ward, "streams"), cJSON_CreateString (grant->stream));
  }
  return scope;
}

/* ---- enrolment ---- */

static void
answer_enrolled (Desk *desk, const TnId *id)
{
  g_autoptr (GError) error = NULL;
  TnIdStr text;
  tn_id_format (id, text);
  if (!desk->d->depot->driver->device (desk->d->depot, text, &desk->device, &error)) {
    desk_fail (desk, error);
    return;
  }
  if (!district_follow_rights (desk->d, text, &error)) {
    desk_fail (desk, error);
    return;
  }
  g_autoptr (GPtrArray) grants = desk_grants (desk);
  cJSON *scope = grants ? desk_scope_json (desk, grants, &error) : NULL, *json;
  if (!scope) {
    if (grants) desk_fail (desk, error);
    return;
  }
  json = cJSON_CreateObject ();
  cJSON_AddStringToObject (json, "device", text);
  cJSON_AddStringToObject (json, "user", desk->device->user);
  cJSON_AddStringToObject (json, "role", grants->len ? ((TnGrant *) grants->pdata[0])->role : "");
  cJSON_AddItemToObject (json, "scope", scope);
  cJSON_AddStringToObject (json, "ca", desk->d->ca_pem);
  cJSON_AddStringToObject (json, "server_pub", desk->d->server_pub);
  desk_json (desk, json);
}

void
route_enrol (Desk *desk)
{
  static const TnProblem problems[] = { [TN_ENROL_UNKNOWN] = TN_PROBLEM_ENROL_UNKNOWN, [TN_ENROL_EXPIRED] = TN_PROBLEM_ENROL_EXPIRED, [TN_ENROL_USED] = TN_PROBLEM_ENROL_USED };
  const char *code = desk_text (desk, "code"), *pub = desk_text (desk, "pub"), *given = desk_text (desk, "name");
  g_autofree char *name = given && strlen (given) <= NAME_MAX_BYTES ? tn_text_tidy (given, -1) : NULL;   /* it is printed on terminals */
  guint8 key[32], hash[32];
  TnInvite invite;
  TnEnrolOutcome outcome;
  g_autoptr (GError) error = NULL;
  TnId id = tn_id_new (desk->d->env);
  if (!pub || strlen (pub) != 64 || !tn_unhex (pub, 64, key) || !name || !*name) {
    desk_problem (desk, TN_PROBLEM_MALFORMED);
    return;
  }
  if (!tn_invite_decode (code, &invite, NULL)) {
    desk_problem (desk, TN_PROBLEM_ENROL_UNKNOWN);
    return;
  }
  tn_hash256 (invite.secret, sizeof invite.secret, hash);
  if (!desk->d->depot->driver->enrol (desk->d->depot, hash, key, name, tn_env_now_ms (desk->d->env), &id, &outcome, &error)) desk_fail (desk, error);
  else if (outcome != TN_ENROL_OK) desk_problem (desk, problems[outcome]);
  else answer_enrolled (desk, &id);
}

/* ---- session ---- */

static void
open_session (Desk *desk, gint64 schema, char token[TN_TOKEN_TEXT])
{
  TnTicket ticket = { .expires = tn_env_now_ms (desk->d->env) + TOKEN_LIFE_MS, .pull_refused = schema < TN_SCHEMA_MIN };
  tn_id_parse (desk->device->device, -1, &ticket.device);
  tn_token_write (&ticket, desk->d->token_key, token);
}

static gboolean
has_text (const cJSON *list, const char *text)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, list) {
    if (strcmp (cJSON_GetStringValue (item), text) == 0) return TRUE;
  }
  return FALSE;
}

static gboolean
test_cursor (Desk *desk, cJSON *rewound, const cJSON *known, GError **error)
{
  const char *ward = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (known, "ward")), *cur = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (known, "cur"));
  gboolean held = FALSE;
  TnCursor cursor;
  if (!ward || has_text (rewound, ward)) return TRUE;
  if (tn_cursor_parse (cur, &cursor) && !desk->d->depot->driver->has_cursor (desk->d->depot, ward, &cursor, &held, error)) return FALSE;
  if (!held) cJSON_AddItemToArray (rewound, cJSON_CreateString (ward));
  return TRUE;
}

static cJSON *
find_rewound (Desk *desk, GError **error)
{
  cJSON *rewound = cJSON_CreateArray (), *known;
  cJSON_ArrayForEach (known, cJSON_GetObjectItemCaseSensitive (desk->json, "known")) {
    if (test_cursor (desk, rewound, known, error)) continue;
    cJSON_Delete (rewound);
    return NULL;
  }
  return rewound;
}

static void
add_replica (cJSON *devices, const TnReplica *replica)
{
  if (cJSON_HasObjectItem (devices, replica->replica)) return;
  cJSON *item = cJSON_AddObjectToObject (devices, replica->replica);
  cJSON_AddStringToObject (item, "device", replica->device);
  cJSON_AddStringToObject (item, "name", replica->name);
  cJSON_AddStringToObject (item, "user", replica->user);
}

cJSON *
desk_devices_json (Desk *desk, const cJSON *scope, GError **error)
{
  cJSON *devices = cJSON_CreateObject ();
  const cJSON *ward;
  cJSON_ArrayForEach (ward, scope) {
    const char *code = cJSON_GetStringValue (cJSON_GetObjectItem (ward, "ward"));
    g_autoptr (GPtrArray) replicas = desk->d->depot->driver->replicas (desk->d->depot, code, error);
    if (!replicas) {
      cJSON_Delete (devices);
      return NULL;
    }
    for (guint i = 0; i < replicas->len; i++) add_replica (devices, replicas->pdata[i]);
  }
  return devices;
}

/* Rises whenever a right is given or ended. */
static gint64
get_scope_version (GPtrArray *grants)
{
  gint64 version = 0;
  for (guint i = 0; i < grants->len; i++) {
    const TnGrant *grant = grants->pdata[i];
    version = MAX (version, MAX (grant->from, grant->to));
  }
  return version;
}

static gboolean
fill_session (Desk *desk, cJSON *json, GPtrArray *grants, GError **error)
{
  cJSON *scope = desk_scope_json (desk, grants, error);
  if (scope) cJSON_AddItemToObject (json, "scope", scope);
  cJSON *rewound = scope ? find_rewound (desk, error) : NULL;
  if (rewound) cJSON_AddItemToObject (json, "rewound", rewound);
  cJSON *devices = rewound ? desk_devices_json (desk, scope, error) : NULL;
  if (devices) cJSON_AddItemToObject (json, "devices", devices);
  if (!devices || desk->d->hub) return devices != NULL;   /* which hubs hold no more is the root's to say */
  return desk_add_hubs_ended (desk, scope, json, error);
}

static void
answer_session (Desk *desk, const char *nonce, gint64 schema)
{
  g_autoptr (GError) error = NULL;
  char token[TN_TOKEN_TEXT];
  if (!desk_prepare_hub (desk)) return;
  g_autoptr (GPtrArray) grants = desk_grants (desk);
  if (!grants) return;
  cJSON *json = cJSON_CreateObject ();
  cJSON_AddStringToObject (json, "nonce", nonce);
  cJSON_AddNumberToObject (json, "time", (double) tn_env_now_ms (desk->d->env));
  cJSON_AddNumberToObject (json, "scope_ver", (double) get_scope_version (grants));
  cJSON_AddNumberToObject (json, "dict", TN_PAGE_DICT);
  if (schema < TN_SCHEMA_MIN) cJSON_AddBoolToObject (json, "upgrade", TRUE);
  if (!fill_session (desk, json, grants, &error)) {
    cJSON_Delete (json);
    desk_fail (desk, error);
    return;
  }
  open_session (desk, schema, token);
  cJSON_AddStringToObject (json, "token", token);
  desk_json (desk, json);
}

/* It may only hand in. If this district was put back since, that is all it ever sent, and nobody else may have some of it any more. */
static void
answer_revoked (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  cJSON *rewound = desk->d->hub ? NULL : find_rewound (desk, &error);
  if (error) desk_fail (desk, error);
  else if (cJSON_GetArraySize (rewound) > 0) tn_answer_problem (desk->answer, TN_PROBLEM_DEVICE_REVOKED, "\"custody\":\"/v1/custody\",\"rewound\":true");
  else desk_problem (desk, TN_PROBLEM_DEVICE_REVOKED);
  cJSON_Delete (rewound);
}

static gboolean
is_replica (const char *text)
{
  return text && strlen (text) == TN_REPLICA_LEN && strspn (text, "0123456789abcdef") == TN_REPLICA_LEN;
}

void
route_session (Desk *desk)
{
  const char *replica = desk_text (desk, "replica"), *nonce = desk_text (desk, "nonce");
  gint64 no = desk_number (desk, "no", -1), schema = desk_number (desk, "schema", -1);
  char fresh[33];
  gboolean forked = FALSE;
  g_autoptr (GError) error = NULL;
  if (!desk_verify (desk, desk_text (desk, "device"))) return;
  if (desk->device->revoked) {
    answer_revoked (desk);
    return;
  }
  if (!is_replica (replica) || strcmp (replica, desk->d->root_replica) == 0 || !nonce || strlen (nonce) > NONCE_MAX || no < 0 || schema < 0
      || cJSON_GetArraySize (cJSON_GetObjectItemCaseSensitive (desk->json, "known")) > KNOWN_MAX) {
    desk_problem (desk, TN_PROBLEM_MALFORMED);
    return;
  }
  desk_hex_random (desk->d, 16, fresh);
  if (!desk->d->depot->driver->session (desk->d->depot, desk->device->device, replica, no, nonce, fresh, tn_env_now_ms (desk->d->env), &forked, &error)) desk_fail (desk, error);
  else if (forked) desk_problem (desk, TN_PROBLEM_FORKED);
  else answer_session (desk, fresh, schema);
}
