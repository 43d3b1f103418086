/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same lists in a spreadsheet, ready for paper: A4, the header row on each page, page numbers. Every text is a string and never a formula; amounts are
 * numbers, so that they can be added up. */
#include "tn-support-sheet-private.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include "tn-date.h"
#include "tn-export.h"

typedef struct {
  const TnSupportSheet *sheet;
  lxw_workbook *book;
  lxw_worksheet *page;
  lxw_format *title, *bold, *plain, *head, *cell, *money;
  TnSupportColumn columns[TN_SUPPORT_MAX_COLUMNS];
  guint n;
  lxw_row_t row;              /* the next one */
} Book;

static lxw_format *
add_format (Book *b, gboolean bold, guint8 align, gboolean border)
{
  lxw_format *format = workbook_add_format (b->book);
  if (bold)
    format_set_bold (format);
  format_set_align (format, align);
  format_set_align (format, LXW_ALIGN_VERTICAL_CENTER);
  format_set_text_wrap (format);
  if (border)
    format_set_border (format, LXW_BORDER_THIN);
  return format;
}

static void
add_formats (Book *b)
{
  b->title = add_format (b, TRUE, LXW_ALIGN_CENTER, FALSE);
  format_set_font_size (b->title, 14);
  b->bold = add_format (b, TRUE, LXW_ALIGN_LEFT, FALSE);
  b->plain = add_format (b, FALSE, LXW_ALIGN_CENTER, FALSE);
  b->head = add_format (b, TRUE, LXW_ALIGN_CENTER, TRUE);
  b->cell = add_format (b, FALSE, LXW_ALIGN_LEFT, TRUE);
  b->money = add_format (b, FALSE, LXW_ALIGN_RIGHT, TRUE);
  format_set_num_format (b->money, "#,##0");
}

static double
width_of (TnSupportColumn column)
{
  switch (column)
    {
    case TN_COLUMN_NUMBER: return 6;
    case TN_COLUMN_NAME: return 26;
    case TN_COLUMN_YEAR: return 9;
    case TN_COLUMN_ADDRESS: return 34;
    case TN_COLUMN_AREA: return 24;
    case TN_COLUMN_AMOUNT: return 15;
    case TN_COLUMN_GOODS: return 22;
    case TN_COLUMN_SIGN: return 20;
    }
  g_assert_not_reached ();
}

/* A line over all columns. */
static void
put_heading (Book *b, const char *text, lxw_format *format, double height)
{
  if (b->n > 1)
    worksheet_merge_range (b->page, b->row, 0, b->row, (lxw_col_t) (b->n - 1), text, format);
  worksheet_set_row (b->page, b->row, height, NULL);
  b->row++;
}

static void
write_head (Book *b)
{
  g_autoptr (GPtrArray) heading = tn_support_sheet_heading (b->sheet);
  if (*b->sheet->ward)
    put_heading (b, b->sheet->ward, b->bold, 16);
  put_heading (b, tn_support_sheet_title (b->sheet), b->title, 24);
  for (guint i = 0; i < heading->len; i++)
    put_heading (b, heading->pdata[i], b->plain, 30);
  for (guint c = 0; c < b->n; c++)
    worksheet_write_string (b->page, b->row, (lxw_col_t) c, tn_support_sheet_column_title (b->sheet, b->columns[c]), b->head);
  worksheet_set_row (b->page, b->row, 30, NULL);
  worksheet_repeat_rows (b->page, b->row, b->row);
  worksheet_freeze_panes (b->page, b->row + 1, 0);
  b->row++;
}

static void
write_line (Book *b, guint i)
{
  const TnSupportSheetLine *line = b->sheet->lines->pdata[i];
  for (guint c = 0; c < b->n; c++)
    {
      g_autofree char *text = tn_support_sheet_dup_cell (b->sheet, i, b->columns[c]);
      if (b->columns[c] == TN_COLUMN_NUMBER)
        worksheet_write_number (b->page, b->row, (lxw_col_t) c, i + 1, b->cell);
      else if (b->columns[c] == TN_COLUMN_AMOUNT)
        worksheet_write_number (b->page, b->row, (lxw_col_t) c, (double) line->amount, b->money);
      else if (*text)
        worksheet_write_string (b->page, b->row, (lxw_col_t) c, text, b->cell);
      else
        worksheet_write_blank (b->page, b->row, (lxw_col_t) c, b->cell);
    }
  worksheet_set_row (b->page, b->row, 30, NULL);
  b->row++;
}

