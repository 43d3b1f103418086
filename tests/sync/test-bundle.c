/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sticks between real copies and a real district folder: what is cumulative, replayed, reordered, lost, forged, or of another. */
#include "faulty-transport.h"
#include "sync-fixture.h"
#include "tn-apply.h"
#include "tn-district-bundle.h"
#include "tn-hash.h"
#include "tn-meta-keys.h"
#include "tn-sync-bundle.h"
#include <glib/gstdio.h>

static GBytes *
take (GOutputStream *out)
{
  g_assert_true (g_output_stream_close (out, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

static GBytes *
write_up (Laptop *l, guint edits)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_auto (TnBundleReport) report = { 0 };
  tn_bundle_write_up (l->copy, out, NULL, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.edits, ==, edits);
  GBytes *bytes = take (out);
  g_assert_cmpuint (report.bytes, ==, g_bytes_get_size (bytes));
  return bytes;
}

static void
read_up (World *w, GBytes *stick, TnStickOutcome outcome, guint edits, guint held)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnStickRead) read = { 0 };
  tn_district_bundle_read (w->district, stick, &read, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read.outcome, ==, outcome);
  g_assert_cmpuint (read.edits, ==, edits);
  g_assert_cmpuint (read.held, ==, held);
}

static GBytes *
write_down_full (World *w, const char *device, gboolean full, TnStickWritten *written)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  tn_district_bundle_write (w->district, device, WARD, full, out, written, NULL, &error);
  g_assert_no_error (error);
  return take (out);
}

static char *
device_of (Laptop *l)
{
  return tn_copy_get_meta (l->copy, TN_META_DEVICE);
}

static GBytes *
write_down (World *w, Laptop *l, gint64 rows)
{
  g_auto (TnStickWritten) written = { 0 };
  g_autofree char *device = device_of (l);
  GBytes *bytes = write_down_full (w, device, FALSE, &written);
  if (rows >= 0) g_assert_cmpuint (written.rows, ==, (guint64) rows);
  return bytes;
}

static void
read_down (Laptop *l, GBytes *stick, TnBundleOutcome outcome, guint rows, guint acked)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnBundleReport) report = { 0 };
  tn_bundle_read_down (l->copy, stick, NULL, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report.outcome, ==, outcome);
  g_assert_cmpuint (report.rows, ==, rows);
  g_assert_cmpuint (report.acked, ==, acked);
}

static char *
snapshot (Laptop *l)
{
  g_autoptr (GString) text = g_string_new (NULL);
  static const char *const sqls[] = {
    "SELECT group_concat(hex(id)||stamps||body||ifnull(hex(h),'-'), ';') FROM record", "SELECT group_concat(n||stamp||state||ifnull(sent_to,'-'), ';') FROM outbox",
    "SELECT group_concat(stream||cursor||ready, ';') FROM pull", "SELECT group_concat(seq||tok) FROM known", "SELECT group_concat(n||stamp) FROM bundle_edit" };
  for (guint i = 0; i < G_N_ELEMENTS (sqls); i++) {
    sqlite3_stmt *stmt = NULL;
    g_assert_cmpint (sqlite3_prepare_v2 (tn_db_handle (tn_copy_db (l->copy)), sqls[i], -1, &stmt, NULL), ==, SQLITE_OK);
    g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
    g_string_append_printf (text, "%s\n", (const char *) sqlite3_column_text (stmt, 0));
    sqlite3_finalize (stmt);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Refused, with this code, and nothing at all is other than before. */
static void
refuse_down_saying (Laptop *l, GBytes *stick, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnBundleReport) report = { 0 };
  g_autofree char *before = snapshot (l);
  g_assert_false (tn_bundle_read_down (l->copy, stick, NULL, &report, NULL, &error));
  g_assert_error (error, TN_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
  g_autofree char *after = snapshot (l);
  g_assert_cmpstr (before, ==, after);
}

static void
refuse_down (Laptop *l, GBytes *stick, int code)
{
  refuse_down_saying (l, stick, code, "");
}

static gint64
count_district (World *w, const char *sql)
{
  sqlite3 *db = world_open_depot (w);
  sqlite3_stmt *stmt = NULL;
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  gint64 n = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return n;
}

static void
refuse_up (World *w, GBytes *stick, int code)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnStickRead) read = { 0 };
  gint64 seq = count_district (w, "SELECT seq FROM ward"), held = count_district (w, "SELECT count(*) FROM quarantine"), devices = count_district (w, "SELECT count(*) FROM device");
  g_assert_false (tn_district_bundle_read (w->district, stick, &read, &error));
  g_assert_error (error, TN_ERROR, code);
  g_assert_cmpint (count_district (w, "SELECT seq FROM ward"), ==, seq);
  g_assert_cmpint (count_district (w, "SELECT count(*) FROM quarantine"), ==, held);
  g_assert_cmpint (count_district (w, "SELECT count(*) FROM device"), ==, devices);
}

