/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planning a test round, and typing what came of it. */
#include "tn-testing.h"
#include <glib/gi18n.h>
#include "tn-tracing-private.h"
#include "tn-work-private.h"

/* ---- who ---- */

static gboolean
is_member (TnCopy *copy, const TnId *subject, const char *category, const char *today)
{
  g_autoptr (GPtrArray) rows = tn_query_children (copy, "membership", subject, NULL);
  for (guint i = 0; rows && i < rows->len; i++) {
    g_autofree char *key = tn_row_dup_text (rows->pdata[i], "category"), *from = tn_row_dup_text (rows->pdata[i], "from");
    g_autofree char *to = tn_row_dup_text (rows->pdata[i], "to");
    if (g_strcmp0 (key, category) == 0 && (!from || strcmp (from, today) <= 0) && (!to || strncmp (to, today, strlen (to)) >= 0)) return TRUE;
  }
  return FALSE;
}

static gboolean
add_home (TnCopy *copy, gint64 row, const char *category, const char *today, GArray *people, GError **error)
{
  g_autoptr (TnHouseholdItem) home = tn_query_household_item (copy, row, error);
  g_autoptr (GPtrArray) members = home ? tn_work_people (copy, &home->id, error) : NULL;
  gboolean all = members && (!category || is_member (copy, &home->id, category, today));
  for (guint i = 0; members && i < members->len; i++) {
    const TnId *id = &((TnRow *) members->pdata[i])->id;
    if (all || is_member (copy, id, category, today)) g_array_append_val (people, *id);
  }
  return members != NULL;
}

GArray *
tn_testing_people (TnCopy *copy, const TnId *area, const char *category, GError **error)
{
  if (category && !*category) category = NULL;
  TnHouseholdQuery query = { .area = area, .category = category, .sort = TN_SORT_ADDRESS };
  g_autofree char *today = tn_work_today (copy, NULL);
  g_autoptr (GArray) rows = tn_query_households (copy, &query, error), people = g_array_new (FALSE, FALSE, sizeof (TnId));
  for (guint i = 0; rows && i < rows->len; i++)
    if (!add_home (copy, g_array_index (rows, gint64, i), category, today, people, error)) return NULL;
  return rows ? g_steal_pointer (&people) : NULL;
}

/* ---- writing ---- */

/* A person's test of a round has the same id wherever it is written down, so that two laptops which plan apart write one record. */
static TnId
name_test (TnCopy *copy, const TnId *round, const TnId *person)
{
  TnIdStr a, b;
  tn_id_format (round, a);
  tn_id_format (person, b);
  g_autofree char *name = g_strdup_printf ("test/%s/%s", a, b);
  TnId id = tn_id_from_name (name);
  g_autoptr (TnRow) there = tn_copy_get (copy, &id, NULL);
  return there ? tn_id_new (tn_copy_env (copy)) : id;   /* it was there and was taken out: it is not brought back to life */
}

static TnId
write_test (TnCopy *copy, TnEdit *edit, const TnId *round, const TnId *person, const char *date, const char *method)
{
  TnId id = name_test (copy, round, person);
  tn_edit_create (edit, "test", &id);
  tn_edit_set_ref (edit, &id, "person", person);
  tn_edit_set_ref (edit, &id, "test_round", round);
  tn_edit_set_text (edit, &id, "date", date);
  tn_edit_set_text (edit, &id, "method", method);
  tn_edit_set_text (edit, &id, "result", "pending");
  return id;
}

TnEdit *
tn_testing_plan (TnCopy *copy, const TnValues *round, const char *category, const TnId *id, guint *n, GError **error)
{
  g_autofree char *name = tn_values_dup_text (round, "name"), *date = tn_values_dup_text (round, "date"), *method = tn_values_dup_text (round, "method");
  g_autofree char *area_text = tn_values_dup_text (round, "area");
  TnId area;
  if (!name || !*name || !date || !*date) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("A test round needs a name and a date. Fill them in and save again."));
    return NULL;
  }
  g_autoptr (GArray) people = tn_testing_people (copy, area_text && tn_id_parse (area_text, -1, &area) ? &area : NULL, category, error);
  if (!people) return NULL;
  if (!people->len) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Nobody in this area is in this category. Choose another area or category."));
    return NULL;
  }
  g_autofree char *label = g_strdup_printf (_("Planned test round %s"), name);
  g_autoptr (TnEdit) edit = tn_edit_new (label);
  TnId round_id = tn_edit_create (edit, "test_round", id);
  tn_edit_set_text (edit, &round_id, "state", "planned");
  tn_values_apply (round, edit, &round_id);
  for (guint i = 0; i < people->len; i++) write_test (copy, edit, &round_id, &g_array_index (people, TnId, i), date, method);
  if (n) *n = people->len;
  return g_steal_pointer (&edit);
}

