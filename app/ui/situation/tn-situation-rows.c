/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-situation-rows.h"
#include <glib/gi18n.h>
#include "tn-bars.h"
#include "tn-date.h"
#include "tn-today.h"

#define NAME_CHARS 12        /* at least: with large text all must stand beside each other */
#define NAME_MAX_CHARS 24
#define WEEK_CHARS 7
#define TOTAL_CHARS 9
#define BARS_WIDTH 120
#define BARS_HEIGHT 28
#define BARS_MARGIN 12

static GtkWidget *
add_cell (GtkWidget *box, const char *text, int chars, float xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_width_chars (GTK_LABEL (label), chars);
  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
add_name (GtkWidget *box, const char *text)
{
  GtkWidget *label = add_cell (box, text, NAME_CHARS, 0);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_MAX_CHARS);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static GtkWidget *
new_box (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  return box;
}

/* Takes the box. spoken: the whole line, for those who do not see it. */
static GtkWidget *
new_row (GtkWidget *box, const char *spoken)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

GtkWidget *
tn_situation_heading_row (gint64 from)
{
  GtkWidget *box = new_box (), *row, *space = gtk_label_new (NULL);

  gtk_widget_add_css_class (box, "dim-label");
  add_name (box, _("Week from"));
  for (int i = 0; i < TN_SITUATION_WEEKS; i++)
    {
      g_autoptr (GDateTime) monday = tn_date_local (tn_day_start (from, 7 * i));
      g_autofree char *text = g_date_time_format (monday, "%d/%m");

      add_cell (box, text, WEEK_CHARS, 1);
    }
  gtk_widget_set_size_request (space, BARS_WIDTH, -1);
  gtk_box_append (GTK_BOX (box), space);
  gtk_widget_set_margin_start (space, BARS_MARGIN);
  gtk_widget_add_css_class (add_cell (box, _("Together"), TOTAL_CHARS, 1), "heading");
  row = new_row (box, _("Week from"));
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

GtkWidget *
tn_situation_topic_row (const TnSituationTopic *topic)
{
  GtkWidget *box = new_box (), *bars = tn_bars_new ();
  g_autofree char *total = tn_situation_total_text (topic), *spoken = NULL;
  g_autoptr (GString) weeks = g_string_new (NULL);
  guint drawn[TN_SITUATION_WEEKS];

  add_name (box, topic->label);
  for (guint i = 0; i < TN_SITUATION_WEEKS; i++)
    {
      g_autofree char *text = tn_situation_count_text (topic->weeks[i]);

      add_cell (box, text, WEEK_CHARS, 1);
      g_string_append_printf (weeks, "%s%s", i ? ", " : "", text);
      drawn[i] = topic->weeks[i] ? MAX (topic->weeks[i], TN_SITUATION_LEAST - 1) : 0;   /* a bar must not say what the number does not */
    }
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (bars), BARS_HEIGHT);
  gtk_widget_set_size_request (bars, BARS_WIDTH, -1);
  gtk_widget_set_margin_start (bars, BARS_MARGIN);
  gtk_widget_set_valign (bars, GTK_ALIGN_CENTER);
  tn_bars_set_values (TN_BARS (bars), drawn, TN_SITUATION_WEEKS, weeks->str);
  gtk_box_append (GTK_BOX (box), bars);
  gtk_widget_add_css_class (add_cell (box, total, TOTAL_CHARS, 1), "heading");
  /* Translators: a topic, its count, and the counts of the weeks */
  spoken = g_strdup_printf (_("%s: %s; by week %s"), topic->label, total, weeks->str);
  return new_row (box, spoken);
}

GtkWidget *
tn_situation_quarter_row (const TnSituationQuarter *quarter)
{
  GtkWidget *box = new_box ();
  g_autofree char *total = tn_situation_count_text (quarter->total), *spoken = g_strdup_printf ("%s: %s", quarter->name, total);

  add_name (box, quarter->name);
  gtk_widget_add_css_class (add_cell (box, total, TOTAL_CHARS, 1), "heading");
  return new_row (box, spoken);
}