/* One whole round by stick. */
static void
round_trip (World *w, Laptop *l)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_auto (TnBundleReport) wrote = { 0 }, read = { 0 };
  g_auto (TnStickRead) taken = { 0 };
  tn_bundle_write_up (l->copy, out, NULL, &wrote, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) up = take (out);
  tn_district_bundle_read (w->district, up, &taken, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) down = write_down (w, l, -1);
  tn_bundle_read_down (l->copy, down, NULL, &read, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (laptop_waiting (l), ==, 0);
}

/* ---- the way it is meant ---- */

static void
test_there_and_back (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 }, minh = { 0 };
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  laptop_init (&minh, &w, "Minh");
  TnId home = laptop_add_household (&lan, "45/2"), person = laptop_add_person (&lan, &home, "Đặng Thị Hòa");
  g_autoptr (GBytes) up = write_up (&lan, 2);
  /* nothing leaves the outbox before its receipt */
  g_assert_cmpuint (laptop_waiting (&lan), ==, 2);
  read_up (&w, up, TN_STICK_TAKEN, 2, 0);
  g_assert_cmpuint (laptop_waiting (&lan), ==, 2);
  laptop_sync (&minh);
  g_assert_true (laptop_holds (&minh, &person));
  laptop_set (&minh, &person, "phone", "02800000001");
  laptop_sync (&minh);
  g_autoptr (GBytes) down = write_down (&w, &lan, 2);
  read_down (&lan, down, TN_BUNDLE_DONE, 2, 2);
  g_autofree char *phone = laptop_get (&lan, &person, "phone");
  g_assert_cmpstr (phone, ==, "02800000001");
  assert_reconciled (&w, (Laptop *const[]) { &lan, &minh }, 2);
  /* and over the network there is nothing left to do, for either */
  laptop_sync (&lan);
  assert_reconciled (&w, (Laptop *const[]) { &lan, &minh }, 2);
}

static void
test_conflict (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 }, minh = { 0 };
  TnId conflict;
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  laptop_init (&minh, &w, "Minh");
  TnId home = laptop_add_household (&lan, "45/2");
  round_trip (&w, &lan);
  laptop_sync (&minh);
  laptop_set (&lan, &home, "house_no", "45/3");
  laptop_set (&minh, &home, "house_no", "45/4");
  laptop_sync (&minh);
  round_trip (&w, &lan);
  g_assert_cmpuint (laptop_conflicts (&lan, &home, &conflict), ==, 1);
  laptop_sync (&minh);
  g_assert_cmpuint (laptop_conflicts (&minh, &home, NULL), ==, 1);
  assert_not_lost (&w, "45/3");
  assert_not_lost (&w, "45/4");
  laptop_set (&lan, &conflict, "state", "closed");
  round_trip (&w, &lan);
  laptop_sync (&minh);
  assert_reconciled (&w, (Laptop *const[]) { &lan, &minh }, 2);
}

/* A stick lost on the way, and one that comes late: each has all that was open when it was written. */
static void
test_cumulative (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 };
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  laptop_add_household (&lan, "1");
  g_autoptr (GBytes) monday = write_up (&lan, 1);
  laptop_add_household (&lan, "2");
  g_autoptr (GBytes) tuesday = write_up (&lan, 2);
  TnId third = laptop_add_household (&lan, "3");
  g_autoptr (GBytes) wednesday = write_up (&lan, 3);
  laptop_set (&lan, &third, "house_no", "3A");
  /* Monday's was lost; Wednesday's comes first, Tuesday's after it, Wednesday's again */
  read_up (&w, wednesday, TN_STICK_TAKEN, 3, 0);
  gint64 seq = count_district (&w, "SELECT seq FROM ward");
  read_up (&w, tuesday, TN_STICK_TAKEN, 2, 0);
  read_up (&w, wednesday, TN_STICK_TAKEN, 3, 0);
  read_up (&w, monday, TN_STICK_TAKEN, 1, 0);
  g_assert_cmpint (count_district (&w, "SELECT seq FROM ward"), ==, seq);
  g_assert_cmpint (count_district (&w, "SELECT count(*) FROM record WHERE kind='conflict'"), ==, 0);
  g_autoptr (GBytes) down = write_down (&w, &lan, 3);
  read_down (&lan, down, TN_BUNDLE_DONE, 3, 3);
  /* what was typed after Wednesday is still to be handed in */
  g_assert_cmpuint (laptop_waiting (&lan), ==, 1);
  g_autofree char *no = laptop_get (&lan, &third, "house_no");
  g_assert_cmpstr (no, ==, "3A");
  round_trip (&w, &lan);
  assert_reconciled (&w, (Laptop *const[]) { &lan }, 1);
}

