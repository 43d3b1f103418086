/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done with many households that are chosen in the list: the bar's actions. */
#include "tn-household-list-private.h"
#include "tn-bulk-dialog.h"
#include "tn-window.h"

/* action: "bulk.set" and the like. */
static void
bulk_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const struct { const char *action; TnBulkWhat what; } whats[] = {
    { "bulk.set", TN_BULK_SET }, { "bulk.give", TN_BULK_GIVE }, { "bulk.end", TN_BULK_END }, { "bulk.team", TN_BULK_TEAM }, { "bulk.round", TN_BULK_ROUND },
    { "bulk.propose", TN_BULK_PROPOSE },
  };
  TnHouseholdList *self = TN_HOUSEHOLD_LIST (widget);
  TnWindow *window = tn_window_of (self);

  if (!window || !self->selection || tn_household_list_count_chosen (self) == 0)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (whats); i++)
    if (g_str_equal (action, whats[i].action))
      tn_bulk_dialog_open (window, whats[i].what, tn_household_list_dup_chosen (self));
}

static void
export_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TnHouseholdList *self = TN_HOUSEHOLD_LIST (widget);
  TnWindow *window = tn_window_of (self);

  if (window && self->selection && tn_household_list_count_chosen (self) > 0)
    tn_bulk_export (window, g_variant_get_string (parameter, NULL), tn_household_list_dup_chosen (self));
}

static void
choose_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TnHouseholdList *self = TN_HOUSEHOLD_LIST (widget);

  if (!self->selection)
    return;
  tn_household_list_show_all (self);   /* the lines behind the first screen too */
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
choose_none (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TnHouseholdList *self = TN_HOUSEHOLD_LIST (widget);

  if (self->selection)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
open_menu (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TnHouseholdList *self = TN_HOUSEHOLD_LIST (widget);

  if (gtk_revealer_get_reveal_child (self->bar))
    gtk_menu_button_popup (self->bar_menu);
}

void
tn_household_list_install_bulk (GtkWidgetClass *widget_class)
{
  static const char *const actions[] = { "bulk.set", "bulk.give", "bulk.end", "bulk.team", "bulk.round", "bulk.propose" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, bulk_action);
  gtk_widget_class_install_action (widget_class, "bulk.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "bulk.all", NULL, choose_all);
  gtk_widget_class_install_action (widget_class, "bulk.none", NULL, choose_none);
  gtk_widget_class_install_action (widget_class, "bulk.menu", NULL, open_menu);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "bulk.menu", NULL);
}
