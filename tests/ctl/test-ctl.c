/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The subcommands, each as a process of its own over a copy on disk. */
#include <glib/gstdio.h>
#include <string.h>
#include "program-fixture.h"

static char *
make_household (ProgramFixture *f, const char *house_no)
{
  g_autofree char *word = g_strconcat ("house_no=", house_no, NULL);
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "new", "household", word, "street=Hoa Sứ", "status=present", NULL);
  return g_strdup (tn_text (&made, "id"));
}

static char *
make_person (ProgramFixture *f, const char *household, const char *name)
{
  g_autofree char *parent = g_strconcat ("household=", household, NULL), *word = g_strconcat ("name=", name, NULL);
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "new", "person", parent, word, "birth=24/12/1960", "relation=head", NULL);
  return g_strdup (tn_text (&made, "id"));
}

static void
test_edit_and_undo (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = make_household (f, "45/2"), *person = make_person (f, home, "Đặng Thị Hòa");
  g_auto (TnRun) set = tn_run_ok ("TN_CTL", f->copy, "set", person, "name=Đặng Thị Hoa", NULL);
  g_assert_cmpfloat (tn_number (&set, "action"), >, 0);
  g_auto (TnRun) show = tn_run_ok ("TN_CTL", f->copy, "show", home, NULL);
  g_assert_cmpstr (tn_text (&show, "record.fields.house_no"), ==, "45/2");
  g_assert_cmpstr (tn_text (&show, "children.0.fields.name"), ==, "Đặng Thị Hoa");
  g_assert_cmpstr (tn_text (&show, "children.0.fields.birth"), ==, "1960-12-24");
  g_auto (TnRun) undo = tn_run_ok ("TN_CTL", f->copy, "undo", NULL);
  g_auto (TnRun) after = tn_run_ok ("TN_CTL", f->copy, "show", person, NULL);
  g_assert_cmpstr (tn_text (&after, "record.fields.name"), ==, "Đặng Thị Hòa");
  g_auto (TnRun) history = tn_run_ok ("TN_CTL", f->copy, "history", person, NULL);
  g_assert_cmpstr (tn_text (&history, "history.0.by"), ==, "Lan");
}

static void
test_same_value_is_no_edit (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = make_household (f, "7");
  g_auto (TnRun) before = tn_run_ok ("TN_CTL", f->copy, "status", NULL);
  g_auto (TnRun) same = tn_run_ok ("TN_CTL", f->copy, "set", home, "house_no=7", NULL);
  g_auto (TnRun) after = tn_run_ok ("TN_CTL", f->copy, "status", NULL);
  g_assert_cmpfloat (tn_number (&same, "action"), ==, 0);
  g_assert_cmpfloat (tn_number (&before, "waiting"), ==, tn_number (&after, "waiting"));
}

static void
test_find_folded (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = make_household (f, "45/12/3A"), *person = make_person (f, home, "Đặng Văn Ấn");
  static const char *const texts[] = { "dang van an", "Đặng", "an dang", "45/12", "hoa su 45/12/3a" };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_auto (TnRun) found = tn_run_ok ("TN_CTL", f->copy, "find", texts[i], NULL);
    if (!tn_text (&found, "found.0.id"))
      g_error ("“%s” finds nothing: %s", texts[i], found.out);
  }
  g_auto (TnRun) nothing = tn_run_ok ("TN_CTL", f->copy, "find", "khong co ai", NULL);
  g_assert_null (tn_text (&nothing, "found.0.id"));
}

static void
test_delete_vanishes (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = make_household (f, "9");
  g_auto (TnRun) gone = tn_run_ok ("TN_CTL", f->copy, "delete", home, NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "list", "household", NULL);
  g_assert_cmpfloat (tn_number (&list, "total"), ==, 0);
  g_auto (TnRun) undo = tn_run_ok ("TN_CTL", f->copy, "undo", NULL);
  g_auto (TnRun) again = tn_run_ok ("TN_CTL", f->copy, "list", "household", NULL);
  g_assert_cmpfloat (tn_number (&again, "total"), ==, 1);
}

