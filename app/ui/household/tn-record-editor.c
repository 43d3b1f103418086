/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household-editor.h"
#include <glib/gi18n.h>
#include "tn-household-actions.h"

/* Forms of the kinds that hang on a household or a person. */
static const struct
{
  const char *kind, *new_title, *edit_title, *first;
  const char *fields[18];
} kinds[] = {
  /* A new visit is the page at the door (ui/door). */
  { "visit", NULL, N_("Edit Visit"), "result",
    { "at", "result", "met", "volunteer", "told_prevention", "told_vaccination", "told_care", "told_support", "told_answers", "need_food", "need_medicine",
      "need_money", "need_health", "need_talk", "need_other", "next", "note" } },
  { "membership", N_("Add a Category"), N_("Edit Category"), "category", { "category", "from", "to", "document", "note" } },
};

typedef struct
{
  TnForm *form;
  const char *kind;
  TnId id, parent;   /* id null = new */
} Editor;

typedef struct
{
  const char *kind;
  TnId id, parent;
  TnValues *values;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->values, tn_values_free);
  g_free (job);
}

static TnEdit *
add_record (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_add_child (copy, job->kind, &job->parent, job->values, error);
}

static TnEdit *
change_record (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_change (copy, &job->id, job->values, error);
}

static TnEdit *
delete_record (TnCopy *copy, gpointer data, GError **error)
{
  return tn_work_delete (copy, &((Job *) data)->id, error);
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Editor *self = user_data;
  Job *job;

  if (!tn_form_validate (self->form))
    return FALSE;
  job = g_new0 (Job, 1);
  job->kind = self->kind;
  job->id = self->id;
  job->parent = self->parent;
  job->values = tn_form_dup_values (self->form);
  *func = tn_id_is_null (&self->id) ? add_record : change_record;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

static gsize
find_kind (const char *kind)
{
  gsize i = 0;

  while (!g_str_equal (kinds[i].kind, kind))
    g_assert (++i < G_N_ELEMENTS (kinds));
  return i;
}

static Editor *
make_editor (TnDialog *dialog, gsize kind, const TnRow *row)
{
  Editor *self = g_new0 (Editor, 1);
  TnLookups *lookups = tn_workspace_get_lookups (tn_dialog_get_workspace (dialog));

  self->kind = kinds[kind].kind;
  self->form = tn_form_new (tn_schema_kind (kinds[kind].kind), kinds[kind].fields, lookups);
  tn_form_load (self->form, row);
  tn_dialog_set_prepare (dialog, prepare_cb, self, g_free);
  tn_dialog_add_form (dialog, self->form);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 520, -1);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_form_focus (self->form, kinds[kind].first);
  return self;
}

void
tn_record_editor_new (TnWindow *window, const char *kind, const TnId *parent, const char *parent_title)
{
  gsize i = find_kind (kind);
  g_autofree char *title = g_strdup_printf ("%s: %s", _(kinds[i].new_title), parent_title);
  Editor *self = make_editor (tn_dialog_new (window, title, _("_Save")), i, NULL);

  self->parent = *parent;
}

static void
delete_cb (TnDialog *dialog)
{
  const TnId *id = g_object_get_data (G_OBJECT (dialog), "tn-id");
  Job *job = g_new0 (Job, 1);

  job->id = *id;
  tn_dialog_run (dialog, delete_record, job, free_job);
}

static void
add_delete_button (TnDialog *dialog, const TnId *id)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Delete"));

  gtk_widget_add_css_class (button, "destructive-action");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_name (button, "delete");
  g_object_set_data_full (G_OBJECT (dialog), "tn-id", tn_id_copy (id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_cb), dialog, G_CONNECT_SWAPPED);
  tn_dialog_add (dialog, button);
}

void
tn_record_editor_edit (TnWindow *window, const TnRow *row)
{
  gsize i = find_kind (row->kind_key);
  TnDialog *dialog = tn_dialog_new (window, _(kinds[i].edit_title), _("_Save"));
  Editor *self = make_editor (dialog, i, row);

  self->id = row->id;
  add_delete_button (dialog, &row->id);
}
