/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"
#include "tn-meta-keys.h"
#include "test-world.h"
#include "tn-reconciler.h"

#define LIMIT_US (20 * G_USEC_PER_SEC)

typedef struct {
  TnStore *store;
  TnReconciler *reconciler;
  gboolean stopped, closed, enrolled;
  GError *error;
} Desk;

/* Runs the main context until `done` says so. */
static void
run_until (gboolean (*done) (gpointer data), gpointer data)
{
  gint64 limit = g_get_monotonic_time () + LIMIT_US;
  while (!done (data)) {
    g_assert_cmpint (g_get_monotonic_time (), <, limit);
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
  }
}

static gboolean
has_store (gpointer data)
{
  return ((Desk *) data)->store != NULL;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  ((Desk *) data)->store = tn_store_open_finish (result, &error);
  g_assert_no_error (error);
}

static void
desk_open (Desk *d, Laptop *l)
{
  *d = (Desk) { 0 };
  g_clear_pointer (&l->copy, tn_copy_close);
  tn_store_open_async (l->path, 0, NULL, opened_cb, d);
  run_until (has_store, d);
  d->reconciler = tn_reconciler_new (d->store, 15);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (tn_reconciler_stop_finish (TN_RECONCILER (source), result, NULL));
  ((Desk *) data)->stopped = TRUE;
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (tn_store_close_finish (TN_STORE (source), result, NULL));
  ((Desk *) data)->closed = TRUE;
}

static gboolean
is_stopped (gpointer data)
{
  return ((Desk *) data)->stopped;
}

static gboolean
is_closed (gpointer data)
{
  return ((Desk *) data)->closed;
}

static void
desk_stop (Desk *d)
{
  gint64 started = g_get_monotonic_time ();
  tn_reconciler_stop_async (d->reconciler, stopped_cb, d);
  run_until (is_stopped, d);
  /* far below the 55 s of a wait; a sanitizer that unwinds whole stacks takes its second */
  g_assert_cmpint (g_get_monotonic_time () - started, <, 5 * G_USEC_PER_SEC);
}

static void
desk_close (Desk *d)
{
  desk_stop (d);
  g_clear_object (&d->reconciler);
  tn_store_close_async (d->store, closed_cb, d);
  run_until (is_closed, d);
  g_clear_object (&d->store);
}

static TnReconcilerState
desk_state (Desk *d)
{
  TnReconcilerState state;
  g_object_get (d->reconciler, "state", &state, NULL);
  return state;
}

static gboolean
has_done_one (gpointer data)
{
  gint64 last = 0;
  g_object_get (((Desk *) data)->reconciler, "last-done", &last, NULL);
  return last > 0 && desk_state (data) == TN_RECONCILER_IDLE;
}

typedef struct { const char *note; TnId id; } Note;

static gpointer
write_note (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const Note *note = data;
  g_autoptr (TnEdit) edit = tn_edit_new ("edit");
  tn_edit_set_text (edit, &note->id, "note", note->note);
  return GINT_TO_POINTER (tn_copy_edit (copy, edit, NULL, error));
}

static gpointer
read_note (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, &((const Note *) data)->id, NULL);
  char *text = row != NULL ? tn_row_dup_text (row, "note") : NULL;
  return text != NULL ? text : g_strdup ("");
}

typedef struct { Desk *desk; Note note; gboolean changed, reading, seen; } Watch;

static void
store_changed_cb (TnStore *store, gpointer data)
{
  ((Watch *) data)->changed = TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Watch *watch = data;
  g_autofree char *text = tn_store_finish (TN_STORE (source), result, NULL);
  watch->reading = FALSE;
  watch->seen |= g_strcmp0 (text, watch->note.note) == 0;
}

/* Looks only when the store says that something changed, as a window does. */
static gboolean
has_seen (gpointer data)
{
  Watch *watch = data;
  if (watch->changed && !watch->reading) {
    watch->changed = FALSE;
    watch->reading = TRUE;
    tn_store_read_async (watch->desk->store, read_note, &watch->note, NULL, g_free, NULL, read_cb, watch);
  }
  return watch->seen;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_nonnull (tn_store_finish (TN_STORE (source), result, &error));
}

