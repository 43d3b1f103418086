/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts and test rounds from the terminal: what is done, what is refused, what stays masked. */
#include <string.h>
#include "program-fixture.h"

typedef struct { char *dir, *copy, *home, *patient, *wife, *home_case; } Fixture;

static char *
make_person (Fixture *f, const char *name)
{
  g_autofree char *household = g_strconcat ("household=", f->home, NULL), *word = g_strconcat ("name=", name, NULL);
  return program_make (f->copy, "person", household, word, "phone=02800000007", NULL);
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  (void) unused;
  f->dir = tn_temp_dir ();
  f->copy = g_build_filename (f->dir, "ward.tungnha", NULL);
  g_auto (TnRun) user = tn_run_ok ("TN_CTL", f->copy, "user", "Lan", NULL);
  f->home = program_make (f->copy, "household", "house_no=9", "street=Hoa Sứ", NULL, NULL);
  f->patient = make_person (f, "Phan Văn Ốm");
  f->wife = make_person (f, "Lê Thị Chăm");
  g_autofree char *person = g_strconcat ("person=", f->patient, NULL);
  f->home_case = program_make (f->copy, "home_case", person, "opened=20/12/2021", "state=open", NULL);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  (void) unused;
  tn_remove_dir (f->dir);
  g_free (f->dir);
  g_free (f->copy);
  g_free (f->home);
  g_free (f->patient);
  g_free (f->wife);
  g_free (f->home_case);
}

static void
assert_refused (Fixture *f, const char *a, const char *b, const char *c, const char *d, const char *says)
{
  g_auto (TnRun) run = tn_run ("TN_CTL", f->copy, a, b, c, d, NULL);
  g_assert_cmpint (run.code, ==, 1);
  if (!tn_text (&run, "error.message") || !strstr (tn_text (&run, "error.message"), says))
    g_error ("%s %s: %s", a, b, run.out);
}

static void
test_contacts (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) home = tn_run_ok ("TN_CTL", f->copy, "contact", "household", f->home_case, NULL);
  g_assert_cmpfloat (tn_number (&home, "added"), ==, 1);
  g_auto (TnRun) named = tn_run_ok ("TN_CTL", f->copy, "contact", "add", f->home_case, "name=Người Lạ", "phone=02800000009", NULL);
  const char *stranger = tn_text (&named, "id");
  g_auto (TnRun) due = tn_run_ok ("TN_CTL", f->copy, "contact", "list", "--due", NULL);
  g_assert_cmpstr (tn_text (&due, "contacts.0.need"), ==, "due");
  g_assert_cmpstr (tn_text (&due, "contacts.0.name"), ==, "••••");
  g_assert_nonnull (tn_text (&due, "contacts.1.id"));
  g_auto (TnRun) before = tn_run_ok ("TN_CTL", f->copy, "opened", NULL);
  g_assert_null (tn_text (&before, "opened.0.id"));
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "contact", "list", "--reveal", NULL);
  g_assert_cmpstr (tn_text (&shown, "contacts.0.name"), ==, "Lê Thị Chăm");
  g_assert_cmpstr (tn_text (&shown, "contacts.0.phone"), ==, "02800000007");
  g_auto (TnRun) opened = tn_run_ok ("TN_CTL", f->copy, "opened", NULL);
  g_assert_nonnull (tn_text (&opened, "opened.1.id"));
  g_auto (TnRun) call = tn_run_ok ("TN_CTL", f->copy, "contact", "call", stranger, "no_answer", NULL);
  g_auto (TnRun) again = tn_run_ok ("TN_CTL", f->copy, "contact", "list", "--due", NULL);
  g_assert_cmpstr (tn_text (&again, "contacts.1.need"), ==, "again");
  g_auto (TnRun) well = tn_run_ok ("TN_CTL", f->copy, "contact", "call", stranger, "well", "Khỏe", NULL);
  g_auto (TnRun) rest = tn_run_ok ("TN_CTL", f->copy, "contact", "list", "--due", NULL);
  g_assert_null (tn_text (&rest, "contacts.1.id"));
  assert_refused (f, "contact", "call", stranger, "perhaps", "");
  assert_refused (f, "contact", "case", stranger, NULL, "register");
  assert_refused (f, "contact", "add", f->home_case, "note=x", "Who is it");
  assert_refused (f, "contact", "add", f->home_case, "religion=x", "KEY=VALUE");
  assert_refused (f, "contact", "chain", "not-an-id", NULL, "id");
  assert_refused (f, "contact", "dance", NULL, NULL, "Use it like this");
  assert_refused (f, "contact", "call", stranger, NULL, "Use it like this");
}

static void
test_a_contact_becomes_a_case (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) home = tn_run_ok ("TN_CTL", f->copy, "contact", "household", f->home_case, NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "contact", "list", NULL);
  g_auto (TnRun) ill = tn_run_ok ("TN_CTL", f->copy, "contact", "case", tn_text (&list, "contacts.0.id"), "rapid", NULL);
  g_auto (TnRun) chain = tn_run_ok ("TN_CTL", f->copy, "contact", "chain", tn_text (&ill, "id"), "--reveal", NULL);
  g_assert_cmpstr (tn_text (&chain, "cases.0.name"), ==, "Phan Văn Ốm");
  g_assert_cmpstr (tn_text (&chain, "cases.1.name"), ==, "Lê Thị Chăm");
  g_assert_cmpfloat (tn_number (&chain, "cases.1.depth"), ==, 1);
  g_assert_cmpstr (tn_text (&chain, "cases.1.source"), ==, "household");
  g_auto (TnRun) unknown = tn_run_ok ("TN_CTL", f->copy, "contact", "unknown", NULL);
  g_assert_cmpstr (tn_text (&unknown, "cases.0.id"), ==, f->home_case);
  g_assert_null (tn_text (&unknown, "cases.1.id"));
  g_auto (TnRun) end = tn_run_ok ("TN_CTL", f->copy, "contact", "end", NULL);
  g_assert_cmpfloat (tn_number (&end, "ended"), ==, 0);
}

