/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a round is called and when it is. Where and whom it looks for is asked when it is planned: another place is another round. */
#include "tn-round-dialogs.h"
#include <glib/gi18n.h>
#include "tn-about.h"
#include "tn-form-dialog.h"
#include "tn-household-actions.h"

static void
present (TnWindow *window, const TnAbout *about)
{
  static const char *const fields[] = { "evening", "purpose", "team", "name", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Edit the Round"), _("_Save"), "round", fields, about->row, &about->row->id, tn_work_change);

  tn_form_dialog_require (dialog, "evening", _("Say on which evening the round is, with day, month and year."));
  tn_form_dialog_present (dialog, "evening");
}

void
tn_round_dialog_edit (TnWindow *window, const TnId *round)
{
  tn_about_open (window, round, NULL, present);
}
