/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-money.h"

char *
tn_money_digits (gint64 dong)
{
  g_autofree char *plain = g_strdup_printf ("%" G_GINT64_FORMAT, dong);
  const char *digits = *plain == '-' ? plain + 1 : plain;
  GString *grouped = g_string_new (*plain == '-' ? "-" : "");
  gsize n = strlen (digits);

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append_c (grouped, '.');
      g_string_append_c (grouped, digits[i]);
    }
  return g_string_free (grouped, FALSE);
}

char *
tn_money_show (gint64 dong)
{
  g_autofree char *digits = tn_money_digits (dong);

  return g_strdup_printf ("%s\xc2\xa0\xc4\x91", digits);
}
