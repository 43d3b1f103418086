/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps: file → (reading) → columns → (planning) → review → (writing) → closed. Reading and planning are threads' work that a newer choice or
 * closing cancels; each answer that comes too late is dropped by its cancellable. */
#include "tn-import-assistant.h"
#include <glib/gi18n.h>
#include "tn-import-columns.h"
#include "tn-import-progress.h"
#include "tn-import-review.h"
#include "tn-import-work.h"

struct _TnImportAssistant
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkStack *stack;
  GtkRevealer *revealer;
  GtkLabel *message, *busy_label;
  GtkProgressBar *progress;
  GtkWidget *back_button, *next_button, *sheet_row, *encoding_row;
  GtkWidget *choose_button;
  GtkDropDown *sheet, *encoding;
  GtkSpinButton *first_row;
  GtkAdjustment *first_row_adjustment;
  TnImportColumns *columns;
  TnImportReview *review;
  GtkCheckButton *update, *skip_errors;

  TnWindow *window;              /* not owned: the parent outlives us */
  TnWorkspace *workspace;
  char *path;
  TnTable *table;
  TnImportMap *map;
  TnImportPlan *plan;
  GCancellable *cancellable;     /* of the work under way, NULL when none */
  TnImportSteps *steps;
  guint watch_id;
  gboolean showing, writing;     /* showing: widgets are being set by us, not by the person */
};

G_DEFINE_FINAL_TYPE (TnImportAssistant, tn_import_assistant, ADW_TYPE_WINDOW)

static const struct { TnEncoding encoding; const char *label; } encodings[] = {
  { TN_ENCODING_AUTO, N_("Found by itself") },
  { TN_ENCODING_UTF8, "Unicode (UTF-8)" },
  { TN_ENCODING_TCVN3, "TCVN3 (ABC)" },
  { TN_ENCODING_VNI, "VNI" },
  { TN_ENCODING_VISCII, "VISCII" },
  { TN_ENCODING_CP1258, "Windows-1258" },
};

static void
show_message (TnImportAssistant *self, const char *text)
{
  gtk_label_set_text (self->message, text ? text : "");
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
}

static gboolean
at (TnImportAssistant *self, const char *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), page) == 0;
}

static gboolean
can_import (TnImportAssistant *self)
{
  return self->plan && !tn_import_plan_is_empty (self->plan)
         && (tn_import_plan_counts (self->plan)->errors == 0 || gtk_check_button_get_active (self->skip_errors));
}

static void
update_buttons (TnImportAssistant *self)
{
  gboolean columns = at (self, "columns"), review = at (self, "review");

  gtk_button_set_label (GTK_BUTTON (self->next_button), review ? _("_Import") : _("_Preview"));
  gtk_widget_set_visible (self->next_button, columns || review);
  gtk_widget_set_visible (self->back_button, columns || review);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.back", columns || review);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.choose", !at (self, "busy"));   /* a thread works with this map */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.next",
                                 (columns && self->map && tn_import_map_is_usable (self->map)) || (review && can_import (self)));
}

static void
go_to (TnImportAssistant *self, const char *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
  update_buttons (self);
}

static void
stop_work (TnImportAssistant *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_clear_pointer (&self->steps, tn_import_steps_unref);
}

static void
start_work (TnImportAssistant *self, const char *text)
{
  stop_work (self);
  self->cancellable = g_cancellable_new ();
  self->steps = tn_import_steps_new ();
  self->watch_id = tn_import_steps_watch (self->steps, self->progress);
  gtk_label_set_text (self->busy_label, text);
  show_message (self, NULL);
  go_to (self, "busy");
}

/* Reading the file */

static void
show_map (TnImportAssistant *self)
{
  guint sheet = tn_import_map_sheet (self->map), rows = tn_table_n_rows (self->table, sheet), first = tn_import_map_first_data (self->map);

  self->showing = TRUE;
  gtk_adjustment_set_upper (self->first_row_adjustment, rows ? tn_table_row (self->table, sheet, rows - 1)->number : 1);
  if (first < rows)
    gtk_spin_button_set_value (self->first_row, tn_table_row (self->table, sheet, first)->number);
  self->showing = FALSE;
  tn_import_columns_set_map (self->columns, self->map);
  show_message (self, tn_import_map_is_usable (self->map) ? NULL : _("Say which column holds the names: without one nothing can be imported."));
  update_buttons (self);
}

static void
take_sheet (TnImportAssistant *self, guint sheet)
{
  tn_import_columns_set_map (self->columns, NULL);
  g_clear_pointer (&self->map, tn_import_map_free);
  self->map = tn_import_map_guess (self->table, sheet);
  show_map (self);
}

