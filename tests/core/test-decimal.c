/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-decimal.h"

static void
test_parse (void)
{
  static const struct { const char *token; gint64 thousandths; } good[] = {
    { "0", 0 }, { "12", 12000 }, { "12.5", 12500 }, { "0.001", 1 }, { "-3.25", -3250 }, { "1.2e3", 1200000 }, { "1500e-3", 1500 }, { "2.500000", 2500 }, { "1E2", 100000 },
    { "1000000000000", TN_DECIMAL_MAX }, { "0.000", 0 }, { "0e50", 0 },
  };
  static const char *const bad[] = { "", "null", "\"12\"", "0.0001", "1e-4", "1000000000000.001", "1e13", "1e99", "12345678901234567890", "1.", "012", "--1" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      gint64 got = -1;

      g_assert_true (tn_decimal_parse (tn_slice (good[i].token, -1), &got));
      g_assert_cmpint (got, ==, good[i].thousandths);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gint64 got;

      g_assert_false (tn_decimal_parse (tn_slice (bad[i], -1), &got));
    }
}

static void
test_token (void)
{
  static const struct { gint64 thousandths; const char *token; } table[] = { { 0, "0" }, { 12000, "12" }, { 12500, "12.5" }, { 1, "0.001" }, { -3250, "-3.25" }, { -10, "-0.01" } };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *token = tn_decimal_token (table[i].thousandths);

      g_assert_cmpstr (token, ==, table[i].token);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decimal/parse", test_parse);
  g_test_add_func ("/decimal/token", test_token);
  return g_test_run ();
}
