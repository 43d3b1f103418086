/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-district-cli-private.h"
#include "tn-ca.h"
#include "tn-date.h"
#include "tn-pg.h"
#include <glib/gi18n.h>
#include <glib-unix.h>
#include <stdio.h>
#include <time.h>

#define WARN_DAYS 60
#define DEFAULT_DAYS 14
#define DEFAULT_LISTEN "127.0.0.1:8443"

gboolean
cli_init (Cli *cli, int argc, char **argv, GError **error)
{
  g_autofree char *name = NULL;
  g_auto (GStrv) hosts = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL },
    { "host", 0, 0, G_OPTION_ARG_STRING_ARRAY, &hosts, NULL, NULL }, { NULL } };
  if (!cli_options (&argc, &argv, entries, 1, 1, "init DIR [--name NAME] [--host HOST]…", error)) return FALSE;
  g_autofree char *fallback = g_path_get_basename (argv[1]);
  if (!tn_district_init_at (argv[1], cli->depot, name ? name : fallback, (const char *const *) hosts, NULL, error)) return FALSE;
  cJSON_AddStringToObject (cli->out, "dir", argv[1]);
  cJSON_AddStringToObject (cli->out, "name", name ? name : fallback);
  cli_say (cli, _("The district “%s” stands in %s. Keep a copy of that folder in a safe place: whoever has ca.key and sign.key is the district."), name ? name : fallback, argv[1]);
  return TRUE;
}

gboolean
cli_renew (Cli *cli, int argc, char **argv, GError **error)
{
  g_auto (GStrv) hosts = NULL;
  const GOptionEntry entries[] = { { "host", 0, 0, G_OPTION_ARG_STRING_ARRAY, &hosts, NULL, NULL }, { NULL } };
  if (!cli_options (&argc, &argv, entries, 1, 1, "renew DIR [--host HOST]…", error) || !tn_district_renew (argv[1], (const char *const *) hosts, error)) return FALSE;
  cJSON_AddStringToObject (cli->out, "dir", argv[1]);
  cli_say (cli, _("There is a new TLS certificate. The server takes it at its next start."));
  return TRUE;
}

/* ---- serve ---- */

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
warn_about (const char *dir, const char *file, GError **error)
{
  g_autofree char *path = g_build_filename (dir, file, NULL);
  gint64 end = tn_ca_expires (path, error), days = (end - (gint64) time (NULL)) / 86400;
  if (end < 0) return FALSE;
  g_autofree char *day = tn_date_format_time (end * 1000);
  if (days < WARN_DAYS) g_printerr (_("tungnha-district: the certificate %s ends on %s. Run “tungnha-district renew” in time.\n"), path, day);
  return TRUE;
}

/* Says where it serves, in one line and at once, also into a pipe: who started us waits for it, and may end us from then on. */
static void
serve_until_ended (Cli *cli, const char *name, const char *url)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint term = g_unix_signal_add (SIGTERM, quit_cb, loop), interrupt = g_unix_signal_add (SIGINT, quit_cb, loop);
  g_print (_("Serving “%s” at %s\n"), name, url);
  fflush (stdout);
  cJSON_AddStringToObject (cli->out, "url", url);
  g_main_loop_run (loop);
  g_source_remove (term);
  g_source_remove (interrupt);
}

/* After an upgrade: what newer laptops sent waits in quarantine for this. */
static gboolean
release_understood (TnDistrict *d, GError **error)
{
  guint n;
  if (!tn_district_release_understood (d, &n, error)) return FALSE;
  if (n) g_printerr (ngettext ("tungnha-district: %u change of a newer program was taken out of quarantine.\n", "tungnha-district: %u changes of newer programs were taken out of quarantine.\n", n), n);
  return TRUE;
}

gboolean
cli_serve (Cli *cli, int argc, char **argv, GError **error)
{
  g_autofree char *listen = NULL;
  int rate = TN_LIMIT_REQUESTS_PER_MINUTE;
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &listen, NULL, NULL },
    { "rate", 0, 0, G_OPTION_ARG_INT, &rate, NULL, NULL }, { NULL } };
  if (!cli_options (&argc, &argv, entries, 1, 1, "serve DIR [--listen ADDRESS:PORT] [--rate N]", error)) return FALSE;
  g_autoptr (TnDistrict) d = cli_open (cli, argv[1], error);
  if (!d || !warn_about (argv[1], TN_CA_CERTIFICATE, error) || !warn_about (argv[1], TN_TLS_CERTIFICATE, error)) return FALSE;
  if (tn_district_lock (argv[1], FALSE, error) < 0 || !release_understood (d, error)) return FALSE;   /* the lock is held until this process ends */
  tn_district_set_rate (d, (guint) MAX (rate, 0));
  g_autoptr (TnDistrictServer) server = tn_district_server_start (d, listen ? listen : DEFAULT_LISTEN, error);
  if (!server) return FALSE;
  serve_until_ended (cli, tn_district_name (d), tn_district_server_url (server));
  return TRUE;
}

