/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-schema.h"

#include <string.h>

#define AN_ID "017dee2a-4f00-70f1-b2f3-f4f5f6f7f8f9"

/* One field of each type, independent of the real kinds. */
static const TnChoice sexes[] = { { "male", "Male" }, { "female", "Female" }, { NULL, NULL } };
static const TnField text = { .key = "text", .type = TN_TYPE_TEXT, .label = "Text" };
static const TnField note = { .key = "note", .type = TN_TYPE_NOTE, .label = "Note" };
static const TnField phone = { .key = "phone", .type = TN_TYPE_PHONE, .label = "Phone" };
static const TnField date = { .key = "date", .type = TN_TYPE_DATE, .label = "Date" };
static const TnField moment = { .key = "moment", .type = TN_TYPE_TIME, .label = "Moment" };
static const TnField whole = { .key = "whole", .type = TN_TYPE_INT, .label = "Whole" };
static const TnField decimal = { .key = "decimal", .type = TN_TYPE_DECIMAL, .label = "Decimal" };
static const TnField truth = { .key = "truth", .type = TN_TYPE_BOOL, .label = "Truth" };
static const TnField choice = { .key = "choice", .type = TN_TYPE_CHOICE, .choices = sexes, .label = "Choice" };
static const TnField ref = { .key = "ref", .type = TN_TYPE_REF, .label = "Ref" };

static gboolean
accepts (const TnField *field, const char *token)
{
  return tn_field_accepts (field, tn_slice (token, -1));
}

static void
test_soft_check_looks_at_the_shape_only (void)
{
  const TnField *const all[] = { &text, &note, &phone, &date, &moment, &whole, &decimal, &truth, &choice, &ref };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_assert_true (accepts (all[i], "null"));
      g_assert_false (accepts (all[i], "{}"));
      g_assert_false (accepts (all[i], "[]"));
      g_assert_cmpint (accepts (all[i], "\"x\""), ==, i <= 3 || all[i] == &choice);
      g_assert_cmpint (accepts (all[i], "3"), ==, all[i] == &moment || all[i] == &whole || all[i] == &decimal);
      g_assert_cmpint (accepts (all[i], "3.5"), ==, all[i] == &decimal);
      g_assert_cmpint (accepts (all[i], "true"), ==, all[i] == &truth);
    }
  g_assert_true (accepts (&date, "\"soon\""));          /* odd, but somebody's work: it goes on a work list */
  g_assert_true (accepts (&choice, "\"other\""));       /* of a newer program */
  g_assert_true (accepts (&ref, "\"" AN_ID "\""));
  g_assert_false (accepts (&whole, "1e3"));
}

static gboolean
unit_accepts (const char *kind, const char *unit, const char *value)
{
  return tn_kind_unit_accepts (tn_schema_kind (kind), unit, tn_slice (value, -1));
}

static void
test_soft_check_of_whole_units (void)
{
  g_assert_true (unit_accepts ("person", "name", "\"Lê Văn Bé\""));
  g_assert_false (unit_accepts ("person", "name", "{\"name\":\"Lê Văn Bé\"}"));
  g_assert_true (unit_accepts ("person", "name", "null"));
  g_assert_true (unit_accepts ("household", "address", "{\"house_no\":\"45/2\",\"street\":null}"));
  g_assert_true (unit_accepts ("household", "address", "{}"));
  g_assert_true (unit_accepts ("household", "address", "null"));
  g_assert_false (unit_accepts ("household", "address", "\"45/2\""));
  g_assert_false (unit_accepts ("household", "address", "{\"house_no\":45}"));
  g_assert_false (unit_accepts ("household", "address", "{\"code\":\"H1\"}"));      /* of another unit */
  g_assert_false (unit_accepts ("household", "address", "{\"floor\":\"3\"}"));      /* not known here: held (sync.md 2.13) */
  g_assert_false (unit_accepts ("household", "address", "{\"house_no\":\"45/2\""));
  g_assert_false (unit_accepts ("household", "floor", "null"));
  g_assert_false (unit_accepts ("household", "floor", "\"3\""));
}

