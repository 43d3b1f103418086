/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One check of a patient at home, or the correction of one; what the rules say of it comes back at once. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-case.h"
#include "tn-ctl-fields.h"
#include "tn-date.h"

static void
tell_verdict (TnCtl *ctl, const TnVerdict *verdict, const TnRow *home_case)
{
  g_autofree char *hints = tn_verdict_dup_hints (verdict), *call = home_case ? tn_patient_say_call (home_case) : NULL;
  cJSON *reasons = cJSON_AddArrayToObject (ctl->out, "reasons");
  for (guint i = 0; i < verdict->reasons->len; i++) {
    g_autofree char *said = tn_reason_say (verdict->reasons->pdata[i]);
    cJSON_AddItemToArray (reasons, cJSON_CreateString (said));
    tn_ctl_say (ctl, "! %s", said);
  }
  cJSON_AddBoolToObject (ctl->out, "danger", tn_verdict_is_danger (verdict));
  cJSON_AddBoolToObject (ctl->out, "measure_again", verdict->measure_again);
  if (*hints)
    tn_ctl_say (ctl, "%s", hints);
  if (tn_verdict_is_danger (verdict) && call)
    tn_ctl_say (ctl, "%s", call);
}

static gboolean
judge (TnCtl *ctl, TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, error);
  g_autoptr (TnThresholds) thresholds = row ? tn_thresholds_read (copy, error) : NULL;
  TnId case_id, person_id;
  TnCheck check;
  if (!thresholds)
    return FALSE;
  g_autoptr (TnRow) home_case = tn_row_parent (row, &case_id) ? tn_copy_get (copy, &case_id, NULL) : NULL;
  g_autoptr (TnRow) person = home_case && tn_row_ref (home_case, "person", &person_id) ? tn_copy_get (copy, &person_id, NULL) : NULL;
  g_autofree char *birth = person ? tn_row_dup_text (person, "birth") : NULL, *on = NULL;
  tn_check_read (row, &check);
  on = tn_date_today (check.at);
  g_autoptr (TnVerdict) verdict = tn_watch_judge (thresholds, &check, tn_day_of (check.at), tn_age_span (birth, on));
  tell_verdict (ctl, verdict, home_case);
  return TRUE;
}

gboolean
tn_ctl_check (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id, made = tn_id_new (tn_env_system ());
  if (!tn_ctl_options (&argc, &argv, NULL, 2, -1, "check CASE|CHECK KEY=VALUE…", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("health_check"), argv + 2, error);
  g_autoptr (TnCopy) copy = values ? tn_ctl_open (ctl, 0, error) : NULL;
  g_autoptr (TnRow) row = copy ? tn_copy_get (copy, &id, error) : NULL;
  if (!row)
    return FALSE;
  gboolean correct = g_str_equal (row->kind_key, "health_check");
  if (!tn_ctl_do (ctl, copy, correct ? tn_work_change_check (copy, &id, values, error) : tn_work_add_check (copy, &id, values, &made, error), error))
    return FALSE;
  tn_ctl_add_id (ctl->out, "id", correct ? &id : &made);
  return judge (ctl, copy, correct ? &id : &made, error);
}
