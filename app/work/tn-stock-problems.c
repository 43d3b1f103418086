/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with the stock of an item, in words. */
#include "tn-stock-private.h"
#include <glib/gi18n.h>
#include "tn-work-private.h"

#define DRAWS_TOLD 6   /* of a shortage, the last ones by name */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnShortage, tn_shortage_free)

/* Which laptop wrote it: part of the stamp. */
static gboolean
read_replica (TnCopy *copy, const TnId *id, char replica[TN_REPLICA_LEN + 1])
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, NULL);
  TnStamp stamp;

  if (!row)
    return FALSE;
  stamp = tn_row_newest (row);
  tn_stamp_replica (&stamp, replica);
  return TRUE;
}

/* "10 kg on 24/12/2021 (Lan)" */
static char *
tell_draw (TnCopy *copy, const TnMove *move, const char *measure)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, &move->id, NULL);
  g_autofree char *quantity = tn_stock_show_in (move->quantity, measure), *day = tn_stock_say_day (move->at), *by = row ? tn_row_dup_text (row, "by") : NULL;

  /* Translators: "10 kg on 24/12/2021 (Lan)" */
  return by ? g_strdup_printf (_("%s on %s (%s)"), quantity, day, by) : g_strdup_printf (_("%s on %s"), quantity, day);
}

static char *
tell_draws (TnCopy *copy, const GArray *draws, const char *measure, gboolean *two_laptops)
{
  g_autoptr (GString) told = g_string_new (NULL);
  char first[TN_REPLICA_LEN + 1] = "", one[TN_REPLICA_LEN + 1];
  guint from = draws->len > DRAWS_TOLD ? draws->len - DRAWS_TOLD : 0;

  *two_laptops = FALSE;
  for (guint i = from; i < draws->len; i++)
    {
      const TnMove *move = &g_array_index (draws, TnMove, i);
      g_autofree char *draw = tell_draw (copy, move, measure);

      g_string_append_printf (told, "%s%s", told->len ? "; " : "", draw);
      if (!read_replica (copy, &move->id, one))
        continue;
      *two_laptops |= *first && !g_str_equal (first, one);
      g_strlcpy (first, one, sizeof first);
    }
  if (from)
    /* Translators: entries that are not told one by one */
    g_string_append_printf (told, ngettext ("; and %u before", "; and %u before", from), from);
  return g_string_free (g_steal_pointer (&told), FALSE);
}

char *
tn_stock_explain (TnCopy *copy, const TnStockItem *item, const TnStockAt *at, const TnShortage *shortage, GError **error)
{
  gboolean two_laptops;
  g_autofree char *draws = tell_draws (copy, shortage->moves, item->measure, &two_laptops), *since = tn_stock_say_day (shortage->since);
  g_autofree char *missing = tn_stock_show_in (-shortage->balance, item->measure), *before = tn_stock_show_in (shortage->before, item->measure);
  /* Translators: a place, "8 kg", a date */
  g_autofree char *what = g_strdup_printf (_("From %s %s more has been taken than came, since %s."), at->name, missing, since);
  g_autofree char *made = shortage->before > 0
    /* Translators: "12 kg", then "10 kg on 24/12/2021 (Lan); 10 kg on 24/12/2021 (Hùng)" */
    ? g_strdup_printf (_("There were %s; then were taken: %s."), before, draws)
    : g_strdup_printf (_("Nothing was there by the entries; then were taken: %s."), draws);
  const char *why = two_laptops ? _("These were written on different laptops: each may have handed out the last without knowing of the other.")
                  : shortage->before > 0 ? _("A quantity may be mistyped, or what came in meanwhile was not written down.")
                  : _("What came in may not have been written down, or it was taken at another place.");

  return g_strdup_printf ("%s %s %s %s", what, made, why, _("Count what is there, or put the wrong entry right."));
}

static gboolean
add_shortage (TnCopy *copy, TnStockView *view, const GArray *moves, const TnStockAt *at, GError **error)
{
  g_autoptr (TnShortage) shortage = tn_stock_find_shortage (moves, &at->id);
  char *told = shortage ? tn_stock_explain (copy, view->item, at, shortage, error) : NULL;

  if (told)
    g_ptr_array_add (view->problems, told);
  return told || !shortage;
}

/* One laptop that counts again knows its first count: only of two is the difference taken off twice. */
static gboolean
counted_by_two (TnCopy *copy, const GArray *moves, const TnId *place, gint64 day)
{
  char first[TN_REPLICA_LEN + 1] = "", one[TN_REPLICA_LEN + 1];

  for (guint i = 0; i < moves->len; i++)
    {
      const TnMove *move = &g_array_index (moves, TnMove, i);

      if (move->at != day || !g_str_equal (move->why, "count") || !(tn_id_equal (&move->from, place) || tn_id_equal (&move->to, place)) || !read_replica (copy, &move->id, one))
        continue;
      if (*first && !g_str_equal (first, one))
        return TRUE;
      g_strlcpy (first, one, sizeof first);
    }
  return FALSE;
}

static void
add_counted_twice (TnCopy *copy, TnStockView *view, const GArray *moves, const TnStockAt *at)
{
  g_autoptr (GArray) days = tn_stock_find_counted_twice (moves, &at->id);

  for (guint i = 0; i < days->len; i++)
    {
      g_autofree char *day = tn_stock_say_day (g_array_index (days, gint64, i));

      if (!counted_by_two (copy, moves, &at->id, g_array_index (days, gint64, i)))
        continue;
      /* Translators: a place, and a date */
      g_ptr_array_add (view->problems, g_strdup_printf (_("%s was counted twice on %s, perhaps on two laptops: the difference is then taken off twice. Put one of the counts right, "
                                                          "or count again."), at->name, day));
    }
}

gboolean
tn_stock_read_problems (TnCopy *copy, TnStockView *view, const GArray *moves, GError **error)
{
  guint n_unclear = 0;

  view->problems = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < view->item->places->len; i++)
    {
      const TnStockAt *at = view->item->places->pdata[i];

      if (at->quantity < 0 && !add_shortage (copy, view, moves, at, error))
        return FALSE;
      add_counted_twice (copy, view, moves, at);
    }
  for (guint i = 0; i < moves->len; i++)
    n_unclear += !g_array_index (moves, TnMove, i).understood;
  if (n_unclear)
    g_ptr_array_add (view->problems, g_strdup_printf (ngettext ("%u entry has a quantity that this program does not understand. It is not counted; install the newest version.",
                                                                "%u entries have a quantity that this program does not understand. They are not counted; install the newest version.",
                                                                n_unclear), n_unclear));
  return TRUE;
}
