/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surveys: defined, filled in, counted; and of a sheet nothing tells when it was filled in or by whom, in any file or on the wire. */
#include <string.h>
#include "work-fixture.h"
#include "tn-date.h"
#include "tn-outbox.h"
#include "tn-survey-count.h"
#include "tn-today.h"

#define USER "Zxyqwa Cán Bộ"

typedef struct { PracticeWard ward; TnCopy *copy; TnId survey; } Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) values = work_values ("title", "Nhu cầu học trực tuyến", NULL);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  TnEdit *edit;

  f->copy = work_make (&f->ward, 10);
  edit = tn_survey_save (f->copy, NULL, values, &error);
  work_write (f->copy, edit, error);
  list = tn_survey_list (f->copy, NULL, NULL, &error);
  g_assert_cmpuint (list->len, ==, 1);
  f->survey = ((TnSurveyLine *) list->pdata[0])->id;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  work_clear (&f->ward, &f->copy);
}

static gboolean
add (Fixture *f, const char *text, const char *type, const char *choices)
{
  g_autoptr (TnValues) values = work_values ("text", text, "type", type, "choices", choices, NULL);
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_survey_add_question (f->copy, &f->survey, values, &error);

  if (!edit)
    {
      g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
      return FALSE;
    }
  work_write (f->copy, edit, error);
  return TRUE;
}

static void
set_open (Fixture *f, gboolean open)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_survey_set_open (f->copy, &f->survey, open, &error);

  work_write (f->copy, edit, error);
}

/* One of each type, open. */
static void
open_five (Fixture *f)
{
  g_assert_true (add (f, "Nhà có máy học không?", "yes_no", NULL) && add (f, "Học bằng gì?", "one", "Điện thoại\nMáy tính\n\n  Ti vi ") && add (f, "Thiếu gì?", "several", "Máy\nMạng\nSách")
                 && add (f, "Hài lòng?", "scale", NULL) && add (f, "Mấy con?", "number", NULL));
  set_open (f, TRUE);
}

static gboolean
fill (Fixture *f, const TnId *area, guint yes_no, guint one, guint several, guint scale, int number)
{
  TnSurveyAnswer answers[] = { { yes_no, -1 }, { one, -1 }, { several, -1 }, { scale, -1 }, { 0, number } };
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_survey_fill (f->copy, &f->survey, area, NULL, answers, G_N_ELEMENTS (answers), &error);

  if (!edit)
    {
      g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
      return FALSE;
    }
  work_write (f->copy, edit, error);
  return TRUE;
}

/* ---- defining ---- */

