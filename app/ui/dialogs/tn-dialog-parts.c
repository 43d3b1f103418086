/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-dialog-parts.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-household-actions.h"
#include "tn-option-drop-down.h"

TnForm *
tn_dialog_parts_when (TnDialog *dialog, const char *kind)
{
  static const char *const fields[] = { "status_date", "status_note", NULL };
  TnForm *form = tn_form_new (tn_schema_kind (kind), fields, tn_workspace_get_lookups (tn_dialog_get_workspace (dialog)));
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000), *token = tn_json_string (today);

  tn_form_load (form, NULL);
  tn_form_preset (form, "status_date", token);
  return form;
}

GListModel *
tn_dialog_parts_people (const TnHouseholdDetail *detail, const TnId *except)
{
  GListStore *options = g_list_store_new (TN_TYPE_OPTION);

  for (guint i = 0; i < detail->people->len; i++)
    {
      const TnRow *person = ((TnPersonDetail *) detail->people->pdata[i])->person;
      g_autofree char *name = tn_row_dup_text (person, "name");
      g_autoptr (TnOption) option = NULL;
      TnIdStr id;

      if (!tn_work_lives_there (person) || (except && tn_id_equal (&person->id, except)))
        continue;
      tn_id_format (&person->id, id);
      option = tn_option_new (id, name ? name : "", 0);
      g_list_store_append (options, option);
    }
  return G_LIST_MODEL (options);
}

GtkWidget *
tn_dialog_parts_choice (const char *title, const char *name, const char *first, GListModel *options, GtkWidget **row)
{
  GtkWidget *drop_down = tn_option_drop_down_new (first, options);

  *row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (*row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (*row), title);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  gtk_widget_set_name (drop_down, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (*row), drop_down);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (*row), drop_down);
  gtk_widget_set_focusable (*row, FALSE);
  return drop_down;
}

GtkWidget *
tn_dialog_parts_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

GListModel *
tn_dialog_parts_relations (void)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("person"), "relation");
  GListStore *options = g_list_store_new (TN_TYPE_OPTION);

  for (const TnChoice *choice = field->choices; choice->key; choice++)
    {
      g_autoptr (TnOption) option = tn_option_new (choice->key, _(choice->label), 0);

      if (!g_str_equal (choice->key, "head"))
        g_list_store_append (options, option);
    }
  return G_LIST_MODEL (options);
}

gboolean
tn_dialog_parts_chosen_id (GtkWidget *drop_down, TnId *id)
{
  return tn_id_parse (tn_option_drop_down_get_key (GTK_DROP_DOWN (drop_down)), -1, id);
}
