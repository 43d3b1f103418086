/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done on the page of a test round: results by key, a case for who is positive, who comes and goes. */
#include "tn-test-page-private.h"
#include <glib/gi18n.h>
#include "tn-tracing-dialogs.h"
#include "tn-window.h"

/* --- typing results --- */

typedef struct
{
  TnTestPage *page;        /* held while the write is under way */
  TnId round, person;
  TnTestResult result;
  gboolean replace, drop;
  char *state, *name;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free (job->state);
  g_free (job->name);
  g_object_unref (job->page);
  g_free (job);
}

/* A write's data is freed on the writer's thread, so the answer has a job of its own. */
static Job *
new_job (TnTestPage *self, TnTestItem *item, TnTestResult result)
{
  Job *job = g_new0 (Job, 1);

  job->page = g_object_ref (self);
  job->round = self->detail->id;
  job->result = result;
  if (item)
    {
      job->person = *tn_test_item_get_person (item);
      job->name = g_strdup (tn_test_item_get_name (item));
    }
  return job;
}

typedef struct
{
  TnId round, person;
  TnTestResult result;
  gboolean replace, drop;
  char *state;
} Order;

static void
free_order (gpointer data)
{
  g_free (((Order *) data)->state);
  g_free (data);
}

static TnEdit *
write_order (TnCopy *copy, gpointer data, GError **error)
{
  Order *order = data;

  if (order->state)
    return tn_testing_set_state (copy, &order->round, order->state, error);
  return order->drop ? tn_testing_drop (copy, &order->round, &order->person, error)
                     : tn_testing_key (copy, &order->round, &order->person, order->result, order->replace, error);
}

static void
offer_case (TnTestPage *self, const Job *job)
{
  /* Translators: %s is a person's name */
  g_autofree char *text = g_strdup_printf (_("%s: positive. Open a case, so that the person is watched at home."), job->name);

  self->positive = job->person;
  tn_test_page_say (self, text, TRUE);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  TnTestPage *self = job->page;
  g_autoptr (GError) error = NULL;
  guint position;

  if (tn_workspace_run_finish (TN_WORKSPACE (source), result, &error))
    {
      if (!job->state && !job->drop && job->result == TN_TEST_POSITIVE)
        offer_case (self, job);
    }
  else
    {
      self->warned = job->person;
      self->warned_of = job->result;
      tn_test_page_say (self, error->message, FALSE);
      if (self->view && tn_test_page_find_item (self, &job->person, &position))
        tn_test_page_select (self, position);
    }
  free_job (job);
}

static void
order_write (TnTestPage *self, Job *job)
{
  Order *order = g_new0 (Order, 1);

  *order = (Order) { job->round, job->person, job->result, job->replace, job->drop, g_strdup (job->state) };
  tn_workspace_run_async (self->workspace, write_order, order, free_order, NULL, written_cb, job);
}

/* The next line is under the keyboard at once; the result is on disk a moment later, or the line that it is not for comes back. */
static void
type_result (TnTestPage *self, TnTestResult result, gboolean drop)
{
  TnTestItem *item = gtk_single_selection_get_selected_item (self->selection);
  guint position = gtk_single_selection_get_selected (self->selection);
  Job *job;

  if (!item || !self->detail || !self->workspace)
    return;
  job = new_job (self, item, result);
  job->drop = drop;
  job->replace = tn_id_equal (&self->warned, &job->person) && self->warned_of == result;
  memset (&self->warned, 0, sizeof self->warned);
  if (!gtk_widget_get_visible (self->case_button))
    tn_test_page_say (self, NULL, FALSE);
  if (!drop && position + 1 < g_list_model_get_n_items (G_LIST_MODEL (self->filtered)))
    tn_test_page_focus_line (self, position + 1);
  order_write (self, job);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers, TnTestPage *self)
{
  if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return FALSE;
  switch (key)
    {
    case GDK_KEY_minus: case GDK_KEY_KP_Subtract:
      type_result (self, TN_TEST_NEGATIVE, FALSE);
      return TRUE;
    case GDK_KEY_plus: case GDK_KEY_equal: case GDK_KEY_KP_Add:   /* the plus of most keyboards without Shift */
      type_result (self, TN_TEST_POSITIVE, FALSE);
      return TRUE;
    case GDK_KEY_x: case GDK_KEY_X:
      type_result (self, TN_TEST_INVALID, FALSE);
      return TRUE;
    case GDK_KEY_Delete: case GDK_KEY_KP_Delete:
      type_result (self, TN_TEST_PENDING, TRUE);
      return TRUE;
    default:
      return FALSE;
    }
}

/* --- a positive result becomes a case: with its source when the person is somebody's contact --- */

typedef struct { TnId person, contact; gboolean is_contact; } Positive;

static TnEdit *
write_case (TnCopy *copy, gpointer data, GError **error)
{
  Positive *positive = data;
  TnId home_case;

  return tn_tracing_make_case (copy, &positive->contact, "rapid", NULL, &home_case, error);
}

static void
open_patient (TnTestPage *self, const TnId *person)
{
  TnIdStr id;

  tn_id_format (person, id);
  tn_test_page_say (self, NULL, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-case", "s", id);
}

static void
case_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnTestPage) self = user_data;
  g_autoptr (GError) error = NULL;
  TnWindow *window = tn_window_of (self);

  if (tn_workspace_run_finish (TN_WORKSPACE (source), result, &error))
    open_patient (self, &self->positive);
  else if (window)
    tn_window_show_error (window, NULL, error);
}

static gpointer
find_contact (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Positive *positive = g_new0 (Positive, 1);

  positive->person = *(TnId *) data;
  if (tn_tracing_find_contact (copy, &positive->person, &positive->contact, &positive->is_contact, error))
    return positive;
  g_free (positive);
  return NULL;
}

static void
contact_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnTestPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree Positive *positive = tn_store_finish (TN_STORE (source), result, &error);
  TnWindow *window = tn_window_of (self);

  if (!self->workspace || !window)
    return;
  if (!positive)
    tn_window_show_error (window, NULL, error);
  else if (positive->is_contact)
    tn_workspace_run_async (self->workspace, write_case, g_memdup2 (positive, sizeof *positive), g_free, NULL, case_made_cb, g_object_ref (self));
  else
    open_patient (self, &positive->person);
}

void
tn_test_page_open_case (TnTestPage *self)
{
  tn_store_read_async (tn_workspace_get_store (self->workspace), find_contact, tn_id_copy (&self->positive), g_free, g_free, NULL, contact_found_cb,
                       g_object_ref (self));
}

void
tn_test_page_act (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnTestPage *self = TN_TEST_PAGE (widget);
  TnWindow *window = tn_window_of (self);
  g_autofree char *title = NULL;
  Job *job;

  if (!self->detail || !window)
    return;
  title = tn_row_dup_text (self->detail->row, "name");
  if (g_str_equal (name, "test.add"))
    {
      tn_tracing_dialog_add_person (window, &self->detail->id, title ? title : "");
      return;
    }
  job = new_job (self, NULL, TN_TEST_PENDING);
  job->state = g_variant_dup_string (parameter, NULL);
  order_write (self, job);
}

void
tn_test_page_add_keys (TnTestPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}
