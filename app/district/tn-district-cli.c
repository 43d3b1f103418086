/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-district-cli.h"
#include "tn-config.h"
#include "tn-district-cli-private.h"
#include "tn-pg.h"
#include <glib/gi18n.h>
#include <stdio.h>
#include <sys/stat.h>

typedef struct {
  const char *name, *usage, *help;
  gboolean (*run) (Cli *cli, int argc, char **argv, GError **error);   /* argv[0] = the subcommand */
} Command;

static const Command commands[] = {
  { "init", "init DIR [--name NAME] [--host HOST]…", N_("Make a district: keys, certificate authority, TLS certificate, database"), cli_init },
  { "serve", "serve DIR [--listen ADDRESS:PORT] [--rate N]", N_("Serve it over HTTPS until ended; prints its URL when ready"), cli_serve },
  { "ward", "ward DIR add CODE NAME | ward DIR list", N_("Add a ward, or list them"), cli_ward },
  { "invite", "invite DIR --ward CODE --role ROLE [--stream AREA]… [--user NAME] [--days N]", N_("Make an invitation for one laptop"), cli_invite },
  { "devices", "devices DIR", N_("List the laptops"), cli_devices },
  { "revoke", "revoke DIR DEVICE", N_("Withdraw a laptop’s access"), cli_revoke },
  { "hub", "hub DIR DEVICE [--ward CODE] [--days N] [--end]", N_("Let a ward laptop serve its team where there is no network, or end that"), cli_hub },
  { "erase", "erase DIR --ward CODE ID", N_("Erase a record and all that hangs on it, for ever and everywhere"), cli_erase },
  { "quarantine", "quarantine DIR list [--all] | quarantine DIR show|release|reject CASE", N_("See what is held for review, and let it in or refuse it"), cli_quarantine },
  { "backup", "backup DIR FILE [--keys FOLDER]", N_("Copy the database to a file while the server runs"), cli_backup },
  { "restore", "restore DIR FILE [--keys FOLDER] [--erased LIST]…", N_("Put a backup back; the laptops hand in what it lacks"), cli_restore },
  { "bundle", "bundle read DIR PATH… | bundle write DIR PATH [--device DEVICE]… [--full]", N_("Read laptops’ USB files, or write the answers to a stick"), cli_bundle },
  { "status", "status DIR [--check]", N_("Count what is kept; with --check, verify it"), cli_status },
  { "copy", "copy DIR --to URL|sqlite", N_("Move the records to a PostgreSQL database, or back into DIR; verified"), cli_copy },
  { "renew", "renew DIR [--host HOST]…", N_("Make a new TLS certificate, for these names; laptops need nothing"), cli_renew },
};

void
cli_say (Cli *cli, const char *format, ...)
{
  va_list args;
  if (cli->json) return;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%s\n", text);
}

TnDistrict *
cli_open (Cli *cli, const char *dir, GError **error)
{
  return tn_district_open (dir, cli->depot, NULL, error);
}

gboolean
cli_options (int *argc, char ***argv, const GOptionEntry *entries, int min, int max, const char *usage, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (entries) g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error)) return FALSE;
  if (*argc - 1 >= min && (max < 0 || *argc - 1 <= max)) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Usage: tungnha-district %s"), usage);
  return FALSE;
}

static void
print_help (void)
{
  g_print ("%s\n  tungnha-district [--json] COMMAND …\n\n", _("Usage:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) g_print ("  %s\n      %s\n", commands[i].usage, _(commands[i].help));
  g_print ("\n  --depot URL   %s\n  --json        %s\n  --version     %s\n", _("the records are in this PostgreSQL database, and not where DIR says"),
           _("print one JSON document on standard output"), _("print the version"));
}

typedef struct { gboolean help, version; } Asked;

/* The value of an option --depot URL or --depot=URL at argv[*i]; NULL = it is none, or lacks its value. */
static const char *
take_depot (int argc, char **argv, int *i)
{
  if (g_str_has_prefix (argv[*i], "--depot=")) return argv[*i] + strlen ("--depot=");
  return strcmp (argv[*i], "--depot") == 0 && *i + 1 < argc ? argv[++*i] : NULL;
}

/* They may stand anywhere before `--`. */
static void
take_globals (Cli *cli, int *argc, char **argv, Asked *asked)
{
  int n = 1;
  gboolean over = FALSE;
  for (int i = 1; i < *argc; i++) {
    const char *depot = over ? NULL : take_depot (*argc, argv, &i);
    over = over || strcmp (argv[i], "--") == 0;
    if (depot) cli->depot = depot;
    else if (!over && strcmp (argv[i], "--json") == 0) cli->json = TRUE;
    else if (!over && (strcmp (argv[i], "--help") == 0 || strcmp (argv[i], "-h") == 0)) asked->help = TRUE;
    else if (!over && strcmp (argv[i], "--version") == 0) asked->version = TRUE;
    else argv[n++] = argv[i];
  }
  *argc = n;
  argv[n] = NULL;
}

static gboolean
run_command (Cli *cli, int argc, char **argv, GError **error)
{
  if (cli->depot && !tn_pg_check_public_url (cli->depot, error)) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, argv[1]) == 0) return commands[i].run (cli, argc - 1, argv + 1, error);
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("There is no command “%s”. tungnha-district --help lists them."), argv[1]);
  return FALSE;
}

static void
report_error (Cli *cli, const GError *error)
{
  g_printerr ("tungnha-district: %s\n", error->message);
  cJSON *e = cJSON_AddObjectToObject (cli->out, "error");
  cJSON_AddStringToObject (e, "domain", g_quark_to_string (error->domain));
  cJSON_AddNumberToObject (e, "code", error->code);
  cJSON_AddStringToObject (e, "message", error->message);
}

static void
print_json (Cli *cli)
{
  char *text = cJSON_Print (cli->out);
  puts (text);
  cJSON_free (text);
}

int
tn_district_main (int argc, char **argv)
{
  Cli cli = { 0 };
  Asked asked = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char **words = g_new0 (char *, argc + 1);
  memcpy (words, argv, sizeof *words * (gsize) argc);
  umask (077);   /* what a district writes is for its owner's eyes */
  take_globals (&cli, &argc, words, &asked);
  if (asked.version) g_print ("tungnha-district %s\n", TN_VERSION);
  else if (asked.help || argc < 2) print_help ();
  if (asked.version || asked.help || argc < 2) return asked.version || asked.help ? 0 : 2;
  cli.out = cJSON_CreateObject ();
  gboolean done = run_command (&cli, argc, words, &error);
  if (!done) report_error (&cli, error);
  if (cli.json) print_json (&cli);
  cJSON_Delete (cli.out);
  gboolean written = fflush (stdout) == 0 && !ferror (stdout);
  return done && written ? 0 : 1;
}
