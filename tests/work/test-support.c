/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is entitled and why not; and what every step refuses. */
#include "support-fixture.h"
#include "tn-household-actions.h"

enum { MAN, WIFE, SON, MOTHER };   /* of the ward's first household, near-poor, in a house, permanent */

/* ---- who is entitled ---- */

static void
test_people_by_rule (Fixture *f, gconstpointer data)
{
  static const struct { const char *rule; int person; TnOut out; guint condition; } table[] = {
    { "", MAN, TN_OUT_NOT, 0 },
    { "age: 61..", MAN, TN_OUT_NOT, 0 }, { "age: 62..", MAN, TN_OUT_CONDITION, 0 }, { "age: ..17", SON, TN_OUT_CONDITION, 0 }, { "not age: 80..", MOTHER, TN_OUT_CONDITION, 0 },
    { "born: 1950..1960", MAN, TN_OUT_NOT, 0 }, { "born: ..1959", MAN, TN_OUT_CONDITION, 0 }, { "born: 1961..", MAN, TN_OUT_CONDITION, 0 }, { "not born: 1950..1960", MAN, TN_OUT_CONDITION, 0 },
    { "sex: male", WIFE, TN_OUT_CONDITION, 0 }, { "not sex: male", WIFE, TN_OUT_NOT, 0 },
    { "category: elderly", MOTHER, TN_OUT_NOT, 0 }, { "category: elderly", MAN, TN_OUT_CONDITION, 0 }, { "category: near_poor", SON, TN_OUT_NOT, 0 },   /* the household is */
    { "category: poor, elderly", MOTHER, TN_OUT_NOT, 0 }, { "not category: social_allowance", MOTHER, TN_OUT_CONDITION, 0 }, { "not category: social_allowance", WIFE, TN_OUT_NOT, 0 },
    { "residence: permanent", MAN, TN_OUT_NOT, 0 }, { "residence: temporary", MAN, TN_OUT_CONDITION, 0 },   /* the household's, where the person's is not given */
    { "presence: present", MAN, TN_OUT_NOT, 0 }, { "presence: absent", MAN, TN_OUT_CONDITION, 0 }, { "relation: head", MAN, TN_OUT_NOT, 0 }, { "relation: spouse", MAN, TN_OUT_CONDITION, 0 },
    { "housing: house", WIFE, TN_OUT_NOT, 0 }, { "not housing: house, flat", WIFE, TN_OUT_CONDITION, 0 }, { "members: 4", WIFE, TN_OUT_NOT, 0 }, { "members: 5..", WIFE, TN_OUT_CONDITION, 0 },
    { "occupation: tho ho", MAN, TN_OUT_NOT, 0 }, { "occupation: THỢ HỒ", MAN, TN_OUT_NOT, 0 }, { "occupation: xe ôm", MAN, TN_OUT_CONDITION, 0 }, { "occupation: thợ", WIFE, TN_OUT_CONDITION, 0 },
    { "lost_work: any", MAN, TN_OUT_CONDITION, 0 }, { "not lost_work: any", MAN, TN_OUT_NOT, 0 },
    { "sex: male\nage: 18..59\ncategory: near_poor", SON, TN_OUT_NOT, 0 }, { "sex: male\nage: 18..59\ncategory: poor", SON, TN_OUT_CONDITION, 2 },
    { "sex: male\nage: 18..59", MAN, TN_OUT_CONDITION, 1 }, { "income: 5", MAN, TN_OUT_RULE, 0 }, { "sex: female\nincome: 5", MAN, TN_OUT_RULE, 0 },
    { "not supported: any", MAN, TN_OUT_NOT, 0 }, { "supported: any", MAN, TN_OUT_CONDITION, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      TnId programme = add_programme (f, "person", table[i].rule);
      TnSupportLine line;
      tn_support_judge (f->copy, &programme, &f->ward.first_people[table[i].person], &line, &error);
      g_assert_no_error (error);
      if (line.out != (guint) table[i].out || (table[i].out == TN_OUT_CONDITION && line.condition != table[i].condition))
        g_error ("“%s” of person %d gives %d at %d", table[i].rule, table[i].person, line.out, line.condition);
    }
}

/* Who is known by the year alone. */
static void
test_born_in_a_year (Fixture *f, gconstpointer data)
{
  static const struct { const char *rule; TnOut out; } table[] = {
    { "born: 1950..1960", TN_OUT_NOT }, { "born: 1960", TN_OUT_NOT }, { "born: ..1960", TN_OUT_NOT }, { "born: 1961..", TN_OUT_CONDITION }, { "born: ..1959-12-31", TN_OUT_CONDITION },
    { "born: 1960-06-01..", TN_OUT_NOT_KNOWN }, { "not born: 1960-06..", TN_OUT_NOT_KNOWN }, { "not born: 1961..", TN_OUT_NOT }, { "born: any", TN_OUT_NOT },
  };

  set_field (f, &f->ward.first_people[MAN], "birth", "\"1960\"");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      TnId programme = add_programme (f, "person", table[i].rule);
      TnSupportLine line;

      g_assert_true (tn_support_judge (f->copy, &programme, &f->ward.first_people[MAN], &line, NULL));
      if (line.out != (guint) table[i].out)
        g_error ("“%s” gives %d", table[i].rule, line.out);
    }
  TnId programme = add_programme (f, "person", "born: 1950..1960");
  g_autoptr (TnProgramme) read = tn_programme_read (f->copy, &programme, NULL);
  TnSupportLine line;
  g_assert_true (tn_support_judge (f->copy, &programme, &f->ward.first_people[MAN], &line, NULL));
  g_autofree char *why = tn_support_why (f->copy, read, &line, NULL);
  g_assert_cmpstr (why, ==, "born 1960");
}

