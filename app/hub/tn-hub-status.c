/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window and tungnha-ctl show of a hub. */
#include "tn-hub.h"
#include "tn-auth.h"
#include "tn-hub-copy.h"
#include "tn-meta-keys.h"
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

static void
free_laptop (gpointer data)
{
  TnHubLaptop *laptop = data;
  g_free (laptop->device);
  g_free (laptop->name);
  g_free (laptop->user);
  g_free (laptop);
}

void
tn_hub_status_free (TnHubStatus *status)
{
  if (!status) return;
  g_clear_pointer (&status->laptops, g_ptr_array_unref);
  g_free (status);
}

static gint
compare_seen (gconstpointer a, gconstpointer b)
{
  const TnHubLaptop *x = *(const TnHubLaptop *const *) a, *y = *(const TnHubLaptop *const *) b;
  if (x->seen_at != y->seen_at) return x->seen_at < y->seen_at ? 1 : -1;
  return g_strcmp0 (x->name, y->name);
}

static gboolean
read_seen (TnCopy *copy, TnHubLaptop *laptop, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT seen_at FROM hub_device WHERE device=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, laptop->device);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW) laptop->seen_at = tn_stmt_int (stmt, 0);
  return step != TN_STEP_ERROR;
}

static gboolean
add_laptop (TnCopy *copy, GPtrArray *laptops, TnSlice body, const char *own, gboolean ever, GError **error)
{
  g_autoptr (TnDevice) device = NULL;
  g_autoptr (GPtrArray) grants = NULL;
  if (!tn_auth_parse (body, tn_copy_ward (copy), &device, &grants, error)) return FALSE;
  if (g_strcmp0 (device->device, own) == 0) return TRUE;
  TnHubLaptop *laptop = g_new0 (TnHubLaptop, 1);
  *laptop = (TnHubLaptop) { g_strdup (device->device), g_strdup (device->name), g_strdup (device->user), 0, device->revoked };
  g_ptr_array_add (laptops, laptop);
  return !ever || read_seen (copy, laptop, error);
}

static GPtrArray *
list_laptops (TnCopy *copy, GError **error)
{
  g_autofree char *own = tn_copy_get_meta (copy, TN_META_DEVICE), *version = tn_copy_get_meta (copy, TN_META_HUB_VERSION);
  g_autoptr (GPtrArray) laptops = g_ptr_array_new_with_free_func (free_laptop);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT body FROM record WHERE stream='" TN_STREAM_AUTH "' AND kind='" TN_AUTH_KIND "' AND del=0", error);
  if (!stmt) return NULL;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (!add_laptop (copy, laptops, tn_stmt_slice (stmt, 0), own, version != NULL, error)) return NULL;
  g_ptr_array_sort (laptops, compare_seen);
  return step == TN_STEP_DONE ? g_steal_pointer (&laptops) : NULL;
}

TnHubStatus *
tn_hub_status (TnCopy *copy, GError **error)
{
  g_autoptr (TnHubStatus) status = g_new0 (TnHubStatus, 1);
  status->on = tn_hub_is_enabled (copy);
  status->certificate_ends = tn_hub_certificate_ends (tn_copy_path (copy));
  if (!tn_relay_summary (copy, &status->relay, error) || !(status->laptops = list_laptops (copy, error))) return NULL;
  return g_steal_pointer (&status);
}

/* ---- where a team finds it ---- */

static gboolean
is_usable (const struct ifaddrs *i)
{
  return i->ifa_addr && i->ifa_addr->sa_family == AF_INET && (i->ifa_flags & IFF_UP) && !(i->ifa_flags & IFF_LOOPBACK);
}

static void
add_networks (GStrvBuilder *list, int port)
{
  struct ifaddrs *all = NULL;
  if (getifaddrs (&all) != 0) return;   /* no list of networks: the person types what he knows */
  for (struct ifaddrs *i = all; i; i = i->ifa_next) {
    char text[INET_ADDRSTRLEN];
    struct sockaddr_in in;
    if (!is_usable (i)) continue;
    memcpy (&in, i->ifa_addr, sizeof in);
    if (!inet_ntop (AF_INET, &in.sin_addr, text, sizeof text)) continue;
    g_autofree char *url = g_strdup_printf ("https://%s:%d", text, port);
    g_strv_builder_add (list, url);
  }
  freeifaddrs (all);
}

char **
tn_hub_addresses (const char *url)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri ? g_uri_get_host (uri) : "";
  if (strcmp (host, "0.0.0.0") == 0 || strcmp (host, "::") == 0) add_networks (list, g_uri_get_port (uri));
  else g_strv_builder_add (list, url);
  return g_strv_builder_end (list);
}
