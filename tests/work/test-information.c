/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Campaigns and whom they reached; official answers, found like people are, and what became of those that no longer hold. */
#include "work-fixture.h"
#include "tn-answer.h"
#include "tn-campaign.h"
#include "tn-round-plan.h"
#include "tn-date.h"
#include "tn-today.h"

#define DAY_MS (G_GINT64_CONSTANT (86400000))

typedef struct { PracticeWard ward; TnCopy *copy; gint64 now, today; } Fixture;

static char *
dup_day (Fixture *f, int days)
{
  return tn_date_today (tn_day_start (f->now, days));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *today = NULL;

  f->copy = work_make (&f->ward, 40);
  f->now = tn_env_now_ms (tn_copy_env (f->copy));
  today = dup_day (f, 0);
  f->today = tn_listed_date (today);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  work_clear (&f->ward, &f->copy);
}

/* ---- official answers ---- */

static TnId
find_answer (Fixture *f, const char *typed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = tn_answer_find (f->copy, TN_ANSWERS_ALL, typed, 0, f->today, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  return ((TnAnswer *) found->pdata[0])->id;
}

static void
save_answer (Fixture *f, TnValues *given)
{
  g_autoptr (TnValues) values = given;
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_answer_save (f->copy, NULL, values, &error);

  work_write (f->copy, edit, error);
}

static void
save_three (Fixture *f)
{
  g_autofree char *past = dup_day (f, -3), *future = dup_day (f, 30);

  save_answer (f, work_values ("question", "F0 cách ly tại nhà bao nhiêu ngày?", "answer", "Bảy ngày và xét nghiệm nhanh âm tính.", "source", "Bộ Y tế", "document", "QĐ 261/QĐ-BYT",
                               "valid_to", future, NULL));
  save_answer (f, work_values ("question", "Ông Nguyễn hỏi gói hỗ trợ đợt ba?", "answer", "Một triệu đồng một người, một lần.", "source", "UBND Thành phố", NULL));
  save_answer (f, work_values ("question", "Đi chợ cần thẻ gì?", "answer", "Phiếu đi chợ theo ngày chẵn lẻ.", "source", "UBND phường", "valid_to", past, NULL));
}

static void
test_answers_are_found_whatever_the_marks (Fixture *f, gconstpointer data)
{
  static const struct { const char *typed; guint n; } table[] = {
    { "nguyen", 1 }, { "NGUYỄN", 1 }, { "cach ly", 1 }, { "ly cach", 1 }, { "bay ngay am tinh", 1 }, { "bo y te", 1 }, { "261", 1 }, { "qd 261", 1 }, { "hoi ho tro ubnd", 1 },
    { "ubnd", 2 }, { "ngay", 2 }, { "", 3 }, { "di cho", 1 }, { "nguyen cach ly", 0 }, { "khong co", 0 }, { "…", 0 },
  };

  save_three (f);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) found = tn_answer_find (f->copy, TN_ANSWERS_ALL, table[i].typed, 0, f->today, &error);

      g_assert_no_error (error);
      if (found->len != table[i].n)
        g_error ("“%s” finds %u", table[i].typed, found->len);
    }
}

static void
test_what_holds_stands_first_and_what_does_not_is_marked (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) all = NULL, valid = NULL, expired = NULL;
  g_autoptr (TnAnswer) read = NULL;

  save_three (f);
  all = tn_answer_find (f->copy, TN_ANSWERS_ALL, "", 0, f->today, NULL);
  valid = tn_answer_find (f->copy, TN_ANSWERS_VALID, "", 0, f->today, NULL);
  expired = tn_answer_find (f->copy, TN_ANSWERS_EXPIRED, "", 0, f->today, NULL);
  g_assert_true (all->len == 3 && valid->len == 2 && expired->len == 1);
  g_assert_cmpint (((TnAnswer *) all->pdata[2])->state, ==, TN_ANSWER_EXPIRED);
  read = tn_answer_read (f->copy, &((TnAnswer *) all->pdata[0])->id, f->today, NULL);
  g_assert_cmpstr (read->source, ==, "Bộ Y tế, QĐ 261/QĐ-BYT");
  g_assert_true (read->state == TN_ANSWER_VALID && read->valid_to && !read->valid_from && tn_id_is_null (&read->replaced_by));
}

