/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine of the primary dies with commits that never reached the standby; the standby is promoted. Laptops find out by themselves. */
#include "fake-laptop.h"
#include "standby.h"
#include <string.h>

#define WARD "26734"
#define STAR "[{\"s\":\"*\",\"cur\":\"%s\"}]"

typedef struct { Pair pair; District *district; Laptop *laptop; } Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  pair_init (&f->pair);
  f->district = district_new_at (g_strdup (f->pair.depot));
  g_autofree char *code = tn_district_invite (f->district->d, WARD, "ward_officer", NULL, 3, &error);
  f->laptop = laptop_new (f->district, code, "Máy 1");
  pair_follow (&f->pair);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  laptop_free (f->laptop);
  g_clear_pointer (&f->district->depot, g_free);   /* its cluster is gone */
  district_free (f->district);
  pair_clear (&f->pair);
}

/* The batch as it was sent: a laptop keeps it for 90 days. */
static Batch *
push_households (Laptop *laptop, guint first, guint n)
{
  Batch *batch = batch_new ();
  for (guint i = 0; i < n; i++) {
    TnId id = make_id (first + i);
    batch_create (batch, laptop, "household", &id, "{\"code\":\"H\"}");
  }
  laptop_push_ok (laptop, WARD, batch);
  return batch;
}

static char *
pull_cursor (Laptop *laptop, guint expected)
{
  g_autofree char *want = g_strdup_printf (STAR, "0");
  g_autoptr (Page) page = laptop_pull (laptop, WARD, want, 5000);
  g_assert_cmpuint (page->lines->len, ==, expected);
  return g_strdup (page_cursor (page));
}

static gboolean
is_rewound (Laptop *laptop, const char *cursor)
{
  g_autofree char *known = g_strdup_printf ("[{\"ward\":\"" WARD "\",\"cur\":\"%s\"}]", cursor);
  cJSON *json = laptop_session (laptop, known, 200);
  gboolean rewound = cJSON_GetArraySize (cJSON_GetObjectItem (json, "rewound")) == 1;
  cJSON_Delete (json);
  return rewound;
}

/* The standby has not seen the laptop's last session, and takes the laptop for a copy of itself; which costs it a new replica id. */
static void
become_new_replica (Laptop *laptop)
{
  guint8 replica[TN_REPLICA_LEN / 2];
  cJSON_Delete (laptop_session (laptop, NULL, 409));
  tn_env_random (laptop->env, replica, sizeof replica);
  tn_hex (replica, sizeof replica, laptop->replica);
  g_free (laptop->nonce);
  laptop->nonce = g_strdup ("");
}

static gboolean
is_fatal_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  return g_strcmp0 (domain, "tungnha-district") != 0;
}

static void
drop_log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

/* As long as none may be written: come again later. Nothing is called lost, and nothing is taken. */
static void
assert_away (Laptop *laptop)
{
  TnAnswer answer;
  g_autoptr (Batch) batch = batch_new ();
  TnId id = make_id (900);
  batch_create (batch, laptop, "household", &id, "{\"code\":\"H\"}");
  g_autoptr (GBytes) body = batch_pack (batch, "");
  TnCall call = { .method = "POST", .path = "/v1/w/26734/push", .content_type = TN_MEDIA_NDJSON_ZSTD, .token = laptop->token, .body = body };
  g_test_log_set_fatal_handler (is_fatal_cb, NULL);
  guint handler = g_log_set_handler ("tungnha-district", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, drop_log_cb, NULL);
  tn_district_handle (laptop->d, &call, &answer);
  g_assert_cmpuint (answer.status, ==, 503);
  g_assert_cmpuint (answer.retry_after_s, >, 0);
  g_log_remove_handler ("tungnha-district", handler);
  tn_answer_clear (&answer);
}

static void
test_laptops_see_that_the_tail_is_lost (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Batch) first = push_households (f->laptop, 1, 10);
  g_autofree char *kept = pull_cursor (f->laptop, 10);
  pair_await_standby (&f->pair);
  pair_cut (&f->pair);
  g_autoptr (Batch) tail = push_households (f->laptop, 11, 5);
  g_autofree char *lost = pull_cursor (f->laptop, 15);
  g_assert_false (is_rewound (f->laptop, lost));
  pair_kill_primary (&f->pair);
  assert_away (f->laptop);
  pair_promote (&f->pair);
  /* The token of before is good still; what was acknowledged after the cut is not there, and a cursor from there does not fit. */
  g_autofree char *again = pull_cursor (f->laptop, 10);
  g_assert_cmpstr (again, ==, kept);
  g_autofree char *want = g_strdup_printf ("{\"want\":" STAR "}", lost);
  cJSON_Delete (laptop_json (f->laptop, "POST", "/v1/w/" WARD "/pull", want, 409));
  become_new_replica (f->laptop);
  g_assert_true (is_rewound (f->laptop, lost));
  g_assert_false (is_rewound (f->laptop, kept));
  g_autoptr (Batch) others = push_households (f->laptop, 100, 20);   /* by another laptop, it may be: the numbers pass the lost ones */
  cJSON_Delete (laptop_json (f->laptop, "POST", "/v1/w/" WARD "/pull", want, 409));
  g_assert_true (is_rewound (f->laptop, lost));
  /* The first step of the repair: what was sent is sent again, acknowledged or not. Nothing is there twice, and nothing is missing. */
  laptop_push_ok (f->laptop, WARD, first);
  laptop_push_ok (f->laptop, WARD, tail);
  g_autofree char *healed = pull_cursor (f->laptop, 35), *bad = NULL;
  g_assert_false (is_rewound (f->laptop, healed));
  g_assert_true (tn_district_check_sums (f->district->d, WARD, &bad, &error));
  g_assert_cmpstr (bad, ==, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/failover/laptops-see-that-the-tail-is-lost", Fixture, NULL, set_up, test_laptops_see_that_the_tail_is_lost, tear_down);
  return g_test_run ();
}
