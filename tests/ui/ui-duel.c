/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-duel.h"
#include "tn-screen.h"

void
duel_init (Duel *duel)
{
  *duel = (Duel) { 0 };
  world_init (&duel->world);
  laptop_init (&duel->lan, &duel->world, "Lan");
  duel->household = laptop_add_household (&duel->lan, "12/1");
  laptop_set (&duel->lan, &duel->household, "phone", "02800000001");
  laptop_sync (&duel->lan);
  laptop_init (&duel->minh, &duel->world, "Minh");
  laptop_sync (&duel->minh);
}

TnWindow *
duel_open_window (Laptop *laptop)
{
  TnWindow *window = tn_window_new (NULL);

  g_clear_pointer (&laptop->line, tn_transport_free);
  g_clear_pointer (&laptop->copy, tn_copy_close);
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  tn_window_open_copy (window, laptop->path, 0);
  WAIT (tn_window_get_workspace (window));
  return window;
}

void
duel_close_window (TnWindow *window)
{
  gpointer left = window;

  g_object_add_weak_pointer (G_OBJECT (window), &left);
  gtk_window_close (GTK_WINDOW (window));
  WAIT (left == NULL);
}

void
duel_open (Duel *duel)
{
  duel->window = duel_open_window (&duel->lan);
}

void
duel_fight (Duel *duel, const char *field, const char *lan, const char *minh)
{
  laptop_set (&duel->lan, &duel->household, field, lan);
  laptop_set (&duel->minh, &duel->household, field, minh);
  laptop_sync (&duel->minh);
  duel_open (duel);
  WAIT (duel_badge (duel, "conflicts") == 1);
}

void
duel_clear (Duel *duel)
{
  if (duel->window)
    duel_close_window (g_steal_pointer (&duel->window));
  laptop_clear (&duel->lan);
  laptop_clear (&duel->minh);
  world_clear (&duel->world);
}

char *
duel_text (Duel *duel, const char *field)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCopy) copy = tn_copy_open (duel->lan.path, TN_COPY_READ_ONLY, NULL, &error);
  g_autoptr (TnRow) row = copy ? tn_copy_get (copy, &duel->household, &error) : NULL;

  g_assert_no_error (error);
  return tn_row_dup_text (row, field);
}

static GtkStack *
get_screens (Duel *duel)
{
  return GTK_STACK (ui_get (duel->window, "screens"));
}

guint
duel_badge (Duel *duel, const char *screen)
{
  GtkWidget *widget = gtk_stack_get_child_by_name (get_screens (duel), screen);

  return widget ? tn_screen_get_badge (TN_SCREEN (widget)) : 0;
}

GtkWidget *
duel_screen (Duel *duel, const char *screen)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (duel->window), "win.screen", "s", screen));
  g_assert_cmpstr (tn_window_get_screen (duel->window), ==, screen);
  return gtk_stack_get_visible_child (get_screens (duel));
}

static gboolean
all_sent (Duel *duel)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCopy) copy = tn_copy_open (duel->lan.path, TN_COPY_READ_ONLY, NULL, &error);
  TnOutboxSummary summary = { 0 };

  g_assert_no_error (error);
  g_assert_true (tn_outbox_summary (copy, &summary, &error));
  return summary.waiting + summary.held == 0;
}

void
duel_wait_sent (Duel *duel)
{
  gtk_widget_activate_action (GTK_WIDGET (duel->window), "win.reconcile", NULL);
  WAIT (all_sent (duel));
}
