/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-decimal.h"
#include <stdlib.h>

#define MAX_DIGITS 18   /* that gint64 holds of any number; one more still fits below */
#define DECIMALS 3

/* What is written, as digits and the power of ten that they stand at. */
typedef struct
{
  guint64 digits;
  int n, power;
  gboolean minus;
} Number;

static const char *
read_digits (const char *p, const char *end, Number *number, gboolean fraction)
{
  for (; p < end && g_ascii_isdigit (*p) && number->n <= MAX_DIGITS; p++)
    {
      number->digits = number->digits * 10 + (guint64) (*p - '0');
      number->n += number->n > 0 || *p != '0';
      number->power -= fraction;
    }
  return p;
}

static gboolean
read_number (TnSlice token, Number *number)
{
  const char *p = token.p, *end = token.p + token.len;

  if (tn_json_check (token) != TN_JSON_NUMBER || token.len > 40)
    return FALSE;
  number->minus = *p == '-';
  p = read_digits (p + number->minus, end, number, FALSE);
  if (p < end && *p == '.')
    p = read_digits (p + 1, end, number, TRUE);
  if (number->n > MAX_DIGITS)
    return FALSE;
  if (p < end)
    {
      g_autofree char *power = g_strndup (p + 1, (gsize) (end - p - 1));

      number->power += (int) CLAMP (strtol (power, NULL, 10), -100, 100);
    }
  return TRUE;
}

gboolean
tn_decimal_parse (TnSlice token, gint64 *thousandths)
{
  Number number = { 0 };

  if (!token.p || !read_number (token, &number))
    return FALSE;
  for (number.power += DECIMALS; number.power > 0; number.power--)
    {
      if (number.digits > TN_DECIMAL_MAX)
        return FALSE;
      number.digits *= 10;
    }
  for (; number.power < 0; number.power++)
    {
      if (number.digits % 10)
        return FALSE;
      number.digits /= 10;
    }
  if (number.digits > TN_DECIMAL_MAX)
    return FALSE;
  *thousandths = number.minus ? -(gint64) number.digits : (gint64) number.digits;
  return TRUE;
}

char *
tn_decimal_token (gint64 thousandths)
{
  guint64 size = thousandths < 0 ? -(guint64) thousandths : (guint64) thousandths;
  g_autofree char *fraction = g_strdup_printf ("%03u", (guint) (size % 1000));

  for (int i = DECIMALS; i-- > 0 && fraction[i] == '0';)
    fraction[i] = 0;
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT "%s%s", thousandths < 0 ? "-" : "", size / 1000, *fraction ? "." : "", fraction);
}
