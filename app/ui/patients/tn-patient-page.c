/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-patient-page-private.h"
#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (TnPatientPage, tn_patient_page, ADW_TYPE_BIN)

/* --- showing --- */

static void
show_none (TnPatientPage *self, const char *title, const char *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  self->opening = FALSE;
  g_clear_pointer (&self->detail, tn_patient_detail_free);
  adw_status_page_set_title (self->none, title);
  adw_status_page_set_description (self->none, escaped);
  gtk_stack_set_visible_child_name (self->stack, "none");
  tn_patient_page_update_actions (self);
}

static void
take_detail (TnPatientPage *self, TnPatientDetail *detail)
{
  gboolean other = !self->detail || !tn_id_equal (&self->detail->asked, &self->id);

  g_clear_pointer (&self->detail, tn_patient_detail_free);
  self->detail = detail;
  self->opening = FALSE;
  tn_patient_page_fill (self);
  gtk_stack_set_visible_child_name (self->stack, "page");
  tn_patient_page_update_actions (self);
  if (other)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/* --- reading --- */

/* Which reading it was, of all that this page has asked. */
typedef struct
{
  TnPatientPage *page;
  guint serial;
} Asked;

static Asked *
new_asked (TnPatientPage *self)
{
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked) { g_object_ref (self), ++self->n_asked };
  return asked;
}

/* An opening is written down, and so answers though it was cancelled, perhaps after the reading that took its place: what is older than what is shown is
 * not shown. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (TnPatientPage) self = asked->page;
  g_autoptr (GError) error = NULL;
  TnPatientDetail *detail = tn_store_finish (TN_STORE (source), result, &error);

  if (detail && self->workspace && tn_id_equal (&detail->asked, &self->id) && asked->serial > self->taken)
    {
      self->taken = asked->serial;
      take_detail (self, detail);
    }
  else if (detail)
    tn_patient_detail_free (detail);   /* the person went on to another patient meanwhile */
  else if (!self->workspace || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ;
  else if (g_error_matches (error, TN_ERROR, TN_ERROR_NOT_FOUND))
    show_none (self, _("This home case is not here"), error->message);
  else
    show_none (self, _("This patient could not be shown"), error->message);
}

static void
renew_cancellable (TnPatientPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

void
tn_patient_page_reload (TnPatientPage *self)
{
  if (tn_id_is_null (&self->id) || !self->workspace || !self->detail || !tn_id_equal (&self->detail->asked, &self->id))
    return;   /* nothing is shown yet: the opening under way shows it */
  renew_cancellable (self);
  tn_store_read_async (tn_workspace_get_store (self->workspace), tn_patient_detail_read, tn_id_copy (&self->id), g_free, tn_patient_detail_free, self->cancellable,
                       read_cb, new_asked (self));
}

void
tn_patient_page_show (TnPatientPage *self, const TnId *id)
{
  TnId none = { { 0 } };

  if (id && tn_id_equal (id, &self->id) && (self->opening || self->detail))
    return;
  self->id = id ? *id : none;
  self->opening = id != NULL;
  self->all_checks = FALSE;
  renew_cancellable (self);
  if (!id)
    {
      show_none (self, _("Nobody Chosen"), "");
      return;
    }
  tn_store_write_async (tn_workspace_get_store (self->workspace), tn_patient_detail_open, tn_id_copy (id), g_free, tn_patient_detail_free, self->cancellable, read_cb,
                        new_asked (self));
}

/* --- GObject --- */

/* On the window, so that the shortcuts work wherever the keyboard is on this screen. */
static void
tn_patient_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tn_patient_page_parent_class)->map (widget);
  gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (widget)), "patient", G_ACTION_GROUP (TN_PATIENT_PAGE (widget)->actions));
}

static void
tn_patient_page_unmap (GtkWidget *widget)
{
  gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (widget)), "patient", NULL);
  GTK_WIDGET_CLASS (tn_patient_page_parent_class)->unmap (widget);
}

static void
tn_patient_page_dispose (GObject *object)
{
  TnPatientPage *self = TN_PATIENT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (tn_patient_page_parent_class)->dispose (object);
}

static void
tn_patient_page_finalize (GObject *object)
{
  TnPatientPage *self = TN_PATIENT_PAGE (object);

  g_clear_pointer (&self->detail, tn_patient_detail_free);
  g_object_unref (self->cancellable);
  g_object_unref (self->actions);
  G_OBJECT_CLASS (tn_patient_page_parent_class)->finalize (object);
}

static void
tn_patient_page_class_init (TnPatientPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_patient_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_patient_page_finalize;
  widget_class->map = tn_patient_page_map;
  widget_class->unmap = tn_patient_page_unmap;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/patients/tn-patient-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, TnPatientPage, name)
  BIND (stack);
  BIND (none);
  BIND (title);
  BIND (subtitle);
  BIND (alert);
  BIND (alert_text);
  BIND (reminder);
  BIND (twice);
  BIND (twice_text);
  BIND (joined_group);
  BIND (joined);
  BIND (check_button);
  BIND (scroller);
  BIND (plots);
  BIND (facts);
  BIND (calls_group);
  BIND (checks_group);
  BIND (responses_group);
  BIND (calls);
  BIND (checks);
  BIND (responses);
  BIND (kits);
  BIND (essentials);
#undef BIND
}

static void
tn_patient_page_init (TnPatientPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->actions = g_simple_action_group_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tn_patient_page_make_plots (self);
  tn_patient_page_install_actions (self);
  tn_patient_page_update_actions (self);
}

void
tn_patient_page_attach (TnPatientPage *self, TnWorkspace *workspace)
{
  g_set_object (&self->workspace, workspace);
  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (tn_patient_page_reload), self, G_CONNECT_SWAPPED);
}
