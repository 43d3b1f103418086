/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Teams, referrals and professionals from the terminal, each step a process of its own. */
#include <string.h>
#include "program-fixture.h"

static void
test_a_team_is_made_and_its_gaps_are_told (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *quarter = program_make (f->copy, "unit", "name=Khu phố 1", "level=quarter", "code=KP1", NULL), *area = g_strconcat ("area=", quarter, NULL);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *house = g_strdup_printf ("house_no=%u", i + 1);
    g_autofree char *id = program_make (f->copy, "household", house, area, NULL, NULL);
    g_assert_nonnull (id);
  }
  g_auto (TnRun) added = tn_run_ok ("TN_CTL", f->copy, "team", "add", "name=Tổ A", "type=community_covid", NULL);
  g_assert_cmpfloat (tn_number (&added, "action"), >, 0);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "team", NULL);
  const char *team = tn_text (&list, "teams.0.id");
  g_assert_cmpfloat (tn_number (&list, "without_team"), ==, 3);
  g_auto (TnRun) joined = tn_run_ok ("TN_CTL", f->copy, "team", "join", team, "name=Võ Thị An", "role=leader", "birth=1950", "phone=02800000009", NULL);
  g_auto (TnRun) given = tn_run_ok ("TN_CTL", f->copy, "team", "area", team, quarter, NULL);
  g_auto (TnRun) twice = tn_run ("TN_CTL", f->copy, "team", "area", team, quarter, NULL);
  g_assert_cmpint (twice.code, !=, 0);
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "team", "show", team, NULL);
  g_assert_cmpfloat (tn_number (&shown, "team.households"), ==, 3);
  g_assert_cmpfloat (tn_number (&shown, "team.over_60"), ==, 1);
  g_assert_cmpstr (tn_text (&shown, "team.people.0.name"), ==, "Võ Thị An");
  g_auto (TnRun) gaps = tn_run_ok ("TN_CTL", f->copy, "team", "gaps", NULL);
  g_assert_cmpstr (tn_text (&gaps, "gaps.0.type"), ==, "no_core");
  g_assert_cmpstr (tn_text (&gaps, "gaps.1.type"), ==, "not_trained");
  g_auto (TnRun) named = tn_run_ok ("TN_CTL", f->copy, "team", "core", quarter, tn_text (&shown, "team.people.0.id"), NULL);
  g_auto (TnRun) places = tn_run_ok ("TN_CTL", f->copy, "team", "places", NULL);
  g_assert_cmpstr (tn_text (&places, "places.0.core"), ==, tn_text (&shown, "team.people.0.id"));
  g_auto (TnRun) moved = tn_run_ok ("TN_CTL", f->copy, "team", "move", tn_text (&shown, "team.people.0.id"), "-", NULL);
  g_auto (TnRun) after = tn_run_ok ("TN_CTL", f->copy, "team", "show", team, NULL);
  g_assert_cmpfloat (tn_number (&after, "team.members"), ==, 0);
  g_auto (TnRun) dissolved = tn_run_ok ("TN_CTL", f->copy, "team", "dissolve", team, NULL);
  g_auto (TnRun) wrong = tn_run ("TN_CTL", f->copy, "team", "disolve", team, NULL);
  g_assert_cmpint (wrong.code, !=, 0);
  g_assert_nonnull (strstr (tn_text (&wrong, "error.message"), "team add"));
}

static void
test_a_referral_from_intake_to_outcome (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = program_make (f->copy, "household", "house_no=45/2", "street=Hoa Sứ", NULL, NULL), *parent = g_strconcat ("household=", home, NULL);
  g_autofree char *person = program_make (f->copy, "person", parent, "name=Đặng Thị Hòa", NULL, NULL);
  g_auto (TnRun) referred = tn_run_ok ("TN_CTL", f->copy, "referral", "new", person, "group=bereaved", "urgency=days", "intake=24/12/2021", "need=Mất ngủ", NULL);
  g_auto (TnRun) again = tn_run ("TN_CTL", f->copy, "referral", "new", person, "group=bereaved", NULL);
  g_assert_cmpint (again.code, !=, 0);
  g_auto (TnRun) open = tn_run_ok ("TN_CTL", f->copy, "referral", "open", NULL);
  const char *id = tn_text (&open, "referrals.0.id");
  g_assert_cmpstr (tn_text (&open, "referrals.0.due"), ==, "2021-12-27");
  g_assert_cmpstr (tn_text (&open, "referrals.0.title"), ==, "Đặng Thị Hòa");
  g_assert_null (strstr (open.out, "bereaved"));   /* what for is not said where nobody asked */
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "show", id, NULL);
  g_assert_null (strstr (shown.out, "Mất ngủ"));
  g_auto (TnRun) doctor = tn_run_ok ("TN_CTL", f->copy, "professional", "new", "name=BS. Tâm", "skill=doctor", "limit=1", NULL);
  g_auto (TnRun) talker = tn_run_ok ("TN_CTL", f->copy, "professional", "new", "name=Hoàng Nhã", "skill=psychologist", NULL);
  g_auto (TnRun) asked = tn_run_ok ("TN_CTL", f->copy, "professional", "for", "bereaved", NULL);
  g_assert_cmpstr (tn_text (&asked, "professionals.0.name"), ==, "Hoàng Nhã");
  g_auto (TnRun) taken = tn_run_ok ("TN_CTL", f->copy, "referral", "take", id, tn_text (&asked, "professionals.1.id"), NULL);
  g_auto (TnRun) nobody = tn_run ("TN_CTL", f->copy, "professional", "for", "astronauts", NULL);
  g_assert_nonnull (strstr (tn_text (&nobody, "error.message"), "front_line"));
  g_auto (TnRun) full = tn_run_ok ("TN_CTL", f->copy, "professional", "for", "bereaved", NULL);
  g_assert_cmpfloat (tn_number (&full, "professionals.1.taken"), ==, 1);
  g_auto (TnRun) back = tn_run_ok ("TN_CTL", f->copy, "referral", "back", id, NULL);
  g_auto (TnRun) better = tn_run_ok ("TN_CTL", f->copy, "referral", "close", id, "better", "Ngủ được rồi", NULL);
  g_auto (TnRun) closed = tn_run_ok ("TN_CTL", f->copy, "referral", "closed", NULL);
  g_assert_cmpstr (tn_text (&closed, "referrals.0.id"), ==, id);
  g_auto (TnRun) late = tn_run ("TN_CTL", f->copy, "referral", "take", id, tn_text (&asked, "professionals.0.id"), NULL);
  g_assert_cmpint (late.code, !=, 0);
  g_auto (TnRun) wrong = tn_run ("TN_CTL", f->copy, "referral", "close", id, NULL);
  g_assert_cmpint (wrong.code, !=, 0);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/ctl/team", ProgramFixture, "Lan", program_set_up, test_a_team_is_made_and_its_gaps_are_told, program_tear_down);
  g_test_add ("/ctl/referral", ProgramFixture, "Lan", program_set_up, test_a_referral_from_intake_to_outcome, program_tear_down);
  return g_test_run ();
}
