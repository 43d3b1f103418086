/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-import-units.h"
#include "tn-import.h"

typedef struct { gboolean dry_run, update, skip_errors; char *map, *sheet, *encoding, *province; } ImportArgs;

static void
clear_args (ImportArgs *args)
{
  g_free (args->map);
  g_free (args->sheet);
  g_free (args->encoding);
  g_free (args->province);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ImportArgs, clear_args)

static void
say_doubts (TnCtl *ctl, const TnImportPlan *plan)
{
  guint n;
  const TnImportDoubt *doubts = tn_import_plan_doubts (plan, &n);
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "doubtful");
  for (guint i = 0; i < n; i++) {
    g_autofree char *column = doubts[i].column < 0 ? g_strdup ("") : tn_table_column_name ((guint) doubts[i].column);
    tn_ctl_say (ctl, "  %s%u  %s  %s", column, doubts[i].row, doubts[i].value ? doubts[i].value : "", doubts[i].why);
    cJSON *object = cJSON_CreateObject ();
    cJSON_AddNumberToObject (object, "row", doubts[i].row);
    cJSON_AddStringToObject (object, "column", column);
    cJSON_AddStringToObject (object, "level", doubts[i].level == TN_DOUBT_ERROR ? "error" : doubts[i].level == TN_DOUBT_WARNING ? "warning" : "hint");
    cJSON_AddStringToObject (object, "value", doubts[i].value ? doubts[i].value : "");
    cJSON_AddStringToObject (object, "why", doubts[i].why);
    cJSON_AddItemToArray (out, object);
  }
  cJSON_AddNumberToObject (ctl->out, "doubts", n);
}

static void
say_plan (TnCtl *ctl, const TnImportPlan *plan, TnImportMap *map)
{
  const TnImportCounts *counts = tn_import_plan_counts (plan);
  g_autofree char *spec = tn_import_map_to_spec (map);
  tn_ctl_say (ctl, _("Columns: %s"), spec);
  say_doubts (ctl, plan);
  cJSON_AddStringToObject (ctl->out, "map", spec);
  cJSON_AddNumberToObject (ctl->out, "rows", counts->rows);
  cJSON_AddNumberToObject (ctl->out, "households", counts->households);
  cJSON_AddNumberToObject (ctl->out, "people", counts->people);
  cJSON_AddNumberToObject (ctl->out, "cards", counts->cards);
  cJSON_AddNumberToObject (ctl->out, "memberships", counts->memberships);
  cJSON_AddNumberToObject (ctl->out, "units", counts->units);
  cJSON_AddNumberToObject (ctl->out, "households_present", counts->households_present);
  cJSON_AddNumberToObject (ctl->out, "people_present", counts->people_present);
  cJSON_AddNumberToObject (ctl->out, "changed", counts->changed);
  cJSON_AddNumberToObject (ctl->out, "errors", counts->errors);
  tn_ctl_say (ctl, _("%u rows: %u households and %u people are new, %u households and %u people are here already, %u records have other values."),
              counts->rows, counts->households, counts->people, counts->households_present, counts->people_present, counts->changed);
}

static gboolean
import_households (TnCtl *ctl, TnCopy *copy, TnTable *table, const ImportArgs *args, GError **error)
{
  g_autoptr (TnImportMap) map = tn_import_map_guess (table, tn_table_main_sheet (table));
  if (args->map && !tn_import_map_parse (map, args->map, error))
    return FALSE;
  TnImportOptions options = { .update = args->update, .skip_errors = args->skip_errors };
  g_autoptr (TnImportPlan) plan = tn_import_plan_new (copy, map, &options, NULL, NULL, NULL, error);
  if (!plan)
    return FALSE;
  say_plan (ctl, plan, map);
  gint64 action = 0;
  if (!args->dry_run && !tn_import_plan_apply (plan, copy, &action, NULL, NULL, NULL, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "action", (double) action);
  tn_ctl_say (ctl, args->dry_run ? _("Nothing was written.") : action ? _("Imported. tungnha-ctl undo takes all of it back.") : _("There was nothing to add."));
  return TRUE;
}

static gboolean
import_units (TnCtl *ctl, TnCopy *copy, TnTable *table, const ImportArgs *args, GError **error)
{
  TnUnitsOptions options = { .province = args->province };
  TnUnitsCounts counts = { 0 };
  gint64 action = 0;
  if (!tn_import_units (copy, table, &options, args->dry_run, &counts, &action, NULL, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "provinces", counts.provinces);
  cJSON_AddNumberToObject (ctl->out, "districts", counts.districts);
  cJSON_AddNumberToObject (ctl->out, "wards", counts.wards);
  cJSON_AddNumberToObject (ctl->out, "added", counts.added);
  cJSON_AddNumberToObject (ctl->out, "changed", counts.changed);
  cJSON_AddNumberToObject (ctl->out, "present", counts.present);
  cJSON_AddNumberToObject (ctl->out, "tidied", counts.tidied);
  cJSON_AddNumberToObject (ctl->out, "action", (double) action);
  tn_ctl_say (ctl, _("%u provinces, %u districts, %u wards in the list: %u new, %u changed, %u here already; %u names were tidied."),
              counts.provinces, counts.districts, counts.wards, counts.added, counts.changed, counts.present, counts.tidied);
  return TRUE;
}

static TnTable *
read_table (const char *path, const ImportArgs *args, GError **error)
{
  TnTableOptions options = { .encoding = TN_ENCODING_AUTO, .sheet = args->sheet };
  if (args->encoding && !tn_encoding_from_name (args->encoding, &options.encoding)) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("There is no encoding “%s”. Known are: auto, utf-8, utf-16le, utf-16be, tcvn3, vni, viscii, cp1258."), args->encoding);
    return NULL;
  }
  return tn_table_read (path, &options, NULL, error);
}

gboolean
tn_ctl_import (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (ImportArgs) args = { 0 };
  const GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &args.dry_run, NULL, NULL },
    { "update", 0, 0, G_OPTION_ARG_NONE, &args.update, NULL, NULL },
    { "skip-errors", 0, 0, G_OPTION_ARG_NONE, &args.skip_errors, NULL, NULL },
    { "map", 0, 0, G_OPTION_ARG_STRING, &args.map, NULL, NULL },
    { "sheet", 0, 0, G_OPTION_ARG_STRING, &args.sheet, NULL, NULL },
    { "encoding", 0, 0, G_OPTION_ARG_STRING, &args.encoding, NULL, NULL },
    { "province", 0, 0, G_OPTION_ARG_STRING, &args.province, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 2, 2, "import households|units FILE [--dry-run] [--update] [--skip-errors] [--map …] [--sheet NAME] [--encoding NAME] [--province CODE]", error))
    return FALSE;
  gboolean units = g_str_equal (argv[1], "units");
  if (!units && !g_str_equal (argv[1], "households")) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Say what the list holds: households or units, not “%s”."), argv[1]);
    return FALSE;
  }
  g_autoptr (TnTable) table = read_table (argv[2], &args, error);
  g_autoptr (TnCopy) copy = table ? tn_ctl_open (ctl, TN_COPY_CREATE, error) : NULL;
  if (!copy)
    return FALSE;
  return units ? import_units (ctl, copy, table, &args, error) : import_households (ctl, copy, table, &args, error);
}
