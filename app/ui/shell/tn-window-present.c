/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy is open, and its first page read, in less time than a frame takes to be laid out. So the window is not shown empty first: that would lay out
 * and draw everything twice before the person sees what there is to do. */
#include "tn-window-private.h"
#include "tn-screen.h"

#define PATIENCE_MS 400   /* longer than this a person must see that the program has started */
#define KEY "tn-present-timeout"

static void
remove_timeout (gpointer id)
{
  g_source_remove (GPOINTER_TO_UINT (id));
}

static void
present_once (TnWindow *self)
{
  if (!g_object_get_data (G_OBJECT (self), KEY))
    return;
  g_object_set_data (G_OBJECT (self), KEY, NULL);
  gtk_window_present (GTK_WINDOW (self));
}

static gboolean
patience_cb (gpointer user_data)
{
  present_once (user_data);
  return G_SOURCE_REMOVE;
}

static void
copy_changed_cb (TnWindow *self)
{
  GtkWidget *screen = tn_window_current_screen (self);

  if (screen && !tn_screen_is_ready (TN_SCREEN (screen)))
    g_signal_connect_object (screen, "notify::ready", G_CALLBACK (present_once), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  else
    present_once (self);
}

void
tn_window_present_ready (TnWindow *self)
{
  guint id = g_timeout_add (PATIENCE_MS, patience_cb, self);

  g_object_set_data_full (G_OBJECT (self), KEY, GUINT_TO_POINTER (id), remove_timeout);
  g_signal_connect_object (self, "copy-changed", G_CALLBACK (copy_changed_cb), self, 0);
}