static void
test_households_by_rule (Fixture *f, gconstpointer data)
{
  static const struct { const char *rule; TnOut out; } table[] = {
    { "", TN_OUT_NOT }, { "category: near_poor", TN_OUT_NOT }, { "category: elderly", TN_OUT_NOT }, { "category: poor", TN_OUT_CONDITION },
    { "age: 80..\nsex: female", TN_OUT_NOT }, { "age: 80..\nsex: male", TN_OUT_CONDITION },   /* one and the same must be both */
    { "not age: 80..", TN_OUT_CONDITION }, { "not age: ..17", TN_OUT_NOT }, { "not category: elderly", TN_OUT_CONDITION }, { "not category: near_poor", TN_OUT_CONDITION },
    { "not category: poor", TN_OUT_NOT }, { "members: ..3", TN_OUT_CONDITION }, { "residence: permanent\nhousing: house", TN_OUT_NOT }, { "presence: present", TN_OUT_NOT },
    { "income: 5", TN_OUT_RULE }, { "not supported: any", TN_OUT_NOT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      TnId programme = add_programme (f, "household", table[i].rule);
      TnSupportLine line;
      g_assert_true (tn_support_judge (f->copy, &programme, &f->ward.first, &line, NULL));
      if (line.out != (guint) table[i].out)
        g_error ("“%s” gives %d", table[i].rule, line.out);
      g_assert_true (tn_support_judge (f->copy, &programme, &f->ward.first_people[SON], &line, NULL));   /* a person stands for the household */
      g_assert_true (tn_id_equal (&line.whom, &f->ward.first) && line.out == (guint) table[i].out);
    }
}

static void
assert_out (Fixture *f, const char *rule, const TnId *whom, TnOut out, const char *says)
{
  g_autoptr (GError) error = NULL;
  TnId id = add_programme (f, "person", rule);
  g_autoptr (TnProgramme) programme = tn_programme_read (f->copy, &id, NULL);
  TnSupportLine line;

  g_assert_true (tn_support_judge (f->copy, &id, whom, &line, NULL));
  g_assert_cmpint (line.out, ==, out);
  g_autofree char *why = tn_support_why (f->copy, programme, &line, &error);
  g_assert_no_error (error);
  if (!strstr (why, says))
    g_error ("“%s” does not say “%s”", why, says);
}

static TnId
join (Fixture *f, const TnId *who, const char *category, const char *from, const char *to, gboolean unconfirmed)
{
  g_autofree char *subject = ref_token (who);

  return ADD_RECORD (f, "membership", "subject", subject, "category", category, "from", from, "to", to, "unconfirmed", unconfirmed ? "true" : "null");
}

static void
test_reasons_in_words (Fixture *f, gconstpointer data)
{
  const TnId *people = f->ward.first_people;

  assert_out (f, "age: 18..59\nsex: male", &people[SON], TN_OUT_NOT, "31 years old; Male");
  assert_out (f, "age: 18..59", &people[MAN], TN_OUT_CONDITION, "Age: 18 to 59 – but: 61 years old");
  assert_out (f, "category: near_poor", &people[SON], TN_OUT_NOT, "Near-poor household since 01/06/2021");
  assert_out (f, "income: 5", &people[SON], TN_OUT_RULE, "“income: 5”");
  assert_out (f, "", &people[SON], TN_OUT_NOT, "Lives here");
  set_field (f, &people[WIFE], "birth", "null");
  assert_out (f, "age: 18..59", &people[WIFE], TN_OUT_NOT_KNOWN, "the register does not say it");
  assert_out (f, "not age: 60..", &people[WIFE], TN_OUT_NOT_KNOWN, "the register does not say it");
  join (f, &people[WIFE], "\"pregnant\"", "null", "null", TRUE);
  assert_out (f, "category: pregnant", &people[WIFE], TN_OUT_UNCONFIRMED, "not confirmed yet");
  assert_out (f, "not category: pregnant", &people[WIFE], TN_OUT_NOT, "Not – Category");
  set_field (f, &people[MOTHER], "status", "\"died\"");
  assert_out (f, "", &people[MOTHER], TN_OUT_GONE, "Does not live here any more");
  set_field (f, &people[SON], "status", "\"absent\"");
  assert_out (f, "", &people[SON], TN_OUT_NOT, "");
  assert_out (f, "presence: present", &people[SON], TN_OUT_CONDITION, "but: Absent");
}

static void
test_categories_have_dates (Fixture *f, gconstpointer data)
{
  static const struct { const char *from, *to, *rule; TnOut out; } table[] = {
    { "\"2021-07-01\"", "null", "lost_work: any", TN_OUT_NOT }, { "\"2021-07-01\"", "null", "lost_work: 2021-05-01..", TN_OUT_NOT }, { "\"2021-04\"", "null", "lost_work: 2021-05-01..", TN_OUT_CONDITION },
    { "\"2021-05\"", "null", "lost_work: 2021-05-01..", TN_OUT_NOT }, { "\"2021\"", "null", "lost_work: 2021-05-01..", TN_OUT_NOT }, { "null", "null", "lost_work: 2021-05-01..", TN_OUT_NOT_KNOWN },
    { "null", "null", "category: lost_job", TN_OUT_NOT }, { "\"2021-07-01\"", "\"2021-08-31\"", "lost_work: any", TN_OUT_CONDITION }, { "\"2021-07\"", "\"2021-09\"", "lost_work: any", TN_OUT_NOT },
    { "\"2021-10-01\"", "null", "category: lost_job", TN_OUT_CONDITION }, { "\"2021-07-01\"", "null", "lost_work: ..2021-06-30", TN_OUT_CONDITION },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      TnId membership = join (f, &f->ward.first_people[SON], "\"lost_job\"", table[i].from, table[i].to, FALSE), programme = add_programme (f, "person", table[i].rule);
      TnSupportLine line;
      g_assert_true (tn_support_judge (f->copy, &programme, &f->ward.first_people[SON], &line, NULL));
      if (line.out != (guint) table[i].out)
        g_error ("from %s to %s, “%s” gives %d", table[i].from, table[i].to, table[i].rule, line.out);
      TnEdit *edit = tn_edit_new ("Delete");
      tn_edit_delete (edit, &membership);
      write_edit (f, edit, NULL);
    }
}

/* The whole ward in one go says of each what is said of each alone. */
static void
test_all_and_one_agree (Fixture *f, gconstpointer data)
{
  static const char *const rules[] = { "", "age: 30..50\nsex: female", "category: poor, elderly, near_poor", "not category: poor\nmembers: 3..", "residence: permanent\nhousing: house", "not supported: any\nage: 40..",
                                       "occupation: thợ", "area: %s", "income: 7", "relation: head\nnot sex: male" };
  static const char *const pers[] = { "person", "household" };
  TnIdStr unit;
  TnId other = add_programme (f, "person", "");

  tn_id_format (&f->ward.quarters[0], unit);
  give (f, &other, &f->ward.first_people[WIFE]);
  set_field (f, &f->ward.first_people[SON], "status", "\"moved_away\"");
  for (guint r = 0; r < G_N_ELEMENTS (rules); r++)
    for (guint p = 0; p < 2; p++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *rule = strchr (rules[r], '%') ? g_strdup_printf ("area: %s", unit) : g_strdup (rules[r]);
        TnId programme = add_programme (f, pers[p], rule);
        g_autoptr (TnSupportFound) found = tn_support_find (f->copy, &programme, NULL, &error);
        g_assert_no_error (error);
        g_assert_cmpuint (found->lines->len, >=, 12);
        g_autoptr (TnSupportWhy) reasons = tn_support_why_new (f->copy, found->programme, &error);
        guint n = 0;
        for (guint i = 0; i < found->lines->len; i++)
          {
            const TnSupportLine *line = &g_array_index (found->lines, TnSupportLine, i);
            TnSupportLine one;
            g_assert_true (tn_support_judge (f->copy, &programme, &line->whom, &one, NULL));
            if (memcmp (&one, line, sizeof one) != 0)
              g_error ("“%s” per %s: %d at %d, alone %d at %d", rule, pers[p], line->out, line->condition, one.out, one.condition);
            n += line->out == TN_OUT_NOT;
            g_autofree char *why = tn_support_why_of (reasons, line, NULL), *alone = tn_support_why (f->copy, found->programme, line, NULL);
            g_assert_cmpstr (why, ==, alone);
          }
        g_assert_cmpuint (n, ==, found->n_entitled);
        g_assert_cmpuint (found->n_nothing, ==, n);
        g_assert_cmpuint (found->out[TN_OUT_NOT], ==, n);
      }
}

/* Facts are taken as of today, or of the nearest day of the period. */
static void
test_day_of_the_facts (Fixture *f, gconstpointer data)
{
  static const struct { const char *from, *to, *day; } table[] = {
    { "null", "null", "2021-09-15" }, { "\"2021-09\"", "\"2021-09\"", "2021-09-15" }, { "\"2021-10\"", "null", "2021-10-01" }, { "\"2022\"", "null", "2022-01-01" },
    { "null", "\"2021-08-20\"", "2021-08-20" }, { "null", "\"2021-02\"", "2021-02-28" }, { "null", "\"2020\"", "2020-12-31" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      TnId programme = add_programme (f, "person", "");
      set_field (f, &programme, "to", "null");
      set_field (f, &programme, "from", table[i].from);
      set_field (f, &programme, "to", table[i].to);
      g_autoptr (TnSupportFound) found = tn_support_find (f->copy, &programme, NULL, NULL);
      g_assert_cmpstr (found->day, ==, table[i].day);
    }
}

static void
test_who_has_had_nothing (Fixture *f, gconstpointer data)
{
  TnId programme = add_programme (f, "person", "category: near_poor");
  g_autoptr (TnSupportFound) before = tn_support_find (f->copy, &programme, NULL, NULL);

  g_assert_cmpuint (before->n_entitled, ==, 4);
  g_assert_cmpuint (before->n_nothing, ==, 4);
  g_assert_cmpstr (before->day, ==, "2021-09-15");
  g_assert_cmpuint (before->out_condition[0], ==, before->lines->len - 4);
  give (f, &programme, &f->ward.first_people[MAN]);
  TnId withdrawn = propose (f, &programme, &f->ward.first_people[WIFE]);
  decide (f, &withdrawn, TN_DECIDE_WITHDRAW, NULL);
  propose (f, &programme, &f->ward.first_people[SON]);
  g_autoptr (TnSupportFound) after = tn_support_find (f->copy, &programme, NULL, NULL);
  g_assert_cmpuint (after->n_entitled, ==, 4);
  g_assert_cmpuint (after->n_nothing, ==, 2);   /* withdrawn is nothing */
}

/* ---- each step ---- */

static void
test_proposing_refuses (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const TnId *people = f->ward.first_people;
  TnId programme = add_programme (f, "person", "age: ..59"), closed = add_programme (f, "person", "");

  assert_refused (tn_support_propose (f->copy, &programme, &people[MAN], 1, NULL, &error), &error, "61 years old");
  set_field (f, &closed, "state", "\"closed\"");
  assert_refused (tn_support_propose (f->copy, &closed, &people[MAN], 1, NULL, &error), &error, "closed");
  TnId id = propose (f, &programme, &people[SON]), wanted = tn_entitlement_id (&programme, &people[SON]);
  g_assert_true (tn_id_equal (&id, &wanted));
  assert_refused (tn_support_propose (f->copy, &programme, &people[SON], 1, NULL, &error), &error, "proposed already");
  decide (f, &id, TN_DECIDE_REFUSE, "Đã có lương hưu");
  assert_refused (tn_support_propose (f->copy, &programme, &people[SON], 1, NULL, &error), &error, "was refused");
  decide (f, &id, TN_DECIDE_APPROVE, NULL);
  deliver (f, &id);
  assert_refused (tn_support_propose (f->copy, &programme, &people[SON], 1, NULL, &error), &error, "got it already: on 15/09/2021");
}

static void
test_many_are_proposed_and_the_rest_named (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) left = NULL;
  TnId programme = add_programme (f, "person", "age: ..59"), households = add_programme (f, "household", "");

  propose (f, &programme, &f->ward.first_people[SON]);
  TnEdit *edit = tn_support_propose (f->copy, &programme, f->ward.first_people, 4, &left, &error);
  g_assert_cmpuint (tn_edit_n_records (edit), ==, 1);
  write_edit (f, edit, error);
  g_assert_cmpuint (left->len, ==, 3);
  for (guint i = 0; i < left->len; i++)
    g_assert_cmpstr (((TnSupportLeft *) left->pdata[i])->why, !=, "");
  edit = tn_support_propose (f->copy, &households, f->ward.first_people, 4, NULL, &error);   /* four of one household */
  g_assert_cmpuint (tn_edit_n_records (edit), ==, 1);
  write_edit (f, edit, error);
  TnId id = tn_entitlement_id (&households, &f->ward.first);
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &id, NULL);
  g_assert_nonnull (row);
  g_autofree char *by = tn_row_dup_text (row, "proposed_by"), *on = tn_row_dup_text (row, "proposed");
  g_assert_cmpstr (by, ==, "Lan");
  g_assert_cmpstr (on, ==, "2021-09-15");
}

