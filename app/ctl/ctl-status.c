/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-session.h"
#include "tn-date.h"
#include "tn-outbox.h"
#include "tn-sync.h"

static void
say_session (TnCtl *ctl, const TnSessionLog *log)
{
  g_autofree char *when = tn_date_format_time (log->at);
  if (log->error)
    tn_ctl_say (ctl, "  %s  %s", when, log->error);
  else
    tn_ctl_say (ctl, _("  %s  %u sent, %u received, %u held, %u conflicts"), when, log->sent, log->received, log->held, log->conflicts);
  if (log->note)
    tn_ctl_say (ctl, "    %s", log->note);
}

gboolean
tn_ctl_status (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 0, 0, "status", error))
    return FALSE;
  TnOutboxSummary outbox = { 0 };
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  if (!copy || !tn_outbox_summary (copy, &outbox, error))
    return FALSE;
  g_autoptr (GPtrArray) sessions = tn_session_log_list (copy, 10, error);
  if (!sessions)
    return FALSE;
  cJSON_AddStringToObject (ctl->out, "ward", tn_copy_ward (copy));
  cJSON_AddBoolToObject (ctl->out, "enrolled", tn_is_enrolled (copy));
  cJSON_AddNumberToObject (ctl->out, "waiting", (double) outbox.waiting);
  cJSON_AddNumberToObject (ctl->out, "held", (double) outbox.held);
  cJSON_AddNumberToObject (ctl->out, "at_hub", (double) outbox.at_hub);
  tn_ctl_say (ctl, _("Ward %s: %u edits not sent yet, %u held by the district."), tn_copy_ward (copy), (guint) outbox.waiting, (guint) outbox.held);
  if (outbox.at_hub > 0)
    tn_ctl_say (ctl, ngettext ("%u of them lies at the ward’s laptop and is on its way.", "%u of them lie at the ward’s laptop and are on their way.", (gulong) outbox.at_hub), (guint) outbox.at_hub);
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "sessions");
  for (guint i = 0; i < sessions->len; i++) {
    cJSON *object = cJSON_CreateObject ();
    tn_ctl_session_to_json (object, sessions->pdata[i]);
    cJSON_AddItemToArray (out, object);
    say_session (ctl, sessions->pdata[i]);
  }
  return TRUE;
}
