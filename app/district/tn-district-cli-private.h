/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cjson/cJSON.h>
#include "tn-district.h"
G_BEGIN_DECLS

typedef struct {
  gboolean json;
  const char *depot;        /* --depot; NULL = what the district's folder says */
  cJSON *out;               /* object; printed at the end under --json */
} Cli;

void cli_say (Cli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);       /* silent under --json */
/* Parses options; min to max words must remain in (*argv)[1]…; max -1 = any. */
gboolean cli_options (int *argc, char ***argv, const GOptionEntry *entries, int min, int max, const char *usage, GError **error);

TnDistrict *cli_open (Cli *cli, const char *dir, GError **error);            /* with the depot that was asked for */

gboolean cli_init (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_renew (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_serve (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_ward (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_invite (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_devices (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_revoke (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_hub (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_copy (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_erase (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_quarantine (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_backup (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_restore (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_bundle (Cli *cli, int argc, char **argv, GError **error);
gboolean cli_status (Cli *cli, int argc, char **argv, GError **error);
G_END_DECLS
