/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repair after a restore (sync.md 2.9), with the real engine and the real server: whatever state a side is put back to, nothing that was typed is
 * lost, all copies are equal afterwards, and a second session has nothing to do. */
#include <glib/gstdio.h>
#include "faulty-transport.h"
#include "sync-fixture.h"
#include "tn-client-private.h"
#include "tn-depot.h"
#include "tn-meta-keys.h"
#include "tn-repair.h"

static char *
sync_note (Laptop *l)
{
  g_autoptr (GError) error = NULL;
  TnSessionLog log = { 0 };
  tn_sync_run (l->copy, NULL, NULL, &log, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (laptop_waiting (l), ==, 0);
  return log.note;
}

static void
assert_quiet (Laptop *const *laptops, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;
    TnSessionLog log = { 0 };
    tn_sync_run (laptops[i]->copy, NULL, NULL, &log, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (log.sent + log.received, ==, 0);
    g_assert_null (log.note);
  }
}

/* Everybody in turn until nobody has anything to say, which must be soon. */
static void
settle (World *w, Laptop *const *laptops, guint n)
{
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < n; i++) {
      g_autofree char *note = sync_note (laptops[i]);
      if (note != NULL)
        g_test_message ("%s: %s", laptops[i]->name, note);
    }
  assert_reconciled (w, laptops, n);
  assert_quiet (laptops, n);
}

/* Restored to before the tail, twice in a row, with edits in between; the one who typed the tail is the last to come. */
static void
test_restored (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  Laptop *both[] = { &a, &b };
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  TnId house = laptop_add_household (&a, "1");
  laptop_set (&a, &house, "note", "before the backup.");
  laptop_sync (&a);
  laptop_sync (&b);
  world_save (&w, "monday");
  laptop_set (&a, &house, "note", "lost tail of an.");
  TnId other = laptop_add_household (&a, "2");
  laptop_add_person (&a, &other, "Trần Thị Đuôi");
  laptop_sync (&a);
  laptop_sync (&b);
  laptop_set (&b, &house, "code", "lost tail of binh.");
  laptop_set (&b, &other, "note", "binh on what an made.");
  laptop_sync (&b);
  world_put_back (&w, "monday");
  laptop_set (&b, &house, "note", "typed after the restore.");
  settle (&w, (Laptop *[]) { &b, &a }, 2);
  const char *typed[] = { "before the backup.", "lost tail of an.", "lost tail of binh.", "binh on what an made.", "typed after the restore.", "Đuôi" };
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    assert_not_lost (&w, typed[i]);
  laptop_set (&a, &house, "note", "second tail.");
  settle (&w, both, 2);
  world_put_back (&w, "monday");
  settle (&w, both, 2);
  assert_not_lost (&w, "second tail.");
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    assert_not_lost (&w, typed[i]);
}

/* ---- put back while a session lasts ---- */

#define HOMES 60u

typedef struct { World *w; Laptop *other; const TnId *homes; guint at, again; /* 0 = not again */ gboolean idle; /* nobody writes after the second time */ } Between;

/* And who has not seen what was lost writes in its place. */
static void
put_back_before (guint call, gpointer user_data)
{
  const Between *x = user_data;
  if (call != x->at && (x->again == 0 || call != x->again))
    return;
  world_put_back (x->w, "monday");
  for (guint i = 0; i < HOMES && !(x->idle && call == x->again); i++)
    laptop_set (x->other, &x->homes[i], "note", "by binh.");
  if (!x->idle || call != x->again)
    laptop_sync (x->other);
}

/* Two laptops that are equal but for what binh wrote last: so no receipt of an tells that all is read, and its cursors stay where they are. */
static void
begin_on_monday (World *w, Laptop *an, Laptop *binh, TnId *homes)
{
  world_init (w);
  laptop_init (an, w, "an");
  laptop_init (binh, w, "binh");
  for (guint i = 0; i < HOMES; i++)
    homes[i] = laptop_add_household (an, "1");
  laptop_sync (an);
  laptop_sync (binh);
  laptop_add_household (binh, "2");
  laptop_sync (binh);
  world_save (w, "monday");
}

