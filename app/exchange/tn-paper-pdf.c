/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-paper.h"
#include <cairo-pdf.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>
#include "tn-export.h"

typedef struct { FILE *file; int error; } Output;

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int n)
{
  Output *output = closure;
  if (fwrite (data, 1, n, output->file) == n)
    return CAIRO_STATUS_SUCCESS;
  output->error = errno ? errno : EIO;
  return CAIRO_STATUS_WRITE_ERROR;
}

/* What went wrong while drawing stays with the pen: the surface need not know. */
static cairo_status_t
draw_pages (const TnPaperPages *pages, cairo_surface_t *surface, TnPaperProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  cairo_t *cr = cairo_create (surface);
  gboolean ok = TRUE;
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, pages->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Từng Nhà");
  for (guint i = 0; ok && i < pages->n_pages; i++)
    {
      if (progress != NULL)
        progress (i, pages->n_pages, user_data);
      ok = !g_cancellable_set_error_if_cancelled (cancellable, error);
      if (!ok)
        break;
      pages->draw (pages->data, cr, i);
      cairo_show_page (cr);
      ok = cairo_status (cr) == CAIRO_STATUS_SUCCESS;
    }
  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  return status;
}

/* cairo says by a status what our own write_cb knows by its errno. */
static gboolean
write_pages (const TnPaperPages *pages, Output *output, TnPaperProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, output, TN_PAPER_WIDTH, TN_PAPER_HEIGHT);
  cairo_status_t drawn = draw_pages (pages, surface, progress, user_data, cancellable, &local);
  cairo_surface_finish (surface);
  cairo_status_t status = cairo_surface_status (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = drawn;
  cairo_surface_destroy (surface);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (output->error || status == CAIRO_STATUS_WRITE_ERROR || fflush (output->file) != 0 || fsync (fileno (output->file)) != 0)
    tn_export_set_write_error (error, output->error ? output->error : errno);
  else if (status != CAIRO_STATUS_SUCCESS)
    g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The sheets could not be drawn: %s. Nothing was written."), cairo_status_to_string (status));
  else
    return TRUE;
  return FALSE;
}

gboolean
tn_paper_write_pdf (const TnPaperPages *pages, const char *path, TnPaperProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autofree char *temp = g_strdup_printf ("%s.%08x.part", path, g_random_int ());
  int fd = open (temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  Output output = { .file = fd >= 0 ? fdopen (fd, "wb") : NULL };
  if (output.file == NULL)
    {
      tn_export_set_write_error (error, errno);
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  gboolean ok = write_pages (pages, &output, progress, user_data, cancellable, error);
  if (fclose (output.file) != 0 && ok)
    {
      tn_export_set_write_error (error, errno);
      ok = FALSE;
    }
  return tn_export_put_in_place (temp, path, ok, error);
}
