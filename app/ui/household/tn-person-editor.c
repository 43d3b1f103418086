/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household-editor.h"
#include <glib/gi18n.h>
#include "tn-card-form.h"
#include "tn-household-actions.h"
#include "tn-opened.h"
#include "tn-twice-hint.h"

static const char *const person_fields[] = { "name", "relation", "sex", "birth", "phone", "residence", "occupation", "workplace", "note", NULL };

/* The forms of a dialog; lives as long as it. */
typedef struct
{
  TnForm *person;
  GtkWidget *card;
  TnId id, card_id, household;   /* id null = new; card_id null = no card yet */
} Editor;

/* What goes to the writer's thread. */
typedef struct
{
  TnId id, card_id, household;
  TnValues *person, *card;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  tn_values_free (job->person);
  tn_values_free (job->card);
  g_free (job);
}

static TnEdit *
add_person (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_add_person (copy, &job->household, job->person, job->card, NULL, error);
}

static TnEdit *
change_person (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_change_person (copy, &job->id, job->person, tn_id_is_null (&job->card_id) ? NULL : &job->card_id, job->card, error);
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Editor *self = user_data;
  Job *job;

  if (!tn_form_validate (self->person) || !tn_card_form_validate (self->card))
    return FALSE;
  job = g_new0 (Job, 1);
  job->id = self->id;
  job->card_id = self->card_id;
  job->household = self->household;
  job->person = tn_form_dup_values (self->person);
  job->card = tn_card_form_dup_values (self->card);
  *func = tn_id_is_null (&self->id) ? add_person : change_person;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

static Editor *
make_editor (TnDialog *dialog, const TnRow *person, const TnRow *card)
{
  Editor *self = g_new0 (Editor, 1);
  TnLookups *lookups = tn_workspace_get_lookups (tn_dialog_get_workspace (dialog));

  self->person = tn_form_new (tn_schema_kind ("person"), person_fields, lookups);
  tn_form_load (self->person, person);
  tn_twice_hint_watch (self->person, tn_dialog_get_workspace (dialog), person ? &person->id : NULL);
  self->card = tn_card_form_new (self->person, card, lookups);
  if (person)
    self->id = person->id;
  if (card)
    self->card_id = card->id;
  tn_dialog_set_prepare (dialog, prepare_cb, self, g_free);
  tn_dialog_add_form (dialog, self->person);
  tn_dialog_add_card (dialog, self->card);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_form_focus (self->person, "name");
  return self;
}

void
tn_person_editor_new (TnWindow *window, const TnHouseholdDetail *detail)
{
  g_autofree char *title = g_strdup_printf (_("Add a Person: %s"), detail->title);
  Editor *self = make_editor (tn_dialog_new (window, title, _("_Save")), NULL, NULL);

  self->household = detail->household->id;
}

/* The form shows the card's number in full: who opens it is written down before. */
typedef struct
{
  TnRow *person, *card;   /* card: NULL = none */
} Rows;

static void
free_rows (gpointer data)
{
  Rows *rows = data;

  g_clear_pointer (&rows->person, tn_row_free);
  g_clear_pointer (&rows->card, tn_row_free);
  g_free (rows);
}

/* data: the ids of the person and of the card, the latter null when there is none. */
static gpointer
open_rows (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const TnId *ids = data;
  gboolean has_card = !tn_id_is_null (&ids[1]);
  Rows *rows = g_new0 (Rows, 1);

  if ((!has_card || tn_opened_add (copy, &ids[1], 1, TN_OPENED_WHOLE, error)) && (rows->person = tn_copy_get (copy, &ids[0], error)) &&
      (!has_card || (rows->card = tn_copy_get (copy, &ids[1], error))))
    return rows;
  free_rows (rows);
  return NULL;
}

static void
rows_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  Rows *rows = tn_store_finish (TN_STORE (source), result, &error);

  if (!rows)
    tn_window_show_error (window, _("The form is not opened, as it could not be written down who was shown the card"), error);
  else if (tn_window_get_workspace (window))   /* the copy may have been closed meanwhile */
    make_editor (tn_dialog_new (window, _("Edit Person"), _("_Save")), rows->person, rows->card);
  g_clear_pointer (&rows, free_rows);
}

void
tn_person_editor_edit (TnWindow *window, const TnPersonDetail *person)
{
  TnStore *store = tn_workspace_get_store (tn_window_get_workspace (window));
  const TnRow *card = person->cards->len ? person->cards->pdata[0] : NULL;
  TnId *ids = g_new0 (TnId, 2);

  ids[0] = person->person->id;
  if (card)
    ids[1] = card->id;
  tn_store_write_async (store, open_rows, ids, g_free, free_rows, NULL, rows_opened_cb, g_object_ref (window));
}