/* Tests of one person in one round: TnListed. */
static GArray *
read_tests (TnCopy *copy, const TnId *round, const TnId *person, GError **error)
{
  TnListedQuery query = { .kind = "test", .parent = person, .newest_first = TRUE };
  g_autoptr (GArray) tests = tn_query_listed (copy, &query, error);
  for (guint i = tests ? tests->len : 0; i-- > 0;)
    if (!tn_id_equal (&g_array_index (tests, TnListed, i).ref, round)) g_array_remove_index (tests, i);
  return g_steal_pointer (&tests);
}

static TnEdit *
new_edit (TnCopy *copy, const char *format, const TnId *person)
{
  g_autofree char *name = tn_tracing_person_name (copy, person);
  return tn_work_new_edit_about (format, name);
}

static TnId
add_test (TnCopy *copy, TnEdit *edit, const TnRow *round, const TnId *person)
{
  g_autofree char *date = tn_row_dup_text (round, "date"), *method = tn_row_dup_text (round, "method"), *today = tn_work_today (copy, NULL);
  return write_test (copy, edit, &round->id, person, date ? date : today, method);
}

TnEdit *
tn_testing_add (TnCopy *copy, const TnId *round, const TnId *person, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "test_round", round, error), who = row ? tn_work_get (copy, "person", person, error) : NULL;
  g_autoptr (GArray) tests = who ? read_tests (copy, round, person, error) : NULL;
  if (!tests) return NULL;
  if (tests->len) {
    g_autofree char *name = tn_row_dup_text (who, "name");
    g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT, _("%s is in this round already. Nothing was changed."), name ? name : "");
    return NULL;
  }
  /* Translators: %s is a person's name */
  TnEdit *edit = new_edit (copy, _("Added %s to the test round"), person);
  add_test (copy, edit, row, person);
  return edit;
}

static TnTestResult
weigh (GArray *tests)
{
  TnTestResult result = TN_TEST_PENDING;
  for (guint i = 0; i < tests->len; i++) result = tn_test_weightier (result, tn_test_result_from (g_array_index (tests, TnListed, i).state));
  return result;
}

TnEdit *
tn_testing_drop (TnCopy *copy, const TnId *round, const TnId *person, GError **error)
{
  g_autoptr (GArray) tests = read_tests (copy, round, person, error);
  if (!tests) return NULL;
  /* Translators: %s is a person's name */
  g_autoptr (TnEdit) edit = new_edit (copy, _("Took %s out of the test round"), person);
  TnTestResult result = weigh (tests);
  gboolean kept = FALSE;
  for (guint i = 0; i < tests->len; i++) {
    const TnListed *test = &g_array_index (tests, TnListed, i);
    TnTestResult own = tn_test_result_from (test->state);
    if (own != TN_TEST_PENDING && (own != result || !kept)) { kept |= own == result; continue; }
    tn_edit_delete (edit, &test->id);
  }
  if (tn_edit_is_empty (edit)) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("A result stands there. It is not taken out; type another one if it is wrong."));
    return NULL;
  }
  return g_steal_pointer (&edit);
}

static void
set_typed (TnCopy *copy, const TnId *person, TnTestResult before, TnTestResult now, GError **error)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("test"), "result");
  g_autofree char *name = tn_tracing_person_name (copy, person);
  const char *stands = tn_choice_label (field, tn_test_result_key (before));
  if (before == now) g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT, _("%s: “%s” has been typed already. Nothing was changed."), name, stands);
  else
    g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT, _("%s: “%s” stands there already. Nothing was changed; type “%s” once more to put it in its place."), name,
                 stands, tn_choice_label (field, tn_test_result_key (now)));
}

/* Of several tests one keeps the result; the others, which say the same person was tested twice, go. */
TnEdit *
tn_testing_key (TnCopy *copy, const TnId *round, const TnId *person, TnTestResult result, gboolean replace, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "test_round", round, error);
  g_autoptr (GArray) tests = row ? read_tests (copy, round, person, error) : NULL;
  if (!tests) return NULL;
  TnTestResult before = weigh (tests);
  gboolean twice = tests->len > 1;
  if (before != TN_TEST_PENDING && (before == result ? !(replace && twice) : !replace)) {
    set_typed (copy, person, before, result, error);
    return NULL;
  }
  /* Translators: %s is a person's name */
  TnEdit *edit = new_edit (copy, _("Test result of %s"), person);
  TnId id = tests->len ? g_array_index (tests, TnListed, 0).id : add_test (copy, edit, row, person);
  tn_edit_set_text (edit, &id, "result", tn_test_result_key (result));
  for (guint i = 1; i < tests->len; i++) tn_edit_delete (edit, &g_array_index (tests, TnListed, i).id);
  return edit;
}

TnEdit *
tn_testing_set_state (TnCopy *copy, const TnId *round, const char *state, GError **error)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("test_round"), "state");
  g_autofree char *token = tn_field_parse (field, state, error);
  g_autoptr (TnRow) row = token ? tn_work_get (copy, "test_round", round, error) : NULL;
  if (!row) return NULL;
  g_autofree char *name = tn_row_dup_text (row, "name"), *label = g_strdup_printf ("%s: %s", name ? name : "", tn_choice_label (field, state));
  TnEdit *edit = tn_edit_new (label);
  tn_edit_set (edit, round, "state", token);
  return edit;
}
