/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-care-dialogs.h"
#include <glib/gi18n.h>
#include "tn-care.h"
#include "tn-date.h"
#include "tn-household-actions.h"

/* --- the day that an urgency gives --- */

static const char *
find_reason (const char *urgency)
{
  guint n;
  const TnCareTime *times = tn_care_times (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (times[i].urgency, urgency) == 0)
      return _(times[i].reason);
  return "";
}

static void
show_due (TnForm *form)
{
  g_autofree char *urgency = tn_form_dup_text (form, "urgency"), *written = tn_form_dup_text (form, "intake");
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000), *due = tn_care_due (urgency, written ? written : today);
  g_autofree char *shown = due ? tn_date_format (due) : NULL;
  /* Translators: a date, and why it is so soon or late */
  g_autofree char *hint = shown ? g_strdup_printf (_("Somebody must take it by %s. %s"), shown, find_reason (urgency)) : NULL;

  tn_form_set_hint (form, "urgency", hint);
}

static void
form_changed_cb (TnForm *form, const char *field)
{
  if (g_str_equal (field, "urgency") || g_str_equal (field, "intake"))
    show_due (form);
}

static void
follow_urgency (TnForm *form)
{
  g_signal_connect (form, "changed", G_CALLBACK (form_changed_cb), NULL);
  show_due (form);
}

/* --- taking one down --- */

typedef struct
{
  TnWindow *window;
  TnId person;
} Asking;

typedef struct
{
  char *name;
  const char *group;   /* static; NULL = none */
} Person;

static void
free_person (gpointer data)
{
  g_free (((Person *) data)->name);
  g_free (data);
}

static gpointer
read_person (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (TnRow) row = tn_copy_get (copy, data, error);
  Person *person;

  if (!row)
    return NULL;
  person = g_new0 (Person, 1);
  person->name = tn_query_title (copy, data);
  person->group = tn_care_guess_group (copy, data, &problem);   /* a guess that fails is only a choice more */
  return person;
}

static void
ask (TnWindow *window, const TnId *id, const Person *person)
{
  static const char *const fields[] = { "group", "urgency", "need", "by", NULL };
  /* Translators: %s is a person’s name */
  g_autofree char *title = g_strdup_printf (_("Refer %s"), person->name), *group = person->group ? tn_json_string (person->group) : NULL;
  TnDialog *dialog = tn_form_dialog_new (window, title, _("_Refer"), "referral", fields, NULL, id, tn_care_refer);
  TnForm *form = tn_form_dialog_get_form (dialog);

  if (group)
    tn_form_preset (form, "group", group);
  tn_form_preset (form, "urgency", "\"days\"");
  tn_form_dialog_require (dialog, "group", _("Choose the group: it says whom to ask."));
  follow_urgency (form);
  tn_form_dialog_present (dialog, group ? "need" : "group");
}

static void
person_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asking *asking = user_data;
  g_autoptr (TnWindow) window = asking->window;
  g_autoptr (GError) error = NULL;
  Person *person = tn_store_finish (TN_STORE (source), result, &error);

  if (!person)
    tn_window_show_error (window, NULL, error);
  else if (tn_window_get_workspace (window))
    ask (window, &asking->person, person);
  if (person)
    free_person (person);
}

void
tn_care_dialog_refer (TnWindow *window, const TnId *person)
{
  Asking *asking = g_new (Asking, 1);

  *asking = (Asking) { g_object_ref (window), *person };
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), read_person, tn_id_copy (person), g_free, free_person, NULL,
                       person_read_cb, asking);
}

void
tn_care_dialog_edit (TnWindow *window, const TnRow *row)
{
  static const char *const fields[] = { "group", "urgency", "intake", "need", "by", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Edit Referral"), _("_Save"), "referral", fields, row, &row->id, tn_care_change);

  follow_urgency (tn_form_dialog_get_form (dialog));
  tn_form_dialog_present (dialog, "need");
}

/* --- closing one --- */

static TnEdit *
close_referral (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  g_autofree char *outcome = tn_values_dup_text (values, "outcome"), *date = tn_values_dup_text (values, "closed"), *note = tn_values_dup_text (values, "note");

  return tn_care_close (copy, about, outcome, date, note, error);
}

void
tn_care_dialog_close (TnWindow *window, const TnRow *row)
{
  static const char *const fields[] = { "outcome", "closed", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Close the Referral"), _("_Close It"), "referral", fields, row, &row->id, close_referral);

  tn_form_preset_today (tn_form_dialog_get_form (dialog), "closed");
  tn_form_dialog_require (dialog, "outcome", _("Choose what came of it."));
  tn_form_dialog_present (dialog, "outcome");
}

/* --- professionals --- */

static const char *const professional_fields[] = { "name", "skill", "practice", "phone", "hours", "limit", "area", "note", NULL };

static TnEdit *
add_professional (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_care_add_professional (copy, values, error);
}

void
tn_care_dialog_new_professional (TnWindow *window)
{
  tn_form_dialog_present (tn_form_dialog_new (window, _("New Professional"), _("_Save"), "professional", professional_fields, NULL, NULL, add_professional), "name");
}

void
tn_care_dialog_edit_professional (TnWindow *window, const TnId *professional)
{
  tn_form_dialog_edit (window, professional, _("Edit Professional"), professional_fields, tn_work_change);
}