static void
test_deciding_refuses (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const TnId *people = f->ward.first_people;
  TnId programme = add_programme (f, "person", "");
  TnId a = propose (f, &programme, &people[MAN]), b = propose (f, &programme, &people[SON]), c = propose (f, &programme, &people[WIFE]), ids[] = { a, b, c };

  assert_refused (tn_support_decide (f->copy, &a, 1, TN_DECIDE_REFUSE, "  ", NULL, &error), &error, "reason");
  set_field (f, &programme, "quota", "2");
  assert_refused (tn_support_decide (f->copy, ids, 3, TN_DECIDE_APPROVE, NULL, NULL, &error), &error, "room for 2, not for 3 more");
  TnEdit *edit = tn_support_decide (f->copy, ids, 2, TN_DECIDE_APPROVE, NULL, NULL, &error);
  write_edit (f, edit, error);
  assert_refused (tn_support_decide (f->copy, &c, 1, TN_DECIDE_APPROVE, NULL, NULL, &error), &error, "room for 0");
  assert_refused (tn_support_decide (f->copy, &a, 1, TN_DECIDE_APPROVE, NULL, NULL, &error), &error, "decided already");
  deliver (f, &a);
  assert_refused (tn_support_decide (f->copy, &a, 1, TN_DECIDE_REFUSE, "Nhầm", NULL, &error), &error, "got it already");
  decide (f, &b, TN_DECIDE_DECLINE, NULL);   /* after it was approved: there is room again */
  decide (f, &c, TN_DECIDE_APPROVE, NULL);
  decide (f, &c, TN_DECIDE_WITHDRAW, NULL);
  assert_refused (tn_support_decide (f->copy, &c, 1, TN_DECIDE_APPROVE, NULL, NULL, &error), &error, "Propose again");
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &b, NULL);
  g_autofree char *state = tn_row_dup_text (row, "state"), *by = tn_row_dup_text (row, "decided_by"), *on = tn_row_dup_text (row, "decided");
  g_assert_cmpstr (state, ==, "declined");
  g_assert_cmpstr (by, ==, "Lan");
  g_assert_cmpstr (on, ==, "2021-09-15");
  propose (f, &programme, &people[WIFE]);
  set_field (f, &people[WIFE], "status", "\"moved_away\"");
  assert_refused (tn_support_decide (f->copy, &c, 1, TN_DECIDE_APPROVE, NULL, NULL, &error), &error, "not entitled (any more)");
}

