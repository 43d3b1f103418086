/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person writes, to a value and back. */
#include "tn-schema-private.h"

#include "tn-date.h"
#include "tn-text.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Tidies line by line: a note keeps its lines, but not blanks at their ends or empty lines at its own. */
static char *
tidy_note (const char *written)
{
  g_auto (GStrv) lines = g_strsplit (written, "\n", -1);
  char *note;

  for (char **line = lines; *line; line++)
    {
      char *tidy = tn_text_tidy (*line, -1);

      g_free (*line);
      *line = tidy;
    }
  note = g_strjoinv ("\n", lines);
  memmove (note, note + strspn (note, "\n"), strlen (note + strspn (note, "\n")) + 1);
  for (gsize n = strlen (note); n && note[n - 1] == '\n'; )
    note[--n] = 0;
  return note;
}

static char *
take_string (char *text)
{
  g_autofree char *owned = text;

  return *owned ? tn_json_string (owned) : g_strdup ("null");
}

static char *
parse_phone (char *tidy)
{
  char *phone = tn_text_phone (tidy);

  if (!phone)
    return take_string (tidy);   /* as written: two numbers in one cell, a word beside it */
  g_free (tidy);
  return take_string (phone);
}

static char *
parse_date (const TnField *field, const char *written, GError **error)
{
  char *date = tn_date_parse (written);
  g_autofree char *why = NULL;

  if (date)
    return take_string (date);
  why = g_strdup_printf (_("“%s” is not a date; write it as 24/12/2021, 12/2021 or 2021"), written);
  tn_field_refuse (field, error, why);
  return NULL;
}

/* "24/12/2021 18:05", local time; the hour may be left out. */
static char *
parse_time (const TnField *field, const char *written, GError **error)
{
  g_autofree char *date = tn_date_parse (written), *why = NULL;
  g_autoptr (GDateTime) time = NULL;
  const char *colon = strchr (written, ':');
  int year, month, day, hour = 0, minute = 0;

  if (colon && colon > written)
    {
      const char *start = colon;

      while (start > written && g_ascii_isdigit (start[-1]))
        start--;
      hour = atoi (start);
      minute = atoi (colon + 1);
    }
  if (date && sscanf (date, "%4d-%2d-%2d", &year, &month, &day) == 3)
    time = g_date_time_new (tn_date_zone (), year, month, day, hour, minute, 0);
  if (time)
    return g_strdup_printf ("%" G_GINT64_FORMAT, g_date_time_to_unix (time) * 1000);
  why = g_strdup_printf (_("“%s” is not a time; write it as 24/12/2021 18:05"), written);
  tn_field_refuse (field, error, why);
  return NULL;
}

/* "1.250" and "1 250" are written for 1250; a dot or comma before other than three digits is no whole number. */
static char *
parse_int (const TnField *field, const char *written, GError **error)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  g_autofree char *why = NULL;
  const char *p = written;
  gint64 value;

  if (*p == '-')
    g_string_append_c (digits, *p++);
  while (*p == '0' && g_ascii_isdigit (p[1]))
    p++;
  for (; *p; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
    else if (!strchr ("., ", *p) || strspn (p + 1, "0123456789") != 3 || !digits->len)
      break;
  if (!*p && tn_json_get_int ((TnSlice) { digits->str, digits->len }, &value))
    return g_strdup_printf ("%" G_GINT64_FORMAT, value);
  why = g_strdup_printf (_("“%s” is not a whole number"), written);
  tn_field_refuse (field, error, why);
  return NULL;
}

/* Digits in threes behind each `mark`: "1.500.000". */
static gboolean
is_grouped (const char *written, char mark)
{
  const char *p = written + strspn (written, "0123456789");
  gboolean grouped = p > written && p - written <= 3;

  for (; grouped && *p == mark; p += 4)
    grouped = strspn (p + 1, "0123456789") == 3;
  return grouped && !*p;
}

/* "36,5" or "36.5" as it stands; "1.500.000" and "1.500,5" have thousands in them. NULL: "1.500" may be either. Owned. */
static char *
dup_plain_number (const char *written)
{
  g_autofree char *text = g_strdup (written), *whole = NULL;
  const char *dot = strrchr (text, '.'), *comma = strrchr (text, ',');
  const char *last = !dot || (comma && comma > dot) ? comma : dot, *first = text + strcspn (text, ".,");
  gboolean minus = *text == '-';

  if (!last)
    return g_steal_pointer (&text);
  if (first == last && is_grouped (text + minus, *last) && text[minus] != '0')
    return NULL;
  whole = g_strndup (text + minus, (gsize) (last - text) - minus);
  if (first < last && *first == *last && is_grouped (text + minus, *last))       /* thousands alone */
    whole = (g_free (whole), g_strdup (text + minus)), last = "";
  else if (first < last && (*first == *last || !is_grouped (whole, *first)))
    return g_steal_pointer (&text);                                              /* no number: said by who looks at it */
  g_auto (GStrv) groups = g_strsplit_set (whole, ".,", -1);
  g_autofree char *joined = g_strjoinv ("", groups);
  return g_strdup_printf ("%s%s%s%s", minus ? "-" : "", joined, *last ? "." : "", *last ? last + 1 : "");
}

