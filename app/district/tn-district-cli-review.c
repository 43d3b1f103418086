/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands for what a person has to judge, and for backups. */
#include "tn-district-cli-private.h"
#include "tn-date.h"
#include <glib/gi18n.h>

/* ---- backup ---- */

gboolean
cli_backup (Cli *cli, int argc, char **argv, GError **error)
{
  g_autofree char *keys = NULL;
  const GOptionEntry entries[] = { { "keys", 0, 0, G_OPTION_ARG_FILENAME, &keys, NULL, NULL }, { NULL } };
  if (!cli_options (&argc, &argv, entries, 2, 2, "backup DIR FILE [--keys FOLDER]", error)) return FALSE;
  g_autoptr (TnDistrict) d = cli_open (cli, argv[1], error);
  if (!d || !tn_district_backup (d, argv[2], keys, error)) return FALSE;
  cJSON_AddStringToObject (cli->out, "file", argv[2]);
  if (keys) cJSON_AddStringToObject (cli->out, "keys", keys);
  cli_say (cli, _("%s holds all records of all wards, not encrypted; beside it, in %s.erased, are the ids of what was erased. Keep both where only you can read them."), argv[2], argv[2]);
  if (keys) cli_say (cli, _("The district’s keys were copied to %s. Keep them apart from the backups: whoever has them is the district."), keys);
  else cli_say (cli, _("The district’s keys are not in it. They never change: copy them once with --keys FOLDER, and keep that apart."));
  return TRUE;
}

gboolean
cli_restore (Cli *cli, int argc, char **argv, GError **error)
{
  g_autofree char *keys = NULL;
  g_auto (GStrv) lists = NULL;
  TnRestored result;
  const GOptionEntry entries[] = {
    { "keys", 0, 0, G_OPTION_ARG_FILENAME, &keys, NULL, NULL },
    { "erased", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &lists, NULL, NULL }, { NULL } };
  if (!cli_options (&argc, &argv, entries, 2, 2, "restore DIR FILE [--keys FOLDER] [--erased LIST]…", error)) return FALSE;
  gboolean done = tn_district_restore (argv[1], argv[2], (const char *const *) lists, keys, &result, error);
  g_autofree char *kept = result.kept;
  if (!done) return FALSE;
  cJSON_AddStringToObject (cli->out, "dir", argv[1]);
  if (kept) cJSON_AddStringToObject (cli->out, "kept", kept);
  cJSON_AddNumberToObject (cli->out, "erased_again", result.erased_again);
  cli_say (cli, _("%s was restored. Start the server: the laptops find it by themselves and hand in what the backup lacks."), argv[1]);
  if (kept) cli_say (cli, _("What was there before is kept as %s."), kept);
  if (result.erased_again) cli_say (cli, ngettext ("%u record that had been erased was erased again.", "%u records that had been erased were erased again.", result.erased_again), result.erased_again);
  return TRUE;
}

/* ---- quarantine ---- */

static const char *
why_in_words (const char *why)
{
  static const struct { const char *why, *words; } table[] = {
    { "scope", N_("outside the laptop’s rights") }, { "kind", N_("a kind of record that this program does not know") },
    { "unit", N_("a field that this program does not know") }, { "value", N_("a value that does not fit its field") },
    { "limit", N_("too large") }, { "immutable", N_("changes what may not be changed") }, { "server-made", N_("only the district makes these") },
    { "line", N_("can’t be read") }, { "custody", N_("handed in by a laptop whose access was withdrawn") } };
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (table[i].why, why) == 0) return _(table[i].words);
  return why;
}

static cJSON *
case_to_json (const TnCase *item)
{
  char hex[33];
  TnIdStr record;
  cJSON *object = cJSON_CreateObject ();
  tn_hex (item->qid.b, sizeof item->qid.b, hex);
  cJSON_AddStringToObject (object, "case", hex);
  cJSON_AddStringToObject (object, "ward", item->ward);
  cJSON_AddStringToObject (object, "device", item->device);
  cJSON_AddStringToObject (object, "why", item->why);
  cJSON_AddStringToObject (object, "state", item->state);
  cJSON_AddNumberToObject (object, "at", (double) item->at);
  if (tn_id_is_null (&item->record)) return object;
  tn_id_format (&item->record, record);
  cJSON_AddStringToObject (object, "record", record);
  return object;
}

