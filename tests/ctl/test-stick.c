/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A laptop that never sees a network, with the real programs: born by stick, works, hands in, receives, settles a conflict; another one is online. */
#include <glib/gstdio.h>
#include <string.h>
#include "tn-program.h"

typedef struct { char *dir, *district, *stick, *lan, *minh; TnServer *server; } Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  (void) unused;
  f->dir = tn_temp_dir ();
  f->district = g_build_filename (f->dir, "district", NULL);
  f->stick = g_build_filename (f->dir, "stick", NULL);
  f->lan = g_build_filename (f->dir, "lan.tungnha", NULL);
  f->minh = g_build_filename (f->dir, "minh.tungnha", NULL);
  g_assert_cmpint (g_mkdir (f->stick, 0700), ==, 0);
  f->server = tn_server_start (f->dir);
  tn_server_enrol (f->server, f->minh, "Minh");
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  (void) unused;
  tn_server_free (f->server);
  tn_remove_dir (f->dir);
  g_free (f->dir);
  g_free (f->district);
  g_free (f->stick);
  g_free (f->lan);
  g_free (f->minh);
}

static char *
invite (Fixture *f)
{
  g_auto (TnRun) invited = tn_run_ok ("TN_DISTRICT", NULL, "invite", f->district, "--ward", "99901", "--role", "ward_officer", NULL);
  return g_strdup (tn_text (&invited, "code"));
}

/* The stick goes to the district office and comes back. */
static void
to_the_district (Fixture *f, const char *outcome, double edits)
{
  g_auto (TnRun) read = tn_run_ok ("TN_DISTRICT", NULL, "bundle", "read", f->district, f->stick, NULL);
  g_assert_cmpstr (tn_text (&read, "read.0.outcome"), ==, outcome);
  g_assert_cmpfloat (tn_number (&read, "read.0.edits"), ==, edits);
  g_auto (TnRun) written = tn_run_ok ("TN_DISTRICT", NULL, "bundle", "write", f->district, f->stick, NULL);
  g_assert_nonnull (tn_text (&written, "written.0.file"));
}

static void
empty_stick (Fixture *f)
{
  tn_remove_dir (f->stick);
  g_assert_cmpint (g_mkdir (f->stick, 0700), ==, 0);
}

static void
hand_in (Fixture *f, double edits)
{
  g_auto (TnRun) written = tn_run_ok ("TN_CTL", f->lan, "bundle", "write", f->stick, NULL);
  g_assert_cmpfloat (tn_number (&written, "bundle.edits"), ==, edits);
  to_the_district (f, "taken", edits);
}

static double
receive (Fixture *f, double confirmed)
{
  g_auto (TnRun) read = tn_run_ok ("TN_CTL", f->lan, "bundle", "read", f->stick, NULL);
  g_assert_cmpfloat (tn_number (&read, "bundle.confirmed"), ==, confirmed);
  empty_stick (f);
  return tn_number (&read, "bundle.received");
}

static double
waiting (const char *copy)
{
  g_auto (TnRun) status = tn_run_ok ("TN_CTL", copy, "status", NULL);
  return tn_number (&status, "waiting");
}

static void
assert_same_counts (Fixture *f)
{
  g_auto (TnRun) lan = tn_run_ok ("TN_CTL", f->lan, "count", NULL), minh = tn_run_ok ("TN_CTL", f->minh, "count", NULL);
  g_assert_cmpstr (lan.out, ==, minh.out);
}

static void
test_never_online (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *code = invite (f);
  g_auto (TnRun) home = tn_run_ok ("TN_CTL", f->minh, "new", "household", "house_no=12/1", "street=Hoa Sứ", "phone=02800000001", NULL);
  g_auto (TnRun) sync = tn_run_ok ("TN_CTL", f->minh, "sync", NULL);
  /* born by stick, with what the ward has */
  g_auto (TnRun) asked = tn_run_ok ("TN_CTL", f->lan, "bundle", "enrol", f->stick, code, "--name", "Lan", NULL);
  to_the_district (f, "enrolled", 0);
  g_auto (TnRun) born = tn_run_ok ("TN_CTL", f->lan, "bundle", "read", f->stick, NULL);
  g_assert_cmpstr (tn_text (&born, "ward"), ==, "99901");
  g_assert_cmpfloat (tn_number (&born, "bundle.received"), ==, 1);
  empty_stick (f);
  g_auto (TnRun) found = tn_run_ok ("TN_CTL", f->lan, "find", "hoa su", NULL);
  const char *id = tn_text (&found, "found.0.id");
  g_assert_cmpstr (id, ==, tn_text (&home, "id"));
  /* it has no network, and says so */
  g_auto (TnRun) offline = tn_run ("TN_CTL", f->lan, "sync", NULL);
  g_assert_cmpint (offline.code, ==, 1);
  g_assert_nonnull (strstr (offline.err, "enrolled by stick"));
  /* both change the same thing */
  g_auto (TnRun) a = tn_run_ok ("TN_CTL", f->lan, "set", id, "phone=02800000002", NULL), b = tn_run_ok ("TN_CTL", f->minh, "set", id, "phone=02800000003", NULL);
  g_auto (TnRun) own = tn_run_ok ("TN_CTL", f->lan, "new", "household", "house_no=45/2", "street=Hoa Sứ", NULL);
  g_auto (TnRun) second = tn_run_ok ("TN_CTL", f->minh, "sync", NULL);
  hand_in (f, 2);
  g_assert_cmpfloat (waiting (f->lan), ==, 2);
  g_assert_cmpfloat (receive (f, 2), >=, 2);
  g_assert_cmpfloat (waiting (f->lan), ==, 0);
  g_auto (TnRun) conflicts = tn_run_ok ("TN_CTL", f->lan, "conflicts", NULL);
  const char *conflict = tn_text (&conflicts, "conflicts.0.id");
  g_assert_nonnull (conflict);
  g_auto (TnRun) settled = tn_run_ok ("TN_CTL", f->lan, "resolve", conflict, "--keep", "value=02800000004", NULL);
  hand_in (f, 2);
  receive (f, 2);
  /* the one online sees all of it */
  g_auto (TnRun) third = tn_run_ok ("TN_CTL", f->minh, "sync", NULL);
  g_auto (TnRun) show = tn_run_ok ("TN_CTL", f->minh, "show", id, NULL), none = tn_run_ok ("TN_CTL", f->minh, "conflicts", NULL);
  g_assert_cmpstr (tn_text (&show, "record.fields.phone"), ==, "02800000004");
  g_assert_null (tn_text (&none, "conflicts.0.id"));
  assert_same_counts (f);
  g_auto (TnRun) status = tn_run_ok ("TN_DISTRICT", NULL, "status", f->district, "--check", NULL);
  g_auto (TnRun) doctor = tn_run_ok ("TN_CTL", f->lan, "doctor", NULL);
}