/* Down-bundles replayed, out of order, with a gap. */
static void
test_order (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 }, minh = { 0 };
  g_autofree char *device = NULL;
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  laptop_init (&minh, &w, "Minh");
  device = device_of (&lan);
  round_trip (&w, &lan);
  laptop_add_household (&minh, "1");
  laptop_sync (&minh);
  g_autoptr (GBytes) first = write_down (&w, &lan, 1);
  laptop_add_household (&minh, "2");
  laptop_sync (&minh);
  g_autoptr (GBytes) second = write_down (&w, &lan, 2);
  /* the first, the second upon it, the second again, the first again */
  read_down (&lan, first, TN_BUNDLE_DONE, 1, 0);
  read_down (&lan, second, TN_BUNDLE_DONE, 1, 0);
  g_autofree char *state = snapshot (&lan);
  read_down (&lan, second, TN_BUNDLE_DONE, 0, 0);
  read_down (&lan, first, TN_BUNDLE_OLD, 0, 0);
  g_autofree char *again = snapshot (&lan);
  g_assert_cmpstr (state, ==, again);
  assert_reconciled (&w, (Laptop *const[]) { &lan, &minh }, 2);
}

/* A copy that was put back to an old image: the district believes it further than it is. */
static void
test_gap (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 }, minh = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  laptop_init (&minh, &w, "Minh");
  g_autofree char *device = device_of (&lan), *image = g_build_filename (w.dir, "image.db", NULL);
  laptop_add_household (&minh, "1");
  laptop_sync (&minh);
  round_trip (&w, &lan);
  g_assert_true (tn_copy_backup (lan.copy, image, NULL, &error));
  laptop_add_household (&minh, "2");
  laptop_sync (&minh);
  TnId lost = laptop_add_household (&lan, "3");
  round_trip (&w, &lan);
  g_autoptr (GBytes) nothing = write_up (&lan, 0);
  read_up (&w, nothing, TN_STICK_TAKEN, 0, 0);
  laptop_add_household (&minh, "4");
  laptop_sync (&minh);
  laptop_add_household (&lan, "5");
  g_autoptr (GBytes) fifth = write_up (&lan, 1);
  read_up (&w, fifth, TN_STICK_TAKEN, 1, 0);
  g_autoptr (GBytes) down = write_down (&w, &lan, -1);
  /* back to the image */
  g_clear_pointer (&lan.copy, tn_copy_close);
  g_assert_true (tn_copy_restore (image, lan.path, NULL, &error));
  g_assert_no_error (error);
  lan.copy = tn_copy_open (lan.path, 0, NULL, &error);
  g_assert_no_error (error);
  TnId typed = laptop_add_household (&lan, "6");
  refuse_down_saying (&lan, down, TN_ERROR_INVALID, "A stick between is missing");
  /* a receipt for a bundle that this file never wrote closes nothing, even where the edit number is the same */
  g_auto (TnStickWritten) written = { 0 };
  g_autoptr (GBytes) whole = write_down_full (&w, device, TRUE, &written);
  g_assert_cmpuint (written.rows, ==, 5);
  read_down (&lan, whole, TN_BUNDLE_DONE, 4, 0);
  g_assert_cmpuint (laptop_waiting (&lan), ==, 1);
  g_assert_true (laptop_holds (&lan, &typed) && laptop_holds (&lan, &lost));
  round_trip (&w, &lan);
  laptop_sync (&minh);
  assert_reconciled (&w, (Laptop *const[]) { &lan, &minh }, 2);
}

/* By stick and by network in turn. */
static void
test_both_ways (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 }, minh = { 0 };
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  laptop_init (&minh, &w, "Minh");
  laptop_add_household (&lan, "1");
  g_autoptr (GBytes) up = write_up (&lan, 1);
  laptop_sync (&lan);          /* the same edit goes by network meanwhile */
  read_up (&w, up, TN_STICK_TAKEN, 1, 0);
  g_autoptr (GBytes) older = write_down (&w, &lan, 1);
  laptop_add_household (&minh, "2");
  laptop_sync (&minh);
  laptop_sync (&lan);
  read_down (&lan, older, TN_BUNDLE_OLD, 0, 0);
  laptop_add_household (&minh, "3");
  laptop_sync (&minh);
  /* leads further than this copy is, but nobody can say by now whether its place is on the way */
  g_autoptr (GBytes) newer = write_down (&w, &lan, 3);
  refuse_down_saying (&lan, newer, TN_ERROR_INVALID, "reconciled in another way");
  round_trip (&w, &lan);
  assert_reconciled (&w, (Laptop *const[]) { &lan, &minh }, 2);
}

/* A stick is written; then an edit goes by network, and the line breaks after its receipt. What is on the stick is from before that edit: taken for news it would
 * put the edit back, which looked like a district that had been restored (seed 910001226). */
