/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-door-actions.h"
#include <glib/gi18n.h>
#include "tn-draft.h"
#include "tn-key-window.h"
#include "tn-print-round.h"
#include "tn-visit-dialog.h"

static void
visit_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  const char *household_text, *stop_text;
  TnId household, stop;

  g_variant_get (parameter, "(&s&s)", &household_text, &stop_text);
  if (tn_id_parse (household_text, -1, &household))
    tn_visit_dialog_open (window, &household, tn_id_parse (stop_text, -1, &stop) ? &stop : NULL);
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  TnId round;

  if (tn_id_parse (g_variant_get_string (parameter, NULL), -1, &round))
    tn_print_round_ask (window, &round);
}

static void
key_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  TnId round;

  if (tn_id_parse (g_variant_get_string (parameter, NULL), -1, &round))
    tn_key_window_open (window, &round);
}

/* --- what was left half typed --- */

/* The first draft of a visit: a household and a stop, as the action takes them. NULL with error; null household = there is none. */
static gpointer
read_left (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) keys = tn_draft_keys (copy, "visit/", error);
  TnDoorKey *found = keys ? g_new0 (TnDoorKey, 1) : NULL;

  for (guint i = 0; keys && i < keys->len && tn_id_is_null (&found->household); i++)
    {
      g_autofree char *text = tn_draft_get (copy, keys->pdata[i]);
      g_autoptr (TnVisit) visit = text ? tn_visit_from_draft (text) : NULL;

      if (visit)
        *found = (TnDoorKey) { visit->household, visit->stop };
    }
  return found;
}

static void
left_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree TnDoorKey *left = tn_store_finish (TN_STORE (source), result, &error);
  AdwToast *toast;
  TnIdStr household, stop = "";

  if (!left)
    g_warning ("drafts could not be read: %s", error->message);
  if (!left || tn_id_is_null (&left->household))
    return;
  tn_id_format (&left->household, household);
  if (!tn_id_is_null (&left->stop))
    tn_id_format (&left->stop, stop);
  toast = adw_toast_new (_("A visit was typed and not saved"));
  adw_toast_set_button_label (toast, _("_Go On"));
  adw_toast_set_action_name (toast, "win.visit");
  adw_toast_set_action_target_value (toast, g_variant_new ("(ss)", household, stop));
  adw_toast_set_timeout (toast, 0);
  tn_window_add_toast (window, toast);
}

static void
copy_changed_cb (TnWindow *window)
{
  TnWorkspace *workspace = tn_window_get_workspace (window);

  if (workspace)
    tn_store_read_async (tn_workspace_get_store (workspace), read_left, NULL, NULL, g_free, NULL, left_read_cb, g_object_ref (window));
}

void
tn_door_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "visit", .activate = visit_cb, .parameter_type = "(ss)" },
    { .name = "print-round", .activate = print_cb, .parameter_type = "s" },
    { .name = "key-round", .activate = key_cb, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  g_signal_connect (window, "copy-changed", G_CALLBACK (copy_changed_cb), NULL);
}
