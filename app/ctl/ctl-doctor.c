/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>

gboolean
tn_ctl_doctor (TnCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean rebuild = FALSE;
  const GOptionEntry entries[] = { { "rebuild", 0, 0, G_OPTION_ARG_NONE, &rebuild, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, 0, "doctor [--rebuild]", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, rebuild ? 0 : TN_COPY_READ_ONLY, error);
  TnDoctorReport report = { 0 };
  if (!copy || !tn_copy_doctor (copy, rebuild, &report, NULL, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "records", (double) report.records);
  cJSON_AddNumberToObject (ctl->out, "outbox", (double) report.outbox);
  cJSON_AddNumberToObject (ctl->out, "orphans", (double) report.orphans);
  cJSON_AddBoolToObject (ctl->out, "sound", report.problem == NULL);
  if (report.problem)
    g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT, "%s", report.problem);
  else
    tn_ctl_say (ctl, _("The copy is sound: %u records, %u edits in the outbox, %u records whose household is missing."),
                (guint) report.records, (guint) report.outbox, (guint) report.orphans);
  gboolean sound = report.problem == NULL;
  tn_doctor_report_clear (&report);
  return sound;
}
