/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-conflicts-screen.h"
#include <glib/gi18n.h>
#include "tn-conflict-batch.h"
#include "tn-conflict-card.h"

#define MAX_CARDS 100   /* a person settles some, then the next come up */

struct _TnConflictsScreen
{
  TnScreen parent_instance;

  GtkStack *stack;
  AdwStatusPage *problem;
  GtkLabel *summary;
  GtkBox *batches, *cards;

  GCancellable *cancellable;
  gboolean reading, again;   /* one read at a time; a change meanwhile asks for another */
};

G_DEFINE_FINAL_TYPE (TnConflictsScreen, tn_conflicts_screen, TN_TYPE_SCREEN)

static void read_conflicts (TnConflictsScreen *self);

static gpointer
query (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_query_conflicts (copy, NULL, error);
}

static void
show_conflicts (TnConflictsScreen *self, GPtrArray *items)
{
  TnWorkspace *workspace = tn_screen_get_workspace (TN_SCREEN (self));
  g_autoptr (GPtrArray) others = tn_conflict_batches_show (self->batches, workspace, items);
  g_autofree char *text = g_strdup_printf (ngettext ("%u thing was changed by two people at once", "%u things were changed by two people at once", others->len), others->len);

  tn_conflict_cards_show (self->cards, workspace, others, MAX_CARDS, TRUE);
  gtk_label_set_text (self->summary, text);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), others->len > 0);
  tn_screen_set_badge (TN_SCREEN (self), items->len);
  gtk_stack_set_visible_child_name (self->stack, items->len ? "list" : "empty");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnConflictsScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = tn_store_finish (TN_STORE (source), result, &error);

  self->reading = FALSE;
  if (!self->cancellable)   /* the screen has gone; a read that was done is answered all the same */
    return;
  if (items)
    show_conflicts (self, items);
  else
    {
      g_autofree char *markup = g_markup_escape_text (error->message, -1);   /* this label takes markup */

      adw_status_page_set_description (self->problem, markup);
      gtk_stack_set_visible_child_name (self->stack, "problem");
    }
  if (self->again)
    read_conflicts (self);
}

static void
read_conflicts (TnConflictsScreen *self)
{
  TnStore *store = tn_workspace_get_store (tn_screen_get_workspace (TN_SCREEN (self)));

  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  tn_store_read_async (store, query, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb, g_object_ref (self));
}

static void
tn_conflicts_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (read_conflicts), screen, G_CONNECT_SWAPPED);
  read_conflicts (TN_CONFLICTS_SCREEN (screen));
}

static void
tn_conflicts_screen_dispose (GObject *object)
{
  TnConflictsScreen *self = TN_CONFLICTS_SCREEN (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (tn_conflicts_screen_parent_class)->dispose (object);
}

static void
tn_conflicts_screen_class_init (TnConflictsScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_conflicts_screen_dispose;
  TN_SCREEN_CLASS (klass)->attach = tn_conflicts_screen_attach;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/conflicts/tn-conflicts-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TnConflictsScreen, stack);
  gtk_widget_class_bind_template_child (widget_class, TnConflictsScreen, problem);
  gtk_widget_class_bind_template_child (widget_class, TnConflictsScreen, summary);
  gtk_widget_class_bind_template_child (widget_class, TnConflictsScreen, batches);
  gtk_widget_class_bind_template_child (widget_class, TnConflictsScreen, cards);
}

static void
tn_conflicts_screen_init (TnConflictsScreen *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
