/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programmes for a list, with who waits in each. */
#include <string.h>
#include "tn-support-private.h"
#include "tn-text.h"

void
tn_programme_line_free (gpointer data)
{
  TnProgrammeLine *line = data;

  if (!line)
    return;
  g_free (line->name);
  g_free (line->basis);
  g_free (line);
}

typedef struct { GPtrArray *lines; const char *state; char *search; } Listing;

static gboolean
matches (const Listing *listing, const TnProgramme *programme)
{
  g_autofree char *text = g_strdup_printf ("%s %s", programme->name ? programme->name : "", programme->basis ? programme->basis : ""), *folded = tn_text_fold (text, -1);

  return (!listing->state || g_str_equal (*programme->state ? programme->state : "draft", listing->state)) && strstr (folded, listing->search);
}

static gboolean
add_programme_cb (const TnListed *listed, TnSlice body, gpointer data)
{
  Listing *listing = data;
  g_autoptr (TnProgramme) programme = NULL;
  TnProgrammeLine *line;
  TnFields fields;

  tn_fields_from_body (&fields, tn_schema_kind ("programme"), &listed->id, body);
  programme = tn_programme_read_fields (&fields);
  if (!matches (listing, programme))
    return TRUE;
  line = g_new0 (TnProgrammeLine, 1);
  *line = (TnProgrammeLine) { programme->id, g_steal_pointer (&programme->name), g_steal_pointer (&programme->basis), *programme->state ? programme->state : "draft", programme->from,
                              programme->to, 0, 0 };
  if (!line->name)
    line->name = g_strdup ("");
  g_ptr_array_add (listing->lines, line);
  return TRUE;
}

static int
rank_of (const char *state)
{
  return g_str_equal (state, "open") ? 0 : g_str_equal (state, "closed") ? 2 : 1;
}

static int
compare_lines_cb (gconstpointer a, gconstpointer b)
{
  const TnProgrammeLine *x = *(const TnProgrammeLine *const *) a, *y = *(const TnProgrammeLine *const *) b;
  int rank = rank_of (x->state) - rank_of (y->state);

  if (rank)
    return rank;
  return x->from != y->from ? (x->from > y->from ? -1 : 1) : tn_id_compare (&y->id, &x->id);
}

/* Of one that is closed nothing waits any more but doubles. */
static gboolean
count_line (TnCopy *copy, TnProgrammeLine *line, GError **error)
{
  g_autoptr (TnProgrammeState) state = tn_programme_state_read (copy, &line->id, error);

  for (guint i = 0; state && i < state->all->len; i++)
    {
      const TnStands *stands = state->all->pdata[i];

      line->n_waiting += stands->state == TN_STATE_APPROVED && !stands->n_counted;
      line->n_doubles += TN_STANDS_TWICE (stands);
    }
  return state != NULL;
}

GPtrArray *
tn_programme_lines_read (TnCopy *copy, const char *state, const char *search, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (tn_programme_line_free);
  TnListedQuery query = { .kind = "programme" };
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  Listing listing = { lines, state, folded };

  if (!tn_query_listed_each (copy, &query, add_programme_cb, &listing, error))
    return NULL;
  g_ptr_array_sort (lines, compare_lines_cb);
  return g_steal_pointer (&lines);
}

GPtrArray *
tn_programme_list (TnCopy *copy, const char *state, const char *search, GError **error)
{
  g_autoptr (GPtrArray) lines = tn_programme_lines_read (copy, state, search, error);

  for (guint i = 0; lines && i < lines->len; i++)
    if (!count_line (copy, lines->pdata[i], error))
      return NULL;
  return g_steal_pointer (&lines);
}
