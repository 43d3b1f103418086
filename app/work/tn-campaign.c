/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-campaign.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-each.h"
#include "tn-text.h"
#include "tn-work-private.h"

const char *
tn_campaign_purpose (const char *topic)
{
  static const char *const same[] = { "vaccination", "support" };   /* rounds have a purpose of that name; to tell the rest is "information" */

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    if (g_strcmp0 (topic, same[i]) == 0)
      return same[i];
  return "information";
}

const char *
tn_campaign_told_field (const char *topic)
{
  static const struct { const char *topic, *field; } table[] = {
    { "prevention", "told_prevention" }, { "vaccination", "told_vaccination" }, { "care", "told_care" }, { "support", "told_support" }, { "answers", "told_answers" },
  };

  for (gsize i = 0; topic && i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].topic, topic))
      return table[i].field;
  return NULL;
}

/* ---- when ---- */

TnCampaignState
tn_campaign_state (gint64 from, gint64 to, gint64 today)
{
  if (from > today)
    return TN_CAMPAIGN_COMING;
  return to && tn_work_last_day (to) < today ? TN_CAMPAIGN_OVER : TN_CAMPAIGN_RUNNING;
}

const char *
tn_campaign_state_name (TnCampaignState state)
{
  static const char *const names[] = { [TN_CAMPAIGN_COMING] = N_("To come"), [TN_CAMPAIGN_RUNNING] = N_("Under way"), [TN_CAMPAIGN_OVER] = N_("Over") };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), "");
  return _(names[state]);
}

/* ---- lists ---- */

void
tn_campaign_line_free (TnCampaignLine *line)
{
  if (!line)
    return;
  g_free (line->name);
  g_free (line->topic);
  g_free (line->from);
  g_free (line->to);
  g_free (line);
}

typedef struct { GPtrArray *lines; GHashTable *begins; gint64 today; } List;

static void
add_line_cb (const TnFields *fields, gpointer data)
{
  List *list = data;
  TnCampaignLine *line = g_new0 (TnCampaignLine, 1);
  g_autofree char *topic = tn_fields_text (fields, "topic"), *from = tn_fields_text (fields, "from"), *to = tn_fields_text (fields, "to");
  gint64 first = tn_listed_date (from);

  line->id = fields->id;
  line->name = tn_fields_text (fields, "name");
  if (!line->name)
    line->name = g_strdup (_(fields->kind->label));
  line->topic = g_strdup (topic ? tn_choice_label (tn_kind_field (fields->kind, "topic"), topic) : "");
  line->from = first ? tn_date_format (from) : NULL;
  line->to = tn_listed_date (to) ? tn_date_format (to) : NULL;
  line->state = tn_campaign_state (first, tn_listed_date (to), list->today);
  g_hash_table_insert (list->begins, line, g_memdup2 (&first, sizeof first));
  g_ptr_array_add (list->lines, line);
}

static int
compare_lines_cb (gconstpointer a, gconstpointer b, gpointer begins)
{
  static const int order[] = { [TN_CAMPAIGN_RUNNING] = 0, [TN_CAMPAIGN_COMING] = 1, [TN_CAMPAIGN_OVER] = 2 };
  const TnCampaignLine *x = *(const TnCampaignLine *const *) a, *y = *(const TnCampaignLine *const *) b;
  gint64 from_x = *(gint64 *) g_hash_table_lookup (begins, x), from_y = *(gint64 *) g_hash_table_lookup (begins, y);

  if (order[x->state] != order[y->state])
    return order[x->state] - order[y->state];
  return from_x != from_y ? (from_x > from_y ? -1 : 1) : tn_text_compare (x->name, y->name);
}

GPtrArray *
tn_campaign_list (TnCopy *copy, const char *typed, gint64 today, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_campaign_line_free);
  g_autoptr (GHashTable) begins = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  List list = { lines, begins, today };

  if (!tn_query_each_found (copy, "campaign", typed, add_line_cb, &list, error))
    return NULL;
  g_ptr_array_sort_with_data (lines, compare_lines_cb, begins);
  return g_steal_pointer (&lines);
}

/* ---- writing ---- */

static gboolean
check_campaign (const TnValues *values, const TnRow *row, GError **error)
{
  g_autofree char *name = tn_work_dup_after (values, row, "name"), *topic = tn_work_dup_after (values, row, "topic"), *message = tn_work_dup_after (values, row, "message");
  g_autofree char *from = tn_work_dup_after (values, row, "from"), *to = tn_work_dup_after (values, row, "to");
  const char *wrong = NULL;

  if (!name || !*name || !topic || !*topic || !message || !*message)
    wrong = _("A campaign needs a name, its topic and what is to be told. Fill them in and save again.");
  else if (tn_listed_date (from) && tn_listed_date (to) && tn_work_last_day (tn_listed_date (to)) < tn_listed_date (from))
    wrong = _("It cannot end before it begins. Look at the two dates and save again.");
  if (wrong)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, wrong);
  return !wrong;
}

TnEdit *
tn_campaign_save (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = about ? tn_work_get (copy, "campaign", about, error) : NULL;
  g_autofree char *name = NULL, *label = NULL;
  TnEdit *edit;
  TnId id;

  if ((about && !row) || !check_campaign (values, row, error))
    return NULL;
  name = tn_work_dup_after (values, row, "name");
  /* Translators: %s is the name of a campaign */
  label = about ? g_strdup_printf (_("Changed the campaign “%s”"), name) : g_strdup_printf (_("New campaign “%s”"), name);
  edit = tn_edit_new (label);
  id = about ? *about : tn_edit_create (edit, "campaign", NULL);
  tn_values_apply (values, edit, &id);
  return edit;
}
