/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-tip.h"

static gboolean
query_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  const char *text = g_object_get_data (G_OBJECT (widget), "tn-tip");

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

void
tn_tip_set (GtkWidget *widget, const char *text)
{
  gboolean given = text && *text;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  if (given && !gtk_widget_get_has_tooltip (widget))
    {
      g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
      gtk_widget_set_has_tooltip (widget, TRUE);
    }
  g_object_set_data_full (G_OBJECT (widget), "tn-tip", given ? g_strdup (text) : NULL, g_free);
}

static gboolean
query_whole_cb (GtkLabel *label, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));
  return pango_layout_is_ellipsized (gtk_label_get_layout (label));
}

void
tn_tip_whole_text (GtkLabel *label)
{
  g_return_if_fail (GTK_IS_LABEL (label));
  g_signal_connect (label, "query-tooltip", G_CALLBACK (query_whole_cb), NULL);
  gtk_widget_set_has_tooltip (GTK_WIDGET (label), TRUE);
}
