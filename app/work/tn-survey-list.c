/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-survey.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-each.h"
#include "tn-text.h"
#include "tn-work-private.h"

void
tn_survey_line_free (TnSurveyLine *line)
{
  if (!line)
    return;
  g_free (line->title);
  g_free (line->from);
  g_free (line->to);
  g_free (line);
}

typedef struct { GPtrArray *lines; GHashTable *begins; const char *state; } List;

static void
add_line_cb (const TnFields *fields, gpointer data)
{
  List *list = data;
  g_autofree char *state = tn_fields_text (fields, "state"), *from = tn_fields_text (fields, "from"), *to = tn_fields_text (fields, "to");
  gint64 first = tn_listed_date (from);
  TnSurveyLine *line;

  if (list->state && !g_str_equal (state ? state : "draft", list->state))
    return;
  line = g_new0 (TnSurveyLine, 1);
  line->id = fields->id;
  line->title = tn_fields_text (fields, "title");
  if (!line->title)
    line->title = g_strdup (_(fields->kind->label));
  line->state = g_strcmp0 (state, "open") == 0 ? "open" : g_strcmp0 (state, "closed") == 0 ? "closed" : "draft";
  line->from = first ? tn_date_format (from) : NULL;
  line->to_day = tn_listed_date (to) ? tn_work_last_day (tn_listed_date (to)) : 0;   /* "to 12/2021" is to its end */
  line->to = line->to_day ? tn_date_format (to) : NULL;
  g_hash_table_insert (list->begins, line, g_memdup2 (&first, sizeof first));
  g_ptr_array_add (list->lines, line);
}

static int
get_order (const TnSurveyLine *line)
{
  return g_str_equal (line->state, "open") ? 0 : g_str_equal (line->state, "draft") ? 1 : 2;
}

static int
compare_lines_cb (gconstpointer a, gconstpointer b, gpointer begins)
{
  const TnSurveyLine *x = *(const TnSurveyLine *const *) a, *y = *(const TnSurveyLine *const *) b;
  gint64 from_x = *(gint64 *) g_hash_table_lookup (begins, x), from_y = *(gint64 *) g_hash_table_lookup (begins, y);

  if (get_order (x) != get_order (y))
    return get_order (x) - get_order (y);
  return from_x != from_y ? (from_x > from_y ? -1 : 1) : tn_text_compare (x->title, y->title);
}

GPtrArray *
tn_survey_list (TnCopy *copy, const char *state, const char *typed, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_survey_line_free);
  g_autoptr (GHashTable) begins = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  List list = { lines, begins, state };

  if (!tn_query_each_found (copy, "survey", typed, add_line_cb, &list, error))
    return NULL;
  for (guint i = 0; i < lines->len; i++)
    {
      TnSurveyLine *line = lines->pdata[i];
      TnListedQuery sheets = { .kind = "survey_sheet", .parent = &line->id };

      if (!tn_query_count_listed (copy, &sheets, &line->n_sheets, error))
        return NULL;
    }
  g_ptr_array_sort_with_data (lines, compare_lines_cb, begins);
  return g_steal_pointer (&lines);
}
