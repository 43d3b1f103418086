/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the list of a programme's people: a tick, name and address, where they stand and why, and the way to their household. */
#include "tn-support-lines.h"
#include <glib/gi18n.h>
#include "tn-tip.h"
#include "tn-window.h"

typedef struct
{
  GtkWidget *tick, *name, *address, *standing, *why, *open;
  TnSupportItem *item;        /* NULL while nothing is bound */
  gulong changed_id;
} Line;

static GtkWidget *
add_label (GtkWidget *box, const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, css);
    }
  tn_tip_whole_text (GTK_LABEL (label));
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
open_cb (GtkWidget *button, Line *line)
{
  TnWindow *window = tn_window_of (button);

  if (line->item && window && !tn_id_is_null (&tn_support_item_get_line (line->item)->household))
    tn_window_show_household (window, &tn_support_item_get_line (line->item)->household);
}

static GtkWidget *
make_texts (GtkWidget *both)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (both), texts);
  return texts;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *across = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *both = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *who, *how;
  Line *line = g_new0 (Line, 1);

  line->tick = gtk_check_button_new ();
  gtk_widget_set_can_target (line->tick, FALSE);       /* the whole line is what is pressed */
  gtk_widget_set_focusable (line->tick, FALSE);
  gtk_box_append (GTK_BOX (across), line->tick);
  gtk_box_set_homogeneous (GTK_BOX (both), TRUE);      /* what stands is read down a column */
  gtk_widget_set_hexpand (both, TRUE);
  gtk_box_append (GTK_BOX (across), both);
  who = make_texts (both);
  line->name = add_label (who, NULL);
  line->address = add_label (who, "dim-label");
  how = make_texts (both);
  line->standing = add_label (how, NULL);
  line->why = add_label (how, "dim-label");
  line->open = gtk_button_new_from_icon_name ("go-next-symbolic");
  gtk_widget_add_css_class (line->open, "flat");
  gtk_widget_set_valign (line->open, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->open), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Show the household"), -1);
  tn_tip_set (line->open, _("Show the household"));
  g_signal_connect (line->open, "clicked", G_CALLBACK (open_cb), line);
  gtk_box_append (GTK_BOX (across), line->open);
  g_object_set_data_full (G_OBJECT (across), "tn-line", line, g_free);
  gtk_list_item_set_child (item, across);
}

static const char *
standing_of (const TnSupportLine *line)
{
  if (line->standing != TN_STANDS_NOTHING)
    return tn_standing_name (line->standing);
  return line->out == TN_OUT_NOT ? _("Entitled, nothing yet") : _("Not entitled");
}

static void
show_item (Line *line)
{
  TnSupportItem *item = line->item;
  const TnSupportLine *about = tn_support_item_get_line (item);
  g_autofree char *twice = about->n_receipts > 1 ? g_strdup_printf (ngettext ("%s, %u receipt", "%s, %u receipts", about->n_receipts), standing_of (about), about->n_receipts) : NULL;

  gtk_label_set_text (GTK_LABEL (line->name), tn_support_item_get_name (item));
  gtk_label_set_text (GTK_LABEL (line->address), tn_support_item_get_address (item));
  gtk_label_set_text (GTK_LABEL (line->standing), twice ? twice : standing_of (about));
  gtk_label_set_text (GTK_LABEL (line->why), tn_support_item_get_why (item));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (line->tick), tn_support_item_is_ticked (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->tick), GTK_ACCESSIBLE_PROPERTY_LABEL, tn_support_item_get_name (item), -1);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  Line *line = g_object_get_data (G_OBJECT (gtk_list_item_get_child (item)), "tn-line");

  line->item = gtk_list_item_get_item (item);
  line->changed_id = g_signal_connect_swapped (line->item, "changed", G_CALLBACK (show_item), line);
  show_item (line);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  Line *line = g_object_get_data (G_OBJECT (gtk_list_item_get_child (item)), "tn-line");

  g_clear_signal_handler (&line->changed_id, line->item);
  line->item = NULL;
}

GtkListItemFactory *
tn_support_lines_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  return factory;
}
