/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-import-progress.h"

typedef struct { TnImportSteps *steps; GtkProgressBar *bar; } Watch;

TnImportSteps *
tn_import_steps_new (void)
{
  return g_atomic_rc_box_new0 (TnImportSteps);
}

TnImportSteps *
tn_import_steps_ref (TnImportSteps *steps)
{
  return g_atomic_rc_box_acquire (steps);
}

void
tn_import_steps_unref (TnImportSteps *steps)
{
  g_atomic_rc_box_release (steps);
}

void
tn_import_steps_cb (guint done, guint total, gpointer user_data)
{
  TnImportSteps *steps = user_data;

  g_atomic_int_set (&steps->total, (gint) total);
  g_atomic_int_set (&steps->done, (gint) done);
}

static gboolean
watch_cb (gpointer user_data)
{
  Watch *watch = user_data;
  gint total = g_atomic_int_get (&watch->steps->total), done = g_atomic_int_get (&watch->steps->done);

  if (total > 0)
    gtk_progress_bar_set_fraction (watch->bar, CLAMP ((double) done / total, 0, 1));
  else
    gtk_progress_bar_pulse (watch->bar);
  return G_SOURCE_CONTINUE;
}

static void
free_watch (gpointer user_data)
{
  Watch *watch = user_data;

  tn_import_steps_unref (watch->steps);
  g_object_unref (watch->bar);
  g_free (watch);
}

guint
tn_import_steps_watch (TnImportSteps *steps, GtkProgressBar *bar)
{
  Watch *watch = g_new (Watch, 1);

  *watch = (Watch) { tn_import_steps_ref (steps), g_object_ref (bar) };
  gtk_progress_bar_set_fraction (bar, 0);
  return g_timeout_add_full (G_PRIORITY_DEFAULT, 100, watch_cb, watch, free_watch);
}