static void
assert_refused (ProgramFixture *f, const char *command, const char *a, const char *b)
{
  g_auto (TnRun) run = tn_run ("TN_CTL", f->copy, command, a, b, NULL);
  g_assert_cmpint (run.code, ==, 1);
  g_assert_nonnull (tn_text (&run, "error.message"));
  g_assert_cmpuint (strlen (tn_text (&run, "error.message")), >, 5);
}

static void
test_today_says_what_waits (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) empty = tn_run_ok ("TN_CTL", f->copy, "today", NULL);
  g_assert_null (tn_text (&empty, "groups.0.name"));
  g_autofree char *home = make_household (f, "45/2");
  g_auto (TnRun) today = tn_run_ok ("TN_CTL", f->copy, "today", NULL);
  g_assert_cmpstr (tn_text (&today, "groups.0.name"), ==, "Not sent yet");
  g_assert_cmpstr (tn_text (&today, "groups.0.items.0.screen"), ==, "reconciling");
  g_assert_cmpfloat (tn_number (&today, "visits.13"), ==, 0);
}

/* A patient from the first check to the end, as a script would. */
static void
test_patient (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = make_household (f, "45/2"), *person = make_person (f, home, "Đặng Thị Hòa");
  g_auto (TnRun) opened = tn_run_ok ("TN_CTL", f->copy, "case", "open", person, "test=rapid", "station=Trạm", "station_phone=02800000100", NULL);
  const char *id = tn_text (&opened, "id");
  assert_refused (f, "case", "open", person);
  assert_refused (f, "check", id, "spo2=960");
  g_auto (TnRun) check = tn_run_ok ("TN_CTL", f->copy, "check", id, "spo2=93", NULL);
  g_assert_cmpfloat (tn_number (&check, "danger"), ==, 1);
  g_assert_cmpfloat (tn_number (&check, "measure_again"), ==, 1);
  g_assert_cmpstr (tn_text (&check, "reasons.0"), ==, "SpO2 93 % (QĐ 261/QĐ-BYT: SpO2 ≤ 96 %)");
  g_auto (TnRun) again = tn_run_ok ("TN_CTL", f->copy, "check", tn_text (&check, "id"), "spo2_again=92", NULL);
  g_assert_cmpfloat (tn_number (&again, "measure_again"), ==, 0);
  g_auto (TnRun) danger = tn_run_ok ("TN_CTL", f->copy, "case", "list", "--danger", NULL);
  g_assert_cmpstr (tn_text (&danger, "cases.0.id"), ==, id);
  g_assert_cmpstr (tn_text (&danger, "cases.0.call"), ==, "Call Trạm 02800000100 or 115");
  g_assert_cmpstr (tn_text (&danger, "cases.0.alerts.0.check"), ==, tn_text (&check, "id"));
  g_auto (TnRun) today = tn_run_ok ("TN_CTL", f->copy, "today", NULL);
  g_assert_cmpstr (tn_text (&today, "groups.0.name"), ==, "Danger");
  g_assert_cmpstr (tn_text (&today, "groups.0.items.0.record"), ==, id);
  g_auto (TnRun) done = tn_run_ok ("TN_CTL", f->copy, "case", "respond", id, "done=called_115", NULL);
  g_assert_cmpfloat (tn_number (&done, "answered"), ==, 1);
  g_auto (TnRun) nobody = tn_run_ok ("TN_CTL", f->copy, "case", "list", "--unwatched", NULL);
  g_assert_null (tn_text (&nobody, "cases.0.id"));
  assert_refused (f, "case", "kit", id);
  g_auto (TnRun) kit = tn_run_ok ("TN_CTL", f->copy, "case", "kit", id, "bag=a", NULL);
  g_assert_nonnull (tn_text (&kit, "id"));
  g_auto (TnRun) show = tn_run_ok ("TN_CTL", f->copy, "case", "show", id, NULL);
  g_assert_cmpfloat (tn_number (&show, "case.checks.0.fields.spo2_again"), ==, 92);
  g_auto (TnRun) log = tn_run_ok ("TN_CTL", f->copy, "opened", NULL);
  g_assert_cmpstr (tn_text (&log, "opened.0.id"), ==, id);
  g_auto (TnRun) closed = tn_run_ok ("TN_CTL", f->copy, "case", "close", id, "result=recovered", NULL);
  assert_refused (f, "check", id, "spo2=98");
  g_auto (TnRun) reopened = tn_run_ok ("TN_CTL", f->copy, "case", "reopen", id, NULL);
}

