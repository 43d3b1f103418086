/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-opened.h"
#include "tn-query.h"

/* What somebody asked for: in words, as it is. Takes what stood there. */
static char *
unmask (TnCopy *copy, const TnConflictItem *c, char *words, const char *json)
{
  g_free (words);
  return tn_query_show_unit (copy, tn_schema_kind (c->kind), c->unit, json);
}

/* Written down before anything is said. */
static gboolean
reveal (TnCopy *copy, GPtrArray *items, GError **error)
{
  for (guint i = 0; i < items->len; i++) {
    TnConflictItem *c = items->pdata[i];
    if (!c->masked)
      continue;
    if (!tn_opened_add (copy, &c->record, 1, c->unit, error))
      return FALSE;
    c->standing = unmask (copy, c, c->standing, c->standing_json);
    c->other = unmask (copy, c, c->other, c->other_json);
    c->masked = FALSE;
  }
  return TRUE;
}

static void
add_value (cJSON *side, const char *words, const char *json, gboolean masked)
{
  if (masked)
    cJSON_AddStringToObject (side, "value", words ? words : "");
  else
    cJSON_AddRawToObject (side, "value", json && *json ? json : "null");
}

static void
add_side (cJSON *object, const char *name, const char *words, const char *json, gboolean masked, const char *by, const char *device, gint64 at)
{
  cJSON *side = cJSON_AddObjectToObject (object, name);
  add_value (side, words, json, masked);
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

static cJSON *
conflict_to_json (const TnConflictItem *c)
{
  cJSON *object = cJSON_CreateObject ();
  tn_ctl_add_id (object, "id", &c->id);
  tn_ctl_add_id (object, "record", &c->record);
  cJSON_AddStringToObject (object, "kind", c->kind);
  cJSON_AddStringToObject (object, "title", c->title);
  cJSON_AddStringToObject (object, "unit", c->unit);
  cJSON_AddStringToObject (object, "type", c->type);
  if (*c->batch)
    cJSON_AddStringToObject (object, "batch", c->batch);
  add_side (object, "standing", c->standing, c->standing_json, c->masked, c->standing_by, c->standing_device, c->standing_at);
  add_side (object, "other", c->other, c->other_json, c->masked, c->other_by, c->other_device, c->other_at);
  return object;
}

static void
say_conflict (TnCtl *ctl, const TnConflictItem *c)
{
  TnIdStr id;
  tn_id_format (&c->id, id);
  tn_ctl_say (ctl, "%s  %s: %s", id, c->title, c->unit_label);
  say_side (ctl, _("stands"), c->standing, c->standing_by, c->standing_device, c->standing_at);
  say_side (ctl, _("other"), c->other, c->other_by, c->other_device, c->other_at);
}

static guint
count_batch (GPtrArray *items, const char *batch)
{
  guint n = 0;
  for (guint i = 0; i < items->len; i++)
    n += g_str_equal (((const TnConflictItem *) items->pdata[i])->batch, batch);
  return n;
}

/* What a restore brought to light stands together under one line. */
static void
say_batch (TnCtl *ctl, cJSON *batches, GPtrArray *items, const TnConflictItem *first)
{
  g_autofree char *when = tn_date_format_time (first->batch_at);
  guint n = count_batch (items, first->batch);
  cJSON *object = cJSON_CreateObject ();
  cJSON_AddStringToObject (object, "batch", first->batch);
  cJSON_AddNumberToObject (object, "at", (double) first->batch_at);
  cJSON_AddNumberToObject (object, "n", n);
  cJSON_AddItemToArray (batches, object);
  /* Translators: a date and time; then a number and the name of a batch for the command line. */
  tn_ctl_say (ctl, ngettext ("After the district’s server was put back (%s): %u value to look at, batch %s", "After the district’s server was put back (%s): %u values to look at, batch %s", n),
              when, n, first->batch);
  for (guint i = 0; i < items->len; i++)
    if (g_str_equal (((const TnConflictItem *) items->pdata[i])->batch, first->batch))
      say_conflict (ctl, items->pdata[i]);
}

gboolean
tn_ctl_conflicts (TnCtl *ctl, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = { { "reveal", 0, 0, G_OPTION_ARG_NONE, &ctl->reveal, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, 0, "conflicts [--reveal]", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, ctl->reveal ? 0 : TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) items = copy ? tn_query_conflicts (copy, NULL, error) : NULL;
  if (!items || (ctl->reveal && !reveal (copy, items, error)))
    return FALSE;
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "conflicts"), *batches = cJSON_AddArrayToObject (ctl->out, "batches");
  for (guint i = 0; i < items->len; i++) {
    const TnConflictItem *c = items->pdata[i];
    cJSON_AddItemToArray (out, conflict_to_json (c));
    if (!*c->batch)
      say_conflict (ctl, c);
    else if (g_hash_table_add (said, c->batch))
      say_batch (ctl, batches, items, c);
  }
  if (!items->len)
    tn_ctl_say (ctl, _("There is no open conflict."));
  return TRUE;
}
