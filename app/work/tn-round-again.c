/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A round is planned again: what is new comes in, what is sought no longer leaves, and only what differs is written. */
#include "tn-round-plan.h"
#include "tn-round-private.h"
#include <glib/gi18n.h>
#include "tn-round-walk.h"

typedef struct
{
  TnCopy *copy;
  TnEdit *edit;
  GArray *before;       /* TnStopRow, all of the round */
  GHashTable *known;    /* TnId of a household -> TnStopRow of `before` */
  GArray *rows;         /* TnStopRow: what the round is to be, in walking order */
  guint top;            /* highest number given so far */
} Again;

static gboolean
is_open (const TnStopRow *row)
{
  return !*row->state || g_str_equal (row->state, "open");
}

/* One that is in the round, was in it, or is new. */
static gboolean
take_row (Again *again, TnStopRow *row, GError **error)
{
  const TnStopRow *known = g_hash_table_lookup (again->known, &row->household);

  if (known)
    {
      TnId from = row->carried_from;

      *row = *known;
      if (g_str_equal (known->state, "left_out"))
        {
          row->state = "open";
          tn_edit_set_text (again->edit, &row->id, "state", "open");
          if (!tn_id_equal (&from, &known->carried_from))
            tn_edit_set_ref (again->edit, &row->id, "carried_from", &from);
        }
      return TRUE;
    }
  for (guint n = 0;; n++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (TnRow) there = NULL;

      row->id = tn_round_make_stop_id (&row->round, &row->household, n);
      there = tn_copy_get (again->copy, &row->id, &local);
      if (g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND))
        return TRUE;
      if (local)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
}

static guint
find_stop (const GArray *rows, const TnId *id)
{
  guint i = 0;

  while (i < rows->len && !tn_id_equal (&g_array_index (rows, TnStopRow, i).id, id))
    i++;
  return i;
}

/* previous null = at the beginning. */
static void
put_behind (GArray *rows, const TnStopRow *row, const TnId *previous)
{
  guint at = find_stop (rows, &row->id);

  if (at < rows->len)
    g_array_remove_index (rows, at);
  at = tn_id_is_null (previous) ? 0 : MIN (find_stop (rows, previous) + 1, rows->len);
  g_array_insert_vals (rows, at, row, 1);
}

/* Doors that were visited stay at their place, and so do those that stand where somebody put them: behind whom they stand behind now. */
static void
put_back_kept (Again *again)
{
  g_autoptr (GHashTable) in = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  TnId previous = { { 0 } };

  for (guint i = 0; i < again->rows->len; i++)
    {
      const TnId *household = &g_array_index (again->rows, TnStopRow, i).household;
      g_hash_table_add (in, tn_id_copy (household));
    }
  for (guint i = 0; i < again->before->len; i++)
    {
      TnStopRow row = g_array_index (again->before, TnStopRow, i);
      gboolean there = g_hash_table_contains (in, &row.household);

      if (g_str_equal (row.state, "left_out") || (is_open (&row) && !there))
        continue;
      if (row.fixed || !there)
        put_behind (again->rows, &row, &previous);
      previous = row.id;
    }
}

/* Open doors that are sought no longer. */
static void
leave_out (Again *again)
{
  g_autoptr (GHashTable) in = g_hash_table_new (tn_id_hash, tn_id_equal);

  for (guint i = 0; i < again->rows->len; i++)
    {
      TnStopRow *row = &g_array_index (again->rows, TnStopRow, i);
      g_hash_table_add (in, &row->id);
    }
  for (guint i = 0; i < again->before->len; i++)
    {
      const TnStopRow *row = &g_array_index (again->before, TnStopRow, i);

      if (is_open (row) && !g_hash_table_contains (in, &row->id))
        tn_edit_set_text (again->edit, &row->id, "state", "left_out");
    }
}

static void
place_rows (Again *again)
{
  guint n = again->rows->len;
  g_autofree gint64 *old = g_new (gint64, n + 1), *new = g_new (gint64, n + 1);

  for (guint i = 0; i < n; i++)
    old[i] = g_array_index (again->rows, TnStopRow, i).position;
  tn_round_walk_positions (old, n, new);
  for (guint i = 0; i < n; i++)
    g_array_index (again->rows, TnStopRow, i).position = new[i];
}

static void
write_rows (Again *again)
{
  for (guint i = 0; i < again->rows->len; i++)
    {
      TnStopRow *row = &g_array_index (again->rows, TnStopRow, i);
      const TnStopRow *known = g_hash_table_lookup (again->known, &row->household);

      if (known)
        tn_round_write_share (again->edit, known, row);
      else
        {
          row->number = ++again->top;
          tn_round_create_stop (again->edit, row);
        }
    }
}

static GArray *
list_volunteers (const GArray *rows)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_autoptr (GHashTable) seen = g_hash_table_new (tn_id_hash, tn_id_equal);

  for (guint i = 0; i < rows->len; i++)
    {
      TnStopRow *row = &g_array_index (rows, TnStopRow, i);

      if (!tn_id_is_null (&row->volunteer) && g_hash_table_add (seen, &row->volunteer))
        g_array_append_val (ids, row->volunteer);
    }
  return ids;
}

