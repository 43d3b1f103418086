/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the district office does with a stick: reads what laptops wrote on it, and writes their answers. */
#include "tn-district-bundle.h"
#include "tn-district-cli-private.h"
#include <glib/gi18n.h>

static const char usage[] = "bundle read DIR PATH… | bundle write DIR PATH [--device DEVICE]… [--full]";

typedef struct { Cli *cli; cJSON *list; guint failed; } Reading;

static const char *
name_outcome (TnStickOutcome outcome)
{
  static const char *const names[] = { [TN_STICK_TAKEN] = "taken", [TN_STICK_CUSTODY] = "custody", [TN_STICK_ENROLLED] = "enrolled" };
  return names[outcome];
}

static void
say_read (Cli *cli, const char *path, const TnStickRead *read)
{
  g_autofree char *name = g_path_get_basename (path);
  if (read->outcome == TN_STICK_ENROLLED) cli_say (cli, _("%s: the laptop “%s” is enrolled for ward %s. Write its answer to the stick."), name, read->name, read->ward);
  else if (read->outcome == TN_STICK_CUSTODY)
    cli_say (cli, ngettext ("%s: access of “%s” was withdrawn; its %u edit is kept for a reviewer.", "%s: access of “%s” was withdrawn; its %u edits are kept for a reviewer.", read->edits), name, read->name, read->edits);
  else cli_say (cli, ngettext ("%s: “%s”, ward %s: %u edit taken, %u held for review.", "%s: “%s”, ward %s: %u edits taken, %u held for review.", read->edits), name, read->name, read->ward, read->edits, read->held);
}

static void
each_cb (const char *path, const TnStickRead *read, const GError *error, gpointer user_data)
{
  Reading *reading = user_data;
  cJSON *item = cJSON_CreateObject ();
  cJSON_AddItemToArray (reading->list, item);
  cJSON_AddStringToObject (item, "file", path);
  if (error) {
    reading->failed++;
    cJSON_AddStringToObject (item, "error", error->message);
    cli_say (reading->cli, "%s: %s", path, error->message);
    return;
  }
  cJSON_AddStringToObject (item, "outcome", name_outcome (read->outcome));
  cJSON_AddStringToObject (item, "bundle", read->bundle);
  cJSON_AddStringToObject (item, "device", read->device);
  cJSON_AddStringToObject (item, "name", read->name);
  cJSON_AddStringToObject (item, "ward", read->ward);
  cJSON_AddNumberToObject (item, "edits", read->edits);
  cJSON_AddNumberToObject (item, "held", read->held);
  cJSON_AddNumberToObject (item, "erased", read->erased);
  say_read (reading->cli, path, read);
}

/* One bad file does not keep the others from being read; the exit code tells. */
static gboolean
read_paths (Cli *cli, TnDistrict *d, char **paths, GError **error)
{
  Reading reading = { cli, cJSON_AddArrayToObject (cli->out, "read"), 0 };
  gboolean all = TRUE;
  for (; *paths; paths++) {
    g_autoptr (GError) local = NULL;
    if (tn_district_bundle_read_path (d, *paths, each_cb, &reading, &local)) continue;
    all = FALSE;
    if (error && !*error) g_propagate_error (error, g_steal_pointer (&local));
  }
  return all;
}

static gboolean
write_one (Cli *cli, TnDistrict *d, const TnStickTarget *target, gboolean full, const char *path, cJSON *list, GError **error)
{
  g_auto (TnStickWritten) written = { 0 };
  if (!tn_district_bundle_write_path (d, target->device, target->ward, full, path, &written, error)) return FALSE;
  cJSON *item = cJSON_CreateObject ();
  cJSON_AddItemToArray (list, item);
  cJSON_AddStringToObject (item, "device", target->device);
  cJSON_AddStringToObject (item, "ward", target->ward);
  cJSON_AddStringToObject (item, "file", written.path);
  cJSON_AddStringToObject (item, "bundle", written.bundle);
  cJSON_AddNumberToObject (item, "records", (double) written.rows);
  cJSON_AddNumberToObject (item, "bytes", (double) written.bytes);
  if (written.revoked) cJSON_AddBoolToObject (item, "revoked", TRUE);
  if (written.rewound) cJSON_AddBoolToObject (item, "rewound", TRUE);
  g_autofree char *name = g_path_get_basename (written.path);
  if (written.revoked) cli_say (cli, _("%s: tells the laptop %s that its access was withdrawn."), name, target->device);
  else if (written.rewound) cli_say (cli, _("%s: the laptop %s has seen a later state of this district than there is now (a backup was restored). It has to reconcile over the network once."), name, target->device);
  else cli_say (cli, ngettext ("%s: %u record for the laptop %s.", "%s: %u records for the laptop %s.", (gulong) written.rows), name, (guint) written.rows, target->device);
  return TRUE;
}

static gboolean
write_all (Cli *cli, TnDistrict *d, GPtrArray *targets, gboolean full, const char *path, cJSON *list, GError **error)
{
  if (targets->len > 1 && !g_file_test (path, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no folder, and there is more than one answer to write. Nothing was written. Name the folder of the stick."), path);
    return FALSE;
  }
  for (guint i = 0; i < targets->len; i++)
    if (!write_one (cli, d, targets->pdata[i], full, path, list, error)) return FALSE;
  return TRUE;
}

static gboolean
write_named (Cli *cli, TnDistrict *d, char **devices, gboolean full, const char *path, cJSON *list, GError **error)
{
  for (; *devices; devices++) {
    g_autoptr (GPtrArray) targets = tn_district_bundle_wards (d, *devices, error);
    if (!targets) return FALSE;
    if (!targets->len) {
      g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This district has no laptop %s that has a right to a ward. Nothing was written for it."), *devices);
      return FALSE;
    }
    if (!write_all (cli, d, targets, full, path, list, error)) return FALSE;
  }
  return TRUE;
}

static gboolean
write_answers (Cli *cli, TnDistrict *d, char **devices, gboolean full, const char *path, GError **error)
{
  cJSON *list = cJSON_AddArrayToObject (cli->out, "written");
  if (devices) return write_named (cli, d, devices, full, path, list, error);
  g_autoptr (GPtrArray) waiting = tn_district_bundle_waiting (d, error);
  if (!waiting) return FALSE;
  if (!waiting->len) cli_say (cli, _("No laptop waits for an answer. Name one with --device to write for it all the same."));
  return write_all (cli, d, waiting, full, path, list, error);
}

gboolean
cli_bundle (Cli *cli, int argc, char **argv, GError **error)
{
  g_auto (GStrv) devices = NULL;
  gboolean full = FALSE;
  const GOptionEntry entries[] = {
    { "device", 0, 0, G_OPTION_ARG_STRING_ARRAY, &devices, NULL, NULL },
    { "full", 0, 0, G_OPTION_ARG_NONE, &full, NULL, NULL }, { NULL } };
  if (!cli_options (&argc, &argv, entries, 3, -1, usage, error)) return FALSE;
  gboolean reads = strcmp (argv[1], "read") == 0, writes = strcmp (argv[1], "write") == 0 && argc == 4;
  if (!reads && !writes) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Usage: tungnha-district %s"), usage);
    return FALSE;
  }
  g_autoptr (TnDistrict) d = tn_district_new (argv[2], NULL, error);
  if (!d) return FALSE;
  return reads ? read_paths (cli, d, argv + 3, error) : write_answers (cli, d, devices, full, argv[3], error);
}
