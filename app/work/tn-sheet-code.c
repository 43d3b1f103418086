/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-sheet-code.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-query.h"

#define ROUND_DIGITS 8
#define ROUNDS 100000000u      /* 10^ROUND_DIGITS */
#define NUMBER_DIGITS 5
#define CHECK_DIGITS 2

gint32
tn_sheet_code_round (const TnId *round)
{
  TnIdStr text;
  g_autofree char *name = NULL;
  TnId hash;
  guint32 value = 0;

  tn_id_format (round, text);
  name = g_strconcat ("sheet:", text, NULL);
  hash = tn_id_from_name (name);
  for (int i = 0; i < 4; i++)
    value = value << 8 | hash.b[i];
  return (gint32) (value % ROUNDS);
}

/* The two digits that make the whole number leave 1 when divided by 97. */
static guint
compute_check (gint32 round, guint number)
{
  char digits[32];
  guint rest = 0;

  g_snprintf (digits, sizeof digits, "%08d%u00", round, number);
  for (const char *p = digits; *p; p++)
    rest = (rest * 10 + (guint) (*p - '0')) % 97;
  return 98 - rest;
}

char *
tn_sheet_code_whole (const TnId *round, guint number)
{
  gint32 part = tn_sheet_code_round (round);

  return g_strdup_printf ("%08d%u%02u", part, number, compute_check (part, number));
}

char *
tn_sheet_code_short (const TnId *round, guint number)
{
  return g_strdup_printf ("%u-%02u", number, compute_check (tn_sheet_code_round (round), number));
}

/* The digits, without what people put between them. FALSE when there is anything else, or too much. */
static gboolean
pick_digits (const char *text, char *digits, gsize size)
{
  gsize n = 0;

  for (; *text; text++)
    if (g_ascii_isdigit (*text) && n + 1 < size)
      digits[n++] = *text;
    else if (!strchr (" -.\t\r\n", *text))
      return FALSE;
  digits[n] = '\0';
  return TRUE;
}

static guint
read_number (const char *digits, gsize n)
{
  guint value = 0;

  for (gsize i = 0; i < n; i++)
    value = value * 10 + (guint) (digits[i] - '0');
  return value;
}

static gboolean
fail (GError **error)
{
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
               _("This is not a number of a sheet. Scan the code again, or type the short number beside it with its two digits behind the dash."));
  return FALSE;
}

gboolean
tn_sheet_code_parse (const char *text, TnSheetCode *code, GError **error)
{
  char digits[ROUND_DIGITS + NUMBER_DIGITS + CHECK_DIGITS + 1];
  gsize len, skip;

  if (!pick_digits (text, digits, sizeof digits))
    return fail (error);
  len = strlen (digits);
  skip = len > ROUND_DIGITS + CHECK_DIGITS ? ROUND_DIGITS : 0;
  if (len < CHECK_DIGITS + 1 || (!skip && len > NUMBER_DIGITS + CHECK_DIGITS))
    return fail (error);
  code->round = skip ? (gint32) read_number (digits, skip) : -1;
  code->number = read_number (digits + skip, len - skip - CHECK_DIGITS);
  code->check = read_number (digits + len - CHECK_DIGITS, CHECK_DIGITS);
  if (code->number == 0 || digits[skip] == '0' || (skip && compute_check (code->round, code->number) != code->check))
    return fail (error);
  return TRUE;
}

gboolean
tn_sheet_code_check (const TnSheetCode *code, const TnId *round, GError **error)
{
  gint32 part = tn_sheet_code_round (round);

  if (code->round >= 0 && code->round != part)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This sheet is of another round. Nothing was written; open that round to key it in."));
      return FALSE;
    }
  if (compute_check (part, code->number) == code->check)
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
               _("The number and its two check digits do not fit together: one digit is wrong, or the sheet is of another round. Nothing was written."));
  return FALSE;
}

gboolean
tn_sheet_code_find_round (TnCopy *copy, const TnSheetCode *code, TnId *round, GError **error)
{
  g_autoptr (GArray) rounds = tn_query_ids (copy, "round", error);
  guint n = 0;

  if (!rounds)
    return FALSE;
  for (guint i = 0; i < rounds->len; i++)
    {
      const TnId *id = &g_array_index (rounds, TnId, i);

      if (tn_sheet_code_round (id) != code->round)
        continue;
      *round = *id;
      n++;
    }
  if (n == 1)
    return TRUE;
  if (n)
    g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT, _("Two rounds have this number by chance. Open the round that the sheet is of, and key it in there."));
  else
    g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND,
                 _("The round of this sheet is not on this laptop. Reconcile, then key it in; the sheet stays as good as it is."));
  return FALSE;
}

TnRoundStop *
tn_sheet_code_find_stop (GPtrArray *stops, const TnSheetCode *code, GError **error)
{
  g_autoptr (GPtrArray) found = tn_round_find_number (stops, code->number);

  if (found->len == 1)
    return found->pdata[0];
  if (found->len == 0)
    g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There is no home of number %u in this round. Nothing was written; look at the sheet again."),
                 code->number);
  else
    g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT,
                 /* Translators: %u is a number on a sheet, %s are addresses. */
                 _("Two homes got number %u on two laptops: %s and %s. Write this visit down from the round’s page."), code->number,
                 ((TnRoundStop *) found->pdata[0])->address, ((TnRoundStop *) found->pdata[1])->address);
  return NULL;
}
