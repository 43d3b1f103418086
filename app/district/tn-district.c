/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: finds the route, asks who is there, and reads the body; the routes do the rest. */
#define G_LOG_DOMAIN "tungnha-district"
#include "tn-district-private.h"
#include "tn-ca.h"
#include "tn-token.h"
#include <glib/gi18n.h>
#include <sodium.h>

typedef enum { OPEN, SIGNED, BEARER } Auth;
typedef struct {
  const char *method, *path;       /* '*' stands for the ward */
  Auth auth;
  const char *media;               /* what the body must be; NULL = no body is read */
  gboolean of_session;             /* page, batch or wait of a session: counted apart */
  gboolean root_only;              /* not at a depot that relays */
  void (*run) (Desk *desk);
} Route;

static const Route routes[] = {
  { "GET", "/v1/info", OPEN, NULL, FALSE, FALSE, route_info },
  { "GET", "/v1/ca", OPEN, NULL, FALSE, FALSE, route_ca },
  { "POST", "/v1/enrol", OPEN, TN_MEDIA_JSON, FALSE, TRUE, route_enrol },
  { "POST", "/v1/session", SIGNED, TN_MEDIA_JSON, FALSE, FALSE, route_session },
  { "POST", "/v1/custody", SIGNED, TN_MEDIA_NDJSON_ZSTD, FALSE, TRUE, route_custody },
  { "POST", "/v1/known", BEARER, TN_MEDIA_JSON, FALSE, FALSE, route_known },
  { "POST", "/v1/w/*/push", BEARER, TN_MEDIA_NDJSON_ZSTD, TRUE, FALSE, route_push },
  { "POST", "/v1/w/*/pull", BEARER, TN_MEDIA_JSON, TRUE, FALSE, route_pull },
  { "POST", "/v1/w/*/wait", BEARER, TN_MEDIA_JSON, TRUE, FALSE, route_wait },
  { "POST", "/v1/w/*/digest", BEARER, TN_MEDIA_JSON, TRUE, FALSE, route_digest },
  { "POST", "/v1/w/*/ids", BEARER, TN_MEDIA_JSON, TRUE, FALSE, route_ids },
  { "POST", "/v1/w/*/fetch", BEARER, TN_MEDIA_JSON, TRUE, FALSE, route_fetch },
  { "POST", "/v1/w/*/hub", BEARER, TN_MEDIA_JSON, FALSE, TRUE, route_hub },
  { "POST", "/v1/w/*/repair", BEARER, TN_MEDIA_NDJSON_ZSTD, TRUE, TRUE, route_repair },
};

void
tn_answer_clear (TnAnswer *a)
{
  g_clear_pointer (&a->content_type, g_free);
  g_clear_pointer (&a->body, g_bytes_unref);
  g_clear_pointer (&a->wait_ward, g_free);
  g_clear_pointer (&a->wait_device, g_free);
  *a = (TnAnswer) { 0 };
}

static void
set_body (TnAnswer *answer, guint status, const char *media, GBytes *body)
{
  answer->status = status;
  answer->content_type = g_strdup (media);
  answer->body = body;
}

void
tn_answer_problem (TnAnswer *answer, TnProblem problem, const char *extra)
{
  char *text = tn_problem_to_json (problem, extra);
  tn_answer_clear (answer);
  set_body (answer, tn_problem_info (problem)->status, TN_MEDIA_PROBLEM, g_bytes_new_take (text, strlen (text)));
}

void
desk_problem (Desk *desk, TnProblem problem)
{
  gboolean custody = problem == TN_PROBLEM_DEVICE_REVOKED && !(desk->d->depot->driver->caps & TN_DEPOT_RELAYS);
  tn_answer_problem (desk->answer, problem, custody ? "\"custody\":\"/v1/custody\"" : NULL);
}

void
desk_fail (Desk *desk, const GError *error)
{
  /* A database that is away, or a standby not yet promoted: it comes back, and nothing is lost by trying later. */
  gboolean busy = g_error_matches (error, TN_ERROR, TN_ERROR_BUSY) || g_error_matches (error, TN_ERROR, TN_ERROR_NETWORK) || g_error_matches (error, TN_ERROR, TN_ERROR_READ_ONLY);
  g_warning ("%s %s: %s", desk->call->method, desk->call->path, error->message);
  desk_problem (desk, busy ? TN_PROBLEM_BUSY : TN_PROBLEM_INTERNAL);
  if (busy) desk->answer->retry_after_s = 5;
}

void
desk_json (Desk *desk, cJSON *json)
{
  char *text = cJSON_PrintUnformatted (json);
  cJSON_Delete (json);
  set_body (desk->answer, 200, TN_MEDIA_JSON, g_bytes_new (text, strlen (text)));
  cJSON_free (text);
}

