/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones, movements, commendations, work and businesses from the terminal, each step a process of its own. */
#include <string.h>
#include "program-fixture.h"

typedef struct { char *dir, *copy, *quarter, *household, *person; } Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  (void) unused;
  f->dir = tn_temp_dir ();
  f->copy = g_build_filename (f->dir, "ward.tungnha", NULL);
  g_auto (TnRun) user = tn_run_ok ("TN_CTL", f->copy, "user", "Lan", NULL);
  f->quarter = program_make (f->copy, "unit", "name=Khu phố 1", "code=KP1", "level=quarter", NULL);
  g_autofree char *area = g_strdup_printf ("area=%s", f->quarter);
  f->household = program_make (f->copy, "household", "house_no=45/2", "alley=Hẻm 45", area, NULL);
  g_autofree char *home = g_strdup_printf ("household=%s", f->household);
  f->person = program_make (f->copy, "person", "name=Võ Thị An", home, "relation=head", NULL);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  (void) unused;
  tn_remove_dir (f->dir);
  g_free (f->dir);
  g_free (f->copy);
  g_free (f->quarter);
  g_free (f->household);
  g_free (f->person);
}

static void
test_zones_and_safe_families (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *area = g_strdup_printf ("area=%s", f->quarter);
  g_auto (TnRun) orange = tn_run_ok ("TN_CTL", f->copy, "zone", "set", area, "level=orange", "from=01/12/2021", NULL);
  g_auto (TnRun) green = tn_run_ok ("TN_CTL", f->copy, "zone", "set", area, "level=green", "from=20/12/2021", NULL);
  g_auto (TnRun) alley = tn_run_ok ("TN_CTL", f->copy, "zone", "set", area, "alley=Hẻm 45", "level=red", "from=22/12/2021", NULL);
  g_auto (TnRun) wrong = tn_run ("TN_CTL", f->copy, "zone", "set", area, "level=blue", NULL);
  g_assert_cmpint (wrong.code, !=, 0);
  g_auto (TnRun) now = tn_run_ok ("TN_CTL", f->copy, "zone", "list", NULL), then = tn_run_ok ("TN_CTL", f->copy, "zone", "--on", "10/12/2021", NULL);
  g_assert_cmpstr (tn_text (&now, "quarters.0.level"), ==, "green");
  g_assert_cmpstr (tn_text (&now, "quarters.0.places.1.level"), ==, "red");
  g_assert_cmpstr (tn_text (&then, "quarters.0.level"), ==, "orange");
  g_auto (TnRun) when = tn_run ("TN_CTL", f->copy, "zone", "--on", "hôm qua", NULL);
  g_assert_cmpint (when.code, !=, 0);
  g_auto (TnRun) past = tn_run_ok ("TN_CTL", f->copy, "zone", "past", f->quarter, NULL);
  g_assert_cmpstr (tn_text (&past, "past.0.name"), ==, "Hẻm 45, Khu phố 1");
  g_assert_cmpstr (tn_text (&past, "past.2.level"), ==, "orange");
  g_auto (TnRun) safe = tn_run_ok ("TN_CTL", f->copy, "zone", "safe", "set", f->household, "from=22/12/2021", NULL);
  g_auto (TnRun) twice = tn_run ("TN_CTL", f->copy, "zone", "safe", "set", f->household, NULL);
  g_assert_cmpint (twice.code, !=, 0);
  g_auto (TnRun) listed = tn_run_ok ("TN_CTL", f->copy, "zone", "safe", NULL);
  g_assert_cmpstr (tn_text (&listed, "safe_families.0.household"), ==, f->household);
  g_auto (TnRun) weeks = tn_run_ok ("TN_CTL", f->copy, "zone", "weeks", f->quarter, NULL);
  g_assert_cmpfloat (tn_number (&weeks, "weeks.11.safe"), ==, 1);
  g_assert_cmpfloat (tn_number (&weeks, "weeks.11.households"), ==, 1);
  g_assert_cmpfloat (tn_number (&weeks, "weeks.11.green"), ==, 0);   /* its alley is red */
  g_auto (TnRun) ended = tn_run_ok ("TN_CTL", f->copy, "zone", "safe", "end", f->household, NULL);
  g_auto (TnRun) none = tn_run_ok ("TN_CTL", f->copy, "zone", "safe", "list", NULL);
  g_assert_null (strstr (none.out, f->household));
}

