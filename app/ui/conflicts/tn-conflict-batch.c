/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-conflict-batch.h"
#include <glib/gi18n.h>
#include "tn-conflict-card.h"
#include "tn-date.h"
#include "tn-window.h"

#define MAX_CARDS 50   /* a person settles some, then the next come up */

struct _TnConflictBatch
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkWidget *keep_all;
  GtkToggleButton *one_by_one;
  GtkBox *cards;

  TnWorkspace *workspace;
  char *batch;
  GArray *ids;      /* TnId of all that are open */
};

G_DEFINE_FINAL_TYPE (TnConflictBatch, tn_conflict_batch, ADW_TYPE_BIN)

static TnEdit *
build_settle_all (TnCopy *copy, gpointer data, GError **error)
{
  GArray *ids = data;
  TnEdit *edit = tn_edit_new (_("Settled the conflicts of a restore"));

  for (guint i = 0; i < ids->len; i++)
    tn_edit_resolve (edit, &g_array_index (ids, TnId, i), TN_KEEP_STANDING, NULL);
  return edit;
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnConflictBatch) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (!tn_workspace_run_finish (TN_WORKSPACE (source), result, &error) && tn_window_of (self))
    tn_window_show_error (tn_window_of (self), _("The conflicts could not be settled"), error);
}

/* One edit, which one undo takes back: that is why nobody is asked first. */
static void
keep_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnConflictBatch *self = TN_CONFLICT_BATCH (widget);

  gtk_widget_set_sensitive (widget, FALSE);
  tn_workspace_run_async (self->workspace, build_settle_all, g_array_copy (self->ids), (GDestroyNotify) g_array_unref, NULL, settled_cb, g_object_ref (self));
}

static void
tn_conflict_batch_finalize (GObject *object)
{
  TnConflictBatch *self = TN_CONFLICT_BATCH (object);

  g_clear_object (&self->workspace);
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self->batch);
  G_OBJECT_CLASS (tn_conflict_batch_parent_class)->finalize (object);
}

static void
tn_conflict_batch_class_init (TnConflictBatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tn_conflict_batch_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/conflicts/tn-conflict-batch.ui");
  gtk_widget_class_bind_template_child (widget_class, TnConflictBatch, title);
  gtk_widget_class_bind_template_child (widget_class, TnConflictBatch, keep_all);
  gtk_widget_class_bind_template_child (widget_class, TnConflictBatch, one_by_one);
  gtk_widget_class_bind_template_child (widget_class, TnConflictBatch, cards);
  gtk_widget_class_install_action (widget_class, "batch.keep-all", NULL, keep_all);
}

static void
tn_conflict_batch_init (TnConflictBatch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static TnConflictBatch *
find_batch (GtkBox *box, const char *batch)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (box)); child; child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (TN_CONFLICT_BATCH (child)->batch, batch))
      return TN_CONFLICT_BATCH (child);
  return NULL;
}

static void
update (TnConflictBatch *self, GPtrArray *items)
{
  const TnConflictItem *first = items->pdata[0];
  g_autofree char *when = tn_date_format_time (first->batch_at);
  /* Translators: %s is a date and time. */
  g_autofree char *text = g_strdup_printf (ngettext ("The district’s server was restored (%s): %u value to look at", "The district’s server was restored (%s): %u values to look at", items->len), when, items->len);

  gtk_label_set_text (self->title, text);
  g_array_set_size (self->ids, 0);
  for (guint i = 0; i < items->len; i++)
    g_array_append_val (self->ids, ((const TnConflictItem *) items->pdata[i])->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->keep_all), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  tn_conflict_cards_show (self->cards, self->workspace, items, MAX_CARDS, TRUE);
}

static TnConflictBatch *
make_batch (TnWorkspace *workspace, const char *batch)
{
  TnConflictBatch *self = g_object_new (TN_TYPE_CONFLICT_BATCH, NULL);

  self->workspace = g_object_ref (workspace);
  self->batch = g_strdup (batch);
  self->ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  return self;
}

static void
remove_settled (GtkBox *box, GHashTable *batches)
{
  GtkWidget *next;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (box)); child; child = next)
    {
      next = gtk_widget_get_next_sibling (child);
      if (!g_hash_table_contains (batches, TN_CONFLICT_BATCH (child)->batch))
        gtk_box_remove (box, child);
    }
}

GPtrArray *
tn_conflict_batches_show (GtkBox *box, TnWorkspace *workspace, GPtrArray *items)
{
  g_autoptr (GHashTable) batches = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  GPtrArray *others = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      TnConflictItem *item = items->pdata[i];

      if (*item->batch && !g_hash_table_contains (batches, item->batch))
        {
          g_hash_table_insert (batches, item->batch, g_ptr_array_new ());
          g_ptr_array_add (order, item->batch);
        }
      g_ptr_array_add (*item->batch ? g_hash_table_lookup (batches, item->batch) : others, item);
    }
  remove_settled (box, batches);
  for (guint i = 0; i < order->len; i++)
    {
      TnConflictBatch *self = find_batch (box, order->pdata[i]);

      if (!self)
        gtk_box_prepend (box, GTK_WIDGET (self = make_batch (workspace, order->pdata[i])));
      update (self, g_hash_table_lookup (batches, order->pdata[i]));
    }
  gtk_widget_set_visible (GTK_WIDGET (box), g_hash_table_size (batches) > 0);
  return others;
}
