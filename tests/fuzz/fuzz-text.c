/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of a spreadsheet: any bytes may stand in them. Whatever comes out is valid UTF-8, and tidying twice is tidying once. */
#include "tn-date.h"
#include "tn-text.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
make_keys (const char *text)
{
  gsize n;

  g_free (tn_text_sort_key (text, &n));
  g_free (tn_text_person_key (text, &n));
  g_free (tn_text_house_key (text, &n));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *tidy = tn_text_tidy (text, -1), *again = tn_text_tidy (tidy, -1), *same = tn_text_same_key (text);
  g_autofree char *fold = g_malloc (size * 2 + 8), *phone = tn_text_phone (text), *date = tn_date_parse (text);
  gsize n = tn_text_fold_into ((const char *) data, size, fold);

  g_assert (n <= size * 2 + 8);
  g_assert (g_utf8_validate (tidy, -1, NULL) && g_utf8_validate (same, -1, NULL));
  g_assert_cmpstr (tidy, ==, again);
  g_assert (tn_text_same (text, tidy));
  g_assert (!date || tn_date_valid (date));
  g_assert (!phone || tn_text_is_phone (phone));
  tn_text_check_cccd (text, "male", date);
  make_keys (text);
  return 0;
}
