/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-situation-screen.h"
#include <glib/gi18n.h>
#include "tn-option-drop-down.h"
#include "tn-situation-rows.h"
#include "tn-window.h"

struct _TnSituationScreen
{
  TnScreen parent_instance;

  GtkWidget *stack, *quarter, *petitions, *needs, *quarters;   /* the last three: a box of a title and a list */
  GListStore *options;       /* TnOption of the quarters that were met */
  gboolean reading, stale;   /* stale: something has changed since it was read */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TnSituationScreen, tn_situation_screen, TN_TYPE_SCREEN)

static void load (TnSituationScreen *self);

/* --- showing --- */

static void
clear (GtkWidget *section)
{
  GtkWidget *list = gtk_widget_get_last_child (section), *row;

  while ((row = gtk_widget_get_first_child (list)))
    gtk_list_box_remove (GTK_LIST_BOX (list), row);
  gtk_widget_set_visible (section, FALSE);
}

static void
add (GtkWidget *section, GtkWidget *row)
{
  gtk_list_box_append (GTK_LIST_BOX (gtk_widget_get_last_child (section)), row);
  gtk_widget_set_visible (section, TRUE);
}

static void
offer_quarter (TnSituationScreen *self, const TnSituationQuarter *quarter)
{
  TnIdStr key;
  g_autoptr (TnOption) option = NULL;

  if (tn_id_is_null (&quarter->id))
    return;
  tn_id_format (&quarter->id, key);
  if (tn_option_find (G_LIST_MODEL (self->options), key) != G_MAXUINT)
    return;
  option = tn_option_new (key, quarter->name, 0);
  g_list_store_append (self->options, option);
}

static void
show_topic (TnSituationScreen *self, const TnSituationTopic *topic, gint64 from)
{
  GtkWidget *section = topic->need ? self->needs : self->petitions;

  if (!gtk_widget_get_visible (section))
    add (section, tn_situation_heading_row (from));
  add (section, tn_situation_topic_row (topic));
}

static void
show (TnSituationScreen *self, const TnSituation *situation)
{
  clear (self->petitions);
  clear (self->needs);
  clear (self->quarters);
  for (guint i = 0; i < situation->topics->len; i++)
    show_topic (self, situation->topics->pdata[i], situation->from);
  for (guint i = 0; i < situation->quarters->len; i++)
    {
      offer_quarter (self, situation->quarters->pdata[i]);
      add (self->quarters, tn_situation_quarter_row (situation->quarters->pdata[i]));
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), situation->quarters->len ? "tables" : "empty");
}

/* --- reading --- */

static gpointer
read_situation (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  TnId *quarter = data;

  return tn_situation_read (copy, tn_env_now_ms (tn_copy_env (copy)), tn_id_is_null (quarter) ? NULL : quarter, NULL, cancellable, error);
}

static void
situation_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnSituationScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnSituation) situation = tn_store_finish (TN_STORE (source), result, &error);
  TnWindow *window;

  self->reading = FALSE;
  if (!self->stack || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (situation)
    show (self, situation);
  else if ((window = tn_window_of (self)))
    tn_window_show_error (window, NULL, error);
  if (self->stale && situation)
    load (self);
}

/* Counts eight weeks of visits: only while it is looked at, and once at a time. */
static void
load (TnSituationScreen *self)
{
  TnWorkspace *workspace = tn_screen_get_workspace (TN_SCREEN (self));
  TnId quarter = { { 0 } };

  self->stale = TRUE;
  if (!workspace || self->reading || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->stale = FALSE;
  self->reading = TRUE;
  tn_id_parse (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->quarter)), -1, &quarter);
  tn_store_read_async (tn_workspace_get_store (workspace), read_situation, tn_id_copy (&quarter), g_free, tn_situation_free, self->cancellable,
                       situation_read_cb, g_object_ref (self));
}

