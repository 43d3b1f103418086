/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Campaigns, official answers and surveys from the terminal, each step a process of its own. */
#include <string.h>
#include "program-fixture.h"

static void
test_a_campaign_reaches_who_was_told (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) unit = tn_run_ok ("TN_CTL", f->copy, "new", "unit", "name=Khu phố 1", "level=quarter", "code=KP1", NULL);
  g_autofree char *area = g_strdup_printf ("area=%s", tn_text (&unit, "id"));
  g_auto (TnRun) home = tn_run_ok ("TN_CTL", f->copy, "new", "household", "house_no=12", area, NULL);
  g_autofree char *of = g_strdup_printf ("household=%s", tn_text (&home, "id"));
  g_auto (TnRun) person = tn_run_ok ("TN_CTL", f->copy, "new", "person", "name=Võ Thị An", of, NULL);
  g_auto (TnRun) nameless = tn_run ("TN_CTL", f->copy, "campaign", "new", "topic=care", NULL);
  g_assert_cmpint (nameless.code, ==, 1);
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "campaign", "new", "name=F0 tại nhà", "topic=care", "message=Gọi 115", "audience=all", NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "campaign", "list", "--search", "tai nha", NULL);
  const char *id = tn_text (&list, "campaigns.0.id");
  g_assert_cmpstr (tn_text (&list, "campaigns.0.state"), ==, "running");
  g_auto (TnRun) before = tn_run_ok ("TN_CTL", f->copy, "campaign", "reach", id, "--missing", NULL);
  g_assert_true (tn_number (&before, "reached") == 0 && tn_number (&before, "of") == 1);
  g_assert_cmpstr (tn_text (&before, "missing.0"), ==, tn_text (&home, "id"));
  g_auto (TnRun) unsaid = tn_run ("TN_CTL", f->copy, "round", "plan", "--look-for", "not_reached", NULL);
  g_assert_nonnull (strstr (tn_text (&unsaid, "error.message"), "which campaign"));
  g_auto (TnRun) round = tn_run_ok ("TN_CTL", f->copy, "round", "plan", "--look-for", "not_reached", "--campaign", id, "--dry-run", NULL);
  g_assert_cmpfloat (tn_number (&round, "households"), ==, 1);
  g_auto (TnRun) visit = tn_run_ok ("TN_CTL", f->copy, "visit", tn_text (&home, "id"), "met", "E", NULL);
  g_auto (TnRun) nobody = tn_run_ok ("TN_CTL", f->copy, "round", "plan", "--look-for", "not_reached", "--campaign", id, "--dry-run", NULL);
  g_assert_true (tn_number (&nobody, "households") == 0 && tn_number (&nobody, "left_out.not_sought") == 1);
  g_auto (TnRun) after = tn_run_ok ("TN_CTL", f->copy, "campaign", "reach", id, NULL);
  g_assert_true (tn_number (&after, "reached") == 1 && tn_number (&after, "areas.0.of") == 1);
  g_assert_cmpstr (tn_text (&after, "areas.0.name"), ==, "Khu phố 1");
  g_auto (TnRun) other = tn_run ("TN_CTL", f->copy, "campaign", "reach", tn_text (&home, "id"), NULL);
  g_assert_cmpint (other.code, ==, 1);
}

static void
test_an_answer_is_found_and_replaced (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) rumour = tn_run ("TN_CTL", f->copy, "answer", "new", "question=Ăn tỏi có khỏi không?", "answer=Không", NULL);
  g_assert_cmpint (rumour.code, ==, 1);
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "answer", "new", "question=Ông Nguyễn hỏi cách ly mấy ngày?", "answer=Mười bốn ngày", "source=Bộ Y tế", "document=QĐ 4038/QĐ-BYT", NULL);
  g_auto (TnRun) found = tn_run_ok ("TN_CTL", f->copy, "find", "nguyen cach ly", NULL);
  g_assert_cmpstr (tn_text (&found, "found.0.kind"), ==, "official_answer");
  const char *id = tn_text (&found, "found.0.id");
  g_auto (TnRun) replaced = tn_run_ok ("TN_CTL", f->copy, "answer", "replace", id, "question=Cách ly mấy ngày?", "answer=Bảy ngày", "source=Bộ Y tế", "document=QĐ 261/QĐ-BYT", NULL);
  g_auto (TnRun) old = tn_run_ok ("TN_CTL", f->copy, "answer", "show", id, NULL);
  g_assert_cmpstr (tn_text (&old, "answer.state"), ==, "replaced");
  g_auto (TnRun) valid = tn_run_ok ("TN_CTL", f->copy, "answer", "find", "bo y te", "--valid", NULL);
  g_assert_cmpstr (tn_text (&valid, "answers.0.answer"), ==, "Bảy ngày");
  g_assert_cmpstr (tn_text (&valid, "answers.0.id"), ==, tn_text (&old, "answer.replaced_by"));
  g_auto (TnRun) all = tn_run_ok ("TN_CTL", f->copy, "answer", NULL);
  g_assert_cmpstr (tn_text (&all, "answers.1.state"), ==, "replaced");
  g_auto (TnRun) unknown = tn_run ("TN_CTL", f->copy, "answer", "fnd", "a", NULL);
  g_assert_cmpint (unknown.code, ==, 1);
}