static void
test_delivering_refuses (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const TnId *people = f->ward.first_people;
  TnId programme = add_programme (f, "person", "");
  TnId a = propose (f, &programme, &people[MAN]), ids[2];
  TnDeliver how = { 0 };

  assert_refused (tn_support_deliver (f->copy, &a, 1, &how, NULL, &error), &error, "not approved");
  decide (f, &a, TN_DECIDE_APPROVE, NULL);
  static const char *const states[] = { "\"draft\"", "\"closed\"" };
  for (guint i = 0; i < 2; i++)
    {
      set_field (f, &programme, "state", states[i]);
      assert_refused (tn_support_deliver (f->copy, &a, 1, &how, NULL, &error), &error, "is not open");
    }
  set_field (f, &programme, "state", "\"open\"");
  how.at = f->now + 60000;
  assert_refused (tn_support_deliver (f->copy, &a, 1, &how, NULL, &error), &error, "still to come");
  how.at = f->now - 60 * G_GINT64_CONSTANT (86400000);
  assert_refused (tn_support_deliver (f->copy, &a, 1, &how, NULL, &error), &error, "outside the period");
  how.at = 0;
  ids[0] = ids[1] = a;
  g_autoptr (GPtrArray) left = NULL;
  TnEdit *edit = tn_support_deliver (f->copy, ids, 2, &how, &left, &error);
  g_assert_cmpuint (left->len, ==, 1);   /* stands twice in the list */
  write_edit (f, edit, error);
  assert_refused (tn_support_deliver (f->copy, &a, 1, &how, NULL, &error), &error, "got it already: on 15/09/2021, handed over by Lan");
}

static void
test_a_proposal_taken_back_is_made_again (Fixture *f, gconstpointer data)
{
  const TnId *people = f->ward.first_people;
  TnId programme = add_programme (f, "person", ""), a = propose (f, &programme, &people[MAN]), again;

  decide (f, &a, TN_DECIDE_APPROVE, NULL);
  take_back (f, &a);
  again = propose (f, &programme, &people[MAN]);   /* proposed, and not approved as before */
  g_assert_true (tn_id_equal (&a, &again));
}

