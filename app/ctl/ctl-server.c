/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-meta-keys.h"
#include "tn-sync.h"

/* The district's server may move (a standby takes over); its certificate authority, which is what the laptop trusts, does not. */
static gboolean
set_server (TnCopy *copy, const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (!tn_is_enrolled (copy)) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This laptop is not enrolled at a district yet. What you typed is safe here. Enrol it with an invitation of the district."));
    return FALSE;
  }
  if (!uri || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 || !g_uri_get_host (uri) || !*g_uri_get_host (uri)) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no address of a server. Nothing was changed. Write it like https://tungnha.example:8443."), url);
    return FALSE;
  }
  return tn_copy_set_meta (copy, TN_META_SERVER_URL, url, error);
}

gboolean
tn_ctl_server (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 0, 1, "server [URL]", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, argc > 1 ? 0 : TN_COPY_READ_ONLY, error);
  if (!copy || (argc > 1 && !set_server (copy, argv[1], error)))
    return FALSE;
  g_autofree char *url = tn_copy_get_meta (copy, TN_META_SERVER_URL);
  cJSON_AddStringToObject (ctl->out, "server", url ? url : "");
  tn_ctl_say (ctl, "%s", url ? url : "");
  return TRUE;
}
