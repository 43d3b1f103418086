/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-print-round.h"
#include <glib/gi18n.h>
#include "tn-file-progress.h"
#include "tn-option-drop-down.h"

/* Whose sheets. */
typedef struct
{
  TnId round, volunteer;   /* volunteer null = all */
} Job;

static Job *
make_job (const TnId *round, const TnId *volunteer)
{
  Job *job = g_new0 (Job, 1);

  job->round = *round;
  if (volunteer)
    job->volunteer = *volunteer;
  return job;
}

static gpointer
read_sheet (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return tn_sheet_read (copy, &job->round, tn_id_is_null (&job->volunteer) ? NULL : &job->volunteer, error);
}

static void
read_async (TnWindow *window, Job *job, GAsyncReadyCallback callback, gpointer user_data)
{
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), read_sheet, job, g_free, (GDestroyNotify) tn_sheet_free, NULL,
                       callback, user_data);
}

/* --- to a file --- */

static gboolean
write_sheet (gpointer sheet, const char *path, TnImportSteps *steps, GCancellable *cancellable, GError **error)
{
  return tn_sheet_write_pdf (sheet, path, tn_import_steps_cb, steps, cancellable, error);
}

static void
written (TnWindow *window, gpointer data, const char *path)
{
  const TnSheet *sheet = data;
  g_autofree char *text = g_strdup_printf (ngettext ("%u home on the sheets in %s.", "%u homes on the sheets in %s.", sheet->n), sheet->n, path);

  tn_window_toast (window, text);
}

/* What a reading for a file hands on. */
typedef struct
{
  TnWindow *window;
  char *path;
} Target;

static void
read_for_file_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Target *target = user_data;
  g_autoptr (GError) error = NULL;
  TnSheet *sheet = tn_store_finish (TN_STORE (source), result, &error);

  if (sheet)
    tn_file_write_long (target->window, target->path, _("Writing the Sheets"), _("The sheets were not written"), write_sheet, written, sheet, (GDestroyNotify) tn_sheet_free);
  else
    tn_window_show_error (target->window, _("The sheets were not written"), error);
  g_object_unref (target->window);
  g_free (target->path);
  g_free (target);
}

void
tn_print_round_to_file (TnWindow *window, const TnId *round, const TnId *volunteer, const char *path)
{
  Target *target = g_new (Target, 1);

  *target = (Target) { g_object_ref (window), g_strdup (path) };
  read_async (window, make_job (round, volunteer), read_for_file_cb, target);
}

/* --- to a printer --- */

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, const TnSheet *sheet)
{
  tn_sheet_draw_page (sheet, gtk_print_context_get_cairo_context (context), (guint) page);
}

GtkPrintOperation *
tn_print_round_make_operation (TnSheet *sheet)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size (setup, paper);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);   /* the sheet has margins of its own */
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_n_pages (operation, (int) sheet->pages->len);
  gtk_print_operation_set_job_name (operation, _("Round sheet"));   /* no name of a person in a printer's queue */
  gtk_print_operation_set_show_progress (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), sheet);
  g_object_set_data_full (G_OBJECT (operation), "tn-sheet", sheet, (GDestroyNotify) tn_sheet_free);
  return operation;
}

/* Cancelled in the printer's dialog nothing was begun, and there is nothing to say. */
static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer user_data)
{
  g_object_set_data (G_OBJECT (operation), "tn-begun", operation);
}

static void
printed_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, TnWindow *window)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_CANCEL && g_object_get_data (G_OBJECT (operation), "tn-begun"))
    tn_window_toast (window, _("Printing was stopped. Sheets that the printer already has may still come out."));
  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  tn_window_show_error (window, _("The sheets were not printed"), error);
}

void
tn_print_round_start (TnWindow *window, GtkPrintOperation *operation)
{
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), NULL);
  g_signal_connect_object (operation, "done", G_CALLBACK (printed_cb), window, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (window), NULL);   /* the error comes with "done" */
}

static void
read_for_printer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  TnSheet *sheet = tn_store_finish (TN_STORE (source), result, &error);
  g_autoptr (GtkPrintOperation) operation = sheet ? tn_print_round_make_operation (sheet) : NULL;

  if (operation)
    tn_print_round_start (window, operation);
  else
    tn_window_show_error (window, _("The sheets were not printed"), error);
}

