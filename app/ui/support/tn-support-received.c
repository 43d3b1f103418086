/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-support-received.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-money.h"
#include "tn-record-page.h"
#include "tn-support.h"
#include "tn-window.h"

#define SHOWN 20u

struct _TnSupportReceived
{
  AdwPreferencesGroup parent_instance;

  TnId household;
  GPtrArray *rows;             /* GtkWidget, in the group */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TnSupportReceived, tn_support_received, ADW_TYPE_PREFERENCES_GROUP)

/* A receipt in words. */
typedef struct
{
  TnId programme;
  char *title, *detail, *what;
  gboolean counts;
} Received;

static void
free_received (gpointer data)
{
  Received *received = data;

  g_free (received->title);
  g_free (received->detail);
  g_free (received->what);
  g_free (received);
}

static char *
dup_what (const TnReceipt *receipt)
{
  if (receipt->amount)
    return tn_money_show (receipt->amount);
  return g_strdup_printf ("%s%s%s", receipt->quantity ? receipt->quantity : "", receipt->quantity && receipt->goods ? " " : "", receipt->goods ? receipt->goods : "");
}

static Received *
make_received (TnCopy *copy, const TnReceipt *receipt, const TnId *household)
{
  Received *received = g_new0 (Received, 1);
  g_autofree char *day = tn_date_format_time (receipt->at), *who = tn_id_equal (&receipt->subject, household) ? g_strdup (_("Household")) : tn_query_title (copy, &receipt->subject);

  received->programme = receipt->programme;
  received->title = tn_query_title (copy, &receipt->programme);
  received->detail = receipt->counts ? g_strdup_printf ("%s · %s", who, day)
                   /* Translators: a person, a date: a receipt that was settled */
                   : g_strdup_printf (_("%s · %s · does not count"), who, day);
  received->what = dup_what (receipt);
  received->counts = receipt->counts;
  return received;
}

static gpointer
read_received (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) receipts = tn_support_receipts (copy, NULL, data, error);
  GPtrArray *all;

  if (!receipts)
    return NULL;
  all = g_ptr_array_new_with_free_func (free_received);
  for (guint i = receipts->len; i > 0 && all->len < SHOWN; i--)
    g_ptr_array_add (all, make_received (copy, receipts->pdata[i - 1], data));
  return all;
}

/* --- rows --- */

static void
activated_cb (GtkWidget *row, const TnId *programme)
{
  TnWindow *window = tn_window_of (row);

  if (window)
    tn_window_go (window, "support", programme);
}

static void
add_row (TnSupportReceived *self, const Received *received)
{
  GtkWidget *row = tn_record_page_row (ADW_PREFERENCES_GROUP (self), received->title, received->detail);
  TnId *programme = tn_id_copy (&received->programme);

  tn_record_page_row_end (row, received->what, received->counts ? "numeric" : "dim-label");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "tn-programme", programme, g_free);
  g_signal_connect (row, "activated", G_CALLBACK (activated_cb), programme);
  g_ptr_array_add (self->rows, row);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnSupportReceived) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = tn_store_finish (TN_STORE (source), result, &error);

  if (!all && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; all && i < all->len; i++)
    add_row (self, all->pdata[i]);
  if (error)
    g_ptr_array_add (self->rows, tn_record_page_row (ADW_PREFERENCES_GROUP (self), _("This is not shown"), error->message));
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

void
tn_support_received_show (TnSupportReceived *self, TnWorkspace *workspace, const TnId *household)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (!tn_id_equal (&self->household, household))   /* nothing of another home while it is read */
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->household = *household;
  tn_store_read_async (tn_workspace_get_store (workspace), read_received, tn_id_copy (household), g_free, (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb,
                       g_object_ref (self));
}

static void
tn_support_received_dispose (GObject *object)
{
  g_cancellable_cancel (TN_SUPPORT_RECEIVED (object)->cancellable);
  G_OBJECT_CLASS (tn_support_received_parent_class)->dispose (object);
}

static void
tn_support_received_finalize (GObject *object)
{
  TnSupportReceived *self = TN_SUPPORT_RECEIVED (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (tn_support_received_parent_class)->finalize (object);
}

static void
tn_support_received_class_init (TnSupportReceivedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_support_received_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_support_received_finalize;
}

static void
tn_support_received_init (TnSupportReceived *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Support Received"));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
