/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages of work show, read in one go. */
#include "tn-job-page.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-job-match.h"
#include "tn-listed.h"

#define SUGGESTED 30   /* people or needs beside one another: a list that a person reads */

void
tn_job_view_free (TnJobView *view)
{
  g_clear_pointer (&view->row, tn_row_free);
  g_clear_pointer (&view->people, g_ptr_array_unref);
  g_clear_pointer (&view->needs, g_ptr_array_unref);
  g_clear_pointer (&view->points, g_array_unref);
  g_free (view->title);
  g_free (view->address);
  g_free (view->area);
  g_free (view->lodging.title);
  g_free (view);
}

/* --- reading --- */

static gboolean
is_kind (const TnRow *row, const char *kind)
{
  return g_str_equal (row->kind_key, kind);
}

static void
read_person (TnJobView *view, TnCopy *copy, const TnId *id)
{
  g_autoptr (TnRow) person = tn_copy_get (copy, id, NULL);

  view->title = tn_query_title (copy, id);
  if (person && tn_row_ref (person, "household", &view->household))
    view->address = tn_query_title (copy, &view->household);
}

typedef struct { TnNeedLine *line; guint points; } Ranked;

static int
compare_ranked_cb (gconstpointer a, gconstpointer b)
{
  const Ranked *x = a, *y = b;

  return x->points != y->points ? (x->points > y->points ? -1 : 1) : x->line->since < y->line->since ? -1 : x->line->since > y->line->since;
}

/* Needs for workers: those that go with the wish first, and then the others. */
static gboolean
read_offers (TnJobView *view, TnCopy *copy, gint64 today, GError **error)
{
  g_autofree char *wants = tn_row_dup_text (view->row, "wants"), *skills = tn_row_dup_text (view->row, "skills");
  g_autoptr (GPtrArray) all = tn_need_list (copy, NULL, FALSE, NULL, 0, today, NULL, error);
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));

  if (!all)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      TnNeedLine *line = all->pdata[i];
      Ranked one = { .line = line };

      if (!g_str_equal (line->what, "workers"))
        continue;
      one.points = tn_job_match (wants, skills, line->text, line->trade, NULL);
      g_array_append_val (ranked, one);
    }
  g_array_sort (ranked, compare_ranked_cb);
  view->needs = g_ptr_array_new_with_free_func (tn_need_line_free);
  view->points = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < ranked->len && i < SUGGESTED; i++)
    {
      Ranked *one = &g_array_index (ranked, Ranked, i);
      guint at;

      if (g_ptr_array_find (all, one->line, &at))
        g_ptr_array_add (view->needs, g_ptr_array_steal_index_fast (all, at));
      g_array_append_val (view->points, one->points);
    }
  return TRUE;
}

static gboolean
read_wish (TnJobView *view, TnCopy *copy, gint64 today, GError **error)
{
  g_autofree char *state = tn_row_dup_text (view->row, "state");
  TnId person;

  if (tn_row_ref (view->row, "person", &person))
    read_person (view, copy, &person);
  if (tn_row_ref (view->row, "business", &view->business))
    view->area = tn_query_title (copy, &view->business);
  return (state && !g_str_equal (state, "looking")) || read_offers (view, copy, today, error);
}

static gboolean
read_business (TnJobView *view, TnCopy *copy, gint64 today, GError **error)
{
  TnId area;

  view->business = view->row->id;
  view->title = tn_query_title (copy, &view->row->id);
  if (tn_row_ref (view->row, "area", &area))
    view->area = tn_query_title (copy, &area);
  return tn_business_lodging (copy, view->row, &view->lodging, &view->lodged, error) && (view->needs = tn_need_list (copy, &view->row->id, TRUE, NULL, 0, today, NULL, error))
         && (view->people = tn_job_list_at (copy, &view->row->id, error));
}

static gboolean
count_found (TnJobView *view, TnCopy *copy, gint64 today, GError **error)
{
  g_autoptr (GPtrArray) needs = tn_need_list (copy, &view->business, TRUE, NULL, 0, today, NULL, error);

  for (guint i = 0; needs && i < needs->len; i++)
    {
      const TnNeedLine *line = needs->pdata[i];

      if (!tn_id_equal (&line->id, &view->row->id))
        continue;
      view->found = line->placed;
      view->wanted = line->number;
    }
  return needs != NULL;
}

static gboolean
read_need (TnJobView *view, TnCopy *copy, gint64 today, GError **error)
{
  g_autofree char *what = tn_row_dup_text (view->row, "what"), *state = tn_row_dup_text (view->row, "state");

  if (tn_row_ref (view->row, "business", &view->business))
    view->title = tn_query_title (copy, &view->business);
  if (!tn_id_is_null (&view->business) && !count_found (view, copy, today, error))
    return FALSE;
  if (g_strcmp0 (what, "workers") != 0 || (state && !g_str_equal (state, "open")))
    return TRUE;
  return (view->people = tn_job_list_for (copy, &view->row->id, SUGGESTED, error)) != NULL;
}

static gboolean
read_more (TnJobView *view, TnCopy *copy, GError **error)
{
  g_autofree char *stored = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  gint64 today = tn_listed_date (stored);

  if (is_kind (view->row, "job_wish"))
    return read_wish (view, copy, today, error);
  if (is_kind (view->row, "business"))
    return read_business (view, copy, today, error);
  if (is_kind (view->row, "business_need"))
    return read_need (view, copy, today, error);
  read_person (view, copy, &view->row->id);
  return TRUE;
}

TnJobView *
tn_job_view_read (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnJobView) view = g_new0 (TnJobView, 1);

  if (!(view->row = tn_copy_get_live (copy, id, error)) || !read_more (view, copy, error))
    return NULL;
  char **texts[] = { &view->title, &view->address, &view->area };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!*texts[i])
      *texts[i] = g_strdup ("");
  return g_steal_pointer (&view);
}
