/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-petition-dialogs.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-petition.h"

#define PLACE_KEY "tn-petition-place"

/* --- without a name --- */

static gboolean
is_without_name (TnForm *form)
{
  g_autofree char *token = tn_form_dup_token (form, "anonymous");

  return g_strcmp0 (token, "true") == 0;
}

static void
follow_name (TnForm *form)
{
  static const char *const author[] = { "name", "phone" };
  gboolean without = is_without_name (form);
  const char *place = g_object_get_data (G_OBJECT (form), PLACE_KEY);

  for (gsize i = 0; i < G_N_ELEMENTS (author); i++)
    tn_form_set_shown (form, author[i], !without);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (form), without ? NULL : place);
  tn_form_set_hint (form, "anonymous", without ? _("Nothing of the person is kept: no name, no telephone, no household, of the place only the quarter.") : NULL);
}

/* --- the day that a topic gives --- */

static void
show_due (TnForm *form)
{
  g_autofree char *topic = tn_form_dup_text (form, "topic"), *today = tn_date_today (g_get_real_time () / 1000);
  g_autofree char *due = topic ? tn_petition_due (topic, today) : NULL, *shown = due ? tn_date_format (due) : NULL;
  /* Translators: %s is a date */
  g_autofree char *hint = shown ? g_strdup_printf (_("To be answered by %s"), shown) : NULL;

  tn_form_set_hint (form, "topic", hint);
}

static void
form_changed_cb (TnForm *form, const char *field, gpointer is_new)
{
  if (g_str_equal (field, "anonymous"))
    follow_name (form);
  else if (g_str_equal (field, "topic") && is_new)
    show_due (form);
}

static void
follow (TnForm *form, gboolean is_new)
{
  g_signal_connect (form, "changed", G_CALLBACK (form_changed_cb), GINT_TO_POINTER (is_new));
  follow_name (form);
}

/* --- taking one down --- */

static TnEdit *
take_petition (TnCopy *copy, const TnId *household, const TnValues *values, GError **error)
{
  g_autoptr (TnValues) all = tn_values_new ();

  tn_values_merge (all, values);
  if (household && g_strcmp0 (tn_values_get (values, "anonymous"), "true") != 0)
    tn_values_set_ref (all, "household", household);
  return tn_petition_take (copy, "petition", all, error);
}

static TnEdit *
take_report (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_petition_take (copy, "complaint", values, error);
}

static void
ask (TnWindow *window, const TnId *household, const char *place)
{
  static const char *const fields[] = { "text", "topic", "channel", "anonymous", "name", "phone", "area", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("New Petition"), _("_Save"), "petition", fields, NULL, household, take_petition);
  TnForm *form = tn_form_dialog_get_form (dialog);

  g_object_set_data_full (G_OBJECT (form), PLACE_KEY, place ? g_markup_escape_text (place, -1) : NULL, g_free);
  tn_form_preset (form, "channel", household ? "\"door\"" : "\"office\"");
  follow (form, TRUE);
  tn_form_dialog_present (dialog, "text");
}

/* Who asks, while their address is read. */
typedef struct
{
  TnWindow *window;
  TnId household;
} Asking;

static gpointer
read_place (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, data, error);

  return row ? tn_query_title (copy, data) : NULL;
}

static void
place_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asking *asking = user_data;
  g_autoptr (TnWindow) window = asking->window;
  g_autoptr (GError) error = NULL;
  g_autofree char *place = tn_store_finish (TN_STORE (source), result, &error);

  if (!place)
    tn_window_show_error (window, NULL, error);
  else if (tn_window_get_workspace (window))
    ask (window, &asking->household, place);
}

void
tn_petition_dialog_new (TnWindow *window, const TnId *household)
{
  Asking *asking;

  if (!household)
    {
      ask (window, NULL, NULL);
      return;
    }
  asking = g_new (Asking, 1);
  *asking = (Asking) { g_object_ref (window), *household };
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), read_place, tn_id_copy (household), g_free, g_free, NULL,
                       place_read_cb, asking);
}

void
tn_petition_dialog_new_report (TnWindow *window)
{
  static const char *const fields[] = { "text", "topic", "anonymous", "name", "phone", "area", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("New Report of Wrongdoing"), _("_Save"), "complaint", fields, NULL, NULL, take_report);
  TnForm *form = tn_form_dialog_get_form (dialog);

  g_object_set_data_full (G_OBJECT (form), PLACE_KEY, g_strdup (_("Only the ward’s officers and the district receive it.")), g_free);
  follow (form, TRUE);
  tn_form_dialog_present (dialog, "text");
}

/* --- afterwards --- */

/* A name can be added, and never taken away: who has given one is not asked again. */
void
tn_petition_dialog_edit (TnWindow *window, const TnRow *row)
{
  static const char *const named[] = { "text", "topic", "channel", "name", "phone", "area", "owner", "due", "note", NULL };
  static const char *const unnamed[] = { "text", "topic", "channel", "anonymous", "name", "phone", "area", "owner", "due", "note", NULL };
  static const char *const named_report[] = { "text", "topic", "name", "phone", "area", "owner", "due", "note", NULL };
  static const char *const unnamed_report[] = { "text", "topic", "anonymous", "name", "phone", "area", "owner", "due", "note", NULL };
  gboolean report = g_str_equal (row->kind_key, "complaint"), without = tn_slice_is (tn_row_field (row, "anonymous"), "true");
  const char *const *fields = report ? (without ? unnamed_report : named_report) : without ? unnamed : named;
  TnDialog *dialog = tn_form_dialog_new (window, report ? _("Edit the Report") : _("Edit the Petition"), _("_Save"), row->kind_key, fields, row, &row->id,
                                         tn_petition_change);

  if (without)
    follow (tn_form_dialog_get_form (dialog), FALSE);
  tn_form_dialog_present (dialog, "text");
}

/* What the form did not change is as it stands. */
static char *
dup_said (const TnValues *values, const TnRow *row, const char *field)
{
  return tn_values_get (values, field) ? tn_values_dup_text (values, field) : tn_row_dup_text (row, field);
}

static TnEdit *
answer (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, about, error);
  g_autofree char *state = row ? dup_said (values, row, "state") : NULL, *text = row ? dup_said (values, row, "answer") : NULL;
  g_autofree char *date = row ? dup_said (values, row, "answered") : NULL;

  return row ? tn_petition_answer (copy, about, state, text, date, error) : NULL;
}

void
tn_petition_dialog_answer (TnWindow *window, const TnRow *row)
{
  static const char *const fields[] = { "answer", "state", "answered", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Answer"), _("_Save"), row->kind_key, fields, row, &row->id, answer);
  TnForm *form = tn_form_dialog_get_form (dialog);
  g_autofree char *state = tn_row_dup_text (row, "state"), *today = tn_date_today (g_get_real_time () / 1000), *token = tn_json_string (today);

  if (g_strcmp0 (state, "answered") != 0 && g_strcmp0 (state, "passed_on") != 0)
    {
      tn_form_preset (form, "state", "\"answered\"");
      tn_form_preset (form, "answered", token);
    }
  tn_form_dialog_require (dialog, "answer", _("Write what was answered, or to whom it was passed on."));
  tn_form_dialog_present (dialog, "answer");
}
