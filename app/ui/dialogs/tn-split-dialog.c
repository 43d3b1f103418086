/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household-dialogs.h"
#include <glib/gi18n.h>
#include "tn-dialog-parts.h"
#include "tn-household-actions.h"
#include "tn-household-editor.h"
#include "tn-option-drop-down.h"

typedef struct
{
  TnId household, head, new_id;
  gboolean has_head;
  GListModel *people;        /* TnOption of all who live there */
  GPtrArray *checks;         /* GtkCheckButton, in the order of people */
  GtkWidget *new_head, *old_head, *old_head_row;
  GListStore *leaving, *staying;
  TnForm *place;
} Split;

typedef struct
{
  TnId household, new_head, old_head, new_id;
  gboolean replace_head;
  GArray *people;            /* TnId */
  TnValues *place;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_array_unref (job->people);
  tn_values_free (job->place);
  g_free (job);
}

static void
free_split (gpointer data)
{
  Split *self = data;

  g_object_unref (self->people);
  g_object_unref (self->leaving);
  g_object_unref (self->staying);
  g_ptr_array_unref (self->checks);
  g_free (self);
}

static TnEdit *
split (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_split (copy, &job->household, (const TnId *) (gconstpointer) job->people->data, job->people->len, &job->new_head,
                        job->replace_head ? &job->old_head : NULL, job->place, &job->new_id, error);
}

/* The two lists of who may be head follow the ticks; the head's leaving asks for another. */
static void
toggled_cb (Split *self)
{
  gboolean head_leaves = FALSE;

  g_list_store_remove_all (self->leaving);
  g_list_store_remove_all (self->staying);
  for (guint i = 0; i < self->checks->len; i++)
    {
      g_autoptr (TnOption) option = g_list_model_get_item (self->people, i);
      gboolean leaves = gtk_check_button_get_active (self->checks->pdata[i]);
      TnId id;

      g_list_store_append (leaves ? self->leaving : self->staying, option);
      if (leaves && self->has_head && tn_id_parse (tn_option_get_key (option), -1, &id) && tn_id_equal (&id, &self->head))
        head_leaves = TRUE;
    }
  gtk_widget_set_visible (self->old_head_row, head_leaves);
}

static GArray *
dup_leaving (Split *self)
{
  GArray *people = g_array_new (FALSE, FALSE, sizeof (TnId));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->leaving)); i++)
    {
      g_autoptr (TnOption) option = g_list_model_get_item (G_LIST_MODEL (self->leaving), i);
      TnId id;

      if (tn_id_parse (tn_option_get_key (option), -1, &id))
        g_array_append_val (people, id);
    }
  return people;
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Split *self = user_data;
  Job *job;

  if (!tn_form_validate (self->place))
    return FALSE;
  job = g_new0 (Job, 1);
  job->household = self->household;
  job->new_id = self->new_id;
  job->people = dup_leaving (self);
  job->place = tn_form_dup_values (self->place);
  tn_dialog_parts_chosen_id (self->new_head, &job->new_head);
  job->replace_head = gtk_widget_get_visible (self->old_head_row) && tn_dialog_parts_chosen_id (self->old_head, &job->old_head);
  *func = split;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

static void
saved_cb (TnDialog *dialog, Split *self)
{
  tn_window_show_household (tn_dialog_get_window (dialog), &self->new_id);
}

static GtkWidget *
make_people (Split *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Who leaves?"));
  for (guint i = 0; i < g_list_model_get_n_items (self->people); i++)
    {
      g_autoptr (TnOption) option = g_list_model_get_item (self->people, i);
      GtkWidget *row = adw_action_row_new (), *check = gtk_check_button_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), tn_option_get_label (option));
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, tn_option_get_label (option), -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      gtk_widget_set_focusable (row, FALSE);
      g_signal_connect_swapped (check, "toggled", G_CALLBACK (toggled_cb), self);
      g_ptr_array_add (self->checks, check);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  return group;
}

static GtkWidget *
make_heads (Split *self)
{
  GtkWidget *group = adw_preferences_group_new (), *row;

  self->new_head = tn_dialog_parts_choice (_("Head of the new household"), "new_head", NULL, G_LIST_MODEL (self->leaving), &row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  self->old_head = tn_dialog_parts_choice (_("Head of those who stay"), "old_head", "—", G_LIST_MODEL (self->staying), &self->old_head_row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->old_head_row);
  gtk_widget_hide (self->old_head_row);
  return group;
}

/* Those who split off often stay in the same house: the form begins with the old address, as a new record. */
static void
preset_place (Split *self, const TnRow *household)
{
  tn_form_load (self->place, NULL);
  for (const char *const *key = tn_editor_place_fields; *key; key++)
    {
      TnSlice token = tn_row_field (household, *key);
      g_autofree char *copied = token.len ? tn_slice_dup (token) : NULL;

      if (copied)
        tn_form_preset (self->place, *key, copied);
    }
}

void
tn_dialog_split (TnWindow *window, const TnHouseholdDetail *detail)
{
  g_autofree char *title = g_strdup_printf (_("Split Household: %s"), detail->title);
  TnDialog *dialog = tn_dialog_new (window, title, _("_Split"));
  Split *self = g_new0 (Split, 1);

  self->household = detail->household->id;
  self->has_head = tn_row_ref (detail->household, "head", &self->head);
  self->new_id = tn_id_new (tn_env_system ());
  self->people = tn_dialog_parts_people (detail, NULL);
  self->leaving = g_list_store_new (TN_TYPE_OPTION);
  self->staying = g_list_store_new (TN_TYPE_OPTION);
  self->checks = g_ptr_array_new ();
  self->place = tn_form_new (tn_schema_kind ("household"), tn_editor_place_fields, tn_workspace_get_lookups (tn_dialog_get_workspace (dialog)));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->place), _("Address of the new household"));
  preset_place (self, detail->household);
  tn_dialog_set_prepare (dialog, prepare_cb, self, free_split);
  tn_dialog_add (dialog, make_people (self));
  tn_dialog_add (dialog, make_heads (self));
  tn_dialog_add_form (dialog, self->place);
  g_signal_connect (dialog, "saved", G_CALLBACK (saved_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}