void
desk_page (Desk *desk, TnPageWriter *page, const char *end_members)
{
  g_autoptr (GError) error = NULL;
  GBytes *body = tn_page_writer_end (page, end_members, &error);
  if (!body) desk_fail (desk, error);
  else set_body (desk->answer, 200, TN_MEDIA_NDJSON_ZSTD, body);
}

const char *
desk_text (Desk *desk, const char *key)
{
  return cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (desk->json, key));
}

gint64
desk_number (Desk *desk, const char *key, gint64 otherwise)
{
  const cJSON *item = cJSON_GetObjectItemCaseSensitive (desk->json, key);
  return cJSON_IsNumber (item) && item->valuedouble >= 0 && item->valuedouble < 9007199254740992.0 ? (gint64) item->valuedouble : otherwise;
}

void
desk_hex_random (TnDistrict *d, gsize bytes, char *out)
{
  g_autofree guint8 *random = g_malloc (bytes);
  tn_env_random (d->env, random, bytes);
  tn_hex (random, bytes, out);
}

/* ---- who is there ---- */

static gboolean
find_device (Desk *desk, const char *device)
{
  g_autoptr (GError) error = NULL;
  if (desk->d->depot->driver->device (desk->d->depot, device, &desk->device, &error)) return TRUE;
  desk_fail (desk, error);
  return FALSE;
}

static gboolean
is_within_rate (Desk *desk, gboolean of_session)
{
  const char *name = desk->device ? desk->device->device : desk->call->peer ? desk->call->peer : "";
  guint wait = tn_limiter_take (of_session ? desk->d->batches : desk->d->calls, name, tn_env_mono_us (desk->d->env));
  if (!wait) return TRUE;
  desk_problem (desk, TN_PROBLEM_TOO_MANY);
  desk->answer->retry_after_s = wait;
  return FALSE;
}

/* A stranger and a wrong signature get the same answer as a revoked laptop: there is nothing to be learnt from it. */
gboolean
desk_verify (Desk *desk, const char *device)
{
  guint8 signature[crypto_sign_BYTES];
  const char *hex = desk->call->signature;
  gsize len;
  const guint8 *body = g_bytes_get_data (desk->call->body, &len);
  if (!device || !find_device (desk, device)) {
    if (!device) desk_problem (desk, TN_PROBLEM_MALFORMED);
    return FALSE;
  }
  gboolean good = desk->device && hex && strlen (hex) == 2 * sizeof signature && tn_unhex (hex, 2 * sizeof signature, signature)
                  && crypto_sign_verify_detached (signature, body, len, desk->device->pub) == 0;
  if (!good) desk_problem (desk, TN_PROBLEM_DEVICE_REVOKED);
  return good && is_within_rate (desk, FALSE);
}

static gboolean
find_session (Desk *desk)
{
  TnTicket ticket;
  TnIdStr device;
  if (!tn_token_read (desk->call->token, desk->d->token_key, tn_env_now_ms (desk->d->env), &ticket)) return FALSE;
  desk->pull_refused = ticket.pull_refused;
  tn_id_format (&ticket.device, device);
  return find_device (desk, device);
}

/* Asked of the depot at every call, so that a revocation by another process counts at once. */
static gboolean
authorise (Desk *desk)
{
  if (!find_session (desk) || !desk->device) {
    if (!desk->answer->status) desk_problem (desk, TN_PROBLEM_SESSION_EXPIRED);
    return FALSE;
  }
  if (desk->device->revoked) desk_problem (desk, TN_PROBLEM_DEVICE_REVOKED);
  return !desk->device->revoked;
}

/* ---- finding the route ---- */

static gboolean
is_ward_code (const char *text, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (text[i])) return FALSE;
  return len >= 1 && len <= 16;
}

/* Matches one '*' and gives what stands for it. */
static gboolean
match_path (const char *pattern, const char *path, char **ward)
{
  const char *star = strchr (pattern, '*');
  if (!star) return strcmp (pattern, path) == 0;
  gsize head = (gsize) (star - pattern);
  if (strncmp (pattern, path, head) != 0) return FALSE;
  gsize len = strcspn (path + head, "/");
  if (strcmp (path + head + len, star + 1) != 0 || !is_ward_code (path + head, len)) return FALSE;
  *ward = g_strndup (path + head, len);
  return TRUE;
}

static const Route *
find_route (Desk *desk)
{
  gboolean other_method = FALSE, relays = desk->d->depot->driver->caps & TN_DEPOT_RELAYS;
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++) {
    g_autofree char *ward = NULL;
    if ((routes[i].root_only && relays) || !match_path (routes[i].path, desk->call->path, &ward)) continue;
    if (strcmp (routes[i].method, desk->call->method) == 0) {
      desk->ward = g_steal_pointer (&ward);
      return &routes[i];
    }
    other_method = TRUE;
  }
  desk_problem (desk, other_method ? TN_PROBLEM_METHOD : TN_PROBLEM_NOT_FOUND);
  return NULL;
}