static void
show_table (TnImportAssistant *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *name = g_path_get_basename (self->path);
  guint n = tn_table_n_sheets (self->table), main_sheet = tn_table_main_sheet (self->table);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (names, tn_table_sheet_name (self->table, i));
  self->showing = TRUE;
  gtk_drop_down_set_model (self->sheet, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->sheet, main_sheet);
  self->showing = FALSE;
  gtk_widget_set_visible (self->sheet_row, n > 1);
  adw_window_title_set_subtitle (self->title, name);
  take_sheet (self, main_sheet);
  go_to (self, "columns");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TnImportAssistant *self = TN_IMPORT_ASSISTANT (source);
  g_autoptr (GError) error = NULL;
  TnTable *table = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  stop_work (self);
  if (!table)
    {
      go_to (self, self->table ? "columns" : "file");
      show_message (self, error->message);
      return;
    }
  tn_import_columns_set_map (self->columns, NULL);
  g_clear_pointer (&self->map, tn_import_map_free);
  g_clear_pointer (&self->table, tn_table_unref);
  self->table = table;
  show_table (self);
}

static void
read_file (TnImportAssistant *self, TnEncoding encoding)
{
  start_work (self, _("Reading the list…"));
  tn_import_work_read (self, self->path, encoding, self->cancellable, read_cb);
}

void
tn_import_assistant_read (TnImportAssistant *self, const char *path)
{
  g_free (self->path);
  self->path = g_strdup (path);
  self->showing = TRUE;
  gtk_drop_down_set_selected (self->encoding, 0);
  self->showing = FALSE;
  g_clear_pointer (&self->table, tn_table_unref);
  read_file (self, TN_ENCODING_AUTO);
}

/* Planning */

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnImportAssistant) self = user_data;
  g_autoptr (GError) error = NULL;
  TnImportPlan *plan = tn_store_finish (TN_STORE (source), result, &error);

  if (!self->review)   /* closed; a plan that was made is answered all the same */
    {
      g_clear_pointer (&plan, tn_import_plan_free);
      return;
    }
  stop_work (self);
  if (!plan)
    {
      go_to (self, "columns");
      show_message (self, error->message);
      return;
    }
  tn_import_review_set_plan (self->review, NULL);
  g_clear_pointer (&self->plan, tn_import_plan_free);
  self->plan = plan;
  tn_import_review_set_plan (self->review, plan);
  gtk_widget_set_visible (GTK_WIDGET (self->update), tn_import_plan_counts (plan)->changed > 0 || gtk_check_button_get_active (self->update));
  gtk_widget_set_visible (GTK_WIDGET (self->skip_errors), tn_import_plan_counts (plan)->errors > 0);
  go_to (self, "review");
  if (tn_import_plan_is_empty (plan))
    show_message (self, _("Everything of this list is here already: there is nothing to import."));
}

static void
plan_import (TnImportAssistant *self)
{
  TnImportOptions options = { .update = gtk_check_button_get_active (self->update),
                              .skip_errors = gtk_check_button_get_active (self->skip_errors) };

  start_work (self, _("Comparing the list with the households that are here…"));
  tn_import_work_plan (tn_workspace_get_store (self->workspace), self, self->map, &options, self->steps, self->cancellable, planned_cb);
}

/* Writing */

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnImportAssistant) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *action = tn_store_finish (TN_STORE (source), result, &error);

  self->writing = FALSE;
  if (!self->review)   /* closed with the window */
    return;
  stop_work (self);
  if (action)
    {
      const TnImportCounts *counts = tn_import_plan_counts (self->plan);
      /* Translators: what an import brought. */
      g_autofree char *label = g_strdup_printf (_("Imported %u households with %u people"), counts->households, counts->people);

      tn_workspace_did (self->workspace, *action, label);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  go_to (self, "review");
  show_message (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? _("Stopped. Nothing of the list was saved.") : error->message);
}

static void
import (TnImportAssistant *self)
{
  start_work (self, _("Saving the households…"));
  self->writing = TRUE;
  tn_import_work_apply (tn_workspace_get_store (self->workspace), self, self->plan, self->steps, self->cancellable, applied_cb);
}

/* What the person does */

static void
sheet_cb (TnImportAssistant *self)
{
  if (!self->showing && self->table)
    take_sheet (self, gtk_drop_down_get_selected (self->sheet));
}

static void
encoding_cb (TnImportAssistant *self)
{
  guint i = gtk_drop_down_get_selected (self->encoding);

  if (!self->showing && self->path && i < G_N_ELEMENTS (encodings))
    read_file (self, encodings[i].encoding);
}

/* The person names the first row of data as the spreadsheet numbers it; the row above it is the header. */
static void
first_row_cb (TnImportAssistant *self)
{
  guint number = (guint) gtk_spin_button_get_value_as_int (self->first_row), sheet, rows, index = 0;

  if (self->showing || !self->map)
    return;
  sheet = tn_import_map_sheet (self->map);
  rows = tn_table_n_rows (self->table, sheet);
  while (index < rows && tn_table_row (self->table, sheet, index)->number < number)
    index++;
  tn_import_map_set_header (self->map, index ? index - 1 : 0, index ? 1 : 0);
  tn_import_columns_set_map (self->columns, self->map);
  update_buttons (self);
}

