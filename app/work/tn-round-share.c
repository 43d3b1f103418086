/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-round-share.h"
#include "tn-round-private.h"
#include <glib/gi18n.h>
#include "tn-round-walk.h"

/* ---- the rule ---- */

/* Loads as level as what is kept allows: each free door goes to whoever has the fewest; of several to the one who had the most, or the first. */
static void
level_loads (guint *loads, const guint *had, guint n_walkers, guint n_free)
{
  for (; n_free; n_free--)
    {
      guint least = 0;

      for (guint i = 1; i < n_walkers; i++)
        if (loads[i] < loads[least] || (loads[i] == loads[least] && had[i] > had[least]))
          least = i;
      loads[least]++;
    }
}

/* kept, had: doors of each. Returns how many are free. */
static guint
count (const TnShare *items, guint n_items, guint n_walkers, guint *kept, guint *had)
{
  guint n_free = 0;

  for (guint i = 0; i < n_items; i++)
    {
      if (!items[i].kept)
        n_free++;
      if (items[i].walker >= n_walkers)
        continue;
      had[items[i].walker]++;
      kept[items[i].walker] += items[i].kept != 0;
    }
  return n_free;
}

void
tn_share_out (TnShare *items, guint n_items, guint n_walkers)
{
  g_autofree guint *kept = g_new0 (guint, n_walkers + 1), *had = g_new0 (guint, n_walkers + 1), *loads = NULL;
  guint n_free = count (items, n_items, n_walkers, kept, had), walker = 0;

  loads = g_memdup2 (kept, sizeof *kept * (n_walkers + 1));
  if (n_walkers)
    level_loads (loads, had, n_walkers, n_free);
  for (guint i = 0; i < n_items; i++)
    {
      if (items[i].kept)
        continue;
      while (walker < n_walkers && loads[walker] == kept[walker])
        walker++;
      items[i].walker = walker < n_walkers ? walker : TN_SHARE_NOBODY;
      if (walker < n_walkers)
        loads[walker]--;
    }
}

/* ---- a round ---- */

static guint
find_id (const GArray *ids, const TnId *id)
{
  for (guint i = 0; i < ids->len; i++)
    if (tn_id_equal (&g_array_index (ids, TnId, i), id))
      return i;
  return TN_SHARE_NOBODY;
}

static gboolean
is_settled (const TnStopRow *row)
{
  return *row->state && !g_str_equal (row->state, "open");
}

GArray *
tn_round_order_walkers (const GArray *rows, const TnId *volunteers, guint n)
{
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (TnId));
  GArray *walkers = g_array_new (FALSE, FALSE, sizeof (TnId));

  if (n)
    g_array_append_vals (asked, volunteers, n);
  /* What was given by hand says nothing of where somebody walks. */
  for (guint i = 0; i < rows->len; i++)
    {
      const TnStopRow *row = &g_array_index (rows, TnStopRow, i);

      if (!row->fixed && !is_settled (row) && find_id (asked, &row->volunteer) != TN_SHARE_NOBODY && find_id (walkers, &row->volunteer) == TN_SHARE_NOBODY)
        g_array_append_val (walkers, row->volunteer);
    }
  for (guint i = 0; i < n; i++)
    if (find_id (walkers, &volunteers[i]) == TN_SHARE_NOBODY)
      g_array_append_val (walkers, volunteers[i]);
  return walkers;
}

void
tn_round_share_rows (GArray *rows, const GArray *walkers, gboolean keep_fixed)
{
  g_autofree TnShare *shares = g_new0 (TnShare, rows->len + 1);
  guint before = TN_SHARE_NOBODY;   /* a door that nobody has yet is counted to whoever walks there */

  for (guint i = 0; i < rows->len; i++)
    {
      const TnStopRow *row = &g_array_index (rows, TnStopRow, i);
      guint walker = find_id (walkers, &row->volunteer);

      shares[i] = (TnShare) { walker, is_settled (row) || (row->fixed && keep_fixed && walker != TN_SHARE_NOBODY) };
      if (!shares[i].kept && walker == TN_SHARE_NOBODY)
        shares[i].walker = before;
      else if (!shares[i].kept)
        before = walker;
    }
  tn_share_out (shares, rows->len, walkers->len);
  for (guint i = 0; i < rows->len; i++)
    {
      TnStopRow *row = &g_array_index (rows, TnStopRow, i);

      if (shares[i].kept)
        continue;
      row->fixed = FALSE;
      row->volunteer = shares[i].walker == TN_SHARE_NOBODY ? (TnId) { { 0 } } : g_array_index (walkers, TnId, shares[i].walker);
    }
}

void
tn_round_write_share (TnEdit *edit, const TnStopRow *before, const TnStopRow *row)
{
  if (!tn_id_equal (&row->volunteer, &before->volunteer))
    tn_edit_set_ref (edit, &row->id, "volunteer", &row->volunteer);
  if (row->position != before->position)
    tn_edit_set_int (edit, &row->id, "position", row->position);
  if (row->fixed != before->fixed)
    {
      if (row->fixed)
        tn_edit_set_bool (edit, &row->id, "fixed", TRUE);
      else
        tn_edit_set (edit, &row->id, "fixed", NULL);
    }
}

