/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms about one contact: found in the register, corrected, called with a note. */
#include "tn-tracing-dialogs.h"
#include <glib/gi18n.h>
#include "tn-dialog.h"
#include "tn-form-dialog.h"
#include "tn-household-actions.h"
#include "tn-person-picker.h"
#include "tn-testing.h"
#include "tn-tracing.h"

/* --- one person of the register, for something --- */

typedef struct
{
  TnId about;
  TnWorkFunc write;
  GtkWidget *picker;
} Choosing;

static gboolean
prepare_choosing_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Choosing *self = user_data;
  TnId *ids = g_new0 (TnId, 2);

  if (!tn_person_picker_get (TN_PERSON_PICKER (self->picker), &ids[1]))
    {
      g_free (ids);
      tn_dialog_show_message (dialog, _("Search the person and choose one of those found."));
      return FALSE;
    }
  ids[0] = self->about;
  *func = self->write;
  *data = ids;
  *data_free = g_free;
  return TRUE;
}

static void
choose_person (TnWindow *window, const char *title, const char *save, const TnId *about, TnWorkFunc write)
{
  TnDialog *dialog = tn_dialog_new (window, title, save);
  Choosing *self = g_new0 (Choosing, 1);

  self->about = *about;
  self->write = write;
  self->picker = tn_person_picker_new (tn_dialog_get_workspace (dialog), _("Search the person"));
  tn_dialog_set_prepare (dialog, prepare_choosing_cb, self, g_free);
  tn_dialog_add (dialog, self->picker);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 480, 360);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_person_picker_focus (TN_PERSON_PICKER (self->picker));
}

static TnEdit *
write_link (TnCopy *copy, gpointer data, GError **error)
{
  TnId *ids = data;

  return tn_tracing_link (copy, &ids[0], &ids[1], error);
}

void
tn_tracing_dialog_link (TnWindow *window, const TnId *contact, const char *name)
{
  /* Translators: %s is a name as somebody wrote it down */
  g_autofree char *title = g_strdup_printf (_("Find in the Register: %s"), name);

  choose_person (window, title, _("_Choose"), contact, write_link);
}

static TnEdit *
write_add (TnCopy *copy, gpointer data, GError **error)
{
  TnId *ids = data;

  return tn_testing_add (copy, &ids[0], &ids[1], error);
}

void
tn_tracing_dialog_add_person (TnWindow *window, const TnId *round, const char *name)
{
  /* Translators: %s is the name of a test round */
  g_autofree char *title = g_strdup_printf (_("Add a Person: %s"), name);

  choose_person (window, title, _("_Add"), round, write_add);
}

/* --- correcting --- */

static const char *const contact_fields[] = { "name", "phone", "address", "relation", "last_met", "watch_days", "note", NULL };

void
tn_tracing_dialog_edit_contact (TnWindow *window, const TnRow *contact, const char *name)
{
  /* Translators: %s is a person's name */
  g_autofree char *title = g_strdup_printf (_("Edit Contact: %s"), name);
  TnId person;
  /* The name of somebody in the register is changed there. */
  const char *const *fields = contact_fields + (tn_row_ref (contact, "person", &person) ? 1 : 0);

  tn_form_dialog_present (tn_form_dialog_new (window, title, _("_Save"), "contact", fields, contact, &contact->id, tn_work_change), "last_met");
}

/* --- a call that has more to tell than one key --- */

static TnEdit *
write_call (TnCopy *copy, const TnId *contact, const TnValues *values, GError **error)
{
  g_autofree char *result = tn_values_dup_text (values, "result"), *note = tn_values_dup_text (values, "note");

  return tn_tracing_call (copy, contact, result, 0, note, error);
}

void
tn_tracing_dialog_call (TnWindow *window, const TnId *contact, const char *name)
{
  static const char *const fields[] = { "result", "note", NULL };
  /* Translators: %s is a person's name */
  g_autofree char *title = g_strdup_printf (_("Call: %s"), name);
  TnDialog *dialog = tn_form_dialog_new (window, title, _("_Save"), "call", fields, NULL, contact, write_call);

  tn_form_preset (tn_form_dialog_get_form (dialog), "result", "\"symptoms\"");
  tn_form_dialog_present (dialog, "note");
}
