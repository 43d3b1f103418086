/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy is open, and its list read, in less time than a frame takes to be laid out. So the window is not shown empty first: that would lay out
 * and draw everything twice before the person sees a household. */
#include "tn-window.h"

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
  TnWorkspace *workspace = tn_window_get_workspace (self);
  TnHouseholdModel *list = workspace ? tn_workspace_get_households (workspace) : NULL;

  if (list && tn_household_model_is_loading (list))
    g_signal_connect_object (list, "loaded", G_CALLBACK (present_once), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
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