static void
test_a_movement_and_commendations (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "movement", "new", "name=Hẻm sạch", "type=clean_streets", "from=01/12/2021", NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "movement", NULL);
  g_assert_cmpstr (tn_text (&list, "movements.0.state"), ==, "registered");
  const char *id = tn_text (&list, "movements.0.id");
  g_auto (TnRun) blank = tn_run ("TN_CTL", f->copy, "movement", "recognise", id, "", NULL);
  g_assert_cmpint (blank.code, !=, 0);
  g_auto (TnRun) recognised = tn_run_ok ("TN_CTL", f->copy, "movement", "recognise", id, "QĐ 12", NULL);
  g_auto (TnRun) ended = tn_run_ok ("TN_CTL", f->copy, "movement", "end", id, "120 hộ tham gia", NULL);
  g_auto (TnRun) over = tn_run_ok ("TN_CTL", f->copy, "movement", "list", "ended", NULL);
  g_assert_cmpstr (tn_text (&over, "movements.0.id"), ==, id);
  g_autofree char *person = g_strdup_printf ("person=%s", f->person), *file = g_build_filename (f->dir, "bieu-duong.csv", NULL), *text = NULL;
  g_auto (TnRun) first = tn_run_ok ("TN_CTL", f->copy, "commendation", "new", "to=Bếp cơm Tổ 3", "form=merit", "reason=Nấu cơm", "at=01/12/2021", NULL);
  g_auto (TnRun) second = tn_run_ok ("TN_CTL", f->copy, "commendation", "new", person, "form=thanks", "reason=Đi chợ hộ", "at=31/12/2021", NULL);
  g_auto (TnRun) same = tn_run ("TN_CTL", f->copy, "commendation", "new", person, "form=thanks", "reason=Đi chợ hộ", "at=31/12/2021", NULL);
  g_assert_cmpint (same.code, !=, 0);
  g_auto (TnRun) late = tn_run_ok ("TN_CTL", f->copy, "commendation", "list", "--from", "02/12/2021", "--to", "31/12/2021", NULL);
  g_assert_cmpstr (tn_text (&late, "commendations.0.to"), ==, "Võ Thị An");
  g_assert_cmpfloat (tn_number (&late, "commendations.1.id"), ==, -1);
  g_auto (TnRun) exported = tn_run_ok ("TN_CTL", f->copy, "commendation", "export", file, "--from", "01/12/2021", "--to", "30/12/2021", NULL);
  g_assert_cmpfloat (tn_number (&exported, "rows"), ==, 1);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Bếp cơm Tổ 3"));
  g_assert_nonnull (strstr (text, "01/12/2021"));
  g_assert_null (strstr (text, "Võ Thị An"));
  g_auto (TnRun) format = tn_run ("TN_CTL", f->copy, "commendation", "export", "list.txt", NULL);
  g_assert_cmpint (format.code, !=, 0);
}