static void
test_rounds (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) plan = tn_run_ok ("TN_CTL", f->copy, "test", "plan", "Đợt 1", "24/12/2021", NULL);
  const char *round = tn_text (&plan, "id");
  g_assert_cmpfloat (tn_number (&plan, "people"), ==, 2);
  g_auto (TnRun) key = tn_run_ok ("TN_CTL", f->copy, "test", "key", round, f->wife, "negative", NULL);
  g_auto (TnRun) twice = tn_run ("TN_CTL", f->copy, "test", "key", round, f->wife, "positive", NULL);
  g_assert_cmpint (twice.code, ==, 1);
  g_assert_nonnull (strstr (tn_text (&twice, "error.message"), "stands there already"));
  g_auto (TnRun) replaced = tn_run_ok ("TN_CTL", f->copy, "test", "key", round, f->wife, "positive", "--replace", NULL);
  g_auto (TnRun) masked = tn_run_ok ("TN_CTL", f->copy, "test", "show", round, NULL);
  g_assert_cmpfloat (tn_number (&masked, "counts.positive"), ==, 1);
  g_assert_cmpfloat (tn_number (&masked, "counts.pending"), ==, 1);
  g_assert_cmpfloat (tn_number (&masked, "counts.positivity"), ==, 100);
  g_assert_cmpstr (tn_text (&masked, "lines.0.result"), ==, "••••");
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "test", "show", round, "--reveal", NULL);
  g_assert_cmpstr (tn_text (&shown, "lines.1.result"), ==, "positive");
  g_auto (TnRun) opened = tn_run_ok ("TN_CTL", f->copy, "opened", NULL);
  g_assert_cmpstr (tn_text (&opened, "opened.0.id"), ==, round);
  assert_refused (f, "test", "add", round, f->wife, "in this round already");
  assert_refused (f, "test", "drop", round, f->wife, "result stands");
  g_auto (TnRun) drop = tn_run_ok ("TN_CTL", f->copy, "test", "drop", round, f->patient, NULL);
  g_auto (TnRun) close = tn_run_ok ("TN_CTL", f->copy, "test", "close", round, NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "test", "list", NULL);
  g_assert_cmpstr (tn_text (&list, "rounds.0.state"), ==, "closed");
  g_assert_cmpfloat (tn_number (&list, "rounds.0.positive"), ==, 1);
  g_assert_cmpfloat (tn_number (&list, "rounds.0.pending"), ==, 0);
  assert_refused (f, "test", "plan", "Đợt 2", "32/13/2021", "");
  assert_refused (f, "test", "plan", "Đợt 2", NULL, "Use it like this");
  g_auto (TnRun) nonsense = tn_run ("TN_CTL", f->copy, "test", "key", round, f->wife, "maybe", NULL);
  g_assert_cmpint (nonsense.code, ==, 1);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

/* Another laptop opened a case of the same person three days before. */
static void
test_two_cases_are_joined (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *person = g_strconcat ("person=", f->patient, NULL), *early = program_make (f->copy, "home_case", person, "opened=17/12/2021", "state=open", NULL);
  g_auto (TnRun) check = tn_run_ok ("TN_CTL", f->copy, "check", f->home_case, "spo2=97", NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "case", "list", "--twice", NULL);
  g_assert_cmpfloat (tn_number (&list, "cases.0.open_cases"), ==, 2);
  g_assert_cmpfloat (tn_number (&list, "cases.1.open_cases"), ==, 2);
  g_auto (TnRun) joined = tn_run_ok ("TN_CTL", f->copy, "case", "join", f->patient, NULL);
  g_assert_cmpstr (tn_text (&joined, "id"), ==, early);
  assert_refused (f, "case", "join", f->patient, NULL, "nothing to join");
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "case", "show", f->home_case, NULL);   /* by the one that went */
  g_assert_cmpstr (tn_text (&shown, "case.id"), ==, early);
  g_assert_cmpstr (tn_text (&shown, "case.joined.0"), ==, f->home_case);
  g_assert_nonnull (tn_text (&shown, "case.checks.0.id"));
  assert_refused (f, "case", "part", early, NULL, "not joined");
  g_auto (TnRun) parted = tn_run_ok ("TN_CTL", f->copy, "case", "part", f->home_case, NULL);
  g_auto (TnRun) again = tn_run_ok ("TN_CTL", f->copy, "case", "list", "--twice", NULL);
  g_assert_cmpfloat (tn_number (&again, "cases.1.open_cases"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ctl/tracing/contacts", test_contacts);
  ADD ("/ctl/tracing/a contact becomes a case", test_a_contact_becomes_a_case);
  ADD ("/ctl/tracing/rounds", test_rounds);
  g_test_add ("/ctl/two cases", Fixture, NULL, set_up, test_two_cases_are_joined, tear_down);
  return g_test_run ();
}
