/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Referrals and professionals: by when, whom to ask, what may be done. */
#include "work-fixture.h"
#include "tn-care.h"
#include "tn-date.h"
#include "tn-today.h"

/* The call gives no edit, and says why. */
#define REFUSED(call, code) G_STMT_START { g_autoptr (GError) run_error = NULL; g_assert_null (call); \
  g_assert_error (run_error, TN_ERROR, code); g_assert_true (*run_error->message); } G_STMT_END

static TnId
refer (WorkFixture *c, const TnId *person, const char *group, const char *urgency, const char *intake)
{
  g_autoptr (TnValues) values = tn_values_new ();
  tn_values_set_text (values, "group", group);
  tn_values_set_text (values, "urgency", urgency);
  tn_values_set_text (values, "intake", intake);
  tn_values_set_text (values, "need", "Không ngủ được");
  WORK_WRITE (c->copy, tn_care_refer (c->copy, person, values, &built_));
  TnListed listed;
  gboolean found;
  g_assert_true (tn_query_last_listed (c->copy, "referral", person, &listed, &found, NULL) && found);
  return listed.id;
}

static TnId
add_professional (WorkFixture *c, const char *name, const char *skill, int limit)
{
  g_autoptr (TnValues) values = tn_values_new ();
  g_autofree char *token = g_strdup_printf ("%d", limit);
  tn_values_set_text (values, "name", name);
  tn_values_set_text (values, "skill", skill);
  if (limit) tn_values_set (values, "limit", token);
  WORK_WRITE (c->copy, tn_care_add_professional (c->copy, values, &built_));
  g_autoptr (GPtrArray) all = tn_care_professionals (c->copy, NULL, NULL);
  for (guint i = 0; i < all->len; i++)
    if (g_str_equal (((TnProfessional *) all->pdata[i])->name, name)) return ((TnProfessional *) all->pdata[i])->id;
  g_error ("no professional %s", name);
}

/* ---- rules ---- */