static void
test_edit_shows_at_the_other_desk (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  Desk here, there;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  TnId id = laptop_add_household (&a, "1");
  laptop_sync (&a);
  laptop_sync (&b);
  desk_open (&here, &a);
  desk_open (&there, &b);
  tn_reconciler_start (here.reconciler);
  tn_reconciler_start (there.reconciler);
  run_until (has_done_one, &here);
  run_until (has_done_one, &there);
  for (int i = 0; i < 5; i++) {
    g_autofree char *text = g_strdup_printf ("typed %d", i);
    Note note = { text, id };
    Watch watch = { .desk = &there, .note = note };
    gulong handler = g_signal_connect (there.store, "changed", G_CALLBACK (store_changed_cb), &watch);
    gint64 started = g_get_monotonic_time ();
    tn_store_write_async (here.store, write_note, &note, NULL, NULL, NULL, written_cb, NULL);
    run_until (has_seen, &watch);
    g_test_message ("shown after %.1f ms", (double) (g_get_monotonic_time () - started) / 1000);
    g_assert_cmpint (g_get_monotonic_time () - started, <, 5 * G_USEC_PER_SEC);
    g_signal_handler_disconnect (there.store, handler);
  }
  desk_close (&here);
  desk_close (&there);
}

static gboolean
is_offline (gpointer data)
{
  return desk_state (data) == TN_RECONCILER_OFFLINE;
}

static void
test_says_when_offline (void)
{
  World w = { 0 };
  g_auto (Laptop) a = { 0 };
  Desk desk;
  g_autofree char *message = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_add_household (&a, "1");
  tn_district_server_stop (g_steal_pointer (&w.server));
  desk_open (&desk, &a);
  tn_reconciler_start (desk.reconciler);
  run_until (is_offline, &desk);
  guint64 waiting = 0;
  g_object_get (desk.reconciler, "message", &message, "waiting", &waiting, NULL);
  g_assert_nonnull (message);
  g_assert_cmpuint (waiting, ==, 1);
  desk_close (&desk);
  w.server = tn_district_server_start (w.district, "127.0.0.1:0", NULL);
  world_clear (&w);
}

static gboolean
is_not_enrolled (gpointer data)
{
  return desk_state (data) == TN_RECONCILER_NOT_ENROLLED;
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Desk *desk = data;
  desk->enrolled = tn_reconciler_enrol_finish (TN_RECONCILER (source), result, &desk->error);
}

static gboolean
has_enrolled (gpointer data)
{
  return ((Desk *) data)->enrolled || ((Desk *) data)->error != NULL;
}

static void
test_enrols_and_begins (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  Desk desk;
  world_init (&w);
  laptop_init_bare (&a, &w, "an");
  desk_open (&desk, &a);
  tn_reconciler_start (desk.reconciler);
  run_until (is_not_enrolled, &desk);
  g_autofree char *code = world_invite (&w);
  tn_reconciler_enrol_async (desk.reconciler, tn_district_server_url (w.server), code, "an", NULL, enrolled_cb, &desk);
  run_until (has_enrolled, &desk);
  g_assert_no_error (desk.error);
  run_until (has_done_one, &desk);
  desk_close (&desk);
}

/* --- sticks --- */

/* A laptop that knows no address: nothing but sticks. */
static void
laptop_init_stick_only (Laptop *l, World *w)
{
  laptop_init (l, w, "Lan");
  g_assert_true (tn_copy_set_meta (l->copy, TN_META_SERVER_URL, "", NULL));
}

typedef struct { TnBundleReport *report; GError *error; gboolean done; } Stick;

static void
stick_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Stick *stick = data;
  stick->report = tn_reconciler_bundle_finish (TN_RECONCILER (source), result, &stick->error);
  stick->done = TRUE;
}

static gboolean
is_stick_done (gpointer data)
{
  return ((Stick *) data)->done;
}