static void
test_from_a_wish_to_work (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *subject = g_strdup_printf ("subject=%s", f->person), *membership = program_make (f->copy, "membership", subject, "category=lost_job", "from=01/07/2021", NULL);
  g_auto (TnRun) without = tn_run_ok ("TN_CTL", f->copy, "job", "without", NULL);
  g_assert_cmpstr (tn_text (&without, "people.0.person"), ==, f->person);
  g_auto (TnRun) noted = tn_run_ok ("TN_CTL", f->copy, "job", "new", f->person, "wants=may công nghiệp", NULL);
  g_auto (TnRun) twice = tn_run ("TN_CTL", f->copy, "job", "new", f->person, "wants=bán hàng", NULL);
  g_assert_cmpint (twice.code, !=, 0);
  g_auto (TnRun) asked = tn_run_ok ("TN_CTL", f->copy, "job", "without", NULL);
  g_assert_null (strstr (asked.out, f->person));
  g_auto (TnRun) business = tn_run_ok ("TN_CTL", f->copy, "business", "new", "name=Xưởng may Thử", "trade=may", NULL);
  g_auto (TnRun) businesses = tn_run_ok ("TN_CTL", f->copy, "business", NULL);
  const char *where = tn_text (&businesses, "businesses.0.id");
  g_auto (TnRun) need = tn_run_ok ("TN_CTL", f->copy, "business", "need", where, "what=workers", "text=2 thợ may công nghiệp", "number=2", "since=01/12/2021", NULL);
  g_auto (TnRun) needs = tn_run_ok ("TN_CTL", f->copy, "business", "needs", NULL);
  const char *id = tn_text (&needs, "needs.0.id");
  g_assert_cmpfloat (tn_number (&needs, "needs.0.late"), ==, 1);
  g_auto (TnRun) today = tn_run_ok ("TN_CTL", f->copy, "today", NULL);
  g_assert_nonnull (strstr (today.out, id));
  g_auto (TnRun) match = tn_run_ok ("TN_CTL", f->copy, "job", "match", id, NULL);
  g_assert_cmpfloat (tn_number (&match, "wishes.0.points"), >, 0);
  const char *wish = tn_text (&match, "wishes.0.id");
  g_auto (TnRun) nowhere = tn_run ("TN_CTL", f->copy, "job", "place", wish, "-", NULL);
  g_assert_cmpint (nowhere.code, !=, 0);
  g_auto (TnRun) placed = tn_run_ok ("TN_CTL", f->copy, "job", "place", wish, where, NULL);
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "business", "show", where, NULL);
  g_assert_cmpstr (tn_text (&shown, "wishes.0.name"), ==, "Võ Thị An");
  g_assert_cmpfloat (tn_number (&shown, "needs.0.placed"), ==, 1);
  g_auto (TnRun) empty = tn_run ("TN_CTL", f->copy, "business", "met", id, "", NULL);
  g_assert_cmpint (empty.code, !=, 0);
  g_auto (TnRun) met = tn_run_ok ("TN_CTL", f->copy, "business", "met", id, "Đã giới thiệu", NULL);
  g_auto (TnRun) quiet = tn_run_ok ("TN_CTL", f->copy, "today", NULL);
  g_assert_null (strstr (quiet.out, id));
}

static void
test_what_is_wrong_is_said (Fixture *f, gconstpointer unused)
{
  (void) unused;
  static const char *const words[][2] = { { "zone", "sett" }, { "movement", "recognise" }, { "commendation", "give" }, { "job", "match" }, { "business", "met" } };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_auto (TnRun) run = tn_run ("TN_CTL", f->copy, words[i][0], words[i][1], NULL);
    g_assert_cmpint (run.code, !=, 0);
    g_assert_nonnull (strstr (tn_text (&run, "error.message"), words[i][0]));
  }
}

/* ---- two laptops, the same day, no network ---- */

static void
sync_all (const char *const *copies)
{
  for (guint i = 0; i < 3; i++) {
    g_auto (TnRun) run = tn_run_ok ("TN_CTL", copies[i % 2], "sync", NULL);
  }
}