static void
test_due_by_table (void)
{
  static const struct { const char *urgency, *intake, *due; } rows[] = {
    { "now", "2021-12-24", "2021-12-24" }, { "days", "2021-12-24", "2021-12-27" }, { "days", "2021-12-30", "2022-01-02" },
    { "weeks", "2021-12-24", "2022-01-07" }, { "weeks", "2024-02-20", "2024-03-05" },
    { "someday", "2021-12-24", NULL }, { NULL, "2021-12-24", NULL }, { "now", "2021-12", NULL }, { "now", NULL, NULL }, { "now", "2021-02-31", NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *due = tn_care_due (rows[i].urgency, rows[i].intake);
    g_assert_cmpstr (due, ==, rows[i].due);
  }
  guint n;
  const TnCareTime *times = tn_care_times (&n);
  g_assert_cmpuint (n, ==, 3);
  for (guint i = 0; i < n; i++) g_assert_true (*times[i].reason);
}

static void
test_overdue_by_table (void)
{
  static const struct { const char *state; gint64 due; gboolean overdue; } rows[] = {
    { "open", 20211223, TRUE }, { "open", 20211224, FALSE }, { "open", 20211225, FALSE }, { "open", 0, FALSE },
    { "taken", 20211201, FALSE }, { "closed", 20211201, FALSE }, { "", 20211201, FALSE }, { NULL, 20211201, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) g_assert_cmpint (tn_care_is_overdue (rows[i].state, rows[i].due, 20211224), ==, rows[i].overdue);
}

static void
test_every_group_has_somebody_to_ask (void)
{
  const TnField *group = tn_kind_field (tn_schema_kind ("referral"), "group"), *skill = tn_kind_field (tn_schema_kind ("professional"), "skill");
  for (const TnChoice *g = group->choices; g->key; g++) {
    guint n = 0;
    for (const TnChoice *s = skill->choices; s->key; s++) n += tn_care_rank (g->key, s->key) == 0;
    g_assert_cmpuint (n, ==, 1);
  }
  g_assert_cmpuint (tn_care_rank ("bereaved", "psychologist"), ==, 0);
  g_assert_cmpuint (tn_care_rank ("lost_job", "lawyer"), ==, 1);
  g_assert_cmpuint (tn_care_rank ("bereaved", "lawyer"), ==, TN_CARE_NO_FIT);
  g_assert_cmpuint (tn_care_rank (NULL, "doctor"), ==, TN_CARE_NO_FIT);
}

/* Each row comes before the next. */
static void
test_whom_to_ask_first (void)
{
  static const struct { guint rank, limit, n_taken; const char *hours; } rows[] = {
    { 0, 5, 1, "Tối" }, { 0, 5, 3, "Tối" }, { 0, 0, 9, "Tối" }, { 0, 9, 0, "" }, { 1, 9, 0, "Tối" }, { TN_CARE_NO_FIT, 5, 0, "Tối" },
    { 0, 2, 2, "Tối" }, { 1, 2, 3, "Tối" },
  };
  for (guint i = 0; i + 1 < G_N_ELEMENTS (rows); i++) {
    TnProfessional a = { .rank = rows[i].rank, .limit = rows[i].limit, .n_taken = rows[i].n_taken, .hours = (char *) rows[i].hours };
    TnProfessional b = { .rank = rows[i + 1].rank, .limit = rows[i + 1].limit, .n_taken = rows[i + 1].n_taken, .hours = (char *) rows[i + 1].hours };
    g_assert_cmpint (tn_care_compare (&a, &b), <, 0);
    g_assert_cmpint (tn_care_compare (&b, &a), >, 0);
    g_assert_cmpint (tn_care_compare (&a, &a), ==, 0);
  }
}

/* ---- doing ---- */

static void
test_a_referral_from_intake_to_outcome (WorkFixture *c, gconstpointer data)
{
  const TnId *person = &c->ward.first_people[0];
  TnId id = refer (c, person, "bereaved", "days", "2021-12-24"), doctor = add_professional (c, "BS. Đinh Văn Tâm", "doctor", 2);
  work_assert_text (c->copy, &id, "state", "open");
  work_assert_text (c->copy, &id, "due", "2021-12-27");
  WORK_WRITE (c->copy, tn_care_take (c->copy, &id, &doctor, "2021-12-25", &built_));
  work_assert_text (c->copy, &id, "state", "taken");
  work_assert_text (c->copy, &id, "taken_on", "2021-12-25");
  g_autoptr (TnProfessional) busy = tn_care_professional (c->copy, &doctor, NULL);
  g_autofree char *load = tn_professional_load_text (busy);
  g_assert_cmpuint (busy->n_taken, ==, 1);
  g_assert_cmpstr (load, ==, "1 of 2 cases");
  g_autoptr (TnReferral) read = tn_care_referral (c->copy, &id, NULL);
  g_assert_cmpstr (read->name, ==, "Nguyễn Văn Á");
  g_assert_cmpstr (read->taken_by, ==, "BS. Đinh Văn Tâm");
  g_assert_cmpstr (read->phone, ==, "02800000001");   /* the household's */
  REFUSED (tn_care_close (c->copy, &id, NULL, NULL, NULL, &run_error), TN_ERROR_INVALID);
  WORK_WRITE (c->copy, tn_care_close (c->copy, &id, "better", "2021-12-30", "Đã ngủ được", &built_));
  work_assert_text (c->copy, &id, "state", "closed");
  work_assert_text (c->copy, &id, "closed", "2021-12-30");
  work_assert_text (c->copy, &id, "outcome", "better");
  REFUSED (tn_care_take (c->copy, &id, &doctor, NULL, &run_error), TN_ERROR_INVALID);
  REFUSED (tn_care_close (c->copy, &id, "better", NULL, NULL, &run_error), TN_ERROR_INVALID);
  g_autoptr (TnProfessional) free_again = tn_care_professional (c->copy, &doctor, NULL);
  g_assert_cmpuint (free_again->n_taken, ==, 0);
}

static void
test_nobody_is_referred_twice (WorkFixture *c, gconstpointer data)
{
  const TnId *person = &c->ward.first_people[0];
  TnId id = refer (c, person, "bereaved", "days", "2021-12-24");
  g_autoptr (TnValues) again = tn_values_new ();
  tn_values_set_text (again, "group", "bereaved");
  REFUSED (tn_care_refer (c->copy, person, again, &run_error), TN_ERROR_INVALID);
  WORK_WRITE (c->copy, tn_care_close (c->copy, &id, "better", NULL, NULL, &built_));
  WORK_WRITE (c->copy, tn_care_refer (c->copy, person, again, &built_));
  g_autoptr (GArray) open = tn_query_listed (c->copy, &(TnListedQuery) { .kind = "referral", .state = "open" }, NULL);
  g_assert_cmpuint (open->len, ==, 1);
  work_assert_text (c->copy, &g_array_index (open, TnListed, 0).id, "urgency", "days");   /* said by nobody */
  REFUSED (tn_care_refer (c->copy, &c->ward.first, again, &run_error), TN_ERROR_NOT_FOUND);   /* a household is no person */
}

static void
test_who_is_full_takes_no_more (WorkFixture *c, gconstpointer data)
{
  TnId first = refer (c, &c->ward.first_people[0], "bereaved", "days", NULL), second = refer (c, &c->ward.first_people[1], "alone", "weeks", NULL);
  TnId psychologist = add_professional (c, "Hoàng Thị Thanh", "psychologist", 1), doctor = add_professional (c, "BS. Đinh Văn Tâm", "doctor", 0);
  g_autoptr (GPtrArray) asked = tn_care_professionals (c->copy, "bereaved", NULL);
  g_assert_true (tn_id_equal (&((TnProfessional *) asked->pdata[0])->id, &psychologist));
  WORK_WRITE (c->copy, tn_care_take (c->copy, &first, &psychologist, NULL, &built_));
  WORK_WRITE (c->copy, tn_care_take (c->copy, &first, &psychologist, NULL, &built_));   /* the same again is no second case */
  REFUSED (tn_care_take (c->copy, &second, &psychologist, NULL, &run_error), TN_ERROR_INVALID);
  g_autoptr (GPtrArray) then = tn_care_professionals (c->copy, "bereaved", NULL);
  g_assert_true (tn_id_equal (&((TnProfessional *) then->pdata[0])->id, &doctor));
  REFUSED (tn_care_delete_professional (c->copy, &psychologist, &run_error), TN_ERROR_INVALID);
  WORK_WRITE (c->copy, tn_care_give_back (c->copy, &first, "2021-12-28", &built_));
  work_assert_text (c->copy, &first, "state", "open");
  work_assert_text (c->copy, &first, "taken_by", NULL);
  work_assert_text (c->copy, &first, "due", "2021-12-31");   /* the time begins anew */
  WORK_WRITE (c->copy, tn_care_take (c->copy, &second, &psychologist, NULL, &built_));
  WORK_WRITE (c->copy, tn_care_take (c->copy, &second, &doctor, NULL, &built_));         /* handed on */
  WORK_WRITE (c->copy, tn_care_delete_professional (c->copy, &psychologist, &built_));
}

static void
test_the_day_follows_the_urgency (WorkFixture *c, gconstpointer data)
{
  TnId id = refer (c, &c->ward.first_people[0], "alone", "weeks", "2021-12-24");
  g_autoptr (TnValues) values = tn_values_new (), note = tn_values_new ();
  tn_values_set_text (values, "urgency", "now");
  WORK_WRITE (c->copy, tn_care_change (c->copy, &id, values, &built_));
  work_assert_text (c->copy, &id, "due", "2021-12-24");
  tn_values_set_text (note, "need", "Khóc cả đêm");
  WORK_WRITE (c->copy, tn_care_change (c->copy, &id, note, &built_));
  work_assert_text (c->copy, &id, "due", "2021-12-24");
}

static void
test_today_names_those_whose_day_has_come (WorkFixture *c, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 now = tn_env_now_ms (tn_env_system ());
  g_autofree char *today = tn_date_today (now), *long_ago = tn_date_today (now - (gint64) 86400000 * 40);
  refer (c, &c->ward.first_people[0], "alone", "now", today);
  refer (c, &c->ward.first_people[1], "alone", "days", long_ago);
  refer (c, &c->ward.first_people[2], "alone", "weeks", today);                /* has time */
  TnId taken = refer (c, &c->ward.first_people[3], "alone", "now", long_ago), doctor = add_professional (c, "BS. Tâm", "doctor", 0);
  WORK_WRITE (c->copy, tn_care_take (c->copy, &taken, &doctor, NULL, &built_));
  g_autoptr (TnToday) read = tn_today_read (c->copy, now, 1, &error);
  g_assert_no_error (error);
  const TnTodayGroup *group = read->groups->pdata[0];
  g_assert_cmpint (group->theme, ==, TN_TODAY_REFERRAL);
  g_assert_cmpuint (group->n, ==, 2);
  g_assert_cmpuint (group->items->len, ==, 1);
  const TnTodayItem *item = group->items->pdata[0];
  g_assert_cmpstr (item->title, ==, "Trần Thị Bé");                            /* the one who waits longest */
  g_assert_cmpstr (item->screen, ==, "care");
  g_assert_null (strstr (item->detail, "lderly"));                             /* what for is not said where nobody asked */
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/care/due", test_due_by_table);
  g_test_add_func ("/care/overdue", test_overdue_by_table);
  g_test_add_func ("/care/groups", test_every_group_has_somebody_to_ask);
  g_test_add_func ("/care/order", test_whom_to_ask_first);
  g_test_add ("/care/course", WorkFixture, GUINT_TO_POINTER (10), work_set_up, test_a_referral_from_intake_to_outcome, work_tear_down);
  g_test_add ("/care/twice", WorkFixture, GUINT_TO_POINTER (10), work_set_up, test_nobody_is_referred_twice, work_tear_down);
  g_test_add ("/care/full", WorkFixture, GUINT_TO_POINTER (10), work_set_up, test_who_is_full_takes_no_more, work_tear_down);
  g_test_add ("/care/urgency", WorkFixture, GUINT_TO_POINTER (10), work_set_up, test_the_day_follows_the_urgency, work_tear_down);
  g_test_add ("/care/today", WorkFixture, GUINT_TO_POINTER (10), work_set_up, test_today_names_those_whose_day_has_come, work_tear_down);
  return g_test_run ();
}
