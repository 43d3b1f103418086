/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-ward.h"
#include "tn-sheet-code.h"

static TnId
make_id (const char *name)
{
  return tn_id_from_name (name);
}

static void
test_both_forms_come_back (void)
{
  static const guint numbers[] = { 1, 9, 10, 123, 4999, TN_SHEET_MAX_NUMBER };
  for (guint r = 0; r < 50; r++) {
    g_autofree char *name = g_strdup_printf ("round %u", r);
    TnId round = make_id (name);
    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
      g_autofree char *whole = tn_sheet_code_whole (&round, numbers[i]), *brief = tn_sheet_code_short (&round, numbers[i]);
      TnSheetCode code;
      g_autoptr (GError) error = NULL;
      g_assert_true (tn_sheet_code_parse (whole, &code, &error));
      g_assert_cmpint (code.round, ==, tn_sheet_code_round (&round));
      g_assert_cmpuint (code.number, ==, numbers[i]);
      g_assert_true (tn_sheet_code_check (&code, &round, &error));
      g_assert_true (tn_sheet_code_parse (brief, &code, &error));
      g_assert_cmpint (code.round, ==, -1);
      g_assert_cmpuint (code.number, ==, numbers[i]);
      g_assert_true (tn_sheet_code_check (&code, &round, &error));
      g_assert_cmpint (strspn (whole, "0123456789"), ==, strlen (whole));   /* no input method changes digits */
    }
  }
}

static gboolean
is_taken (const char *text, const TnId *round)
{
  TnSheetCode code;
  return tn_sheet_code_parse (text, &code, NULL) && tn_sheet_code_check (&code, round, NULL);
}

/* Every single wrong digit and every two neighbours that changed places are noticed, in both forms. */
static void
test_slips_of_the_finger_are_noticed (void)
{
  TnId round = make_id ("tonight");
  for (guint number = 1; number < 3000; number += 37)
    for (guint form = 0; form < 2; form++) {
      g_autofree char *code = form ? tn_sheet_code_whole (&round, number) : tn_sheet_code_short (&round, number);
      g_assert_true (is_taken (code, &round));
      for (char *p = code; *p; p++) {
        char right = *p;
        if (right == '-') continue;
        for (char wrong = '0'; wrong <= '9'; wrong++) {
          *p = wrong;
          if (wrong != right && is_taken (code, &round)) g_error ("%s is taken", code);
        }
        *p = right;
        if (p[1] == '\0' || p[1] == '-' || p[1] == right) continue;
        p[0] = p[1];
        p[1] = right;
        if (is_taken (code, &round)) g_error ("%s is taken", code);
        p[1] = p[0];
        p[0] = right;
      }
    }
}

static void
test_sheets_of_other_rounds_are_noticed (void)
{
  TnId tonight = make_id ("tonight");
  guint taken = 0;
  for (guint r = 0; r < 1000; r++) {
    g_autofree char *name = g_strdup_printf ("another %u", r);
    TnId other = make_id (name);
    g_autofree char *whole = tn_sheet_code_whole (&other, 7), *brief = tn_sheet_code_short (&other, 7);
    g_assert_false (is_taken (whole, &tonight));
    taken += is_taken (brief, &tonight);
  }
  g_assert_cmpuint (taken, <, 30);   /* one in 97 */
}

static void
test_what_is_no_code (void)
{
  static const char *const texts[] = { "", "-", "12", "0-12", "01-12", "12a-34", "123456-78", "1234567890", "12345678901234567", "123–45", "９9-12", NULL };
  for (guint i = 0; texts[i]; i++) {
    g_autoptr (GError) error = NULL;
    TnSheetCode code;
    if (tn_sheet_code_parse (texts[i], &code, &error)) g_error ("“%s” is taken for a code", texts[i]);
    g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  }
  TnId round = make_id ("tonight");
  g_autofree char *brief = tn_sheet_code_short (&round, 45), *spaced = g_strdup_printf ("  %.2s %s\n", brief, brief + 3);
  g_assert_true (is_taken (spaced, &round));
}

static void
test_rounds_and_stops_are_found (void)
{
  g_autoptr (GError) error = NULL;
  PracticeWard ward;
  practice_ward_make (&ward, 3);
  g_autoptr (TnCopy) copy = practice_ward_open (&ward);
  g_autoptr (TnEdit) edit = tn_edit_new ("Round");
  TnId round = tn_edit_create (edit, "round", NULL), stops[3];
  g_autoptr (GArray) homes = tn_query_ids (copy, "household", &error);
  tn_edit_set_text (edit, &round, "evening", "2021-12-24");
  for (guint i = 0; i < 3; i++) {
    stops[i] = tn_edit_create (edit, "stop", NULL);
    tn_edit_set_ref (edit, &stops[i], "household", &g_array_index (homes, TnId, i));
    tn_edit_set_ref (edit, &stops[i], "round", &round);
    tn_edit_set_int (edit, &stops[i], "number", i == 2 ? 2 : i + 1);
  }
  gint64 action;
  g_assert_true (tn_copy_edit (copy, edit, &action, &error));
  g_autofree char *whole = tn_sheet_code_whole (&round, 1);
  TnSheetCode code;
  TnId found;
  g_assert_true (tn_sheet_code_parse (whole, &code, &error));
  g_assert_true (tn_sheet_code_find_round (copy, &code, &found, &error));
  g_assert_true (tn_id_equal (&found, &round));
  g_autoptr (GPtrArray) all = tn_round_stops (copy, &round, &error);
  TnRoundStop *stop = tn_sheet_code_find_stop (all, &code, &error);
  g_assert_true (tn_id_equal (&stop->id, &stops[0]));
  code.number = 2;
  g_assert_null (tn_sheet_code_find_stop (all, &code, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CONFLICT);
  g_clear_error (&error);
  code.number = 9;
  g_assert_null (tn_sheet_code_find_stop (all, &code, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  code.round = (code.round + 1) % 100000000;
  g_assert_false (tn_sheet_code_find_round (copy, &code, &found, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_pointer (&copy, tn_copy_close);
  practice_ward_clear (&ward);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet-code/both-forms", test_both_forms_come_back);
  g_test_add_func ("/sheet-code/slips", test_slips_of_the_finger_are_noticed);
  g_test_add_func ("/sheet-code/other-rounds", test_sheets_of_other_rounds_are_noticed);
  g_test_add_func ("/sheet-code/no-code", test_what_is_no_code);
  g_test_add_func ("/sheet-code/found", test_rounds_and_stops_are_found);
  return g_test_run ();
}
