/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes on paper: read, and cut into pages. */
#include "tn-sheet.h"
#include <glib/gi18n.h>

static void
add_pages (TnSheet *sheet, guint walker)
{
  guint n = ((GPtrArray *) sheet->stops->pdata[walker])->len, of = (n + TN_SHEET_HOMES - 1) / TN_SHEET_HOMES;
  for (guint i = 0; i < of; i++)
    {
      TnSheetPage page = { walker, i + 1, of, i * TN_SHEET_HOMES, MIN (TN_SHEET_HOMES, n - i * TN_SHEET_HOMES) };
      g_array_append_val (sheet->pages, page);
    }
  sheet->n += n;
}

/* Those of one volunteer, out of the list of all. */
static GPtrArray *
take_stops (GPtrArray *all, const TnId *volunteer)
{
  GPtrArray *stops = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_round_stop_free);
  for (guint i = 0; i < all->len; i++)
    {
      TnRoundStop *stop = all->pdata[i];
      if (stop == NULL || !tn_id_equal (&stop->volunteer, volunteer))
        continue;
      g_ptr_array_add (stops, stop);
      all->pdata[i] = NULL;
    }
  return stops;
}

static void
keep_walker (GPtrArray *walkers, const TnId *volunteer)
{
  for (guint i = walkers->len; i > 0; i--)
    if (!tn_id_equal (&((TnRoundWalker *) walkers->pdata[i - 1])->id, volunteer))
      g_ptr_array_remove_index (walkers, i - 1);
}

static gboolean
fill (TnSheet *sheet, GPtrArray *all, GError **error)
{
  for (guint i = 0; i < sheet->walkers->len; i++)
    {
      g_ptr_array_add (sheet->stops, take_stops (all, &((TnRoundWalker *) sheet->walkers->pdata[i])->id));
      add_pages (sheet, i);
    }
  if (sheet->n > 0)
    return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There is no home in this round to print. Nothing was written; plan the round first."));
  return FALSE;
}

TnSheet *
tn_sheet_read (TnCopy *copy, const TnId *round, const TnId *volunteer, GError **error)
{
  g_autoptr (TnSheet) sheet = g_new0 (TnSheet, 1);
  g_autoptr (GPtrArray) all = NULL;
  sheet->pages = g_array_new (FALSE, FALSE, sizeof (TnSheetPage));
  sheet->stops = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  sheet->round = tn_round_read (copy, round, error);
  if (sheet->round == NULL || (all = tn_round_stops (copy, round, error)) == NULL)
    return NULL;
  sheet->walkers = tn_round_walkers (copy, all);
  if (volunteer != NULL)
    keep_walker (sheet->walkers, volunteer);
  return fill (sheet, all, error) ? g_steal_pointer (&sheet) : NULL;
}

void
tn_sheet_free (TnSheet *sheet)
{
  g_clear_pointer (&sheet->round, tn_round_free);
  g_clear_pointer (&sheet->walkers, g_ptr_array_unref);
  g_clear_pointer (&sheet->stops, g_ptr_array_unref);
  g_clear_pointer (&sheet->pages, g_array_unref);
  g_free (sheet);
}
