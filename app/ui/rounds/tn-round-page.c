/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-round-page.h"
#include <glib/gi18n.h>
#include "tn-coverage-view.h"
#include "tn-date.h"
#include "tn-round-dialogs.h"
#include "tn-round-plan.h"
#include "tn-round-stops.h"
#include "tn-window.h"

struct _TnRoundPage
{
  AdwBin parent_instance;

  GtkStack *pages, *views;
  AdwStatusPage *problem;
  GtkLabel *title, *subtitle, *figures;
  GtkProgressBar *progress;
  GtkFlowBox *buttons;
  TnRoundStops *stops;
  TnCoverageView *coverage;
  GtkWidget *close_button;

  TnWorkspace *workspace;
  GCancellable *cancellable;
  TnId shown;                /* null = none */
  TnRound *round;            /* as read last; NULL before */
};

G_DEFINE_FINAL_TYPE (TnRoundPage, tn_round_page, ADW_TYPE_BIN)

/* --- reading --- */

typedef struct
{
  TnRound *round;
  GPtrArray *stops, *walkers;
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->round, tn_round_free);
  g_clear_pointer (&reading->stops, g_ptr_array_unref);
  g_clear_pointer (&reading->walkers, g_ptr_array_unref);
  g_free (reading);
}

static gpointer
read_round (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->round = tn_round_read (copy, data, error);
  reading->stops = reading->round ? tn_round_stops (copy, data, error) : NULL;
  if (!reading->stops)
    {
      free_reading (reading);
      return NULL;
    }
  reading->walkers = tn_round_walkers (copy, reading->stops);
  return reading;
}

/* --- showing --- */

static char *
describe_target (TnRoundPage *self, const TnRound *round)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("round"), "look_for");
  GListModel *categories = tn_lookups_get_categories (tn_workspace_get_lookups (self->workspace));
  const char *category = *round->category ? tn_lookups_label (categories, round->category) : NULL;

  if (g_str_equal (round->look_for, "category"))
    return g_strdup (category ? category : round->category);
  if (g_str_equal (round->look_for, "not_visited"))
    return g_strdup_printf (ngettext ("not visited for %u day", "not visited for %u days", round->days), round->days);
  if (g_str_equal (round->look_for, "not_reached") && *round->campaign_name)
    /* Translators: whom a round looks for; %s is the name of a campaign */
    return g_strdup_printf (_("not reached by “%s”"), round->campaign_name);
  return g_strdup (*round->look_for ? tn_choice_label (field, round->look_for) : "");
}

static void
show_head (TnRoundPage *self, const TnRound *round)
{
  g_autofree char *evening = tn_date_format (round->evening), *target = describe_target (self, round);
  const char *purpose = *round->purpose ? tn_choice_label (tn_kind_field (tn_schema_kind ("round"), "purpose"), round->purpose) : "";
  const char *parts[] = { evening, purpose, target, round->team_name, tn_round_is_closed (round) ? _("Closed") : "" };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] && *parts[i])
      g_string_append_printf (text, "%s%s", text->len ? " · " : "", parts[i]);
  gtk_label_set_text (self->title, round->name);
  gtk_label_set_text (self->subtitle, text->str);
}

static void
append_figure (GString *text, const char *label, guint n)
{
  if (n)
    g_string_append_printf (text, " · %s: %u", label, n);
}

static void
show_figures (TnRoundPage *self, const TnRound *round)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("stop"), "state");
  g_autoptr (GString) text = g_string_new (NULL);
  guint settled = round->n - round->open - round->absent;

  g_string_append_printf (text, ngettext ("%u door", "%u doors", round->n), round->n);
  append_figure (text, tn_choice_label (field, "open"), round->open);
  append_figure (text, tn_choice_label (field, "done"), round->done);
  append_figure (text, tn_choice_label (field, "absent"), round->absent);
  append_figure (text, tn_choice_label (field, "refused"), round->refused);
  append_figure (text, tn_choice_label (field, "moved"), round->moved);
  gtk_label_set_text (self->figures, text->str);
  gtk_progress_bar_set_fraction (self->progress, round->n ? (double) settled / round->n : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str, -1);
}

