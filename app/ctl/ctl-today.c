/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-today.h"

#define LIMIT 10   /* of each group, when nothing is said */

static void
tell_group (TnCtl *ctl, cJSON *groups, const TnTodayGroup *group)
{
  cJSON *object = cJSON_CreateObject (), *items = cJSON_AddArrayToObject (object, "items");
  cJSON_AddStringToObject (object, "name", tn_today_theme_name (group->theme));
  cJSON_AddNumberToObject (object, "n", group->n);
  tn_ctl_say (ctl, "%s: %u", tn_today_theme_name (group->theme), group->n);
  for (guint i = 0; i < group->items->len; i++) {
    const TnTodayItem *item = group->items->pdata[i];
    cJSON *one = cJSON_CreateObject ();
    cJSON_AddStringToObject (one, "title", item->title);
    cJSON_AddStringToObject (one, "detail", item->detail);
    cJSON_AddStringToObject (one, "screen", item->screen);
    if (!tn_id_is_null (&item->record))
      tn_ctl_add_id (one, "record", &item->record);
    cJSON_AddItemToArray (items, one);
    tn_ctl_say (ctl, "  %s%s%s", item->title, *item->detail ? ": " : "", item->detail);
  }
  cJSON_AddItemToArray (groups, object);
}

static void
tell_figures (TnCtl *ctl, const TnToday *today)
{
  cJSON *figures = cJSON_AddArrayToObject (ctl->out, "figures"), *visits = cJSON_AddArrayToObject (ctl->out, "visits");
  for (guint i = 0; i < today->figures->len; i++) {
    const TnTodayFigure *figure = today->figures->pdata[i];
    cJSON *one = cJSON_CreateObject ();
    cJSON_AddStringToObject (one, "name", figure->label);
    cJSON_AddNumberToObject (one, "value", figure->value);
    cJSON_AddNumberToObject (one, "of", figure->of);
    cJSON_AddItemToArray (figures, one);
    if (figure->of)
      tn_ctl_say (ctl, "%s: %u / %u", figure->label, figure->value, figure->of);
    else
      tn_ctl_say (ctl, "%s: %u", figure->label, figure->value);
  }
  for (guint i = 0; i < G_N_ELEMENTS (today->visits); i++)
    cJSON_AddItemToArray (visits, cJSON_CreateNumber (today->visits[i]));
}

gboolean
tn_ctl_today (TnCtl *ctl, int argc, char **argv, GError **error)
{
  int limit = LIMIT;
  const GOptionEntry entries[] = { { "limit", 0, 0, G_OPTION_ARG_INT, &limit, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, 0, "today [--limit N]", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (TnToday) today = copy ? tn_today_read (copy, tn_env_now_ms (tn_copy_env (copy)), (guint) MAX (limit, 1), error) : NULL;
  if (!today)
    return FALSE;
  cJSON *groups = cJSON_AddArrayToObject (ctl->out, "groups");
  for (guint i = 0; i < today->groups->len; i++)
    tell_group (ctl, groups, today->groups->pdata[i]);
  if (!today->groups->len)
    tn_ctl_say (ctl, "%s", _("Nothing is waiting"));
  tell_figures (ctl, today);
  return TRUE;
}