static gboolean
is_valid (const TnField *field, const char *token)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = tn_field_validate (field, tn_slice (token, -1), &error);

  g_assert_cmpint (ok, ==, error == NULL);
  if (error)
    {
      g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, field->label));
    }
  return ok;
}

static void
test_hard_check_refuses_what_a_person_can_put_right (void)
{
  g_autofree char *long_text = g_strnfill (501, 'a'), *fits = g_strnfill (500, 'a');
  g_autofree char *long_token = tn_json_string (long_text), *fitting_token = tn_json_string (fits);

  g_assert_true (is_valid (&text, "\"Lê Văn Bé\""));
  g_assert_true (is_valid (&text, "null"));
  g_assert_true (is_valid (&text, fitting_token));
  g_assert_false (is_valid (&text, long_token));
  g_assert_true (is_valid (&note, long_token));
  g_assert_false (is_valid (&text, "\"a\\nb\""));
  g_assert_true (is_valid (&note, "\"a\\nb\""));
  g_assert_false (is_valid (&text, "\"a\\u0000b\""));
  g_assert_false (is_valid (&text, "\"a"));
  g_assert_false (is_valid (&text, "3"));
  g_assert_true (is_valid (&date, "\"2021-12\""));
  g_assert_false (is_valid (&date, "\"2021-02-30\""));
  g_assert_false (is_valid (&date, "\"24/12/2021\""));
  g_assert_true (is_valid (&choice, "\"male\""));
  g_assert_false (is_valid (&choice, "\"Male\""));
  g_assert_true (is_valid (&ref, "\"" AN_ID "\""));
  g_assert_false (is_valid (&ref, "\"somebody\""));
  g_assert_true (is_valid (&whole, "-3"));
  g_assert_false (is_valid (&whole, "3.5"));
  g_assert_true (is_valid (&decimal, "36.5"));
  g_assert_false (is_valid (&decimal, "\"36.5\""));
  g_assert_false (is_valid (&truth, "\"yes\""));
}

static void
assert_parse (const TnField *field, const char *written, const char *want)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = tn_field_parse (field, written, &error);

  g_assert_cmpstr (token, ==, want);
  if (want)
    {
      g_assert_no_error (error);
      g_assert_true (is_valid (field, token));
    }
  else
    g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
}

static void
test_parses_what_a_person_writes (void)
{
  assert_parse (&text, "  Lê\tVăn  Be\u0301 ", "\"Lê Văn Bé\"");
  assert_parse (&text, " \n", "null");
  assert_parse (&note, "\n một  dòng \r\n\r\nhai \n\n", "\"một dòng\\n\\nhai\"");
  assert_parse (&phone, "+84 542 345 678", "\"0542345678\"");
  assert_parse (&phone, "0542345678 (con gái)", "\"0542345678 (con gái)\"");
  assert_parse (&date, "4/7/1960", "\"1960-07-04\"");
  assert_parse (&date, "4/7/60", NULL);
  assert_parse (&moment, "24/12/2021 18:05", "1640343900000");
  assert_parse (&moment, "24/12/2021", "1640278800000");
  assert_parse (&moment, "24/12/2021 25:05", NULL);
  assert_parse (&moment, "12/2021", NULL);
  assert_parse (&whole, "12", "12");
  assert_parse (&whole, "-012", "-12");
  assert_parse (&whole, "1.250", "1250");
  assert_parse (&whole, "1.25", NULL);
  assert_parse (&whole, "12 phòng", NULL);
  assert_parse (&decimal, "36,5", "36.5");
  assert_parse (&decimal, "36.5", "36.5");
  assert_parse (&decimal, "36.5.1", NULL);
  assert_parse (&decimal, "1500", "1500");
  assert_parse (&decimal, "1.500", NULL);        /* one and a half, or fifteen hundred */
  assert_parse (&decimal, "-12,500", NULL);
  assert_parse (&decimal, "0.125", "0.125");
  assert_parse (&decimal, "1.500.000", "1500000");
  assert_parse (&decimal, "1.500,5", "1500.5");
  assert_parse (&decimal, "1,500.25", "1500.25");
  assert_parse (&decimal, "-1.500,5", "-1500.5");
  assert_parse (&decimal, "15.00,5", NULL);
  assert_parse (&decimal, "1,5,5", NULL);
  assert_parse (&decimal, "1.2345", "1.2345");
  assert_parse (&decimal, ".5", NULL);
  assert_parse (&truth, "Có", "true");
  assert_parse (&truth, "x", "true");
  assert_parse (&truth, "Không", "false");
  assert_parse (&truth, "có lẽ", NULL);
  assert_parse (&choice, "male", "\"male\"");
  assert_parse (&choice, "FEMALE", "\"female\"");
  assert_parse (&choice, "?", NULL);
  assert_parse (&choice, "", "null");
  assert_parse (&ref, AN_ID, "\"" AN_ID "\"");
  assert_parse (&ref, "x", NULL);
}

