/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-file-rows.h"
#include <glib/gi18n.h>

typedef struct
{
  char *path;
  TnFileRows write;
  gpointer data;
  GDestroyNotify free_data;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  if (job->free_data)
    job->free_data (job->data);
  g_free (job->path);
  g_free (job);
}

/* What is said when it is done. Owned. */
static gpointer
run (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  TnExportFormat format;
  guint rows = 0;

  if (!tn_export_format_for (job->path, &format, error) || !job->write (copy, job->data, job->path, format, &rows, cancellable, error))
    return NULL;
  return g_strdup_printf (ngettext ("%u row written to %s.", "%u rows written to %s.", rows), rows, job->path);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = tn_store_finish (TN_STORE (source), result, &error);

  if (text)
    tn_window_toast (window, text);
  else
    tn_window_show_error (window, _("The list was not written"), error);
}

void
tn_file_write_rows (TnWindow *window, const char *path, TnFileRows write, gpointer data, GDestroyNotify free_data)
{
  Job *job = g_new (Job, 1);

  *job = (Job) { g_strdup (path), write, data, free_data };
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), run, job, free_job, g_free, NULL, written_cb, g_object_ref (window));
}