/* ---- wards ---- */

static cJSON *
add_ward (cJSON *list, const TnWard *ward)
{
  cJSON *item = cJSON_CreateObject ();
  cJSON_AddItemToArray (list, item);
  cJSON_AddStringToObject (item, "ward", ward->ward);
  cJSON_AddStringToObject (item, "name", ward->name);
  cJSON_AddNumberToObject (item, "seq", (double) ward->seq);
  cJSON_AddNumberToObject (item, "records", (double) ward->records);
  cJSON_AddNumberToObject (item, "held", (double) ward->held);
  return item;
}

static gboolean
list_wards (Cli *cli, TnDistrict *d, GError **error)
{
  g_autoptr (GPtrArray) wards = tn_district_depot (d)->driver->wards (tn_district_depot (d), error);
  if (!wards) return FALSE;
  cJSON *list = cJSON_AddArrayToObject (cli->out, "wards");
  for (guint i = 0; i < wards->len; i++) {
    const TnWard *ward = wards->pdata[i];
    add_ward (list, ward);
    cli_say (cli, "%s  %s", ward->ward, ward->name);
  }
  return TRUE;
}

gboolean
cli_ward (Cli *cli, int argc, char **argv, GError **error)
{
  static const char usage[] = "ward DIR add CODE NAME | ward DIR list";
  if (!cli_options (&argc, &argv, NULL, 2, 4, usage, error)) return FALSE;
  gboolean add = strcmp (argv[2], "add") == 0 && argc == 5;
  if (!add && (strcmp (argv[2], "list") != 0 || argc != 3)) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Usage: tungnha-district %s"), usage);
    return FALSE;
  }
  g_autoptr (TnDistrict) d = cli_open (cli, argv[1], error);
  if (!d) return FALSE;
  if (!add) return list_wards (cli, d, error);
  if (!tn_district_ward_add (d, argv[3], argv[4], error)) return FALSE;
  cJSON_AddStringToObject (cli->out, "ward", argv[3]);
  cJSON_AddStringToObject (cli->out, "name", argv[4]);
  cli_say (cli, _("Added the ward %s, %s."), argv[3], argv[4]);
  return TRUE;
}

gboolean
cli_invite (Cli *cli, int argc, char **argv, GError **error)
{
  g_autofree char *ward = NULL, *role = NULL, *user = NULL;
  g_auto (GStrv) streams = NULL;
  int days = DEFAULT_DAYS;
  const GOptionEntry entries[] = {
    { "ward", 0, 0, G_OPTION_ARG_STRING, &ward, NULL, NULL },
    { "role", 0, 0, G_OPTION_ARG_STRING, &role, NULL, NULL },
    { "stream", 0, 0, G_OPTION_ARG_STRING_ARRAY, &streams, NULL, NULL },
    { "user", 0, 0, G_OPTION_ARG_STRING, &user, NULL, NULL },
    { "days", 0, 0, G_OPTION_ARG_INT, &days, NULL, NULL }, { NULL } };
  static const char usage[] = "invite DIR --ward CODE --role ROLE [--stream AREA]… [--user NAME] [--days N]";
  if (!cli_options (&argc, &argv, entries, 1, 1, usage, error)) return FALSE;
  if (!ward || !role) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Usage: tungnha-district %s"), usage);
    return FALSE;
  }
  g_autoptr (TnDistrict) d = cli_open (cli, argv[1], error);
  TnInvitee invitee = { .ward = ward, .role = role, .streams = (const char *const *) streams, .user = user, .days = (guint) MAX (days, 0) };
  g_autofree char *code = d ? tn_district_invite_full (d, &invitee, error) : NULL;
  if (!code) return FALSE;
  cJSON_AddStringToObject (cli->out, "code", code);
  cJSON_AddStringToObject (cli->out, "ward", ward);
  cJSON_AddStringToObject (cli->out, "role", role);
  cJSON_AddNumberToObject (cli->out, "days", days);
  cli_say (cli, "%s", code);
  return TRUE;
}

/* ---- laptops ---- */