/* Those that are walked. NULL on error. */
static GArray *
read_rows (TnCopy *copy, const TnId *round, GError **error)
{
  GArray *rows = tn_query_stop_rows (copy, round, error);

  for (guint i = rows ? rows->len : 0; i-- > 0;)
    if (g_str_equal (g_array_index (rows, TnStopRow, i).state, "left_out"))
      g_array_remove_index (rows, i);
  return rows;
}

/* The old rows by id: what is written is what differs from them. */
static void
write_changes (TnEdit *edit, const GArray *before, const GArray *rows)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (tn_id_hash, tn_id_equal);

  for (guint i = 0; i < before->len; i++)
    {
      TnStopRow *row = &g_array_index (before, TnStopRow, i);
      g_hash_table_insert (by_id, &row->id, row);
    }
  for (guint i = 0; i < rows->len; i++)
    {
      const TnStopRow *row = &g_array_index (rows, TnStopRow, i);
      tn_round_write_share (edit, g_hash_table_lookup (by_id, &row->id), row);
    }
}

TnEdit *
tn_round_share (TnCopy *copy, const TnId *id, const TnId *volunteers, guint n, gboolean keep_fixed, GError **error)
{
  g_autoptr (TnRound) round = tn_round_read_open (copy, id, error);
  g_autoptr (GArray) rows = round ? read_rows (copy, id, error) : NULL, before = NULL, walkers = NULL;
  g_autoptr (TnEdit) edit = NULL;
  g_autofree char *label = NULL;

  if (!rows)
    return NULL;
  before = g_array_copy (rows);
  walkers = tn_round_order_walkers (rows, volunteers, n);
  tn_round_share_rows (rows, walkers, keep_fixed);
  /* Translators: %s is the name of a round. */
  label = g_strdup_printf (_("Shared out: %s"), round->name);
  edit = tn_edit_new (label);
  write_changes (edit, before, rows);
  return g_steal_pointer (&edit);
}

/* ---- by hand ---- */

static guint
find_row (const GArray *rows, const TnId *id)
{
  for (guint i = 0; i < rows->len; i++)
    if (tn_id_equal (&g_array_index (rows, TnStopRow, i).id, id))
      return i;
  return rows->len;
}

static void
place_before (GArray *rows, guint at, const TnId *before)
{
  TnStopRow row = g_array_index (rows, TnStopRow, at);
  g_autofree gint64 *old = g_new (gint64, rows->len), *new = g_new (gint64, rows->len);

  if (!before || tn_id_equal (before, &row.id))
    return;
  g_array_remove_index (rows, at);
  row.position = 0;
  g_array_insert_val (rows, find_row (rows, before), row);
  for (guint i = 0; i < rows->len; i++)
    old[i] = g_array_index (rows, TnStopRow, i).position;
  tn_round_walk_positions (old, rows->len, new);
  for (guint i = 0; i < rows->len; i++)
    g_array_index (rows, TnStopRow, i).position = new[i];
}

static GArray *
list_walkers (const GArray *rows, const TnId *also)   /* also: null = nobody else */
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));

  for (guint i = 0; i < rows->len; i++)
    {
      const TnId *id = &g_array_index (rows, TnStopRow, i).volunteer;

      if (!tn_id_is_null (id) && find_id (ids, id) == TN_SHARE_NOBODY)
        g_array_append_val (ids, *id);
    }
  if (!tn_id_is_null (also) && find_id (ids, also) == TN_SHARE_NOBODY)
    g_array_append_val (ids, *also);
  return tn_round_order_walkers (rows, (const TnId *) (gpointer) ids->data, ids->len);
}

static gboolean
check_movable (const TnStopRow *row, GError **error)
{
  if (!is_settled (row))
    return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This door has been visited in this round already, and stays with whoever was there."));
  return FALSE;
}

TnEdit *
tn_round_move (TnCopy *copy, const TnId *stop, const TnId *volunteer, const TnId *before, GError **error)
{
  TnStopRow asked;
  gboolean found;
  g_autoptr (TnRound) round = NULL;
  g_autoptr (GArray) rows = NULL, old = NULL, walkers = NULL;
  g_autoptr (TnEdit) edit = NULL;
  g_autofree char *title = NULL, *label = NULL;
  TnStopRow *row;

  if (!tn_query_stop_row (copy, stop, &asked, &found, error))
    return NULL;
  if (!found)
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This stop is no longer here. Look at the round again."));
      return NULL;
    }
  if (!check_movable (&asked, error) || !(round = tn_round_read_open (copy, &asked.round, error)) || !(rows = read_rows (copy, &asked.round, error)))
    return NULL;
  old = g_array_copy (rows);
  /* Who walks is read before the move: whoever gives the last door away still walks. */
  walkers = list_walkers (rows, volunteer);
  place_before (rows, find_row (rows, stop), before);
  row = &g_array_index (rows, TnStopRow, find_row (rows, stop));
  if (!tn_id_is_null (volunteer))
    {
      row->volunteer = *volunteer;
      row->fixed = TRUE;
      tn_round_share_rows (rows, walkers, TRUE);
    }
  title = tn_query_title (copy, &asked.household);
  /* Translators: %s is an address. */
  label = g_strdup_printf (_("Moved in the round: %s"), title);
  edit = tn_edit_new (label);
  write_changes (edit, old, rows);
  return g_steal_pointer (&edit);
}
