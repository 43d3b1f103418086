/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sys/wait.h>
#include "faulty-transport.h"
#include "tn-client-private.h"
#include "tn-meta-keys.h"
#include "sync-fixture.h"

/* A bad network, seeded. After it calms down nothing that was typed may be missing and all hold the same. */
#define N_LAPTOPS 3
#define N_STEPS 60

typedef struct {
  World w;
  Laptop laptops[N_LAPTOPS];
  GRand *rand;
  GArray *households;            /* TnId */
  GPtrArray *typed;              /* char*: every text that was typed, but for those that their author typed over before anybody else had them */
  guint fired[N_FAULTS], failed, cut;
} Chaos;

static void
chaos_init (Chaos *c, guint32 seed)
{
  *c = (Chaos) { .rand = g_rand_new_with_seed (seed) };
  c->households = g_array_new (FALSE, FALSE, sizeof (TnId));
  c->typed = g_ptr_array_new_with_free_func (g_free);
  world_init (&c->w);
  for (int i = 0; i < N_LAPTOPS; i++) {
    g_autofree char *name = g_strdup_printf ("laptop%d", i);
    laptop_init (&c->laptops[i], &c->w, name);
  }
}

static void
chaos_clear (Chaos *c)
{
  for (int i = 0; i < N_LAPTOPS; i++)
    laptop_clear (&c->laptops[i]);
  world_clear (&c->w);
  g_array_unref (c->households);
  g_ptr_array_unref (c->typed);
  g_rand_free (c->rand);
}

static const TnId *
pick_household (Chaos *c, Laptop *l)
{
  if (c->households->len == 0)
    return NULL;
  const TnId *id = &g_array_index (c->households, TnId, g_rand_int_range (c->rand, 0, (gint32) c->households->len));
  return laptop_holds (l, id) ? id : NULL;
}

/* What is typed over was seen by who types: it may go, and if nobody else had it yet, it goes without a trace at the district. */
static void
type_over (Chaos *c, Laptop *l, const TnId *id, const char *field, const char *text)
{
  guint at;
  g_autofree char *shown = laptop_get (l, id, field);
  if (shown != NULL && g_str_has_prefix (shown, l->name) && g_ptr_array_find_with_equal_func (c->typed, shown, g_str_equal, &at))
    g_ptr_array_remove_index_fast (c->typed, at);
  laptop_set (l, id, field, text);
}

static void
type_something (Chaos *c, Laptop *l, guint step)
{
  const TnId *id = pick_household (c, l);
  g_autofree char *text = g_strdup_printf ("%s step %u.", l->name, step);
  guint deed = (guint) g_rand_int_range (c->rand, 0, 8);
  if (id == NULL || deed == 0) {
    TnId made = laptop_add_household (l, "1/2");
    laptop_set (l, &made, "note", text);
    g_array_append_val (c->households, made);
  } else if (deed == 1)
    laptop_add_person (l, id, text);
  else if (deed > 2)
    type_over (c, l, id, deed < 6 ? "note" : "code", text);
  else {
    laptop_delete (l, id);
    return;
  }
  g_ptr_array_add (c->typed, g_steal_pointer (&text));
}

static void
cut_cb (TnSyncStep step, guint64 done, guint64 total, gpointer user_data)
{
  gpointer *cut = user_data;
  if (g_rand_boolean (cut[0]))
    g_cancellable_cancel (cut[1]);
}

static void
sync_badly (Chaos *c, Laptop *l, double rate)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gpointer cut[] = { c->rand, cancellable };
  TnSyncOptions options = { .progress = g_rand_int_range (c->rand, 0, 4) == 0 ? cut_cb : NULL, .user_data = cut };
  FaultyTransport *t = faulty_transport_new (laptop_connect (l), g_rand_int (c->rand), rate);
  if (!tn_sync_run (l->copy, &t->base, &options, NULL, cancellable, &error)) {
    c->failed++;
    c->cut += g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_true (error->domain == TN_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
    g_assert_false (g_error_matches (error, TN_ERROR, TN_ERROR_REWOUND) || g_error_matches (error, TN_ERROR, TN_ERROR_TLS));
  }
  for (int i = 0; i < N_FAULTS; i++)
    c->fired[i] += t->fired[i];
  tn_transport_free (&t->base);
}

