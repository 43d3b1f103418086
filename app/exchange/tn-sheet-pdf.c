/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-sheet.h"
#include <glib/gi18n.h>

static void
draw_page (gconstpointer data, cairo_t *cr, guint page)
{
  tn_sheet_draw_page (data, cr, page);
}

gboolean
tn_sheet_write_pdf (const TnSheet *sheet, const char *path, TnPaperProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autofree char *title = g_strdup_printf ("%s – %s", _("Round sheet"), sheet->round->name);
  TnPaperPages pages = { title, sheet->pages->len, draw_page, sheet };
  return tn_paper_write_pdf (&pages, path, progress, user_data, cancellable, error);
}