static gboolean
plan_again (Again *again, GError **error)
{
  g_autoptr (GArray) volunteers = list_volunteers (again->before), walkers = NULL;

  for (guint i = 0; i < again->before->len; i++)
    {
      TnStopRow *row = &g_array_index (again->before, TnStopRow, i);

      g_hash_table_insert (again->known, &row->household, row);
      again->top = MAX (again->top, row->number);
    }
  for (guint i = 0; i < again->rows->len; i++)
    if (!take_row (again, &g_array_index (again->rows, TnStopRow, i), error))
      return FALSE;
  put_back_kept (again);
  walkers = tn_round_order_walkers (again->before, (const TnId *) (gpointer) volunteers->data, volunteers->len);
  place_rows (again);
  tn_round_share_rows (again->rows, walkers, TRUE);
  write_rows (again);
  leave_out (again);
  return TRUE;
}

static TnRoundFound *
find_again (TnCopy *copy, const TnRound *round, GCancellable *cancellable, GError **error)
{
  TnRoundWish wish = { .area = round->area, .street = round->street, .alley = round->alley, .look_for = round->look_for, .category = round->category,
                       .days = round->days, .campaign = round->campaign, .evening = round->evening };

  return tn_round_find (copy, &wish, &round->id, cancellable, error);
}

TnEdit *
tn_round_plan_again (TnCopy *copy, const TnId *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnRound) round = tn_round_read_open (copy, id, error);
  g_autoptr (TnRoundFound) found = round ? find_again (copy, round, cancellable, error) : NULL;
  g_autoptr (GArray) before = found ? tn_query_stop_rows (copy, id, error) : NULL, rows = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autofree char *label = NULL;
  g_autoptr (TnEdit) edit = NULL;

  if (!before)
    return NULL;
  rows = tn_round_make_rows (found, id);
  /* Translators: %s is a round's name. */
  label = g_strdup_printf (_("Planned again: %s"), round->name);
  edit = tn_edit_new (label);
  Again again = { copy, edit, before, known, rows, 0 };

  return plan_again (&again, error) ? g_steal_pointer (&edit) : NULL;
}

/* ---- doors chosen by a person ---- */

static void
free_door_cb (gpointer data)
{
  tn_door_clear (data);
  g_free (data);
}

static TnDoor *
copy_door (TnCopy *copy, const TnId *household, GError **error)
{
  TnDoor *door = g_new0 (TnDoor, 1);
  gboolean found;

  if (tn_query_door_of (copy, household, door, &found, error) && found)
    return door;
  free_door_cb (door);
  return NULL;
}

/* The doors of the round that are open, which the walk needs too; found->doors keeps only those that are new. */
static GPtrArray *
gather_doors (Again *again, TnRoundFound *found, GError **error)
{
  g_autoptr (GPtrArray) doors = g_ptr_array_new_with_free_func (free_door_cb);
  g_autoptr (GHashTable) in = g_hash_table_new (tn_id_hash, tn_id_equal);

  for (guint i = 0; i < again->before->len; i++)
    {
      TnStopRow *row = &g_array_index (again->before, TnStopRow, i);
      g_autoptr (GError) local = NULL;
      TnDoor *door;

      if (g_str_equal (row->state, "left_out"))
        continue;
      g_hash_table_add (in, &row->household);
      if (is_open (row) && (door = copy_door (again->copy, &row->household, &local)))
        g_ptr_array_add (doors, door);
      if (local)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  for (guint i = found->doors->len; i > 0; i--)
    if (g_hash_table_contains (in, &((TnDoor *) found->doors->pdata[i - 1])->id))
      g_ptr_array_remove_index (found->doors, i - 1);
  for (guint i = 0; i < found->doors->len; i++)
    {
      TnDoor *door = copy_door (again->copy, &((TnDoor *) found->doors->pdata[i])->id, error);

      if (!door)
        return NULL;
      g_ptr_array_add (doors, door);
    }
  tn_round_walk_sort (doors);
  return g_steal_pointer (&doors);
}

static gboolean
add_doors (Again *again, const TnId *id, TnRoundFound *found, GError **error)
{
  TnRoundFound all = *found;
  g_autoptr (GPtrArray) doors = gather_doors (again, found, error);
  g_autoptr (GArray) rows = NULL;

  if (!doors)
    return FALSE;
  all.doors = doors;
  again->rows = rows = tn_round_make_rows (&all, id);
  return plan_again (again, error);
}

TnEdit *
tn_round_add (TnCopy *copy, const TnId *id, const TnId *households, guint n, TnRoundFound **found_out, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnRound) round = tn_round_read_open (copy, id, error);
  TnRoundWish wish = { .look_for = "all", .evening = round ? round->evening : NULL, .only = households, .n_only = n };
  g_autoptr (TnRoundFound) found = round ? tn_round_find (copy, &wish, id, cancellable, error) : NULL;
  g_autoptr (GArray) before = found ? tn_query_stop_rows (copy, id, error) : NULL;
  g_autoptr (GHashTable) known = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autofree char *label = NULL;
  g_autoptr (TnEdit) edit = NULL;

  if (!before)
    return NULL;
  /* Translators: how many households, and a round's name */
  label = g_strdup_printf (ngettext ("%u household added to the round: %s", "%u households added to the round: %s", n), n, round->name);
  edit = tn_edit_new (label);
  Again again = { copy, edit, before, known, NULL, 0 };

  if (!add_doors (&again, id, found, error))
    return NULL;
  *found_out = g_steal_pointer (&found);
  return g_steal_pointer (&edit);
}