/* Killed at random moments of writing and reading, on both sides: whatever is on the stick then, the next round makes it whole. */
static void
test_killed (Fixture *f, gconstpointer unused)
{
  (void) unused;
  guint kills = 0;
  g_autofree char *list = g_build_filename (f->dir, "list.csv", NULL), *district = g_build_filename (f->dir, "district", NULL);
  g_autoptr (GString) text = g_string_new ("Họ và tên chủ hộ,Số nhà,Đường\n");
  for (guint i = 0; i < 3000; i++) g_string_append_printf (text, "Nguyễn Văn %u,%u/%u,Hoa Sứ\n", i, i / 40 + 1, i % 40 + 1);
  g_assert_true (g_file_set_contents (list, text->str, -1, NULL));
  tn_server_enrol (f->server, f->lan, "Lan");
  g_auto (TnRun) imported = tn_run_ok ("TN_CTL", f->lan, "import", "households", list, NULL);
  double all = waiting (f->lan);
  g_assert_cmpfloat (all, >=, 6000);
  for (guint i = 0; i < 12; i++) kills += tn_run_killed ("TN_CTL", f->lan, (guint) g_random_int_range (1000, 120000), "bundle", "write", f->stick, NULL);
  g_assert_cmpfloat (waiting (f->lan), ==, all);
  g_auto (TnRun) written = tn_run_ok ("TN_CTL", f->lan, "bundle", "write", f->stick, NULL);
  for (guint i = 0; i < 8; i++) kills += tn_run_killed ("TN_DISTRICT", NULL, (guint) g_random_int_range (1000, 300000), "bundle", "read", district, f->stick, NULL);
  to_the_district (f, "taken", all);
  for (guint i = 0; i < 8; i++) kills += tn_run_killed ("TN_CTL", f->lan, (guint) g_random_int_range (1000, 300000), "bundle", "read", f->stick, NULL);
  g_auto (TnRun) read = tn_run_ok ("TN_CTL", f->lan, "bundle", "read", f->stick, NULL);
  g_test_message ("%u of 28 were killed before their end", kills);
  g_assert_cmpuint (kills, >, 0);
  g_assert_cmpfloat (waiting (f->lan), ==, 0);
  g_auto (TnRun) sync = tn_run_ok ("TN_CTL", f->minh, "sync", NULL);
  assert_same_counts (f);
  g_auto (TnRun) status = tn_run_ok ("TN_DISTRICT", NULL, "status", f->district, "--check", NULL), doctor = tn_run_ok ("TN_CTL", f->lan, "doctor", NULL);
}

static void
test_messages (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *bad = g_build_filename (f->stick, "letter.ntb", NULL), *gone = g_build_filename (f->dir, "no-such-stick", "up.ntb", NULL);
  g_assert_true (g_file_set_contents (bad, "Kính gửi", -1, NULL));
  g_auto (TnRun) a = tn_run ("TN_CTL", f->minh, "bundle", "read", bad, NULL), b = tn_run ("TN_CTL", f->minh, "bundle", "read", f->stick, NULL);
  g_auto (TnRun) c = tn_run ("TN_CTL", f->minh, "bundle", "write", gone, NULL), d = tn_run ("TN_DISTRICT", NULL, "bundle", "read", f->district, bad, NULL);
  g_auto (TnRun) e = tn_run ("TN_DISTRICT", NULL, "bundle", "read", f->district, f->stick, NULL), h = tn_run ("TN_CTL", f->minh, "bundle", "sideways", NULL);
  g_auto (TnRun) i = tn_run ("TN_CTL", f->lan, "bundle", "enrol", f->stick, "not-a-code", NULL);
  const TnRun *runs[] = { &a, &b, &c, &d, &e, &h, &i };
  for (guint n = 0; n < G_N_ELEMENTS (runs); n++) {
    g_assert_cmpint (runs[n]->code, ==, 1);
    g_assert_nonnull (tn_text (runs[n], "error.message"));
  }
  g_auto (TnRun) nobody = tn_run_ok ("TN_DISTRICT", NULL, "bundle", "write", f->district, f->stick, NULL);
  g_assert_null (tn_text (&nobody, "written.0.file"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/stick/never-online", Fixture, NULL, set_up, test_never_online, tear_down);
  g_test_add ("/stick/killed", Fixture, NULL, set_up, test_killed, tear_down);
  g_test_add ("/stick/messages", Fixture, NULL, set_up, test_messages, tear_down);
  return g_test_run ();
}
