/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-survey-count.h"
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include "tn-situation.h"
#include "tn-text.h"
#include "tn-work-private.h"

#define MOST_RANGES 6   /* of a number */

static void
free_count_cb (gpointer data)
{
  TnQuestionCount *count = data;

  g_ptr_array_unref (count->labels);
  g_array_unref (count->counts);
  g_array_unref (count->small);
  g_free (count);
}

static void
free_quarter_cb (gpointer data)
{
  g_free (((TnSurveyQuarter *) data)->name);
  g_free (data);
}

void
tn_survey_count_free (TnSurveyCount *count)
{
  if (!count)
    return;
  g_clear_pointer (&count->counts, g_ptr_array_unref);
  g_clear_pointer (&count->quarters, g_ptr_array_unref);
  g_clear_pointer (&count->questions, g_ptr_array_unref);
  g_free (count);
}

/* ---- reading ---- */

typedef struct { TnId area; char *answers; } Sheet;

static void
clear_sheet_cb (gpointer data)
{
  g_free (((Sheet *) data)->answers);
}

/* What is no object answers nothing: looked at once here, not at each question. */
static gboolean
add_sheet_cb (const TnListed *listed, TnSlice body, gpointer data)
{
  Sheet sheet = { listed->ref, tn_json_get_string (tn_json_member (body, "answers")) };

  if (sheet.answers && tn_json_check (tn_slice (sheet.answers, -1)) != TN_JSON_OBJECT)
    g_clear_pointer (&sheet.answers, g_free);
  g_array_append_val ((GArray *) data, sheet);
  return TRUE;
}

/* The quarters that are met, each with how many; a sheet's area becomes its quarter (a newer program might keep a group). */
static void
sort_into_quarters (TnCopy *copy, GArray *sheets, GPtrArray *quarters)
{
  g_autoptr (GHashTable) by_area = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);

  for (guint i = 0; i < sheets->len; i++)
    {
      Sheet *sheet = &g_array_index (sheets, Sheet, i);
      TnSurveyQuarter *quarter = g_hash_table_lookup (by_area, &sheet->area);
      TnId id = sheet->area;

      if (!quarter)
        {
          if (!tn_id_is_null (&id))
            tn_work_find_quarter (copy, &id);
          for (guint q = 0; q < quarters->len && !quarter; q++)
            if (tn_id_equal (&((TnSurveyQuarter *) quarters->pdata[q])->id, &id))
              quarter = quarters->pdata[q];
          if (!quarter)
            {
              quarter = g_new0 (TnSurveyQuarter, 1);
              quarter->id = id;
              quarter->name = tn_id_is_null (&id) ? g_strdup (_("Place not known")) : tn_query_title (copy, &id);
              g_ptr_array_add (quarters, quarter);
            }
          g_hash_table_insert (by_area, tn_id_copy (&sheet->area), quarter);
        }
      sheet->area = quarter->id;
      quarter->n++;
    }
}

static int
compare_quarters_cb (gconstpointer a, gconstpointer b)
{
  const TnSurveyQuarter *x = *(const TnSurveyQuarter *const *) a, *y = *(const TnSurveyQuarter *const *) b;

  if (tn_id_is_null (&x->id) != tn_id_is_null (&y->id))
    return tn_id_is_null (&x->id) ? 1 : -1;
  return tn_text_compare (x->name, y->name);
}

static const TnSurveyQuarter *
find_quarter (const TnSurveyCount *count, const TnId *id)
{
  for (guint i = 0; i < count->quarters->len; i++)
    if (tn_id_equal (&((TnSurveyQuarter *) count->quarters->pdata[i])->id, id))
      return count->quarters->pdata[i];
  return NULL;
}

static gboolean
is_small (const TnSurveyCount *count, const TnId *quarter)
{
  const TnSurveyQuarter *found = find_quarter (count, quarter);

  return !found || found->n < TN_SITUATION_LEAST;
}

