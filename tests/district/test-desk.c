/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is let in, and what is turned away, at the desk itself. */
#include "fake-laptop.h"
#include <string.h>

#define HOUR_MS (G_GINT64_CONSTANT (3600) * 1000)
#define WARD "26734"

static char *
invite (District *district, const char *role, const char *const *streams)
{
  g_autoptr (GError) error = NULL;
  char *code = tn_district_invite (district->d, WARD, role, streams, 3, &error);
  g_assert_no_error (error);
  return code;
}

static Laptop *
new_officer (District *district, const char *name)
{
  g_autofree char *code = invite (district, "ward_officer", NULL);
  return laptop_new (district, code, name);
}

static void
assert_problem (cJSON *json, const char *code)
{
  g_autofree char *type = g_strconcat ("urn:tungnha:", code, NULL);
  g_assert_cmpstr (json_text (json, "type"), ==, type);
  cJSON_Delete (json);
}

/* ---- enrolment ---- */

static void
test_same_code_same_key_same_answer (void)
{
  g_autoptr (District) district = district_new ();
  g_autofree char *code = invite (district, "ward_officer", NULL);
  g_autoptr (Laptop) laptop = laptop_bare (district);
  cJSON *first = laptop_enrol (laptop, code, "Máy 1", 200);
  district->now += 30 * 24 * HOUR_MS;   /* a lost answer may be asked for again even after the code has expired */
  cJSON *again = laptop_enrol (laptop, code, "Máy 1", 200);
  g_assert_true (cJSON_Compare (first, again, TRUE));
  g_assert_cmpstr (json_text (first, "role"), ==, "ward_officer");
  g_assert_nonnull (strstr (json_text (first, "ca"), "BEGIN CERTIFICATE"));
  cJSON *ward = cJSON_GetArrayItem (cJSON_GetObjectItem (first, "scope"), 0);
  g_assert_cmpstr (json_text (ward, "ward"), ==, WARD);
  g_assert_cmpstr (cJSON_GetStringValue (cJSON_GetArrayItem (cJSON_GetObjectItem (ward, "streams"), 0)), ==, "*");
  g_assert_cmpint (cJSON_GetArraySize (cJSON_GetObjectItem (ward, "classes")), ==, 4);
  cJSON_Delete (first);
  cJSON_Delete (again);
}

static void
test_a_code_is_for_one_laptop (void)
{
  g_autoptr (District) district = district_new ();
  g_autofree char *code = invite (district, "ward_officer", NULL);
  g_autoptr (Laptop) first = laptop_bare (district), thief = laptop_bare (district);
  cJSON_Delete (laptop_enrol (first, code, "Máy 1", 200));
  assert_problem (laptop_enrol (thief, code, "Máy 2", 409), "enrol-used");
  g_autofree char *alarm = district_ask (district, "SELECT what, device FROM alarm"), *expected = g_strconcat ("enrol-used|", first->device, NULL);
  g_assert_cmpstr (alarm, ==, expected);
}

static void
test_codes_run_out (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (District) other = district_new ();
  g_autofree char *code = invite (district, "ward_officer", NULL), *foreign = NULL;
  g_autoptr (Laptop) laptop = laptop_bare (district);
  g_rand_set_seed (other->rand, 99);
  foreign = invite (other, "ward_officer", NULL);
  assert_problem (laptop_enrol (laptop, foreign, "Máy 1", 404), "enrol-unknown");
  assert_problem (laptop_enrol (laptop, "no code at all", "Máy 1", 404), "enrol-unknown");
  district->now += 4 * 24 * HOUR_MS;
  assert_problem (laptop_enrol (laptop, code, "Máy 1", 410), "enrol-expired");
  for (guint i = 0; i < 20; i++) {
    g_autoptr (Laptop) guess = laptop_bare (district);
    cJSON_Delete (laptop_enrol (guess, code, "Máy", 410));
  }
}