static void
replace (Fixture *f, const TnId *old, const char *question)
{
  g_autoptr (TnValues) values = work_values ("question", question, "answer", "b", "source", "c", NULL);
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_answer_replace (f->copy, old, values, &error);

  work_write (f->copy, edit, error);
}

static void
test_one_leads_to_the_last_that_took_its_place (Fixture *f, gconstpointer data)
{
  g_autoptr (TnAnswer) answer = NULL, alone = NULL;
  g_autoptr (GError) error = NULL, ring = NULL;
  g_autoptr (TnValues) back = tn_values_new ();
  TnId first, second, third;
  TnEdit *edit;

  save_answer (f, work_values ("question", "Một", "answer", "a", "source", "b", NULL));
  first = find_answer (f, "mot");
  replace (f, &first, "Hai");
  second = find_answer (f, "hai");
  replace (f, &second, "Ba");
  third = find_answer (f, "ba");
  answer = tn_answer_read (f->copy, &first, f->today, &error);
  g_assert_cmpint (answer->state, ==, TN_ANSWER_REPLACED);
  g_assert_true (tn_id_equal (&answer->replaced_by, &third));
  g_assert_cmpstr (answer->replaced_question, ==, "Ba");
  tn_values_set_ref (back, "replaced_by", &first);
  g_assert_null (tn_answer_save (f->copy, &third, back, &ring));
  g_assert_error (ring, TN_ERROR, TN_ERROR_INVALID);
  /* what was deleted replaces nothing */
  edit = tn_edit_new ("Xóa");
  tn_edit_delete (edit, &second);
  work_write (f->copy, edit, NULL);
  alone = tn_answer_read (f->copy, &first, f->today, &error);
  g_assert_true (alone->state == TN_ANSWER_VALID && tn_id_is_null (&alone->replaced_by));
}

/* Two laptops that each replaced one by the other: still read, still told. */
static void
test_a_ring_from_two_laptops_ends (Fixture *f, gconstpointer data)
{
  g_autoptr (TnAnswer) answer = NULL;
  g_autoptr (GPtrArray) all = NULL;
  TnEdit *edit = tn_edit_new ("a");
  TnId a = tn_edit_create (edit, "official_answer", NULL), b = tn_edit_create (edit, "official_answer", NULL);

  for (guint i = 0; i < 2; i++)
    {
      const TnId *id = i ? &b : &a;
      tn_edit_set_text (edit, id, "question", i ? "Hai" : "Một");
      tn_edit_set_text (edit, id, "answer", "c");
      tn_edit_set_text (edit, id, "source", "d");
      tn_edit_set_ref (edit, id, "replaced_by", i ? &a : &b);
    }
  work_write (f->copy, edit, NULL);
  answer = tn_answer_read (f->copy, &a, f->today, NULL);
  g_assert_nonnull (answer);
  all = tn_answer_find (f->copy, TN_ANSWERS_ALL, "", 0, f->today, NULL);
  g_assert_cmpuint (all->len, ==, 2);
}

static void
test_answers_that_are_refused (Fixture *f, gconstpointer data)
{
  TnValues *const table[] = {
    work_values ("question", "a", "answer", "b", NULL), work_values ("question", "a", "source", "b", NULL), work_values ("answer", "a", "source", "b", NULL),
    work_values ("question", "a", "answer", "b", "source", "c", "valid_from", "2021-12-24", "valid_to", "2021-12-23", NULL),
    work_values ("question", "a", "answer", "b", "source", "c", "valid_from", "2021-12-24", "valid_to", "2021-11", NULL),
  };
  g_autoptr (TnValues) month = work_values ("question", "a", "answer", "b", "source", "c", "valid_from", "2021-12-24", "valid_to", "2021-12", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_answer_save (f->copy, NULL, month, &error);

  g_assert_no_error (error);   /* a month holds to its end */
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) refused = NULL;
      g_autoptr (TnValues) values = table[i];

      g_assert_null (tn_answer_save (f->copy, NULL, values, &refused));
      g_assert_error (refused, TN_ERROR, TN_ERROR_INVALID);
    }
}

static const TnTodayGroup *
find_group (const TnToday *today)
{
  for (guint i = 0; i < today->groups->len; i++)
    if (((TnTodayGroup *) today->groups->pdata[i])->theme == TN_TODAY_INFORMATION)
      return today->groups->pdata[i];
  return NULL;
}

