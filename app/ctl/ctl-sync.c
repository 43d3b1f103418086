/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>
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

#define TELL_US (500 * 1000)

typedef struct { TnSyncStep step; gint64 told_us; gboolean terminal, open; } Teller;

/* NULL = nothing to be counted. */
static char *
dup_progress (TnSyncStep step, guint done, guint total)
{
  if (step == TN_SYNC_PUSH)
    return total > 0 ? g_strdup_printf (_("Sending: %u of %u"), done, total) : g_strdup_printf (_("Sending: %u"), done);
  if (step == TN_SYNC_PULL)
    return total > 0 ? g_strdup_printf (_("Receiving: %u of about %u"), done, total) : g_strdup_printf (_("Receiving: %u"), done);
  if (step == TN_SYNC_REPAIR)
    return total > 0 ? g_strdup_printf (_("Bringing the copies together again: %u of about %u"), done, total)
                     : g_strdup_printf (_("Bringing the copies together again: %u"), done);
  return NULL;
}

/* On a terminal one line that is written over and over, elsewhere (asked for with --progress) a line each. */
static void
tell_progress (TnSyncStep step, guint64 done, guint64 total, gpointer user_data)
{
  Teller *teller = user_data;
  gint64 now = g_get_monotonic_time ();
  g_autofree char *text = dup_progress (step, (guint) done, (guint) total);
  if (!text || (teller->terminal && step == teller->step && now - teller->told_us < TELL_US))
    return;
  teller->step = step;
  teller->told_us = now;
  fprintf (stderr, teller->terminal ? "\r\033[K%s" : "%s\n", text);
  fflush (stderr);
  teller->open = teller->terminal;
}

gboolean
tn_ctl_sync (TnCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean allow = FALSE, district = FALSE, asked = FALSE;
  g_autofree char *hub = NULL;
  const GOptionEntry entries[] = {
    { "allow-removal", 0, 0, G_OPTION_ARG_NONE, &allow, NULL, NULL },
    { "hub", 0, 0, G_OPTION_ARG_STRING, &hub, NULL, NULL },
    { "district", 0, 0, G_OPTION_ARG_NONE, &district, NULL, NULL },
    { "progress", 0, 0, G_OPTION_ARG_NONE, &asked, NULL, NULL },
    { NULL } };
  static const char usage[] = "sync [--hub URL | --district] [--allow-removal] [--progress]";
  if (!tn_ctl_options (&argc, &argv, entries, 0, 0, usage, error))
    return FALSE;
  if (hub && district)
    return tn_ctl_misused (usage, error);
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  if (!copy || ((hub || district) && !tn_sync_set_hub (copy, hub, error)))
    return FALSE;
  Teller teller = { .step = TN_SYNC_CONNECT, .terminal = isatty (STDERR_FILENO) };
  TnSyncOptions options = { .allow_removal = allow, .progress = asked || teller.terminal ? tell_progress : NULL, .user_data = &teller };
  TnSessionLog log = { 0 };
  gboolean done = tn_sync_run (copy, NULL, &options, &log, NULL, error);
  if (teller.open)
    fputs ("\r\033[K", stderr);
  tn_ctl_session_to_json (cJSON_AddObjectToObject (ctl->out, "session"), &log);
  if (log.note)
    tn_ctl_say (ctl, "%s", log.note);
  if (done)
    tn_ctl_say (ctl, _("Reconciled: %u sent, %u received, %u held, %u conflicts, in %u ms."), log.sent, log.received, log.held, log.conflicts, (guint) log.took_ms);
  g_free (log.error);
  g_free (log.note);
  return done;
}