static void
test_roles_bound_what_is_given (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (GError) error = NULL;
  const char *streams[] = { "g0123456789ab", NULL };
  g_assert_null (tn_district_invite (district->d, WARD, "team_leader", NULL, 3, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (tn_district_invite (district->d, WARD, "mayor", NULL, 3, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (tn_district_invite (district->d, "999", "ward_officer", NULL, 3, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_autofree char *code = invite (district, "team_leader", streams);
  g_autoptr (Laptop) laptop = laptop_bare (district);
  cJSON *json = laptop_enrol (laptop, code, "Máy tổ", 200), *ward = cJSON_GetArrayItem (cJSON_GetObjectItem (json, "scope"), 0);
  cJSON *list = cJSON_GetObjectItem (ward, "streams");
  g_assert_cmpint (cJSON_GetArraySize (list), ==, 2);
  g_assert_cmpstr (cJSON_GetStringValue (cJSON_GetArrayItem (list, 0)), ==, "0");
  g_assert_cmpstr (cJSON_GetStringValue (cJSON_GetArrayItem (list, 1)), ==, "g0123456789ab");
  cJSON_Delete (json);
}

/* ---- session ---- */

static void
test_signature_is_checked (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = new_officer (district, "Máy 1");
  laptop->secret[0] ^= 1;
  assert_problem (laptop_session (laptop, NULL, 403), "device-revoked");
  laptop->secret[0] ^= 1;
  cJSON_Delete (laptop_session (laptop, NULL, 200));
}

static void
test_fork_is_seen (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = new_officer (district, "Máy 1"), other = new_officer (district, "Máy 2");
  g_autofree char *old = g_strdup (laptop->nonce);
  cJSON_Delete (laptop_session (laptop, NULL, 200));
  g_free (laptop->nonce);
  laptop->nonce = g_strdup (old);
  cJSON_Delete (laptop_session (laptop, NULL, 200));          /* an answer was lost: the nonce before is good too */
  cJSON_Delete (laptop_session (laptop, NULL, 200));
  g_free (laptop->nonce);
  laptop->nonce = g_strdup (old);
  assert_problem (laptop_session (laptop, NULL, 409), "forked"); /* but not an older one: that is another copy */
  memcpy (laptop->replica, other->replica, sizeof laptop->replica);
  assert_problem (laptop_session (laptop, NULL, 409), "forked"); /* nor another laptop's name */
  memcpy (laptop->replica, "0123456789ab", sizeof laptop->replica);
  g_free (laptop->nonce);
  laptop->nonce = g_strdup ("");
  cJSON_Delete (laptop_session (laptop, NULL, 200));          /* a new replica id goes on */
}

static void
test_session_tells_who_and_where (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) one = new_officer (district, "Máy 1"), two = new_officer (district, "Máy 2");
  cJSON *json = laptop_session (two, "[{\"ward\":\"26734\",\"cur\":\"7.0123456789ab\"},{\"ward\":\"26734\",\"cur\":\"0\"}]", 200);
  const cJSON *devices = cJSON_GetObjectItem (json, "devices"), *rewound = cJSON_GetObjectItem (json, "rewound");
  g_assert_cmpstr (json_text (cJSON_GetObjectItem (devices, one->replica), "name"), ==, "Máy 1");
  g_assert_cmpstr (json_text (cJSON_GetObjectItem (devices, two->replica), "device"), ==, two->device);
  g_assert_cmpint (cJSON_GetArraySize (rewound), ==, 1);
  g_assert_cmpstr (cJSON_GetStringValue (cJSON_GetArrayItem (rewound, 0)), ==, WARD);
  g_assert_cmpfloat (json_number (json, "time"), ==, (double) district->now);
  cJSON_Delete (json);
}

static void
test_tokens_end (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = new_officer (district, "Máy 1");
  g_autoptr (Page) page = laptop_pull (laptop, WARD, "[{\"s\":\"*\",\"cur\":\"0\"}]", 10);
  g_assert_cmpstr (page_cursor (page), ==, "0");
  district->now += 12 * HOUR_MS + 1;
  assert_problem (laptop_json (laptop, "POST", "/v1/w/26734/pull", "{\"want\":[{\"s\":\"*\",\"cur\":\"0\"}]}", 401), "session-expired");
  laptop->token[3] ^= 1;
  assert_problem (laptop_json (laptop, "POST", "/v1/w/26734/pull", "{\"want\":[{\"s\":\"*\",\"cur\":\"0\"}]}", 401), "session-expired");
}

static void
test_revoked_may_hand_in (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (Laptop) laptop = new_officer (district, "Máy 1");
  g_autoptr (Batch) batch = batch_new ();
  TnId id = make_id (1);
  batch_create (batch, laptop, "household", &id, "{\"code\":\"H1\"}");
  g_assert_true (tn_district_revoke (district->d, laptop->device, &error));
  cJSON *json = laptop_push (laptop, WARD, batch, 403);
  g_assert_cmpstr (json_text (json, "custody"), ==, "/v1/custody");
  assert_problem (json, "device-revoked");
  assert_problem (laptop_session (laptop, NULL, 403), "device-revoked");
  g_autofree char *extra = g_strdup_printf (",\"device\":\"%s\",\"ward\":\"26734\"", laptop->device);
  g_autoptr (GBytes) body = batch_pack (batch, extra);
  cJSON *first = laptop_signed (laptop, "/v1/custody", TN_MEDIA_NDJSON_ZSTD, body, 200), *again = laptop_signed (laptop, "/v1/custody", TN_MEDIA_NDJSON_ZSTD, body, 200);
  g_assert_cmpuint (strlen (json_text (first, "qid")), ==, 32);
  g_assert_true (cJSON_Compare (first, again, TRUE));
  laptop->secret[1] ^= 1;
  assert_problem (laptop_signed (laptop, "/v1/custody", TN_MEDIA_NDJSON_ZSTD, body, 403), "device-revoked");
  g_autoptr (GPtrArray) wards = tn_district_depot (district->d)->driver->wards (tn_district_depot (district->d), &error);
  g_assert_cmpuint (((TnWard *) wards->pdata[0])->held, ==, 1);
  g_assert_cmpint (((TnWard *) wards->pdata[0])->seq, ==, 0);
  cJSON_Delete (first);
  cJSON_Delete (again);
}

/* ---- what is turned away ---- */

static void
test_wrong_doors (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = new_officer (district, "Máy 1");
  assert_problem (laptop_json (laptop, "GET", "/v1/nowhere", NULL, 404), "not-found");
  assert_problem (laptop_json (laptop, "POST", "/v1/w/../pull", "{}", 404), "not-found");
  assert_problem (laptop_json (laptop, "POST", "/v1/w/267 34/pull", "{}", 404), "not-found");
  assert_problem (laptop_json (laptop, "POST", "/v1/info", "{}", 405), "method");
  assert_problem (laptop_json (laptop, "POST", "/v1/w/26734/push", "{}", 415), "media-type");
  assert_problem (laptop_json (laptop, "POST", "/v1/w/26734/pull", "{\"want\":", 400), "malformed");
  assert_problem (laptop_json (laptop, "POST", "/v1/w/26734/pull", "[]", 400), "malformed");
  assert_problem (laptop_json (laptop, "POST", "/v1/w/26734/pull", "{}", 400), "malformed");
  assert_problem (laptop_json (laptop, "POST", "/v1/w/99999/pull", "{\"want\":[{\"s\":\"*\",\"cur\":\"0\"}]}", 403), "scope");
  assert_problem (laptop_json (laptop, "POST", "/v1/w/26734/pull", "{\"want\":[{\"s\":\"*\",\"cur\":\"5.000000000000\"}]}", 409), "cursor-unknown");
  assert_problem (laptop_json (laptop, "POST", "/v1/w/26734/pull", "{\"want\":[{\"s\":\"*\",\"cur\":\"5\"}]}", 400), "malformed");
}

static cJSON *
send_known (Laptop *laptop, GBytes *body, const char *known, guint status)
{
  TnAnswer answer;
  gsize len;
  TnCall call = { .method = "POST", .path = "/v1/w/26734/push", .content_type = TN_MEDIA_NDJSON_ZSTD, .token = laptop->token, .body = body, .known = known };
  laptop->send (laptop, &call, &answer);
  g_assert_cmpuint (answer.status, ==, status);
  const char *text = g_bytes_get_data (answer.body, &len);
  cJSON *json = cJSON_ParseWithLength (text, len);
  tn_answer_clear (&answer);
  return json;
}

static cJSON *
send_bytes (Laptop *laptop, GBytes *body, guint status)
{
  return send_known (laptop, body, NULL, status);
}

/* What the laptop was told last stands in the log, or nothing of this call is done: a token outlives the state that its session was opened on. */
static void
test_what_is_known_must_fit (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = new_officer (district, "Máy 1");
  g_autoptr (Batch) batch = batch_new (), more = batch_new ();
  TnId one = { { 1 } }, two = { { 2 } };
  batch_create (batch, laptop, "household", &one, "{\"code\":\"H1\"}");
  batch_create (more, laptop, "household", &two, "{\"code\":\"H2\"}");
  cJSON *json = laptop_push (laptop, "26734", batch, 200);
  g_autofree char *known = g_strdup (json_text (json, "cur")), *other = g_strdup (known);
  other[strlen (other) - 1] ^= 1;        /* the same number, of another time line */
  g_autoptr (GBytes) body = batch_pack (more, "");
  g_autofree char *pull = g_strdup_printf ("{\"want\":[{\"s\":\"*\",\"cur\":\"0\"}],\"known\":\"%s\"}", other);
  assert_problem (send_known (laptop, body, other, 409), "cursor-unknown");
  assert_problem (send_known (laptop, body, "99.000000000000", 409), "cursor-unknown");
  assert_problem (send_known (laptop, body, "nonsense", 400), "malformed");
  assert_problem (laptop_json (laptop, "POST", "/v1/w/26734/pull", pull, 409), "cursor-unknown");
  assert_problem (laptop_json (laptop, "POST", "/v1/w/26734/wait", pull, 409), "cursor-unknown");
  g_autofree char *n = district_ask (district, "SELECT count(*) FROM record WHERE kind='household'");
  g_assert_cmpstr (n, ==, "1");
  cJSON_Delete (send_known (laptop, body, known, 200));
  g_autofree char *now = district_ask (district, "SELECT count(*) FROM record WHERE kind='household'");
  g_assert_cmpstr (now, ==, "2");
  cJSON_Delete (json);
}

static void
test_limits_of_a_batch (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = new_officer (district, "Máy 1");
  g_autoptr (Batch) batch = batch_new ();
  TnId id = make_id (1);
  batch_create (batch, laptop, "household", &id, "{\"code\":\"H1\"}");
  g_autoptr (GBytes) whole = batch_pack (batch, "");
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) - 3);
  assert_problem (send_bytes (laptop, cut, 400), "malformed");
  batch->count = 2;
  assert_problem (laptop_push (laptop, WARD, batch, 422), "count-mismatch");
  batch->count = 0;
  assert_problem (laptop_push (laptop, WARD, batch, 422), "count-mismatch");
  batch->count = TN_LIMIT_CHANGES + 1;
  assert_problem (laptop_push (laptop, WARD, batch, 413), "too-large");
  g_autofree char *zeros = g_malloc0 (40u << 20);
  g_autoptr (GBytes) bomb = tn_page_deflate (zeros, 40u << 20, 1, NULL);
  g_assert_cmpuint (g_bytes_get_size (bomb), <, TN_LIMIT_BODY);
  assert_problem (send_bytes (laptop, bomb, 413), "too-large");
  g_autoptr (GBytes) large = g_bytes_new_take (g_steal_pointer (&zeros), TN_LIMIT_BODY + 1);
  assert_problem (send_bytes (laptop, large, 413), "too-large");
  g_autoptr (Page) page = laptop_pull (laptop, WARD, "[{\"s\":\"*\",\"cur\":\"0\"}]", 10);
  g_assert_cmpuint (page->lines->len, ==, 0);
}

static void
test_rate (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = new_officer (district, "Máy 1"), other = new_officer (district, "Máy 2");
  tn_district_set_rate (district->d, 3);
  for (guint i = 0; i < 3; i++) cJSON_Delete (laptop_session (laptop, NULL, 200));
  assert_problem (laptop_session (laptop, NULL, 429), "too-many");
  cJSON_Delete (laptop_session (other, NULL, 200));            /* another laptop is not made to wait */
  for (guint i = 0; i < 20; i++) page_free (laptop_pull (laptop, WARD, "[{\"s\":\"*\",\"cur\":\"0\"}]", 10));  /* nor the pages of a session */
}

static void
test_init_touches_no_finished_district (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (district->dir, "ca.pem", NULL), *before = NULL, *after = NULL;
  g_file_get_contents (path, &before, NULL, NULL);
  g_assert_false (tn_district_init (district->dir, "Quận khác", NULL, &district->env, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CONFLICT);
  g_file_get_contents (path, &after, NULL, NULL);
  g_assert_cmpstr (before, ==, after);
}

/* ---- a ward laptop as hub ---- */

/* The newest of the hub's records of laptops that says this; FALSE = none does. */
static gboolean
hub_reads (Laptop *hub, const char *device, const char *what)
{
  gboolean found = FALSE;
  cJSON_Delete (laptop_session (hub, NULL, 200));
  g_autoptr (Page) page = laptop_pull (hub, "26734", "[{\"s\":\"0+auth\",\"cur\":\"0\"}]", 100);
  for (guint i = 0; i < page->lines->len; i++) found |= strstr (page->lines->pdata[i], device) && strstr (page->lines->pdata[i], what);
  return found;
}

static void
test_rights_reach_the_hub (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (GError) error = NULL;
  static const char want[] = "{\"want\":[{\"s\":\"0+auth\",\"cur\":\"0\"}]}";
  const char *areas[] = { "g0123456789ab", NULL };
  g_autofree char *code = tn_district_invite (district->d, "26734", "ward_officer", NULL, 3, &error), *code2 = tn_district_invite (district->d, "26734", "team_leader", areas, 3, &error);
  g_assert_no_error (error);
  g_autoptr (Laptop) hub = laptop_new (district, code, "Máy phường");
  cJSON_Delete (laptop_json (hub, "POST", "/v1/w/26734/pull", want, 403));
  g_assert_true (tn_district_hub_grant (district->d, hub->device, "26734", 30, &error));
  g_assert_true (tn_district_hub_grant (district->d, hub->device, "26734", 30, &error));   /* once more is no second right */
  g_assert_true (hub_reads (hub, hub->device, "\"0+auth\",\"hub\""));
  g_autoptr (Laptop) leader = laptop_new (district, code2, "Máy tổ");
  g_assert_false (tn_district_hub_grant (district->d, leader->device, "26734", 30, &error));   /* who holds a part cannot serve the whole */
  g_assert_error (error, TN_ERROR, TN_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (hub_reads (hub, leader->device, "\"revoked\":false"));
  g_assert_true (tn_district_revoke (district->d, leader->device, &error));
  g_assert_true (hub_reads (hub, leader->device, "\"revoked\":true"));
  g_assert_true (tn_district_hub_end (district->d, hub->device, "26734", &error));
  cJSON_Delete (laptop_json (hub, "POST", "/v1/w/26734/pull", want, 403));
  g_assert_false (tn_district_hub_end (district->d, hub->device, "26734", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/enrol/same-code-same-key-same-answer", test_same_code_same_key_same_answer);
  g_test_add_func ("/enrol/a-code-is-for-one-laptop", test_a_code_is_for_one_laptop);
  g_test_add_func ("/enrol/codes-run-out", test_codes_run_out);
  g_test_add_func ("/enrol/roles-bound-what-is-given", test_roles_bound_what_is_given);
  g_test_add_func ("/ward/what-is-known-must-fit", test_what_is_known_must_fit);
  g_test_add_func ("/session/signature-is-checked", test_signature_is_checked);
  g_test_add_func ("/session/fork-is-seen", test_fork_is_seen);
  g_test_add_func ("/session/tells-who-and-where", test_session_tells_who_and_where);
  g_test_add_func ("/session/tokens-end", test_tokens_end);
  g_test_add_func ("/session/revoked-may-hand-in", test_revoked_may_hand_in);
  g_test_add_func ("/hub/rights-reach-the-hub", test_rights_reach_the_hub);
  g_test_add_func ("/desk/wrong-doors", test_wrong_doors);
  g_test_add_func ("/desk/limits-of-a-batch", test_limits_of_a_batch);
  g_test_add_func ("/desk/rate", test_rate);
  g_test_add_func ("/desk/init-touches-no-finished-district", test_init_touches_no_finished_district);
  return g_test_run ();
}
