/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include "faulty-transport.h"
#include "sync-fixture.h"
#include "tn-client-private.h"
#include "tn-meta-keys.h"

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *data = NULL;
  gsize len;
  g_assert_true (g_file_get_contents (from, &data, &len, NULL));
  g_assert_true (g_file_set_contents (to, data, (gssize) len, NULL));
}

static void
copy_key (Laptop *from, Laptop *to)
{
  g_autofree char *a = g_strconcat (from->path, ".key", NULL), *b = g_strconcat (to->path, ".key", NULL);
  copy_file (a, b);
}

static void
test_enrolment_is_repeatable (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init_bare (&a, &w, "an");
  laptop_init_bare (&b, &w, "binh");
  g_assert_false (tn_is_enrolled (a.copy));
  g_autofree char *code = world_invite (&w);
  const char *url = tn_district_server_url (w.server);
  g_assert_true (tn_enrol (a.copy, url, code, NULL, "an", NULL, &error));
  g_autofree char *first = tn_copy_get_meta (a.copy, TN_META_DEVICE);
  g_assert_true (tn_enrol (a.copy, url, code, NULL, "an", NULL, &error));
  g_autofree char *second = tn_copy_get_meta (a.copy, TN_META_DEVICE);
  g_assert_cmpstr (first, ==, second);
  g_assert_true (tn_is_enrolled (a.copy));
  g_assert_cmpstr (tn_copy_ward (a.copy), ==, WARD);
  /* another laptop with the same code: somebody photographed it */
  g_assert_false (tn_enrol (b.copy, url, code, NULL, "binh", NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_REFUSED);
  g_assert_false (tn_is_enrolled (b.copy));
}

static void
test_wrong_district_is_refused (void)
{
  g_auto (World) w = { 0 }, other = { 0 };
  g_auto (Laptop) a = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  world_init (&other);
  laptop_init_bare (&a, &w, "an");
  g_autofree char *code = world_invite (&w);
  g_assert_false (tn_enrol (a.copy, tn_district_server_url (other.server), code, NULL, "an", NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_TLS);
  g_clear_error (&error);
  laptop_enrol (&a);
  laptop_add_household (&a, "1");
  /* the address now leads to another server */
  g_assert_true (tn_copy_set_meta (a.copy, TN_META_SERVER_URL, tn_district_server_url (other.server), &error));
  g_assert_false (tn_sync_run (a.copy, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_TLS);
  g_assert_cmpuint (laptop_waiting (&a), >, 0);
}

static void
test_not_enrolled_says_so (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init_bare (&a, &w, "an");
  g_assert_false (tn_sync_run (a.copy, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
}

static void
test_server_that_forgot_the_session (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  g_auto (Laptop) b = { 0 };
  Laptop *one[] = { &a };
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "bình");
  FaultyTransport *t = faulty_transport_new (laptop_connect (&a), 1, 1.0);
  t->only = FAULT_EXPIRED;
  t->after = 1;
  for (guint skip = 0; skip < 3; skip++) {   /* in a new session, at the push, at the pull */
    t->after = t->calls + (skip == 0 ? 1 : skip - 1);
    t->most = t->n_fired + 1;
    laptop_add_household (&a, "1");
    laptop_add_household (&b, "2");   /* or the receipt would say that there is nothing to pull */
    laptop_sync (&b);
    laptop_sync_over (&a, &t->base);
  }
  g_assert_cmpuint (t->fired[FAULT_EXPIRED], ==, 3);
  assert_reconciled (&w, one, 1);
  tn_transport_free (&t->base);
}

/* The receipt says what the district holds; who holds the same asks for nothing. Whatever else stands there is pulled as ever. */
static void
test_receipt_spares_the_pull (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  Laptop *both[] = { &a, &b };
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "bình");
  FaultyTransport *t = faulty_transport_new (laptop_connect (&a), 1, 0.0);
  TnId house = laptop_add_household (&a, "1");
  laptop_add_person (&a, &house, "Nguyễn Văn Mẫu");
  laptop_set (&a, &house, "note", "sửa lại trước khi gửi");
  laptop_sync_over (&a, &t->base);
  g_assert_cmpuint (t->calls, ==, 3);              /* session, push, and the sums of a new session: an empty page */
  laptop_set (&a, &house, "phone", "02800000001");
  laptop_sync_over (&a, &t->base);
  g_assert_cmpuint (t->calls, ==, 4);              /* push */
  laptop_sync (&b);
  laptop_set (&b, &house, "phone", "02800000002");
  laptop_sync (&b);
  laptop_set (&a, &house, "code", "H7");
  laptop_sync_over (&a, &t->base);
  g_assert_cmpuint (t->calls, ==, 6);              /* push, pull: another wrote meanwhile */
  g_autofree char *phone = laptop_get (&a, &house, "phone");
  g_assert_cmpstr (phone, ==, "02800000002");
  laptop_sync (&b);
  laptop_set (&a, &house, "note", "một");
  laptop_set (&b, &house, "note", "hai");
  laptop_sync (&b);
  laptop_sync_over (&a, &t->base);
  g_assert_cmpuint (t->calls, ==, 8);              /* a conflict came of it, which the receipt does not tell */
  g_assert_cmpuint (laptop_conflicts (&a, &house, NULL), ==, 1);
  laptop_sync (&b);
  assert_reconciled (&w, both, 2);
  tn_transport_free (&t->base);
}

static void
test_session_log_tells (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  g_autoptr (GError) error = NULL;
  TnSessionLog log = { 0 };
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  laptop_add_household (&a, "1");
  laptop_add_household (&a, "2");
  g_assert_true (tn_sync_run (a.copy, NULL, NULL, &log, NULL, &error));
  g_assert_cmpuint (log.sent, ==, 2);
  g_assert_null (log.error);
  g_assert_cmpuint (log.bytes_up, >, 0);
  g_assert_true (tn_sync_run (b.copy, NULL, NULL, &log, NULL, &error));
  g_assert_cmpuint (log.received, ==, 2);
  g_autoptr (GPtrArray) logs = tn_session_log_list (b.copy, 10, &error);
  g_assert_cmpuint (logs->len, ==, 1);
}

/* Two files go on as one: the second one to come gets a new replica id, and both go on; what both typed arrives. */
static void
test_cloned_file_forks (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, clone = { 0 };
  Laptop *both[] = { &a, &clone };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  TnId id = laptop_add_household (&a, "1");
  laptop_sync (&a);
  laptop_set (&a, &id, "note", "typed before the disk was copied.");

  clone.world = &w;
  clone.name = g_strdup ("clone");
  clone.path = g_build_filename (w.dir, "clone.db", NULL);
  g_assert_true (tn_db_backup (tn_copy_db (a.copy), clone.path, NULL, &error));
  copy_key (&a, &clone);
  clone.copy = tn_copy_open (clone.path, 0, NULL, &error);
  g_assert_no_error (error);
  /* a disk that was copied block by block looks the same from inside */
  g_autofree char *replica = tn_copy_replica (a.copy);
  g_assert_true (tn_copy_set_meta (clone.copy, TN_META_REPLICA, replica, &error));
  laptop_set (&clone, &id, "code", "typed in the clone.");
  for (int i = 0; i < 3; i++) {                     /* the clone falls behind by more than one nonce */
    laptop_set (&a, &id, "note", i == 2 ? "typed in the original." : "between.");
    laptop_sync (&a);
  }
  laptop_sync (&clone);
  g_autofree char *renewed = tn_copy_replica (clone.copy);
  g_assert_cmpstr (renewed, !=, replica);
  laptop_sync (&a);
  laptop_sync (&clone);
  assert_reconciled (&w, both, 2);
  assert_not_lost (&w, "typed in the original.");
  assert_not_lost (&w, "typed in the clone.");
  assert_not_lost (&w, "typed before the disk was copied.");
}

static guint
count_held (World *w)
{
  sqlite3 *db = world_open_depot (w);
  sqlite3_stmt *stmt = NULL;
  sqlite3_prepare_v2 (db, "SELECT count(*) FROM quarantine", -1, &stmt, NULL);
  sqlite3_step (stmt);
  guint n = (guint) sqlite3_column_int (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return n;
}

static void
test_revoked_laptop_hands_in (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_sync (&a);
  laptop_add_household (&a, "typed after weeks offline");
  g_autofree char *device = tn_copy_get_meta (a.copy, TN_META_DEVICE);
  g_assert_true (tn_district_revoke (w.district, device, &error));
  g_assert_false (tn_sync_run (a.copy, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_REFUSED);
  g_assert_cmpuint (count_held (&w), ==, 1);
  g_assert_cmpuint (laptop_waiting (&a), ==, 1);    /* custody is no receipt: it stays here too */
  g_clear_error (&error);
  g_assert_false (tn_sync_run (a.copy, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_REFUSED);
}

/* A withdrawn laptop that is invited again is another laptop to the district: it forks off, and what it could not send arrives. */
static void
test_invited_again (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  Laptop *one[] = { &a };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  TnId id = laptop_add_household (&a, "1");
  laptop_sync (&a);
  laptop_set (&a, &id, "note", "typed while withdrawn.");
  g_autofree char *device = tn_copy_get_meta (a.copy, TN_META_DEVICE);
  g_assert_true (tn_district_revoke (w.district, device, &error));
  g_assert_false (tn_sync_run (a.copy, NULL, NULL, NULL, NULL, NULL));
  laptop_enrol (&a);
  laptop_sync (&a);
  assert_reconciled (&w, one, 1);
  g_autofree char *note = laptop_get (&a, &id, "note");
  g_assert_cmpstr (note, ==, "typed while withdrawn.");
  assert_not_lost (&w, "typed while withdrawn.");
}

/* The district's log no longer holds what this laptop was told of: repaired first (test-repair.c has the cases), then as ever. */
static void
test_restored_district_is_repaired (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_add_household (&a, "1");
  laptop_sync (&a);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (a.copy), "UPDATE known SET tok = 'another'", &error);
  g_assert_true (tn_stmt_run (stmt, &error));
  laptop_add_household (&a, "2");
  TnSessionLog log = { 0 };
  g_assert_true (tn_sync_run (a.copy, NULL, NULL, &log, NULL, &error));
  g_assert_nonnull (log.note);
  g_free (log.note);
  g_assert_cmpuint (laptop_waiting (&a), ==, 0);
  assert_reconciled (&w, (Laptop *[]) { &a }, 1);
}

/* A row that got lost here is found by its stream's hash when the rows are next added up (once a day), and repaired. */
static void
test_difference_is_found_and_repaired (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  Laptop *both[] = { &a, &b };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  for (int i = 0; i < 5; i++)
    laptop_add_household (&a, "1");
  laptop_sync (&a);
  laptop_sync (&b);
  g_assert_true (tn_db_exec (tn_copy_db (b.copy), "DELETE FROM record WHERE id = (SELECT min(id) FROM record);"
                             "DELETE FROM meta WHERE k = '" TN_META_DIGEST_AT "'", &error));
  laptop_sync (&b);
  assert_reconciled (&w, both, 2);
  g_autoptr (GPtrArray) logs = tn_session_log_list (b.copy, 10, &error);
  g_assert_nonnull (((TnSessionLog *) logs->pdata[0])->note);
}

static void
test_wait_wakes (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean moved = FALSE;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  laptop_sync (&a);
  laptop_sync (&b);
  laptop_add_household (&a, "1");
  laptop_sync (&a);
  gint64 started = g_get_monotonic_time ();
  g_assert_true (tn_sync_wait (b.copy, NULL, &moved, NULL, &error));   /* the ward has moved already */
  g_assert_true (moved);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 5 * G_USEC_PER_SEC);
}

static char *
ask_for_page (Laptop *l, FaultyTransport *t, GBytes **page)
{
  g_autoptr (GError) error = NULL;
  const char *problem = NULL;
  gint64 seq = 0;
  char *want = tn_sync_want (l->copy, &error);
  g_assert_no_error (error);
  TnWaitOrder order = { WARD, t->base.ticket->token, want };
  if (page != NULL)
    g_assert_true (tn_sync_wait_page (&t->base, &order, &seq, page, &problem, NULL, &error));
  return want;
}

static void
take_page (Laptop *l, GBytes *page, const char *want)
{
  g_autoptr (GError) error = NULL;
  TnSessionLog log = { 0 };
  gboolean taken = FALSE;
  g_assert_true (tn_sync_take_page (l->copy, page, want, &log, &taken, &error));
  g_assert_no_error (error);
  g_assert_true (taken);
}

/* A page that was asked for before a receipt came may be of a district that does not have what the receipt says. It is taken, but the receipt stays what is known. */
static void
test_page_of_a_wait_does_not_hide_a_receipt (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  g_autoptr (GBytes) page = NULL, second = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  FaultyTransport *t = faulty_transport_new (laptop_connect (&a), 1, 0.0);
  TnId house = laptop_add_household (&a, "1");
  laptop_sync_over (&a, &t->base);
  laptop_sync (&b);
  g_autofree char *asked = ask_for_page (&a, t, NULL);
  laptop_set (&a, &house, "phone", "02800000001");
  laptop_sync_over (&a, &t->base);
  g_autofree char *receipt = tn_known_cursor (a.copy);
  laptop_set (&b, &house, "note", "một");
  laptop_sync (&b);
  g_autofree char *fresh = ask_for_page (&a, t, &page);
  take_page (&a, page, asked);
  g_autofree char *note = laptop_get (&a, &house, "note"), *known = tn_known_cursor (a.copy);
  g_assert_cmpstr (note, ==, "một");
  g_assert_cmpstr (known, ==, receipt);
  laptop_set (&b, &house, "note", "hai");
  laptop_sync (&b);
  g_autofree char *want = ask_for_page (&a, t, &second);
  take_page (&a, second, want);
  g_autofree char *later = tn_known_cursor (a.copy);
  g_assert_cmpstr (later, !=, receipt);
  tn_transport_free (&t->base);
}

static void
test_first_copy_of_a_larger_ward (void)
{
  enum { N = 4000 };
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  Laptop *both[] = { &a, &b };
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("import");
  TnSessionLog log = { 0 };
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  for (int i = 0; i < N; i++) {
    g_autofree char *text = g_strdup_printf ("%d/2", i);
    TnId id = tn_edit_create (edit, "household", NULL), person = tn_edit_create (edit, "person", NULL);
    tn_edit_set_text (edit, &id, "house_no", text);
    tn_edit_set_ref (edit, &person, "household", &id);
    tn_edit_set_text (edit, &person, "name", text);
  }
  g_assert_true (tn_copy_edit (a.copy, edit, NULL, &error));
  g_assert_true (tn_sync_run (a.copy, NULL, NULL, &log, NULL, &error));
  g_assert_cmpuint (log.sent, ==, 2 * N);
  tn_sync_run (b.copy, NULL, NULL, &log, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (log.received, ==, 2 * N);
  assert_reconciled (&w, both, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/enrolling-again-gives-the-same-laptop", test_enrolment_is_repeatable);
  g_test_add_func ("/session/another-district-is-refused", test_wrong_district_is_refused);
  g_test_add_func ("/session/not-enrolled-is-said", test_not_enrolled_says_so);
  g_test_add_func ("/session/a-forgotten-session-is-opened-again", test_server_that_forgot_the_session);
  g_test_add_func ("/session/a-receipt-spares-the-pull", test_receipt_spares_the_pull);
  g_test_add_func ("/session/the-log-tells-what-was-done", test_session_log_tells);
  g_test_add_func ("/session/a-cloned-file-gets-a-new-replica", test_cloned_file_forks);
  g_test_add_func ("/session/a-revoked-laptop-hands-in-what-it-has", test_revoked_laptop_hands_in);
  g_test_add_func ("/session/a-laptop-that-is-invited-again-goes-on", test_invited_again);
  g_test_add_func ("/session/a-restored-district-is-repaired", test_restored_district_is_repaired);
  g_test_add_func ("/session/a-difference-is-found-and-repaired", test_difference_is_found_and_repaired);
  g_test_add_func ("/session/wait-wakes-when-the-ward-moves", test_wait_wakes);
  g_test_add_func ("/session/page-of-a-wait-does-not-hide-a-receipt", test_page_of_a_wait_does_not_hide_a_receipt);
  g_test_add_func ("/session/first-copy-of-a-larger-ward", test_first_copy_of_a_larger_ward);
  return g_test_run ();
}
