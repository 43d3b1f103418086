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

char *
program_make (const char *copy, const char *kind, const char *a, const char *b, const char *c, const char *d)
{
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", copy, "new", kind, a, b, c, d, NULL);
  return g_strdup (tn_text (&made, "id"));
}