static void
test_today_tells_what_expired_until_it_is_replaced (Fixture *f, gconstpointer data)
{
  g_autofree char *month = g_strdup_printf ("%d", (int) (f->today / 10000));
  g_autoptr (TnToday) none = tn_today_read (f->copy, f->now, 5, NULL), one = NULL, replaced = NULL, next_year = NULL;
  TnId id;

  g_assert_null (find_group (none));
  save_three (f);
  save_answer (f, work_values ("question", "Năm", "answer", "a", "source", "b", "valid_to", month, NULL));   /* to the end of this year */
  one = tn_today_read (f->copy, f->now, 5, NULL);
  g_assert_nonnull (find_group (one));
  g_assert_cmpuint (find_group (one)->n, ==, 1);
  g_assert_cmpstr (((TnTodayItem *) find_group (one)->items->pdata[0])->title, ==, "Đi chợ cần thẻ gì?");
  id = find_answer (f, "di cho");
  replace (f, &id, "Chợ");
  replaced = tn_today_read (f->copy, f->now, 5, NULL);
  g_assert_null (find_group (replaced));
  next_year = tn_today_read (f->copy, f->now + 400 * DAY_MS, 5, NULL);
  g_assert_cmpuint (find_group (next_year)->n, ==, 2);
}

/* ---- campaigns ---- */

static TnId
add_campaign (Fixture *f, const char *topic, const char *audience, const TnId *area, int from, int to)
{
  g_autofree char *first = dup_day (f, from), *last = dup_day (f, to);
  g_autoptr (TnValues) values = work_values ("name", "Đợt", "topic", topic, "message", "Ở nhà", "audience", audience, "from", first, "to", last, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = tn_campaign_list (f->copy, NULL, f->today, NULL), after = NULL;
  TnEdit *edit;

  if (area)
    tn_values_set_ref (values, "area", area);
  edit = tn_campaign_save (f->copy, NULL, values, &error);
  work_write (f->copy, edit, error);
  after = tn_campaign_list (f->copy, NULL, f->today, NULL);
  for (guint i = 0; i < after->len; i++)
    {
      TnId id = ((TnCampaignLine *) after->pdata[i])->id;
      gboolean old = FALSE;

      for (guint b = 0; b < before->len; b++)
        old |= tn_id_equal (&id, &((TnCampaignLine *) before->pdata[b])->id);
      if (!old)
        return id;
    }
  g_assert_not_reached ();
}

static void
visit (Fixture *f, const TnId *home, int days, const char *result, const char *told, const char *note)
{
  TnEdit *edit = tn_edit_new ("Visit");
  TnId id = tn_edit_create (edit, "visit", NULL);

  tn_edit_set_ref (edit, &id, "household", home);
  tn_edit_set_int (edit, &id, "at", tn_day_start (f->now, days) + 19 * 3600000);
  tn_edit_set_text (edit, &id, "result", result);
  if (told)
    tn_edit_set_bool (edit, &id, told, TRUE);
  tn_edit_set_text (edit, &id, "note", note);
  work_write (f->copy, edit, NULL);
}

static TnReach *
read_reach (Fixture *f, const TnId *campaign)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRow) row = tn_copy_get (f->copy, campaign, &error);
  TnReach *reach = tn_campaign_reach (f->copy, row, NULL, &error);

  g_assert_no_error (error);
  return reach;
}

static void
assert_sums (const TnReach *reach)
{
  guint reached = 0, of = 0;

  for (guint i = 0; i < reach->areas->len; i++)
    {
      reached += ((TnReachArea *) reach->areas->pdata[i])->reached;
      of += ((TnReachArea *) reach->areas->pdata[i])->of;
    }
  g_assert_cmpuint (reached, ==, reach->reached);
  g_assert_cmpuint (of, ==, reach->of);
  g_assert_cmpuint (reach->missing->len, ==, reach->of - reach->reached);
}

static gboolean
is_missing (const TnReach *reach, const TnId *home)
{
  for (guint i = 0; i < reach->missing->len; i++)
    if (tn_id_equal (&g_array_index (reach->missing, TnId, i), home))
      return TRUE;
  return FALSE;
}