/* Small quarters stand in the ward's numbers only together, and only when together they are no small group. */
static gboolean
leaves_out_small (const TnSurveyCount *count)
{
  guint pool = 0;

  for (guint i = 0; i < count->quarters->len; i++)
    {
      const TnSurveyQuarter *quarter = count->quarters->pdata[i];

      pool += quarter->n < TN_SITUATION_LEAST ? quarter->n : 0;
    }
  return pool < TN_SITUATION_LEAST;
}

/* Which sheets are counted: the others are taken out. */
static void
choose (GArray *sheets, TnSurveyCount *count, const TnId *quarter)
{
  gboolean without_small = leaves_out_small (count);

  for (guint i = sheets->len; i > 0; i--)
    {
      const TnId *area = &g_array_index (sheets, Sheet, i - 1).area;

      if (quarter ? tn_id_equal (quarter, area) : !(without_small && is_small (count, area)))
        continue;
      count->n_left_out += !quarter;
      g_array_remove_index_fast (sheets, i - 1);
    }
  count->n = sheets->len;
}

/* ---- counting ---- */

static TnQuestionCount *
new_count (const TnQuestion *question)
{
  TnQuestionCount *count = g_new0 (TnQuestionCount, 1);

  count->question = question;
  count->labels = g_ptr_array_new_with_free_func (g_free);
  count->counts = g_array_new (FALSE, TRUE, sizeof (guint));
  count->small = g_array_new (FALSE, TRUE, sizeof (guint));
  for (char **choice = question->choices; *choice; choice++)
    g_ptr_array_add (count->labels, g_strdup (*choice));
  g_array_set_size (count->counts, count->labels->len);
  return count;
}

static int
find_choice (const TnQuestion *question, const char *said)
{
  static const char *const yes_no[] = { "yes", "no" };

  for (int i = 0; question->choices[i]; i++)
    if (g_str_equal (question->type == TN_QUESTION_YES_NO ? yes_no[i] : question->choices[i], said))
      return i;
  return -1;
}

/* Choices that the question does not have (any more) say nothing. TRUE when one was one of its own. */
static gboolean
count_choices (TnQuestionCount *count, TnSlice said, double *sum)
{
  TnSlice key, value;
  gboolean any = FALSE;
  TnJsonIter it;

  if (!said.len || tn_json_type (said) != TN_JSON_ARRAY)
    return FALSE;
  tn_json_iter_init (&it, said);
  while (tn_json_iter_next (&it, &key, &value))
    {
      g_autofree char *text = tn_json_get_string (value);
      int choice = text ? find_choice (count->question, text) : -1;

      if (choice < 0)
        continue;
      g_array_index (count->counts, guint, choice)++;
      *sum += choice + 1;
      any = TRUE;
    }
  return any;
}

static void
count_chosen (TnQuestionCount *count, const GArray *sheets)
{
  double sum = 0;
  TnIdStr id;

  tn_id_format (&count->question->id, id);
  for (guint i = 0; i < sheets->len; i++)
    {
      const char *answers = g_array_index (sheets, Sheet, i).answers;

      if (answers)
        count->answered += count_choices (count, tn_json_member (tn_slice (answers, -1), id), &sum);
    }
  count->mean = count->question->type == TN_QUESTION_SCALE && count->answered ? sum / count->answered : NAN;
}

/* Round steps, so that the ends of the ranges are nobody's number. */
static int
find_step (int most)
{
  static const int steps[] = { 1, 2, 5, 10, 20, 50, 100, 200 };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (most / steps[i] < MOST_RANGES)
      return steps[i];
  return steps[G_N_ELEMENTS (steps) - 1];
}

static GArray *
read_numbers (const TnQuestion *question, const GArray *sheets, int *most, double *sum)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (int));
  TnIdStr id;

  tn_id_format (&question->id, id);
  for (guint i = 0; i < sheets->len; i++)
    {
      const char *answers = g_array_index (sheets, Sheet, i).answers;
      gint64 said;
      int number;

      if (!answers || !tn_json_get_int (tn_json_member (tn_slice (answers, -1), id), &said)
          || said < 0 || said > TN_SURVEY_NUMBER)
        continue;
      number = (int) said;
      g_array_append_val (numbers, number);
      *most = MAX (*most, number);
      *sum += number;
    }
  return numbers;
}