static void
say_case (Cli *cli, const TnCase *item)
{
  char hex[33];
  g_autofree char *when = tn_date_format_time (item->at);
  tn_hex (item->qid.b, sizeof item->qid.b, hex);
  cli_say (cli, "%s  %s  %s  %s: %s", hex, when, item->ward, item->device, why_in_words (item->why));
}

static gboolean
list_cases (Cli *cli, TnDistrict *d, gboolean all, GError **error)
{
  TnDepot *depot = tn_district_depot (d);
  g_autoptr (GPtrArray) cases = depot->driver->cases (depot, all ? NULL : "open", error);
  if (!cases) return FALSE;
  cJSON *list = cJSON_AddArrayToObject (cli->out, "cases");
  for (guint i = 0; i < cases->len; i++) {
    cJSON_AddItemToArray (list, case_to_json (cases->pdata[i]));
    say_case (cli, cases->pdata[i]);
  }
  if (cases->len == 0) cli_say (cli, _("Nothing is held for review."));
  return TRUE;
}

static gboolean
show_case (Cli *cli, TnDistrict *d, const TnHash *qid, GError **error)
{
  gsize len;
  g_autoptr (TnCase) item = tn_district_case (d, qid, error);
  if (!item) return FALSE;
  g_autofree char *text = g_utf8_make_valid (g_bytes_get_data (item->raw, NULL), (gssize) (len = g_bytes_get_size (item->raw)));
  cJSON *object = case_to_json (item);
  cJSON_AddStringToObject (object, "raw", text);
  cJSON_AddItemToObject (cli->out, "case", object);
  say_case (cli, item);
  cli_say (cli, "%s", text);
  return len > 0;
}

static gboolean
release (Cli *cli, TnDistrict *d, const TnHash *qid, GError **error)
{
  gboolean held_again = FALSE;
  if (!tn_district_release (d, qid, &held_again, error)) return FALSE;
  cJSON_AddBoolToObject (cli->out, "released", !held_again);
  cJSON_AddBoolToObject (cli->out, "held_again", held_again);
  cli_say (cli, "%s", held_again ? _("Some of it can’t be taken by this program even so, and stays in quarantine; the rest was taken.")
                                 : _("Taken, as if its laptop had sent it now. The laptop learns it when it reconciles."));
  return TRUE;
}

static gboolean
reject (Cli *cli, TnDistrict *d, const TnHash *qid, GError **error)
{
  if (!tn_district_reject (d, qid, error)) return FALSE;
  cJSON_AddBoolToObject (cli->out, "rejected", TRUE);
  cli_say (cli, _("Refused. It is kept here; the laptop learns it when it reconciles, and shows what stood before."));
  return TRUE;
}

gboolean
cli_quarantine (Cli *cli, int argc, char **argv, GError **error)
{
  static const char usage[] = "quarantine DIR list [--all] | quarantine DIR show|release|reject CASE";
  gboolean all = FALSE;
  TnHash qid;
  const GOptionEntry entries[] = { { "all", 0, 0, G_OPTION_ARG_NONE, &all, NULL, NULL }, { NULL } };
  if (!cli_options (&argc, &argv, entries, 2, 3, usage, error)) return FALSE;
  gboolean lists = strcmp (argv[2], "list") == 0 && argc == 3, names = argc == 4 && strlen (argv[3]) == 32 && tn_unhex (argv[3], 32, qid.b);
  g_autoptr (TnDistrict) d = lists || names ? cli_open (cli, argv[1], error) : NULL;
  if (!d && (lists || names)) return FALSE;
  if (lists) return list_cases (cli, d, all, error);
  if (names && strcmp (argv[2], "show") == 0) return show_case (cli, d, &qid, error);
  if (names && strcmp (argv[2], "release") == 0) return release (cli, d, &qid, error);
  if (names && strcmp (argv[2], "reject") == 0) return reject (cli, d, &qid, error);
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Usage: tungnha-district %s"), usage);
  return FALSE;
}
