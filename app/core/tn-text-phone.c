/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-text.h"

#include <string.h>

#define LONGEST_PHONE 15

/* The digits of what is written, with "+" at most in front; 0 when anything stands there that no number holds. */
static gsize
collect_digits (const char *text, char out[LONGEST_PHONE + 1])
{
  g_autofree char *tidy = tn_text_tidy (text, -1);
  gsize n = 0;

  for (const char *p = tidy; *p; p++)
    {
      if (g_ascii_isdigit (*p))
        {
          if (n == LONGEST_PHONE)
            return 0;
          out[n++] = *p;
        }
      else if (!strchr (" .-()", *p) && !(*p == '+' && n == 0))
        return 0;
    }
  out[n] = 0;
  return n;
}

/* Steps over the country code; a number that lost its 0 in a spreadsheet starts with its operator's digit. */
static const char *
skip_country (const char *digits)
{
  if (g_str_has_prefix (digits, "0084"))
    digits += 4;
  else if (g_str_has_prefix (digits, "84") && strlen (digits) >= 11)
    digits += 2;
  return *digits == '0' ? digits + 1 : digits;
}

/* Behind the 0: mobile 3, 5, 7, 8, 9 and eight more digits; fixed line 2 and eight or nine more; until 2018 mobile 1
 * and nine more, which old lists still carry. */
static gboolean
is_subscriber (const char *p)
{
  gsize n = strlen (p);

  if (!n)
    return FALSE;
  if (strchr ("35789", *p))
    return n == 9;
  if (*p == '2')
    return n == 9 || n == 10;
  return *p == '1' && n == 10;
}

char *
tn_text_phone (const char *text)
{
  char digits[LONGEST_PHONE + 1];
  const char *subscriber;

  if (!collect_digits (text, digits))
    return NULL;
  subscriber = skip_country (digits);
  return is_subscriber (subscriber) ? g_strconcat ("0", subscriber, NULL) : NULL;
}

gboolean
tn_text_is_phone (const char *text)
{
  g_autofree char *phone = tn_text_phone (text);

  return phone != NULL;
}
