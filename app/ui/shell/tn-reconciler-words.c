/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-reconciler-words.h"
#include <glib/gi18n.h>
#include "tn-date.h"

static const struct
{
  const char *icon;
  const char *text;
} states[] = {
  [TN_RECONCILER_NOT_ENROLLED] = { "network-offline-symbolic", N_("This laptop is not enrolled at a district") },
  [TN_RECONCILER_IDLE] = { "emblem-ok-symbolic", N_("Connected to the district") },
  [TN_RECONCILER_WORKING] = { "emblem-synchronizing-symbolic", N_("Reconciling with the district") },
  [TN_RECONCILER_OFFLINE] = { "network-offline-symbolic", N_("No connection: you can go on working") },
  [TN_RECONCILER_FAILED] = { "dialog-warning-symbolic", N_("The last reconciliation did not succeed") },
};

const char *
tn_reconciler_state_icon (TnReconcilerState state)
{
  return states[state].icon;
}

const char *
tn_reconciler_state_text (TnReconcilerState state)
{
  return _(states[state].text);
}

char *
tn_reconciler_dup_left_text (int step, guint64 left)
{
  if (left == 0 || (step != TN_SYNC_PUSH && step != TN_SYNC_PULL))
    return NULL;
  if (step == TN_SYNC_PUSH)
    /* Translators: while changes are sent over a slow line. */
    return g_strdup_printf (ngettext ("%u change still to be sent.", "%u changes still to be sent.", (gulong) left), (guint) left);
  /* Translators: while records come over a slow line. */
  return g_strdup_printf (ngettext ("About %u record still to be received.", "About %u records still to be received.", (gulong) left), (guint) left);
}

char *
tn_reconciler_dup_last_text (gint64 last)
{
  g_autofree char *when = last ? tn_date_format_time (last) : NULL;

  /* Translators: %s is a date and time. */
  return last ? g_strdup_printf (_("Last reconciled on %s"), when) : g_strdup (_("Never reconciled yet"));
}
