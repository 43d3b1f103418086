/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Petitions and reports of wrongdoing as they stand in the copy. */
#include "tn-petition.h"
#include <string.h>
#include "tn-apply.h"
#include "tn-text.h"

void
tn_petition_line_free (gpointer data)
{
  TnPetitionLine *line = data;

  g_free (line->topic);
  g_free (line->text);
  g_free (line);
}

typedef struct {
  GPtrArray *lines;
  const TnKind *kind;
  gboolean report, closed;   /* closed: those that are answered or passed on */
  char *search;              /* folded */
  guint limit, n_more;
  gboolean count;            /* what is behind the limit, one by one */
  gint64 today;
} Read;

static char *
dup_first_line (const char *text)
{
  gsize n = text ? strcspn (text, "\n") : 0;

  return g_strndup (text ? text : "", n);
}

static gboolean
matches (const Read *read, const char *topic, const char *text)
{
  g_autofree char *folded_topic = tn_text_fold (topic, -1), *folded_text = tn_text_fold (text ? text : "", -1);

  return !*read->search || strstr (folded_topic, read->search) || strstr (folded_text, read->search);
}

static gboolean
add_line (const TnListed *listed, TnSlice body, gpointer data)
{
  Read *read = data;
  g_autofree char *topic = tn_json_get_string (tn_json_member (body, "topic")), *text = tn_json_get_string (tn_json_member (body, "text"));
  const char *label = topic ? tn_choice_label (tn_kind_field (read->kind, "topic"), topic) : "";
  gboolean open = g_str_equal (listed->state, "open");
  TnPetitionLine *line;

  if ((read->closed && open) || (!read->report && !matches (read, label, text)))
    return TRUE;
  if (read->limit && read->lines->len >= read->limit)
    {
      read->n_more++;
      return read->count;
    }
  line = g_new0 (TnPetitionLine, 1);
  *line = (TnPetitionLine) { listed->id, read->report, g_strdup (read->report ? "" : label), read->report ? g_strdup ("") : dup_first_line (text),
                             listed->state, listed->at, open && listed->at && listed->at < read->today };
  g_ptr_array_add (read->lines, line);
  return read->count || !read->limit || read->lines->len < read->limit;
}

/* Without a search all that is asked for can be counted by the index. */
static gboolean
count_all (TnCopy *copy, const TnListedQuery *query, gboolean closed, guint *n, GError **error)
{
  TnListedQuery open = { .kind = query->kind, .state = "open" };
  guint n_open = 0;

  if (!tn_query_count_listed (copy, query, n, error) || (closed && !tn_query_count_listed (copy, &open, &n_open, error)))
    return FALSE;
  *n -= MIN (*n, n_open);
  return TRUE;
}

GPtrArray *
tn_petition_list (TnCopy *copy, TnPetitionList which, const char *search, guint limit, gint64 today, guint *n_more, GError **error)
{
  gboolean open = which == TN_PETITIONS_OPEN, report = which == TN_PETITIONS_REPORTS;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (tn_petition_line_free);
  g_autofree char *folded = tn_text_fold (search, -1);
  TnListedQuery query = { .kind = report ? "complaint" : "petition", .state = open ? "open" : NULL, .newest_first = !open };
  Read read = { lines, tn_schema_kind (query.kind), report, which == TN_PETITIONS_ANSWERED, folded, limit, 0, n_more && *folded && !report, today };
  guint n = 0;

  if (!tn_query_listed_each (copy, &query, add_line, &read, error) || (n_more && !read.count && !count_all (copy, &query, read.closed, &n, error)))
    return NULL;
  if (n_more)
    *n_more = read.count ? read.n_more : n - MIN (n, lines->len);
  return g_steal_pointer (&lines);
}

gboolean
tn_petition_holds_reports (TnCopy *copy, gboolean *holds, GError **error)
{
  g_autoptr (GPtrArray) pulls = tn_pull_list (copy, error);

  if (!pulls)
    return FALSE;
  *holds = pulls->len == 0;
  for (guint i = 0; i < pulls->len && !*holds; i++)
    {
      const char *stream = ((TnPull *) pulls->pdata[i])->stream;

      *holds = g_str_equal (stream, "*") || g_str_has_suffix (stream, tn_class_suffix (TN_CLASS_CONFIDENTIAL));
    }
  return TRUE;
}