static void
add_device (Cli *cli, cJSON *list, const TnDevice *device)
{
  cJSON *item = cJSON_CreateObject ();
  g_autofree char *seen = tn_date_format_time (device->seen_at);
  cJSON_AddItemToArray (list, item);
  cJSON_AddStringToObject (item, "device", device->device);
  cJSON_AddStringToObject (item, "name", device->name);
  cJSON_AddStringToObject (item, "user", device->user);
  cJSON_AddBoolToObject (item, "revoked", device->revoked);
  cJSON_AddNumberToObject (item, "enrolled_at", (double) device->enrolled_at);
  cJSON_AddNumberToObject (item, "seen_at", (double) device->seen_at);
  cli_say (cli, "%s  %s  %s  %s%s%s", device->device, seen, device->name, device->user, device->revoked ? "  " : "", device->revoked ? _("withdrawn") : "");
}

gboolean
cli_devices (Cli *cli, int argc, char **argv, GError **error)
{
  if (!cli_options (&argc, &argv, NULL, 1, 1, "devices DIR", error)) return FALSE;
  g_autoptr (TnDistrict) d = cli_open (cli, argv[1], error);
  g_autoptr (GPtrArray) devices = d ? tn_district_depot (d)->driver->devices (tn_district_depot (d), error) : NULL;
  if (!devices) return FALSE;
  cJSON *list = cJSON_AddArrayToObject (cli->out, "devices");
  for (guint i = 0; i < devices->len; i++) add_device (cli, list, devices->pdata[i]);
  return TRUE;
}

gboolean
cli_revoke (Cli *cli, int argc, char **argv, GError **error)
{
  if (!cli_options (&argc, &argv, NULL, 2, 2, "revoke DIR DEVICE", error)) return FALSE;
  g_autoptr (TnDistrict) d = cli_open (cli, argv[1], error);
  if (!d || !tn_district_revoke (d, argv[2], error)) return FALSE;
  cJSON_AddStringToObject (cli->out, "device", argv[2]);
  cli_say (cli, _("The laptop %s may no longer read or write. What it has not sent yet it can still hand in."), argv[2]);
  return TRUE;
}

/* The ward is asked for only where it is not plain. Owned; NULL on error. */
static char *
find_only_ward (TnDistrict *d, const char *device, GError **error)
{
  g_autoptr (GPtrArray) grants = tn_district_depot (d)->driver->grants (tn_district_depot (d), device, error);
  const char *ward = NULL;
  if (!grants) return NULL;
  for (guint i = 0; i < grants->len; i++) {
    const TnGrant *grant = grants->pdata[i];
    if (grant->to) continue;
    if (ward && strcmp (ward, grant->ward) != 0) {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("The laptop has rights in several wards. Nothing was changed. Say which with --ward."));
      return NULL;
    }
    ward = grant->ward;
  }
  if (!ward) g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This district has no laptop %s. Nothing was changed."), device);
  return g_strdup (ward);
}

#define HUB_DAYS 365

gboolean
cli_hub (Cli *cli, int argc, char **argv, GError **error)
{
  g_autofree char *given = NULL;
  int days = HUB_DAYS;
  gboolean end = FALSE;
  const GOptionEntry entries[] = {
    { "ward", 0, 0, G_OPTION_ARG_STRING, &given, NULL, NULL }, { "days", 0, 0, G_OPTION_ARG_INT, &days, NULL, NULL },
    { "end", 0, 0, G_OPTION_ARG_NONE, &end, NULL, NULL }, { NULL } };
  if (!cli_options (&argc, &argv, entries, 2, 2, "hub DIR DEVICE [--ward CODE] [--days N] [--end]", error)) return FALSE;
  g_autoptr (TnDistrict) d = tn_district_new (argv[1], NULL, error);
  g_autofree char *ward = d ? (given ? g_steal_pointer (&given) : find_only_ward (d, argv[2], error)) : NULL;
  if (!ward || !(end ? tn_district_hub_end (d, argv[2], ward, error) : tn_district_hub_grant (d, argv[2], ward, (guint) MAX (days, 0), error))) return FALSE;
  cJSON_AddStringToObject (cli->out, "device", argv[2]);
  cJSON_AddStringToObject (cli->out, "ward", ward);
  cJSON_AddBoolToObject (cli->out, "hub", !end);
  if (!end) cJSON_AddNumberToObject (cli->out, "days", days);
  if (end) cli_say (cli, _("The laptop %s no longer serves the team of ward %s. What it has to hand on it can still hand in."), argv[2], ward);
  else cli_say (cli, ngettext ("The laptop %s may serve the team of ward %s for %d day, once it has reconciled.", "The laptop %s may serve the team of ward %s for %d days, once it has reconciled.", days), argv[2], ward, days);
  return TRUE;
}