static char *
parse_decimal (const TnField *field, const char *written, GError **error)
{
  g_autofree char *token = dup_plain_number (written), *why = NULL;

  if (token && tn_json_check (tn_slice (token, -1)) == TN_JSON_NUMBER)
    return g_steal_pointer (&token);
  why = token ? g_strdup_printf (_("“%s” is not a number"), written)
              : g_strdup_printf (_("“%s” may be in thousands or with decimals; write it as 1500 or as 1,5"), written);
  tn_field_refuse (field, error, why);
  return NULL;
}

static char *
parse_bool (const TnField *field, const char *written, GError **error)
{
  static const char *const yes[] = { "true", "1", "x", "co", "yes", "y", "v", "da", NULL };
  static const char *const no[] = { "false", "0", "khong", "no", "n", "ko", "k", "chua", "-", NULL };
  g_autofree char *folded = tn_text_fold (written, -1);

  if (g_strv_contains (yes, folded))
    return g_strdup ("true");
  if (g_strv_contains (no, folded))
    return g_strdup ("false");
  tn_field_refuse (field, error, _("yes or no is expected"));
  return NULL;
}

static gboolean
is_label (const char *folded, const char *label)
{
  g_autofree char *other = tn_text_fold (label, -1);

  return strcmp (folded, other) == 0;
}

/* By key, by the label that is shown, or by the English one; lists are written with and without marks. */
static char *
parse_choice (const TnField *field, const char *written, GError **error)
{
  g_autofree char *folded = tn_text_fold (written, -1), *why = NULL;

  for (const TnChoice *choice = field->choices; choice && choice->key; choice++)
    if (strcmp (choice->key, folded) == 0 || is_label (folded, _(choice->label)) || is_label (folded, choice->label))
      return tn_json_string (choice->key);
  if (tn_field_is_code (field, written))
    return tn_json_string (written);
  why = g_strdup_printf (_("“%s” is not one of the choices; pick one from the list"), written);
  tn_field_refuse (field, error, why);
  return NULL;
}

static char *
parse_ref (const TnField *field, const char *written, GError **error)
{
  TnId id;

  if (tn_id_parse (written, -1, &id))
    return tn_json_string (written);
  tn_field_refuse (field, error, _("the identifier of a record is expected"));
  return NULL;
}

char *
tn_field_parse (const TnField *field, const char *written, GError **error)
{
  g_autofree char *tidy = tn_text_tidy (written, -1);

  if (!*tidy)
    return g_strdup ("null");
  switch (field->type)
    {
    case TN_TYPE_TEXT: return take_string (g_steal_pointer (&tidy));
    case TN_TYPE_NOTE: return take_string (tidy_note (written));
    case TN_TYPE_PHONE: return parse_phone (g_steal_pointer (&tidy));
    case TN_TYPE_DATE: return parse_date (field, tidy, error);
    case TN_TYPE_TIME: return parse_time (field, tidy, error);
    case TN_TYPE_INT: return parse_int (field, tidy, error);
    case TN_TYPE_DECIMAL: return parse_decimal (field, tidy, error);
    case TN_TYPE_BOOL: return parse_bool (field, tidy, error);
    case TN_TYPE_CHOICE: return parse_choice (field, tidy, error);
    case TN_TYPE_REF: return parse_ref (field, tidy, error);
    default: g_return_val_if_reached (NULL);
    }
}

static char *
show_string (const TnField *field, char *text)
{
  g_autofree char *owned = text;

  if (field->type == TN_TYPE_DATE)
    return tn_date_format (owned);
  if (field->type == TN_TYPE_CHOICE)
    return g_strdup (tn_choice_label (field, owned));
  return g_steal_pointer (&owned);
}

char *
tn_field_show (const TnField *field, TnSlice token)
{
  char *text;
  gint64 ms;

  switch (tn_json_type (token))
    {
    case TN_JSON_BAD:
    case TN_JSON_NULL: return g_strdup ("");
    case TN_JSON_TRUE: return g_strdup (_("Yes"));
    case TN_JSON_FALSE: return g_strdup (_("No"));
    case TN_JSON_STRING:
      text = tn_json_get_string (token);
      return text ? show_string (field, text) : tn_slice_dup (token);
    case TN_JSON_NUMBER:
      if (field->type == TN_TYPE_TIME && tn_json_get_int (token, &ms))
        return tn_date_format_time (ms);
      return tn_slice_dup (token);
    case TN_JSON_ARRAY:
    case TN_JSON_OBJECT:
    default: return tn_slice_dup (token);   /* of a newer program: shown raw */
    }
}

#define SHOWN_DIGITS 4
#define SHORTEST_NUMBER 9   /* of an old card: what is shorter would be told by its last four */

gboolean
tn_kind_is_protected (const TnKind *kind)
{
  return kind && (kind->cls == TN_CLASS_IDENTITY || kind->cls == TN_CLASS_HEALTH || kind->cls == TN_CLASS_CONFIDENTIAL);
}

static gboolean
is_number (const char *text, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (text[i]))
      return FALSE;
  return len >= SHORTEST_NUMBER;
}

char *
tn_kind_mask (const TnKind *kind, const char *shown)
{
  gsize len = strlen (shown);
  g_autoptr (GString) masked = g_string_new (NULL);

  if (len == 0 || !tn_kind_is_protected (kind))
    return g_strdup (shown);
  if (!is_number (shown, len))
    return g_strdup ("••••");
  for (gsize i = SHOWN_DIGITS; i < len; i++)
    g_string_append (masked, "•");
  g_string_append_printf (masked, " %s", shown + len - SHOWN_DIGITS);
  return g_string_free (g_steal_pointer (&masked), FALSE);
}