static gboolean
is_media (const char *given, const char *wanted)
{
  gsize len = strlen (wanted);
  return given && g_ascii_strncasecmp (given, wanted, len) == 0 && (given[len] == 0 || given[len] == ';' || given[len] == ' ');
}

static gboolean
read_body (Desk *desk, const Route *route)
{
  gsize len = 0;
  if (!route->media) return TRUE;
  const char *text = desk->call->body ? g_bytes_get_data (desk->call->body, &len) : NULL;
  TnProblem problem = !is_media (desk->call->content_type, route->media) ? TN_PROBLEM_MEDIA_TYPE
                    : len > TN_LIMIT_BODY ? TN_PROBLEM_TOO_LARGE : len == 0 ? TN_PROBLEM_MALFORMED : TN_PROBLEM_N;
  if (problem != TN_PROBLEM_N) {
    desk_problem (desk, problem);
    return FALSE;
  }
  if (strcmp (route->media, TN_MEDIA_JSON) != 0) return TRUE;
  /* The strict scanner first: it bounds the depth and refuses bad UTF-8 and doubled names, which cJSON does not. */
  if (tn_json_check_document ((TnSlice) { text, len }) == TN_JSON_OBJECT) desk->json = cJSON_ParseWithLength (text, len);
  if (!desk->json) desk_problem (desk, TN_PROBLEM_MALFORMED);
  return desk->json != NULL;
}

void
tn_district_handle (TnDistrict *d, const TnCall *call, TnAnswer *answer)
{
  Desk desk = { .d = d, .call = call, .answer = answer };
  *answer = (TnAnswer) { 0 };
  const Route *route = find_route (&desk);
  /* Who signs is known, and counted, only when the body has been read: desk_verify(). */
  if (route && (route->auth != BEARER || authorise (&desk)) && (route->auth == SIGNED || is_within_rate (&desk, route->of_session))
      && read_body (&desk, route)) route->run (&desk);
  cJSON_Delete (desk.json);
  g_free (desk.ward);
  tn_device_free (desk.device);
}

/* ---- the district itself ---- */

static gboolean
read_keys (TnDistrict *d, GError **error)
{
  gsize len;
  g_autofree char *ca = g_build_filename (d->dir, TN_CA_CERTIFICATE, NULL), *sign = g_build_filename (d->dir, TN_DISTRICT_SIGN_KEY, NULL), *hex = NULL;
  guint8 secret[crypto_sign_SECRETKEYBYTES];
  char pub[2 * crypto_sign_PUBLICKEYBYTES + 1];
  if (!g_file_get_contents (ca, &d->ca_pem, NULL, error) || !g_file_get_contents (sign, &hex, &len, error)) return FALSE;
  g_strchomp (hex);
  if (strlen (hex) != 2 * sizeof secret || !tn_unhex (hex, 2 * sizeof secret, secret)) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_CORRUPT, _("The district’s signing key is damaged. Nothing was changed. Put sign.key back from a backup."));
    return FALSE;
  }
  tn_token_derive_key (secret, d->token_key);
  tn_hex (secret + crypto_sign_SECRETKEYBYTES - crypto_sign_PUBLICKEYBYTES, crypto_sign_PUBLICKEYBYTES, pub);
  sodium_memzero (secret, sizeof secret);
  sodium_memzero (hex, strlen (hex));
  d->server_pub = g_strdup (pub);
  return TRUE;
}

static gboolean
read_names (TnDistrict *d, GError **error)
{
  const TnDepotDriver *driver = d->depot->driver;
  if (!driver->get_meta (d->depot, TN_META_NAME, &d->name, error) || !driver->get_meta (d->depot, TN_META_ROOT_REPLICA, &d->root_replica, error)) return FALSE;
  g_autofree char *moved = NULL;
  if (!driver->get_meta (d->depot, TN_DEPOT_META_MOVED, &moved, error)) return FALSE;
  if (moved) return tn_depot_set_moved_error (error);
  if (d->name && d->root_replica) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("“%s” holds no finished district. Nothing was changed. Run “tungnha-district init” first."), d->dir);
  return FALSE;
}

static TnDistrict *
make_desk (const TnEnv *env)
{
  TnDistrict *d = g_new0 (TnDistrict, 1);
  d->env = env ? env : tn_env_system ();
  d->calls = tn_limiter_new (0);
  d->batches = tn_limiter_new (0);
  g_mutex_init (&d->lock);
  return d;
}

