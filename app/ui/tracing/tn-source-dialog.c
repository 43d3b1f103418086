/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From whom, or where, a patient caught it. */
#include "tn-tracing-dialogs-private.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-dialog.h"
#include "tn-dialog-parts.h"
#include "tn-option-drop-down.h"
#include "tn-tracing.h"

/* --- what is read before --- */

void
tn_tracing_waiting_free (TnTracingWaiting *waiting)
{
  g_weak_ref_clear (&waiting->window);
  g_free (waiting->name);
  g_free (waiting);
}

void
tn_tracing_read_then (TnWindow *window, const TnId *home_case, const char *name, TnStoreFunc read, GDestroyNotify result_free, GAsyncReadyCallback callback)
{
  TnWorkspace *workspace = tn_window_get_workspace (window);
  TnTracingWaiting *waiting;

  if (!workspace)
    return;
  waiting = g_new0 (TnTracingWaiting, 1);
  g_weak_ref_init (&waiting->window, window);
  waiting->home_case = *home_case;
  waiting->name = g_strdup (name);
  tn_store_read_async (tn_workspace_get_store (workspace), read, tn_id_copy (home_case), g_free, result_free, NULL, callback, waiting);
}

/* --- the form --- */

typedef struct
{
  TnId home_case;
  GtkWidget *how, *source;
} Source;

typedef struct
{
  TnId home_case, source;
  gboolean has_source;
  char *how;
} SourceJob;

static void
free_source_job (gpointer data)
{
  g_free (((SourceJob *) data)->how);
  g_free (data);
}

static TnEdit *
write_source (TnCopy *copy, gpointer data, GError **error)
{
  SourceJob *job = data;

  return tn_tracing_set_source (copy, &job->home_case, job->how, job->has_source ? &job->source : NULL, error);
}

static gboolean
prepare_source_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Source *self = user_data;
  SourceJob *job = g_new0 (SourceJob, 1);

  job->home_case = self->home_case;
  job->has_source = tn_dialog_parts_chosen_id (self->source, &job->source);
  job->how = g_strdup (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->how)));
  *func = write_source;
  *data = job;
  *data_free = free_source_job;
  return TRUE;
}

static GListModel *
list_choices (const TnField *field)
{
  GListStore *options = g_list_store_new (TN_TYPE_OPTION);

  for (const TnChoice *choice = field->choices; choice->key; choice++)
    {
      g_autoptr (TnOption) option = tn_option_new (choice->key, _(choice->label), 0);

      g_list_store_append (options, option);
    }
  return G_LIST_MODEL (options);
}

/* Who named a case has caught it from a case; the person may still say that it was at home or at work. */
static void
source_chosen_cb (Source *self)
{
  const char *how = tn_option_drop_down_get_key (GTK_DROP_DOWN (self->how));

  if (*tn_option_drop_down_get_key (GTK_DROP_DOWN (self->source)) && (g_str_equal (how, "unknown") || g_str_equal (how, "travel")))
    tn_option_drop_down_set_key (GTK_DROP_DOWN (self->how), "case");
}

static void
present_source (TnWindow *window, const TnId *home_case, const char *name, GPtrArray *cases)
{
  /* Translators: %s is a person's name */
  g_autofree char *title = g_strdup_printf (_("Source of the Case: %s"), name);
  TnDialog *dialog = tn_dialog_new (window, title, _("_Save"));
  Source *self = g_new0 (Source, 1);
  GtkWidget *group = adw_preferences_group_new (), *row;
  g_autoptr (GListModel) choices = list_choices (tn_kind_field (tn_schema_kind ("home_case"), "source"));
  g_autoptr (GListStore) options = g_list_store_new (TN_TYPE_OPTION);

  self->home_case = *home_case;
  for (guint i = 0; i < cases->len; i++)
    {
      const TnTracingCase *node = cases->pdata[i];
      g_autofree char *opened = node->opened ? tn_date_format (node->opened) : g_strdup ("–"), *label = g_strdup_printf ("%s · %s", node->name, opened);
      g_autofree char *id = tn_id_dup_string (&node->id);
      g_autoptr (TnOption) option = tn_option_new (id, label, 0);

      if (!tn_id_equal (&node->id, home_case))
        g_list_store_append (options, option);
    }
  self->how = tn_dialog_parts_choice (_("Source"), "source", NULL, choices, &row);
  tn_option_drop_down_set_key (GTK_DROP_DOWN (self->how), "unknown");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  self->source = tn_dialog_parts_choice (_("Caught from"), "source_case", "—", G_LIST_MODEL (options), &row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  tn_dialog_set_prepare (dialog, prepare_source_cb, self, g_free);
  tn_dialog_add (dialog, group);
  g_signal_connect_swapped (self->source, "notify::selected-item", G_CALLBACK (source_chosen_cb), self);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 520, -1);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (self->source);
}

static gpointer
read_recent (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_tracing_recent (copy, tn_env_now_ms (tn_copy_env (copy)), error);
}

static void
recent_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnTracingWaiting) waiting = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases = tn_store_finish (TN_STORE (source), result, &error);
  g_autoptr (TnWindow) window = g_weak_ref_get (&waiting->window);

  if (!window)
    return;
  if (cases)
    present_source (window, &waiting->home_case, waiting->name, cases);
  else
    tn_window_show_error (window, NULL, error);
}

void
tn_tracing_dialog_source (TnWindow *window, const TnId *home_case, const char *name)
{
  tn_tracing_read_then (window, home_case, name, read_recent, (GDestroyNotify) g_ptr_array_unref, recent_read_cb);
}
