/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-export.h"
#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define XLSX_MAX_ROWS 1048576u
#define XLSX_MAX_TEXT 32767

gboolean
tn_export_format_for (const char *path, TnExportFormat *out, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  if (g_str_has_suffix (lower, ".xlsx"))
    *out = TN_EXPORT_XLSX;
  else if (g_str_has_suffix (lower, ".csv"))
    *out = TN_EXPORT_CSV;
  else
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED, _("Lists are written as .xlsx or .csv. Nothing was written. Choose a name that ends so."));
      return FALSE;
    }
  return TRUE;
}

void
tn_export_set_write_error (GError **error, int why)
{
  g_set_error (error, TN_ERROR, why == ENOSPC ? TN_ERROR_FULL : why == EACCES || why == EROFS || why == EPERM ? TN_ERROR_READ_ONLY : TN_ERROR_FAILED,
               _("The file could not be written: %s. A file of that name that was there before is unchanged. Choose another place."), g_strerror (why));
}

/* ---- CSV ---- */

/* What a spreadsheet would take for a formula gets an apostrophe in front; so does text that begins like such a protected one, so that taking one
 * apostrophe off again is exact (tn-csv.c). */
static gboolean
needs_apostrophe (const char *text)
{
  const char *bare = text + strspn (text, "'");
  return *bare != '\0' && strchr ("=+-@\t\r", *bare) != NULL;
}

static void
append_cell (GString *line, const char *text, char delimiter)
{
  char special[] = { '"', '\n', '\r', delimiter, '\0' };
  gboolean protect = needs_apostrophe (text);
  if (strpbrk (text, special) == NULL)
    {
      g_string_append_printf (line, "%s%s", protect ? "'" : "", text);
      return;
    }
  g_string_append (line, protect ? "\"'" : "\"");
  for (; *text; text++)
    {
      if (*text == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *text);
    }
  g_string_append_c (line, '"');
}

static gboolean
write_line (FILE *file, GString *line, const char *const *cells, guint n, char delimiter, GError **error)
{
  g_string_truncate (line, 0);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (line, delimiter);
      append_cell (line, cells[i] ? cells[i] : "", delimiter);
    }
  g_string_append (line, "\r\n");
  if (fwrite (line->str, 1, line->len, file) == line->len)
    return TRUE;
  tn_export_set_write_error (error, errno);
  return FALSE;
}

typedef struct { const TnExportList *list; const char **cells; guint rows; GCancellable *cancellable; } Walk;

/* The next row. FALSE at the end, when cancelled and on errors. */
static gboolean
next_row (Walk *walk, GError **error)
{
  memset (walk->cells, 0, walk->list->n_columns * sizeof *walk->cells);
  if (g_cancellable_set_error_if_cancelled (walk->cancellable, error) || !walk->list->next (walk->cells, walk->list->user_data, error))
    return FALSE;
  walk->rows++;
  return TRUE;
}