/* What reaches a household and what does not: one after the other, on the same one. */
static void
test_reached_is_who_was_met_and_told_in_time (Fixture *f, gconstpointer data)
{
  static const struct { int days; const char *result, *told, *note; gboolean reaches; } table[] = {
    { -5, "absent", "told_care", NULL, FALSE },                              /* nobody heard it */
    { -5, "met", NULL, NULL, FALSE },                                        /* nothing was told */
    { -5, "met", "told_vaccination", NULL, FALSE },                          /* something else was */
    { -5, "met", NULL, "\"told_care\":true", FALSE },                        /* a note is no tick */
    { -11, "met", "told_care", NULL, FALSE },                                /* before it began */
    { 1, "met", "told_care", NULL, FALSE },                                  /* after its last day */
    { -5, "met", "told_care", NULL, TRUE },
  };
  TnId campaign = add_campaign (f, "care", "all", NULL, -10, 0);
  g_autoptr (TnReach) before = read_reach (f, &campaign);

  g_assert_cmpuint (before->reached, ==, 0);
  g_assert_cmpuint (before->of, >, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (TnReach) reach = NULL;

      visit (f, &f->ward.first, table[i].days, table[i].result, table[i].told, table[i].note);
      reach = read_reach (f, &campaign);
      assert_sums (reach);
      g_assert_cmpuint (reach->of, ==, before->of);
      if (is_missing (reach, &f->ward.first) == table[i].reaches)
        g_error ("visit %u", (guint) i);
    }
  for (int i = 0; i < 3; i++)   /* a household is one, however often it is told */
    visit (f, &f->ward.first, -i, "met", "told_care", NULL);
  g_autoptr (TnReach) again = read_reach (f, &campaign);
  g_assert_cmpuint (again->reached, ==, 1);
}

/* A round goes to those who were not reached, and when it is planned again to those who still are not. */
static void
test_a_round_goes_to_who_was_not_reached (Fixture *f, gconstpointer data)
{
  TnId campaign = add_campaign (f, "care", "all", &f->ward.quarters[0], -10, 0), id, first;
  g_autoptr (GError) error = NULL;
  g_autofree char *evening = dup_day (f, 0);
  TnRoundWish wish = { .area = f->ward.quarters[0], .look_for = "not_reached", .campaign = campaign, .evening = evening };
  g_autoptr (TnReach) before = NULL;
  TnEdit *edit;

  visit (f, &f->ward.first, -5, "met", "told_care", NULL);
  before = read_reach (f, &campaign);
  g_assert_cmpuint (before->reached, ==, 1);
  edit = tn_round_plan (f->copy, &wish, &id, NULL, &error);
  work_write (f->copy, edit, error);
  g_autoptr (TnRound) round = tn_round_read (f->copy, &id, &error);
  g_assert_cmpuint (round->n, ==, before->missing->len);
  g_assert_true (tn_id_equal (&round->campaign, &campaign));
  g_assert_cmpstr (round->campaign_name, ==, "Đợt");
  first = g_array_index (before->missing, TnId, 0);
  visit (f, &first, 0, "met", "told_care", NULL);
  edit = tn_round_plan_again (f->copy, &id, NULL, &error);
  work_write (f->copy, edit, error);
  g_autoptr (TnRound) again = tn_round_read (f->copy, &id, &error);
  g_assert_cmpuint (again->n, ==, round->n - 1);
  static const TnId none = { { 0 } };
  wish.campaign = none;
  work_assert_refused (tn_round_plan (f->copy, &wish, NULL, NULL, &error), &error);
  g_assert_cmpstr (tn_campaign_purpose ("vaccination"), ==, "vaccination");
  g_assert_cmpstr (tn_campaign_purpose ("care"), ==, "information");
}

