/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-sync-bundle.h"

static const char usage[] = "bundle write|read|enrol FILE|FOLDER …";

static void
report (TnCtl *ctl, const TnBundleReport *r)
{
  g_autofree char *text = tn_bundle_report_to_text (r);
  cJSON *object = cJSON_AddObjectToObject (ctl->out, "bundle");
  cJSON_AddStringToObject (object, "id", r->bundle);
  if (r->path)
    cJSON_AddStringToObject (object, "file", r->path);
  cJSON_AddNumberToObject (object, "bytes", (double) r->bytes);
  if (r->read) {
    cJSON_AddBoolToObject (object, "old", r->outcome == TN_BUNDLE_OLD);
    cJSON_AddBoolToObject (object, "enrolled", r->enrolled);
    cJSON_AddNumberToObject (object, "received", r->rows);
    cJSON_AddNumberToObject (object, "confirmed", r->acked);
    cJSON_AddNumberToObject (object, "held", r->held);
    cJSON_AddNumberToObject (object, "conflicts", r->conflicts);
  } else
    cJSON_AddNumberToObject (object, "edits", r->edits);
  tn_ctl_say (ctl, "%s", text);
}

static gboolean
write_up (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (TnBundleReport) r = { 0 };
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "bundle write FILE|FOLDER", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  if (!copy || !tn_bundle_write_up_file (copy, argv[1], NULL, &r, NULL, error))
    return FALSE;
  report (ctl, &r);
  return TRUE;
}

static gboolean
read_down (TnCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean allow = FALSE;
  g_auto (TnBundleReport) r = { 0 };
  const GOptionEntry entries[] = { { "allow-removal", 0, 0, G_OPTION_ARG_NONE, &allow, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 1, 1, "bundle read FILE|FOLDER [--allow-removal]", error))
    return FALSE;
  TnSyncOptions options = { .allow_removal = allow };
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  if (!copy || !tn_bundle_read_down_file (copy, argv[1], &options, &r, NULL, error))
    return FALSE;
  cJSON_AddStringToObject (ctl->out, "ward", tn_copy_ward (copy));
  report (ctl, &r);
  return TRUE;
}

static gboolean
write_enrol (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *url = NULL, *name = NULL;
  g_auto (TnBundleReport) r = { 0 };
  const GOptionEntry entries[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, &url, NULL, NULL },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 2, 2, "bundle enrol FILE|FOLDER CODE [--url URL] [--name NAME]", error))
    return FALSE;
  g_autofree char *code = tn_ctl_read_code (argv[2], error);
  if (!code)
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_CREATE, error);
  if (!copy || !tn_bundle_write_enrol_file (copy, argv[1], code, url, name ? name : g_get_host_name (), &r, NULL, error))
    return FALSE;
  report (ctl, &r);
  return TRUE;
}

gboolean
tn_ctl_bundle (TnCtl *ctl, int argc, char **argv, GError **error)
{
  static const struct { const char *name; TnCtlRun run; } parts[] = { { "write", write_up }, { "read", read_down }, { "enrol", write_enrol } };
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (parts); i++)
    if (g_str_equal (argv[1], parts[i].name))
      return parts[i].run (ctl, argc - 1, argv + 1, error);
  return tn_ctl_misused (usage, error);
}
