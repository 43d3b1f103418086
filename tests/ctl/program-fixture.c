/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "program-fixture.h"

void
program_set_up (ProgramFixture *f, gconstpointer user)
{
  f->dir = tn_temp_dir ();
  f->copy = g_build_filename (f->dir, "ward.tungnha", NULL);
  g_auto (TnRun) named = tn_run_ok ("TN_CTL", f->copy, "user", (const char *) user, NULL);
}

void
program_tear_down (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  tn_remove_dir (f->dir);
  g_free (f->dir);
  g_free (f->copy);
}

void
program_pair_set_up (ProgramPair *pair, gconstpointer unused)
{
  static const char *const names[] = { "máy 1", "máy 2" };

  (void) unused;
  pair->dir = tn_temp_dir ();
  pair->copies[0] = g_build_filename (pair->dir, "a.tn", NULL);
  pair->copies[1] = g_build_filename (pair->dir, "b.tn", NULL);
  pair->server = tn_server_start (pair->dir);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    tn_server_enrol (pair->server, pair->copies[i], names[i]);
}

void
program_pair_tear_down (ProgramPair *pair, gconstpointer unused)
{
  (void) unused;
  tn_server_free (pair->server);
  tn_remove_dir (pair->dir);
  g_free (pair->copies[0]);
  g_free (pair->copies[1]);
  g_free (pair->dir);
}

char *
program_make (const char *copy, const char *kind, const char *a, const char *b, const char *c, const char *d)
{
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", copy, "new", kind, a, b, c, d, NULL);
  return g_strdup (tn_text (&made, "id"));
}