/* Who was approved and is not there any more gets nothing; nor does anybody while the rule says more than this program understands. */
static void
test_what_is_looked_at_again_when_it_is_handed_over (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId programme = add_programme (f, "household", ""), a = propose (f, &programme, &f->ward.first);
  TnDeliver how = { 0 };

  decide (f, &a, TN_DECIDE_APPROVE, NULL);
  set_field (f, &programme, "rule", "\"weight: 50..60\"");
  assert_refused (tn_support_deliver (f->copy, &a, 1, &how, NULL, &error), &error, "does not understand");
  set_field (f, &programme, "rule", "null");
  g_autoptr (GPtrArray) people = tn_query_children (f->copy, "person", &f->ward.first, NULL);
  for (guint i = 0; i < people->len; i++)
    set_field (f, &((TnRow *) people->pdata[i])->id, "status", "\"died\"");
  assert_refused (tn_support_deliver (f->copy, &a, 1, &how, NULL, &error), &error, "does not live here any more");
}

static void
test_another_programme_shuts_out (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const TnId *people = f->ward.first_people;
  TnDeliver how = { 0 };
  TnId first = add_programme (f, "household", ""), second = add_programme (f, "person", "not supported: any");
  TnId a = propose (f, &second, &people[MAN]);

  decide (f, &a, TN_DECIDE_APPROVE, NULL);
  give (f, &first, &f->ward.first);   /* to the household that all of them live in */
  assert_refused (tn_support_deliver (f->copy, &a, 1, &how, NULL, &error), &error, "another programme");
  assert_refused (tn_support_propose (f->copy, &second, &people[SON], 1, NULL, &error), &error, "Support already received");
}

/* ---- merged and joined ---- */

static void
test_somebody_merged_got_it (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const TnId *people = f->ward.first_people;
  TnId programme = add_programme (f, "person", "");
  g_autofree char *kept = ref_token (&people[MAN]), *other = ref_token (&people[SON]);
  TnSupportLine line;

  give (f, &programme, &people[SON]);
  ADD_RECORD (f, "duplicate", "kept", kept, "other", other, "state", "\"merged\"", "at", "1631670000000");
  set_field (f, &people[SON], "merged_into", kept);   /* and nothing gathered yet */
  assert_refused (tn_support_propose (f->copy, &programme, &people[MAN], 1, NULL, &error), &error, "got it already");
  assert_refused (tn_support_propose (f->copy, &programme, &people[SON], 1, NULL, &error), &error, "got it already");
  g_assert_true (tn_support_judge (f->copy, &programme, &people[SON], &line, NULL));
  g_assert_cmpint (line.out, ==, TN_OUT_MERGED);
  g_assert_true (tn_id_equal (&line.whom, &people[MAN]));
  g_autoptr (TnSupportFound) found = tn_support_find (f->copy, &programme, NULL, NULL);
  for (guint i = 0; i < found->lines->len; i++)
    g_assert_false (tn_id_equal (&g_array_index (found->lines, TnSupportLine, i).whom, &people[SON]));
}

static void
test_household_that_joined_got_it (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId programme = add_programme (f, "household", "");
  g_autoptr (GArray) homes = tn_query_ids (f->copy, "household", NULL);
  const TnId *other = &g_array_index (homes, TnId, 5);
  g_autofree char *into = ref_token (&f->ward.first);

  g_assert_false (tn_id_equal (other, &f->ward.first));
  give (f, &programme, other);
  set_field (f, other, "status", "\"joined\"");
  set_field (f, other, "joined_into", into);
  assert_refused (tn_support_propose (f->copy, &programme, &f->ward.first, 1, NULL, &error), &error, "got it already");
}

/* ---- programmes ---- */

static TnEdit *
save_with (Fixture *f, const TnId *id, GError **error, const char *const *fields)
{
  g_autoptr (TnValues) values = tn_values_new ();

  for (; *fields; fields += 2)
    tn_values_set (values, fields[0], fields[1]);
  return tn_programme_save (f->copy, id, values, error);
}
#define SAVE(f, id, error, ...) save_with (f, id, error, (const char *const[]) { __VA_ARGS__, NULL })

static void
test_programmes_that_are_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId programme = add_programme (f, "person", "");

  assert_refused (SAVE (f, NULL, &error, "per", "\"person\"", "amount", "5"), &error, "needs a name");
  assert_refused (SAVE (f, NULL, &error, "name", "\"A\"", "amount", "5"), &error, "people or to households");
  assert_refused (SAVE (f, NULL, &error, "name", "\"A\"", "per", "\"person\""), &error, "how much");
  assert_refused (SAVE (f, NULL, &error, "name", "\"A\"", "per", "\"person\"", "amount", "-5"), &error, "above 0");
  assert_refused (SAVE (f, NULL, &error, "name", "\"A\"", "per", "\"person\"", "gives", "\"goods\""), &error, "goods in words");
  assert_refused (SAVE (f, &programme, &error, "from", "\"2022-01\""), &error, "ends before it begins");
  assert_refused (SAVE (f, &programme, &error, "rule", "\"age: 50..40\""), &error, "ends before it begins");
  propose (f, &programme, &f->ward.first_people[MAN]);
  assert_refused (SAVE (f, &programme, &error, "per", "\"household\""), &error, "proposed already");
  TnEdit *edit = SAVE (f, &programme, &error, "name", "\"Gói đợt 3 (mới)\"", "to", "\"2021\"", "rule", "\"age: 18..\"");
  write_edit (f, edit, error);
  set_field (f, &programme, "rule", "\"income: 5\"");
  assert_refused (tn_programme_set_state (f->copy, &programme, "open", &error), &error, "income: 5");
}