static void
test_duplicates (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = make_household (f, "45/2"), *other_home = make_household (f, "7");
  g_autofree char *kept = make_person (f, home, "Đặng Thị Hòa"), *other = make_person (f, other_home, "Dang Thi Hoà");
  g_auto (TnRun) found = tn_run_ok ("TN_CTL", f->copy, "duplicates", NULL);
  g_assert_cmpstr (tn_text (&found, "pairs.0.why"), ==, "same name, same date of birth");
  g_auto (TnRun) merged = tn_run_ok ("TN_CTL", f->copy, "duplicates", "merge", kept, other, "--take", "name", NULL);
  g_auto (TnRun) none = tn_run_ok ("TN_CTL", f->copy, "duplicates", NULL);
  g_assert_null (tn_text (&none, "pairs.0.why"));
  g_auto (TnRun) show = tn_run_ok ("TN_CTL", f->copy, "show", kept, NULL);
  g_assert_cmpstr (tn_text (&show, "record.fields.name"), ==, "Dang Thi Hoà");
  g_auto (TnRun) parted = tn_run_ok ("TN_CTL", f->copy, "duplicates", "part", other, kept, NULL);
  g_assert_cmpfloat (tn_number (&parted, "left"), ==, 0);
  g_auto (TnRun) again = tn_run_ok ("TN_CTL", f->copy, "show", kept, NULL);
  g_assert_cmpstr (tn_text (&again, "record.fields.name"), ==, "Đặng Thị Hòa");
  g_auto (TnRun) two = tn_run_ok ("TN_CTL", f->copy, "duplicates", "different", kept, other, NULL);
  g_auto (TnRun) quiet = tn_run_ok ("TN_CTL", f->copy, "duplicates", NULL);
  g_assert_null (tn_text (&quiet, "pairs.0.why"));
  g_auto (TnRun) nothing = tn_run_ok ("TN_CTL", f->copy, "duplicates", "gather", NULL);
  g_assert_cmpfloat (tn_number (&nothing, "action"), ==, 0);
}

/* Two households with one who lives in both. */
static void
test_duplicate_households (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = make_household (f, "45/2"), *other_home = make_household (f, "45/02");
  g_autofree char *kept = make_person (f, home, "Đặng Thị Hòa"), *other = make_person (f, other_home, "Dang Thi Hoà");
  g_auto (TnRun) found = tn_run_ok ("TN_CTL", f->copy, "duplicates", "--of", "households", NULL);
  g_assert_cmpstr (tn_text (&found, "pairs.0.kind"), ==, "household");
  g_assert_null (tn_text (&found, "pairs.1.kind"));
  g_auto (TnRun) people = tn_run_ok ("TN_CTL", f->copy, "duplicates", "--of", "people", NULL);
  g_assert_cmpstr (tn_text (&people, "pairs.0.kind"), ==, "person");
  assert_refused (f, "duplicates", "--of", "dogs");
  assert_refused (f, "duplicates", "merge", home);
  g_auto (TnRun) merged = tn_run_ok ("TN_CTL", f->copy, "duplicates", "merge", home, other_home, "--take", "address", NULL);
  g_assert_cmpfloat (tn_number (&merged, "people"), ==, 1);
  g_auto (TnRun) none = tn_run_ok ("TN_CTL", f->copy, "duplicates", NULL);
  g_assert_null (tn_text (&none, "pairs.0.why"));
  g_auto (TnRun) show = tn_run_ok ("TN_CTL", f->copy, "show", other_home, NULL);
  g_assert_cmpstr (tn_text (&show, "record.fields.status"), ==, "joined");
  g_assert_cmpstr (tn_text (&show, "record.fields.joined_into"), ==, home);
  g_auto (TnRun) person = tn_run_ok ("TN_CTL", f->copy, "show", other, NULL);
  g_assert_cmpstr (tn_text (&person, "record.fields.merged_into"), ==, kept);
  g_auto (TnRun) parted = tn_run_ok ("TN_CTL", f->copy, "duplicates", "part", other_home, home, NULL);
  g_assert_cmpfloat (tn_number (&parted, "left"), ==, 0);
  g_auto (TnRun) again = tn_run_ok ("TN_CTL", f->copy, "show", other, NULL);
  g_assert_null (tn_text (&again, "record.fields.merged_into"));
}

