/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-ctl.h"
G_BEGIN_DECLS

/* The practice district: a folder with a district, its server's port and log, an invented list as a ward keeps it in Excel, and two laptops'
 * copies. Everything is done by the real programs, each in a process of its own. */
#define TN_PRACTICE_WARD "99901"                    /* no such commune exists */
typedef struct {
  TnCtl *ctl;
  char *dir, *district, *list, *laptop[2], *marker;
  char *bin;                                       /* folder of tungnha-ctl and tungnha-district */
  char *url;
  const char *input;                               /* what the next program reads on standard input: a code is no word for an argument */
} TnPractice;
void tn_practice_clear (TnPractice *p);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnPractice, tn_practice_clear)
gboolean tn_practice_init (TnPractice *p, TnCtl *ctl, const char *dir, GError **error);

/* Runs a program of ours with --json and gives its document; what it said on the way of failing becomes the error. */
cJSON *tn_practice_run (TnPractice *p, GError **error, const char *program, ...) G_GNUC_NULL_TERMINATED;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (cJSON, cJSON_Delete)
/* A figure somewhere in a document, "session.sent"; 0 when it is not there. */
double tn_practice_number (const cJSON *doc, const char *path);
const char *tn_practice_text (const cJSON *doc, const char *path);

/* The server, on the port it had before where that is free. */
gboolean tn_practice_serve (TnPractice *p, GError **error);
void tn_practice_stop (TnPractice *p);

/* An invented household list of `n` households as XLSX, the same for the same n. Sets *people. */
gboolean tn_practice_write_list (const char *path, guint n, guint *people, GError **error);
/* Two people edit offline, reconcile, meet in a conflict and settle it; each step with its figure. Fails when something is not as it must be. */
gboolean tn_practice_story (TnPractice *p, GError **error);
G_END_DECLS
