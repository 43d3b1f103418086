/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-team-group.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-hub-service.h"
#include "tn-meta-keys.h"
#include "tn-qr-picture.h"

struct _TnTeamGroup
{
  AdwPreferencesGroup parent_instance;

  AdwActionRow *serve_row, *message_row, *relay_row;
  AdwPreferencesRow *address_row;
  GtkSwitch *serve_switch;
  GtkSpinner *spinner;
  GtkLabel *address;
  GtkPicture *picture;
  AdwExpanderRow *laptops_row;
  GPtrArray *laptop_rows;       /* borrowed widgets inside laptops_row */

  TnStore *store;
  TnHubService *service;
  GCancellable *cancellable;
  gboolean setting, reading, again;
};

G_DEFINE_FINAL_TYPE (TnTeamGroup, tn_team_group, ADW_TYPE_PREFERENCES_GROUP)

static void read_status (TnTeamGroup *self);

/* ---- what the copy says ---- */

typedef struct { TnHubStatus *status; gboolean may, holds_ward; } Facts;

static void
free_facts (gpointer data)
{
  Facts *facts = data;

  tn_hub_status_free (facts->status);
  g_free (facts);
}

static gpointer
query (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Facts *facts = g_new0 (Facts, 1);
  g_autofree char *scope = tn_copy_get_meta (copy, TN_META_SCOPE), *hub = tn_copy_get_meta (copy, TN_META_HUB_URL);

  facts->holds_ward = scope && strstr (scope, "\"*\"");
  facts->may = facts->holds_ward && !hub;
  facts->status = tn_hub_status (copy, error);
  if (facts->status)
    return facts;
  free_facts (facts);
  return NULL;
}

static void
add_laptop (TnTeamGroup *self, const TnHubLaptop *laptop)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *when = laptop->seen_at ? tn_date_format_time (laptop->seen_at) : NULL;
  /* Translators: when a laptop of the team last came to this one. */
  g_autofree char *seen = when ? g_strdup_printf (_("last here %s"), when) : g_strdup (_("never here"));
  g_autofree char *text = g_strdup_printf ("%s · %s", laptop->user && *laptop->user ? laptop->user : "–", laptop->revoked ? _("withdrawn") : seen);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), laptop->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_expander_row_add_row (self->laptops_row, row);
  g_ptr_array_add (self->laptop_rows, row);
}

static void
show_laptops (TnTeamGroup *self, GPtrArray *laptops)
{
  guint came = 0;

  for (guint i = 0; i < self->laptop_rows->len; i++)
    adw_expander_row_remove (self->laptops_row, self->laptop_rows->pdata[i]);
  g_ptr_array_set_size (self->laptop_rows, 0);
  for (guint i = 0; i < laptops->len; i++)
    {
      add_laptop (self, laptops->pdata[i]);
      came += ((TnHubLaptop *) laptops->pdata[i])->seen_at != 0;
    }
  g_autofree char *text = g_strdup_printf (ngettext ("%u laptop has reconciled here", "%u laptops have reconciled here", (gulong) came), came);
  adw_expander_row_set_subtitle (self->laptops_row, text);
}

static void
show_relay (TnTeamGroup *self, const TnRelaySummary *relay)
{
  g_autofree char *text = NULL;

  if (relay->waiting == 0)
    text = g_strdup (_("All that the team sent is at the district."));
  else
    {
      g_autofree char *since = tn_date_format_time (relay->oldest_ms);
      text = g_strdup_printf (ngettext ("%u change of the team waits for the district, since %s.", "%u changes of the team wait for the district, since %s.", (gulong) relay->waiting),
                              (guint) relay->waiting, since);
    }
  adw_action_row_set_subtitle (self->relay_row, text);
}

static void
show_facts (TnTeamGroup *self, const Facts *facts)
{
  gboolean on = facts->status->on;

  gtk_widget_set_visible (GTK_WIDGET (self), facts->may || on);
  gtk_widget_set_visible (GTK_WIDGET (self->relay_row), on || facts->status->relay.waiting > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->laptops_row), on);
  show_relay (self, &facts->status->relay);
  show_laptops (self, facts->status->laptops);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnTeamGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  Facts *facts = tn_store_finish (TN_STORE (source), result, &error);

  self->reading = FALSE;
  if (facts && self->cancellable)
    show_facts (self, facts);
  if (!facts && self->cancellable)
    {
      adw_action_row_set_subtitle (self->message_row, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->message_row), TRUE);
    }
  g_clear_pointer (&facts, free_facts);
  if (self->again && self->cancellable)
    read_status (self);
}

