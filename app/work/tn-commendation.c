/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>
#include "tn-listed.h"
#include "tn-movement.h"
#include "tn-same-id.h"
#include "tn-text.h"
#include "tn-work-private.h"

static const char *const whom[] = { "person", "household", "team" };

/* As it was typed, or the name of who is meant. Owned; NULL when neither is there. */
static char *
dup_to (TnCopy *copy, const TnValues *values)
{
  g_autofree char *to = tn_values_dup_text (values, "to");

  for (guint i = 0; (!to || !*to) && i < G_N_ELEMENTS (whom); i++)
    {
      g_autofree char *text = tn_values_dup_text (values, whom[i]);
      TnId id;

      if (text && tn_id_parse (text, -1, &id))
        {
          g_free (to);
          to = tn_query_title (copy, &id);
        }
    }
  return to && *to ? g_steal_pointer (&to) : NULL;
}

/* What makes two of them one. */
static char *
dup_name (const TnValues *values, const char *to, const char *at)
{
  g_autofree char *form = tn_values_dup_text (values, "form"), *document = tn_values_dup_text (values, "document"), *folded = tn_text_fold (to, -1);
  g_autofree char *paper = tn_text_fold (document ? document : "", -1);
  g_autoptr (GString) name = g_string_new ("commendation");

  for (guint i = 0; i < G_N_ELEMENTS (whom); i++)
    {
      g_autofree char *id = tn_values_dup_text (values, whom[i]);

      g_string_append_printf (name, ":%s", id ? id : "");
    }
  g_string_append_printf (name, ":%s:%s:%s:%s", folded, form, at, paper);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

static gboolean
check_whole (const TnValues *values, const char *to, GError **error)
{
  if (to && tn_values_has_text (values, "form") && tn_values_has_text (values, "reason"))
    return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("To whom, in which form and what for are needed. Fill them in and save again."));
  return FALSE;
}

TnEdit *
tn_commendation_give (TnCopy *copy, const TnValues *values, GError **error)
{
  g_autofree char *to = dup_to (copy, values), *given = tn_values_dup_text (values, "at"), *at = tn_work_today (copy, given), *name = NULL, *label = NULL;
  g_autoptr (TnRow) there = NULL;
  TnEdit *edit;
  TnId id;

  if (!check_whole (values, to, error))
    return NULL;
  name = dup_name (values, to, at);
  if (!tn_same_id (copy, name, &id, &there, error))
    return NULL;
  if (there)
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This commendation is written down already: the same form to the same, on the same day. Nothing was written."));
      return NULL;
    }
  /* Translators: %s is whom it was given to */
  label = g_strdup_printf (_("Commendation: %s"), to);
  edit = tn_edit_new (label);
  tn_edit_create (edit, "commendation", &id);
  tn_values_apply (values, edit, &id);
  tn_edit_set_text (edit, &id, "to", to);
  tn_edit_set_text (edit, &id, "at", at);
  return edit;
}

/* ---- the list ---- */

void
tn_commendation_line_free (gpointer data)
{
  TnCommendationLine *line = data;

  g_free (line->to);
  g_free (line->reason);
  g_free (line->document);
  g_free (line);
}

typedef struct
{
  GPtrArray *lines;
  char *search;
  guint limit, n_more;
  gboolean count;      /* what is behind the limit, one by one */
} Read;

static gboolean
add_line (const TnListed *listed, TnSlice body, gpointer data)
{
  Read *read = data;
  g_autofree char *to = tn_json_dup_or_empty (body, "to"), *reason = tn_json_dup_or_empty (body, "reason"), *level = tn_json_dup_or_empty (body, "level");
  g_autofree char *text = g_strconcat (to, "\n", reason, NULL), *folded = *read->search ? tn_text_fold (text, -1) : NULL;
  TnCommendationLine *line;

  if (folded && !strstr (folded, read->search))
    return TRUE;
  if (read->limit && read->lines->len >= read->limit)
    {
      read->n_more++;
      return read->count;
    }
  line = g_new0 (TnCommendationLine, 1);
  *line = (TnCommendationLine) { listed->id, g_steal_pointer (&to), g_steal_pointer (&reason), tn_json_dup_or_empty (body, "document"), listed->state, tn_work_choice (tn_kind_field (tn_schema_kind ("commendation"), "level"), level),
                                 listed->at };
  g_ptr_array_add (read->lines, line);
  return read->count || !read->limit || read->lines->len < read->limit;
}

GPtrArray *
tn_commendation_list (TnCopy *copy, gint64 from, gint64 to, const char *search, guint limit, guint *n_more, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (tn_commendation_line_free);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  TnListedQuery query = { .kind = "commendation", .from = from, .to = to, .newest_first = TRUE };
  Read read = { lines, folded, limit, .count = n_more && *folded };
  guint n = 0;

  if (!tn_query_listed_each (copy, &query, add_line, &read, error) || (n_more && !*folded && !tn_query_count_listed (copy, &query, &n, error)))
    return NULL;
  if (n_more)
    *n_more = *folded ? read.n_more : n - MIN (n, lines->len);
  return g_steal_pointer (&lines);
}
