/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the lists of a programme, whatever they are written on. */
#include "tn-support-sheet-private.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-date.h"
#include "tn-money.h"

static void
free_line (gpointer data)
{
  TnSupportSheetLine *line = data;
  g_free (line->name);
  g_free (line->birth);
  g_free (line->address);
  g_free (line->area);
  g_free (line->goods);
  g_free (line);
}

TnSupportSheet *
tn_support_sheet_new (TnSupportSheetUse use, const char *programme, const char *day)
{
  TnSupportSheet *sheet = g_new0 (TnSupportSheet, 1);
  sheet->use = use;
  sheet->programme = g_strdup (programme);
  sheet->day = g_strdup (day);
  sheet->ward = g_strdup ("");
  sheet->lines = g_ptr_array_new_with_free_func (free_line);
  return sheet;
}

void
tn_support_sheet_add (TnSupportSheet *sheet, const char *name, const char *birth, const char *address, const char *area, gint64 amount, const char *goods)
{
  TnSupportSheetLine *line = g_new (TnSupportSheetLine, 1);
  *line = (TnSupportSheetLine) { g_strdup (name), g_strdup (birth), g_strdup (address), g_strdup (area), amount, g_strdup (goods) };
  g_ptr_array_add (sheet->lines, line);
}

void
tn_support_sheet_free (TnSupportSheet *sheet)
{
  g_free (sheet->ward);
  g_free (sheet->programme);
  g_free (sheet->basis);
  g_free (sheet->period);
  g_free (sheet->number);
  g_free (sheet->day);
  g_ptr_array_unref (sheet->lines);
  g_free (sheet);
}

gint64
tn_support_sheet_total (const TnSupportSheet *sheet)
{
  gint64 total = 0;
  for (guint i = 0; i < sheet->lines->len; i++)
    total += ((TnSupportSheetLine *) sheet->lines->pdata[i])->amount;
  return total;
}

/* ---- columns ---- */

guint
tn_support_sheet_columns (const TnSupportSheet *sheet, TnSupportColumn *columns)
{
  gboolean sign = sheet->use == TN_SUPPORT_SHEET_SIGNATURES, whole = sign || sheet->whole;
  guint n = 0;
  columns[n++] = TN_COLUMN_NUMBER;
  columns[n++] = TN_COLUMN_NAME;
  if (whole)
    columns[n++] = TN_COLUMN_YEAR;
  if (whole)
    columns[n++] = TN_COLUMN_ADDRESS;
  if (!sign)
    columns[n++] = TN_COLUMN_AREA;
  columns[n++] = sheet->goods ? TN_COLUMN_GOODS : TN_COLUMN_AMOUNT;
  if (sign)
    columns[n++] = TN_COLUMN_SIGN;
  return n;
}

const char *
tn_support_sheet_column_title (const TnSupportSheet *sheet, TnSupportColumn column)
{
  switch (column)
    {
    case TN_COLUMN_NUMBER: return C_("of a line", "No.");
    case TN_COLUMN_NAME: return sheet->per_household ? _("Name of the head") : _("Full name");
    case TN_COLUMN_YEAR: return _("Year of birth");
    case TN_COLUMN_ADDRESS: return _("Address");
    case TN_COLUMN_AREA: return _("Group and quarter");
    case TN_COLUMN_AMOUNT: return _("Amount (đồng)");
    case TN_COLUMN_GOODS: return _("Goods");
    case TN_COLUMN_SIGN: return _("Signature");
    }
  g_assert_not_reached ();
}

/* Of a date of birth the year alone: it tells two of one name apart, and is all that the form asks for. */
static char *
dup_year (const char *birth)
{
  return birth != NULL && strlen (birth) >= 4 ? g_strndup (birth, 4) : g_strdup ("");
}

/* A signature sheet has no column of its own for the group: it stands behind the street. */
static char *
dup_address (const TnSupportSheet *sheet, const TnSupportSheetLine *line)
{
  if (sheet->use == TN_SUPPORT_SHEET_POSTING || !*line->area)
    return g_strdup (line->address);
  return g_strdup_printf ("%s%s%s", line->address, *line->address ? ", " : "", line->area);
}

char *
tn_support_sheet_dup_cell (const TnSupportSheet *sheet, guint i, TnSupportColumn column)
{
  const TnSupportSheetLine *line = sheet->lines->pdata[i];
  switch (column)
    {
    case TN_COLUMN_NUMBER: return g_strdup_printf ("%u", i + 1);
    case TN_COLUMN_NAME: return g_strdup (line->name);
    case TN_COLUMN_YEAR: return dup_year (line->birth);
    case TN_COLUMN_ADDRESS: return dup_address (sheet, line);
    case TN_COLUMN_AREA: return g_strdup (line->area);
    case TN_COLUMN_AMOUNT: return line->amount ? tn_money_digits (line->amount) : g_strdup ("");
    case TN_COLUMN_GOODS: return g_strdup (line->goods ? line->goods : "");
    case TN_COLUMN_SIGN: return g_strdup ("");
    }
  g_assert_not_reached ();
}

/* ---- over and under them ---- */

const char *
tn_support_sheet_title (const TnSupportSheet *sheet)
{
  return sheet->use == TN_SUPPORT_SHEET_SIGNATURES ? _("Signature Sheet") : _("List for Public Posting");
}

GPtrArray *
tn_support_sheet_heading (const TnSupportSheet *sheet)
{
  GPtrArray *heading = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (heading, g_strdup (sheet->programme));
  /* Translators: %s is a decree or decision: "Nghị quyết 68/NQ-CP". */
  if (sheet->basis != NULL && *sheet->basis)
    g_ptr_array_add (heading, g_strdup_printf (_("Under %s"), sheet->basis));
  if (sheet->period != NULL && *sheet->period)
    g_ptr_array_add (heading, g_strdup (sheet->period));
  return heading;
}

char *
tn_support_sheet_dup_total (const TnSupportSheet *sheet)
{
  guint n = sheet->lines->len;
  g_autofree char *count = sheet->per_household ? g_strdup_printf (ngettext ("%u household", "%u households", n), n)
                                                : g_strdup_printf (ngettext ("%u person", "%u people", n), n);
  g_autofree char *money = tn_money_show (tn_support_sheet_total (sheet));
  /* Translators: on a list: "120 people" */
  if (sheet->goods)
    return g_strdup_printf (_("Altogether %s"), count);
  /* Translators: on a list: "120 people", "120.000.000 đ" */
  return g_strdup_printf (_("Altogether %s, %s"), count, money);
}

/* ---- to a file ---- */

static void
draw_page (gconstpointer data, cairo_t *cr, guint page)
{
  tn_support_sheet_draw_page (data, cr, page);
}

gboolean
tn_support_sheet_write (const TnSupportSheet *sheet, const char *path, TnPaperProgress progress, gpointer user_data, GCancellable *cancellable,
                        GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1), *title = g_strdup_printf ("%s – %s", tn_support_sheet_title (sheet), sheet->programme);
  TnPaperPages pages = { title, tn_support_sheet_n_pages (sheet), draw_page, sheet };
  if (g_str_has_suffix (lower, ".pdf"))
    return tn_paper_write_pdf (&pages, path, progress, user_data, cancellable, error);
  if (g_str_has_suffix (lower, ".xlsx"))
    return tn_support_sheet_write_xlsx (sheet, path, progress, user_data, cancellable, error);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED, _("These lists are written as .pdf or .xlsx. Nothing was written. Choose a name that ends so."));
  return FALSE;
}