static void
assert_show (const TnField *field, const char *token, const char *want)
{
  g_autofree char *shown = tn_field_show (field, tn_slice (token, -1));

  g_assert_cmpstr (shown, ==, want);
}

static void
test_shows_values (void)
{
  assert_show (&text, "\"L\\u00ea\"", "Lê");
  assert_show (&text, "null", "");
  assert_show (&text, "", "");
  assert_show (&date, "\"1960-07-04\"", "04/07/1960");
  assert_show (&date, "\"soon\"", "soon");
  assert_show (&moment, "1640343900000", "24/12/2021 18:05");
  assert_show (&whole, "12", "12");
  assert_show (&choice, "\"male\"", "Male");
  assert_show (&choice, "\"third\"", "third");
  assert_show (&truth, "true", "Yes");
  assert_show (&truth, "false", "No");
  assert_show (&ref, "\"" AN_ID "\"", AN_ID);
  assert_show (&text, "{\"of\":\"a newer program\"}", "{\"of\":\"a newer program\"}");
}

/* What is shown can be typed again and is the same value; lists are exported and imported this way. */
static void
test_what_is_shown_can_be_typed_again (void)
{
  static const struct { const TnField *field; const char *token; } values[] = {
    { &text, "\"Lê Văn Bé\"" }, { &note, "\"a\\nb\"" }, { &phone, "\"0542345678\"" }, { &date, "\"1960-07-04\"" }, { &date, "\"1960-07\"" },
    { &date, "\"1960\"" }, { &moment, "1640343900000" }, { &whole, "-12" }, { &decimal, "36.5" }, { &truth, "true" }, { &truth, "false" },
    { &choice, "\"female\"" }, { &ref, "\"" AN_ID "\"" }, { &text, "null" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *shown = tn_field_show (values[i].field, tn_slice (values[i].token, -1));
      g_autofree char *token = tn_field_parse (values[i].field, shown, NULL);

      g_assert_cmpstr (token, ==, values[i].token);
    }
}

static void
assert_masked (const char *kind, const char *shown, const char *expected)
{
  g_autofree char *masked = tn_kind_mask (tn_schema_kind (kind), shown);
  g_assert_cmpstr (masked, ==, expected);
}

static void
test_masks_what_is_protected (void)
{
  assert_masked ("identity", "079160000001", "•••••••• 0001");
  assert_masked ("identity", "012345678", "••••• 5678");
  assert_masked ("identity", "12345678", "••••");                  /* the last four would be half of it */
  assert_masked ("identity", "12 Hẻm 3 Hoa Mai", "••••");
  assert_masked ("identity", "24/12/2021", "••••");
  assert_masked ("identity", "", "");
  assert_masked ("household", "079160000001", "079160000001");
  g_assert_false (tn_kind_is_protected (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/values/soft-check-looks-at-the-shape-only", test_soft_check_looks_at_the_shape_only);
  g_test_add_func ("/values/soft-check-of-whole-units", test_soft_check_of_whole_units);
  g_test_add_func ("/values/hard-check-refuses-what-a-person-can-put-right", test_hard_check_refuses_what_a_person_can_put_right);
  g_test_add_func ("/values/parses-what-a-person-writes", test_parses_what_a_person_writes);
  g_test_add_func ("/values/shows-values", test_shows_values);
  g_test_add_func ("/values/what-is-shown-can-be-typed-again", test_what_is_shown_can_be_typed_again);
  g_test_add_func ("/values/masks-what-is-protected", test_masks_what_is_protected);
  return g_test_run ();
}
