/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-limits.h"
#include "tn-line.h"
#include "wire-gen.h"

#define ID "01890a5d-ac96-774b-bcce-b302099a8057"
#define S1 "018bcfe5680000000123456789ab"
#define RECORD "\"k\":\"person\",\"i\":\"" ID "\",\"g\":\"g12\",\"t\":\"" S1 "\",\"x\":{\"sex\":\"" S1 "\"},\"d\":0,\"b\":{\"name\":\"Á\"}}"

static void
test_markers (void)
{
  TnLine line;
  g_assert_true (tn_line_parse (tn_slice ("{\"q\":7,\"i\":\"" ID "\",\"m\":\"g12\"}", -1), &line, NULL));
  g_assert_cmpint (line.type, ==, TN_LINE_MOVED);
  g_assert_cmpint (line.seq, ==, 7);
  g_assert_true (tn_slice_is (line.stream, "g12"));
  g_assert_true (tn_line_parse (tn_slice ("{\"q\":123456789012345678,\"i\":\"" ID "\",\"e\":1}", -1), &line, NULL));
  g_assert_cmpint (line.type, ==, TN_LINE_ERASED);
  g_assert_cmpint (line.seq, ==, 123456789012345678);
}

static void
test_record (void)
{
  TnLine line;
  g_assert_true (tn_line_parse (tn_slice ("{\"q\":1," RECORD, -1), &line, NULL));
  g_assert_cmpint (line.type, ==, TN_LINE_RECORD);
  g_assert_true (tn_slice_is (line.kind, "person"));
  g_assert_true (tn_slice_is (line.stamps, "\"" S1 "\",\"x\":{\"sex\":\"" S1 "\"},\"d\":0"));
  g_assert_true (tn_slice_is (line.body, "{\"name\":\"Á\"}"));
  g_assert_true (tn_slice_is (line.canonical_tail, RECORD));
  TnHash hash = tn_line_hash (&line), expected = tn_hash ("{" RECORD, strlen (RECORD) + 1);
  g_assert_cmpmem (hash.b, 16, expected.b, 16);
}

static void
test_refuses_other_lines (void)
{
  static const char *const bad[] = {
    "", "{", "{}", "null", "{\"q\":1}", "{\"q\":01,\"i\":\"" ID "\",\"e\":1}", "{\"q\":1,\"i\":\"" ID "\",\"e\":0}",
    "{\"q\":1,\"i\":\"" ID "\",\"e\":1} ", "{\"q\":1,\"i\":\"" ID "\",\"m\":\"\"}", "{\"q\":1, \"i\":\"" ID "\",\"e\":1}",
    "{\"q\":1234567890123456789,\"i\":\"" ID "\",\"e\":1}", "{\"q\":1,\"i\":\"01890A5D-ac96-774b-bcce-b302099a8057\",\"e\":1}",
    "{\"q\":1,\"k\":\"person\",\"i\":\"" ID "\",\"g\":\"g12\",\"t\":\"" S1 "\",\"x\":{},\"d\":2,\"b\":{}}",
    "{\"q\":1,\"k\":\"person\",\"i\":\"" ID "\",\"g\":\"g12\",\"t\":\"" S1 "\",\"x\":{},\"d\":0,\"b\":[]}",
    "{\"q\":1,\"k\":\"person\",\"i\":\"" ID "\",\"g\":\"g12\",\"t\":\"" S1 "\",\"x\":{},\"d\":0,\"b\":{\"a\":}}",
    "{\"q\":1,\"k\":\"person\",\"i\":\"" ID "\",\"g\":\"g12\",\"t\":\"" S1 "\",\"x\":{},\"d\":0,\"b\":{\"a\":\"\xc3\x28\"}}",
    "{\"q\":1,\"k\":\"person\",\"i\":\"" ID "\",\"g\":\"g12\",\"t\":\"" S1 "\",\"x\":{\"a\":1},\"d\":0,\"b\":{}}",
    "{\"q\":1,\"k\":\"person\",\"i\":\"" ID "\",\"g\":\"g12\",\"t\":\"" S1 "\",\"x\":{\"a\":\"" S1 "\",},\"d\":0,\"b\":{}}",
    "{\"q\":1,\"k\":\"per\\u0073on\",\"i\":\"" ID "\",\"g\":\"g12\",\"t\":\"" S1 "\",\"x\":{},\"d\":0,\"b\":{}}",
    "{\"q\":1,\"k\":\"\",\"i\":\"" ID "\",\"g\":\"g12\",\"t\":\"" S1 "\",\"x\":{},\"d\":0,\"b\":{}}",
    "{\"q\":1,\"i\":\"" ID "\",\"k\":\"person\",\"g\":\"g12\",\"t\":\"" S1 "\",\"x\":{},\"d\":0,\"b\":{}}",
  };
  TnLine line;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (tn_line_parse (tn_slice (bad[i], -1), &line, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
  }
}

static void
test_every_cut_is_refused (void)
{
  static const char whole[] = "{\"q\":1," RECORD;
  TnLine line;
  for (gsize len = 0; len < strlen (whole); len++) {
    g_autofree char *cut = g_strndup (whole, len);      /* its own block, so that a read behind it is caught */
    g_assert_false (tn_line_parse (tn_slice (cut, (gssize) len), &line, NULL));
  }
}

static void
test_body_with_a_key_twice_makes_no_row (void)
{
  static const char *const bodies[] = { "{\"name\":\"a\",\"name\":\"b\"}", "{\"a\":1,\"b\":2,\"a\":3}", "{\"_del\":true}" };
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autofree char *text = g_strdup_printf ("{\"k\":\"person\",\"i\":\"" ID "\",\"g\":\"0\",\"t\":\"" S1 "\",\"x\":{},\"d\":0,\"b\":%s}", bodies[i]);
    g_autoptr (GError) error = NULL;
    TnLine line;
    g_assert_true (tn_line_parse (tn_slice (text, -1), &line, NULL));
    g_assert_null (tn_line_to_row (&line, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
  }
}

static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (TN_LIMIT_LINE + 100, ' ');
  g_autoptr (GError) error = NULL;
  TnLine line;
  g_assert_false (tn_line_parse (tn_slice (text, -1), &line, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/line/markers", test_markers);
  g_test_add_func ("/line/record", test_record);
  g_test_add_func ("/line/refuses-other-lines", test_refuses_other_lines);
  g_test_add_func ("/line/every-cut-is-refused", test_every_cut_is_refused);
  g_test_add_func ("/line/body-with-a-key-twice-makes-no-row", test_body_with_a_key_twice_makes_no_row);
  g_test_add_func ("/line/too-long", test_too_long);
  return g_test_run ();
}
