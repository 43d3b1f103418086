/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cjson/cJSON.h>
#include <gio/gio.h>
G_BEGIN_DECLS

/* Runs our real programs as a person in a terminal would. TN_CTL and TN_DISTRICT in the environment name them. */
typedef struct { int code; char *out, *err; cJSON *doc; } TnRun;
void tn_run_clear (TnRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnRun, tn_run_clear)

/* program is "TN_CTL" or "TN_DISTRICT"; copy NULL = no --copy. --json is always given. */
TnRun tn_run (const char *program, const char *copy, ...) G_GNUC_NULL_TERMINATED;
/* The same, and fails the test with what the program said unless it succeeded. */
TnRun tn_run_ok (const char *program, const char *copy, ...) G_GNUC_NULL_TERMINATED;
/* Starts it and kills it with SIGKILL after `us` microseconds; TRUE if it was killed before its end. */
gboolean tn_run_killed (const char *program, const char *copy, guint us, ...) G_GNUC_NULL_TERMINATED;

double tn_number (const TnRun *run, const char *path);       /* "session.sent", "found.0.id"; 1 and 0 for true and false; -1 = no such */
const char *tn_text (const TnRun *run, const char *path);
char *tn_temp_dir (void);                                    /* owned; removed by tn_remove_dir */
void tn_remove_dir (const char *dir);

/* A district in dir/district with ward 99901 and its server on a free port. */
typedef struct { GSubprocess *process; char *dir, *url; } TnServer;
TnServer *tn_server_start (const char *dir);
void tn_server_kill (TnServer *server);                      /* kill -9 */
void tn_server_again (TnServer *server);                     /* the same folder and port */
void tn_server_start_in (TnServer *server, const char *dir, const char *listen);   /* a folder with a finished district in it, at another port */
void tn_server_free (TnServer *server);
void tn_server_enrol (TnServer *server, const char *copy, const char *name);
/* A program that runs on, with its output as a pipe. It ends when the test does, however that ends: else it would hold the test's output open. */
GSubprocess *tn_program_start (const char *const *argv);
G_END_DECLS