static void
test_lists (Fixture *f, gconstpointer data)
{
  static const struct { TnSupportList which; guint n; } table[] = {
    { TN_SUPPORT_PROPOSED, 1 }, { TN_SUPPORT_APPROVED, 0 }, { TN_SUPPORT_DELIVERED, 1 }, { TN_SUPPORT_REFUSED, 1 }, { TN_SUPPORT_DECLINED, 1 }, { TN_SUPPORT_WITHDRAWN, 0 }, { TN_SUPPORT_ALL, 4 },
  };
  const TnId *people = f->ward.first_people;
  TnId programme = add_programme (f, "person", ""), a = propose (f, &programme, &people[SON]), b = propose (f, &programme, &people[WIFE]);

  give (f, &programme, &people[MAN]);
  propose (f, &programme, &people[MOTHER]);
  decide (f, &a, TN_DECIDE_REFUSE, "Đang đi làm");
  decide (f, &b, TN_DECIDE_DECLINE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GPtrArray) list = tn_support_list (f->copy, &programme, table[i].which, "", 0, NULL);
      g_assert_cmpuint (list->len, ==, table[i].n);
    }
  g_autoptr (GPtrArray) refused = tn_support_list (f->copy, &programme, TN_SUPPORT_REFUSED, "cuong", 0, NULL), none = tn_support_list (f->copy, &programme, TN_SUPPORT_ALL, "xyz", 0, NULL);
  const TnSupportEntry *entry = refused->pdata[0];
  g_assert_cmpstr (entry->name, ==, "Nguyễn Văn Cường");
  g_assert_nonnull (strstr (entry->address, "12/1"));
  g_assert_cmpstr (entry->reason, ==, "Đang đi làm");
  g_assert_cmpstr (entry->why, ==, "Lives here");
  g_assert_cmpint (entry->amount, ==, 1000000);
  g_assert_true (tn_id_equal (&entry->household, &f->ward.first));
  g_assert_cmpuint (none->len, ==, 0);
}

static TnSupportEntry *
only_entry (GPtrArray *entries)
{
  g_assert_cmpuint (entries->len, ==, 1);
  return entries->pdata[0];
}

/* ---- a household that was split off ---- */

#define DAY_MS 86400000

/* The son and the grandmother leave the ward's first household. */
static TnId
split_off (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnValues) place = tn_values_new ();
  const TnId *people = f->ward.first_people;
  TnId leaving[] = { people[SON], people[MOTHER] }, id = tn_id_new (tn_copy_env (f->copy));
  TnEdit *edit;

  tn_values_set_text (place, "house_no", "99/9");
  tn_values_set_text (place, "street", "Hoa Mai");
  edit = tn_work_split (f->copy, &f->ward.first, leaving, 2, &people[SON], NULL, place, &id, &error);
  write_edit (f, edit, error);
  return id;
}

static guint
count_doubles (Fixture *f)
{
  g_autoptr (GPtrArray) doubles = tn_support_doubles (f->copy, NULL, NULL);
  guint n;

  g_assert_true (tn_support_count_doubles (f->copy, &n, NULL));
  g_assert_cmpuint (n, ==, doubles->len);   /* counted without looking at everybody, and listed: the same */
  return n;
}

static TnSupportLine
find_line (Fixture *f, const TnId *programme, const TnId *whom)
{
  g_autoptr (TnSupportFound) found = tn_support_find (f->copy, programme, NULL, NULL);
  TnSupportLine one;

  g_assert_true (tn_support_judge (f->copy, programme, whom, &one, NULL));
  for (guint i = 0; i < found->lines->len; i++)
    {
      const TnSupportLine *line = &g_array_index (found->lines, TnSupportLine, i);

      if (!tn_id_equal (&line->whom, whom))
        continue;
      g_assert_true (line->out == one.out && line->condition == one.condition && line->standing == one.standing);
      return *line;
    }
  g_assert_not_reached ();
}

static void
settle_one (Fixture *f, const TnReceipt *receipt, const char *what, const TnId *kept)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_support_settle (f->copy, &receipt->id, what, kept, "Hai hộ thật", &error);

  write_edit (f, edit, error);
}

/* The old household got it, its people left, and their new household is proposed too: not refused, but seen before and after. */
static void
test_a_household_that_was_split_off (Fixture *f, gconstpointer data)
{
  TnId programme = add_programme (f, "household", ""), e, next;
  g_autofree char *other_rule = NULL, *id_text = tn_id_dup_string (&programme);
  g_autoptr (TnProgramme) read = tn_programme_read (f->copy, &programme, NULL);
  TnProgrammeSums sums = { 0 };

  give (f, &programme, &f->ward.first);
  f->now += DAY_MS;
  TnId home = split_off (f);
  TnSupportLine line = find_line (f, &programme, &home);
  g_assert_cmpint (line.out, ==, TN_OUT_NOT);
  g_assert_cmpint (line.standing, ==, TN_STANDS_NOTHING);
  g_autofree char *why = tn_support_why (f->copy, read, &line, NULL);
  g_assert_nonnull (strstr (why, "its people lived in 12/1"));
  g_assert_nonnull (strstr (why, "when that household got it on 15/09/2021"));
  e = propose (f, &programme, &home);
  g_autoptr (GPtrArray) proposed = tn_support_list (f->copy, &programme, TN_SUPPORT_PROPOSED, "", 0, NULL);
  g_assert_nonnull (strstr (only_entry (proposed)->why, "its people lived in 12/1"));
  g_assert_cmpuint (count_doubles (f), ==, 0);   /* nothing has come to them yet */
  decide (f, &e, TN_DECIDE_APPROVE, NULL);
  deliver (f, &e);
  g_assert_cmpuint (count_doubles (f), ==, 1);
  g_autoptr (GPtrArray) doubles = tn_support_doubles (f->copy, &programme, NULL);
  const TnDouble *pair = doubles->pdata[0];
  g_assert_true (tn_id_equal (&pair->subject, &home));
  g_assert_cmpuint (pair->receipts->len, ==, 2);
  const TnReceipt *old = pair->receipts->pdata[0], *new = pair->receipts->pdata[1];
  g_assert_true (tn_id_equal (&old->subject, &f->ward.first) && tn_id_equal (&new->subject, &home));
  g_assert_true (tn_programme_sums (f->copy, &programme, &sums, NULL));
  g_assert_true (sums.amount == 2000000 && sums.n_to_settle == 1);
  tn_programme_sums_clear (&sums);
  settle_one (f, new, "stands", NULL);
  g_assert_cmpuint (count_doubles (f), ==, 0);
  settle_one (f, new, "same", &old->id);   /* of another household, and yet of the same people */
  g_assert_cmpuint (count_doubles (f), ==, 0);
  g_assert_true (tn_programme_sums (f->copy, &programme, &sums, NULL));
  g_assert_cmpint (sums.amount, ==, 1000000);
  tn_programme_sums_clear (&sums);
  /* another programme that is for who had nothing: they had */
  other_rule = g_strdup_printf ("not supported: %s", id_text);
  next = add_programme (f, "household", other_rule);
  line = find_line (f, &next, &home);
  g_assert_cmpint (line.out, ==, TN_OUT_CONDITION);
}