static void
test_questions_that_are_refused (Fixture *f, gconstpointer data)
{
  static const struct { const char *text, *type, *choices; gboolean good; } table[] = {
    { "", "yes_no", NULL, FALSE }, { "a", NULL, NULL, FALSE }, { "a", "text", NULL, FALSE }, { "a", "one", NULL, FALSE }, { "a", "one", "x", FALSE },
    { "a", "one", "x\n\n \n", FALSE }, { "a", "one", "x\nX", FALSE }, { "a", "several", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10", FALSE }, { "a", "several", "1\n2\n3\n4\n5\n6\n7\n8\n9", TRUE },
    { "a", "one", "x\ny", TRUE }, { "a", "yes_no", NULL, TRUE }, { "a", "scale", NULL, TRUE }, { "a", "number", NULL, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (add (f, table[i].text, table[i].type, table[i].choices) != table[i].good)
      g_error ("question %u", (guint) i);
  for (guint i = 5; i < TN_SURVEY_QUESTIONS; i++)
    g_assert_true (add (f, "a", "yes_no", NULL));
  g_assert_false (add (f, "a", "yes_no", NULL));
}

static const TnQuestion *
get (GPtrArray *questions, guint i)
{
  return questions->pdata[i];
}

static void
test_questions_stand_in_order_and_can_be_moved (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) first = NULL, moved = NULL, fewer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnValues) values = work_values ("text", "B2", NULL);

  g_assert_true (add (f, "A", "yes_no", NULL) && add (f, "B", "one", "x\ny") && add (f, "C", "number", NULL));
  first = tn_survey_questions (f->copy, &f->survey, NULL);
  g_assert_cmpstr (get (first, 1)->choices[1], ==, "y");
  work_write (f->copy, tn_survey_move_question (f->copy, &get (first, 2)->id, FALSE, &error), error);
  work_write (f->copy, tn_survey_move_question (f->copy, &get (first, 0)->id, FALSE, &error), error);   /* is the first already */
  work_write (f->copy, tn_survey_change_question (f->copy, &get (first, 1)->id, values, &error), error);
  moved = tn_survey_questions (f->copy, &f->survey, NULL);
  g_assert_cmpstr (get (moved, 0)->text, ==, "A");
  g_assert_cmpstr (get (moved, 1)->text, ==, "C");
  g_assert_cmpstr (get (moved, 2)->text, ==, "B2");
  work_write (f->copy, tn_survey_remove_question (f->copy, &get (first, 0)->id, &error), error);
  fewer = tn_survey_questions (f->copy, &f->survey, NULL);
  g_assert_cmpuint (fewer->len, ==, 2);
}

static void
test_an_open_survey_cannot_change_its_questions (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) questions = NULL;
  g_autoptr (TnValues) values = work_values ("text", "Khác", NULL), title = work_values ("purpose", "Cho trường", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_survey_set_open (f->copy, &f->survey, TRUE, &error));   /* nothing to ask yet */
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (tn_survey_set_open (f->copy, &f->survey, FALSE, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_error (&error);
  open_five (f);
  questions = tn_survey_questions (f->copy, &f->survey, NULL);
  for (guint closed = 0; closed < 2; closed++)
    {
      TnEdit *(*const refused[]) (TnCopy *, const TnId *, GError **) = { tn_survey_remove_question };

      g_assert_false (add (f, "Thêm", "yes_no", NULL));
      g_assert_null (tn_survey_change_question (f->copy, &get (questions, 0)->id, values, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
      g_clear_error (&error);
      g_assert_null (tn_survey_move_question (f->copy, &get (questions, 0)->id, TRUE, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
      g_clear_error (&error);
      g_assert_null (refused[0] (f->copy, &get (questions, 0)->id, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
      g_clear_error (&error);
      if (!closed)
        set_open (f, FALSE);
    }
  g_assert_false (fill (f, NULL, 1, 0, 0, 0, -1));   /* closed */
  set_open (f, TRUE);
  g_assert_true (fill (f, NULL, 1, 0, 0, 0, -1));
  work_write (f->copy, tn_survey_save (f->copy, &f->survey, title, &error), error);   /* what is around the questions may */
  g_assert_null (tn_survey_delete (f->copy, &f->survey, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
}

/* ---- filling in ---- */

static void
test_what_an_answer_may_be (Fixture *f, gconstpointer data)
{
  static const struct { guint yes_no, one, several, scale; int number; gboolean good; } table[] = {
    { 0, 0, 0, 0, -1, FALSE }, { 1, 0, 0, 0, -1, TRUE }, { 3, 0, 0, 0, -1, FALSE }, { 4, 0, 0, 0, -1, FALSE }, { 0, 4, 0, 0, -1, TRUE }, { 0, 3, 0, 0, -1, FALSE }, { 0, 8, 0, 0, -1, FALSE },
    { 0, 0, 7, 0, -1, TRUE }, { 0, 0, 8, 0, -1, FALSE }, { 0, 0, 0, 16, -1, TRUE }, { 0, 0, 0, 32, -1, FALSE }, { 0, 0, 0, 0, 0, TRUE }, { 0, 0, 0, 0, 999, TRUE }, { 0, 0, 0, 0, 1000, FALSE },
    { 2, 1, 5, 8, 3, TRUE },
  };

  open_five (f);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (fill (f, NULL, table[i].yes_no, table[i].one, table[i].several, table[i].scale, table[i].number) != table[i].good)
      g_error ("answers %u", (guint) i);
}

static void
test_a_key_chooses_and_takes_back (void)
{
  char *choices[] = { (char *) "a", (char *) "b", (char *) "c", NULL };
  TnQuestion one = { .type = TN_QUESTION_ONE, .choices = choices }, several = { .type = TN_QUESTION_SEVERAL, .choices = choices };
  static const struct { gboolean several; guint keys[4], n, bits; } table[] = {
    { FALSE, { 0 }, 1, 1 }, { FALSE, { 0, 2 }, 2, 4 }, { FALSE, { 2, 2 }, 2, 0 }, { FALSE, { 3 }, 1, 0 }, { TRUE, { 0, 2 }, 2, 5 }, { TRUE, { 0, 2, 0 }, 3, 4 }, { TRUE, { 1, 40 }, 2, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      TnSurveyAnswer answer = TN_SURVEY_NO_ANSWER;

      for (guint k = 0; k < table[i].n; k++)
        tn_survey_press (table[i].several ? &several : &one, table[i].keys[k], &answer);
      g_assert_cmpuint (answer.bits, ==, table[i].bits);
      g_assert_cmpint (answer.number, ==, -1);
    }
}

/* ---- without a name ---- */

static TnId
get_sheet (Fixture *f)
{
  TnListedQuery query = { .kind = "survey_sheet", .parent = &f->survey };
  g_autoptr (GArray) rows = tn_query_listed (f->copy, &query, NULL);

  g_assert_cmpuint (rows->len, ==, 1);
  return g_array_index (rows, TnListed, 0).id;
}

/* The clock's head in hex, as ids and stamps (12 digits) carry it: all milliseconds of about a minute begin like this. */
static void
format_clock (gint64 ms, char hex[9])
{
  g_autofree char *text = g_strdup_printf ("%012" G_GINT64_MODIFIER "x", (guint64) ms);

  memcpy (hex, text, 8);
  hex[8] = 0;
}

/* The ids of what the sheet is about were made this very minute too. Owned. */
static char *
take_out (char *line, const TnId *id)
{
  g_autofree char *text = tn_id_dup_string (id), *owned = line;
  g_auto (GStrv) parts = g_strsplit (owned, text, -1);

  g_assert_nonnull (parts[1]);
  return g_strjoinv ("", parts);
}

/* Everything of the sheet is searched for the minute and for who typed. A petition of the same moment has both, so it is no search that cannot find. */
static void
test_a_sheet_tells_neither_when_nor_who (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *wire = NULL, *line = NULL, *id_text = NULL, *home = tn_id_dup_string (&f->ward.first);
  gint64 now = tn_env_now_ms (tn_copy_env (f->copy)), start = tn_day_start (now, 0);
  char hex[9];
  TnId group, sheet, quarter;
  g_autoptr (TnRow) household = tn_copy_get (f->copy, &f->ward.first, NULL), row = NULL;

  open_five (f);
  g_assert_true (tn_copy_set_user (f->copy, USER, &error));
  g_assert_true (tn_row_ref (household, "area", &group));
  g_assert_true (fill (f, &group, 1, 2, 5, 8, 3));
  g_autoptr (GPtrArray) questions = tn_survey_questions (f->copy, &f->survey, NULL);
  sheet = get_sheet (f);
  row = tn_copy_get (f->copy, &sheet, NULL);
  /* the record: id by chance, place the quarter, and no field but four */
  g_assert_cmpint (sheet.b[6] >> 4, ==, 4);
  g_assert_cmpint (tn_id_time_ms (&sheet), ==, 0);
  g_assert_true (tn_row_ref (row, "area", &quarter));
  g_autoptr (TnRow) unit = tn_copy_get (f->copy, &quarter, NULL);
  g_autofree char *level = tn_row_dup_text (unit, "level"), *day = tn_row_dup_text (row, "day"), *today = tn_date_today (now);
  g_assert_cmpstr (level, ==, "quarter");
  g_assert_cmpstr (day, ==, today);
  for (guint i = 0; i < row->units->len; i++)
    {
      const TnUnit *one = &g_array_index (row->units, TnUnit, i);

      g_assert_true (strstr ("survey area day answers", one->unit) != NULL);
      g_assert_cmpint (tn_stamp_ms (&one->stamp), ==, start);
    }
  /* outbox and undo */
  g_assert_cmpint (work_ask (f->copy, "SELECT at FROM outbox WHERE id = ?1", &sheet), ==, start);
  g_assert_cmpint (work_ask (f->copy, "SELECT by_user = '' FROM outbox WHERE id = ?1", &sheet), ==, 1);
  g_assert_cmpint (work_ask (f->copy, "SELECT at FROM action WHERE created = ?1", &sheet), ==, start);
  g_assert_cmpint (work_ask (f->copy, "SELECT by_user = '' AND label NOT LIKE '%trực tuyến%' FROM action WHERE created = ?1", &sheet), ==, 1);
  /* its line of the wire: neither minute nor name, and no household */
  wire = work_dup_wire (f->copy);
  id_text = tn_id_dup_string (&sheet);
  const char *at = strstr (wire, id_text), *begin = at;
  g_assert_nonnull (at);
  while (begin > wire && begin[-1] != '\n')
    begin--;
  line = g_strndup (begin, strcspn (begin, "\n"));
  line = take_out (take_out (line, &f->survey), &quarter);
  for (guint i = 0; i < questions->len; i++)
    line = take_out (line, &get (questions, i)->id);
  format_clock (now, hex);
  g_assert_null (strstr (line, hex));
  g_assert_null (strstr (line, "Zxyqwa"));
  g_assert_null (strstr (line, home));
  /* the same search finds it of a petition */
  TnEdit *edit = tn_edit_new ("a");
  TnId petition = tn_edit_create (edit, "petition", NULL);
  tn_edit_set_int (edit, &petition, "at", now);
  tn_edit_set_text (edit, &petition, "topic", "food");
  tn_edit_set_text (edit, &petition, "text", "b");
  work_write (f->copy, edit, NULL);
  format_clock (tn_id_time_ms (&petition), hex);
  g_autofree char *after = work_dup_wire (f->copy), *petition_text = tn_id_dup_string (&petition);
  const char *other = strstr (after, petition_text);
  g_assert_nonnull (other);
  g_assert_nonnull (strstr (other - 100 > after ? other - 100 : after, hex));
  g_assert_nonnull (strstr (after, "Zxyqwa"));
}

/* The name of who types stands in the copy once, as its setting; with a sheet it is written nowhere again. */
static void
test_no_file_holds_who_typed (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint names;

  open_five (f);
  g_assert_true (tn_copy_set_user (f->copy, USER, &error));
  g_assert_true (practice_ward_holds (&f->ward, USER, strlen (USER)));   /* the copy's own setting, and found */
  names = (guint) work_ask (f->copy, "SELECT count(*) FROM outbox WHERE by_user LIKE 'Zxyqwa%' AND ?1 IS NOT NULL", &f->survey);
  g_assert_true (fill (f, NULL, 1, 0, 0, 0, -1));
  g_assert_cmpint (work_ask (f->copy, "SELECT count(*) FROM outbox WHERE by_user LIKE 'Zxyqwa%' AND ?1 IS NOT NULL", &f->survey), ==, names);
}

/* Beside anything else of its edit, the time would be known again. */
static void
test_a_sheet_is_an_edit_of_its_own (Fixture *f, gconstpointer data)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("a");
  g_autoptr (GError) error = NULL;
  TnId sheet = tn_edit_create (edit, "survey_sheet", NULL), visit = tn_edit_create (edit, "visit", NULL);
  gint64 action;

  tn_edit_set_ref (edit, &sheet, "survey", &f->survey);
  tn_edit_set_text (edit, &sheet, "day", "2021-12-24");
  tn_edit_set_text (edit, &sheet, "answers", "{}");
  tn_edit_set_ref (edit, &visit, "household", &f->ward.first);
  tn_edit_set_int (edit, &visit, "at", 1);
  g_assert_false (tn_copy_edit (f->copy, edit, &action, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (tn_copy_get (f->copy, &sheet, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  /* what changes a record tells when, and so is no untimed edit */
  g_clear_error (&error);
  g_autoptr (TnEdit) change = tn_edit_new ("b");
  tn_edit_set_untimed (change);
  tn_edit_set_text (change, &f->survey, "purpose", "c");
  g_assert_false (tn_copy_edit (f->copy, change, &action, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
}

static void
test_a_sheet_can_be_undone_and_what_follows_is_stamped_as_ever (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) actions = NULL;
  TnListedQuery query = { .kind = "survey_sheet", .parent = &f->survey };
  gint64 now = tn_env_now_ms (tn_copy_env (f->copy));
  g_autoptr (TnRow) row = NULL;
  guint n;

  open_five (f);
  g_assert_true (fill (f, NULL, 1, 0, 0, 0, -1));
  actions = tn_copy_actions (f->copy, 1, NULL);
  g_assert_true (tn_copy_undo (f->copy, ((TnAction *) actions->pdata[0])->action, &error));
  g_assert_no_error (error);
  g_assert_true (tn_query_count_listed (f->copy, &query, &n, &error));
  g_assert_cmpuint (n, ==, 0);
  set_open (f, FALSE);
  row = tn_copy_get (f->copy, &f->survey, NULL);
  g_assert_cmpint (tn_stamp_ms (&tn_row_unit (row, "state")->stamp), >=, now);
}

/* ---- counting ---- */

static guint
count_at (const TnSurveyCount *count, guint question, guint choice)
{
  const TnQuestionCount *one = count->counts->pdata[question];

  return g_array_index (one->counts, guint, choice);
}

static void
test_counts_by_question_and_quarter (Fixture *f, gconstpointer data)
{
  g_autoptr (TnSurveyCount) all = NULL, one = NULL, few = NULL, none = NULL;
  const TnId *first = &f->ward.quarters[0], *second = &f->ward.quarters[1];
  g_autoptr (GError) error = NULL;

  open_five (f);
  none = tn_survey_count (f->copy, &f->survey, NULL, &error);
  g_assert_true (none->n == 0 && none->counts->len == 0 && none->quarters->len == 0);
  for (guint i = 0; i < 4; i++)
    g_assert_true (fill (f, first, 1, 1 << (i % 2), 3, 16, (int) i * 10));
  for (guint i = 0; i < 2; i++)
    g_assert_true (fill (f, second, 2, 4, 4, 1, 5));
  all = tn_survey_count (f->copy, &f->survey, NULL, &error);
  g_assert_no_error (error);
  /* two are too few to be told, and too few to be known from the ward's sum */
  g_assert_cmpuint (all->n, ==, 4);
  g_assert_cmpuint (all->n_left_out, ==, 2);
  g_assert_cmpuint (all->quarters->len, ==, 2);
  g_assert_cmpuint (count_at (all, 0, 0), ==, 4);
  g_assert_cmpuint (count_at (all, 0, 1), ==, 0);
  g_assert_cmpuint (count_at (all, 1, 0), ==, 2);
  g_assert_cmpuint (count_at (all, 2, 0), ==, 4);
  g_assert_cmpuint (count_at (all, 2, 2), ==, 0);
  g_assert_cmpuint (count_at (all, 3, 4), ==, 4);
  /* 0, 10, 20, 30 in ranges of ten */
  const TnQuestionCount *number = all->counts->pdata[4];
  g_assert_cmpuint (number->labels->len, ==, 4);
  g_assert_cmpstr (number->labels->pdata[1], ==, "10–19");
  g_autofree char *mean = tn_question_count_mean (number), *five = tn_question_count_mean (all->counts->pdata[3]), *no_mean = tn_question_count_mean (all->counts->pdata[0]);
  g_assert_cmpstr (mean, ==, "15.0");
  g_assert_cmpstr (five, ==, "5.0");
  g_assert_null (no_mean);
  /* choices of one or two are not told, nor is the sum beside them */
  g_autofree char *answered = tn_question_count_answered (all->counts->pdata[1]), *whole = tn_question_count_answered (all->counts->pdata[0]);
  g_assert_cmpstr (answered, ==, "about 5");
  g_assert_cmpstr (whole, ==, "4");
  few = tn_survey_count (f->copy, &f->survey, second, &error);
  g_assert_true (few->n == 2 && few->counts->len == 0);
  /* with one more they are a group */
  g_assert_true (fill (f, second, 2, 4, 4, 1, 5));
  one = tn_survey_count (f->copy, &f->survey, second, &error);
  g_assert_cmpuint (count_at (one, 0, 1), ==, 3);
  g_clear_pointer (&all, tn_survey_count_free);
  all = tn_survey_count (f->copy, &f->survey, NULL, &error);
  g_assert_true (all->n == 7 && all->n_left_out == 0);
}

/* Several small quarters count together once together they are no small group. */
static void
test_small_quarters_count_together (Fixture *f, gconstpointer data)
{
  g_autoptr (TnSurveyCount) all = NULL;

  open_five (f);
  for (guint i = 0; i < 4; i++)
    g_assert_true (fill (f, i == 3 ? NULL : &f->ward.quarters[i], 1, 0, 0, 0, -1));
  all = tn_survey_count (f->copy, &f->survey, NULL, NULL);
  g_assert_true (all->n == 4 && all->n_left_out == 0 && all->quarters->len == 4);
  g_assert_true (tn_id_is_null (&((TnSurveyQuarter *) all->quarters->pdata[3])->id));
}

/* What one person said in a quarter is not the difference of the ward and of the other quarter. */
static void
test_nothing_is_found_by_subtraction (Fixture *f, gconstpointer data)
{
  g_autoptr (TnSurveyCount) all = NULL, second = NULL;

  open_five (f);
  for (guint i = 0; i < 11; i++)
    g_assert_true (fill (f, &f->ward.quarters[0], 1, 1, 0, 0, -1));
  for (guint i = 0; i < 3; i++)
    g_assert_true (fill (f, &f->ward.quarters[1], i ? 2 : 1, 1, 0, 0, -1));
  all = tn_survey_count (f->copy, &f->survey, NULL, NULL);
  second = tn_survey_count (f->copy, &f->survey, &f->ward.quarters[1], NULL);
  g_autofree char *hidden = tn_question_count_text (second->counts->pdata[0], 0), *ward = tn_question_count_text (all->counts->pdata[0], 0);
  g_autofree char *sum = tn_question_count_answered (all->counts->pdata[0]), *other = tn_question_count_text (all->counts->pdata[1], 0);
  g_assert_cmpstr (hidden, ==, "under 3");
  g_assert_cmpstr (ward, ==, "about 10");
  g_assert_cmpstr (sum, ==, "about 15");
  g_assert_cmpuint (tn_question_count_bar (all->counts->pdata[0], 0), ==, 10);
  g_assert_cmpstr (other, ==, "14");   /* everybody said the same there: nobody is hidden */
}

/* Of three in the other quarter one wrote a number: neither the ranges nor the mean of the ward may say which. */
static void
test_a_lonely_number_is_not_found_by_subtraction (Fixture *f, gconstpointer data)
{
  g_autoptr (TnSurveyCount) all = NULL, first = NULL;

  open_five (f);
  for (guint i = 0; i < 11; i++)
    g_assert_true (fill (f, &f->ward.quarters[0], 1, 1, 1, 1, (int) (i % 5)));
  for (guint i = 0; i < 3; i++)
    g_assert_true (fill (f, &f->ward.quarters[1], 1, 1, 1, 1, i ? -1 : 3));
  all = tn_survey_count (f->copy, &f->survey, NULL, NULL);
  first = tn_survey_count (f->copy, &f->survey, &f->ward.quarters[0], NULL);
  const TnQuestionCount *ward = all->counts->pdata[4], *part = first->counts->pdata[4];
  g_autofree char *sum = tn_question_count_answered (ward), *mean = tn_question_count_mean (ward), *alone = tn_question_count_mean (part);
  g_assert_cmpint (ward->question->type, ==, TN_QUESTION_NUMBER);
  g_assert_cmpuint (ward->labels->len, >, 0);
  for (guint i = 0; i < ward->labels->len; i++)
    {
      g_autofree char *text = tn_question_count_text (ward, i);
      guint n = g_array_index (ward->counts, guint, i);

      g_assert_true (n == 0 || !g_ascii_isdigit (*text));
    }
  g_assert_cmpstr (sum, ==, "about 10");
  g_assert_null (mean);
  g_assert_nonnull (alone);   /* eleven by themselves hide nobody */
}

static void
assert_same (const TnSurveyCount *a, const TnSurveyCount *b)
{
  g_assert_true (a->n == b->n && a->n_left_out == b->n_left_out);
  g_assert_cmpuint (a->counts->len, ==, b->counts->len);
  for (guint i = 0; i < a->counts->len; i++)
    {
      const TnQuestionCount *x = a->counts->pdata[i], *y = b->counts->pdata[i];
      g_autofree char *x_sum = tn_question_count_answered (x), *y_sum = tn_question_count_answered (y);

      g_assert_cmpstr (x_sum, ==, y_sum);
      g_assert_cmpuint (x->labels->len, ==, y->labels->len);
      for (guint k = 0; k < x->labels->len; k++)
        {
          g_autofree char *x_text = tn_question_count_text (x, k), *y_text = tn_question_count_text (y, k);

          g_assert_cmpstr (x_text, ==, y_text);
          g_assert_cmpstr (x->labels->pdata[k], ==, y->labels->pdata[k]);
        }
    }
}

/* The page reads all sheets once: it must tell what each quarter tells when it is asked for alone. Small and large ones, and what was said by few. */
static void
test_all_at_once_tells_the_same (Fixture *f, gconstpointer data)
{
  static const struct { guint quarter, n, yes; } table[] = { { 0, 11, 1 }, { 1, 3, 2 }, { 2, 2, 1 }, { 3, 7, 1 } };
  g_autoptr (TnSurveyCount) all = NULL, whole = NULL;
  g_autoptr (GPtrArray) quarters = NULL;

  open_five (f);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    for (guint k = 0; k < table[i].n; k++)
      g_assert_true (fill (f, &f->ward.quarters[table[i].quarter], k < table[i].yes ? 1 : 2, 1 << k % 3, 1, 1, (int) (k * 7)));
  all = tn_survey_count_all (f->copy, &f->survey, &quarters, NULL);
  whole = tn_survey_count (f->copy, &f->survey, NULL, NULL);
  assert_same (all, whole);
  g_assert_true (quarters->len == 4 && all->quarters->len == 4);
  for (guint i = 0; i < quarters->len; i++)
    {
      g_autoptr (TnSurveyCount) one = tn_survey_count (f->copy, &f->survey, &((TnSurveyQuarter *) all->quarters->pdata[i])->id, NULL);

      assert_same (quarters->pdata[i], one);
    }
}

/* A question that was changed on another laptop while this one filled in: what was said stands under its own words or nowhere. */
static void
test_answers_to_other_choices_are_not_counted_as_these (Fixture *f, gconstpointer data)
{
  g_autoptr (TnSurveyCount) count = NULL;
  g_autoptr (GPtrArray) questions = NULL;
  TnEdit *edit;

  open_five (f);
  for (guint i = 0; i < 3; i++)
    g_assert_true (fill (f, NULL, 1, 1, 0, 0, -1));
  questions = tn_survey_questions (f->copy, &f->survey, NULL);
  edit = tn_edit_new ("a");
  tn_edit_set_text (edit, &get (questions, 1)->id, "choices", "Bảng\nĐiện thoại");
  work_write (f->copy, edit, NULL);
  count = tn_survey_count (f->copy, &f->survey, NULL, NULL);
  g_assert_cmpuint (count_at (count, 1, 0), ==, 0);
  g_assert_cmpuint (count_at (count, 1, 1), ==, 3);
}

static void
test_today_tells_a_survey_that_closes (Fixture *f, gconstpointer data)
{
  static const struct { int days; gboolean told; } table[] = { { -1, TRUE }, { 0, TRUE }, { 3, TRUE }, { 4, FALSE } };
  gint64 now = tn_env_now_ms (tn_copy_env (f->copy));

  open_five (f);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *day = tn_date_today (tn_day_start (now, table[i].days));
      g_autoptr (TnValues) values = work_values ("to", day, NULL);
      g_autoptr (GError) error = NULL;
      gboolean told = FALSE;

      work_write (f->copy, tn_survey_save (f->copy, &f->survey, values, &error), error);
      g_autoptr (TnToday) today = tn_today_read (f->copy, now, 5, &error);
      for (guint g = 0; g < today->groups->len; g++)
        told |= ((TnTodayGroup *) today->groups->pdata[g])->theme == TN_TODAY_INFORMATION;
      g_assert_cmpint (told, ==, table[i].told);
    }
}

#define ADD(name) g_test_add ("/survey/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survey/a-key-chooses-and-takes-back", test_a_key_chooses_and_takes_back);
  ADD (questions_that_are_refused);
  ADD (questions_stand_in_order_and_can_be_moved);
  ADD (an_open_survey_cannot_change_its_questions);
  ADD (what_an_answer_may_be);
  ADD (a_sheet_tells_neither_when_nor_who);
  ADD (no_file_holds_who_typed);
  ADD (a_sheet_is_an_edit_of_its_own);
  ADD (a_sheet_can_be_undone_and_what_follows_is_stamped_as_ever);
  ADD (counts_by_question_and_quarter);
  ADD (small_quarters_count_together);
  ADD (nothing_is_found_by_subtraction);
  ADD (a_lonely_number_is_not_found_by_subtraction);
  ADD (all_at_once_tells_the_same);
  ADD (answers_to_other_choices_are_not_counted_as_these);
  ADD (today_tells_a_survey_that_closes);
  return g_test_run ();
}
