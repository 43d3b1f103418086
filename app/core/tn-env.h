/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* All that the rooms below the faces take from the machine: clocks, randomness, and where database files lie. The programs use
 * tn_env_system(); the simulator (tests/sim) drives the same object code with its own. Members after user_data may be NULL = the system's. */
typedef struct {
  gint64 (*now_ms) (gpointer user_data);                          /* wall clock, ms since 1970 UTC; may jump */
  void (*random) (gpointer user_data, guint8 *buf, gsize len);    /* cryptographic in the programs */
  gpointer user_data;
  gint64 (*mono_us) (gpointer user_data);                         /* for durations, in µs: never goes back */
  const char *vfs;                                                /* name of the SQLite VFS that holds the databases */
  char *(*file_identity) (gpointer user_data, const char *path);  /* what a file that is copied elsewhere does not keep (sync.md 2.2). Owned; NULL = no such file */
} TnEnv;

/* The machine's own clock and libsodium's random bytes. Never freed. Any thread. */
const TnEnv *tn_env_system (void);
gint64 tn_env_now_ms (const TnEnv *env);
gint64 tn_env_mono_us (const TnEnv *env);
void tn_env_random (const TnEnv *env, guint8 *buf, gsize len);
G_END_DECLS