static void
test_sent_since (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 }, minh = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  laptop_init (&minh, &w, "Minh");
  TnId home = laptop_add_household (&lan, "1");
  laptop_sync (&lan);
  laptop_set (&lan, &home, "note", "on the stick");
  g_autoptr (GBytes) up = write_up (&lan, 1);
  read_up (&w, up, TN_STICK_TAKEN, 1, 0);
  g_autoptr (GBytes) down = write_down (&w, &lan, 1);
  laptop_add_household (&minh, "2");       /* so that there is something to pull */
  laptop_sync (&minh);
  laptop_set (&lan, &home, "house_no", "1A");
  FaultyTransport *line = faulty_transport_new (laptop_connect (&lan), 1, 1.0);
  g_autoptr (TnTransport) owned = &line->base;
  line->only = FAULT_REQUEST_LOST;
  line->after = 2;                         /* the session, the push */
  g_assert_false (tn_sync_run (lan.copy, owned, NULL, NULL, NULL, &error));
  g_assert_cmpuint (laptop_waiting (&lan), ==, 0);
  read_down (&lan, down, TN_BUNDLE_OLD, 0, 0);
  g_autofree char *no = laptop_get (&lan, &home, "house_no");
  g_assert_cmpstr (no, ==, "1A");
  laptop_sync (&lan);
  laptop_sync (&minh);
  assert_reconciled (&w, (Laptop *const[]) { &lan, &minh }, 2);
}

/* From the whole ward to what is common to it, as an administrator changes rights. */
static void
narrow_scope (World *w, const char *device)
{
  gboolean found = FALSE;
  g_autoptr (GError) error = NULL;
  TnDepot *depot = tn_district_depot (w->district);
  gint64 now = tn_env_now_ms (tn_env_system ());
  g_autoptr (TnGrant) common = tn_grant_new (WARD, "0", "team_leader", now, 0);
  while (tn_env_now_ms (tn_env_system ()) == now)
    g_thread_yield ();
  g_assert_true (depot->driver->end_grants (depot, device, WARD, "ward_officer", now, &found, &error) && found);
  g_assert_true (depot->driver->grant (depot, device, common, &error));
}

/* A stick from before the rights were changed, read after a session has told of them: neither the old scope nor its records come back (seed 900000285:
 * the whole ward was "read" from where the new streams stood, and its set hash was then another than the district's). */
static void
test_older_scope (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 }, minh = { 0 };
  g_autoptr (GError) error = NULL;
  g_auto (TnStickWritten) written = { 0 };
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  laptop_init (&minh, &w, "Minh");
  g_autofree char *device = device_of (&lan);
  g_autoptr (TnEdit) edit = tn_edit_new ("group");
  TnId group = tn_edit_create (edit, "unit", NULL), home = tn_edit_create (edit, "household", NULL);
  tn_edit_set_text (edit, &group, "code", "28");
  tn_edit_set_text (edit, &group, "name", "28");
  tn_edit_set_text (edit, &group, "level", "group");
  tn_edit_set_text (edit, &home, "house_no", "1");
  tn_edit_set_ref (edit, &home, "area", &group);
  g_assert_true (tn_copy_edit (minh.copy, edit, NULL, &error));
  laptop_sync (&minh);
  round_trip (&w, &lan);
  TnId own = laptop_add_household (&lan, "by stick");
  g_autoptr (GBytes) up = write_up (&lan, 1);
  read_up (&w, up, TN_STICK_TAKEN, 1, 0);
  g_autoptr (GBytes) drawer = write_down_full (&w, device, TRUE, &written);
  narrow_scope (&w, device);
  laptop_sync (&lan);
  g_assert_true (laptop_holds (&lan, &own));
  g_assert_false (laptop_holds (&lan, &home));
  read_down (&lan, drawer, TN_BUNDLE_OLD, 0, 0);
  g_autoptr (GPtrArray) pulls = tn_pull_list (lan.copy, &error);
  g_assert_cmpuint (pulls->len, ==, 1);
  g_assert_cmpstr (((TnPull *) pulls->pdata[0])->stream, ==, "0");
  laptop_sync (&lan);
  g_assert_false (laptop_holds (&lan, &home));
}