/* Looked at first, then done, and one undo takes all of it back. */
static void
test_bulk (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *one = make_household (f, "45/2"), *two = make_household (f, "7");
  g_autofree char *person = make_person (f, one, "Đặng Thị Hòa"), *file = g_strconcat (f->copy, ".csv", NULL);
  assert_refused (f, "bulk", "--set", "residence=temporary");   /* of which? */
  assert_refused (f, "bulk", "--all", "--set=head=");
  assert_refused (f, "bulk", "--all", "--dry-run");
  assert_refused (f, "bulk", "--where=colour=red", "--set=residence=temporary");
  assert_refused (f, "bulk", "--where=search=", "--set=residence=temporary");   /* an empty word is not the whole ward */
  assert_refused (f, "bulk", "--where=search", "--set=residence=temporary");
  assert_refused (f, "bulk", "--where=search=…", "--set=residence=temporary");
  g_auto (TnRun) of = tn_run ("TN_CTL", f->copy, "bulk", "--all", "--give", "poor", "--of", "elderly", NULL);   /* to people, or to their households? */
  g_assert_cmpint (of.code, ==, 1);
  g_auto (TnRun) look = tn_run_ok ("TN_CTL", f->copy, "bulk", "--all", "--set", "residence=temporary", "--dry-run", NULL);
  g_assert_cmpfloat (tn_number (&look, "changes"), ==, 2);
  g_auto (TnRun) untouched = tn_run_ok ("TN_CTL", f->copy, "show", two, NULL);
  g_assert_null (tn_text (&untouched, "record.fields.residence"));
  g_auto (TnRun) done = tn_run_ok ("TN_CTL", f->copy, "bulk", "--where", "search=45/2", "--set", "residence=temporary", NULL);
  g_assert_cmpfloat (tn_number (&done, "changes"), ==, 1);
  g_auto (TnRun) given = tn_run_ok ("TN_CTL", f->copy, "bulk", "--all", "--people", "--give", "poor", "--document", "12/QĐ", NULL);
  g_assert_cmpfloat (tn_number (&given, "changes"), ==, 1);
  g_auto (TnRun) again = tn_run_ok ("TN_CTL", f->copy, "bulk", "--where", "category=poor", "--people", "--give", "poor", NULL);
  g_assert_cmpfloat (tn_number (&again, "same"), ==, 1);
  g_assert_cmpfloat (tn_number (&again, "action"), ==, 0);
  g_auto (TnRun) written = tn_run_ok ("TN_CTL", f->copy, "bulk", "--where", "category=poor", "--people", "--export", file, NULL);
  g_assert_cmpfloat (tn_number (&written, "rows"), ==, 1);
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  g_unlink (file);
  g_auto (TnRun) undone = tn_run_ok ("TN_CTL", f->copy, "undo", NULL);
  g_auto (TnRun) none = tn_run_ok ("TN_CTL", f->copy, "bulk", "--where", "category=poor", "--set", "note=x", "--dry-run", NULL);
  g_assert_cmpfloat (tn_number (&none, "n"), ==, 0);
}

/* A district adds categories as records, without a release: a person can belong to one. */
static void
test_a_category_of_the_district (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = make_household (f, "45/2"), *subject = g_strconcat ("subject=", home, NULL);
  g_auto (TnRun) category = tn_run_ok ("TN_CTL", f->copy, "new", "category", "code=tai_xe", "name=Tài xế công nghệ", "of=household", NULL);
  g_auto (TnRun) noticed = tn_run_ok ("TN_CTL", f->copy, "visit", home, "met", "--noticed", "tai_xe", NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "list", "membership", NULL);
  g_assert_cmpstr (tn_text (&list, "records.0.fields.category"), ==, "tai_xe");
  g_auto (TnRun) member = tn_run_ok ("TN_CTL", f->copy, "new", "membership", subject, "category=tai_xe", NULL);
  /* what is no code is refused, and so is any code where nobody can add one */
  g_auto (TnRun) text = tn_run ("TN_CTL", f->copy, "new", "membership", subject, "category=Hộ có xe", NULL);
  g_assert_cmpint (text.code, !=, 0);
  g_auto (TnRun) status = tn_run ("TN_CTL", f->copy, "set", home, "status=tai_xe", NULL);
  g_assert_cmpint (status.code, !=, 0);
}

