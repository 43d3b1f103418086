/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-bulk-dialog.h"
#include <glib/gi18n.h>
#include "tn-file-actions.h"
#include "tn-file-rows.h"

typedef struct { GArray *rows; char *kind; } Export;

static Export *
new_export (const char *kind, GArray *rows)
{
  Export *export = g_new (Export, 1);

  *export = (Export) { rows, g_strdup (kind) };
  return export;
}

static void
free_export (gpointer data)
{
  Export *export = data;

  g_array_unref (export->rows);
  g_free (export->kind);
  g_free (export);
}

static gboolean
write_households (TnCopy *copy, gpointer data, const char *path, TnExportFormat format, guint *rows, GCancellable *cancellable, GError **error)
{
  const Export *export = data;
  g_autoptr (GArray) ids = tn_bulk_ids (copy, export->rows, error);

  return ids && tn_export_households (copy, export->kind, ids, path, format, rows, cancellable, error);
}

void
tn_bulk_export_to (TnWindow *window, const char *kind, GArray *rows, const char *path)
{
  tn_file_write_rows (window, path, write_households, new_export (kind, rows), free_export);
}

static void
use_cb (TnWindow *window, const char *path, gpointer data)
{
  const Export *export = data;

  tn_bulk_export_to (window, export->kind, g_array_ref (export->rows), path);
}

void
tn_bulk_export (TnWindow *window, const char *kind, GArray *rows)
{
  gboolean people = g_str_equal (kind, "person");

  /* Translators: names of files, without marks. */
  tn_file_ask_save (window, people ? _("Export the People") : _("Export the Households"), _("_Export"), people ? _("people.xlsx") : _("households.xlsx"), use_cb,
                    new_export (kind, rows), free_export);
}
