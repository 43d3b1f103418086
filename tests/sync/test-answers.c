/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"
#include "tn-limits.h"
#include "tn-problem.h"

/* Answers that the real server does not give today: a newer server's, a broken one's. */
typedef struct {
  TnTransport base;
  TnTransport *inner;            /* borrowed; answers what is not scripted */
  const char *path;              /* end of the path that is scripted */
  guint status;
  const char *text;
  gboolean add_to_session;       /* instead: adds text as a member of the real session answer */
  guint pulls;
} Script;

static gboolean
script_send (TnTransport *base, const TnRequest *request, gsize max_body, TnResponse *response, GCancellable *cancellable, GError **error)
{
  Script *s = (Script *) base;
  s->pulls += g_str_has_suffix (request->path, "/pull");
  *response = (TnResponse) { 0 };
  if (s->path != NULL && g_str_has_suffix (request->path, s->path)) {
    response->status = s->status;
    response->body = g_bytes_new (s->text, strlen (s->text));
    return TRUE;
  }
  if (!s->inner->send (s->inner, request, max_body, response, cancellable, error))
    return FALSE;
  if (s->add_to_session && strcmp (request->path, "/v1/session") == 0) {
    gsize len;
    const char *text = g_bytes_get_data (response->body, &len);
    char *more = g_strdup_printf ("{%s,%.*s", s->text, (int) len - 1, text + 1);
    g_bytes_unref (response->body);
    response->body = g_bytes_new_take (more, strlen (more));
  }
  return TRUE;
}

static void
script_free (TnTransport *base)
{
  tn_transport_free (((Script *) base)->inner);
  g_free (base);
}

static Script *
script_new (Laptop *l)
{
  Script *s = g_new0 (Script, 1);
  s->base.send = script_send;
  s->base.free = script_free;
  s->inner = laptop_connect (l);
  return s;
}

/* Sync.md 2.6: a program that is too old may push, and may not pull. */
static void
test_old_program_still_sends (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  TnId id = laptop_add_household (&a, "1");
  laptop_set (&a, &id, "note", "from an old program.");
  Script *s = script_new (&a);
  s->add_to_session = TRUE;
  s->text = "\"upgrade\":true";
  g_assert_false (tn_sync_run (a.copy, &s->base, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_UPGRADE);
  g_assert_cmpuint (s->pulls, ==, 0);
  g_assert_cmpuint (laptop_waiting (&a), ==, 0);
  assert_not_lost (&w, "from an old program.");
  tn_transport_free (&s->base);
}

/* A word of a newer server never costs this laptop its only copy. */
static void
test_unknown_word_holds (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  TnOutboxSummary summary = { 0 };
  TnSessionLog log = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  TnId id = laptop_add_household (&a, "1");
  Script *s = script_new (&a);
  s->path = "/push";
  s->status = 200;
  s->text = "{\"cur\":\"0.0\",\"res\":[{\"n\":1,\"code\":\"postponed\",\"why\":\"moon\"}]}";
  tn_sync_run (a.copy, &s->base, NULL, &log, NULL, &error);
  g_assert_true (tn_outbox_summary (a.copy, &summary, NULL));
  g_assert_cmpuint (summary.held, ==, 1);
  g_assert_cmpuint (log.sent, ==, 0);
  g_assert_cmpuint (log.held, ==, 1);
  g_assert_true (laptop_holds (&a, &id));
  g_free (log.error);
  tn_transport_free (&s->base);
}

static void
test_nonsense_acknowledges_nothing (void)
{
  static const char *const nonsense[] = { "", "[]", "null", "{}", "{\"cur\":12}", "{\"cur\":\"x\"}", "{\"cur\":\"12\"}", "{\"cur\":\".a\"}", "{\"cur\":\"12.a\",\"res\":[{}]}",
    "{\"cur\":\"12.a\",\"res\":[{\"n\":\"1\"}]}", "<html>proxy</html>", NULL };
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_add_household (&a, "1");
  for (int i = 0; nonsense[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    Script *s = script_new (&a);
    s->path = "/push";
    s->status = 200;
    s->text = nonsense[i];
    g_assert_false (tn_sync_run (a.copy, &s->base, NULL, NULL, NULL, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
    g_assert_cmpuint (laptop_waiting (&a), ==, 1);
    tn_transport_free (&s->base);
  }
  laptop_sync (&a);
}

/* Whoever answers in the district's place without being it (a proxy's page) is an error in words, for every call. */
static void
test_other_answers_are_errors (void)
{
  static const char *const paths[] = { "/session", "/push", "/pull", NULL };
  static const guint statuses[] = { 302, 400, 403, 404, 410, 413, 422, 500, 502 };
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  g_auto (Laptop) b = { 0 };
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "bình");
  laptop_add_household (&a, "1");
  laptop_add_household (&b, "2");   /* or the receipt would say that there is nothing to pull */
  laptop_sync (&b);
  for (int i = 0; paths[i] != NULL; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (statuses); j++) {
      g_autoptr (GError) error = NULL;
      Script *s = script_new (&a);
      s->path = paths[i];
      s->status = statuses[j];
      s->text = "<html>not the district</html>";
      g_assert_false (tn_sync_run (a.copy, &s->base, NULL, NULL, NULL, &error));
      g_assert_true (error->domain == TN_ERROR && *error->message != 0);
      tn_transport_free (&s->base);
    }
  laptop_sync (&a);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answers/an-old-program-still-sends", test_old_program_still_sends);
  g_test_add_func ("/answers/an-unknown-word-holds-and-keeps", test_unknown_word_holds);
  g_test_add_func ("/answers/nonsense-acknowledges-nothing", test_nonsense_acknowledges_nothing);
  g_test_add_func ("/answers/other-answers-are-errors-in-words", test_other_answers_are_errors);
  return g_test_run ();
}