/* A disk that was cloned: two laptops with one key. What both typed is there in the end, and a receipt for the one closes nothing of the other. */
static void
test_clone (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 }, twin = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  TnId home = laptop_add_household (&lan, "1");
  round_trip (&w, &lan);
  TnId shared = laptop_add_household (&lan, "typed before");
  g_autoptr (GBytes) before = write_up (&lan, 1);
  /* the clone: the same file under another name, with the key beside it */
  g_autofree char *key = g_strconcat (lan.path, ".key", NULL), *seed = NULL;
  twin.world = &w;
  twin.name = g_strdup ("twin");
  twin.path = g_build_filename (w.dir, "twin.db", NULL);
  g_autofree char *twin_key = g_strconcat (twin.path, ".key", NULL);
  g_assert_true (tn_copy_backup (lan.copy, twin.path, NULL, &error));
  g_assert_true (g_file_get_contents (key, &seed, NULL, NULL) && g_file_set_contents (twin_key, seed, -1, NULL));
  twin.copy = tn_copy_open (twin.path, 0, NULL, &error);
  g_assert_no_error (error);
  laptop_set (&lan, &home, "house_no", "1A");
  laptop_set (&twin, &home, "house_no", "1B");
  TnId own = laptop_add_household (&twin, "of the twin");
  g_autoptr (GBytes) mine = write_up (&lan, 2), theirs = write_up (&twin, 3);
  read_up (&w, theirs, TN_STICK_TAKEN, 3, 0);
  read_up (&w, mine, TN_STICK_TAKEN, 2, 0);
  read_up (&w, before, TN_STICK_TAKEN, 1, 0);
  g_autoptr (GBytes) down = write_down (&w, &lan, -1);
  g_auto (TnBundleReport) a = { 0 }, b = { 0 };
  g_assert_true (tn_bundle_read_down (lan.copy, down, NULL, &a, NULL, &error));
  g_assert_cmpuint (a.acked, ==, 2);
  g_assert_true (tn_bundle_read_down (twin.copy, down, NULL, &b, NULL, &error));
  g_assert_cmpuint (b.acked, ==, 3);
  g_assert_true (laptop_holds (&lan, &own) && laptop_holds (&twin, &shared));
  g_assert_cmpuint (laptop_conflicts (&lan, &home, NULL), ==, 1);
  assert_not_lost (&w, "1A");
  assert_not_lost (&w, "1B");
  assert_reconciled (&w, (Laptop *const[]) { &lan, &twin }, 2);
}

static void
test_held (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 };
  g_autoptr (GError) error = NULL;
  g_auto (TnBundleReport) report = { 0 };
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  TnId a = laptop_add_household (&lan, "1");
  laptop_add_household (&lan, "2");
  /* a value that the district cannot take, as of a newer program */
  g_assert_true (tn_db_exec (tn_copy_db (lan.copy), "UPDATE record SET kind='something' WHERE body LIKE '%\"1\"%'", &error));
  g_autoptr (GBytes) up = write_up (&lan, 2);
  read_up (&w, up, TN_STICK_TAKEN, 2, 1);
  g_autoptr (GBytes) down = write_down (&w, &lan, 1);
  g_assert_true (tn_bundle_read_down (lan.copy, down, NULL, &report, NULL, &error));
  g_assert_cmpuint (report.held, ==, 1);
  g_assert_cmpuint (report.acked, ==, 1);
  g_assert_cmpuint (laptop_waiting (&lan), ==, 1);   /* held is safe, and open */
  g_assert_false (tn_id_is_null (&a));
}

/* ---- what must be refused ---- */

static void
test_damaged (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 }, minh = { 0 };
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  laptop_init (&minh, &w, "Minh");
  laptop_add_household (&minh, "1");
  laptop_sync (&minh);
  laptop_add_household (&lan, "2");
  g_autoptr (GBytes) up = write_up (&lan, 1), down = write_down (&w, &lan, 1);
  for (guint i = 0; i < 40; i++) {
    gsize size = g_bytes_get_size (i % 2 ? up : down), at = (gsize) g_random_int_range (1, (gint32) size);
    g_autoptr (GBytes) cut = g_bytes_new_from_bytes (i % 2 ? up : down, 0, at);
    if (i % 2) refuse_up (&w, cut, TN_ERROR_CORRUPT);
    else refuse_down (&lan, cut, TN_ERROR_CORRUPT);
  }
  /* each other's way */
  refuse_up (&w, down, TN_ERROR_UNSUPPORTED);
  refuse_down (&lan, up, TN_ERROR_UNSUPPORTED);
  g_autoptr (GBytes) text = g_bytes_new_static ("not a bundle", 12);
  refuse_up (&w, text, TN_ERROR_UNSUPPORTED);
  refuse_down (&lan, text, TN_ERROR_UNSUPPORTED);
  read_up (&w, up, TN_STICK_TAKEN, 1, 0);
}

static void
test_strangers (void)
{
  g_auto (World) w = { 0 }, other = { 0 };
  g_auto (Laptop) lan = { 0 }, minh = { 0 }, far = { 0 };
  world_init (&w);
  world_init (&other);
  laptop_init (&lan, &w, "Lan");
  laptop_init (&minh, &w, "Minh");
  laptop_init (&far, &other, "Xa");
  laptop_add_household (&lan, "1");
  g_autoptr (GBytes) up = write_up (&lan, 1), down = write_down (&w, &minh, 0), theirs = write_down (&other, &far, 0);
  refuse_down (&lan, down, TN_ERROR_REFUSED);      /* for another laptop */
  refuse_down (&lan, theirs, TN_ERROR_REFUSED);    /* of another district */
  refuse_up (&other, up, TN_ERROR_REFUSED);        /* to another district */
  /* from a laptop that is not ours, sealed for us: as somebody would who knows our public key */
  g_autofree char *ours = tn_copy_get_meta (lan.copy, TN_META_SERVER_PUB);
  g_assert_true (tn_copy_set_meta (far.copy, TN_META_SERVER_PUB, ours, NULL));
  g_autoptr (GBytes) foreign = write_up (&far, 0);
  refuse_up (&w, foreign, TN_ERROR_REFUSED);
  /* one of ours that says it is another of ours */
  g_autofree char *name = device_of (&minh);
  g_assert_true (tn_copy_set_meta (lan.copy, TN_META_DEVICE, name, NULL));
  g_autoptr (GBytes) borrowed = write_up (&lan, 1);
  refuse_up (&w, borrowed, TN_ERROR_REFUSED);
}

