/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household-page-private.h"
#include <glib/gi18n.h>
#include "tn-chips.h"
#include "tn-conflict-card.h"
#include "tn-date.h"
#include "tn-facts.h"
#include "tn-history-rows.h"
#include "tn-person-row.h"
#include "tn-rows.h"
#include "tn-window.h"
#include "tn-wrap-layout.h"

G_DEFINE_FINAL_TYPE (TnHouseholdPage, tn_household_page, ADW_TYPE_BIN)

/* --- showing --- */

static void
show_header (TnHouseholdPage *self)
{
  g_autofree char *head = tn_household_detail_dup_head (self->detail), *code = tn_row_dup_text (self->detail->household, "code");
  g_autoptr (GString) subtitle = g_string_new (head ? head : "");

  if (self->detail->area)
    g_string_append_printf (subtitle, "%s%s", subtitle->len ? " · " : "", self->detail->area);
  if (code)
    g_string_append_printf (subtitle, "%s%s", subtitle->len ? " · " : "", code);
  gtk_label_set_text (self->title, self->detail->title);
  gtk_label_set_text (self->subtitle, subtitle->str);
}

static void
show_conflicts (TnHouseholdPage *self)
{
  guint n = self->detail->conflicts->len;
  g_autofree char *text = g_strdup_printf (ngettext ("%u value was changed by two people: somebody must choose.",
                                                     "%u values were changed by two people: somebody must choose.", n), n);

  gtk_label_set_text (self->conflict_label, text);
  gtk_revealer_set_reveal_child (self->conflict_revealer, n > 0);
  tn_conflict_cards_show (self->conflict_cards, self->workspace, self->detail->conflicts, n, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->conflict_cards), n > 0);
}

static void
show_people (TnHouseholdPage *self, const char *today)
{
  GPtrArray *people = self->detail->people;
  /* Translators: title over the people of a household, with their number. */
  g_autofree char *title = g_strdup_printf (_("People (%u)"), people->len);

  adw_preferences_group_set_title (self->people_group, title);
  tn_rows_clear_list (self->people);
  for (guint i = 0; i < people->len; i++)
    {
      const TnPersonDetail *person = people->pdata[i];
      gboolean is_head = tn_household_detail_is_head (self->detail, &person->person->id);

      gtk_list_box_append (self->people, tn_person_row_new (person, is_head, self->workspace, today));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->people), people->len > 0);
}

static void
show_visits (TnHouseholdPage *self)
{
  tn_rows_clear_list (self->visits);
  for (guint i = 0; i < self->detail->visits->len; i++)
    gtk_list_box_append (self->visits, tn_visit_row_new (self->detail->visits->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->visits), self->detail->visits->len > 0);
}

static void
show_around (TnHouseholdPage *self)
{
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000);

  tn_chips_fill (self->chips, self->detail->memberships, tn_workspace_get_lookups (self->workspace), today);
  tn_facts_fill (self->facts, self->detail);
  show_visits (self);
  tn_support_received_show (self->received, self->workspace, &self->id);
}

static void
show_history (TnHouseholdPage *self)
{
  tn_history_rows_fill (self->history, self->detail->history);
  gtk_widget_show (GTK_WIDGET (self->history));
}

/* What stands below the people comes in turns of its own, so that a key gets in between: first what is above the history, before anything is drawn, and the
 * history once that has been laid out. A frame lays out what is new in it, and that is what a key waits for longest. */
static gboolean
show_part_cb (gpointer user_data)
{
  static void (*const parts[]) (TnHouseholdPage *self) = { show_around, show_history };
  TnHouseholdPage *self = user_data;

  self->part_id = 0;
  parts[self->part++] (self);
  if (self->part < G_N_ELEMENTS (parts))
    self->part_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_part_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

/* other: it was not shown before. Its history is not seen under the name of the one before it. */
static void
show_detail (TnHouseholdPage *self, gboolean other)
{
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000);

  show_header (self);
  show_conflicts (self);
  show_people (self, today);
  gtk_stack_set_visible_child_name (self->stack, "page");
  tn_household_page_update_actions (self);
  if (other)
    gtk_widget_hide (GTK_WIDGET (self->history));
  self->part = 0;
  g_clear_handle_id (&self->part_id, g_source_remove);
  self->part_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_part_cb, self, NULL);
}

