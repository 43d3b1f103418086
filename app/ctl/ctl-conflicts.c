/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-query.h"

static void
add_side (cJSON *object, const char *name, const char *words, const char *json, const char *by, const char *device, gint64 at)
{
  cJSON *side = cJSON_AddObjectToObject (object, name);
  cJSON_AddRawToObject (side, "value", json && *json ? json : "null");
  cJSON_AddStringToObject (side, "words", words ? words : "");
  cJSON_AddStringToObject (side, "by", by ? by : "");
  cJSON_AddStringToObject (side, "device", device ? device : "");
  cJSON_AddNumberToObject (side, "at", (double) at);
}

static void
say_side (TnCtl *ctl, const char *title, const char *words, const char *by, const char *device, gint64 at)
{
  g_autofree char *when = tn_date_format_time (at);
  tn_ctl_say (ctl, "    %s: %s  (%s, %s, %s)", title, words && *words ? words : "–", when, by && *by ? by : "?", device && *device ? device : "?");
}

gboolean
tn_ctl_conflicts (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 0, 0, "conflicts", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) items = copy ? tn_query_conflicts (copy, NULL, error) : NULL;
  if (!items)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "conflicts");
  for (guint i = 0; i < items->len; i++) {
    const TnConflictItem *c = items->pdata[i];
    TnIdStr id;
    tn_id_format (&c->id, id);
    tn_ctl_say (ctl, "%s  %s: %s", id, c->title, c->unit_label);
    say_side (ctl, _("stands"), c->standing, c->standing_by, c->standing_device, c->standing_at);
    say_side (ctl, _("other"), c->other, c->other_by, c->other_device, c->other_at);
    cJSON *object = cJSON_CreateObject ();
    tn_ctl_add_id (object, "id", &c->id);
    tn_ctl_add_id (object, "record", &c->record);
    cJSON_AddStringToObject (object, "kind", c->kind);
    cJSON_AddStringToObject (object, "title", c->title);
    cJSON_AddStringToObject (object, "unit", c->unit);
    cJSON_AddStringToObject (object, "type", c->type);
    add_side (object, "standing", c->standing, c->standing_json, c->standing_by, c->standing_device, c->standing_at);
    add_side (object, "other", c->other, c->other_json, c->other_by, c->other_device, c->other_at);
    cJSON_AddItemToArray (out, object);
  }
  if (!items->len)
    tn_ctl_say (ctl, _("There is no open conflict."));
  return TRUE;
}
