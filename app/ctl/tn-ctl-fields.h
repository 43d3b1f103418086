/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-ctl.h"
#include "tn-edit.h"
#include "tn-values.h"
/* Puts KEY=VALUE words into an edit; FALSE with a message naming the first that does not fit. */
gboolean tn_ctl_set_fields (TnEdit *edit, const TnKind *kind, const TnId *id, char **words, GError **error);
/* The same as what a form says, for a rule of work/. Owned. */
TnValues *tn_ctl_dup_values (const TnKind *kind, char **words, GError **error);
/* Writes what a rule of work/ gave, and says what was done. edit NULL = the rule refused, with error set. Takes it. */
gboolean tn_ctl_do (TnCtl *ctl, TnCopy *copy, TnEdit *edit, GError **error);
/* Writes the edit and says so. */
gboolean tn_ctl_commit (TnCtl *ctl, TnCopy *copy, TnEdit *edit, const TnId *id, GError **error);
/* FALSE with a message for kinds that are only written by their own subcommand. */
gboolean tn_ctl_may_write (const TnKind *kind, GError **error);
/* A word of a subcommand that writes: "stock in …". argv: the words behind it. *id is set where a record was made, and is then said. min, max: so many words; max -1 =
 * any. NULL = the rule refused. */
typedef struct { const char *name; int min, max; TnEdit *(*make) (TnCopy *copy, int argc, char **argv, TnId *id, GError **error); } TnCtlDoing;
/* Finds argv[1] among them and writes what it makes; usage is said when no word or number of words fits. */
gboolean tn_ctl_run_doing (TnCtl *ctl, const TnCtlDoing *doings, gsize n, int argc, char **argv, const char *usage, GError **error);
