/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reconciling asks of a person: things that two people changed, and what has not been sent. */
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-outbox.h"

static gboolean
add_conflicts (TnTodayRead *read, GError **error)
{
  g_autoptr (GPtrArray) conflicts = tn_query_conflicts (read->copy, NULL, error);
  if (!conflicts) return FALSE;
  for (guint i = 0; i < conflicts->len; i++) {
    const TnConflictItem *item = conflicts->pdata[i];
    tn_today_add (read, TN_TODAY_CONFLICT, "conflicts", NULL, g_strdup (item->title), g_strdup (item->unit_label), item->other_at);
  }
  return TRUE;
}

/* Unsent edits are of one place to go: they are counted, and the oldest says since when. */
static gboolean
add_unsent (TnTodayRead *read, GError **error)
{
  TnOutboxSummary summary;
  if (!tn_outbox_summary (read->copy, &summary, error)) return FALSE;
  if (!summary.waiting && !summary.held) return TRUE;
  guint64 n = summary.waiting + summary.held;
  g_autofree char *since = summary.oldest_ms ? tn_date_format_time (summary.oldest_ms) : NULL;
  char *title = g_strdup_printf (ngettext ("%u change waits to be sent", "%u changes wait to be sent", (gulong) n), (guint) n);
  /* Translators: a date and time */
  tn_today_add (read, TN_TODAY_UNSENT, "reconciling", NULL, title, since ? g_strdup_printf (_("The oldest is of %s."), since) : NULL, 0);
  return TRUE;
}

gboolean
tn_today_add_sync (TnTodayRead *read, GError **error)
{
  return add_conflicts (read, error) && add_unsent (read, error);
}