static void
send_many (Laptop *l, const TnId *homes)
{
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < HOMES; i++) {
    g_autofree char *note = g_strdup_printf ("by an, %u.", i);
    laptop_set (l, &homes[i], "note", note);
  }
  g_assert_true (tn_copy_set_meta (l->copy, TN_META_PACE_UP, "25", &error));
}

static void
assert_many_not_lost (World *w)
{
  for (guint i = 0; i < HOMES; i++) {
    g_autofree char *note = g_strdup_printf ("by an, %u.", i);
    assert_not_lost (w, note);
  }
}

/* A session's token outlives it when its district is put back, or a standby without the last commits takes over. Whichever request comes first after that must find
 * out: else a later receipt would be known instead of the one that was lost, and nothing would tell any more (seed 930000453). */
static void
test_put_back_between_two_requests (gconstpointer data)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  TnId homes[HOMES];
  Between between = { &w, &b, homes, GPOINTER_TO_UINT (data) & 0xff, GPOINTER_TO_UINT (data) >> 8 & 0xff, GPOINTER_TO_UINT (data) >> 16 };
  g_autoptr (GError) error = NULL;
  begin_on_monday (&w, &a, &b, homes);
  send_many (&a, homes);
  FaultyTransport *t = faulty_transport_new (laptop_connect (&a), 1, 0.0);
  t->before = put_back_before;
  t->user_data = &between;
  gboolean done = tn_sync_run (a.copy, &t->base, NULL, NULL, NULL, &error);
  if (!done && between.again > 0)         /* twice in one run is told to the person, and the next run repairs it */
    g_assert_error (error, TN_ERROR, TN_ERROR_REWOUND);
  else
    g_assert_no_error (error);
  g_assert_cmpuint (t->calls, >=, MAX (between.at, between.again));
  tn_transport_free (&t->base);
  settle (&w, (Laptop *[]) { &a, &b }, 2);
  assert_many_not_lost (&w);
}

/* A repair that is cut off after its first batch is a repair still, also when others have brought the district's number beyond the one that is lost (seed 930000570). */
static void
test_cut_off_repair_is_not_forgotten (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  TnId homes[HOMES];
  g_autoptr (GError) error = NULL;
  begin_on_monday (&w, &a, &b, homes);
  send_many (&a, homes);
  for (guint run = 0; run < 2; run++) {     /* all is sent, and nothing pulled; then a new replica is taken, and three batches are sent again, of which two are closed */
    FaultyTransport *t = faulty_transport_new (laptop_connect (&a), 1, 1.0);
    t->only = FAULT_REQUEST_LOST;
    t->after = run == 0 ? 4 : 6;
    g_assert_false (tn_sync_run (a.copy, &t->base, NULL, NULL, NULL, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_NETWORK);
    g_clear_error (&error);
    tn_transport_free (&t->base);
    if (run == 0) {
      g_assert_cmpuint (laptop_waiting (&a), ==, 0);
      put_back_before (1, &(Between) { &w, &b, homes, 1, 0, FALSE });
    }
    g_assert_true (tn_copy_set_meta (a.copy, TN_META_PACE_UP, "25", &error));
  }
  g_autofree char *resent = tn_copy_get_meta (a.copy, TN_META_RESENT);
  g_assert_nonnull (resent);
  g_autofree char *note = sync_note (&a);
  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, "put back"));
  settle (&w, (Laptop *[]) { &a, &b }, 2);
  assert_many_not_lost (&w);
}

