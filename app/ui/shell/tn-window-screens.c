/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's sidebar, and the screens that it leads to. */
#include "tn-window-private.h"
#include <glib/gi18n.h>
#include "tn-screens.h"

#define REST_DELAY_MS 500

/* --- the sidebar --- */

static void
badge_changed_cb (TnScreen *screen, GParamSpec *pspec, gpointer label)
{
  g_autofree char *text = g_strdup_printf ("%u", tn_screen_get_badge (screen));

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_visible (GTK_WIDGET (label), tn_screen_get_badge (screen) > 0);
}

static GtkWidget *
make_row (const TnScreenEntry *entry)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_(entry->title)), *badge = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (badge, "tn-badge");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_hide (badge);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (entry->icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), badge);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "tn-screen", (gpointer) entry->name);
  g_object_set_data (G_OBJECT (row), "tn-entry", (gpointer) entry);
  g_object_set_data (G_OBJECT (row), "tn-badge", badge);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _(entry->title), -1);
  return row;
}

static const char *
find_section (GtkListBoxRow *row)
{
  const TnScreenEntry *entry = row ? g_object_get_data (G_OBJECT (row), "tn-entry") : NULL;

  return entry ? entry->section : NULL;
}

/* The first row of a section has its heading over it. */
void
tn_window_update_heading_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *section = find_section (row);
  GtkWidget *label;

  if (!section || g_strcmp0 (section, find_section (before)) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row))
    return;
  label = gtk_label_new (_(section));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "tn-section");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
find_row (TnWindow *self, const char *screen)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->sidebar));

  while (row && g_strcmp0 (g_object_get_data (G_OBJECT (row), "tn-screen"), screen) != 0)
    row = gtk_widget_get_next_sibling (row);
  return row;
}

void
tn_window_row_activated_cb (GtkListBox *sidebar, GtkListBoxRow *row, gpointer user_data)
{
  TnWindow *self = TN_WINDOW (user_data);

  tn_window_show_screen (self, g_object_get_data (G_OBJECT (row), "tn-screen"));
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

/* Arrowing through the sidebar shows the pages on the way, and leaves the keyboard where it is. */
void
tn_window_row_selected_cb (GtkListBox *sidebar, GtkListBoxRow *row, gpointer user_data)
{
  if (row)
    tn_window_show_screen (TN_WINDOW (user_data), g_object_get_data (G_OBJECT (row), "tn-screen"));
}

void
tn_window_screen_changed_cb (TnWindow *self)
{
  GtkWidget *screen = gtk_stack_get_visible_child (self->screens);
  GtkWidget *row = screen ? find_row (self, gtk_stack_get_visible_child_name (self->screens)) : NULL;

  if (!screen)
    return;
  if (row)
    gtk_list_box_select_row (self->sidebar, GTK_LIST_BOX_ROW (row));
  tn_screen_shown (TN_SCREEN (screen));
}

void
tn_window_remove_screens (TnWindow *self)
{
  GtkWidget *child;
  GtkListBoxRow *row;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->screens))))
    gtk_stack_remove (self->screens, child);
  while ((row = gtk_list_box_get_row_at_index (self->sidebar, 0)))
    gtk_list_box_remove (self->sidebar, GTK_WIDGET (row));
}

/* A screen is made when it is wanted. NULL = no such screen. */
static GtkWidget *
get_screen (TnWindow *self, const char *name)
{
  GtkWidget *screen = gtk_stack_get_child_by_name (self->screens, name);
  guint n;
  const TnScreenEntry *entries = tn_screens (&n);

  for (guint i = 0; i < n && !screen; i++)
    if (g_str_equal (entries[i].name, name))
      {
        GtkWidget *badge = g_object_get_data (G_OBJECT (find_row (self, name)), "tn-badge");

        screen = g_object_new (entries[i].get_type (), NULL);
        g_signal_connect_object (screen, "notify::badge", G_CALLBACK (badge_changed_cb), badge, 0);
        tn_screen_attach (TN_SCREEN (screen), self->workspace);
        gtk_stack_add_named (self->screens, screen, name);
      }
  return screen;
}

void
tn_window_make_screens (TnWindow *self)
{
  guint n;
  const TnScreenEntry *entries = tn_screens (&n);

  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->sidebar, make_row (&entries[i]));
  get_screen (self, entries[0].name);
}

/* What can wait until the person sees the first page: the other screens, which put their badges into the sidebar, and reconciling. One screen in a turn
 * of the main loop: all together they would hold up a key that is pressed meanwhile. */
static gboolean
make_rest_cb (gpointer user_data)
{
  TnWindow *self = user_data;
  TnReconciler *reconciler = tn_workspace_get_reconciler (self->workspace);
  guint n;
  const TnScreenEntry *entries = tn_screens (&n);

  for (guint i = 0; i < n; i++)
    if (!gtk_stack_get_child_by_name (self->screens, entries[i].name))
      {
        get_screen (self, entries[i].name);
        self->rest_id = g_idle_add_full (G_PRIORITY_LOW, make_rest_cb, self, NULL);
        return G_SOURCE_REMOVE;
      }
  self->rest_id = 0;
  if (reconciler)
    tn_reconciler_start (reconciler);
  return G_SOURCE_REMOVE;
}

/* After the list is there: its first frame comes first. */
void
tn_window_make_rest_later (TnWindow *self)
{
  self->rest_id = g_timeout_add_full (G_PRIORITY_LOW, REST_DELAY_MS, make_rest_cb, self, NULL);
}

/* --- which is shown --- */

GtkWidget *
tn_window_current_screen (TnWindow *self)
{
  return self->workspace ? gtk_stack_get_visible_child (self->screens) : NULL;
}

GtkWidget *
tn_window_show_screen (TnWindow *self, const char *name)
{
  GtkWidget *screen;

  /* Who is on another screen already works there, and may want what has been put off: a stick written, a reconciliation. */
  if (self->rest_id)
    {
      g_source_remove (self->rest_id);
      make_rest_cb (self);
    }
  screen = self->workspace ? get_screen (self, name) : NULL;
  if (screen)
    gtk_stack_set_visible_child (self->screens, screen);
  return screen;
}

const char *
tn_window_get_screen (TnWindow *self)
{
  return self->workspace ? gtk_stack_get_visible_child_name (self->screens) : NULL;
}

void
tn_window_go (TnWindow *self, const char *screen, const TnId *id)
{
  GtkWidget *shown = tn_window_show_screen (self, screen);

  if (shown && id)
    tn_screen_show_record (TN_SCREEN (shown), id);
}

void
tn_window_show_household (TnWindow *self, const TnId *id)
{
  tn_window_go (self, "households", id);
}
