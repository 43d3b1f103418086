/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-json.h"
#include "tn-problem.h"
#include <gio/gio.h>

static void
test_every_problem_comes_back (void)
{
  for (TnProblem i = 0; i < TN_PROBLEM_N; i++) {
    const TnProblemInfo *info = tn_problem_info (i);
    g_autofree char *json = tn_problem_to_json (i, "\"custody\":\"/v1/custody\"");
    g_autoptr (GError) error = NULL;
    gint64 status;
    g_assert_cmpint (info->problem, ==, i);
    g_assert_cmpint (tn_json_check (tn_slice (json, -1)), ==, TN_JSON_OBJECT);
    g_assert_true (tn_json_get_int (tn_json_member (tn_slice (json, -1), "status"), &status));
    g_assert_cmpint (status, ==, info->status);
    g_assert_cmpint (tn_problem_read (0, json, strlen (json)), ==, i);
    g_assert_false (tn_problem_to_error (info->status, json, strlen (json), &error));
    g_assert_error (error, TN_ERROR, (int) info->error);
    g_assert_cmpuint (strlen (error->message), >, 20);
  }
}

static void
test_status_speaks_when_the_body_does_not (void)
{
  static const struct { guint status; const char *body; int code; } cases[] = {
    { 503, NULL, TN_ERROR_BUSY }, { 500, "<html>", TN_ERROR_FAILED }, { 502, "<html>", TN_ERROR_NETWORK }, { 504, "", TN_ERROR_NETWORK },
    { 401, "{}", TN_ERROR_REFUSED }, { 418, "{\"type\":7}", TN_ERROR_INVALID }, { 426, "{\"type\":\"about:blank\"}", TN_ERROR_UPGRADE },
    { 599, "{\"type\":\"urn:tungnha:newer\"}", TN_ERROR_FAILED },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (tn_problem_to_error (cases[i].status, cases[i].body, cases[i].body ? strlen (cases[i].body) : 0, &error));
    g_assert_error (error, TN_ERROR, cases[i].code);
  }
}

static void
test_errors_become_answers (void)
{
  static const struct { int code; TnProblem problem; } cases[] = {
    { TN_ERROR_INVALID, TN_PROBLEM_MALFORMED }, { TN_ERROR_CORRUPT, TN_PROBLEM_MALFORMED }, { TN_ERROR_TOO_LARGE, TN_PROBLEM_TOO_LARGE },
    { TN_ERROR_BUSY, TN_PROBLEM_BUSY }, { TN_ERROR_FULL, TN_PROBLEM_INTERNAL }, { TN_ERROR_NOT_FOUND, TN_PROBLEM_NOT_FOUND },
    { TN_ERROR_FORKED, TN_PROBLEM_FORKED }, { TN_ERROR_REWOUND, TN_PROBLEM_CURSOR_UNKNOWN },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = g_error_new_literal (TN_ERROR, cases[i].code, "x");
    g_assert_cmpint (tn_problem_from_error (error), ==, cases[i].problem);
  }
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  g_assert_cmpint (tn_problem_from_error (foreign), ==, TN_PROBLEM_INTERNAL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/problem/every-problem-comes-back", test_every_problem_comes_back);
  g_test_add_func ("/problem/status-speaks-when-the-body-does-not", test_status_speaks_when_the_body_does_not);
  g_test_add_func ("/problem/errors-become-answers", test_errors_become_answers);
  return g_test_run ();
}