/* How many edits a session sent again, by its note; 0 = it says nothing of it. */
static guint
count_again (const char *note)
{
  g_autoptr (GRegex) regex = g_regex_new ("(\\d+) edits? w\\S+ sent again", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = note != NULL && g_regex_match (regex, note, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
  return number != NULL ? (guint) g_ascii_strtoull (number, NULL, 10) : 0;
}

/* A repair that was cut off while it sent goes on where it was; not so when the district was put back once more meanwhile. */
static void
test_sending_goes_on (gconstpointer data)
{
  gboolean again = GPOINTER_TO_INT (data);
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  Laptop *all[] = { &a };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_sync (&a);
  world_save (&w, "monday");
  for (guint i = 0; i < 150; i++) {
    g_autofree char *house = g_strdup_printf ("%u.", i);
    laptop_add_household (&a, house);
  }
  laptop_sync (&a);
  world_put_back (&w, "monday");
  /* a line that broke before sends few at a time; then it is cut off */
  g_assert_true (tn_copy_set_meta (a.copy, TN_META_PACE_UP, "25", &error));
  FaultyTransport *t = faulty_transport_new (laptop_connect (&a), 1, 1.0);
  t->only = FAULT_REQUEST_LOST;
  t->after = 4;   /* the session, and two batches of 25 that are answered; closing the second waits for the third */
  g_assert_false (tn_sync_run (a.copy, &t->base, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NETWORK);
  g_clear_error (&error);
  tn_transport_free (&t->base);
  g_autofree char *resent = tn_copy_get_meta (a.copy, TN_META_RESENT);
  g_assert_nonnull (resent);
  if (again)
    world_put_back (&w, "monday");
  g_autofree char *note = sync_note (&a);
  guint n = count_again (note);
  if (again)
    g_assert_cmpuint (n, >=, 150);
  else {
    g_assert_cmpuint (n, >, 0);
    g_assert_cmpuint (n, <, 150 - 20);   /* the batch of 25 that was closed was not sent once more */
  }
  g_autofree char *none = tn_copy_get_meta (a.copy, TN_META_RESENT);
  g_assert_null (none);
  settle (&w, all, 1);
  for (guint i = 0; i < 150; i++) {
    g_autofree char *house = g_strdup_printf ("%u.", i);
    assert_not_lost (&w, house);
  }
}

/* Each record is edited twice, so that its edits go in two batches; and the line breaks after the third. What was answered is read up to there all the same: the laptop knew what the
 * district had then, also of a record whose second edit was taken into a batch before the receipt of the first was closed. */
static void
test_batches_are_confirmed_along_the_way (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  Laptop *all[] = { &a };
  TnId homes[60];
  TnSessionLog log = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  for (guint i = 0; i < G_N_ELEMENTS (homes); i++) homes[i] = laptop_add_household (&a, "1");
  laptop_sync (&a);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (homes); i++)
    laptop_set (&a, &homes[i % G_N_ELEMENTS (homes)], i < G_N_ELEMENTS (homes) ? "phone" : "note", "02801234567");
  gint64 before = 0, after = 0;
  g_autofree char *was = tn_sync_cursor (a.copy, NULL, &before, &error);
  g_assert_true (tn_copy_set_meta (a.copy, TN_META_PACE_UP, "25", &error));
  FaultyTransport *t = faulty_transport_new (laptop_connect (&a), 1, 1.0);
  t->only = FAULT_REQUEST_LOST;
  t->after = 4;   /* the session, and batches of 25, 25 and 50, each closed while the next is on its way */
  g_assert_false (tn_sync_run (a.copy, &t->base, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NETWORK);
  g_clear_error (&error);
  tn_transport_free (&t->base);
  g_autofree char *is = tn_sync_cursor (a.copy, NULL, &after, &error);
  g_assert_cmpint (after, ==, before + 100);
  g_assert_cmpuint (laptop_waiting (&a), ==, 20);
  t = faulty_transport_new (laptop_connect (&a), 1, 0.0);
  g_assert_true (tn_sync_run (a.copy, &t->base, NULL, &log, NULL, &error));
  g_assert_no_error (error);
  tn_transport_free (&t->base);
  g_assert_cmpuint (log.received, ==, 0);
  assert_reconciled (&w, all, 1);
}

/* The author of the tail never comes back: others hand in what they had read of it. */
static void
test_author_is_gone (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  Laptop *left[] = { &b };
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  TnId house = laptop_add_household (&a, "1");
  laptop_set (&a, &house, "note", "old.");
  laptop_sync (&a);
  laptop_sync (&b);
  world_save (&w, "monday");
  laptop_set (&a, &house, "note", "new and acknowledged.");
  TnId gone = laptop_add_household (&a, "77");
  laptop_sync (&a);
  laptop_sync (&b);
  world_put_back (&w, "monday");
  g_autofree char *note = sync_note (&b);
  g_assert_nonnull (note);
  g_assert_true (laptop_holds (&b, &gone));
  g_autofree char *now = laptop_get (&b, &house, "note");
  g_assert_cmpstr (now, ==, "new and acknowledged.");
  assert_not_lost (&w, "new and acknowledged.");
  /* what it stood on is shown to a reviewer, in the batch of this restore */
  TnId conflict;
  g_assert_cmpuint (laptop_conflicts (&b, &house, &conflict), ==, 1);
  g_autofree char *type = laptop_get (&b, &conflict, "type"), *batch = laptop_get (&b, &conflict, "batch");
  g_assert_cmpstr (type, ==, "repair");
  g_assert_nonnull (batch);
  settle (&w, left, 1);
  /* and if the author comes after all, nothing more is to be done */
  settle (&w, (Laptop *[]) { &a, &b }, 2);
  g_assert_cmpuint (laptop_conflicts (&b, &house, NULL), ==, 1);
}

/* The root has a record of a newer program's kind, is put back, and so must hold it when it is handed in. */
static void
add_strange_record (World *w)
{
  const TnDepotDriver *driver = tn_district_depot (w->district)->driver;
  static const char line[] = "{\"k\":\"gadget\",\"i\":\"019b0000-0000-7000-8000-000000000001\",\"g\":\"0\",\"t\":\"019b000000010000fffffffffff0\",\"x\":{},\"d\":0,\"b\":{\"n\":1}}";
  g_autoptr (GError) error = NULL;
  gboolean found;
  TnCursor head;
  TnSum none = { 0 }, sum = { 0 };
  TnStored record = { .kind = tn_slice ("gadget", -1), .stream = tn_slice ("0", -1), .line = tn_slice (line, -1), .h = tn_hash (line, strlen (line)) };
  TnWardTx *tx = driver->tx_begin (tn_district_depot (w->district), WARD, &found, &error);
  tn_id_parse ("019b0000-0000-7000-8000-000000000001", -1, &record.id);
  tn_stamp_parse (tn_slice ("019b000000010000fffffffffff0", -1), &record.newest);
  record.seq = tx->last + 1;
  tn_sum_add (&sum, &record.h);
  g_assert_true (driver->tx_insert (tx, &record, &error) && driver->tx_stream (tx, "0", 1, &sum, &none, &error) && driver->tx_commit (tx, record.seq, &head, &error));
}

static gint64
count_held (World *w)
{
  sqlite3 *db = world_open_depot (w);
  sqlite3_stmt *stmt = NULL;
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT count(*) FROM quarantine", -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  gint64 n = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return n;
}

/* A root that was put back holds what it is given back, and is put back once more to before that, which moves no number: no cursor tells. So what is held is handed
 * in again after 30 days, not sooner; and at once when its moment lies in the future, as a laptop's clock was years ahead or has been set back since (seed
 * 910000017). */
static void
test_what_is_held_is_handed_in_again (void)
{
  static const char *const ages[] = { "ahead-29*24*3600*1000", "ahead-31*24*3600*1000", "ahead+1000*24*3600*1000" };
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_add_household (&a, "1");
  laptop_sync (&a);
  world_save (&w, "monday");
  add_strange_record (&w);
  laptop_sync (&a);
  world_put_back (&w, "monday");
  laptop_sync (&a);
  g_assert_cmpint (count_held (&w), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (ages); i++) {
    g_autofree char *sql = g_strdup_printf ("UPDATE record SET ahead=%s WHERE ahead<>0", ages[i]);
    world_put_back (&w, "monday");
    laptop_sync (&a);
    g_assert_cmpint (count_held (&w), ==, 0);      /* nothing tells, and it is not due */
    g_assert_true (tn_db_exec (tn_copy_db (a.copy), sql, &error));
    laptop_sync (&a);
    g_assert_cmpint (count_held (&w), ==, i > 0);
  }
}

/* As above, with the clock of a laptop whose battery is dead: it begins at the same moment of 2009 every morning, and the session says by how much it is wrong. */
static void
test_held_is_counted_by_the_right_clock (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  g_autoptr (GError) error = NULL;
  const gint64 day = 86400000, years = 12 * 365 * day;
  g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, years);
  g_autofree char *since = g_strdup_printf ("UPDATE record SET ahead=%" G_GINT64_FORMAT, tn_env_now_ms (tn_env_system ()) + years - 29 * day);
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_add_household (&a, "1");
  laptop_sync (&a);
  g_assert_true (tn_copy_set_meta (a.copy, TN_META_CLOCK_OFFSET, offset, &error) && tn_db_exec (tn_copy_db (a.copy), since, &error));
  g_autoptr (GArray) early = tn_repair_list_ahead (a.copy, 30 * day, 10, &error), due = tn_repair_list_ahead (a.copy, 28 * day, 10, &error);
  g_assert_cmpuint (early->len, ==, 0);
  g_assert_cmpuint (due->len, ==, 1);
  g_assert_true (tn_repair_ahead_sent (a.copy, due, &error));
  g_autoptr (GArray) again = tn_repair_list_ahead (a.copy, 28 * day, 10, &error);
  g_assert_cmpuint (again->len, ==, 0);
}

/* Own edits that the root has not seen are no part of what it is said to have confirmed. */
static void
test_unsent_edits_are_not_handed_in_as_confirmed (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  TnId house = laptop_add_household (&a, "1");
  laptop_sync (&a);
  laptop_sync (&b);
  world_save (&w, "monday");
  laptop_set (&b, &house, "note", "acknowledged, by binh.");
  laptop_sync (&b);
  laptop_sync (&a);
  laptop_set (&a, &house, "note", "typed by an, never sent.");
  world_put_back (&w, "monday");
  laptop_clear (&b);
  laptop_sync (&a);
  assert_not_lost (&w, "typed by an, never sent.");
  assert_not_lost (&w, "acknowledged, by binh.");
  g_autofree char *now = laptop_get (&a, &house, "note");
  g_assert_cmpstr (now, ==, "typed by an, never sent.");
  /* who typed it had seen binh's value, which nobody need be asked about; that binh's stood on an empty one neither */
  g_assert_cmpuint (laptop_conflicts (&a, &house, NULL), ==, 0);
  settle (&w, (Laptop *[]) { &a }, 1);
}

/* An empty district: the laptops are invited anew and hand in all they have. */
static void
test_set_up_anew (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  Laptop *both[] = { &a, &b };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  for (guint i = 0; i < 40; i++) {
    g_autofree char *no = g_strdup_printf ("%u", i);
    TnId id = laptop_add_household (i % 2 ? &a : &b, no);
    laptop_add_person (i % 2 ? &a : &b, &id, "Lê Văn Thử");
  }
  TnId dead = laptop_add_household (&a, "9999");
  settle (&w, both, 2);
  laptop_delete (&b, &dead);
  settle (&w, both, 2);
  /* what is older than 90 days is kept in the records alone */
  tn_db_exec (tn_copy_db (a.copy), "DELETE FROM outbox", &error);
  tn_db_exec (tn_copy_db (b.copy), "DELETE FROM outbox WHERE n % 2", &error);
  g_assert_no_error (error);
  world_set_up_anew (&w);
  laptop_add_household (&a, "typed before the new invitation");
  g_assert_false (tn_sync_run (a.copy, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_REFUSED);
  laptop_enrol (&a);
  laptop_enrol (&b);
  settle (&w, both, 2);
  g_assert_false (laptop_holds (&b, &dead));
  assert_not_lost (&w, "typed before the new invitation");
  assert_not_lost (&w, "9999");
  g_assert_cmpuint (laptop_conflicts (&a, NULL, NULL), ==, 0);
}

/* A row that went missing here, or there, in any way whatever. */
static void
test_drift (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  Laptop *both[] = { &a, &b };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  TnId house = laptop_add_household (&a, "1"), other = laptop_add_household (&a, "2");
  laptop_set (&a, &house, "note", "kept.");
  settle (&w, both, 2);
  tn_db_exec (tn_copy_db (b.copy), "DELETE FROM record WHERE kind='household'", &error);
  tn_db_exec (tn_copy_db (b.copy), "DELETE FROM meta WHERE k='" TN_META_DIGEST_AT "'", &error);
  g_assert_no_error (error);
  g_autofree char *note = sync_note (&b);
  g_assert_nonnull (note);
  g_assert_true (laptop_holds (&b, &house) && laptop_holds (&b, &other));
  settle (&w, both, 2);
}

/* Its access was withdrawn after the restore, before it came: it may not repair, but what was acknowledged once and lost is handed in for a reviewer. */
static void
test_revoked_after_a_restore (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  TnId house = laptop_add_household (&a, "1");
  laptop_sync (&a);
  world_save (&w, "monday");
  laptop_set (&a, &house, "note", "lost tail of an.");
  laptop_sync (&a);
  world_put_back (&w, "monday");
  g_autofree char *device = tn_copy_get_meta (a.copy, TN_META_DEVICE);
  g_assert_true (tn_district_revoke (w.district, device, &error));
  for (guint i = 0; i < 2; i++) {
    g_assert_false (tn_sync_run (a.copy, NULL, NULL, NULL, NULL, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_REFUSED);
    g_clear_error (&error);
    assert_not_lost (&w, "lost tail of an.");
  }
}

/* Deleted in the tail, edited after the restore by one who could not know: the record lives, and somebody is asked. */
static void
test_delete_in_the_tail (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 }, c = { 0 };
  Laptop *all[] = { &a, &b, &c };
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  laptop_init (&c, &w, "chi");
  TnId house = laptop_add_household (&a, "1"), still = laptop_add_household (&a, "2");
  settle (&w, all, 3);
  world_save (&w, "monday");
  laptop_delete (&a, &house);
  laptop_delete (&a, &still);
  laptop_sync (&a);
  laptop_sync (&b);
  world_put_back (&w, "monday");
  laptop_set (&c, &house, "note", "chi knows of no delete.");
  laptop_sync (&c);
  laptop_sync (&b);
  settle (&w, all, 3);
  g_assert_true (laptop_holds (&a, &house));
  g_assert_false (laptop_holds (&a, &still));
  g_assert_cmpuint (laptop_conflicts (&a, &house, NULL), >=, 1);
  g_assert_cmpuint (laptop_conflicts (&a, &still, NULL), ==, 0);
  assert_not_lost (&w, "chi knows of no delete.");
}

static void
test_erased_stays_erased (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  Laptop *both[] = { &a, &b };
  g_autoptr (GError) error = NULL;
  guint n;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  TnId house = laptop_add_household (&a, "1");
  laptop_set (&a, &house, "note", "to be forgotten.");
  settle (&w, both, 2);
  world_save (&w, "monday");
  laptop_add_household (&a, "tail");
  settle (&w, both, 2);
  world_put_back (&w, "monday");
  g_assert_true (tn_district_erase (w.district, WARD, &house, &n, &error));
  settle (&w, both, 2);
  g_assert_null (tn_copy_get (a.copy, &house, NULL));
  g_assert_null (tn_copy_get (b.copy, &house, NULL));
}

/* Broken off at every call in turn: it goes on where it can, and ends the same. */
static void
test_broken_off_anywhere (void)
{
  for (guint after = 0; after < 12; after++) {
    g_auto (World) w = { 0 };
    g_auto (Laptop) a = { 0 }, b = { 0 };
    Laptop *both[] = { &b, &a };
    world_init (&w);
    laptop_init (&a, &w, "an");
    laptop_init (&b, &w, "binh");
    TnId house = laptop_add_household (&a, "1");
    settle (&w, both, 2);
    world_save (&w, "monday");
    laptop_set (&a, &house, "note", "in the tail.");
    laptop_add_household (&b, "2");
    settle (&w, both, 2);
    world_put_back (&w, "monday");
    FaultyTransport *t = faulty_transport_new (laptop_connect (&b), after, 1.0);
    t->only = after % 2 ? FAULT_REPLY_LOST : FAULT_TRUNCATED;
    t->after = after;
    t->most = 1;
    g_autoptr (GError) error = NULL;
    tn_sync_run (b.copy, &t->base, NULL, NULL, NULL, &error);
    tn_transport_free (&t->base);
    settle (&w, both, 2);
    assert_not_lost (&w, "in the tail.");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/repair/sending-goes-on", GINT_TO_POINTER (FALSE), test_sending_goes_on);
  g_test_add_data_func ("/repair/sending-begins-anew", GINT_TO_POINTER (TRUE), test_sending_goes_on);
  for (guint at = 3; at <= 5; at++) {   /* between two batches, and before a page */
    g_autofree char *path = g_strdup_printf ("/repair/put-back-between-two-requests/%u", at);
    g_test_add_data_func (path, GUINT_TO_POINTER (at), test_put_back_between_two_requests);
  }
  for (guint again = 9; again <= 15; again++) {   /* and once more, at any request of the repair */
    g_autofree char *path = g_strdup_printf ("/repair/put-back-within-the-repair/%u", again);
    g_autofree char *idle = g_strdup_printf ("/repair/put-back-within-the-repair/%u-and-nobody-writes", again);
    g_test_add_data_func (path, GUINT_TO_POINTER (3 | again << 8), test_put_back_between_two_requests);
    g_test_add_data_func (idle, GUINT_TO_POINTER (3 | again << 8 | 1u << 16), test_put_back_between_two_requests);
  }
  g_test_add_func ("/repair/cut-off-repair-is-not-forgotten", test_cut_off_repair_is_not_forgotten);
  g_test_add_func ("/repair/batches-are-confirmed-along-the-way", test_batches_are_confirmed_along_the_way);
  g_test_add_func ("/repair/restored", test_restored);
  g_test_add_func ("/repair/revoked-after-a-restore", test_revoked_after_a_restore);
  g_test_add_func ("/repair/author-is-gone", test_author_is_gone);
  g_test_add_func ("/repair/held-is-handed-in-again", test_what_is_held_is_handed_in_again);
  g_test_add_func ("/repair/held-by-the-right-clock", test_held_is_counted_by_the_right_clock);
  g_test_add_func ("/repair/unsent", test_unsent_edits_are_not_handed_in_as_confirmed);
  g_test_add_func ("/repair/set-up-anew", test_set_up_anew);
  g_test_add_func ("/repair/drift", test_drift);
  g_test_add_func ("/repair/delete-in-the-tail", test_delete_in_the_tail);
  g_test_add_func ("/repair/erased", test_erased_stays_erased);
  g_test_add_func ("/repair/broken-off", test_broken_off_anywhere);
  return g_test_run ();
}
