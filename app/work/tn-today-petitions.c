/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Petitions whose answer is due or late. Who asks does not stand here, nor anything of a report of wrongdoing but that there is one. */
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-date.h"

static char *
say_topic (TnCopy *copy, const TnId *id)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, NULL);
  g_autofree char *topic = row ? tn_row_dup_text (row, "topic") : NULL;

  return g_strdup (topic ? tn_choice_label (tn_kind_field (row->kind, "topic"), topic) : _("Petition"));
}

static gboolean
add_kind (TnTodayRead *read, const char *kind, gboolean open, GError **error)
{
  g_autofree char *day = tn_date_today (read->now);
  TnListedQuery query = { .kind = kind, .state = "open", .from = 1, .to = tn_listed_date (day) + 1 };
  guint n;
  g_autoptr (GArray) due = NULL;

  if (!tn_query_count_listed (read->copy, &query, &n, error))
    return FALSE;
  query.limit = read->limit;
  if (n && !(due = tn_query_listed (read->copy, &query, error)))
    return FALSE;
  for (guint i = 0; due && i < due->len; i++)
    {
      const TnListed *one = &g_array_index (due, TnListed, i);
      g_autofree char *shown = tn_listed_date_show (one->at);

      /* Translators: %s is a date */
      tn_today_add (read, TN_TODAY_PETITION, "petitions", &one->id, open ? say_topic (read->copy, &one->id) : g_strdup (_("Report of wrongdoing")),
                    *shown ? g_strdup_printf (_("To be answered by %s"), shown) : NULL, one->at);
    }
  tn_today_count (read, TN_TODAY_PETITION, n - (due ? due->len : 0));
  return TRUE;
}

gboolean
tn_today_add_petitions (TnTodayRead *read, GError **error)
{
  return add_kind (read, "petition", TRUE, error) && add_kind (read, "complaint", FALSE, error);
}