static void
count_numbers (TnQuestionCount *count, const GArray *sheets)
{
  int most = 0, step;
  double sum = 0;
  g_autoptr (GArray) numbers = read_numbers (count->question, sheets, &most, &sum);

  count->answered = numbers->len;
  count->mean = numbers->len ? sum / numbers->len : NAN;
  if (numbers->len < TN_SITUATION_LEAST)   /* even the last range would be somebody's number */
    return;
  step = find_step (most);
  for (int i = 0; i <= most / step; i++)
    g_ptr_array_add (count->labels, step == 1 ? g_strdup_printf ("%d", i) : g_strdup_printf ("%d–%d", i * step, (i + 1) * step - 1));
  g_array_set_size (count->counts, count->labels->len);
  for (guint i = 0; i < numbers->len; i++)
    g_array_index (count->counts, guint, g_array_index (numbers, int, i) / step)++;
}

static TnQuestionCount *
count_question (const TnQuestion *question, const GArray *sheets)
{
  TnQuestionCount *count = new_count (question);

  if (question->type == TN_QUESTION_NUMBER)
    count_numbers (count, sheets);
  else
    count_chosen (count, sheets);
  g_array_set_size (count->small, count->labels->len);
  return count;
}

/* ---- what the ward's numbers would give away ---- */

/* Of quarters that are told by themselves each one's sheets, and those of the others together. GArray of Sheet, whose texts are borrowed. */
static GPtrArray *
part_sheets (const GArray *sheets, const TnSurveyCount *count)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint q = 0; q <= count->quarters->len; q++)
    g_ptr_array_add (parts, g_array_new (FALSE, FALSE, sizeof (Sheet)));
  for (guint i = 0; i < sheets->len; i++)
    {
      const Sheet *sheet = &g_array_index (sheets, Sheet, i);
      guint part = count->quarters->len;

      for (guint q = 0; q < count->quarters->len && !is_small (count, &sheet->area); q++)
        if (tn_id_equal (&((TnSurveyQuarter *) count->quarters->pdata[q])->id, &sheet->area))
          part = q;
      g_array_append_vals (parts->pdata[part], sheet, 1);
    }
  return parts;
}

/* A part of one or two is the difference of what is told, unless the whole is only told about. Ranges of numbers differ from part to part: a small one
 * among them makes all of them "about". */
static void
note_small (TnQuestionCount *whole, const GArray *sheets)
{
  TnQuestionCount *part = count_question (whole->question, sheets);
  gboolean numbers = whole->question->type == TN_QUESTION_NUMBER, few = part->answered && part->answered < TN_SITUATION_LEAST;

  whole->few |= few;
  /* so few that not even their ranges are told */
  for (guint k = 0; numbers && few && k < whole->small->len; k++)
    g_array_index (whole->small, guint, k) = part->answered;
  for (guint i = 0; i < part->counts->len; i++)
    {
      guint n = g_array_index (part->counts, guint, i);

      if (n == 0 || n >= TN_SITUATION_LEAST)
        continue;
      for (guint k = 0; k < whole->small->len; k++)
        if (k == i || numbers)
          g_array_index (whole->small, guint, k) = n;
    }
  free_count_cb (part);
}

static void
note_parts (TnSurveyCount *count, const GArray *sheets)
{
  g_autoptr (GPtrArray) parts = part_sheets (sheets, count);

  for (guint i = 0; i < count->counts->len; i++)
    for (guint k = 0; k < parts->len; k++)
      note_small (count->counts->pdata[i], parts->pdata[k]);
}