static void
test_refusals (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = make_household (f, "1");
  assert_refused (f, "new", "religion", NULL);
  assert_refused (f, "new", "conflict", NULL);
  assert_refused (f, "new", "person", "religion=x");
  assert_refused (f, "set", home, "status=nonsense");
  assert_refused (f, "set", home, "status_date=32/13/2021");
  assert_refused (f, "set", "not-an-id", "note=x");
  assert_refused (f, "show", "01890000-0000-7000-8000-000000000000", NULL);
  assert_refused (f, "list", "nothing", NULL);
  assert_refused (f, "import", "households", "/does/not/exist.xlsx");
  assert_refused (f, "export", "household", "/does/not/exist/x.xlsx");
  assert_refused (f, "restore", f->dir, NULL);
  assert_refused (f, "sync", NULL, NULL);
  assert_refused (f, "nonsense", NULL, NULL);
  g_auto (TnRun) doctor = tn_run_ok ("TN_CTL", f->copy, "doctor", NULL);
}

/* A card's number is masked everywhere but where it is asked for, and who asked is told. */
static void
test_reveal_is_logged (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = make_household (f, "3"), *person = make_person (f, home, "Đặng Thị Hòa"), *parent = g_strconcat ("person=", person, NULL);
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "new", "identity", parent, "number=079160000001", NULL);
  const char *card = tn_text (&made, "id");
  g_auto (TnRun) masked = tn_run_ok ("TN_CTL", f->copy, "show", person, NULL);
  g_assert_cmpstr (tn_text (&masked, "children.0.fields.number"), ==, "•••••••• 0001");
  g_assert_cmpstr (tn_text (&masked, "children.0.fields.person"), ==, person);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "list", "identity", NULL);
  g_assert_cmpstr (tn_text (&list, "records.0.fields.number"), ==, "•••••••• 0001");
  g_auto (TnRun) before = tn_run_ok ("TN_CTL", f->copy, "opened", NULL);
  g_assert_null (tn_text (&before, "opened.0.id"));
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "show", person, "--reveal", NULL);
  g_assert_cmpstr (tn_text (&shown, "children.0.fields.number"), ==, "079160000001");
  g_auto (TnRun) after = tn_run_ok ("TN_CTL", f->copy, "opened", NULL);
  g_assert_cmpstr (tn_text (&after, "opened.0.id"), ==, card);
  g_assert_cmpstr (tn_text (&after, "opened.0.by"), ==, "Lan");
  g_assert_cmpstr (tn_text (&after, "opened.0.field"), ==, "*");
  g_assert_null (tn_text (&after, "opened.1.id"));
}

static void
test_backup_and_restore (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *backup = g_build_filename (f->dir, "backup.tungnha", NULL), *home = make_household (f, "11");
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "backup", backup, NULL);
  g_auto (TnRun) set = tn_run_ok ("TN_CTL", f->copy, "set", home, "house_no=12", NULL);
  g_auto (TnRun) restored = tn_run_ok ("TN_CTL", f->copy, "restore", backup, NULL);
  g_auto (TnRun) show = tn_run_ok ("TN_CTL", f->copy, "show", home, NULL);
  g_assert_cmpstr (tn_text (&show, "record.fields.house_no"), ==, "11");
  g_auto (TnRun) doctor = tn_run_ok ("TN_CTL", f->copy, "doctor", "--rebuild", NULL);
}