static void
test_a_survey_is_defined_filled_in_and_counted (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "survey", "new", "title=Nhu cầu", NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "survey", NULL);
  const char *id = tn_text (&list, "surveys.0.id");
  g_auto (TnRun) early = tn_run ("TN_CTL", f->copy, "survey", "open", id, NULL);
  g_assert_cmpint (early.code, ==, 1);
  g_auto (TnRun) first = tn_run_ok ("TN_CTL", f->copy, "survey", "ask", id, "text=Cần gì?", "type=several", "choices=Gạo\nThuốc\nViệc", NULL);
  g_auto (TnRun) second = tn_run_ok ("TN_CTL", f->copy, "survey", "ask", id, "text=Mấy người?", "type=number", NULL);
  g_auto (TnRun) open = tn_run_ok ("TN_CTL", f->copy, "survey", "open", id, NULL);
  g_auto (TnRun) late = tn_run ("TN_CTL", f->copy, "survey", "ask", id, "text=Nữa?", "type=yes_no", NULL);
  g_assert_cmpint (late.code, ==, 1);
  static const char *const wrong[][2] = { { "4", "1" }, { "1", "1000" }, { "a", "1" }, { "1", "" }, { "-", "-" } };
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_auto (TnRun) refused = tn_run ("TN_CTL", f->copy, "survey", "fill", id, wrong[i][0], wrong[i][1], NULL);
    g_assert_cmpint (refused.code, ==, 1);
  }
  for (guint i = 0; i < 2; i++) {
    g_auto (TnRun) filled = tn_run_ok ("TN_CTL", f->copy, "survey", "fill", id, "13", i ? "4" : "-", NULL);
  }
  g_auto (TnRun) few = tn_run_ok ("TN_CTL", f->copy, "survey", "count", id, NULL);
  g_assert_null (strstr (few.out, "Gạo"));   /* two sheets tell nothing */
  g_auto (TnRun) third = tn_run_ok ("TN_CTL", f->copy, "survey", "fill", id, "1", "4", "--day", "24/12/2021", NULL);
  g_auto (TnRun) count = tn_run_ok ("TN_CTL", f->copy, "survey", "count", id, NULL);
  g_assert_cmpstr (tn_text (&count, "questions.0.choices.0.count"), ==, "3");
  g_assert_cmpstr (tn_text (&count, "questions.0.choices.2.count"), ==, "under 3");
  g_assert_cmpstr (tn_text (&count, "questions.0.answered"), ==, "about 5");
  g_autofree char *path = g_build_filename (f->dir, "counts.csv", NULL), *text = NULL;
  g_auto (TnRun) exported = tn_run_ok ("TN_CTL", f->copy, "survey", "export", id, path, NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Gạo,3"));
  g_assert_nonnull (strstr (text, "Việc,under 3"));
  g_auto (TnRun) closed = tn_run_ok ("TN_CTL", f->copy, "survey", "close", id, NULL);
  g_auto (TnRun) after = tn_run ("TN_CTL", f->copy, "survey", "fill", id, "1", "4", NULL);
  g_assert_cmpint (after.code, ==, 1);
  /* who typed stands nowhere beside a sheet */
  /* it cannot be put back to have other questions, nor are its records written past the rules */
  g_auto (TnRun) back = tn_run_ok ("TN_CTL", f->copy, "survey", "set", id, "state=draft", NULL);
  g_auto (TnRun) again = tn_run ("TN_CTL", f->copy, "survey", "ask", id, "text=Nữa?", "type=yes_no", NULL);
  g_assert_cmpint (again.code, ==, 1);
  g_auto (TnRun) past = tn_run ("TN_CTL", f->copy, "set", id, "state=draft", NULL);
  g_assert_cmpint (past.code, ==, 1);
  /* no sheet is told by itself */
  g_auto (TnRun) single = tn_run ("TN_CTL", f->copy, "export", "survey_sheet", path, NULL);
  g_assert_cmpint (single.code, ==, 1);
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "list", "survey_sheet", NULL);
  g_assert_nonnull (strstr (shown.out, "••••"));
  g_assert_null (strstr (shown.out, "Gạo"));
  g_auto (TnRun) told = tn_run_ok ("TN_CTL", f->copy, "show", id, NULL);
  g_assert_null (strstr (told.out, "[\\\"Gạo"));
  g_auto (TnRun) sheets = tn_run_ok ("TN_CTL", f->copy, "list", "survey_sheet", NULL);
  g_auto (TnRun) history = tn_run_ok ("TN_CTL", f->copy, "history", tn_text (&sheets, "records.0.id"), NULL);
  g_assert_null (strstr (history.out, "Zxyqwa"));
  g_auto (TnRun) survey = tn_run_ok ("TN_CTL", f->copy, "history", id, NULL);
  g_assert_nonnull (strstr (survey.out, "Zxyqwa"));
}

#define ADD(name, test) g_test_add ("/ctl/information/" name, ProgramFixture, "Zxyqwa Lan", program_set_up, test, program_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a campaign reaches who was told", test_a_campaign_reaches_who_was_told);
  ADD ("an answer is found and replaced", test_an_answer_is_found_and_replaced);
  ADD ("a survey is defined, filled in and counted", test_a_survey_is_defined_filled_in_and_counted);
  return g_test_run ();
}
