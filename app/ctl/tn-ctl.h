/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cjson/cJSON.h>
#include "tn-copy.h"
G_BEGIN_DECLS

/* tungnha-ctl is a table of subcommands, one file each. A command says what it did twice: in words through tn_ctl_say(), which is
 * silent under --json, and as members of `out`, the one JSON document. */
typedef struct {
  const char *copy_path;      /* --copy, NULL when not given */
  gboolean json;              /* --json */
  gboolean reveal;            /* --reveal of a command that has it: what is protected is shown, and logged before */
  cJSON *out;                 /* object; printed at the end under --json */
  const char *program;        /* how we were called: the other programs stand beside it */
} TnCtl;

typedef gboolean (*TnCtlRun) (TnCtl *ctl, int argc, char **argv, GError **error);   /* argv[0] = the subcommand */
typedef struct { const char *name, *usage, *help; TnCtlRun run; } TnCtlCommand;     /* help: N_() */

int tn_ctl_main (int argc, char **argv);               /* the exit code: 0 only when done */

void tn_ctl_say (TnCtl *ctl, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Opens the copy of --copy, or says that it must be named. */
TnCopy *tn_ctl_open (TnCtl *ctl, TnCopyFlags flags, GError **error);
/* Parses `argv` with `entries` (may be NULL) and checks that min to max words remain (argv[1]…); max -1 = any. */
gboolean tn_ctl_options (int *argc, char ***argv, const GOptionEntry *entries, int min, int max, const char *usage, GError **error);
/* The same with --search alone, and any number of words. */
gboolean tn_ctl_options_search (int *argc, char ***argv, char **search, const char *usage, GError **error);
/* "Use it like this". Always FALSE. */
gboolean tn_ctl_misused (const char *usage, GError **error);
gboolean tn_ctl_parse_id (const char *text, TnId *id, GError **error);
/* {"id","kind","title","deleted","fields":{…tokens verbatim…}}. Values of a protected kind are masked (tn_kind_mask) unless ctl->reveal. */
cJSON *tn_ctl_row_to_json (TnCtl *ctl, TnCopy *copy, const TnRow *row);
void tn_ctl_say_row (TnCtl *ctl, TnCopy *copy, const TnRow *row);
cJSON *tn_ctl_add_id (cJSON *object, const char *name, const TnId *id);
/* day: yyyymmdd (tn-listed.h); "" when it is 0 or no whole date. */
void tn_ctl_add_day (cJSON *object, const char *name, gint64 day);
G_END_DECLS
