/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-quarter-choice.h"
#include <glib/gi18n.h>
#include "tn-option-drop-down.h"
#include "tn-query.h"

#define OPTIONS_KEY "tn-quarters"       /* of the widget: GListStore of TnOption */
#define WORKSPACE_KEY "tn-workspace"

static gpointer
read_units (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_query_areas (copy, error);
}

/* Those that are there already keep their place: what is chosen stays chosen. */
static void
add_quarters (GListStore *options, GPtrArray *units)
{
  for (guint i = 0; i < units->len; i++)
    {
      const TnAreaItem *unit = units->pdata[i];
      g_autoptr (TnOption) option = NULL;
      TnIdStr key;

      if (g_strcmp0 (unit->level, "quarter") != 0)
        continue;
      tn_id_format (&unit->id, key);
      if (tn_option_find (G_LIST_MODEL (options), key) != G_MAXUINT)
        continue;
      option = tn_option_new (key, unit->name, 0);
      g_list_store_append (options, option);
    }
}

static void
units_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) choice = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) units = tn_store_finish (TN_STORE (source), result, &error);

  if (units)
    add_quarters (g_object_get_data (G_OBJECT (choice), OPTIONS_KEY), units);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("quarters to choose from: %s", error->message);
}

static void
read_again (GtkWidget *choice)
{
  TnWorkspace *workspace = g_object_get_data (G_OBJECT (choice), WORKSPACE_KEY);

  if (workspace)
    tn_store_read_async (tn_workspace_get_store (workspace), read_units, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL, units_read_cb, g_object_ref (choice));
}

GtkWidget *
tn_quarter_choice_new (void)
{
  GListStore *options = g_list_store_new (TN_TYPE_OPTION);
  GtkWidget *choice = tn_option_drop_down_new (_("Whole ward"), G_LIST_MODEL (options));

  g_object_set_data_full (G_OBJECT (choice), OPTIONS_KEY, options, g_object_unref);
  gtk_widget_set_name (choice, "quarter");
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Quarter"), -1);
  g_signal_connect (choice, "map", G_CALLBACK (read_again), NULL);
  return choice;
}

void
tn_quarter_choice_attach (GtkWidget *choice, TnWorkspace *workspace)
{
  g_object_set_data_full (G_OBJECT (choice), WORKSPACE_KEY, g_object_ref (workspace), g_object_unref);
  read_again (choice);
}

gboolean
tn_quarter_choice_get (GtkWidget *choice, TnId *quarter)
{
  return tn_id_parse (tn_option_drop_down_get_key (GTK_DROP_DOWN (choice)), -1, quarter);
}