static void
calm_down (Chaos *c)
{
  Laptop *all[N_LAPTOPS];
  for (int i = 0; i < N_LAPTOPS; i++)
    all[i] = &c->laptops[i];
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < N_LAPTOPS; i++)
      laptop_sync (all[i]);
  assert_reconciled (&c->w, all, N_LAPTOPS);
  for (guint i = 0; i < c->typed->len; i++)
    assert_not_lost (&c->w, c->typed->pdata[i]);
}

static void
test_bad_network (void)
{
  guint fired[N_FAULTS] = { 0 }, failed = 0, cut = 0;
  for (guint32 seed = 1; seed <= (g_test_slow () ? 60 : 4); seed++) {
    Chaos c;
    chaos_init (&c, seed);
    double rate = g_rand_double_range (c.rand, 0.1, 0.6);
    for (guint step = 0; step < N_STEPS; step++) {
      Laptop *l = &c.laptops[g_rand_int_range (c.rand, 0, N_LAPTOPS)];
      if (g_rand_int_range (c.rand, 0, 3) == 0)
        sync_badly (&c, l, rate);
      else
        type_something (&c, l, step);
    }
    g_test_message ("seed %u", seed);
    calm_down (&c);
    for (int i = 0; i < N_FAULTS; i++)
      fired[i] += c.fired[i];
    failed += c.failed;
    cut += c.cut;
    chaos_clear (&c);
  }
  g_test_message ("%u sessions failed, %u of them cut", failed, cut);
  for (int i = FAULT_NONE + 1; i < N_FAULTS; i++)
    g_assert_cmpuint (fired[i], >, 0);
  g_assert_cmpuint (cut, >, 0);
}

