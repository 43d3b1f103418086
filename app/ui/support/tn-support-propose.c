/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proposing one person or household from its own page. */
#include "tn-support-do.h"
#include <glib/gi18n.h>
#include "tn-dialog.h"
#include "tn-dialog-parts.h"
#include "tn-option.h"
#include "tn-option-drop-down.h"

/* Programmes that are open, and how this one stands in each. */
typedef struct
{
  TnId whom;
  char *title;
  GListStore *programmes;     /* TnOption: id, name */
  GPtrArray *words;           /* char*, one each: "Entitled: …", "Approved" */
} Proposal;

static void
free_proposal (gpointer data)
{
  Proposal *self = data;

  g_free (self->title);
  g_clear_object (&self->programmes);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_free (self);
}

static char *
describe (TnCopy *copy, const TnId *programme_id, const TnId *whom, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, programme_id, error);
  g_autofree char *why = NULL;
  TnSupportLine line;

  if (!programme || !tn_support_judge (copy, programme_id, whom, &line, error))
    return NULL;
  if (line.standing != TN_STANDS_NOTHING)
    return g_strdup (tn_standing_name (line.standing));
  why = tn_support_why (copy, programme, &line, error);
  if (!why)
    return NULL;
  return line.out == TN_OUT_NOT ? g_strdup_printf (_("Entitled: %s"), why) : g_strdup_printf (_("Not entitled: %s"), why);
}

static gboolean
add_programme (TnCopy *copy, Proposal *self, const TnProgrammeLine *line, GError **error)
{
  char *words = describe (copy, &line->id, &self->whom, error);
  g_autoptr (TnOption) option = NULL;
  TnIdStr key;

  if (!words)
    return FALSE;
  tn_id_format (&line->id, key);
  option = tn_option_new (key, line->name, 0);
  g_list_store_append (self->programmes, option);
  g_ptr_array_add (self->words, words);
  return TRUE;
}

static gpointer
read_proposal (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) lines = tn_programme_list (copy, "open", "", error);
  Proposal *self;

  if (!lines)
    return NULL;
  self = g_new0 (Proposal, 1);
  self->whom = *(TnId *) data;
  self->title = tn_query_title (copy, data);
  self->programmes = g_list_store_new (TN_TYPE_OPTION);
  self->words = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < lines->len; i++)
    if (!add_programme (copy, self, lines->pdata[i], error))
      {
        free_proposal (self);
        return NULL;
      }
  return self;
}

/* --- the dialog --- */

typedef struct
{
  Proposal *proposal;
  GtkWidget *programme, *words;
} Asked;

static void
free_asked (gpointer data)
{
  free_proposal (((Asked *) data)->proposal);
  g_free (data);
}

typedef struct { TnId programme, whom; } Job;

static TnEdit *
propose (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_support_propose (copy, &job->programme, &job->whom, 1, NULL, error);
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Asked *asked = user_data;
  Job *job = g_new0 (Job, 1);

  job->whom = asked->proposal->whom;
  if (!tn_dialog_parts_chosen_id (asked->programme, &job->programme))
    {
      g_free (job);
      return FALSE;
    }
  *func = propose;
  *data = job;
  *data_free = g_free;
  return TRUE;
}

static void
show_words (Asked *asked)
{
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (asked->programme));

  gtk_label_set_text (GTK_LABEL (asked->words), at < asked->proposal->words->len ? asked->proposal->words->pdata[at] : "");
}

static void
chosen_cb (GtkWidget *drop_down, GParamSpec *spec, Asked *asked)
{
  show_words (asked);
}

static void
present (TnWindow *window, Proposal *proposal)
{
  TnDialog *dialog = tn_dialog_new (window, _("Propose for a Programme"), _("_Propose"));
  GtkWidget *group = adw_preferences_group_new (), *row;
  g_autofree char *escaped = g_markup_escape_text (proposal->title, -1);
  Asked *asked = g_new0 (Asked, 1);

  asked->proposal = proposal;
  asked->programme = tn_dialog_parts_choice (_("Programme"), "programme", NULL, G_LIST_MODEL (proposal->programmes), &row);
  asked->words = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (asked->words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (asked->words), 0);
  gtk_widget_set_name (asked->words, "words");
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  tn_dialog_add (dialog, group);
  tn_dialog_add (dialog, asked->words);
  g_object_set_data_full (G_OBJECT (dialog), "tn-support-propose", asked, free_asked);
  g_signal_connect (asked->programme, "notify::selected", G_CALLBACK (chosen_cb), asked);
  show_words (asked);
  tn_dialog_set_prepare (dialog, prepare_cb, asked, NULL);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 540, -1);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (asked->programme);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  Proposal *proposal = tn_store_finish (TN_STORE (source), result, &error);

  if (!proposal)
    tn_window_show_error (window, NULL, error);
  else if (!g_list_model_get_n_items (G_LIST_MODEL (proposal->programmes)) || !tn_window_get_workspace (window))
    {
      tn_window_toast (window, _("No programme is open. Make one on the page Support, or open one that is in preparation."));
      free_proposal (proposal);
    }
  else
    present (window, proposal);
}

void
tn_support_propose_one (TnWindow *window, const TnId *whom)
{
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), read_proposal, tn_id_copy (whom), g_free, free_proposal, NULL, read_cb,
                       g_object_ref (window));
}
