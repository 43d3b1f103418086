/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* The clock and the randomness that everything takes from outside, so that a test or the simulator can drive them. */
typedef struct {
  gint64 (*now_ms) (gpointer user_data);                          /* wall clock, ms since 1970 UTC; may jump */
  void (*random) (gpointer user_data, guint8 *buf, gsize len);    /* cryptographic in the programs */
  gpointer user_data;
} TnEnv;

/* The machine's own clock and libsodium's random bytes. Never freed. Any thread. */
const TnEnv *tn_env_system (void);
gint64 tn_env_now_ms (const TnEnv *env);
void tn_env_random (const TnEnv *env, guint8 *buf, gsize len);
G_END_DECLS