/* A hub has no signing key of the district's: its tokens hold while it runs, and a laptop whose token is not read opens a session again. */
TnDistrict *
tn_district_new_over (TnDepot *depot, const TnDeskIdentity *identity, const TnEnv *env)
{
  TnDistrict *d = make_desk (env);
  d->depot = depot;
  d->name = g_strdup (identity->name);
  d->hub = g_strdup (identity->hub);
  d->ca_pem = g_strdup (identity->ca_pem);
  d->root_replica = g_strdup ("");
  d->tls_certificate = g_strdup (identity->certificate);
  d->tls_key = g_strdup (identity->key);
  randombytes_buf (d->token_key, sizeof d->token_key);
  return d;
}

TnDistrict *
tn_district_open (const char *dir, const char *depot, const TnEnv *env, GError **error)
{
  g_autoptr (TnDistrict) d = make_desk (env);
  d->dir = g_strdup (dir);
  d->tls_certificate = g_build_filename (dir, TN_TLS_CERTIFICATE, NULL);
  d->tls_key = g_build_filename (dir, TN_TLS_KEY, NULL);
  d->depot = district_open_depot (dir, depot, FALSE, d->env, error);
  return d->depot && read_names (d, error) && read_keys (d, error) ? g_steal_pointer (&d) : NULL;
}

TnDistrict *
tn_district_new (const char *dir, const TnEnv *env, GError **error)
{
  return tn_district_open (dir, NULL, env, error);
}

void
tn_district_free (TnDistrict *d)
{
  if (!d) return;
  g_clear_pointer (&d->depot, tn_depot_free);
  tn_limiter_free (d->calls);
  tn_limiter_free (d->batches);
  sodium_memzero (d->token_key, sizeof d->token_key);
  g_mutex_clear (&d->lock);
  g_free (d->dir);
  g_free (d->name);
  g_free (d->root_replica);
  g_free (d->ca_pem);
  g_free (d->hub);
  g_free (d->server_pub);
  g_free (d->tls_certificate);
  g_free (d->tls_key);
  g_free (d);
}

static void
told_cb (const char *ward, gint64 seq, gpointer user_data)
{
  district_tell_moved (user_data, ward, seq);
}

gboolean
tn_district_set_moved (TnDistrict *d, TnDistrictMoved moved, gpointer user_data, GError **error)
{
  g_mutex_lock (&d->lock);
  gboolean watch = moved && !d->watching && d->depot->driver->caps & TN_DEPOT_SHARED;
  d->moved = moved;
  d->moved_data = user_data;
  d->watching = d->watching || watch;
  g_mutex_unlock (&d->lock);
  return !watch || d->depot->driver->watch (d->depot, told_cb, d, error);
}

void
tn_district_tend (TnDistrict *d)
{
  g_mutex_lock (&d->lock);
  gboolean begin = !d->tended && d->depot->driver->tend;
  d->tended = TRUE;
  g_mutex_unlock (&d->lock);
  if (begin) d->depot->driver->tend (d->depot);
}

/* Under the lock: who has unset the function is not called any more. */
void
district_tell_moved (TnDistrict *d, const char *ward, gint64 seq)
{
  g_mutex_lock (&d->lock);
  if (d->moved) d->moved (ward, seq, d->moved_data);
  g_mutex_unlock (&d->lock);
}

void
tn_district_set_pushed (TnDistrict *d, TnDistrictPushed pushed, gpointer user_data)
{
  g_mutex_lock (&d->lock);
  d->pushed = pushed;
  d->pushed_data = user_data;
  g_mutex_unlock (&d->lock);
}

void
district_tell_pushed (TnDistrict *d, const char *ward, const char *device, gint64 before, gint64 seq)
{
  g_mutex_lock (&d->lock);
  TnDistrictPushed pushed = d->pushed;
  gpointer user_data = d->pushed_data;
  g_mutex_unlock (&d->lock);
  if (pushed) pushed (ward, device, before, seq, user_data);
  else district_tell_moved (d, ward, seq);
}

void
tn_district_tell_moved (TnDistrict *d, const char *ward, gint64 seq)
{
  district_tell_moved (d, ward, seq);
}

void
tn_district_set_rate (TnDistrict *d, guint per_minute)
{
  tn_limiter_free (d->calls);
  tn_limiter_free (d->batches);
  d->calls = tn_limiter_new (per_minute);
  d->batches = tn_limiter_new (per_minute * TN_BATCH_RATE_FACTOR);
}

const char *
tn_district_name (TnDistrict *d)
{
  return d->name;
}

const char *
tn_district_tls_certificate (TnDistrict *d)
{
  return d->tls_certificate;
}

const char *
tn_district_tls_key (TnDistrict *d)
{
  return d->tls_key;
}

TnDepot *
tn_district_depot (TnDistrict *d)
{
  return d->depot;
}
