/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-bulk-dialog.h"
#include <glib/gi18n.h>
#include "tn-export.h"

typedef struct { GArray *rows; char *kind, *path; guint n; } Export;

static void
free_export (gpointer data)
{
  Export *export = data;

  g_clear_pointer (&export->rows, g_array_unref);
  g_free (export->kind);
  g_free (export->path);
  g_free (export);
}

static gpointer
write_file (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const Export *export = data;
  g_autoptr (GArray) ids = tn_bulk_ids (copy, export->rows, error);
  TnExportFormat format;
  Export *done;
  guint n;

  if (!ids || !tn_export_format_for (export->path, &format, error) || !tn_export_households (copy, export->kind, ids, export->path, format, &n, cancellable, error))
    return NULL;
  done = g_new0 (Export, 1);
  done->path = g_strdup (export->path);
  done->n = n;
  return done;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  Export *done = tn_store_finish (TN_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (!done)
    {
      tn_window_show_error (window, _("The list was not written"), error);
      return;
    }
  text = g_strdup_printf (ngettext ("%u row written to %s.", "%u rows written to %s.", done->n), done->n, done->path);
  tn_window_toast (window, text);
  free_export (done);
}

void
tn_bulk_export_to (TnWindow *window, const char *kind, GArray *rows, const char *path)
{
  Export *export = g_new0 (Export, 1);

  *export = (Export) { rows, g_strdup (kind), g_strdup (path), 0 };
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), write_file, export, free_export, free_export, NULL, written_cb, g_object_ref (window));
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, TnWindow *window)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;
  GArray *rows = g_object_get_data (G_OBJECT (chooser), "rows");

  gtk_native_dialog_hide (chooser);
  if (path && tn_window_get_workspace (window))
    tn_bulk_export_to (window, g_object_get_data (G_OBJECT (chooser), "kind"), g_array_ref (rows), path);
  g_object_unref (chooser);
}

void
tn_bulk_export (TnWindow *window, const char *kind, GArray *rows)
{
  gboolean people = g_str_equal (kind, "person");
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (people ? _("Export the People") : _("Export the Households"), GTK_WINDOW (window),
                                                                GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  /* Translators: names of files, without marks. */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), people ? _("people.xlsx") : _("households.xlsx"));
  g_object_set_data_full (G_OBJECT (chooser), "rows", rows, (GDestroyNotify) g_array_unref);
  g_object_set_data_full (G_OBJECT (chooser), "kind", g_strdup (kind), g_free);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