static void
show_actions (TnRoundPage *self, const TnRound *round)
{
  gboolean closed = tn_round_is_closed (round);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "round.share", !closed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "round.plan-again", !closed);
  gtk_button_set_label (GTK_BUTTON (self->close_button), closed ? _("_Open Again") : _("_Close Round"));
}

static void
show_reading (TnRoundPage *self, Reading *reading)
{
  gboolean other = !self->round || !tn_id_equal (&self->round->id, &reading->round->id);

  g_clear_pointer (&self->round, tn_round_free);
  self->round = g_steal_pointer (&reading->round);
  show_head (self, self->round);
  show_figures (self, self->round);
  show_actions (self, self->round);
  tn_round_stops_fill (self->stops, self->workspace, g_steal_pointer (&reading->stops), g_steal_pointer (&reading->walkers), tn_round_is_closed (self->round));
  tn_coverage_view_show (self->coverage, self->workspace, self->round);
  gtk_stack_set_visible_child_name (self->pages, "round");
  if (other)
    gtk_stack_set_visible_child_name (self->views, "doors");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnRoundPage) self = user_data;
  g_autoptr (GError) error = NULL;
  Reading *reading = tn_store_finish (TN_STORE (source), result, &error);

  if (!self->workspace || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_pointer (&reading, free_reading);
      return;
    }
  if (reading)
    show_reading (self, reading);
  else
    {
      g_autofree char *markup = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->problem, markup);
      gtk_stack_set_visible_child_name (self->pages, "problem");
    }
  g_clear_pointer (&reading, free_reading);
}

static void
start_reading (TnRoundPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (!self->workspace || tn_id_is_null (&self->shown))
    return;
  self->cancellable = g_cancellable_new ();
  tn_store_read_async (tn_workspace_get_store (self->workspace), read_round, tn_id_copy (&self->shown), g_free, free_reading, self->cancellable,
                       read_cb, g_object_ref (self));
}

void
tn_round_page_show (TnRoundPage *self, const TnId *round)
{
  if (!tn_id_equal (&self->shown, round))
    gtk_stack_set_visible_child_name (self->pages, "reading");
  self->shown = *round;
  start_reading (self);
}

void
tn_round_page_focus (TnRoundPage *self)
{
  tn_round_stops_focus (self->stops);
}

/* --- doing --- */

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnRoundPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tn_workspace_run_finish (TN_WORKSPACE (source), result, &error) && tn_window_of (self))
    tn_window_show_error (tn_window_of (self), NULL, error);
}

typedef struct { TnId round; gboolean close; } CloseJob;

static TnEdit *
set_closed (TnCopy *copy, gpointer data, GError **error)
{
  CloseJob *job = data;

  return tn_round_set_closed (copy, &job->round, job->close, error);
}

static TnEdit *
plan_again (TnCopy *copy, gpointer data, GError **error)
{
  return tn_round_plan_again (copy, data, NULL, error);
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnRoundPage *self = TN_ROUND_PAGE (widget);
  CloseJob job;

  if (!self->round)
    return;
  job = (CloseJob) { self->round->id, !tn_round_is_closed (self->round) };
  tn_workspace_run_async (self->workspace, set_closed, g_memdup2 (&job, sizeof job), g_free, NULL, done_cb, g_object_ref (self));
}

static void
plan_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnRoundPage *self = TN_ROUND_PAGE (widget);

  if (self->round)
    tn_workspace_run_async (self->workspace, plan_again, tn_id_copy (&self->round->id), g_free, NULL, done_cb, g_object_ref (self));
}

static TnEdit *
delete (TnCopy *copy, gpointer data, GError **error)
{
  return tn_round_delete (copy, data, error);
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnRoundPage *self = TN_ROUND_PAGE (widget);

  if (self->round)
    tn_workspace_run_async (self->workspace, delete, tn_id_copy (&self->round->id), g_free, NULL, done_cb, g_object_ref (self));
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnRoundPage *self = TN_ROUND_PAGE (widget);

  if (self->round && tn_window_of (self))
    tn_round_dialog_edit (tn_window_of (self), &self->round->id);
}

