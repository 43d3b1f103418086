/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-upstream-group.h"
#include <glib/gi18n.h>
#include "tn-hub-copy.h"
#include "tn-meta-keys.h"
#include "tn-outbox.h"

enum { DISTRICT, WARD_LAPTOP };

struct _TnUpstreamGroup
{
  AdwPreferencesGroup parent_instance;

  AdwComboRow *choice;
  GtkEditable *address;
  AdwActionRow *message_row, *there_row;

  TnStore *store;
  TnReconciler *reconciler;
  GCancellable *cancellable;
  gboolean setting, typing;      /* typing: the ward's laptop was chosen, and its address is still to come */
};

G_DEFINE_FINAL_TYPE (TnUpstreamGroup, tn_upstream_group, ADW_TYPE_PREFERENCES_GROUP)

typedef struct { char *url; gboolean enrolled, is_hub; TnOutboxSummary outbox; } Facts;

static void
free_facts (gpointer data)
{
  g_free (((Facts *) data)->url);
  g_free (data);
}

static gpointer
query (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Facts *facts = g_new0 (Facts, 1);

  facts->url = tn_copy_get_meta (copy, TN_META_HUB_URL);
  facts->enrolled = tn_is_enrolled (copy);
  facts->is_hub = tn_hub_is_enabled (copy);
  if (tn_outbox_summary (copy, &facts->outbox, error))
    return facts;
  free_facts (facts);
  return NULL;
}

static void
show_message (TnUpstreamGroup *self, const char *message)
{
  adw_action_row_set_subtitle (self->message_row, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_row), message != NULL);
}

static void
show_facts (TnUpstreamGroup *self, const Facts *facts)
{
  g_autofree char *there = g_strdup_printf (ngettext ("%u change is at the ward’s laptop, on its way to the district.", "%u changes are at the ward’s laptop, on their way to the district.",
                                                      (gulong) facts->outbox.at_hub), (guint) facts->outbox.at_hub);

  gtk_widget_set_visible (GTK_WIDGET (self), facts->enrolled && !facts->is_hub);
  adw_action_row_set_subtitle (self->there_row, there);
  gtk_widget_set_visible (GTK_WIDGET (self->there_row), facts->outbox.at_hub > 0);
  if (self->typing)
    return;
  self->setting = TRUE;
  adw_combo_row_set_selected (self->choice, facts->url ? WARD_LAPTOP : DISTRICT);
  if (facts->url && g_strcmp0 (gtk_editable_get_text (self->address), facts->url) != 0)
    gtk_editable_set_text (self->address, facts->url);
  gtk_widget_set_visible (GTK_WIDGET (self->address), facts->url != NULL);
  self->setting = FALSE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnUpstreamGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  Facts *facts = tn_store_finish (TN_STORE (source), result, &error);

  if (self->cancellable && facts)
    show_facts (self, facts);
  else if (self->cancellable)
    show_message (self, error->message);
  g_clear_pointer (&facts, free_facts);
}

static void
read_facts (TnUpstreamGroup *self)
{
  tn_store_read_async (self->store, query, NULL, NULL, free_facts, self->cancellable, read_cb, g_object_ref (self));
}

/* ---- the choice ---- */

static gpointer
write_choice (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_sync_set_hub (copy, data, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnUpstreamGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (tn_store_finish (TN_STORE (source), result, &error) && self->reconciler)
    {
      self->typing = FALSE;
      tn_reconciler_reconnect (self->reconciler);
    }
  if (!self->cancellable)
    return;
  show_message (self, error ? error->message : NULL);
  read_facts (self);
}

static void
choose (TnUpstreamGroup *self, const char *url)
{
  tn_store_write_async (self->store, write_choice, g_strdup (url), g_free, NULL, NULL, written_cb, g_object_ref (self));
}

/* "192.168.1.5:8444" will do. */
static char *
tidy_address (const char *typed)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));

  return strstr (text, "://") || !*text ? g_steal_pointer (&text) : g_strconcat ("https://", text, NULL);
}

static void
address_cb (TnUpstreamGroup *self)
{
  g_autofree char *url = tidy_address (gtk_editable_get_text (self->address));
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  gboolean good = uri && g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 && g_uri_get_host (uri) && *g_uri_get_host (uri) && !strpbrk (url, " \t");

  if (good)
    choose (self, url);
  else
    show_message (self, _("This is no address of a ward’s laptop. It looks like https://192.168.1.5:8444 and stands on that laptop’s page of reconciling."));
}

static void
choice_cb (TnUpstreamGroup *self)
{
  gboolean laptop = adw_combo_row_get_selected (self->choice) == WARD_LAPTOP;

  gtk_widget_set_visible (GTK_WIDGET (self->address), laptop);
  if (self->setting || !self->store)
    return;
  self->typing = laptop;
  show_message (self, NULL);
  if (laptop)
    gtk_widget_grab_focus (GTK_WIDGET (self->address));
  else
    choose (self, NULL);
}

void
tn_upstream_group_attach (TnUpstreamGroup *self, TnWorkspace *workspace)
{
  self->reconciler = tn_workspace_get_reconciler (workspace);
  if (!self->reconciler)
    return;
  g_object_ref (self->reconciler);
  self->store = g_object_ref (tn_workspace_get_store (workspace));
  g_signal_connect_object (self->store, "changed", G_CALLBACK (read_facts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reconciler, "notify::state", G_CALLBACK (read_facts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reconciler, "session-done", G_CALLBACK (read_facts), self, G_CONNECT_SWAPPED);
  read_facts (self);
}

static void
tn_upstream_group_dispose (GObject *object)
{
  TnUpstreamGroup *self = TN_UPSTREAM_GROUP (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->reconciler);
  G_OBJECT_CLASS (tn_upstream_group_parent_class)->dispose (object);
}

static void
tn_upstream_group_class_init (TnUpstreamGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_upstream_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/hub/tn-upstream-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TnUpstreamGroup, choice);
  gtk_widget_class_bind_template_child (widget_class, TnUpstreamGroup, address);
  gtk_widget_class_bind_template_child (widget_class, TnUpstreamGroup, message_row);
  gtk_widget_class_bind_template_child (widget_class, TnUpstreamGroup, there_row);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_cb);
}

static void
tn_upstream_group_init (TnUpstreamGroup *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