/* --- the question --- */

typedef struct
{
  TnWindow *window;
  TnId round;
  GtkWidget *who;
} Question;

static void
free_question (gpointer data)
{
  Question *self = data;

  g_object_unref (self->who);
  g_free (self);
}

static gboolean
get_volunteer (const Question *self, TnId *volunteer)
{
  return tn_id_parse (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->who)), -1, volunteer);
}

static void
file_chosen_cb (GtkNativeDialog *chooser, int response, TnWindow *window)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;
  const Job *job = g_object_get_data (G_OBJECT (chooser), "tn-job");

  gtk_native_dialog_hide (chooser);
  if (path && tn_window_get_workspace (window))
    tn_print_round_to_file (window, &job->round, tn_id_is_null (&job->volunteer) ? NULL : &job->volunteer, path);
  g_object_unref (chooser);
}

static void
choose_file (const Question *self, const TnId *volunteer)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Save the Sheets"), GTK_WINDOW (self->window), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                                               _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  /* Translators: a file's name, without marks. */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _("round-sheets.pdf"));
  g_object_set_data_full (G_OBJECT (chooser), "tn-job", make_job (&self->round, volunteer), g_free);
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen_cb), self->window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, TnWindow *window)
{
  const Question *self = g_object_get_data (G_OBJECT (dialog), "tn-question");
  TnId volunteer;
  gboolean one = get_volunteer (self, &volunteer);

  if (!tn_window_get_workspace (window))
    return;
  if (g_str_equal (response, "file"))
    choose_file (self, one ? &volunteer : NULL);
  else if (g_str_equal (response, "print"))
    read_async (window, make_job (&self->round, one ? &volunteer : NULL), read_for_printer_cb, g_object_ref (window));
}

static GListModel *
make_walkers (const TnSheet *sheet)
{
  GListStore *options = g_list_store_new (TN_TYPE_OPTION);

  for (guint i = 0; i < sheet->walkers->len; i++)
    {
      const TnRoundWalker *walker = sheet->walkers->pdata[i];
      g_autofree char *label = g_strdup_printf ("%s (%u)", walker->name, walker->n);
      g_autoptr (TnOption) option = NULL;
      TnIdStr id;

      if (tn_id_is_null (&walker->id))   /* those come with everybody's */
        continue;
      tn_id_format (&walker->id, id);
      option = tn_option_new (id, label, 0);
      g_list_store_append (options, option);
    }
  return G_LIST_MODEL (options);
}

static GtkWidget *
make_who (const TnSheet *sheet)
{
  g_autoptr (GListModel) walkers = make_walkers (sheet);
  GtkWidget *who = tn_option_drop_down_new (_("All volunteers"), walkers);

  gtk_widget_set_name (who, "who");
  gtk_widget_set_halign (who, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (who), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Whose sheets"), -1);
  return who;
}

static void
ask (TnWindow *window, const TnSheet *sheet)
{
  g_autofree char *homes = g_strdup_printf (ngettext ("%u home", "%u homes", sheet->n), sheet->n);
  g_autofree char *pages = g_strdup_printf (ngettext ("%u page", "%u pages", sheet->pages->len), sheet->pages->len);
  g_autofree char *body = g_strdup_printf ("%s\n%s · %s", sheet->round->name, homes, pages);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), _("Print the Round"), body);
  Question *self = g_new (Question, 1);

  *self = (Question) { window, sheet->round->id, g_object_ref_sink (make_who (sheet)) };
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), self->who);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "file", _("Save as P_DF…"), "print", _("_Print…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "print", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "print");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "tn-question", self, free_question);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
read_for_question_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnSheet) sheet = tn_store_finish (TN_STORE (source), result, &error);

  if (!sheet)
    tn_window_show_error (window, _("This round cannot be printed"), error);
  else if (tn_window_get_workspace (window))
    ask (window, sheet);
}

void
tn_print_round_ask (TnWindow *window, const TnId *round)
{
  if (tn_window_get_workspace (window))
    read_async (window, make_job (round, NULL), read_for_question_cb, g_object_ref (window));
}
