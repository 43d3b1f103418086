/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-job-dialogs.h"
#include <glib/gi18n.h>
#include "tn-about.h"
#include "tn-business.h"
#include "tn-household-actions.h"
#include "tn-job.h"

static void
describe (TnDialog *dialog, const char *title)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (tn_form_dialog_get_form (dialog)), escaped);
}

/* --- wishes --- */

static TnEdit *
note_wish (TnCopy *copy, const TnId *person, const TnValues *values, GError **error)
{
  return tn_job_wish_note (copy, person, values, error);
}

static void
present_wish (TnWindow *window, const TnAbout *about)
{
  static const char *const fields[] = { "wants", "skills", "since", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Looks for Work"), _("_Save"), "job_wish", fields, NULL, &about->row->id, note_wish);

  describe (dialog, about->title);
  tn_form_set_hint (tn_form_dialog_get_form (dialog), "wants", _("In a few words, as they say it: “may công nghiệp”, “bán hàng gần nhà”."));
  tn_form_dialog_present (dialog, "wants");
}

void
tn_job_dialog_new_wish (TnWindow *window, const TnId *person)
{
  tn_about_open (window, person, NULL, present_wish);
}

static TnEdit *
place (TnCopy *copy, const TnId *wish, const TnValues *values, GError **error)
{
  g_autofree char *text = tn_values_dup_text (values, "business"), *placed = tn_values_dup_text (values, "placed"), *note = tn_values_dup_text (values, "note");
  TnId business;

  return tn_job_wish_place (copy, wish, text && tn_id_parse (text, -1, &business) ? &business : NULL, placed, note, error);
}

void
tn_job_dialog_placed (TnWindow *window, const TnRow *wish)
{
  static const char *const fields[] = { "business", "placed", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Has Work"), _("_Save"), "job_wish", fields, NULL, &wish->id, place);
  TnForm *form = tn_form_dialog_get_form (dialog);

  tn_form_preset_today (form, "placed");
  tn_form_set_hint (form, "note", _("Where they work now, when it is none of the businesses above."));
  tn_form_dialog_present (dialog, "business");
}

static TnEdit *
stop (TnCopy *copy, const TnId *wish, const TnValues *values, GError **error)
{
  g_autofree char *note = tn_values_dup_text (values, "note");

  return tn_job_wish_stop (copy, wish, note, error);
}

void
tn_job_dialog_stopped (TnWindow *window, const TnRow *wish)
{
  static const char *const fields[] = { "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Does Not Look Any More"), _("_Save"), "job_wish", fields, NULL, &wish->id, stop);

  tn_form_dialog_present (dialog, "note");
}

/* --- businesses --- */

static TnEdit *
add_business (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_business_add (copy, values, error);
}

static const char *const business_fields[] = { "name", "trade", "address", "area", "contact", "phone", "workers", "lodging", "state", "note", NULL };

void
tn_job_dialog_new_business (TnWindow *window)
{
  TnDialog *dialog = tn_form_dialog_new (window, _("New Business"), _("_Save"), "business", business_fields, NULL, NULL, add_business);

  tn_form_preset (tn_form_dialog_get_form (dialog), "state", "\"working\"");
  tn_form_dialog_present (dialog, "name");
}

static TnEdit *
add_need (TnCopy *copy, const TnId *business, const TnValues *values, GError **error)
{
  return tn_business_need (copy, business, values, error);
}

static void
present_need (TnWindow *window, const TnAbout *about)
{
  static const char *const fields[] = { "what", "text", "number", "since", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("New Need"), _("_Save"), "business_need", fields, NULL, &about->row->id, add_need);

  describe (dialog, about->title);
  tn_form_preset_today (tn_form_dialog_get_form (dialog), "since");
  tn_form_dialog_present (dialog, "what");
}

void
tn_job_dialog_new_need (TnWindow *window, const TnId *business)
{
  tn_about_open (window, business, NULL, present_need);
}

static TnEdit *
close_need (TnCopy *copy, const TnId *need, const TnValues *values, GError **error)
{
  g_autofree char *state = tn_values_dup_text (values, "state"), *answer = tn_values_dup_text (values, "answer");

  return tn_business_need_close (copy, need, state, answer, error);
}

void
tn_job_dialog_close_need (TnWindow *window, const TnRow *need)
{
  static const char *const fields[] = { "state", "answer", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Close the Need"), _("_Save"), "business_need", fields, NULL, &need->id, close_need);

  tn_form_preset (tn_form_dialog_get_form (dialog), "state", "\"met\"");
  tn_form_dialog_require (dialog, "answer", _("Write what was done, or why it is not needed any more."));
  tn_form_dialog_present (dialog, "answer");
}

/* --- corrections --- */

static TnEdit *
change (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_work_change (copy, about, values, error);
}

void
tn_job_dialog_edit (TnWindow *window, const TnRow *row)
{
  static const char *const wish[] = { "wants", "skills", "since", "note", NULL };
  static const char *const need[] = { "what", "text", "number", "since", "answer", "note", NULL };
  gboolean is_wish = g_str_equal (row->kind_key, "job_wish"), is_need = g_str_equal (row->kind_key, "business_need");
  TnDialog *dialog = tn_form_dialog_new (window, is_wish ? _("Edit the Wish") : is_need ? _("Edit the Need") : _("Edit the Business"), _("_Save"), row->kind_key,
                                         is_wish ? wish : is_need ? need : business_fields, row, &row->id, change);

  tn_form_dialog_present (dialog, is_wish ? "wants" : is_need ? "text" : "name");
}
