/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-information-dialogs.h"
#include <glib/gi18n.h>
#include "tn-answer.h"
#include "tn-campaign.h"
#include "tn-form-dialog.h"

static const char *const campaign_fields[] = { "name", "topic", "message", "audience", "area", "from", "to", "material", "lead", "note", NULL };
static const char *const answer_fields[] = { "question", "answer", "source", "document", "topic", "valid_from", "valid_to", "note", NULL };

void
tn_information_dialog_new_campaign (TnWindow *window)
{
  TnDialog *dialog = tn_form_dialog_new (window, _("New Campaign"), _("_Save"), "campaign", campaign_fields, NULL, NULL, tn_campaign_save);

  tn_form_preset (tn_form_dialog_get_form (dialog), "audience", "\"all\"");
  tn_form_preset_today (tn_form_dialog_get_form (dialog), "from");
  tn_form_dialog_present (dialog, "name");
}

void
tn_information_dialog_new_answer (TnWindow *window)
{
  TnDialog *dialog = tn_form_dialog_new (window, _("New Official Answer"), _("_Save"), "official_answer", answer_fields, NULL, NULL, tn_answer_save);

  tn_form_preset_today (tn_form_dialog_get_form (dialog), "valid_from");
  tn_form_dialog_present (dialog, "question");
}

void
tn_information_dialog_edit (TnWindow *window, const char *kind, const TnId *id)
{
  if (g_str_equal (kind, "campaign"))
    tn_form_dialog_edit (window, id, _("Edit the Campaign"), campaign_fields, tn_campaign_save);
  else
    tn_form_dialog_edit (window, id, _("Edit the Official Answer"), answer_fields, tn_answer_save);
}

void
tn_information_dialog_replace (TnWindow *window, const TnRow *answer)
{
  TnDialog *dialog = tn_form_dialog_new (window, _("Replace the Official Answer"), _("_Replace"), "official_answer", answer_fields, NULL, &answer->id, tn_answer_replace);
  TnForm *form = tn_form_dialog_get_form (dialog);
  static const char *const same[] = { "question", "topic", "source" };

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autofree char *token = tn_slice_dup (tn_row_field (answer, same[i]));

      if (token && *token)
        tn_form_preset (form, same[i], token);
    }
  tn_form_preset_today (form, "valid_from");
  tn_form_dialog_present (dialog, "answer");
}