static void
read_status (TnTeamGroup *self)
{
  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  tn_store_read_async (self->store, query, NULL, NULL, free_facts, self->cancellable, read_cb, g_object_ref (self));
}

/* ---- what the server says ---- */

static void
show_address (TnTeamGroup *self, const char *url)
{
  g_auto (GStrv) addresses = url ? tn_hub_addresses (url) : g_new0 (char *, 1);
  g_autofree char *text = g_strjoinv ("\n", addresses);

  gtk_label_set_text (self->address, *text ? text : _("This laptop is in no network yet. Connect it to the team’s network."));
  tn_qr_picture_set (self->picture, addresses[0]);
  gtk_widget_set_visible (GTK_WIDGET (self->address_row), url != NULL);
}

static void
show_service (TnTeamGroup *self)
{
  gboolean serving, working;
  g_autofree char *url = NULL, *message = NULL;

  g_object_get (self->service, "serving", &serving, "working", &working, "url", &url, "message", &message, NULL);
  self->setting = TRUE;
  gtk_switch_set_active (self->serve_switch, working ? gtk_switch_get_active (self->serve_switch) : serving);
  gtk_switch_set_state (self->serve_switch, serving);
  self->setting = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->serve_switch), !working);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), working);
  gtk_spinner_set_spinning (self->spinner, working);
  adw_action_row_set_subtitle (self->message_row, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_row), message != NULL);
  show_address (self, url);
  read_status (self);
}

/* The switch shows what is; it moves when the server has. */
static gboolean
switch_cb (TnTeamGroup *self, gboolean on)
{
  if (self->setting)
    return FALSE;
  if (on)
    tn_hub_service_turn_on (self->service);
  else
    tn_hub_service_turn_off (self->service);
  return TRUE;
}

static void
copy_cb (TnTeamGroup *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->address));
}

void
tn_team_group_attach (TnTeamGroup *self, TnWorkspace *workspace)
{
  TnReconciler *reconciler = tn_workspace_get_reconciler (workspace);

  if (!reconciler)
    return;   /* a copy that is only read serves nobody */
  self->store = g_object_ref (tn_workspace_get_store (workspace));
  self->service = tn_hub_service_new (self->store, reconciler);
  g_signal_connect_object (self->service, "notify::working", G_CALLBACK (show_service), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "changed", G_CALLBACK (read_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (reconciler, "session-done", G_CALLBACK (read_status), self, G_CONNECT_SWAPPED);
  tn_hub_service_resume (self->service);
}

static void
tn_team_group_dispose (GObject *object)
{
  TnTeamGroup *self = TN_TEAM_GROUP (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->service);
  g_clear_object (&self->store);
  g_clear_pointer (&self->laptop_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (tn_team_group_parent_class)->dispose (object);
}

static void
tn_team_group_class_init (TnTeamGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_team_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/hub/tn-team-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TnTeamGroup, serve_row);
  gtk_widget_class_bind_template_child (widget_class, TnTeamGroup, message_row);
  gtk_widget_class_bind_template_child (widget_class, TnTeamGroup, relay_row);
  gtk_widget_class_bind_template_child (widget_class, TnTeamGroup, address_row);
  gtk_widget_class_bind_template_child (widget_class, TnTeamGroup, serve_switch);
  gtk_widget_class_bind_template_child (widget_class, TnTeamGroup, spinner);
  gtk_widget_class_bind_template_child (widget_class, TnTeamGroup, address);
  gtk_widget_class_bind_template_child (widget_class, TnTeamGroup, picture);
  gtk_widget_class_bind_template_child (widget_class, TnTeamGroup, laptops_row);
  gtk_widget_class_bind_template_callback (widget_class, switch_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
tn_team_group_init (TnTeamGroup *self)
{
  self->cancellable = g_cancellable_new ();
  self->laptop_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
