/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Petitions and reports of wrongdoing from the terminal, each step a process of its own. */
#include <string.h>
#include "program-fixture.h"

static void
test_a_petition_from_intake_to_satisfied (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) late = tn_run_ok ("TN_CTL", f->copy, "petition", "new", "topic=food", "text=Hết gạo", "name=Võ Thị An", "due=01/12/2021", NULL);
  g_auto (TnRun) other = tn_run_ok ("TN_CTL", f->copy, "petition", "new", "topic=school", "text=Xin máy học", "due=31/12/2099", NULL);
  g_auto (TnRun) empty = tn_run ("TN_CTL", f->copy, "petition", "new", "topic=school", NULL);
  g_assert_cmpint (empty.code, !=, 0);
  g_auto (TnRun) open = tn_run_ok ("TN_CTL", f->copy, "petition", "list", NULL);
  g_assert_cmpstr (tn_text (&open, "petitions.0.text"), ==, "Hết gạo");   /* what is late stands first */
  g_assert_cmpstr (tn_text (&open, "petitions.0.due"), ==, "2021-12-01");
  g_assert_true (tn_number (&open, "petitions.0.overdue") == 1 && tn_number (&open, "petitions.1.overdue") == 0);
  g_assert_cmpstr (tn_text (&open, "petitions.1.text"), ==, "Xin máy học");
  g_assert_null (strstr (open.out, "Võ Thị An"));
  g_auto (TnRun) searched = tn_run_ok ("TN_CTL", f->copy, "petition", "list", "open", "--search", "may hoc", NULL);
  g_assert_cmpstr (tn_text (&searched, "petitions.0.text"), ==, "Xin máy học");
  const char *id = tn_text (&open, "petitions.0.id");
  g_auto (TnRun) blank = tn_run ("TN_CTL", f->copy, "petition", "answer", id, "", NULL);
  g_assert_cmpint (blank.code, !=, 0);
  g_auto (TnRun) answered = tn_run_ok ("TN_CTL", f->copy, "petition", "answer", id, "Đã mang gạo", NULL);
  g_auto (TnRun) wrong = tn_run ("TN_CTL", f->copy, "petition", "satisfied", id, "maybe", NULL);
  g_assert_cmpint (wrong.code, !=, 0);
  g_auto (TnRun) said = tn_run_ok ("TN_CTL", f->copy, "petition", "satisfied", id, "yes", NULL);
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "petition", "show", id, NULL);
  g_assert_cmpstr (tn_text (&shown, "petition.fields.answer"), ==, "Đã mang gạo");
  g_assert_cmpstr (tn_text (&shown, "petition.fields.satisfied"), ==, "yes");
  g_auto (TnRun) done = tn_run_ok ("TN_CTL", f->copy, "petition", "list", "answered", NULL);
  g_assert_cmpstr (tn_text (&done, "petitions.0.id"), ==, id);
  g_auto (TnRun) unknown = tn_run ("TN_CTL", f->copy, "petition", "anser", id, NULL);
  g_assert_cmpint (unknown.code, !=, 0);
  g_assert_nonnull (strstr (tn_text (&unknown, "error.message"), "petition answer"));
}

static void
test_without_a_name_takes_no_author (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) refused = tn_run ("TN_CTL", f->copy, "petition", "new", "topic=service", "text=Loa", "anonymous=yes", "name=Võ Thị An", NULL);
  g_assert_cmpint (refused.code, !=, 0);
  g_auto (TnRun) taken = tn_run_ok ("TN_CTL", f->copy, "petition", "new", "topic=service", "text=Loa", "anonymous=yes", NULL);
  g_auto (TnRun) open = tn_run_ok ("TN_CTL", f->copy, "petition", NULL);
  g_assert_cmpstr (tn_text (&open, "petitions.0.text"), ==, "Loa");
}

static void
test_a_report_is_masked_until_it_is_asked_for (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) taken = tn_run_ok ("TN_CTL", f->copy, "petition", "report", "topic=support", "text=Chia quà cho người nhà", NULL);
  g_auto (TnRun) petitions = tn_run_ok ("TN_CTL", f->copy, "petition", "list", "all", NULL);
  g_assert_null (strstr (petitions.out, "complaint"));
  g_auto (TnRun) reports = tn_run_ok ("TN_CTL", f->copy, "petition", "list", "reports", NULL);
  g_assert_null (strstr (reports.out, "Chia quà"));
  g_assert_null (strstr (reports.out, "Support given"));
  const char *id = tn_text (&reports, "petitions.0.id");
  g_auto (TnRun) masked = tn_run_ok ("TN_CTL", f->copy, "petition", "show", id, NULL);
  g_assert_null (strstr (masked.out, "Chia quà"));
  g_auto (TnRun) before = tn_run_ok ("TN_CTL", f->copy, "opened", NULL);
  g_assert_null (strstr (before.out, id));
  g_auto (TnRun) revealed = tn_run_ok ("TN_CTL", f->copy, "petition", "show", id, "--reveal", NULL);
  g_assert_nonnull (strstr (revealed.out, "Chia quà"));
  g_auto (TnRun) after = tn_run_ok ("TN_CTL", f->copy, "opened", NULL);
  g_assert_nonnull (strstr (after.out, id));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/ctl/petition/" name, ProgramFixture, "Lan", program_set_up, test, program_tear_down)
  ADD ("from intake to satisfied", test_a_petition_from_intake_to_satisfied);
  ADD ("without a name no author is taken", test_without_a_name_takes_no_author);
  ADD ("a report is masked until it is asked for", test_a_report_is_masked_until_it_is_asked_for);
  return g_test_run ();
}