/* quarter NULL = the whole ward. sheets: all of them, sorted into quarters; its texts are borrowed. */
static TnSurveyCount *
make_count (GPtrArray *questions, GPtrArray *quarters, const GArray *sheets, const TnId *quarter)
{
  TnSurveyCount *count = g_new0 (TnSurveyCount, 1);
  g_autoptr (GArray) chosen = g_array_sized_new (FALSE, FALSE, sizeof (Sheet), sheets->len);

  g_array_append_vals (chosen, sheets->data, sheets->len);
  count->counts = g_ptr_array_new_with_free_func (free_count_cb);
  count->questions = g_ptr_array_ref (questions);
  count->quarters = g_ptr_array_ref (quarters);
  choose (chosen, count, quarter);
  for (guint i = 0; count->n >= TN_SITUATION_LEAST && i < questions->len; i++)
    g_ptr_array_add (count->counts, count_question (questions->pdata[i], chosen));
  if (!quarter)
    note_parts (count, chosen);
  return count;
}

typedef struct { GPtrArray *questions, *quarters; GArray *sheets; } Whole;

static void
clear_whole (Whole *whole)
{
  g_clear_pointer (&whole->questions, g_ptr_array_unref);
  g_clear_pointer (&whole->quarters, g_ptr_array_unref);
  g_clear_pointer (&whole->sheets, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Whole, clear_whole)

static gboolean
read_whole (TnCopy *copy, const TnId *survey, Whole *whole, GError **error)
{
  TnListedQuery query = { .kind = "survey_sheet", .parent = survey };

  whole->quarters = g_ptr_array_new_with_free_func (free_quarter_cb);
  whole->sheets = g_array_new (FALSE, FALSE, sizeof (Sheet));
  g_array_set_clear_func (whole->sheets, clear_sheet_cb);
  if (!(whole->questions = tn_survey_questions (copy, survey, error)) || !tn_query_listed_each (copy, &query, add_sheet_cb, whole->sheets, error))
    return FALSE;
  sort_into_quarters (copy, whole->sheets, whole->quarters);
  g_ptr_array_sort (whole->quarters, compare_quarters_cb);
  return TRUE;
}

TnSurveyCount *
tn_survey_count (TnCopy *copy, const TnId *survey, const TnId *quarter, GError **error)
{
  g_auto (Whole) whole = { 0 };

  return read_whole (copy, survey, &whole, error) ? make_count (whole.questions, whole.quarters, whole.sheets, quarter) : NULL;
}

TnSurveyCount *
tn_survey_count_all (TnCopy *copy, const TnId *survey, GPtrArray **quarters, GError **error)
{
  g_auto (Whole) whole = { 0 };

  if (!read_whole (copy, survey, &whole, error))
    return NULL;
  *quarters = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_survey_count_free);
  for (guint i = 0; i < whole.quarters->len; i++)
    g_ptr_array_add (*quarters, make_count (whole.questions, whole.quarters, whole.sheets, &((TnSurveyQuarter *) whole.quarters->pdata[i])->id));
  return make_count (whole.questions, whole.quarters, whole.sheets, NULL);
}

/* ---- in words ---- */

char *
tn_question_count_text (const TnQuestionCount *count, guint choice)
{
  guint n = g_array_index (count->counts, guint, choice);

  return n < TN_SITUATION_LEAST ? tn_situation_count_text (n) : tn_situation_sum_text (&g_array_index (count->small, guint, choice), 1, n);
}

guint
tn_question_count_bar (const TnQuestionCount *count, guint choice)
{
  guint n = g_array_index (count->counts, guint, choice);
  gboolean exact = n == 0 || (n >= TN_SITUATION_LEAST && !g_array_index (count->small, guint, choice));

  return exact ? n : n < TN_SITUATION_LEAST ? TN_SITUATION_LEAST - 1 : (n + 2) / 5 * 5;
}

char *
tn_question_count_answered (const TnQuestionCount *count)
{
  g_autoptr (GArray) parts = g_array_copy (count->counts);   /* with an exact sum, what is "about" could be worked out of the others */

  g_array_append_vals (parts, count->small->data, count->small->len);
  return tn_situation_sum_text ((const guint *) parts->data, parts->len, count->answered);
}

char *
tn_question_count_mean (const TnQuestionCount *count)
{
  return isnan (count->mean) || count->few || count->answered < TN_SITUATION_LEAST ? NULL : g_strdup_printf ("%.1f", count->mean);
}