static void
write_list (const char *path, guint n)
{
  g_autoptr (GString) text = g_string_new ("Họ và tên chủ hộ,Họ và tên,Ngày sinh,Số nhà,Đường,KP\n");
  for (guint i = 1; i <= n; i++)
    g_string_append_printf (text, "Lê Văn Số %u,Lê Văn Số %u,1970,%u,Me Tây,KP1\n,Trần Thị Số %u,24/12/1975,,,\n", i, i, i, i);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

static void
test_import_twice (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *list = g_build_filename (f->dir, "list.csv", NULL), *out = g_build_filename (f->dir, "out.xlsx", NULL);
  write_list (list, 30);
  g_auto (TnRun) dry = tn_run_ok ("TN_CTL", f->copy, "import", "households", list, "--dry-run", NULL);
  g_assert_cmpfloat (tn_number (&dry, "households"), ==, 30);
  g_auto (TnRun) none = tn_run_ok ("TN_CTL", f->copy, "count", NULL);
  g_assert_cmpfloat (tn_number (&none, "counts.household"), <=, 0);
  g_auto (TnRun) first = tn_run_ok ("TN_CTL", f->copy, "import", "households", list, NULL);
  g_assert_cmpfloat (tn_number (&first, "people"), ==, 60);
  g_auto (TnRun) second = tn_run_ok ("TN_CTL", f->copy, "import", "households", list, NULL);
  g_assert_cmpfloat (tn_number (&second, "households"), ==, 0);
  g_assert_cmpfloat (tn_number (&second, "action"), ==, 0);
  g_auto (TnRun) export = tn_run_ok ("TN_CTL", f->copy, "export", "person", out, NULL);
  g_assert_cmpfloat (tn_number (&export, "rows"), ==, 60);
  g_auto (TnRun) undo = tn_run_ok ("TN_CTL", f->copy, "undo", NULL);
  g_auto (TnRun) empty = tn_run_ok ("TN_CTL", f->copy, "count", NULL);
  g_assert_cmpfloat (tn_number (&empty, "counts.person"), <=, 0);
}

/* Planned, walked, shared out again, closed; and what a second round makes of it. */
static void
test_round (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *list = g_build_filename (f->dir, "list.csv", NULL), *absent = NULL;
  write_list (list, 30);
  g_auto (TnRun) import = tn_run_ok ("TN_CTL", f->copy, "import", "households", list, NULL);
  g_auto (TnRun) hoa = tn_run_ok ("TN_CTL", f->copy, "new", "volunteer", "name=Hoa", NULL), nam = tn_run_ok ("TN_CTL", f->copy, "new", "volunteer", "name=Nam", NULL);
  g_auto (TnRun) dry = tn_run_ok ("TN_CTL", f->copy, "round", "plan", "--evening", "24/12/2021", "--dry-run", NULL);
  g_assert_cmpfloat (tn_number (&dry, "households"), ==, 30);
  g_auto (TnRun) none = tn_run_ok ("TN_CTL", f->copy, "round", "list", NULL);
  g_assert_null (tn_text (&none, "rounds.0.id"));
  g_auto (TnRun) plan = tn_run_ok ("TN_CTL", f->copy, "round", "plan", "--evening", "24/12/2021", "--purpose", "screening", "--volunteer", tn_text (&hoa, "id"),
                                   "--volunteer", tn_text (&nam, "id"), NULL);
  const char *id = tn_text (&plan, "id");
  g_auto (TnRun) show = tn_run_ok ("TN_CTL", f->copy, "round", "show", id, NULL);
  g_assert_cmpfloat (tn_number (&show, "walkers.0.stops"), ==, 15);
  g_assert_cmpfloat (tn_number (&show, "stops.29.number"), ==, 30);
  g_assert_cmpstr (tn_text (&show, "stops.0.address"), ==, "1 Me Tây");
  g_assert_cmpstr (tn_text (&show, "stops.1.address"), ==, "3 Me Tây");      /* up the odd side */
  g_assert_cmpstr (tn_text (&show, "stops.29.address"), ==, "2 Me Tây");     /* and back the even one */
  g_auto (TnRun) move = tn_run_ok ("TN_CTL", f->copy, "round", "move", tn_text (&show, "stops.0.id"), tn_text (&nam, "id"), NULL);
  g_auto (TnRun) same = tn_run_ok ("TN_CTL", f->copy, "round", "again", id, NULL);
  g_assert_cmpfloat (tn_number (&same, "action"), ==, 0);
  g_auto (TnRun) share = tn_run_ok ("TN_CTL", f->copy, "round", "share", id, "--volunteer", tn_text (&hoa, "id"), "--anew", NULL);
  g_auto (TnRun) one = tn_run_ok ("TN_CTL", f->copy, "round", "show", id, NULL);
  g_assert_cmpfloat (tn_number (&one, "walkers.0.stops"), ==, 30);
  for (guint i = 0; i < 30; i++) {
    g_autofree char *path = g_strdup_printf ("stops.%u.id", i);
    g_auto (TnRun) set = tn_run_ok ("TN_CTL", f->copy, "set", tn_text (&one, path), i == 4 ? "state=absent" : "state=done", NULL);
  }
  absent = g_strdup (tn_text (&one, "stops.4.household"));
  g_auto (TnRun) close = tn_run_ok ("TN_CTL", f->copy, "round", "close", id, NULL);
  g_auto (TnRun) refused = tn_run ("TN_CTL", f->copy, "round", "share", id, NULL);
  g_assert_cmpint (refused.code, ==, 1);
  g_auto (TnRun) next = tn_run_ok ("TN_CTL", f->copy, "round", "plan", "--evening", "26/12/2021", "--look-for", "category", "--category", "elderly", NULL);
  g_auto (TnRun) carried = tn_run_ok ("TN_CTL", f->copy, "round", "show", tn_text (&next, "id"), NULL);
  g_assert_cmpstr (tn_text (&carried, "stops.0.household"), ==, absent);
  g_assert_cmpstr (tn_text (&carried, "stops.0.why"), ==, "Nobody at home on 24/12/2021");
  g_assert_null (tn_text (&carried, "stops.1.household"));
  g_auto (TnRun) coverage = tn_run_ok ("TN_CTL", f->copy, "round", "coverage", NULL);
  g_assert_cmpfloat (tn_number (&coverage, "houses"), ==, 30);
  g_assert_cmpfloat (tn_number (&coverage, "not_yet"), ==, 30);   /* states of stops alone are no visits */
  g_auto (TnRun) wrong = tn_run ("TN_CTL", f->copy, "round", "plan", "--evening", "tối nay", NULL);
  g_assert_cmpint (wrong.code, ==, 1);
}

static void
test_story (void)
{
  g_autofree char *dir = tn_temp_dir ();
  g_auto (TnRun) story = tn_run_ok ("TN_CTL", NULL, "practice", dir, "--households", "60", "--story", NULL);
  g_auto (TnRun) again = tn_run_ok ("TN_CTL", NULL, "practice", dir, "--story", NULL);
  g_auto (TnRun) count = tn_run_ok ("TN_CTL", tn_text (&again, "copy2"), "count", NULL);
  g_assert_cmpfloat (tn_number (&count, "counts.household"), ==, 60);
  g_assert_cmpfloat (tn_number (&count, "counts.visit"), >=, 2);
  g_auto (TnRun) stop = tn_run_ok ("TN_CTL", NULL, "practice", dir, "--stop", NULL);
  tn_remove_dir (dir);
}

/* Somebody else's folder is not touched. */
static void
test_practice_refuses_other_folders (void)
{
  g_autofree char *dir = tn_temp_dir (), *file = g_build_filename (dir, "letter.txt", NULL);
  g_assert_true (g_file_set_contents (file, "x", -1, NULL));
  g_auto (TnRun) run = tn_run ("TN_CTL", NULL, "practice", dir, NULL);
  g_assert_cmpint (run.code, ==, 1);
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  tn_remove_dir (dir);
}

#define ADD(path, func) g_test_add (path, ProgramFixture, "Lan", program_set_up, func, program_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ctl/edit-and-undo", test_edit_and_undo);
  ADD ("/ctl/same-value-is-no-edit", test_same_value_is_no_edit);
  ADD ("/ctl/find-folded", test_find_folded);
  ADD ("/ctl/delete-vanishes", test_delete_vanishes);
  ADD ("/ctl/today", test_today_says_what_waits);
  ADD ("/ctl/patient", test_patient);
  ADD ("/ctl/duplicates", test_duplicates);
  ADD ("/ctl/bulk", test_bulk);
  ADD ("/ctl/duplicate-households", test_duplicate_households);
  ADD ("/ctl/a-category-of-the-district", test_a_category_of_the_district);
  ADD ("/ctl/refusals", test_refusals);
  ADD ("/ctl/backup-and-restore", test_backup_and_restore);
  ADD ("/ctl/round", test_round);
  ADD ("/ctl/reveal-is-logged", test_reveal_is_logged);
  ADD ("/ctl/import-twice", test_import_twice);
  g_test_add_func ("/ctl/practice-story", test_story);
  g_test_add_func ("/ctl/practice-refuses-other-folders", test_practice_refuses_other_folders);
  return g_test_run ();
}