gboolean
cli_erase (Cli *cli, int argc, char **argv, GError **error)
{
  g_autofree char *ward = NULL;
  guint n = 0;
  TnId id;
  const GOptionEntry entries[] = { { "ward", 0, 0, G_OPTION_ARG_STRING, &ward, NULL, NULL }, { NULL } };
  static const char usage[] = "erase DIR --ward CODE ID";
  if (!cli_options (&argc, &argv, entries, 2, 2, usage, error)) return FALSE;
  if (!ward || !tn_id_parse (argv[2], -1, &id)) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Usage: tungnha-district %s"), usage);
    return FALSE;
  }
  g_autoptr (TnDistrict) d = cli_open (cli, argv[1], error);
  if (!d || !tn_district_erase (d, ward, &id, &n, error)) return FALSE;
  cJSON_AddNumberToObject (cli->out, "erased", n);
  cli_say (cli, ngettext ("%u record was erased. Laptops erase it when they reconcile.", "%u records were erased. Laptops erase them when they reconcile.", n), n);
  return TRUE;
}

/* ---- moving ---- */

gboolean
cli_copy (Cli *cli, int argc, char **argv, GError **error)
{
  g_autofree char *to = NULL;
  guint64 records = 0, rows = 0;
  const GOptionEntry entries[] = { { "to", 0, 0, G_OPTION_ARG_STRING, &to, NULL, NULL }, { NULL } };
  static const char usage[] = "copy DIR --to URL|sqlite";
  if (!cli_options (&argc, &argv, entries, 1, 1, usage, error)) return FALSE;
  if (!to) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Usage: tungnha-district %s"), usage);
    return FALSE;
  }
  gboolean sqlite = strcmp (to, "sqlite") == 0;
  if (!sqlite && !tn_pg_check_public_url (to, error)) return FALSE;
  if (!tn_district_copy (argv[1], cli->depot, sqlite ? NULL : to, NULL, &records, &rows, error)) return FALSE;
  cJSON_AddNumberToObject (cli->out, "records", (double) records);
  cJSON_AddNumberToObject (cli->out, "rows", (double) rows);
  cli_say (cli, _("Moved %u records and verified them. The old database is kept and takes nothing any more. Start the server again."), (guint) records);
  return TRUE;
}

/* ---- status ---- */

static gboolean
add_counts (Cli *cli, TnDepot *depot, cJSON *item, const TnWard *ward, GError **error)
{
  guint64 conflicts = 0;
  g_autoptr (GPtrArray) counts = depot->driver->counts (depot, ward->ward, error);
  if (!counts || !depot->driver->open_conflicts (depot, ward->ward, &conflicts, error)) return FALSE;
  cJSON *kinds = cJSON_AddObjectToObject (item, "counts");
  cJSON_AddNumberToObject (item, "conflicts", (double) conflicts);
  cli_say (cli, _("%s, %s: %u records, %u held for review, %u open conflicts"), ward->ward, ward->name, (guint) ward->records, (guint) ward->held, (guint) conflicts);
  for (guint i = 0; i < counts->len; i++) {
    const TnKindCount *count = counts->pdata[i];
    const TnKind *kind = tn_schema_kind (count->kind);
    cJSON_AddNumberToObject (kinds, count->kind, (double) count->n);
    cli_say (cli, "  %s: %u", kind ? _(kind->label_plural) : count->kind, (guint) count->n);
  }
  return TRUE;
}

static gboolean
check_sums (TnDistrict *d, const char *ward, GError **error)
{
  g_autofree char *bad = NULL;
  if (!tn_district_check_sums (d, ward, &bad, error)) return FALSE;
  if (bad) g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT, _("Ward %s: the sums of stream %s do not agree with its records. Restore the last backup, or tell the makers of this program."), ward, bad);
  return bad == NULL;
}

gboolean
cli_status (Cli *cli, int argc, char **argv, GError **error)
{
  gboolean check = FALSE;
  const GOptionEntry entries[] = { { "check", 0, 0, G_OPTION_ARG_NONE, &check, NULL, NULL }, { NULL } };
  if (!cli_options (&argc, &argv, entries, 1, 1, "status DIR [--check]", error)) return FALSE;
  g_autoptr (TnDistrict) d = cli_open (cli, argv[1], error);
  g_autoptr (GPtrArray) wards = d ? tn_district_depot (d)->driver->wards (tn_district_depot (d), error) : NULL;
  if (!wards) return FALSE;
  cJSON_AddStringToObject (cli->out, "name", tn_district_name (d));
  cJSON *list = cJSON_AddArrayToObject (cli->out, "wards");
  cli_say (cli, "%s", tn_district_name (d));
  for (guint i = 0; i < wards->len; i++) {
    const TnWard *ward = wards->pdata[i];
    if (!add_counts (cli, tn_district_depot (d), add_ward (list, ward), ward, error)) return FALSE;
    if (check && !check_sums (d, ward->ward, error)) return FALSE;
  }
  return TRUE;
}