static void
write_end (Book *b)
{
  g_autofree char *total = tn_support_sheet_dup_total (b->sheet), *day = tn_date_format (b->sheet->day), *made = g_strdup_printf (_("Made on %s"), day);
  lxw_format *format = add_format (b, FALSE, LXW_ALIGN_LEFT, FALSE);
  put_heading (b, total, b->bold, 24);
  put_heading (b, made, format, 18);
  worksheet_write_string (b->page, b->row + 1, 1, _("Made by"), b->title);
  worksheet_write_string (b->page, b->row + 1, (lxw_col_t) (b->n - 1), _("Approved by"), b->title);
  worksheet_set_row (b->page, b->row + 1, 24, NULL);
}

static void
set_paper (Book *b)
{
  g_autofree char *footer = b->sheet->number ? g_strdup_printf ("&L%s&R&P/&N", b->sheet->number) : g_strdup ("&R&P/&N");
  worksheet_set_paper (b->page, 9);               /* A4 */
  worksheet_fit_to_pages (b->page, 1, 0);
  worksheet_set_margins (b->page, 0.5, 0.5, 0.5, 0.6);
  worksheet_set_footer (b->page, footer);
  for (guint c = 0; c < b->n; c++)
    worksheet_set_column (b->page, (lxw_col_t) c, (lxw_col_t) c, width_of (b->columns[c]), NULL);
}

static gboolean
write_lines (Book *b, TnPaperProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  guint n = b->sheet->lines->len;
  for (guint i = 0; i < n; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (progress != NULL && i % 100 == 0)
        progress (i, n, user_data);
      write_line (b, i);
    }
  return TRUE;
}

static gboolean
write_book (Book *b, TnPaperProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  b->n = tn_support_sheet_columns (b->sheet, b->columns);
  b->page = workbook_add_worksheet (b->book, NULL);
  add_formats (b);
  set_paper (b);
  write_head (b);
  if (!write_lines (b, progress, user_data, cancellable, error))
    return FALSE;
  write_end (b);
  return TRUE;
}

/* libxlsxwriter makes the file with the rights that the umask leaves: these are people's addresses. */
static gboolean
finish_file (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CLOEXEC);
  gboolean ok = fd >= 0 && fchmod (fd, 0600) == 0 && fsync (fd) == 0;
  if (!ok)
    tn_export_set_write_error (error, errno);
  if (fd >= 0)
    close (fd);
  return ok;
}

/* The empty file is there first, for nobody else to read. */
static gboolean
make_file (const char *path, GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0)
    return close (fd) == 0;
  tn_export_set_write_error (error, errno);
  return FALSE;
}

static gboolean
write_temp (const TnSupportSheet *sheet, const char *temp, TnPaperProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (temp);
  lxw_workbook_options options = { .constant_memory = LXW_FALSE, .tmpdir = folder };
  Book b = { .sheet = sheet, .book = workbook_new_opt (temp, &options) };
  if (b.book == NULL)
    {
      tn_export_set_write_error (error, ENOMEM);
      return FALSE;
    }
  gboolean ok = write_book (&b, progress, user_data, cancellable, error);
  lxw_error why = workbook_close (b.book);
  if (ok && why != LXW_NO_ERROR)
    {
      tn_export_set_write_error (error, errno ? errno : EIO);
      return FALSE;
    }
  return ok && finish_file (temp, error);
}

gboolean
tn_support_sheet_write_xlsx (const TnSupportSheet *sheet, const char *path, TnPaperProgress progress, gpointer user_data, GCancellable *cancellable,
                             GError **error)
{
  g_autofree char *temp = g_strdup_printf ("%s.%08x.part", path, g_random_int ());
  if (!make_file (temp, error))
    return FALSE;
  gboolean ok = write_temp (sheet, temp, progress, user_data, cancellable, error);
  return tn_export_put_in_place (temp, path, ok, error);
}