static void
map_cb (TnSituationScreen *self)
{
  if (self->stale)
    load (self);
}

static void
tn_situation_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnSituationScreen *self = TN_SITUATION_SCREEN (screen);

  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  load (self);
}

static void
tn_situation_screen_find (TnScreen *screen)
{
  gtk_widget_grab_focus (TN_SITUATION_SCREEN (screen)->quarter);
}

/* --- making --- */

static GtkWidget *
add_section (GtkWidget *box, const char *title, const char *name)
{
  GtkWidget *section = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *label = gtk_label_new (title), *list = gtk_list_box_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_name (section, name);
  gtk_box_append (GTK_BOX (section), label);
  gtk_box_append (GTK_BOX (section), list);
  gtk_widget_set_visible (section, FALSE);
  gtk_box_append (GTK_BOX (box), section);
  return section;
}

static GtkWidget *
make_head (TnSituationScreen *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *title = gtk_label_new (_("The last eight weeks"));

  gtk_widget_add_css_class (title, "title-2");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  self->quarter = tn_option_drop_down_new (_("Whole ward"), G_LIST_MODEL (self->options));
  gtk_widget_set_name (self->quarter, "quarter");
  gtk_widget_set_valign (self->quarter, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->quarter), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Quarter"), -1);
  g_signal_connect_object (self->quarter, "notify::selected-item", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), self->quarter);
  return head;
}

static void
set_margins (GtkWidget *box)
{
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
}

static GtkWidget *
make_sections (TnSituationScreen *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  set_margins (box);
  self->petitions = add_section (box, _("Asked for in petitions"), "asked");
  self->needs = add_section (box, _("Needed at doors"), "needed");
  self->quarters = add_section (box, _("By quarter"), "quarters");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

/* The head stays in sight whatever is scrolled. */
static GtkWidget *
make_tables (TnSituationScreen *self)
{
  GtkWidget *tables = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *top = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *note = gtk_label_new (_("Counts only, and none under 3, so that nobody can be found by them."));

  set_margins (top);
  gtk_box_append (GTK_BOX (top), make_head (self));
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_widget_add_css_class (note, "dim-label");
  gtk_box_append (GTK_BOX (top), note);
  gtk_box_append (GTK_BOX (tables), top);
  gtk_box_append (GTK_BOX (tables), make_sections (self));
  return tables;
}

static GtkWidget *
make_empty (void)
{
  GtkWidget *empty = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), "view-list-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _("Nothing to Count Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (empty), _("What people ask for in petitions, and need when they are visited, is counted here by topic, week and quarter."));
  return empty;
}

static void
tn_situation_screen_dispose (GObject *object)
{
  TnSituationScreen *self = TN_SITUATION_SCREEN (object);

  g_cancellable_cancel (self->cancellable);
  self->stack = NULL;
  G_OBJECT_CLASS (tn_situation_screen_parent_class)->dispose (object);
}

static void
tn_situation_screen_finalize (GObject *object)
{
  TnSituationScreen *self = TN_SITUATION_SCREEN (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->options);
  G_OBJECT_CLASS (tn_situation_screen_parent_class)->finalize (object);
}

static void
tn_situation_screen_class_init (TnSituationScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_situation_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_situation_screen_finalize;
  TN_SCREEN_CLASS (klass)->attach = tn_situation_screen_attach;
  TN_SCREEN_CLASS (klass)->find = tn_situation_screen_find;
}

static void
tn_situation_screen_init (TnSituationScreen *self)
{
  self->cancellable = g_cancellable_new ();
  self->options = g_list_store_new (TN_TYPE_OPTION);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), adw_bin_new (), "none");
  gtk_stack_add_named (GTK_STACK (self->stack), make_tables (self), "tables");
  gtk_stack_add_named (GTK_STACK (self->stack), make_empty (), "empty");
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
  adw_bin_set_child (ADW_BIN (self), self->stack);
}