static gboolean
write_csv_rows (Walk *walk, FILE *file, char delimiter, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GError) local = NULL;
  if (fputs ("\xef\xbb\xbf", file) < 0 || !write_line (file, line, walk->list->columns, walk->list->n_columns, delimiter, &local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  while (next_row (walk, &local))
    if (!write_line (file, line, walk->cells, walk->list->n_columns, delimiter, &local))
      break;
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return error == NULL || *error == NULL;
}

static gboolean
write_csv (Walk *walk, const char *path, char delimiter, GError **error)
{
  g_autoptr (GError) local = NULL;
  FILE *file = g_fopen (path, "wbe");
  if (file == NULL)
    {
      tn_export_set_write_error (error, errno);
      return FALSE;
    }
  gboolean ok = write_csv_rows (walk, file, delimiter, &local);
  if (ok && (fflush (file) != 0 || fsync (fileno (file)) != 0))
    {
      tn_export_set_write_error (&local, errno);
      ok = FALSE;
    }
  if (fclose (file) != 0 && ok)
    {
      tn_export_set_write_error (&local, errno);
      ok = FALSE;
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}

/* ---- XLSX: constant memory, every cell a string ---- */

static const char *
fit_text (const char *text, char **owned)
{
  if (g_utf8_strlen (text, -1) <= XLSX_MAX_TEXT)
    return text;
  g_free (*owned);
  *owned = g_utf8_substring (text, 0, XLSX_MAX_TEXT);
  return *owned;
}

static void
write_sheet_row (lxw_worksheet *sheet, guint row, const char *const *cells, guint n, lxw_format *format)
{
  g_autofree char *owned = NULL;
  for (guint i = 0; i < n; i++)
    if (cells[i] != NULL && *cells[i] != '\0')
      worksheet_write_string (sheet, row, (lxw_col_t) i, fit_text (cells[i], &owned), format);
}

static gboolean
write_sheet (Walk *walk, lxw_workbook *book, GError **error)
{
  g_autoptr (GError) local = NULL;
  lxw_worksheet *sheet = workbook_add_worksheet (book, NULL);
  lxw_format *bold = workbook_add_format (book);
  format_set_bold (bold);
  worksheet_set_column (sheet, 0, (lxw_col_t) (walk->list->n_columns - 1), 18, NULL);
  worksheet_freeze_panes (sheet, 1, 0);
  write_sheet_row (sheet, 0, walk->list->columns, walk->list->n_columns, bold);
  while (next_row (walk, &local))
    {
      if (walk->rows >= XLSX_MAX_ROWS)
        {
          g_set_error_literal (&local, TN_ERROR, TN_ERROR_TOO_LARGE, _("An Excel sheet can not hold so many rows. Nothing was written. Write a .csv file."));
          break;
        }
      write_sheet_row (sheet, walk->rows, walk->cells, walk->list->n_columns, NULL);
    }
  gboolean ok = local == NULL;
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}

static gboolean
sync_file (const char *path, GError **error)
{
  FILE *file = g_fopen (path, "rbe");
  gboolean ok = file != NULL && fsync (fileno (file)) == 0;
  if (!ok)
    tn_export_set_write_error (error, errno);
  if (file != NULL)
    fclose (file);
  return ok;
}

static gboolean
write_xlsx (Walk *walk, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = folder };
  lxw_workbook *book = workbook_new_opt (path, &options);
  if (book == NULL)
    {
      tn_export_set_write_error (error, ENOMEM);
      return FALSE;
    }
  gboolean ok = write_sheet (walk, book, error);
  lxw_error why = workbook_close (book);
  if (ok && why != LXW_NO_ERROR)
    {
      tn_export_set_write_error (error, errno ? errno : EIO);
      return FALSE;
    }
  return ok && sync_file (path, error);
}

/* ---- the file ---- */

static gboolean
write_beside (Walk *walk, const char *temp, TnExportFormat format, GError **error)
{
  if (format == TN_EXPORT_XLSX)
    return write_xlsx (walk, temp, error);
  return write_csv (walk, temp, format == TN_EXPORT_CSV ? ',' : ';', error);
}

gboolean
tn_export_put_in_place (const char *temp, const char *path, gboolean whole, GError **error)
{
  if (whole && g_rename (temp, path) != 0)
    {
      tn_export_set_write_error (error, errno);
      whole = FALSE;
    }
  if (!whole)
    g_unlink (temp);
  return whole;
}

gboolean
tn_export_write (const TnExportList *list, const char *path, TnExportFormat format, guint *n_rows, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (list->n_columns > 0, FALSE);
  g_autofree const char **cells = g_new0 (const char *, list->n_columns);
  g_autofree char *temp = g_strdup_printf ("%s.%08x.part", path, g_random_int ());
  Walk walk = { .list = list, .cells = cells, .cancellable = cancellable };
  gboolean ok = write_beside (&walk, temp, format, error);
  ok = tn_export_put_in_place (temp, path, ok, error);
  if (n_rows != NULL)
    *n_rows = walk.rows;
  return ok;
}
