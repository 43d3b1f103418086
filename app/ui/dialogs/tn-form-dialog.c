/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-form-dialog.h"
#include <glib/gi18n.h>

#define MAX_FORMS 3
#define KEY "tn-form-dialog"

typedef struct
{
  TnForm *forms[MAX_FORMS];
  guint n;
  TnId about;
  gboolean has_about;
  TnFormWork work;
  const char *required, *message;
} Asked;

/* What goes to the writer's thread. */
typedef struct
{
  TnId about;
  gboolean has_about;
  TnFormWork work;
  TnValues *values;
} Job;

static void
free_job (gpointer data)
{
  tn_values_free (((Job *) data)->values);
  g_free (data);
}

static TnEdit *
run_job (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return job->work (copy, job->has_about ? &job->about : NULL, job->values, error);
}

static gboolean
is_blank (TnForm *form)
{
  g_autoptr (TnValues) values = tn_form_dup_values (form);

  return tn_values_is_blank (values);
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Asked *asked = user_data;
  Job *job;

  for (guint i = 0; i < asked->n; i++)
    if ((i == 0 || !is_blank (asked->forms[i])) && !tn_form_validate (asked->forms[i]))
      return FALSE;
  if (asked->required && !tn_form_require (asked->forms[0], asked->required, asked->message))
    return FALSE;
  job = g_new0 (Job, 1);
  *job = (Job) { asked->about, asked->has_about, asked->work, tn_form_dup_values (asked->forms[0]) };
  for (guint i = 1; i < asked->n; i++)
    {
      g_autoptr (TnValues) more = tn_form_dup_values (asked->forms[i]);

      tn_values_merge (job->values, more);
    }
  *func = run_job;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

static Asked *
get_asked (TnDialog *dialog)
{
  return g_object_get_data (G_OBJECT (dialog), KEY);
}

TnForm *
tn_form_dialog_add (TnDialog *dialog, const char *title, const char *kind, const char *const *fields)
{
  Asked *asked = get_asked (dialog);
  TnForm *form = tn_form_new (tn_schema_kind (kind), fields, tn_workspace_get_lookups (tn_dialog_get_workspace (dialog)));

  g_return_val_if_fail (asked->n < MAX_FORMS, NULL);
  if (title)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (form), title);
  tn_form_load (form, NULL);
  tn_dialog_add_form (dialog, form);
  asked->forms[asked->n++] = form;
  return form;
}

TnDialog *
tn_form_dialog_new (TnWindow *window, const char *title, const char *save_label, const char *kind, const char *const *fields, const TnRow *row,
                    const TnId *about, TnFormWork work)
{
  TnDialog *dialog = tn_dialog_new (window, title, save_label);
  Asked *asked = g_new0 (Asked, 1);

  g_object_set_data_full (G_OBJECT (dialog), KEY, asked, g_free);
  asked->work = work;
  asked->has_about = about != NULL;
  if (about)
    asked->about = *about;
  tn_form_dialog_add (dialog, NULL, kind, fields);
  if (row)
    tn_form_load (asked->forms[0], row);
  tn_dialog_set_prepare (dialog, prepare_cb, asked, NULL);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 540, -1);
  return dialog;
}

TnForm *
tn_form_dialog_get_form (TnDialog *dialog)
{
  return get_asked (dialog)->forms[0];
}

void
tn_form_dialog_require (TnDialog *dialog, const char *field, const char *message)
{
  Asked *asked = get_asked (dialog);

  asked->required = field;
  asked->message = message;
}

void
tn_form_dialog_present (TnDialog *dialog, const char *field)
{
  gtk_window_present (GTK_WINDOW (dialog));
  tn_form_focus (tn_form_dialog_get_form (dialog), field);
}

/* --- changing what is there --- */

typedef struct
{
  TnWindow *window;
  const char *title;
  const char *const *fields;
  TnFormWork work;
} Opening;

static gpointer
read_record (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_copy_get (copy, data, error);
}

static void
record_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Opening *opening = user_data;
  g_autoptr (TnWindow) window = opening->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRow) row = tn_store_finish (TN_STORE (source), result, &error);

  if (!row)
    tn_window_show_error (window, NULL, error);
  else if (tn_window_get_workspace (window))
    tn_form_dialog_present (tn_form_dialog_new (window, opening->title, _("_Save"), row->kind_key, opening->fields, row, &row->id, opening->work),
                            opening->fields[0]);
}

void
tn_form_dialog_edit (TnWindow *window, const TnId *id, const char *title, const char *const *fields, TnFormWork work)
{
  Opening *opening = g_new (Opening, 1);

  *opening = (Opening) { g_object_ref (window), title, fields, work };
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), read_record, tn_id_copy (id), g_free, (GDestroyNotify) tn_row_free,
                       NULL, record_read_cb, opening);
}

/* --- without a form --- */

typedef struct
{
  TnIdWork work;
  TnId id;
} Run;

typedef struct
{
  TnWindow *window;
  const char *what;
} Ran;

static TnEdit *
run_id (TnCopy *copy, gpointer data, GError **error)
{
  Run *run = data;

  return run->work (copy, &run->id, error);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Ran *ran = user_data;
  g_autoptr (TnWindow) window = ran->window;
  g_autoptr (GError) error = NULL;

  if (!tn_workspace_run_finish (TN_WORKSPACE (source), result, &error))
    tn_window_show_error (window, ran->what, error);
}

void
tn_window_run (TnWindow *window, TnIdWork work, const TnId *id, const char *what)
{
  TnWorkspace *workspace = tn_window_get_workspace (window);
  Run *run = g_new (Run, 1);
  Ran *ran = g_new (Ran, 1);

  *run = (Run) { work, *id };
  *ran = (Ran) { g_object_ref (window), what };
  tn_workspace_run_async (workspace, run_id, run, g_free, NULL, ran_cb, ran);
}
