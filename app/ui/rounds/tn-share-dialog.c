/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing out again, and giving one door by hand. */
#include "tn-round-dialogs.h"
#include <glib/gi18n.h>
#include "tn-dialog-parts.h"
#include "tn-option-drop-down.h"
#include "tn-round-share.h"
#include "tn-walker-list.h"

/* --- all doors --- */

typedef struct
{
  TnId round;
  TnWalkerList *walkers;
  GtkWidget *keep;
} Share;

typedef struct
{
  TnId round;
  GArray *volunteers;
  gboolean keep;
} ShareJob;

static void
free_job (gpointer data)
{
  g_array_unref (((ShareJob *) data)->volunteers);
  g_free (data);
}

static TnEdit *
share (TnCopy *copy, gpointer data, GError **error)
{
  ShareJob *job = data;

  return tn_round_share (copy, &job->round, (const TnId *) (gpointer) job->volunteers->data, job->volunteers->len, job->keep, error);
}

static gboolean
prepare_share_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Share *self = user_data;
  ShareJob *job = g_new0 (ShareJob, 1);

  *job = (ShareJob) { self->round, tn_walker_list_dup_chosen (self->walkers), gtk_switch_get_active (GTK_SWITCH (self->keep)) };
  *func = share;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

static GtkWidget *
make_keep (Share *self)
{
  GtkWidget *group = adw_preferences_group_new (), *row = adw_action_row_new ();
  const char *title = _("Keep the doors that were given out by hand");

  self->keep = gtk_switch_new ();
  gtk_switch_set_active (GTK_SWITCH (self->keep), TRUE);
  gtk_widget_set_valign (self->keep, GTK_ALIGN_CENTER);
  gtk_widget_set_name (self->keep, "keep");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->keep), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->keep);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->keep);
  gtk_widget_set_focusable (row, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return group;
}

void
tn_round_dialog_share (TnWindow *window, const TnRound *round)
{
  g_autofree char *title = g_strdup_printf (_("Share Out: %s"), round->name);
  TnDialog *dialog = tn_dialog_new (window, title, _("_Share Out"));
  Share *self = g_new0 (Share, 1);

  self->round = round->id;
  self->walkers = tn_walker_list_new (tn_dialog_get_workspace (dialog));
  tn_dialog_set_prepare (dialog, prepare_share_cb, self, g_free);
  tn_dialog_add (dialog, GTK_WIDGET (self->walkers));
  tn_dialog_add (dialog, make_keep (self));
  tn_walker_list_read (self->walkers, &round->team, &round->id);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- one door --- */

typedef struct { TnId stop, volunteer; GtkWidget *choice; } Give;

static TnEdit *
give (TnCopy *copy, gpointer data, GError **error)
{
  Give *job = data;

  return tn_round_move (copy, &job->stop, &job->volunteer, NULL, error);
}

static gboolean
prepare_give_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Give *self = user_data;

  if (!tn_dialog_parts_chosen_id (self->choice, &self->volunteer))
    {
      tn_dialog_show_message (dialog, _("There is nobody to give it to yet. Add volunteers under Teams."));
      return FALSE;
    }
  *func = give;
  *data = g_memdup2 (self, sizeof *self);
  *data_free = g_free;
  return TRUE;
}

void
tn_round_dialog_give (TnWindow *window, const TnRoundStop *stop)
{
  g_autofree char *title = g_strdup_printf (_("Give to: %s"), stop->address);
  TnDialog *dialog = tn_dialog_new (window, title, _("_Give"));
  GListModel *volunteers = tn_lookups_get_volunteers (tn_workspace_get_lookups (tn_dialog_get_workspace (dialog)));
  GtkWidget *group = adw_preferences_group_new (), *row;
  Give *self = g_new0 (Give, 1);
  TnIdStr now;

  self->stop = stop->id;
  self->choice = tn_dialog_parts_choice (_("Volunteer"), "volunteer", NULL, volunteers, &row);
  tn_id_format (&stop->volunteer, now);
  tn_option_drop_down_set_key (GTK_DROP_DOWN (self->choice), now);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), _("The other doors follow, so that everybody has as many as the others, or one more."));
  tn_dialog_set_prepare (dialog, prepare_give_cb, self, g_free);
  tn_dialog_add (dialog, group);
  gtk_window_present (GTK_WINDOW (dialog));
}
