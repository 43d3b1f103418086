/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a round is called and when it is. Where and whom it looks for is asked when it is planned: another place is another round. */
#include "tn-round-dialogs.h"
#include <glib/gi18n.h>
#include "tn-dialog.h"
#include "tn-household-actions.h"

typedef struct
{
  TnId round;
  TnForm *form;
} Edit;

typedef struct
{
  TnId round;
  TnValues *values;
} Job;

static void
free_job (gpointer data)
{
  tn_values_free (((Job *) data)->values);
  g_free (data);
}

static TnEdit *
change (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_change (copy, &job->round, job->values, error);
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Edit *self = user_data;
  Job *job;

  if (!tn_form_require (self->form, "evening", _("Say on which evening the round is, with day, month and year.")))
    return FALSE;
  job = g_new (Job, 1);
  *job = (Job) { self->round, tn_form_dup_values (self->form) };
  *func = change;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

static gpointer
read_row (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_copy_get (copy, data, error);
}

static void
present (TnWindow *window, const TnRow *row)
{
  static const char *const fields[] = { "evening", "purpose", "team", "name", "note", NULL };
  TnDialog *dialog = tn_dialog_new (window, _("Edit the Round"), _("_Save"));
  Edit *self = g_new (Edit, 1);

  *self = (Edit) { row->id, tn_form_new (row->kind, fields, tn_workspace_get_lookups (tn_dialog_get_workspace (dialog))) };
  tn_form_load (self->form, row);
  tn_dialog_set_prepare (dialog, prepare_cb, self, g_free);
  tn_dialog_add_form (dialog, self->form);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
row_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRow) row = tn_store_finish (TN_STORE (source), result, &error);

  if (!tn_window_get_workspace (window))
    return;   /* the copy was closed meanwhile */
  if (row)
    present (window, row);
  else
    tn_window_show_error (window, NULL, error);
}

void
tn_round_dialog_edit (TnWindow *window, const TnId *round)
{
  TnStore *store = tn_workspace_get_store (tn_window_get_workspace (window));

  tn_store_read_async (store, read_row, tn_id_copy (round), g_free, (GDestroyNotify) tn_row_free, NULL, row_read_cb, g_object_ref (window));
}
