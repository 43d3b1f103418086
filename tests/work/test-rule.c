/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a rule: read, written, shown and refused; and what no program may pass over. */
#include <string.h>
#include "work-fixture.h"
#include "tn-rule.h"

#define NO_SUCH "0190a000-0000-7000-8000-000000000000"

static void
test_same_text_comes_back (void)
{
  static const struct { const char *text, *again; } table[] = {
    { "", "" }, { NULL, "" }, { "\n\n", "" },
    { "age: 18..59", "age: 18..59" }, { "age: 60..", "age: 60.." }, { "age:..17", "age: ..17" }, { "age: 18", "age: 18..18" },
    { "category: poor, near_poor", "category: poor, near_poor" }, { "category: poor,poor", "category: poor" }, { "category: KT-2021", "category: KT-2021" },
    { "  not   category :  elderly ", "not category: elderly" }, { "sex: female\nresidence: temporary, staying", "sex: female\nresidence: temporary, staying" },
    { "lost_work: any", "lost_work: any" }, { "lost_work: 2021-05-01..", "lost_work: 2021-05-01.." }, { "lost_work: 2021-05..2021", "lost_work: 2021-05..2021" }, { "born: 1950..1960", "born: 1950..1960" }, { "born: 1960", "born: 1960..1960" },
    { "occupation: bán vé số, xe ôm", "occupation: bán vé số, xe ôm" }, { "housing: rented_room", "housing: rented_room" }, { "presence: present", "presence: present" },
    { "members: 5..", "members: 5.." }, { "not supported: any", "not supported: any" }, { "area: " NO_SUCH, "area: " NO_SUCH }, { "relation: head\r\n", "relation: head" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (TnRule) rule = tn_rule_parse (table[i].text);
      g_autofree char *text = tn_rule_format (rule);
      g_assert_null (tn_rule_not_understood (rule));
      g_assert_cmpstr (text, ==, table[i].again);
    }
}

/* A line of a newer program, or spoilt in any way, stands as it is, between those that are understood. */
static void
test_what_is_not_understood_is_kept (void)
{
  static const char *const lines[] = {
    "income: ..2000000", "age: eighteen", "age: 18...59", "age: ..", "age:", "age 18", "sex: other", "category:", "category: poor,,near_poor", "residence: permanent, abroad",
    "supported: nobody", "area: KP1", "lost_work: May", "not not age: 18..", "Not age: 18..", "lost_work: 2021-13-01..", "members: -1..", "age: 1000..", "  # a note ", "age: 18..59 or sex: male",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *text = g_strdup_printf ("sex: male\n%s\nage: 18..", lines[i]);
      g_autoptr (TnRule) rule = tn_rule_parse (text);
      g_autofree char *again = tn_rule_format (rule), *words = tn_rule_words (NULL, rule);
      g_assert_cmpstr (tn_rule_not_understood (rule), ==, lines[i]);
      g_assert_cmpstr (again, ==, text);
      g_assert_nonnull (strstr (words, lines[i]));
    }
}

static void
test_words (void)
{
  static const struct { const char *text, *words; } table[] = {
    { "", "Everybody who lives there" }, { "age: 18..59", "Age: 18 to 59" }, { "age: 60..", "Age: from 60" }, { "age: ..17", "Age: up to 17" }, { "age: 18", "Age: 18" },
    { "not category: poor, near_poor", "Not – Category: Poor household or Near-poor household" }, { "lost_work: any", "Lost the work: whenever" },
    { "lost_work: 2021-05-01..2021-07", "Lost the work: 01/05/2021 to 07/2021" }, { "born: 1950..1960", "Born: 1950 to 1960" },
    { "born: 1960", "Born: 1960" }, { "lost_work: 2021-05-01..2021", "Lost the work: 01/05/2021 to 2021" }, { "not supported: any", "Not – Support already received: any other programme" },
    { "sex: female\npresence: present", "Sex: Female\nPresent or absent: Present" }, { "category: X9", "Category: X9" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (TnRule) rule = tn_rule_parse (table[i].text);
      g_autofree char *words = tn_rule_words (NULL, rule);
      g_assert_cmpstr (words, ==, table[i].words);
    }
}

/* ---- over a ward ---- */

typedef struct { PracticeWard ward; TnCopy *copy; TnId programme; } Fixture;

static TnId
make_programme (Fixture *f)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("New");
  TnId id = tn_edit_create (edit, "programme", NULL);

  tn_edit_set_text (edit, &id, "name", "Gói một");
  tn_edit_set_text (edit, &id, "per", "person");
  g_assert_true (tn_copy_edit (f->copy, edit, NULL, NULL));
  return id;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->copy = work_make (&f->ward, 5);
  f->programme = make_programme (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  work_clear (&f->ward, &f->copy);
}

static gboolean
is_accepted (Fixture *f, const char *text, const char *before_text)
{
  g_autoptr (TnRule) rule = tn_rule_parse (text), before = before_text ? tn_rule_parse (before_text) : NULL;
  g_autoptr (GError) error = NULL;
  gboolean good = tn_rule_check (f->copy, rule, &f->programme, before, &error);

  g_assert_true (good == (error == NULL));
  if (!good)
    g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  return good;
}

static void
test_what_may_be_written (Fixture *f, gconstpointer data)
{
  TnId other = make_programme (f);
  TnIdStr own, another, unit;
  tn_id_format (&f->programme, own);
  tn_id_format (&other, another);
  tn_id_format (&f->ward.quarters[0], unit);
  g_autofree char *of_own = g_strdup_printf ("not supported: %s", own), *of_other = g_strdup_printf ("not supported: %s", another), *of_area = g_strdup_printf ("area: %s", unit);
  const struct { const char *text, *before; gboolean accepted; } table[] = {
    { "", NULL, TRUE }, { "age: 18..59\ncategory: poor", NULL, TRUE }, { of_other, NULL, TRUE }, { of_own, NULL, FALSE }, { "not supported: any", NULL, TRUE }, { of_area, NULL, TRUE },
    { "area: " NO_SUCH, NULL, FALSE }, { "supported: " NO_SUCH, NULL, FALSE }, { "category: nonesuch", NULL, FALSE }, { "age: 59..18", NULL, FALSE },
    { "lost_work: 2021-07-01..2021-05-01", NULL, FALSE }, { "lost_work: 2021-05-01..2021", NULL, TRUE }, { "lost_work: 2021-05-01..2021-05", NULL, TRUE }, { "lost_work: 2021-12-31..2021", NULL, TRUE },
    { "lost_work: 2021-05-01..2020", NULL, FALSE }, { "lost_work: 2021-06..2021-05", NULL, FALSE }, { "born: 1950..1960", NULL, TRUE }, { "born: 1960..1950", NULL, FALSE },
    { "born: 1960-06-01..1960", NULL, TRUE }, { "born: 1960..1960-06-01", NULL, TRUE }, { "income: 5", NULL, FALSE }, { "income: 5\nage: 18..", "income: 5", TRUE }, { "income: 6", "income: 5", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (is_accepted (f, table[i].text, table[i].before) != table[i].accepted)
      g_error ("“%s”: %s", table[i].text, table[i].accepted ? "refused" : "accepted");
}

static void
test_what_an_editor_made (Fixture *f, gconstpointer data)
{
  g_autoptr (TnRule) rule = tn_rule_new ();
  g_autoptr (GError) error = NULL;

  tn_rule_add (rule, tn_condition_new (TN_FACT_AGE, FALSE));   /* neither from nor to */
  g_assert_false (tn_rule_check (f->copy, rule, NULL, NULL, &error));
  g_clear_error (&error);
  g_ptr_array_set_size (rule->conditions, 0);
  tn_rule_add (rule, tn_condition_new (TN_FACT_SEX, FALSE));   /* nothing chosen */
  g_assert_false (tn_rule_check (f->copy, rule, NULL, NULL, &error));
  g_clear_error (&error);
  TnCondition *words = tn_condition_new (TN_FACT_OCCUPATION, FALSE);
  tn_condition_add_value (words, "thợ hồ, thợ nề");            /* would come back as two */
  g_ptr_array_set_size (rule->conditions, 0);
  tn_rule_add (rule, words);
  g_assert_false (tn_rule_check (f->copy, rule, NULL, NULL, &error));
}

static void
test_choices_of_an_editor (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("Category");
  TnId id = tn_edit_create (edit, "category", NULL);

  tn_edit_set_text (edit, &id, "code", "vendor");
  tn_edit_set_text (edit, &id, "name", "Bán vé số");
  g_assert_true (tn_copy_edit (f->copy, edit, NULL, NULL));
  g_autoptr (GPtrArray) categories = tn_fact_choices (f->copy, TN_FACT_CATEGORY, &error), programmes = tn_fact_choices (f->copy, TN_FACT_SUPPORTED, &error);
  g_autoptr (GPtrArray) areas = tn_fact_choices (f->copy, TN_FACT_AREA, &error), ages = tn_fact_choices (f->copy, TN_FACT_AGE, &error);
  g_assert_no_error (error);
  const TnFactChoice *last = categories->pdata[categories->len - 1];
  g_assert_cmpstr (last->key, ==, "vendor");
  g_assert_cmpstr (last->label, ==, "Bán vé số");
  g_assert_true (is_accepted (f, "category: vendor", NULL));
  g_assert_cmpuint (programmes->len, ==, 2);   /* any, and the one */
  g_assert_cmpuint (areas->len, ==, 24);       /* four quarters of five groups */
  g_assert_cmpuint (ages->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule/same-text-comes-back", test_same_text_comes_back);
  g_test_add_func ("/rule/what-is-not-understood-is-kept", test_what_is_not_understood_is_kept);
  g_test_add_func ("/rule/words", test_words);
#define ADD(name, func) g_test_add ("/rule/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("what-may-be-written", test_what_may_be_written);
  ADD ("what-an-editor-made", test_what_an_editor_made);
  ADD ("choices-of-an-editor", test_choices_of_an_editor);
#undef ADD
  return g_test_run ();
}
