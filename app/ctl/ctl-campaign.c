/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-campaign.h"
#include "tn-ctl-fields.h"
#include "tn-date.h"

#define USAGE "campaign [list] [--search TEXT] | campaign new KEY=VALUE… | campaign set ID KEY=VALUE… | campaign reach ID [--missing]"

static gboolean
list_campaigns (TnCtl *ctl, const char *search, GError **error)
{
  static const char *const states[] = { [TN_CAMPAIGN_COMING] = "coming", [TN_CAMPAIGN_RUNNING] = "running", [TN_CAMPAIGN_OVER] = "over" };
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autofree char *day = copy ? tn_date_today (tn_env_now_ms (tn_copy_env (copy))) : NULL;
  g_autoptr (GPtrArray) lines = copy ? tn_campaign_list (copy, search, tn_listed_date (day), error) : NULL;
  if (!lines)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "campaigns");
  for (guint i = 0; i < lines->len; i++) {
    const TnCampaignLine *line = lines->pdata[i];
    cJSON *item = cJSON_CreateObject ();
    TnIdStr id;
    tn_ctl_add_id (item, "id", &line->id);
    cJSON_AddStringToObject (item, "name", line->name);
    cJSON_AddStringToObject (item, "topic", line->topic);
    cJSON_AddStringToObject (item, "state", states[line->state]);
    cJSON_AddItemToArray (out, item);
    tn_id_format (&line->id, id);
    tn_ctl_say (ctl, "%s  %s–%s  %s  %s", id, line->from ? line->from : "", line->to ? line->to : "", tn_campaign_state_name (line->state), line->name);
  }
  return TRUE;
}

static void
tell_missing (TnCtl *ctl, TnCopy *copy, const TnReach *reach)
{
  cJSON *missing = cJSON_AddArrayToObject (ctl->out, "missing");
  for (guint i = 0; i < reach->missing->len; i++) {
    const TnId *home = &g_array_index (reach->missing, TnId, i);
    g_autofree char *title = tn_query_title (copy, home);
    TnIdStr id;
    tn_id_format (home, id);
    cJSON_AddItemToArray (missing, cJSON_CreateString (id));
    tn_ctl_say (ctl, "%s  %s", id, title);
  }
}

static gboolean
tell_reach (TnCtl *ctl, const char *text, gboolean with_missing, GError **error)
{
  TnId id;
  g_autoptr (TnCopy) copy = tn_ctl_parse_id (text, &id, error) ? tn_ctl_open (ctl, TN_COPY_READ_ONLY, error) : NULL;
  g_autoptr (TnRow) row = copy ? tn_copy_get (copy, &id, error) : NULL;
  if (!row)
    return FALSE;
  if (!g_str_equal (row->kind_key, "campaign")) {
    g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This is no campaign. “tungnha-ctl campaign” tells their ids."));
    return FALSE;
  }
  g_autoptr (TnReach) reach = tn_campaign_reach (copy, row, NULL, error);
  if (!reach)
    return FALSE;
  cJSON *areas = cJSON_AddArrayToObject (ctl->out, "areas");
  for (guint i = 0; i < reach->areas->len; i++) {
    const TnReachArea *area = reach->areas->pdata[i];
    cJSON *item = cJSON_CreateObject ();
    tn_ctl_add_id (item, "id", &area->id);
    cJSON_AddStringToObject (item, "name", area->name);
    cJSON_AddNumberToObject (item, "reached", area->reached);
    cJSON_AddNumberToObject (item, "of", area->of);
    cJSON_AddItemToArray (areas, item);
    tn_ctl_say (ctl, "%s: %u / %u", area->name, area->reached, area->of);
  }
  cJSON_AddNumberToObject (ctl->out, "reached", reach->reached);
  cJSON_AddNumberToObject (ctl->out, "of", reach->of);
  tn_ctl_say (ctl, "%s: %u / %u", _("Together"), reach->reached, reach->of);
  if (with_missing)
    tell_missing (ctl, copy, reach);
  return TRUE;
}

static gboolean
save (TnCtl *ctl, char **argv, GError **error)
{
  gboolean is_new = g_str_equal (argv[1], "new");
  TnId id;
  g_autoptr (TnValues) values = is_new || tn_ctl_parse_id (argv[2], &id, error) ? tn_ctl_dup_values (tn_schema_kind ("campaign"), argv + (is_new ? 2 : 3), error) : NULL;
  g_autoptr (TnCopy) copy = values ? tn_ctl_open (ctl, 0, error) : NULL;
  return copy && tn_ctl_do (ctl, copy, tn_campaign_save (copy, is_new ? NULL : &id, values, error), error);
}

gboolean
tn_ctl_campaign (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *search = NULL;
  gboolean missing = FALSE;
  const GOptionEntry entries[] = { { "search", 0, 0, G_OPTION_ARG_STRING, &search, NULL, NULL }, { "missing", 0, 0, G_OPTION_ARG_NONE, &missing, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, -1, USAGE, error))
    return FALSE;
  if (argc == 1 || (argc == 2 && g_str_equal (argv[1], "list")))
    return list_campaigns (ctl, search, error);
  if (argc == 3 && g_str_equal (argv[1], "reach"))
    return tell_reach (ctl, argv[2], missing, error);
  if ((argc > 2 && g_str_equal (argv[1], "new")) || (argc > 3 && g_str_equal (argv[1], "set")))
    return save (ctl, argv, error);
  return tn_ctl_misused (USAGE, error);
}