static void
test_revoked (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  g_autofree char *device = device_of (&lan);
  laptop_add_household (&lan, "78/9");
  g_autoptr (GBytes) up = write_up (&lan, 1);
  g_assert_true (tn_district_revoke (w.district, device, &error));
  gint64 seq = count_district (&w, "SELECT seq FROM ward");
  read_up (&w, up, TN_STICK_CUSTODY, 1, 0);
  read_up (&w, up, TN_STICK_CUSTODY, 1, 0);
  g_assert_cmpint (count_district (&w, "SELECT seq FROM ward"), ==, seq);
  g_assert_cmpint (count_district (&w, "SELECT count(*) FROM quarantine WHERE why='custody'"), ==, 1);
  assert_not_lost (&w, "78/9");
  g_auto (TnStickWritten) written = { 0 };
  g_autoptr (GBytes) down = write_down_full (&w, device, FALSE, &written);
  g_assert_true (written.revoked);
  g_assert_cmpuint (written.rows, ==, 0);
  refuse_down (&lan, down, TN_ERROR_REFUSED);
  g_assert_cmpuint (laptop_waiting (&lan), ==, 1);
}

/* The district was put back to a backup: the laptop's cursors are not in its log. */
static void
test_rewound (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 };
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  laptop_add_household (&lan, "1");
  round_trip (&w, &lan);
  laptop_add_household (&lan, "2");
  g_autoptr (GBytes) up = write_up (&lan, 1);
  /* the same number, another history */
  sqlite3 *db = NULL;
  g_autofree char *path = g_build_filename (w.district_dir, "district.db", NULL);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE ward_log SET tok='0123456789ab'", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  read_up (&w, up, TN_STICK_TAKEN, 1, 0);
  g_auto (TnStickWritten) written = { 0 };
  g_autofree char *device = device_of (&lan);
  g_autoptr (GBytes) down = write_down_full (&w, device, FALSE, &written), whole = NULL;
  g_assert_true (written.rewound);
  refuse_down (&lan, down, TN_ERROR_REWOUND);
  tn_stick_written_clear (&written);
  whole = write_down_full (&w, device, TRUE, &written);
  refuse_down (&lan, whole, TN_ERROR_REWOUND);
}

/* ---- writing that fails ---- */

#define TYPE_BAD_STREAM (bad_stream_get_type ())
G_DECLARE_FINAL_TYPE (BadStream, bad_stream, BAD, STREAM, GOutputStream)
struct _BadStream { GOutputStream parent; gsize left; };
G_DEFINE_FINAL_TYPE (BadStream, bad_stream, G_TYPE_OUTPUT_STREAM)

static gssize
bad_stream_write (GOutputStream *stream, const void *data, gsize len, GCancellable *cancellable, GError **error)
{
  BadStream *self = BAD_STREAM (stream);
  gsize n = MIN (len, self->left);
  self->left -= n;
  if (n > 0) return (gssize) n;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  return -1;
}

static void
bad_stream_class_init (BadStreamClass *klass)
{
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = bad_stream_write;
}

static void
bad_stream_init (BadStream *self)
{
}

