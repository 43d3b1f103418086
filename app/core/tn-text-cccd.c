/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-text.h"

#include <string.h>

/* Where the birth was registered: the codes of the 63 provinces before 1 July 2025 (facts.md, GSO). Cards keep them. */
static const guint8 province_codes[] = {
  1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38,
  40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80,
  82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
};
/* Countries, for those registered abroad. */
#define FIRST_COUNTRY 101
#define LAST_COUNTRY 295

static gboolean
is_place (int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (province_codes); i++)
    if (province_codes[i] == code)
      return TRUE;
  return code >= FIRST_COUNTRY && code <= LAST_COUNTRY;
}

static int
read_number (const char *p, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    value = value * 10 + (p[i] - '0');
  return value;
}

/* Fourth digit: even for men, odd for women, and two for each century from 1900. */
static TnCccdDoubt
check_sex (int digit, const char *sex)
{
  if (!sex || (strcmp (sex, "male") != 0 && strcmp (sex, "female") != 0))
    return TN_CCCD_OK;
  return (digit % 2 == 0) == (strcmp (sex, "male") == 0) ? TN_CCCD_OK : TN_CCCD_SEX;
}

static TnCccdDoubt
check_year (const char *number, const char *birth)
{
  int year = 1900 + 100 * ((number[3] - '0') / 2) + read_number (number + 4, 2);

  if (year >= 2100)
    return TN_CCCD_YEAR;
  if (!birth || strlen (birth) < 4 || strspn (birth, "0123456789") < 4)
    return TN_CCCD_OK;
  return read_number (birth, 4) == year ? TN_CCCD_OK : TN_CCCD_YEAR;
}

TnCccdDoubt
tn_text_check_cccd (const char *number, const char *sex, const char *birth)
{
  gsize n = strlen (number);
  TnCccdDoubt doubt;

  if (strspn (number, "0123456789") != n || (n != 9 && n != 12))
    return TN_CCCD_SHAPE;
  if (n == 9)
    return TN_CCCD_OK;
  if (!is_place (read_number (number, 3)))
    return TN_CCCD_PLACE;
  doubt = check_sex (number[3] - '0', sex);
  return doubt ? doubt : check_year (number, birth);
}