static void
share_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnRoundPage *self = TN_ROUND_PAGE (widget);

  if (self->round && tn_window_of (self))
    tn_round_dialog_share (tn_window_of (self), self->round);
}

/* What other screens do with a round: they know their window's actions. */
static void
act (TnRoundPage *self, const char *action)
{
  TnIdStr id;

  if (!self->round)
    return;
  tn_id_format (&self->round->id, id);
  gtk_widget_activate_action (GTK_WIDGET (self), action, "s", id);
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  act (TN_ROUND_PAGE (widget), "win.print-round");
}

static void
key_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  act (TN_ROUND_PAGE (widget), "win.key-round");
}

/* --- the widget --- */

void
tn_round_page_attach (TnRoundPage *self, TnWorkspace *workspace)
{
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (start_reading), self, G_CONNECT_SWAPPED);
}

static void
tn_round_page_dispose (GObject *object)
{
  TnRoundPage *self = TN_ROUND_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (tn_round_page_parent_class)->dispose (object);
}

static void
tn_round_page_finalize (GObject *object)
{
  TnRoundPage *self = TN_ROUND_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->round, tn_round_free);
  G_OBJECT_CLASS (tn_round_page_parent_class)->finalize (object);
}

static void
tn_round_page_class_init (TnRoundPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_round_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_round_page_finalize;
  g_type_ensure (TN_TYPE_ROUND_STOPS);
  g_type_ensure (TN_TYPE_COVERAGE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/rounds/tn-round-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnRoundPage, pages);
  gtk_widget_class_bind_template_child (widget_class, TnRoundPage, views);
  gtk_widget_class_bind_template_child (widget_class, TnRoundPage, problem);
  gtk_widget_class_bind_template_child (widget_class, TnRoundPage, title);
  gtk_widget_class_bind_template_child (widget_class, TnRoundPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TnRoundPage, figures);
  gtk_widget_class_bind_template_child (widget_class, TnRoundPage, progress);
  gtk_widget_class_bind_template_child (widget_class, TnRoundPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, TnRoundPage, stops);
  gtk_widget_class_bind_template_child (widget_class, TnRoundPage, coverage);
  gtk_widget_class_install_action (widget_class, "round.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "round.plan-again", NULL, plan_again_action);
  gtk_widget_class_install_action (widget_class, "round.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "round.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "round.share", NULL, share_action);
  gtk_widget_class_install_action (widget_class, "round.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "round.key", NULL, key_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "round.print", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, GDK_CONTROL_MASK, "round.key", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_h, GDK_CONTROL_MASK, "round.share", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "round.edit", NULL);
}

static GtkWidget *
add_button (TnRoundPage *self, const char *label, const char *action, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_flow_box_append (self->buttons, button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);   /* the button alone takes the keyboard */
  return button;
}

/* What is done seldom. */
static void
add_menu (TnRoundPage *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _("Plan _Again"), "round.plan-again");
  g_menu_append (menu, _("_Edit…"), "round.edit");
  g_menu_append (menu, _("_Delete"), "round.delete");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_set_tooltip_text (button, _("More"));
  gtk_flow_box_append (self->buttons, button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
}

static void
tn_round_page_init (TnRoundPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_button (self, _("_Print"), "round.print", _("Print the sheets (Ctrl+P)"));
  add_button (self, _("_Key In"), "round.key", _("Key the sheets in (Ctrl+K)"));
  add_button (self, _("_Share Out…"), "round.share", _("Share the doors out among volunteers (Ctrl+H)"));
  self->close_button = add_button (self, _("_Close Round"), "round.close", _("Homes where nobody was come again in the next round by themselves"));
  add_menu (self);
}

TnRoundPage *
tn_round_page_new (void)
{
  return g_object_new (TN_TYPE_ROUND_PAGE, NULL);
}