static void
test_two_laptops_on_one_day (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *second = g_build_filename (f->dir, "second.tungnha", NULL), *area = g_strdup_printf ("area=%s", f->quarter);
  const char *const copies[] = { f->copy, second }, *const levels[] = { "level=green", "level=orange" }, *const wants[] = { "wants=may", "wants=may công nghiệp" };
  TnServer *server = tn_server_start (f->dir);
  g_auto (TnRun) user = tn_run_ok ("TN_CTL", second, "user", "Mai", NULL);
  for (guint i = 0; i < 2; i++)
    tn_server_enrol (server, copies[i], i ? "Laptop 2" : "Laptop 1");
  sync_all (copies);
  for (guint i = 0; i < 2; i++) {
    g_auto (TnRun) zone = tn_run_ok ("TN_CTL", copies[i], "zone", "set", area, levels[i], "from=20/12/2021", NULL);
    g_auto (TnRun) safe = tn_run_ok ("TN_CTL", copies[i], "zone", "safe", "set", f->household, "from=20/12/2021", NULL);
    g_auto (TnRun) wish = tn_run_ok ("TN_CTL", copies[i], "job", "new", f->person, wants[i], NULL);
    g_auto (TnRun) business = tn_run_ok ("TN_CTL", copies[i], "business", "new", "name=Xưởng may Thử", "address=12 Hoa Sứ", NULL);
    g_auto (TnRun) thanks = tn_run_ok ("TN_CTL", copies[i], "commendation", "new", "to=Bếp cơm Tổ 3", "form=thanks", "reason=Nấu cơm", "at=20/12/2021", NULL);
  }
  sync_all (copies);
  for (guint i = 0; i < 2; i++) {
    g_auto (TnRun) zones = tn_run_ok ("TN_CTL", copies[i], "zone", NULL);
    g_assert_cmpstr (tn_text (&zones, "quarters.0.level"), ==, "orange");   /* the graver one, and that there is another */
    g_assert_cmpstr (tn_text (&zones, "quarters.0.other"), ==, "green");
    /* what is one thing is one record */
    g_auto (TnRun) wishes = tn_run_ok ("TN_CTL", copies[i], "job", NULL), businesses = tn_run_ok ("TN_CTL", copies[i], "business", NULL);
    g_auto (TnRun) safe = tn_run_ok ("TN_CTL", copies[i], "zone", "safe", NULL), thanks = tn_run_ok ("TN_CTL", copies[i], "commendation", NULL);
    g_assert_true (tn_text (&wishes, "wishes.0.id") && !tn_text (&wishes, "wishes.1.id"));
    g_assert_true (tn_text (&businesses, "businesses.0.id") && !tn_text (&businesses, "businesses.1.id"));
    g_assert_true (tn_text (&safe, "safe_families.0.id") && !tn_text (&safe, "safe_families.1.id"));
    g_assert_true (tn_text (&thanks, "commendations.0.id") && !tn_text (&thanks, "commendations.1.id"));
    /* and what was typed differently is asked about */
    g_auto (TnRun) conflicts = tn_run_ok ("TN_CTL", copies[i], "conflicts", NULL);
    g_assert_nonnull (strstr (conflicts.out, "may công nghiệp"));
  }
  g_auto (TnRun) anew = tn_run_ok ("TN_CTL", second, "zone", "set", area, "level=yellow", "from=20/12/2021", NULL);
  sync_all (copies);
  g_auto (TnRun) settled = tn_run_ok ("TN_CTL", f->copy, "zone", NULL);
  g_assert_cmpstr (tn_text (&settled, "quarters.0.level"), ==, "yellow");
  g_assert_cmpstr (tn_text (&settled, "quarters.0.other"), ==, "");
  tn_server_free (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/ctl/movement/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("zones and safe families", test_zones_and_safe_families);
  ADD ("a movement and commendations", test_a_movement_and_commendations);
  ADD ("from a wish to work", test_from_a_wish_to_work);
  ADD ("two laptops on one day", test_two_laptops_on_one_day);
  ADD ("what is wrong is said", test_what_is_wrong_is_said);
  return g_test_run ();
}
