/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-session.h"
#include "tn-sync.h"

void
tn_ctl_session_to_json (cJSON *object, const TnSessionLog *log)
{
  cJSON_AddNumberToObject (object, "at", (double) log->at);
  cJSON_AddNumberToObject (object, "took_ms", (double) log->took_ms);
  cJSON_AddNumberToObject (object, "sent", log->sent);
  cJSON_AddNumberToObject (object, "received", log->received);
  cJSON_AddNumberToObject (object, "held", log->held);
  cJSON_AddNumberToObject (object, "conflicts", log->conflicts);
  cJSON_AddNumberToObject (object, "bytes_up", (double) log->bytes_up);
  cJSON_AddNumberToObject (object, "bytes_down", (double) log->bytes_down);
  if (log->error)
    cJSON_AddStringToObject (object, "error", log->error);
  if (log->note)
    cJSON_AddStringToObject (object, "note", log->note);
}

gboolean
tn_ctl_sync (TnCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean allow = FALSE, district = FALSE;
  g_autofree char *hub = NULL;
  const GOptionEntry entries[] = {
    { "allow-removal", 0, 0, G_OPTION_ARG_NONE, &allow, NULL, NULL },
    { "hub", 0, 0, G_OPTION_ARG_STRING, &hub, NULL, NULL },
    { "district", 0, 0, G_OPTION_ARG_NONE, &district, NULL, NULL },
    { NULL } };
  static const char usage[] = "sync [--hub URL | --district] [--allow-removal]";
  if (!tn_ctl_options (&argc, &argv, entries, 0, 0, usage, error))
    return FALSE;
  if (hub && district) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Use it like this: tungnha-ctl %s"), usage);
    return FALSE;
  }
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  if (!copy || ((hub || district) && !tn_sync_set_hub (copy, hub, error)))
    return FALSE;
  TnSyncOptions options = { .allow_removal = allow };
  TnSessionLog log = { 0 };
  gboolean done = tn_sync_run (copy, NULL, &options, &log, NULL, error);
  tn_ctl_session_to_json (cJSON_AddObjectToObject (ctl->out, "session"), &log);
  if (log.note)
    tn_ctl_say (ctl, "%s", log.note);
  if (done)
    tn_ctl_say (ctl, _("Reconciled: %u sent, %u received, %u held, %u conflicts, in %u ms."), log.sent, log.received, log.held, log.conflicts, (guint) log.took_ms);
  g_free (log.error);
  g_free (log.note);
  return done;
}