/* A stick that is full after any number of bytes: nothing counts as handed in, and what was typed may be replaced as before. */
static void
test_full_stick (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 };
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  for (guint i = 0; i < 20; i++) {
    g_autofree char *no = g_strdup_printf ("%u", i);
    laptop_add_household (&lan, no);
  }
  g_autofree char *before = snapshot (&lan);
  gsize size = 0;
  {
    g_autoptr (GBytes) whole = write_up (&lan, 20);
    size = g_bytes_get_size (whole);
  }
  g_assert_true (tn_db_exec (tn_copy_db (lan.copy), "UPDATE outbox SET sent_to=NULL; DELETE FROM bundle; DELETE FROM bundle_edit", NULL));
  for (gsize left = 0; left < size; left += 97) {
    g_autoptr (GError) error = NULL;
    g_auto (TnBundleReport) report = { 0 };
    g_autoptr (BadStream) out = g_object_new (TYPE_BAD_STREAM, NULL);
    out->left = left;
    g_assert_false (tn_bundle_write_up (lan.copy, G_OUTPUT_STREAM (out), NULL, &report, NULL, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
    g_autofree char *after = snapshot (&lan);
    g_assert_cmpstr (before, ==, after);
  }
  /* a folder that is gone */
  g_autoptr (GError) error = NULL;
  g_auto (TnBundleReport) report = { 0 };
  g_autofree char *gone = g_build_filename (w.dir, "stick", "up.ntb", NULL);
  g_assert_false (tn_bundle_write_up_file (lan.copy, gone, NULL, &report, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_autofree char *after = snapshot (&lan);
  g_assert_cmpstr (before, ==, after);
}

/* ---- born by stick ---- */

static GBytes *
write_enrol (Laptop *l, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_auto (TnBundleReport) report = { 0 };
  tn_bundle_write_enrol (l->copy, out, code, NULL, l->name, &report, NULL, &error);
  g_assert_no_error (error);
  return take (out);
}

static char *
enrol_by_stick (World *w, GBytes *request)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnStickRead) read = { 0 };
  tn_district_bundle_read (w->district, request, &read, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read.outcome, ==, TN_STICK_ENROLLED);
  g_assert_cmpstr (read.ward, ==, WARD);
  return g_strdup (read.device);
}

static void
test_born (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 }, minh = { 0 };
  g_autoptr (GError) error = NULL;
  g_auto (TnBundleReport) report = { 0 };
  g_auto (TnStickWritten) written = { 0 }, again = { 0 };
  world_init (&w);
  laptop_init (&minh, &w, "Minh");
  TnId home = laptop_add_household (&minh, "45/2");
  laptop_sync (&minh);
  laptop_init_bare (&lan, &w, "Lan");
  TnId early = laptop_add_household (&lan, "before");   /* typed before anybody knew this laptop */
  g_autofree char *code = world_invite (&w);
  g_autoptr (GBytes) request = write_enrol (&lan, code);
  /* neither the code nor the name stands on the stick */
  gsize size;
  const char *raw = g_bytes_get_data (request, &size);
  g_assert_null (memmem (raw, size, code, strlen (code)));
  g_assert_null (memmem (raw, size, "Lan", 3));
  g_autofree char *device = enrol_by_stick (&w, request);
  g_autofree char *same = enrol_by_stick (&w, request);   /* the stick is read twice */
  g_assert_cmpstr (device, ==, same);
  g_assert_cmpint (count_district (&w, "SELECT count(*) FROM device"), ==, 2);
  g_autoptr (GBytes) lost = write_down_full (&w, device, FALSE, &written), down = write_down_full (&w, device, FALSE, &again);
  g_assert_cmpuint (g_bytes_get_size (lost), >, 0);   /* the first answer never arrives */
  g_assert_true (tn_bundle_read_down (lan.copy, down, NULL, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (report.enrolled && tn_is_enrolled (lan.copy) && tn_is_stick_only (lan.copy));
  g_assert_true (laptop_holds (&lan, &home) && laptop_holds (&lan, &early));
  g_assert_cmpstr (tn_copy_ward (lan.copy), ==, WARD);
  read_down (&lan, down, TN_BUNDLE_DONE, 0, 0);
  round_trip (&w, &lan);
  laptop_sync (&minh);
  g_assert_true (laptop_holds (&minh, &early));
  assert_reconciled (&w, (Laptop *const[]) { &lan, &minh }, 2);
  /* the same code over the network, later: the same laptop, now with an address */
  g_assert_true (tn_enrol (lan.copy, tn_district_server_url (w.server), code, NULL, "Lan", NULL, &error));
  g_assert_no_error (error);
  g_assert_false (tn_is_stick_only (lan.copy));
  laptop_sync (&lan);
}

static void
test_enrol_refused (void)
{
  g_auto (World) w = { 0 }, other = { 0 };
  g_auto (Laptop) lan = { 0 }, thief = { 0 };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  world_init (&other);
  laptop_init_bare (&lan, &w, "Lan");
  laptop_init_bare (&thief, &w, "Trộm");
  g_autofree char *code = world_invite (&w), *used = world_invite (&w);
  g_autoptr (GBytes) request = write_enrol (&lan, code);
  refuse_up (&other, request, TN_ERROR_REFUSED);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (request, 0, g_bytes_get_size (request) - 1);
  refuse_up (&w, cut, TN_ERROR_CORRUPT);
  /* whoever found the request has the invitation's public half, and no way to make his own of it: this one is with another secret */
  g_autofree char *foreign = world_invite (&other);
  g_autoptr (GBytes) stolen = write_enrol (&thief, foreign);
  refuse_up (&w, stolen, TN_ERROR_REFUSED);
  g_autofree char *device = enrol_by_stick (&w, request);
  /* one code, two laptops: the second is refused, and somebody hears of it */
  g_autoptr (GBytes) second = write_enrol (&thief, code);
  refuse_up (&w, second, TN_ERROR_REFUSED);
  g_assert_cmpint (count_district (&w, "SELECT count(*) FROM alarm WHERE what='enrol-used'"), ==, 1);
  /* an answer that another district made up for the laptop's key */
  g_autofree char *theirs = NULL;
  {
    g_auto (Laptop) twin = { 0 };
    g_autofree char *key = g_strconcat (lan.path, ".key", NULL), *twin_key = NULL, *seed = NULL;
    laptop_init_bare (&twin, &w, "twin");
    twin_key = g_strconcat (twin.path, ".key", NULL);
    g_assert_true (g_file_get_contents (key, &seed, NULL, NULL) && g_file_set_contents (twin_key, seed, -1, NULL));
    g_autoptr (GBytes) asked = write_enrol (&twin, foreign);
    theirs = enrol_by_stick (&other, asked);
  }
  g_auto (TnStickWritten) written = { 0 };
  g_autoptr (GBytes) forged = write_down_full (&other, theirs, FALSE, &written);
  refuse_down (&lan, forged, TN_ERROR_REFUSED);
  g_assert_false (tn_is_enrolled (lan.copy));
  /* an answer for one laptop is of no use to another */
  tn_stick_written_clear (&written);
  g_autoptr (GBytes) answer = write_down_full (&w, device, FALSE, &written);
  refuse_down (&thief, answer, TN_ERROR_REFUSED);
  g_assert_nonnull (used);
  /* the request again, after the laptop's access was withdrawn: no way back in */
  g_assert_true (tn_district_revoke (w.district, device, &error));
  refuse_up (&w, request, TN_ERROR_REFUSED);
}

/* ---- many ---- */

static void
test_many (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 }, minh = { 0 };
  g_autoptr (TnEdit) edit = tn_edit_new ("import");
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  laptop_init (&minh, &w, "Minh");
  for (guint i = 0; i < 12000; i++) {
    g_autofree char *no = g_strdup_printf ("%u/%u", i / 50, i % 50);
    TnId id = tn_edit_create (edit, "household", NULL);
    tn_edit_set_text (edit, &id, "house_no", no);
  }
  g_assert_true (tn_copy_edit (lan.copy, edit, NULL, &error));
  g_autoptr (GBytes) up = write_up (&lan, 12000);
  read_up (&w, up, TN_STICK_TAKEN, 12000, 0);
  g_autoptr (GBytes) down = write_down (&w, &lan, 12000), empty = write_down (&w, &minh, 12000);
  read_down (&lan, down, TN_BUNDLE_DONE, 12000, 12000);
  read_down (&minh, empty, TN_BUNDLE_DONE, 12000, 0);
  assert_reconciled (&w, (Laptop *const[]) { &lan, &minh }, 2);
}

/* The lid is closed between two pages: reading again goes on. */
static void
cancel_cb (TnSyncStep step, guint64 done, guint64 total, gpointer user_data)
{
  if (step == TN_SYNC_PULL && done > 0) g_cancellable_cancel (user_data);
}

static void
test_cut_between_pages (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) lan = { 0 }, minh = { 0 };
  g_autoptr (TnEdit) edit = tn_edit_new ("import");
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (TnBundleReport) report = { 0 };
  TnSyncOptions options = { .progress = cancel_cb, .user_data = cancellable };
  world_init (&w);
  laptop_init (&lan, &w, "Lan");
  laptop_init (&minh, &w, "Minh");
  for (guint i = 0; i < 11000; i++) {
    g_autofree char *no = g_strdup_printf ("%u", i);
    TnId id = tn_edit_create (edit, "household", NULL);
    tn_edit_set_text (edit, &id, "house_no", no);
  }
  g_assert_true (tn_copy_edit (minh.copy, edit, NULL, &error));
  laptop_sync (&minh);
  g_autoptr (GBytes) down = write_down (&w, &lan, 11000);
  g_assert_false (tn_bundle_read_down (lan.copy, down, &options, &report, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (report.rows, ==, 5000);
  read_down (&lan, down, TN_BUNDLE_DONE, 6000, 0);
  assert_reconciled (&w, (Laptop *const[]) { &lan, &minh }, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/bundle/there-and-back", test_there_and_back);
  g_test_add_func ("/sync/bundle/conflict", test_conflict);
  g_test_add_func ("/sync/bundle/cumulative", test_cumulative);
  g_test_add_func ("/sync/bundle/order", test_order);
  g_test_add_func ("/sync/bundle/gap", test_gap);
  g_test_add_func ("/sync/bundle/stick-and-network", test_both_ways);
  g_test_add_func ("/sync/bundle/sent-since", test_sent_since);
  g_test_add_func ("/sync/bundle/older-scope", test_older_scope);
  g_test_add_func ("/sync/bundle/clone", test_clone);
  g_test_add_func ("/sync/bundle/held", test_held);
  g_test_add_func ("/sync/bundle/damaged", test_damaged);
  g_test_add_func ("/sync/bundle/strangers", test_strangers);
  g_test_add_func ("/sync/bundle/revoked", test_revoked);
  g_test_add_func ("/sync/bundle/rewound", test_rewound);
  g_test_add_func ("/sync/bundle/full-stick", test_full_stick);
  g_test_add_func ("/sync/bundle/born", test_born);
  g_test_add_func ("/sync/bundle/enrol-refused", test_enrol_refused);
  g_test_add_func ("/sync/bundle/many", test_many);
  g_test_add_func ("/sync/bundle/cut-between-pages", test_cut_between_pages);
  return g_test_run ();
}
