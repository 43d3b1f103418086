/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-support-files.h"
#include <glib/gi18n.h>
#include "tn-file-actions.h"
#include "tn-file-progress.h"
#include "tn-option-drop-down.h"

/* Which list, and where to. */
typedef struct
{
  TnWindow *window;
  TnId programme;
  TnSupportList which;
  TnSupportSheetUse use;
  gboolean whole;
  char *path;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->window);
  g_free (job->path);
  g_free (job);
}

/* --- writing --- */

typedef struct
{
  TnSupportSheet *sheet;
  TnId programme;
} Writing;

static char *
dup_sheet_key (const TnId *programme)
{
  TnIdStr id;

  tn_id_format (programme, id);
  return g_strdup_printf ("tn-sheet-%s", id);
}

const char *
tn_support_files_get_sheet (TnWindow *window, const TnId *programme)
{
  g_autofree char *key = dup_sheet_key (programme);

  return g_object_get_data (G_OBJECT (window), key);
}

static void
free_writing (gpointer data)
{
  Writing *writing = data;

  tn_support_sheet_free (writing->sheet);
  g_free (writing);
}

static gboolean
write_sheet (gpointer data, const char *path, TnImportSteps *steps, GCancellable *cancellable, GError **error)
{
  return tn_support_sheet_write (((Writing *) data)->sheet, path, tn_import_steps_cb, steps, cancellable, error);
}

static void
written (TnWindow *window, gpointer data, const char *path)
{
  const Writing *writing = data;
  const char *number = writing->sheet->number;
  guint n = writing->sheet->lines->len;
  g_autofree char *key = dup_sheet_key (&writing->programme);
  g_autofree char *text = number ? g_strdup_printf (ngettext ("%u line in %s. Number of the sheet: %s", "%u lines in %s. Number of the sheet: %s", n), n, path, number)
                                 : g_strdup_printf (ngettext ("%u line in %s.", "%u lines in %s.", n), n, path);

  if (number)
    g_object_set_data_full (G_OBJECT (window), key, g_strdup (number), g_free);
  tn_window_toast (window, text);
}

static gpointer
read_sheet (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const Job *job = data;

  return tn_support_sheet_read (copy, &job->programme, job->which, job->use, job->whole, cancellable, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *target = user_data;
  g_autoptr (GError) error = NULL;
  TnSupportSheet *sheet = tn_store_finish (TN_STORE (source), result, &error);
  Writing *writing;

  if (sheet)
    {
      writing = g_new (Writing, 1);
      *writing = (Writing) { sheet, target->programme };
      tn_file_write_long (target->window, target->path, _("Writing the List"), _("The list was not written"), write_sheet, written, writing, free_writing);
    }
  else
    tn_window_show_error (target->window, _("The list was not written"), error);
  free_job (target);
}

/* One that is made readable is written down before it is read. */
void
tn_support_files_write (TnWindow *window, const TnId *programme, TnSupportList which, TnSupportSheetUse use, gboolean whole, const char *path)
{
  TnStore *store = tn_workspace_get_store (tn_window_get_workspace (window));
  Job *job = g_new0 (Job, 1), *target = g_new0 (Job, 1);

  *job = (Job) { NULL, *programme, which, use, whole, NULL };
  *target = (Job) { g_object_ref (window), *programme, which, use, whole, g_strdup (path) };
  (whole && use == TN_SUPPORT_SHEET_POSTING ? tn_store_write_async : tn_store_read_async) (store, read_sheet, job, free_job,
                                                                                             (GDestroyNotify) tn_support_sheet_free, NULL, read_cb, target);
}

/* --- asking --- */

static void
use_cb (TnWindow *window, const char *path, gpointer data)
{
  const Job *job = data;

  tn_support_files_write (window, &job->programme, job->which, job->use, job->whole, path);
}

static void
choose_file (TnWindow *window, Job *job, gboolean pdf)
{
  /* Translators: names of files, without marks. */
  const char *stem = job->use == TN_SUPPORT_SHEET_SIGNATURES ? _("signature-sheet") : _("list-for-posting");
  g_autofree char *name = g_strconcat (stem, pdf ? ".pdf" : ".xlsx", NULL);

  tn_file_ask_save (window, _("Save the List"), _("_Save"), name, use_cb, job, free_job);
}

typedef struct
{
  TnId programme;
  TnSupportSheetUse use;
  GtkWidget *which, *whole;   /* whole NULL = not asked */
} Question;

static void
answered_cb (AdwMessageDialog *dialog, const char *response, TnWindow *window)
{
  static const TnSupportList lists[] = { TN_SUPPORT_APPROVED, TN_SUPPORT_PROPOSED, TN_SUPPORT_DELIVERED };
  const Question *question = g_object_get_data (G_OBJECT (dialog), "tn-question");
  Job *job;

  if (g_str_equal (response, "cancel") || !tn_window_get_workspace (window))
    return;
  job = g_new0 (Job, 1);
  *job = (Job) { NULL, question->programme, lists[MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (question->which)), 2)], question->use,
                 question->whole && gtk_check_button_get_active (GTK_CHECK_BUTTON (question->whole)), NULL };
  choose_file (window, job, g_str_equal (response, "pdf"));
}

static GtkWidget *
make_body (Question *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  question->which = gtk_drop_down_new_from_strings ((const char *const[]) { _("Approved, not handed over yet"), _("Proposed"), _("Handed over"), NULL });
  gtk_widget_set_name (question->which, "which-list");
  gtk_widget_set_halign (question->which, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (question->which), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Which people"), -1);
  gtk_box_append (GTK_BOX (box), question->which);
  if (question->use == TN_SUPPORT_SHEET_SIGNATURES)
    return box;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (question->which), 1);
  question->whole = gtk_check_button_new_with_mnemonic (_("_With year of birth and address"));
  gtk_widget_set_name (question->whole, "whole");
  gtk_widget_set_halign (question->whole, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), question->whole);
  return box;
}

void
tn_support_files_ask (TnWindow *window, const TnId *programme, TnSupportSheetUse use)
{
  gboolean sign = use == TN_SUPPORT_SHEET_SIGNATURES;
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), sign ? _("Signature Sheet") : _("List for Public Posting"), sign
    ? _("Name, year of birth, address, what is given, and room to sign. It is for the table where things are handed over.")
    : _("Name, group and quarter, and what is given. Year of birth and house number stay away unless you ask for them; that is written down."));
  Question *question = g_new0 (Question, 1);

  question->programme = *programme;
  question->use = use;
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_body (question));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "xlsx", _("_Spreadsheet…"), "pdf", _("P_DF…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "pdf", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "pdf");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "tn-question", question, g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