static void
clear_stick (Stick *stick)
{
  tn_bundle_report_free (stick->report);
  g_clear_error (&stick->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stick, clear_stick)

static void
test_sticks (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 };
  g_auto (Stick) written = { 0 }, bad = { 0 }, cancelled = { 0 }, late = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Desk d;
  world_init (&w);
  laptop_init_stick_only (&lan, &w);
  laptop_add_household (&lan, "1");
  g_autofree char *path = g_build_filename (w.dir, "up.ntb", NULL), *gone = g_build_filename (w.dir, "gone", "up.ntb", NULL);
  TnBundleJob job = { .type = TN_BUNDLE_JOB_WRITE, .path = path }, nowhere = { .type = TN_BUNDLE_JOB_READ, .path = gone };
  desk_open (&d, &lan);
  tn_reconciler_start (d.reconciler);
  g_cancellable_cancel (cancellable);
  tn_reconciler_bundle_async (d.reconciler, &job, NULL, stick_cb, &written);
  tn_reconciler_bundle_async (d.reconciler, &nowhere, NULL, stick_cb, &bad);
  tn_reconciler_bundle_async (d.reconciler, &job, cancellable, stick_cb, &cancelled);
  run_until (is_stick_done, &written);
  run_until (is_stick_done, &bad);
  run_until (is_stick_done, &cancelled);
  g_assert_no_error (written.error);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_error (bad.error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_error (cancelled.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  run_until (is_offline, &d);
  desk_stop (&d);
  tn_reconciler_bundle_async (d.reconciler, &job, NULL, stick_cb, &late);
  run_until (is_stick_done, &late);
  g_assert_error (late.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  d.stopped = FALSE;
  desk_close (&d);
}

/* The window closes while a stick is still to be read. */
static void
test_stick_at_the_end (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 };
  Stick sticks[4] = { { 0 } };
  Desk d;
  world_init (&w);
  laptop_init_stick_only (&lan, &w);
  g_autofree char *path = g_build_filename (w.dir, "up.ntb", NULL);
  TnBundleJob job = { .type = TN_BUNDLE_JOB_WRITE, .path = path };
  desk_open (&d, &lan);
  tn_reconciler_start (d.reconciler);
  for (guint i = 0; i < G_N_ELEMENTS (sticks); i++) tn_reconciler_bundle_async (d.reconciler, &job, NULL, stick_cb, &sticks[i]);
  desk_close (&d);
  for (guint i = 0; i < G_N_ELEMENTS (sticks); i++) {
    run_until (is_stick_done, &sticks[i]);
    g_assert_true (sticks[i].report || g_error_matches (sticks[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
    clear_stick (&sticks[i]);
  }
}

/* ---- what wakes it: the network's return, a lid that was closed ---- */

static void
session_done_cb (TnReconciler *reconciler, TnSessionLog *log, guint *n)
{
  (*n)++;
}

typedef struct { Desk *desk; guint sessions, wanted; } Count;

static gboolean
has_sessions (gpointer data)
{
  return ((Count *) data)->sessions >= ((Count *) data)->wanted;
}

static void
start_and_count (Desk *d, Count *count)
{
  *count = (Count) { .desk = d };
  g_signal_connect (d->reconciler, "session-done", G_CALLBACK (session_done_cb), &count->sessions);
  tn_reconciler_start (d->reconciler);
}

/* Where it was. Owned. */
static char *
stop_district (World *w)
{
  char *address = g_strdup (tn_district_server_url (w->server) + strlen ("https://"));
  tn_district_server_stop (g_steal_pointer (&w->server));
  return address;
}

/* A tenth of a second goes by. */
static void
let_pass (void)
{
  for (int i = 0; i < 20; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (5000);
  }
}

/* Until nothing more comes of what was asked for. */
static guint
settle (const Count *count)
{
  guint before;
  do {
    before = count->sessions;
    let_pass ();
  } while (count->sessions != before || desk_state (count->desk) == TN_RECONCILER_WORKING);
  return before;
}

static gboolean
is_working (gpointer data)
{
  return desk_state (data) == TN_RECONCILER_WORKING;
}

/* A district that takes the call and says nothing. */
static GSocket *
listen_silently (const char *address)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnectable) parsed = g_network_address_parse (address, 0, &error);
  g_autoptr (GSocketAddress) at = g_inet_socket_address_new_from_string (g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed)), g_network_address_get_port (G_NETWORK_ADDRESS (parsed)));
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_true (g_socket_bind (socket, at, TRUE, &error) && g_socket_listen (socket, &error));
  return socket;
}

/* Cancel ends the session, and what was asked for behind it. */
static void
test_cancel_is_the_end_of_it (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  Desk desk;
  Count count;
  world_init (&w);
  laptop_init (&a, &w, "an");
  g_autofree char *address = stop_district (&w);
  g_autoptr (GSocket) silent = listen_silently (address);
  desk_open (&desk, &a);
  start_and_count (&desk, &count);
  run_until (is_working, &desk);
  tn_reconciler_request (desk.reconciler);
  tn_reconciler_cancel (desk.reconciler);
  count.wanted = 1;
  run_until (has_sessions, &count);
  g_assert_cmpuint (settle (&count), ==, 1);
  desk_close (&desk);
}

static void
test_network_returns (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  Desk desk;
  Count count;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_add_household (&a, "1");
  g_autofree char *address = stop_district (&w);
  desk_open (&desk, &a);
  start_and_count (&desk, &count);
  /* In vain so often that it would not try again by itself for minutes. */
  for (count.wanted = 1; count.wanted <= 9; count.wanted++) {
    run_until (has_sessions, &count);
    tn_reconciler_request (desk.reconciler);
  }
  count.wanted = count.sessions + 1;
  run_until (has_sessions, &count);
  run_until (is_offline, &desk);
  g_autoptr (GError) error = NULL;
  w.server = tn_district_server_start (w.district, address, &error);
  g_assert_no_error (error);
  turn_clock (6000);   /* a flapping network asks every five seconds at most */
  guint before = settle (&count);
  net_change (FALSE);  /* what went down is no reason */
  let_pass ();
  g_assert_cmpuint (count.sessions, ==, before);
  net_change (TRUE);
  run_until (has_done_one, &desk);
  desk_close (&desk);
}

#define LID_TURNS 10u
#define LID_TURN_US (G_USEC_PER_SEC / 2)
typedef struct { Desk *desk; gint64 since, turned_us; guint turns; } Later;

/* A minute passes that the program's own clock knows nothing of. It can only be seen by who sleeps meanwhile, and the worker may have been about to. */
static gboolean
has_done_later (gpointer data)
{
  Later *later = data;
  gint64 last = 0, now = g_get_monotonic_time ();
  if (later->turns < LID_TURNS && now - later->turned_us > LID_TURN_US) {
    later->turns++;
    later->turned_us = now;
    turn_clock (60000);
  }
  g_object_get (later->desk->reconciler, "last-done", &last, NULL);
  return last > later->since;
}

/* All the minutes together are less than the interval, so that only the closed lid is a reason. */
static void
test_lid_was_closed (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  Desk desk;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_add_household (&a, "1");
  desk_open (&desk, &a);
  tn_reconciler_start (desk.reconciler);
  run_until (has_done_one, &desk);
  Later later = { .desk = &desk };
  g_object_get (desk.reconciler, "last-done", &later.since, NULL);
  run_until (has_done_later, &later);
  g_assert_cmpint (desk_state (&desk), ==, TN_RECONCILER_IDLE);
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  net_install ();
  g_test_add_func ("/reconciler/an-edit-shows-at-the-other-desk", test_edit_shows_at_the_other_desk);
  g_test_add_func ("/reconciler/says-when-offline", test_says_when_offline);
  g_test_add_func ("/reconciler/enrols-and-begins", test_enrols_and_begins);
  g_test_add_func ("/reconciler/sticks", test_sticks);
  g_test_add_func ("/reconciler/stick-at-the-end", test_stick_at_the_end);
  g_test_add_func ("/reconciler/cancel-is-the-end-of-it", test_cancel_is_the_end_of_it);
  g_test_add_func ("/reconciler/goes-on-when-the-network-returns", test_network_returns);
  g_test_add_func ("/reconciler/goes-on-when-the-lid-was-closed", test_lid_was_closed);
  return g_test_run ();
}