static void
columns_cb (TnImportAssistant *self)
{
  show_message (self, NULL);
  update_buttons (self);
}

/* Other options make another plan: the numbers on the screen must be those that will be written. */
static void
option_cb (TnImportAssistant *self)
{
  if (at (self, "review"))
    plan_import (self);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnImportAssistant *self = TN_IMPORT_ASSISTANT (widget);

  if (at (self, "columns"))
    plan_import (self);
  else if (at (self, "review"))
    import (self);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnImportAssistant *self = TN_IMPORT_ASSISTANT (widget);

  show_message (self, NULL);
  go_to (self, at (self, "review") ? "columns" : "file");
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, TnImportAssistant *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (path)
    tn_import_assistant_read (self, path);
  g_object_unref (chooser);
}

static void
choose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnImportAssistant *self = TN_IMPORT_ASSISTANT (widget);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Import a List"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Read"), _("_Cancel"));
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new (), all = gtk_file_filter_new ();

  gtk_file_filter_set_name (tables, _("Spreadsheets and tables"));
  gtk_file_filter_add_suffix (tables, "xlsx");
  gtk_file_filter_add_suffix (tables, "xls");
  gtk_file_filter_add_suffix (tables, "csv");
  gtk_file_filter_add_suffix (tables, "txt");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), tables);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Closing while the write runs stops it: the transaction is rolled back and the page says so. */
static gboolean
tn_import_assistant_close_request (GtkWindow *window)
{
  TnImportAssistant *self = TN_IMPORT_ASSISTANT (window);

  if (self->writing)
    {
      g_cancellable_cancel (self->cancellable);
      return TRUE;
    }
  return GTK_WINDOW_CLASS (tn_import_assistant_parent_class)->close_request (window);
}

static void
tn_import_assistant_dispose (GObject *object)
{
  TnImportAssistant *self = TN_IMPORT_ASSISTANT (object);

  stop_work (self);
  /* Once: a second dispose finds them gone. */
  if (self->columns)
    tn_import_columns_set_map (self->columns, NULL);
  if (self->review)
    tn_import_review_set_plan (self->review, NULL);
  self->columns = NULL;
  self->review = NULL;
  G_OBJECT_CLASS (tn_import_assistant_parent_class)->dispose (object);
}

static void
tn_import_assistant_finalize (GObject *object)
{
  TnImportAssistant *self = TN_IMPORT_ASSISTANT (object);

  g_clear_pointer (&self->plan, tn_import_plan_free);
  g_clear_pointer (&self->map, tn_import_map_free);
  g_clear_pointer (&self->table, tn_table_unref);
  g_clear_object (&self->workspace);
  g_free (self->path);
  G_OBJECT_CLASS (tn_import_assistant_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, title);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, stack);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, revealer);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, message);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, busy_label);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, progress);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, back_button);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, next_button);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, choose_button);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, sheet_row);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, encoding_row);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, sheet);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, encoding);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, first_row);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, first_row_adjustment);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, columns);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, review);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, update);
  gtk_widget_class_bind_template_child (widget_class, TnImportAssistant, skip_errors);
}

static void
tn_import_assistant_class_init (TnImportAssistantClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_import_assistant_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_import_assistant_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = tn_import_assistant_close_request;
  g_type_ensure (TN_TYPE_IMPORT_COLUMNS);
  g_type_ensure (TN_TYPE_IMPORT_REVIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/import/tn-import-assistant.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, sheet_cb);
  gtk_widget_class_bind_template_callback (widget_class, encoding_cb);
  gtk_widget_class_bind_template_callback (widget_class, first_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, columns_cb);
  gtk_widget_class_bind_template_callback (widget_class, option_cb);
  gtk_widget_class_install_action (widget_class, "import.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "import.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "import.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "import.choose", NULL, choose_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "import.cancel", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "import.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "import.choose", NULL);
}

static void
tn_import_assistant_init (TnImportAssistant *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    gtk_string_list_append (names, _(encodings[i].label));
  self->showing = TRUE;
  gtk_drop_down_set_model (self->encoding, G_LIST_MODEL (names));
  self->showing = FALSE;
  update_buttons (self);
}

TnImportAssistant *
tn_import_assistant_new (TnWindow *window)
{
  TnImportAssistant *self = g_object_new (TN_TYPE_IMPORT_ASSISTANT, "transient-for", window, NULL);

  self->window = window;
  self->workspace = g_object_ref (tn_window_get_workspace (window));
  gtk_window_set_focus (GTK_WINDOW (self), self->choose_button);
  return self;
}

static void
import_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnWindow *window = user_data;

  if (tn_window_get_workspace (window))
    gtk_window_present (GTK_WINDOW (tn_import_assistant_new (window)));
}

void
tn_import_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "import", .activate = import_activated_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
