/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-survey-dialogs.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-file-actions.h"
#include "tn-file-rows.h"
#include "tn-form-dialog.h"
#include "tn-survey.h"
#include "tn-survey-export.h"

static const char *const survey_fields[] = { "title", "purpose", "from", "to", "note", NULL };
static const char *const question_fields[] = { "text", "type", "choices", NULL };

void
tn_survey_dialog_new (TnWindow *window)
{
  TnDialog *dialog = tn_form_dialog_new (window, _("New Survey"), _("_Save"), "survey", survey_fields, NULL, NULL, tn_survey_save);
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000), *token = tn_json_string (today);

  tn_form_preset (tn_form_dialog_get_form (dialog), "from", token);
  tn_form_dialog_present (dialog, "title");
}

void
tn_survey_dialog_edit (TnWindow *window, const TnId *survey)
{
  tn_form_dialog_edit (window, survey, _("Edit the Survey"), survey_fields, tn_survey_save);
}

/* --- questions --- */

/* What can be chosen is asked for only where the answer is one, or several, of it. */
static void
form_changed_cb (TnForm *form, const char *field)
{
  g_autofree char *type = g_str_equal (field, "type") ? tn_form_dup_text (form, "type") : NULL;

  if (g_str_equal (field, "type"))
    tn_form_set_shown (form, "choices", g_strcmp0 (type, "one") == 0 || g_strcmp0 (type, "several") == 0);
}

void
tn_survey_dialog_ask (TnWindow *window, const TnId *survey)
{
  TnDialog *dialog = tn_form_dialog_new (window, _("New Question"), _("_Save"), "survey_question", question_fields, NULL, survey, tn_survey_add_question);
  TnForm *form = tn_form_dialog_get_form (dialog);

  g_signal_connect (form, "changed", G_CALLBACK (form_changed_cb), NULL);
  tn_form_preset (form, "type", "\"one\"");
  tn_form_dialog_present (dialog, "text");
}

void
tn_survey_dialog_edit_question (TnWindow *window, const TnId *question)
{
  tn_form_dialog_edit (window, question, _("Edit the Question"), question_fields, tn_survey_change_question);
}

/* --- counts to a file --- */

static gboolean
write_counts (TnCopy *copy, gpointer survey, const char *path, TnExportFormat format, guint *rows, GCancellable *cancellable, GError **error)
{
  return tn_survey_export (copy, survey, path, format, rows, cancellable, error);
}

void
tn_survey_export_to (TnWindow *window, const TnId *survey, const char *path)
{
  tn_file_write_rows (window, path, write_counts, tn_id_copy (survey), g_free);
}

static void
use_cb (TnWindow *window, const char *path, gpointer survey)
{
  tn_survey_export_to (window, survey, path);
}

void
tn_survey_dialog_export (TnWindow *window, const TnId *survey)
{
  tn_file_ask_save (window, _("Save the Counts"), _("_Save"), _("survey-counts.xlsx"), use_cb, tn_id_copy (survey), g_free);
}
