/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-today-rows.h"
#include <glib/gi18n.h>

/* How a heading looks, and what its rows do not say by colour alone. */
static const struct { const char *icon, *css; } looks[TN_TODAY_N] = {
  [TN_TODAY_DANGER] = { "dialog-warning-symbolic", "error" },
  [TN_TODAY_CHECK] = { "alarm-symbolic", "warning" },
  [TN_TODAY_TWICE] = { "edit-copy-symbolic", "warning" },
  [TN_TODAY_STOP] = { "go-home-symbolic", NULL },
  [TN_TODAY_CALL] = { "call-start-symbolic", NULL },
  [TN_TODAY_TEST] = { "emblem-documents-symbolic", NULL },
  [TN_TODAY_REFERRAL] = { "contact-new-symbolic", "warning" },
  [TN_TODAY_PETITION] = { "mail-unread-symbolic", NULL },
  [TN_TODAY_SUPPORT] = { "emblem-favorite-symbolic", NULL },
  [TN_TODAY_WORK] = { "applications-engineering-symbolic", NULL },
  [TN_TODAY_INFORMATION] = { "dialog-information-symbolic", NULL },
  [TN_TODAY_ESSENTIALS] = { "emblem-important-symbolic", NULL },
  [TN_TODAY_STOCK] = { "package-x-generic-symbolic", "warning" },
  [TN_TODAY_HANDS] = { "face-smile-symbolic", NULL },
  [TN_TODAY_TEAM] = { "system-users-symbolic", NULL },
  [TN_TODAY_CONFLICT] = { "dialog-question-symbolic", NULL },
  [TN_TODAY_UNSENT] = { "emblem-synchronizing-symbolic", NULL },
};

typedef struct
{
  const char *screen;
  TnId record;
} Target;

static void
set_target (GtkWidget *row, const char *screen, const TnId *record)
{
  Target *target = g_new0 (Target, 1);

  target->screen = screen;
  if (record)
    target->record = *record;
  g_object_set_data_full (G_OBJECT (row), "tn-target", target, g_free);
}

const char *
tn_today_row_get_screen (GtkWidget *row)
{
  const Target *target = g_object_get_data (G_OBJECT (row), "tn-target");

  return target ? target->screen : NULL;
}

const TnId *
tn_today_row_get_record (GtkWidget *row)
{
  const Target *target = g_object_get_data (G_OBJECT (row), "tn-target");

  return target ? &target->record : NULL;
}

/* Titles are plain text: names and addresses, where an ampersand is one. */
static GtkWidget *
make_row (const char *title, const char *detail)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "activatable", TRUE, "title-lines", 2, "subtitle-lines", 2, NULL);

  /* Not along with use-markup: while an object is made, its labels may hear of the text before they hear that it is plain. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  return row;
}

static GtkWidget *
make_more (const TnTodayGroup *group)
{
  guint more = group->n - group->items->len;
  g_autofree char *text = group->items->len ? g_strdup_printf (ngettext ("%u more", "%u more", more), more)
                                            : g_strdup_printf (ngettext ("%u waits", "%u wait", more), more);
  GtkWidget *row = make_row (text, "");

  return row;
}

static GtkWidget *
make_count (const TnTodayGroup *group)
{
  g_autofree char *text = g_strdup_printf ("%u", group->n);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "tn-badge");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  return label;
}

/* A theme's rows all lead to one screen. */
static const char *
screen_of (const TnTodayGroup *group)
{
  static const char *const screens[TN_TODAY_N] = {
    [TN_TODAY_DANGER] = "patients",
    [TN_TODAY_CHECK] = "patients",
    [TN_TODAY_TWICE] = "patients",
    [TN_TODAY_STOP] = "rounds",
    [TN_TODAY_CALL] = "tracing",
    [TN_TODAY_TEST] = "tracing",
    [TN_TODAY_REFERRAL] = "care",
    [TN_TODAY_PETITION] = "petitions",
    [TN_TODAY_SUPPORT] = "support",
    [TN_TODAY_WORK] = "work",
    [TN_TODAY_INFORMATION] = "information",
    [TN_TODAY_ESSENTIALS] = "households",
    [TN_TODAY_STOCK] = "resources",
    [TN_TODAY_HANDS] = "hands",
    [TN_TODAY_TEAM] = "teams",
    [TN_TODAY_CONFLICT] = "conflicts",
    [TN_TODAY_UNSENT] = "reconciling",
  };

  return group->items->len ? ((const TnTodayItem *) group->items->pdata[0])->screen : screens[group->theme];
}

GtkWidget *
tn_today_group_new (const TnTodayGroup *group)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *list = gtk_list_box_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[group->theme].icon), *title = gtk_label_new (tn_today_theme_name (group->theme));

  gtk_widget_add_css_class (title, "heading");
  if (looks[group->theme].css)
    gtk_widget_add_css_class (icon, looks[group->theme].css);
  gtk_box_append (GTK_BOX (head), icon);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), make_count (group));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, tn_today_theme_name (group->theme), -1);
  for (guint i = 0; i < group->items->len; i++)
    {
      const TnTodayItem *item = group->items->pdata[i];
      GtkWidget *row = make_row (item->title, item->detail);

      set_target (row, item->screen, &item->record);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  if (group->n > group->items->len)
    {
      GtkWidget *row = make_more (group);

      set_target (row, screen_of (group), NULL);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), list);
  return box;
}

GtkWidget *
tn_today_figure_new (const TnTodayFigure *figure)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *label = gtk_label_new (figure->label), *value;
  g_autofree char *text = figure->of > 0
    /* Translators: 412 of 1980 (21 %) */
    ? g_strdup_printf (_("%u of %u (%u %%)"), figure->value, figure->of, (guint) (figure->value * (guint64) 100 / figure->of))
    : g_strdup_printf ("%u", figure->value);

  value = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (value, "title-4");
  gtk_widget_add_css_class (value, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), value);
  if (figure->of > 0)
    {
      GtkWidget *bar = gtk_level_bar_new_for_interval (0, figure->of);

      /* GTK's own marks are those of an interval of 0 to 1: a value of 1 was drawn as a full bar, in green, also of two */
      gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW);
      gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH);
      gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_FULL);
      gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), MIN (figure->value, figure->of));
      gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, figure->label, -1);
      gtk_box_append (GTK_BOX (box), bar);
    }
  return box;
}