static void
test_the_area_and_the_audience_say_of_whom (Fixture *f, gconstpointer data)
{
  TnId ward = add_campaign (f, "care", "all", NULL, -10, 0), quarter = add_campaign (f, "care", "all", &f->ward.quarters[0], -10, 0);
  TnId elderly = add_campaign (f, "care", "elderly", NULL, -10, 0), children = add_campaign (f, "care", "children", NULL, -10, 0);
  TnId workers = add_campaign (f, "care", "workers", NULL, -10, 0), lodgers = add_campaign (f, "care", "lodgers", NULL, -10, 0);
  TnId poor = add_campaign (f, "care", "poor", NULL, -10, 0);
  g_autoptr (TnReach) all = read_reach (f, &ward), part = read_reach (f, &quarter), old = NULL, young = read_reach (f, &children), with_poor = read_reach (f, &poor);
  g_autoptr (TnReach) no_work = read_reach (f, &workers), no_lodger = read_reach (f, &lodgers), with_work = NULL, with_lodger = NULL, one_more = NULL;
  g_autofree char *birth = g_strdup_printf ("%d-01-01", (int) (f->today / 10000) - 90);
  TnEdit *edit;
  TnId none = { { 0 } };
  guint was;

  old = read_reach (f, &elderly);
  assert_sums (all);
  assert_sums (part);
  assert_sums (old);
  assert_sums (young);
  g_assert_cmpuint (part->of, >, 0);
  g_assert_cmpuint (part->of, <, all->of);
  g_assert_cmpuint (all->areas->len, <=, 5);
  g_assert_cmpuint (old->of, <, all->of);
  g_assert_cmpuint (young->of, <=, all->of);
  g_assert_cmpuint (with_poor->of, <, all->of);
  g_assert_true (no_work->of == 0 && no_lodger->of == 0);
  edit = tn_edit_new ("a");
  tn_edit_set_text (edit, &f->ward.first_people[0], "workplace", "Xưởng may");
  tn_edit_set_text (edit, &f->ward.first_people[1], "relation", "lodger");
  work_write (f->copy, edit, NULL);
  with_work = read_reach (f, &workers);
  with_lodger = read_reach (f, &lodgers);
  g_assert_true (with_work->of == 1 && is_missing (with_work, &f->ward.first) && with_lodger->of == 1);
  /* one turns old: only then their household is of the audience, unless it was */
  was = old->of - is_missing (old, &f->ward.first);
  edit = tn_edit_new ("b");
  tn_edit_set_text (edit, &f->ward.first_people[3], "birth", birth);
  tn_edit_set_ref (edit, &f->ward.first, "area", &none);
  work_write (f->copy, edit, NULL);
  one_more = read_reach (f, &elderly);
  g_assert_cmpuint (one_more->of, ==, was + 1);
  g_assert_true (is_missing (one_more, &f->ward.first));
  g_assert_true (tn_id_is_null (&((TnReachArea *) one_more->areas->pdata[one_more->areas->len - 1])->id));   /* place not known */
}

static void
test_campaigns_stand_by_what_is_under_way (Fixture *f, gconstpointer data)
{
  static const struct { gint64 from, to, today; TnCampaignState state; } table[] = {
    { 20211201, 20211210, 20211130, TN_CAMPAIGN_COMING }, { 20211201, 20211210, 20211201, TN_CAMPAIGN_RUNNING }, { 20211201, 20211210, 20211210, TN_CAMPAIGN_RUNNING },
    { 20211201, 20211210, 20211211, TN_CAMPAIGN_OVER }, { 0, 0, 20211211, TN_CAMPAIGN_RUNNING }, { 20211201, 20211200, 20211231, TN_CAMPAIGN_RUNNING },
    { 20210000, 20210000, 20220101, TN_CAMPAIGN_OVER },
  };
  g_autoptr (TnValues) incomplete = work_values ("name", "a", "topic", "care", NULL), backwards = work_values ("name", "a", "topic", "care", "message", "b", "from", "2021-12-02", "to", "2021-12-01", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  TnId over, running;

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpint (tn_campaign_state (table[i].from, table[i].to, table[i].today), ==, table[i].state);
  g_assert_null (tn_campaign_save (f->copy, NULL, incomplete, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (tn_campaign_save (f->copy, NULL, backwards, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  over = add_campaign (f, "care", "all", NULL, -20, -10);
  running = add_campaign (f, "care", "all", NULL, -5, 5);
  list = tn_campaign_list (f->copy, "dot", f->today, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_true (tn_id_equal (&((TnCampaignLine *) list->pdata[0])->id, &running) && tn_id_equal (&((TnCampaignLine *) list->pdata[1])->id, &over));
}

#define ADD(name) g_test_add ("/information/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD (answers_are_found_whatever_the_marks);
  ADD (what_holds_stands_first_and_what_does_not_is_marked);
  ADD (one_leads_to_the_last_that_took_its_place);
  ADD (a_ring_from_two_laptops_ends);
  ADD (answers_that_are_refused);
  ADD (today_tells_what_expired_until_it_is_replaced);
  ADD (reached_is_who_was_met_and_told_in_time);
  ADD (the_area_and_the_audience_say_of_whom);
  ADD (a_round_goes_to_who_was_not_reached);
  ADD (campaigns_stand_by_what_is_under_way);
  return g_test_run ();
}