/* Every edit goes up although no answer ever comes back the first time, and none twice. */
static void
test_lost_answers_cost_nothing (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  Laptop *one[] = { &a };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  TnId id = laptop_add_household (&a, "1");
  laptop_set (&a, &id, "note", "kept.");
  FaultyTransport *t = faulty_transport_new (laptop_connect (&a), 1, 1.0);
  t->only = FAULT_REPLY_LOST;
  t->after = 1;                                   /* the session is answered, the push is not */
  g_assert_false (tn_sync_run (a.copy, &t->base, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NETWORK);
  g_assert_cmpuint (t->fired[FAULT_REPLY_LOST], ==, 1);
  tn_transport_free (&t->base);
  g_assert_cmpuint (laptop_waiting (&a), >, 0);   /* no receipt: still to send */
  laptop_sync (&a);
  assert_reconciled (&w, one, 1);
  g_assert_cmpuint (laptop_conflicts (&a, NULL, NULL), ==, 0);
}

/* How many requests it took to send 40 new households in two batches; the session runs out at the call after `after`. */
static guint
count_calls (Laptop *l, double rate, guint after)
{
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < 40; i++) laptop_add_household (l, "4");
  g_assert_true (tn_copy_set_meta (l->copy, TN_META_PACE_UP, "25", &error));
  FaultyTransport *t = faulty_transport_new (laptop_connect (l), 1, rate);
  t->only = FAULT_EXPIRED;
  t->after = after;
  t->most = 1;
  tn_sync_run (l->copy, &t->base, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  guint calls = t->calls;
  tn_transport_free (&t->base);
  return calls;
}

/* A batch may have two megabytes: refused once, it waits for the new session. */
static void
test_batch_is_not_sent_with_what_has_run_out (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  Laptop *one[] = { &a };
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_sync (&a);
  guint plain = count_calls (&a, 0.0, 0), expired = count_calls (&a, 1.0, 2);   /* the session, and the first batch */
  g_assert_cmpuint (expired, ==, plain + 2);
  assert_reconciled (&w, one, 1);
}

static void
test_busy_server_says_when (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  FaultyTransport *t = faulty_transport_new (laptop_connect (&a), 1, 1.0);
  t->only = FAULT_SERVER_ERROR;
  g_assert_false (tn_sync_run (a.copy, &t->base, NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (t->base.retry_after_s, ==, 7);
  tn_transport_free (&t->base);
}

/* The lid is closed at any moment: the process dies without a word, again and again, and the next session goes on. */
static void
test_killed_at_any_moment (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  Laptop *both[] = { &a, &b };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint killed = 0;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  for (int round = 0; round < 12; round++) {
    g_autofree char *text = g_strdup_printf ("round %d.", round);
    for (int i = 0; i < 40; i++) {
      TnId id = laptop_add_household (&b, "3");
      laptop_set (&b, &id, "note", text);
      laptop_add_person (&a, &id, text);
    }
    laptop_sync (&b);
    g_autofree char *child = g_test_build_filename (G_TEST_BUILT, "sync-child", NULL);
    char *argv[] = { child, a.path, NULL };
    GPid pid = 0;
    int status = 0;
    g_assert_true (g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL));
    g_usleep ((gulong) g_rand_int_range (rand, 0, 120000));
    kill (pid, SIGKILL);
    waitpid (pid, &status, 0);
    killed += WIFSIGNALED (status);
    g_spawn_close_pid (pid);
  }
  g_test_message ("killed in time: %u of 12", killed);
  g_assert_cmpuint (killed, >, 0);
  laptop_sync (&a);
  laptop_sync (&b);
  laptop_sync (&a);
  assert_reconciled (&w, both, 2);
  for (int round = 0; round < 12; round++) {
    g_autofree char *text = g_strdup_printf ("round %d.", round);
    assert_not_lost (&w, text);
  }
}

/* However quickly it opens a session: what breaks in a page is asked for less, until something gets through. */
static void
test_line_that_breaks_begins_with_less (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  g_autoptr (GError) broken = g_error_new_literal (TN_ERROR, TN_ERROR_NETWORK, "broken");
  world_init (&w);
  laptop_init (&a, &w, "an");
  TnClient c = { .copy = a.copy, .opened_in_us = 5000 };
  guint lines = tn_pace_first (&c, TN_META_PACE_DOWN), before = lines;
  g_assert_cmpuint (lines, >, 500);
  for (guint i = 0; i < 12; i++, before = lines) {
    tn_pace_ended (&c, TN_META_PACE_DOWN, before, broken);
    lines = tn_pace_first (&c, TN_META_PACE_DOWN);
    g_assert_true (lines < before || lines == 25);
  }
  g_assert_cmpuint (lines, ==, 25);
  tn_pace_ended (&c, TN_META_PACE_DOWN, 2000, NULL);
  g_assert_cmpuint (tn_pace_first (&c, TN_META_PACE_DOWN), >, 500);
  c.opened_in_us = 600 * 1000;
  g_assert_cmpuint (tn_pace_first (&c, TN_META_PACE_DOWN), ==, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/a-bad-network-loses-nothing", test_bad_network);
  g_test_add_func ("/faults/lost-answers-cost-nothing", test_lost_answers_cost_nothing);
  g_test_add_func ("/faults/a-batch-is-not-sent-with-what-has-run-out", test_batch_is_not_sent_with_what_has_run_out);
  g_test_add_func ("/faults/a-busy-server-says-when", test_busy_server_says_when);
  g_test_add_func ("/faults/a-line-that-breaks-begins-with-less", test_line_that_breaks_begins_with_less);
  g_test_add_func ("/faults/killed-at-any-moment", test_killed_at_any_moment);
  return g_test_run ();
}