/* Who had left before the old household got it had nothing. */
static void
test_split_off_before (Fixture *f, gconstpointer data)
{
  TnId programme = add_programme (f, "household", ""), home = split_off (f);
  g_autoptr (TnProgramme) read = tn_programme_read (f->copy, &programme, NULL);

  f->now += DAY_MS;
  give (f, &programme, &f->ward.first);
  give (f, &programme, &home);
  g_assert_cmpuint (count_doubles (f), ==, 0);
  TnSupportLine line = find_line (f, &programme, &home);
  g_autofree char *why = tn_support_why (f->copy, read, &line, NULL);
  g_assert_null (strstr (why, "lived in"));
}

/* ---- an amount of one's own ---- */

static void
set_amount (Fixture *f, const TnId *entitlement, gint64 amount, const char *reason)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_support_set_amount (f->copy, entitlement, 1, amount, reason, NULL, &error);

  write_edit (f, edit, error);
}

static void
assert_amount_refused (Fixture *f, const TnId *entitlement, gint64 amount, const char *reason, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_support_set_amount (f->copy, entitlement, 1, amount, reason, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  if (!strstr (error->message, says))
    g_error ("not “%s”: %s", says, error->message);
}

static void
test_an_amount_of_their_own (Fixture *f, gconstpointer data)
{
  const TnId *people = f->ward.first_people;
  TnId programme = add_programme (f, "person", ""), e = propose (f, &programme, &people[MAN]), other = propose (f, &programme, &people[WIFE]), ids[] = { e, other };
  g_autoptr (TnProgramme) read = tn_programme_read (f->copy, &programme, NULL);
  TnProgrammeSums sums = { 0 };
  gint64 total;
  guint n_own;

  assert_amount_refused (f, &e, 500000, "  ", "the reason");
  assert_amount_refused (f, &e, -1, "a", "whole number above 0");
  assert_amount_refused (f, &e, 0, NULL, "stands there already");
  set_amount (f, &e, 500000, " Ở ghép ");
  assert_amount_refused (f, &e, 500000, "Ở ghép", "stands there already");
  g_autoptr (GPtrArray) proposed = tn_support_list (f->copy, &programme, TN_SUPPORT_PROPOSED, "", 0, NULL);
  g_assert_cmpuint (proposed->len, ==, 2);
  g_assert_true (tn_support_amounts (f->copy, read, ids, 2, &total, &n_own, NULL));
  g_assert_true (total == 1500000 && n_own == 1);
  decide (f, &e, TN_DECIDE_APPROVE, NULL);
  assert_amount_refused (f, &e, 700000, "Thêm", "before it is decided");
  g_autoptr (GArray) to_approve = g_array_new (FALSE, FALSE, sizeof (TnId));   /* the other one alone */
  g_array_append_vals (to_approve, ids, 2);
  g_assert_true (tn_support_drop_approved (f->copy, to_approve, NULL));
  g_assert_true (to_approve->len == 1 && tn_id_equal (&g_array_index (to_approve, TnId, 0), &other));
  g_autoptr (GPtrArray) approved = tn_support_list (f->copy, &programme, TN_SUPPORT_APPROVED, "", 0, NULL);
  g_assert_true (only_entry (approved)->amount == 500000 && !only_entry (approved)->amount_changed);
  g_assert_cmpstr (only_entry (approved)->own, ==, "500.000\u00a0đ instead of 1.000.000\u00a0đ: Ở ghép");
  TnSupportLine line;
  g_assert_true (tn_support_judge (f->copy, &programme, &people[MAN], &line, NULL));
  g_autofree char *why = tn_support_why (f->copy, read, &line, NULL);
  g_assert_true (g_str_has_prefix (why, only_entry (approved)->own));
  deliver (f, &e);
  g_assert_true (tn_programme_sums (f->copy, &programme, &sums, NULL));
  g_assert_cmpint (sums.amount, ==, 500000);
  tn_programme_sums_clear (&sums);
  assert_amount_refused (f, &e, 700000, "Thêm", "got it already");
  /* the programme's own amount is none of one's own, and a new proposal begins with it */
  set_amount (f, &other, 2000000, "Hai con nhỏ");
  set_amount (f, &other, 1000000, "Như mọi người");
  g_assert_true (tn_support_amounts (f->copy, read, ids, 2, &total, &n_own, NULL));
  g_assert_cmpuint (n_own, ==, 1);
  set_amount (f, &other, 2000000, "Hai con nhỏ");
  decide (f, &other, TN_DECIDE_WITHDRAW, NULL);
  propose (f, &programme, &people[WIFE]);
  g_assert_true (tn_support_amounts (f->copy, read, ids, 2, &total, &n_own, NULL));
  g_assert_cmpuint (n_own, ==, 1);
  TnId goods = ADD_RECORD (f, "programme", "name", "\"Túi\"", "per", "\"person\"", "gives", "\"goods\"", "goods", "\"Gạo\"", "state", "\"open\""), bag = propose (f, &goods, &people[MAN]);
  assert_amount_refused (f, &bag, 500000, "a", "goods, not money");
}

/* One laptop approves what the programme gives, another sets an amount: what stands after reconciling was approved by nobody. */
static void
test_an_amount_set_while_it_was_approved (Fixture *f, gconstpointer data)
{
  TnId programme = add_programme (f, "person", ""), e = propose (f, &programme, &f->ward.first_people[MAN]);
  g_autoptr (GError) error = NULL;
  TnDeliver how = { .receiver = "Á" };
  TnProgrammeSums sums = { 0 };

  decide (f, &e, TN_DECIDE_APPROVE, NULL);
  set_field (f, &e, "amount", "5000000");
  g_autoptr (GPtrArray) approved = tn_support_list (f->copy, &programme, TN_SUPPORT_APPROVED, "", 0, NULL);
  g_assert_true (only_entry (approved)->amount_changed);
  g_assert_null (tn_support_deliver (f->copy, &e, 1, &how, NULL, &error));
  g_assert_nonnull (strstr (error->message, "approve it again"));
  g_autoptr (GArray) again = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_array_append_val (again, e);
  g_assert_true (tn_support_drop_approved (f->copy, again, NULL) && again->len == 1);
  decide (f, &e, TN_DECIDE_APPROVE, NULL);   /* looked at, as it stands */
  deliver (f, &e);
  g_assert_true (tn_programme_sums (f->copy, &programme, &sums, NULL));
  g_assert_true (sums.amount == 5000000 && sums.n_approved == 1);
  tn_programme_sums_clear (&sums);
}

/* Of a long list the first few are found by walking the ward, of a short one each is looked up: both say the same, and in the same order. */
static void
assert_first_of_list (Fixture *f, const TnId *programme, guint limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = tn_support_list (f->copy, programme, TN_SUPPORT_PROPOSED, "", 0, &error), some = tn_support_list (f->copy, programme, TN_SUPPORT_PROPOSED, "", limit, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (all->len, >, 400);
  g_assert_cmpuint (some->len, ==, MIN (limit, all->len));
  for (guint i = 0; i < some->len; i++)
    {
      const TnSupportEntry *a = all->pdata[i], *b = some->pdata[i];

      g_assert_true (tn_id_equal (&a->entitlement, &b->entitlement) && tn_id_equal (&a->whom, &b->whom) && tn_id_equal (&a->household, &b->household));
      g_assert_cmpstr (a->name, ==, b->name);
      g_assert_cmpstr (a->address, ==, b->address);
    }
}

static void
test_the_first_of_a_long_list (void)
{
  static const char *const pers[] = { "person", "household" };
  Fixture f = { 0 };
  g_autoptr (GError) error = NULL;

  practice_ward_make (&f.ward, 480);
  f.now = G_GINT64_CONSTANT (1631674800000);
  f.env = *tn_env_system ();
  f.env.now_ms = read_clock;
  f.env.user_data = &f;
  f.copy = tn_copy_open (f.ward.path, 0, &f.env, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (pers); i++)
    {
      TnId programme = add_programme (&f, pers[i], "");
      g_autoptr (TnSupportFound) found = tn_support_find (f.copy, &programme, NULL, &error);
      g_autoptr (GArray) whom = g_array_new (FALSE, FALSE, sizeof (TnId));

      for (guint k = 0; k < found->lines->len && k < 470; k++)
        g_array_append_val (whom, g_array_index (found->lines, TnSupportLine, found->lines->len - 1 - k).whom);
      write_edit (&f, tn_support_propose (f.copy, &programme, (const TnId *) whom->data, whom->len, NULL, &error), error);
      assert_first_of_list (&f, &programme, 1);
      assert_first_of_list (&f, &programme, 100);
      assert_first_of_list (&f, &programme, 300);
    }
  tear_down (&f, NULL);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/support/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("people-by-rule", test_people_by_rule);
  ADD ("born-in-a-year", test_born_in_a_year);
  ADD ("households-by-rule", test_households_by_rule);
  ADD ("reasons-in-words", test_reasons_in_words);
  ADD ("categories-have-dates", test_categories_have_dates);
  ADD ("all-and-one-agree", test_all_and_one_agree);
  ADD ("day-of-the-facts", test_day_of_the_facts);
  ADD ("who-has-had-nothing", test_who_has_had_nothing);
  ADD ("proposing-refuses", test_proposing_refuses);
  ADD ("many-are-proposed-and-the-rest-named", test_many_are_proposed_and_the_rest_named);
  ADD ("deciding-refuses", test_deciding_refuses);
  ADD ("delivering-refuses", test_delivering_refuses);
  ADD ("a-proposal-taken-back-is-made-again", test_a_proposal_taken_back_is_made_again);
  ADD ("looked-at-again-when-handed-over", test_what_is_looked_at_again_when_it_is_handed_over);
  ADD ("another-programme-shuts-out", test_another_programme_shuts_out);
  ADD ("somebody-merged-got-it", test_somebody_merged_got_it);
  ADD ("household-that-joined-got-it", test_household_that_joined_got_it);
  ADD ("programmes-that-are-refused", test_programmes_that_are_refused);
  ADD ("lists", test_lists);
  ADD ("a-household-that-was-split-off", test_a_household_that_was_split_off);
  ADD ("split-off-before", test_split_off_before);
  ADD ("an-amount-of-their-own", test_an_amount_of_their_own);
  ADD ("an-amount-set-while-it-was-approved", test_an_amount_set_while_it_was_approved);
#undef ADD
  g_test_add_func ("/support/the-first-of-a-long-list", test_the_first_of_a_long_list);
  return g_test_run ();
}