static void
drop_detail (TnHouseholdPage *self)
{
  g_clear_handle_id (&self->part_id, g_source_remove);
  g_clear_pointer (&self->detail, tn_household_detail_free);
}

static void
show_none (TnHouseholdPage *self, const char *title, const char *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  drop_detail (self);
  adw_status_page_set_title (self->none, title);
  adw_status_page_set_description (self->none, escaped);
  gtk_stack_set_visible_child_name (self->stack, "none");
  tn_household_page_update_actions (self);
}

/* --- reading --- */

static void
detail_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnHouseholdPage) self = user_data;
  g_autoptr (GError) error = NULL;
  TnHouseholdDetail *detail = tn_store_finish (TN_STORE (source), result, &error);

  if (detail && self->workspace && tn_id_equal (&detail->household->id, &self->id))
    {
      gboolean other = !self->detail || !tn_id_equal (&self->detail->household->id, &self->id);

      drop_detail (self);
      self->detail = detail;
      show_detail (self, other);
      if (other)
        gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
      return;
    }
  if (detail)
    tn_household_detail_free (detail);   /* the person went on to another household meanwhile */
  else if (g_error_matches (error, TN_ERROR, TN_ERROR_NOT_FOUND))
    show_none (self, _("This household is not here"), error->message);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_none (self, _("This household could not be read"), error->message);
}

static void
load (TnHouseholdPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  tn_store_read_async (tn_workspace_get_store (self->workspace), tn_household_detail_read, tn_id_copy (&self->id), g_free,
                       tn_household_detail_free, self->cancellable, detail_read_cb, g_object_ref (self));
}

static void
store_changed_cb (TnHouseholdPage *self)
{
  if (!tn_id_is_null (&self->id))
    load (self);
}

/* Names of categories and of volunteers may come after the page. */
static void
lookups_loaded_cb (TnHouseholdPage *self)
{
  if (self->detail)
    show_detail (self, FALSE);
}

/* --- GObject --- */

static void
tn_household_page_root (GtkWidget *widget)
{
  TnHouseholdPage *self = TN_HOUSEHOLD_PAGE (widget);

  GTK_WIDGET_CLASS (tn_household_page_parent_class)->root (widget);
  /* On the window, so that its shortcuts work wherever the keyboard is. */
  gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (widget)), "household", G_ACTION_GROUP (self->actions));
}

static void
tn_household_page_unroot (GtkWidget *widget)
{
  gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (widget)), "household", NULL);
  GTK_WIDGET_CLASS (tn_household_page_parent_class)->unroot (widget);
}

static void
tn_household_page_dispose (GObject *object)
{
  TnHouseholdPage *self = TN_HOUSEHOLD_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->part_id, g_source_remove);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (tn_household_page_parent_class)->dispose (object);
}

static void
tn_household_page_finalize (GObject *object)
{
  TnHouseholdPage *self = TN_HOUSEHOLD_PAGE (object);

  g_clear_pointer (&self->detail, tn_household_detail_free);
  g_object_unref (self->cancellable);
  g_object_unref (self->actions);
  G_OBJECT_CLASS (tn_household_page_parent_class)->finalize (object);
}

static void
tn_household_page_class_init (TnHouseholdPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_household_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_household_page_finalize;
  g_type_ensure (TN_TYPE_WRAP_LAYOUT);
  g_type_ensure (TN_TYPE_SUPPORT_RECEIVED);
  widget_class->root = tn_household_page_root;
  widget_class->unroot = tn_household_page_unroot;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/household/tn-household-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, none);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, title);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, conflict_revealer);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, conflict_label);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, conflict_cards);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, chips);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, people_group);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, people);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, facts);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, visits);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, received);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, history);
}

static void
tn_household_page_init (TnHouseholdPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->actions = g_simple_action_group_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tn_household_page_install_actions (self);
  tn_household_page_update_actions (self);
}

void
tn_household_page_attach (TnHouseholdPage *self, TnWorkspace *workspace)
{
  g_set_object (&self->workspace, workspace);
  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tn_workspace_get_lookups (workspace), "loaded", G_CALLBACK (lookups_loaded_cb), self, G_CONNECT_SWAPPED);
}

void
tn_household_page_show (TnHouseholdPage *self, const TnId *id)
{
  self->id = *id;
  load (self);
}

void
tn_household_page_focus (TnHouseholdPage *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
