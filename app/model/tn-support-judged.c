/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the list of a programme's people reads, on threads of the store. */
#include "tn-support-judged-private.h"
#include <glib/gi18n.h>
#include "tn-date.h"

#define FOUND G_MAXUINT   /* hits of a search: who is passed over is proposed by nobody */

static void
clear_judged (gpointer data)
{
  TnJudged *judged = data;

  tn_support_found_free (judged->found);
  tn_programme_sums_clear (&judged->sums);
  g_clear_pointer (&judged->doubles, g_hash_table_unref);
}

TnJudged *
tn_judged_ref (TnJudged *judged)
{
  return g_atomic_rc_box_acquire (judged);
}

void
tn_judged_unref (gpointer judged)
{
  if (judged)
    g_atomic_rc_box_release_full (judged, clear_judged);
}

gboolean
tn_judged_is_in (const TnJudged *judged, const TnSupportLine *line, TnPeople which)
{
  switch (which)
    {
    case TN_PEOPLE_NOTHING: return line->out == TN_OUT_NOT && line->standing == TN_STANDS_NOTHING;
    case TN_PEOPLE_ENTITLED: return line->out == TN_OUT_NOT;
    case TN_PEOPLE_PROPOSED: return line->standing == TN_STANDS_PROPOSED;
    case TN_PEOPLE_APPROVED: return line->standing == TN_STANDS_APPROVED;
    case TN_PEOPLE_DELIVERED: return line->standing == TN_STANDS_DELIVERED;
    case TN_PEOPLE_REFUSED: return line->standing == TN_STANDS_REFUSED;
    case TN_PEOPLE_DECLINED: return line->standing == TN_STANDS_DECLINED;
    case TN_PEOPLE_OUT: return line->out != TN_OUT_NOT && line->standing == TN_STANDS_NOTHING;
    case TN_PEOPLE_DOUBLE: return line->n_receipts && g_hash_table_contains (judged->doubles, &line->whom);
    case TN_PEOPLE_N: break;
    }
  g_return_val_if_reached (FALSE);
}

static gboolean
read_doubles (TnCopy *copy, TnJudged *judged, const TnId *programme, GError **error)
{
  g_autoptr (GPtrArray) doubles = tn_support_doubles (copy, programme, error);

  for (guint i = 0; doubles && i < doubles->len; i++)
    g_hash_table_add (judged->doubles, tn_id_copy (&((TnDouble *) doubles->pdata[i])->subject));
  return doubles != NULL;
}

static void
count (TnJudged *judged)
{
  const GArray *lines = judged->found->lines;

  for (guint i = 0; i < lines->len; i++)
    for (TnPeople which = 0; which < TN_PEOPLE_N; which++)
      judged->n[which] += tn_judged_is_in (judged, &g_array_index (lines, TnSupportLine, i), which);
}

gpointer
tn_judged_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  TnJudged *judged = g_atomic_rc_box_new0 (TnJudged);

  judged->doubles = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  judged->found = tn_support_find (copy, data, cancellable, error);
  if (!judged->found || !tn_programme_sums (copy, data, &judged->sums, error) || !read_doubles (copy, judged, data, error))
    {
      tn_judged_unref (judged);
      return NULL;
    }
  count (judged);
  return judged;
}

/* --- names --- */

void
tn_support_words_clear (gpointer data)
{
  TnSupportWords *words = data;

  g_free (words->name);
  g_free (words->address);
  g_free (words->why);
}

TnSupportAsked *
tn_support_asked_new (TnJudged *judged)
{
  TnSupportAsked *asked = g_new (TnSupportAsked, 1);

  *asked = (TnSupportAsked) { tn_judged_ref (judged), g_array_new (FALSE, FALSE, sizeof (TnSupportWords)) };
  return asked;
}

void
tn_support_asked_free (gpointer data)
{
  TnSupportAsked *asked = data;

  tn_judged_unref (asked->judged);
  g_array_unref (asked->words);
  g_free (asked);
}

/* Of what was decided its reason; else why entitled, or why not. */
static char *
read_why (TnCopy *copy, TnSupportWhy *why, const TnSupportLine *line, GError **error)
{
  gboolean decided = line->standing == TN_STANDS_REFUSED || line->standing == TN_STANDS_DECLINED;
  g_autoptr (TnRow) row = decided && !tn_id_is_null (&line->entitlement) ? tn_copy_get (copy, &line->entitlement, NULL) : NULL;
  char *reason = row ? tn_row_dup_text (row, "reason") : NULL;

  return reason ? reason : tn_support_why_of (why, line, error);
}

/* A record that is not here leaves its words empty: the line itself is true. */
static gboolean
fill_words (TnCopy *copy, const TnJudged *judged, TnSupportWhy *why, TnSupportWords *words, GError **error)
{
  const TnSupportLine *line = &words->line;
  gint64 row = tn_id_is_null (&line->household) ? 0 : tn_query_household_row (copy, &line->household);
  g_autoptr (TnHouseholdItem) home = row ? tn_query_household_item (copy, row, NULL) : NULL;
  gboolean head = judged->found->programme->per_household && home && *home->head;

  words->name = head ? g_strdup (home->head) : tn_query_title (copy, &line->whom);
  words->address = home ? g_strdup_printf ("%s%s%s", home->address, *home->address && *home->area ? " · " : "", home->area) : g_strdup ("");
  words->why = read_why (copy, why, line, error);
  return words->why != NULL;
}

gpointer
tn_support_asked_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  TnSupportAsked *asked = data;
  g_autoptr (GArray) all = g_array_sized_new (FALSE, FALSE, sizeof (TnSupportWords), asked->words->len);
  g_autoptr (TnSupportWhy) why = tn_support_why_new (copy, asked->judged->found->programme, error);

  g_array_set_clear_func (all, tn_support_words_clear);
  if (!why)
    return NULL;
  for (guint i = 0; i < asked->words->len; i++)
    {
      TnSupportWords words = g_array_index (asked->words, TnSupportWords, i);
      gboolean ok = !g_cancellable_set_error_if_cancelled (cancellable, error) && fill_words (copy, asked->judged, why, &words, error);

      g_array_append_val (all, words);
      if (!ok)
        return NULL;
    }
  return g_steal_pointer (&all);
}

/* --- searching --- */

gpointer
tn_support_search (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) hits = tn_query_find (copy, data, FOUND, error);
  GHashTable *found;

  if (!hits)
    return NULL;
  found = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  for (guint i = 0; i < hits->len; i++)
    {
      const TnHit *hit = hits->pdata[i];

      if (!tn_id_is_null (&hit->household) && !g_hash_table_contains (found, &hit->household))
        g_hash_table_insert (found, tn_id_copy (&hit->household), GINT_TO_POINTER (TN_FOUND_MEMBER));
      g_hash_table_insert (found, tn_id_copy (&hit->id), GINT_TO_POINTER (TN_FOUND_ITSELF));
    }
  return found;
}
