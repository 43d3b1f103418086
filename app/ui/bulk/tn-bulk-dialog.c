/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-bulk-dialog.h"
#include <glib/gi18n.h>
#include "tn-bulk-form.h"
#include "tn-bulk-preview.h"
#include "tn-import-progress.h"

#define REST_MS 250   /* nobody reads a preview between two letters */

typedef struct
{
  TnDialog *dialog;           /* not owned: it owns this */
  TnBulkForm *form;
  TnBulkPreview *preview;
  GArray *rows;               /* gint64: as they were chosen */
  GArray *ids;                /* TnId of them, since the first look; NULL before. A row number may go to another household once its own has gone */
  TnImportSteps *steps;
  GCancellable *looking, *doing;
  guint rest_id, watch_id;
} Bulk;

/* What a thread of the store needs; it outlives the dialog. */
typedef struct
{
  GArray *rows, *ids;         /* ids NULL = not known yet */
  TnBulkWish *wish;
  TnImportSteps *steps;
  GCancellable *cancellable;
} Job;

static void
stop_watching (Bulk *self)
{
  g_clear_handle_id (&self->watch_id, g_source_remove);
}

static void
free_bulk (gpointer data)
{
  Bulk *self = data;

  g_object_set_data (G_OBJECT (self->dialog), "tn-bulk", NULL);
  g_signal_handlers_disconnect_by_data (self->form, self);
  g_cancellable_cancel (self->looking);
  g_object_unref (self->looking);
  g_object_unref (self->doing);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  stop_watching (self);
  tn_import_steps_unref (self->steps);
  g_array_unref (self->rows);
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self);
}

static void
free_job (gpointer data)
{
  Job *job = data;

  g_array_unref (job->rows);
  g_clear_pointer (&job->ids, g_array_unref);
  tn_bulk_wish_free (job->wish);
  tn_import_steps_unref (job->steps);
  g_object_unref (job->cancellable);
  g_free (job);
}

static Job *
new_job (Bulk *self, TnBulkWish *wish, GCancellable *cancellable)
{
  Job *job = g_new (Job, 1);

  *job = (Job) { g_array_ref (self->rows), self->ids ? g_array_ref (self->ids) : NULL, wish, tn_import_steps_ref (self->steps), g_object_ref (cancellable) };
  return job;
}

static TnBulk *
plan (TnCopy *copy, Job *job, GError **error)
{
  if (!job->ids)
    job->ids = tn_bulk_ids (copy, job->rows, error);
  return job->ids ? tn_bulk_plan (copy, job->wish, (const TnId *) (gpointer) job->ids->data, job->ids->len, tn_import_steps_cb, job->steps, job->cancellable, error) : NULL;
}

static void
watch (Bulk *self)
{
  GtkProgressBar *progress = tn_bulk_preview_get_progress (self->preview);

  stop_watching (self);
  gtk_widget_show (GTK_WIDGET (progress));
  self->watch_id = tn_import_steps_watch (self->steps, progress);
}

static void
end_watching (Bulk *self)
{
  stop_watching (self);
  gtk_widget_hide (GTK_WIDGET (tn_bulk_preview_get_progress (self->preview)));
}

/* --- looking beforehand --- */

typedef struct { TnBulk *bulk; GArray *ids; } Looked;

static void
free_looked (gpointer data)
{
  Looked *looked = data;

  tn_bulk_free (looked->bulk);
  g_array_unref (looked->ids);
  g_free (looked);
}

static gpointer
look (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  TnBulk *bulk = plan (copy, job, error);
  Looked *looked = bulk ? g_new (Looked, 1) : NULL;

  if (looked)
    *looked = (Looked) { bulk, g_array_ref (job->ids) };
  return looked;
}

