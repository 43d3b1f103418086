/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-resources-view.h"
#include <glib/gi18n.h>
#include "tn-board.h"
#include "tn-date.h"

#define ENTRIES_SHOWN 60   /* of an item, the newest */

void
tn_resources_view_free (TnResourcesView *view)
{
  g_clear_pointer (&view->row, tn_row_free);
  g_clear_pointer (&view->stock, tn_stock_view_free);
  g_clear_pointer (&view->place, tn_stock_place_free);
  g_clear_pointer (&view->gifts, g_ptr_array_unref);
  g_clear_pointer (&view->sums, g_ptr_array_unref);
  g_clear_pointer (&view->sponsored, g_ptr_array_unref);
  g_clear_pointer (&view->gift, tn_gift_free);
  g_clear_pointer (&view->reduction, tn_reduction_view_free);
  g_free (view);
}

/* Whom the donor sponsors, and has not ended to. */
static gboolean
read_sponsored (TnCopy *copy, TnResourcesView *view, GError **error)
{
  TnListedQuery query = { .kind = "sponsorship", .ref = &view->row->id };
  g_autoptr (GArray) listed = tn_query_listed (copy, &query, error);

  view->sponsored = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  for (guint i = 0; listed && i < listed->len; i++)
    {
      const TnListed *one = &g_array_index (listed, TnListed, i);

      if (!g_str_equal (one->state, "ended"))
        g_ptr_array_add (view->sponsored, tn_board_row_new (&one->id, tn_query_title (copy, &one->parent), NULL, NULL, NULL));
    }
  return listed != NULL;
}

static gboolean
read_donor (TnCopy *copy, TnResourcesView *view, GError **error)
{
  if (!(view->gifts = tn_gift_list (copy, &view->row->id, "", 0, NULL, error)))
    return FALSE;
  view->sums = tn_donor_sums (view->gifts);
  return read_sponsored (copy, view, error);
}

static gboolean
read_reduction (TnCopy *copy, TnResourcesView *view, GError **error)
{
  g_autofree char *day = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  TnReductionSums sums;

  if (!(view->reduction = tn_reduction_read (copy, &view->row->id, tn_listed_date (day), error)) || !tn_reduction_sum (copy, &sums, error))
    return FALSE;
  view->n_reached = sums.n_homes;
  return TRUE;
}

static gboolean
read_kind (TnCopy *copy, TnResourcesView *view, GError **error)
{
  const char *kind = view->row->kind_key;
  const TnId *id = &view->row->id;

  if (g_str_equal (kind, "stock_item"))
    return (view->stock = tn_stock_read (copy, id, ENTRIES_SHOWN, error)) != NULL;
  if (g_str_equal (kind, "stock_place"))
    return (view->place = tn_stock_read_place (copy, id, error)) != NULL;
  if (g_str_equal (kind, "donor"))
    return read_donor (copy, view, error);
  if (g_str_equal (kind, "gift"))
    return (view->gift = tn_gift_read (copy, id, error)) != NULL;
  if (g_str_equal (kind, "reduction"))
    return read_reduction (copy, view, error);
  g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This record is not shown here."));
  return FALSE;
}

TnResourcesView *
tn_resources_view_read (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnResourcesView) view = g_new0 (TnResourcesView, 1);

  view->row = tn_copy_get_live (copy, id, error);
  return view->row && read_kind (copy, view, error) ? g_steal_pointer (&view) : NULL;
}
