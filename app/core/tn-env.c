/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-env.h"
#include "tn-sodium-private.h"

#include <sodium.h>

static gint64
read_clock (gpointer user_data)
{
  return g_get_real_time () / 1000;
}

static void
fill_random (gpointer user_data, guint8 *buf, gsize len)
{
  tn_sodium_ensure ();
  randombytes_buf (buf, len);
}

const TnEnv *
tn_env_system (void)
{
  static const TnEnv system_env = { .now_ms = read_clock, .random = fill_random };

  return &system_env;
}

gint64
tn_env_now_ms (const TnEnv *env)
{
  return env->now_ms (env->user_data);
}

gint64
tn_env_mono_us (const TnEnv *env)
{
  return env->mono_us != NULL ? env->mono_us (env->user_data) : g_get_monotonic_time ();
}

void
tn_env_random (const TnEnv *env, guint8 *buf, gsize len)
{
  env->random (env->user_data, buf, len);
}