static Bulk *
get_bulk (TnDialog *dialog)
{
  return g_object_get_data (G_OBJECT (dialog), "tn-bulk");
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;
  Looked *looked = tn_store_finish (TN_STORE (source), result, &error);
  g_autoptr (GArray) ids = looked ? g_array_ref (looked->ids) : NULL;
  g_autoptr (TnBulk) bulk = looked ? looked->bulk : NULL;
  Bulk *self = get_bulk (dialog);

  if (looked)
    {
      g_array_unref (looked->ids);
      g_free (looked);
    }
  if (!self || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;   /* closed, or asked anew */
  if (ids && !self->ids)
    self->ids = g_array_ref (ids);
  end_watching (self);
  if (bulk)
    tn_bulk_preview_show (self->preview, bulk);
  else
    tn_bulk_preview_show_text (self->preview, error->message);
  tn_dialog_set_can_save (dialog, bulk && bulk->n_changes > 0);
}

static gboolean
rest_cb (gpointer user_data)
{
  Bulk *self = user_data;
  const char *missing = NULL;
  TnBulkWish *wish = tn_bulk_form_dup_wish (self->form, &missing);

  self->rest_id = 0;
  if (!wish)
    {
      end_watching (self);
      tn_bulk_preview_show_text (self->preview, missing);
      return G_SOURCE_REMOVE;
    }
  watch (self);
  tn_store_read_async (tn_workspace_get_store (tn_dialog_get_workspace (self->dialog)), look, new_job (self, wish, self->looking), free_job, free_looked,
                       self->looking, looked_cb, g_object_ref (self->dialog));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (Bulk *self)
{
  g_cancellable_cancel (self->looking);
  g_object_unref (self->looking);
  self->looking = g_cancellable_new ();
  tn_dialog_set_can_save (self->dialog, FALSE);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add (REST_MS, rest_cb, self);
}

/* --- doing it --- */

/* Looked at once more in the turn in which it is written: what others changed since counts. */
static TnEdit *
build (TnCopy *copy, gpointer data, GError **error)
{
  g_autoptr (TnBulk) bulk = plan (copy, data, error);

  return bulk ? g_steal_pointer (&bulk->edit) : NULL;
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Bulk *self = user_data;
  const char *missing = NULL;
  TnBulkWish *wish = tn_bulk_form_dup_wish (self->form, &missing);

  if (!wish)
    {
      tn_bulk_preview_show_text (self->preview, missing);
      return FALSE;
    }
  watch (self);
  *func = build;
  *data = new_job (self, wish, self->doing);
  *data_free = free_job;
  return TRUE;
}

/* Stopped, or refused: nothing was written. */
static void
failed_cb (TnDialog *dialog, Bulk *self)
{
  end_watching (self);
}

static const char *
get_title (TnBulkWhat what)
{
  static const char *const titles[] = {
    [TN_BULK_SET] = N_("Set a Field of All"), [TN_BULK_GIVE] = N_("Give a Category"), [TN_BULK_END] = N_("End a Category"), [TN_BULK_TEAM] = N_("Give to a Team"),
    [TN_BULK_ROUND] = N_("Give to a Round"), [TN_BULK_PROPOSE] = N_("Propose for a Programme"),
  };

  return _(titles[what]);
}

void
tn_bulk_dialog_open (TnWindow *window, TnBulkWhat what, GArray *rows)
{
  TnDialog *dialog = tn_dialog_new (window, get_title (what), _("_Do It"));
  Bulk *self = g_new0 (Bulk, 1);
  g_autofree char *chosen = g_strdup_printf (ngettext ("%u household chosen", "%u households chosen", rows->len), rows->len);
  GtkWidget *label = gtk_label_new (chosen);

  *self = (Bulk) { dialog, tn_bulk_form_new (what, tn_dialog_get_workspace (dialog)), tn_bulk_preview_new (), rows, NULL, tn_import_steps_new (), g_cancellable_new (), g_cancellable_new (), 0, 0 };
  g_object_set_data (G_OBJECT (dialog), "tn-bulk", self);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  tn_dialog_add (dialog, label);
  tn_dialog_add (dialog, GTK_WIDGET (self->form));
  tn_dialog_add (dialog, GTK_WIDGET (self->preview));
  tn_dialog_set_can_save (dialog, FALSE);
  tn_dialog_set_cancellable (dialog, self->doing);
  tn_dialog_set_progress (dialog, tn_import_steps_cb, self->steps);
  tn_dialog_set_prepare (dialog, prepare_cb, self, free_bulk);
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (dialog, "failed", G_CALLBACK (failed_cb), self);
  changed_cb (self);
  gtk_window_present (GTK_WINDOW (dialog));
}
