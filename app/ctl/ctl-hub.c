/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ward laptop as hub of its team (app/hub), without a window: serves until it is ended, and hands on what the team sends as soon as the district
 * is reached. */
#include "tn-ctl-commands.h"
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include "tn-date.h"
#include "tn-hub.h"
#include "tn-reconciler.h"

#define DEFAULT_LISTEN "0.0.0.0:8444"
#define INTERVAL_MINUTES 15

typedef struct {
  TnCtl *ctl;
  GMainLoop *loop;
  TnHub *hub;
  TnStore *store;
  TnReconciler *reconciler;
  GError *error;
} Serve;

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
look_cb (gpointer user_data)
{
  Serve *s = user_data;
  if (s->reconciler)
    tn_reconciler_look (s->reconciler);
  return G_SOURCE_REMOVE;
}

/* On a thread of the hub. */
static void
sent_cb (gpointer user_data)
{
  g_idle_add (look_cb, user_data);
}

static void
store_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Serve *s = user_data;
  s->store = tn_store_open_finish (result, &s->error);
  if (!s->store) {
    g_main_loop_quit (s->loop);
    return;
  }
  s->reconciler = tn_reconciler_new (s->store, INTERVAL_MINUTES);
  tn_reconciler_start (s->reconciler);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  tn_reconciler_stop_finish (TN_RECONCILER (source), result, NULL);
  g_main_loop_quit (user_data);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Serve *s = user_data;
  tn_store_close_finish (TN_STORE (source), result, s->error ? NULL : &s->error);
  g_main_loop_quit (s->loop);
}

static void
stop_all (Serve *s)
{
  tn_hub_free (g_steal_pointer (&s->hub));
  if (s->reconciler) {
    tn_reconciler_stop_async (s->reconciler, stopped_cb, s->loop);
    g_main_loop_run (s->loop);
  }
  g_clear_object (&s->reconciler);
  if (s->store) {
    tn_store_close_async (s->store, closed_cb, s);
    g_main_loop_run (s->loop);
  }
  g_clear_object (&s->store);
}

/* One line, at once, also into a pipe: who started us waits for it. */
static void
say_ready (Serve *s)
{
  g_auto (GStrv) addresses = tn_hub_addresses (tn_hub_url (s->hub));
  g_autofree char *all = g_strjoinv ("  ", addresses);
  g_print (_("Serving the team at %s\n"), *all ? all : tn_hub_url (s->hub));
  fflush (stdout);
  cJSON_AddStringToObject (s->ctl->out, "url", tn_hub_url (s->hub));
}

static gboolean
serve (TnCtl *ctl, const char *listen, GError **error)
{
  Serve s = { .ctl = ctl };
  {
    g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
    if (!copy || !tn_hub_prepare (copy, NULL, NULL, error))
      return FALSE;
  }
  if (!(s.hub = tn_hub_new (ctl->copy_path, NULL, error)))
    return FALSE;
  tn_hub_set_sent (s.hub, sent_cb, &s);
  if (!tn_hub_start (s.hub, listen, error)) {
    tn_hub_free (s.hub);
    return FALSE;
  }
  s.loop = g_main_loop_new (NULL, FALSE);
  guint term = g_unix_signal_add (SIGTERM, quit_cb, s.loop), interrupt = g_unix_signal_add (SIGINT, quit_cb, s.loop);
  tn_store_open_async (ctl->copy_path, 0, NULL, store_opened_cb, &s);
  say_ready (&s);
  g_main_loop_run (s.loop);
  stop_all (&s);
  g_source_remove (term);
  g_source_remove (interrupt);
  g_idle_remove_by_data (&s);
  g_main_loop_unref (s.loop);
  if (s.error)
    g_propagate_error (error, s.error);
  return s.error == NULL;
}

static void
add_laptop (TnCtl *ctl, cJSON *list, const TnHubLaptop *laptop)
{
  cJSON *item = cJSON_CreateObject ();
  g_autofree char *seen = laptop->seen_at ? tn_date_format_time (laptop->seen_at) : g_strdup (_("never here"));
  cJSON_AddItemToArray (list, item);
  cJSON_AddStringToObject (item, "device", laptop->device);
  cJSON_AddStringToObject (item, "name", laptop->name);
  cJSON_AddStringToObject (item, "user", laptop->user);
  cJSON_AddNumberToObject (item, "seen_at", (double) laptop->seen_at);
  cJSON_AddBoolToObject (item, "revoked", laptop->revoked);
  tn_ctl_say (ctl, "  %s  %s  %s%s%s", seen, laptop->name, laptop->user, laptop->revoked ? "  " : "", laptop->revoked ? _("withdrawn") : "");
}

static gboolean
show_status (TnCtl *ctl, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (TnHubStatus) status = copy ? tn_hub_status (copy, error) : NULL;
  if (!status)
    return FALSE;
  g_autofree char *ends = status->certificate_ends ? tn_date_format_time (status->certificate_ends) : NULL;
  cJSON_AddBoolToObject (ctl->out, "on", status->on);
  cJSON_AddNumberToObject (ctl->out, "certificate_ends", (double) status->certificate_ends);
  cJSON_AddNumberToObject (ctl->out, "waiting", (double) status->relay.waiting);
  cJSON_AddNumberToObject (ctl->out, "held", (double) status->relay.held);
  tn_ctl_say (ctl, "%s", status->on ? _("This laptop serves its team.") : _("This laptop does not serve a team."));
  if (ends)
    tn_ctl_say (ctl, _("Its certificate ends on %s."), ends);
  tn_ctl_say (ctl, ngettext ("%u edit of the team is to be handed on, %u held by the district.", "%u edits of the team are to be handed on, %u held by the district.",
                             (gulong) status->relay.waiting), (guint) status->relay.waiting, (guint) status->relay.held);
  cJSON *list = cJSON_AddArrayToObject (ctl->out, "laptops");
  for (guint i = 0; i < status->laptops->len; i++)
    add_laptop (ctl, list, status->laptops->pdata[i]);
  return TRUE;
}

static gboolean
turn_off (TnCtl *ctl, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  if (!copy || !tn_hub_end (copy, error))
    return FALSE;
  cJSON_AddBoolToObject (ctl->out, "on", FALSE);
  tn_ctl_say (ctl, _("This laptop no longer serves its team. What is still to be handed on goes up with the next reconciliations."));
  return TRUE;
}

gboolean
tn_ctl_hub (TnCtl *ctl, int argc, char **argv, GError **error)
{
  static const char usage[] = "hub [--listen ADDRESS:PORT] | hub status | hub off";
  g_autofree char *listen = NULL;
  const GOptionEntry entries[] = { { "listen", 0, 0, G_OPTION_ARG_STRING, &listen, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, 1, usage, error))
    return FALSE;
  if (argc == 1)
    return serve (ctl, listen ? listen : DEFAULT_LISTEN, error);
  if (g_str_equal (argv[1], "status"))
    return show_status (ctl, error);
  if (g_str_equal (argv[1], "off"))
    return turn_off (ctl, error);
  return tn_ctl_misused (usage, error);
}
