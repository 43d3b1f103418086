/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows from the entries of stock alone. Nothing here asks a database, and nothing depends on the order in which entries came. */
#include "tn-stock.h"
#include <glib/gi18n.h>
#include <string.h>

#define CHAIN_MAX 64   /* what puts right what puts right…: longer is a ring, that no person made */

/* ---- which count ---- */

static gboolean
puts_right (const TnMove *move)
{
  return g_str_equal (move->why, "reverse") && !tn_id_is_null (&move->source);
}

typedef struct {
  const GArray *moves;
  GHashTable *first;   /* TnId of what is put right → TnMove: the first by id that does */
  GHashTable *by_id;   /* TnId → TnMove */
} Counting;

static void
note_first (Counting *counting, const TnMove *move)
{
  const TnMove *known = g_hash_table_lookup (counting->first, &move->source);

  if (!known || tn_id_compare (&move->id, &known->id) < 0)
    g_hash_table_insert (counting->first, (gpointer) &move->source, (gpointer) move);
}

/* What puts right something that does not count itself does not count either. */
static gboolean
counts (const Counting *counting, const TnMove *move)
{
  for (guint i = 0; move && puts_right (move) && i < CHAIN_MAX; i++)
    {
      if (g_hash_table_lookup (counting->first, &move->source) != move)
        return FALSE;
      move = g_hash_table_lookup (counting->by_id, &move->source);
    }
  return TRUE;
}

GArray *
tn_stock_counting (const GArray *moves)
{
  g_autoptr (GHashTable) first = g_hash_table_new (tn_id_hash, tn_id_equal), by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  Counting counting = { moves, first, by_id };
  GArray *result = g_array_sized_new (FALSE, FALSE, sizeof (gboolean), moves->len);

  for (guint i = 0; i < moves->len; i++)
    if (puts_right (&g_array_index (moves, TnMove, i)))
      note_first (&counting, &g_array_index (moves, TnMove, i));
  for (guint i = 0; g_hash_table_size (first) && i < moves->len; i++)
    g_hash_table_insert (by_id, &g_array_index (moves, TnMove, i).id, &g_array_index (moves, TnMove, i));
  for (guint i = 0; i < moves->len; i++)
    {
      gboolean one = counts (&counting, &g_array_index (moves, TnMove, i));

      g_array_append_val (result, one);
    }
  return result;
}

/* ---- sums ---- */

/* Ids end in random bytes. */
static guint
hash_balance (gconstpointer balance)
{
  const TnBalance *b = balance;
  guint item, place;

  memcpy (&item, b->item.b + 12, sizeof item);
  memcpy (&place, b->place.b + 12, sizeof place);
  return item * 31 + place;
}

static int
compare_balances (gconstpointer a, gconstpointer b)
{
  const TnBalance *x = a, *y = b;
  int order = tn_id_compare (&x->item, &y->item);

  return order ? order : tn_id_compare (&x->place, &y->place);
}

static gboolean
same_balance (gconstpointer a, gconstpointer b)
{
  const TnBalance *x = a, *y = b;

  return tn_id_equal (&x->item, &y->item) && tn_id_equal (&x->place, &y->place);
}

/* Round the corner where it would run over: sums stay the same in every order. */
static gint64
add (gint64 a, gint64 b)
{
  return (gint64) ((guint64) a + (guint64) b);
}

static void
add_to (GHashTable *sums, const TnId *item, const TnId *place, gint64 quantity)
{
  TnBalance key = { *item, *place, 0 }, *balance;

  if (tn_id_is_null (place))
    return;
  if (!(balance = g_hash_table_lookup (sums, &key)))
    {
      balance = g_memdup2 (&key, sizeof key);
      g_hash_table_add (sums, balance);
    }
  balance->quantity = add (balance->quantity, quantity);
}

TnStockSums *
tn_stock_sum (const GArray *moves)
{
  g_autoptr (GHashTable) sums = g_hash_table_new_full (hash_balance, same_balance, g_free, NULL);
  g_autoptr (GArray) counting = tn_stock_counting (moves);
  TnStockSums *result = g_new0 (TnStockSums, 1);
  GHashTableIter iter;
  gpointer balance;

  result->balances = g_array_new (FALSE, FALSE, sizeof (TnBalance));
  for (guint i = 0; i < moves->len; i++)
    {
      const TnMove *move = &g_array_index (moves, TnMove, i);

      result->n_unclear += !move->understood;
      if (!move->understood || !g_array_index (counting, gboolean, i))
        continue;
      add_to (sums, &move->item, &move->from, -move->quantity);
      add_to (sums, &move->item, &move->to, move->quantity);
    }
  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, &balance, NULL))
    g_array_append_vals (result->balances, balance, 1);
  g_array_sort (result->balances, compare_balances);
  return result;
}

void
tn_stock_sums_free (TnStockSums *sums)
{
  g_array_unref (sums->balances);
  g_free (sums);
}

gint64
tn_stock_sums_get (const TnStockSums *sums, const TnId *item, const TnId *place)
{
  gint64 sum = 0;

  for (guint i = 0; i < sums->balances->len; i++)
    {
      const TnBalance *balance = &g_array_index (sums->balances, TnBalance, i);

      if (tn_id_equal (&balance->item, item) && (!place || tn_id_equal (&balance->place, place)))
        sum = add (sum, balance->quantity);
    }
  return sum;
}

/* ---- what went wrong ---- */

int
tn_stock_compare_moves (gconstpointer a, gconstpointer b)
{
  const TnMove *x = a, *y = b;

  return x->at != y->at ? (x->at < y->at ? -1 : 1) : tn_id_compare (&x->id, &y->id);
}

/* What moved at this place and counts, by day. */
static GArray *
pick_moves (const GArray *moves, const TnId *place)
{
  g_autoptr (GArray) counting = tn_stock_counting (moves);
  GArray *picked = g_array_new (FALSE, FALSE, sizeof (TnMove));

  for (guint i = 0; i < moves->len; i++)
    {
      const TnMove *move = &g_array_index (moves, TnMove, i);

      if (move->understood && g_array_index (counting, gboolean, i) && (tn_id_equal (&move->from, place) || tn_id_equal (&move->to, place)))
        g_array_append_vals (picked, move, 1);
    }
  g_array_sort (picked, tn_stock_compare_moves);
  return picked;
}

/* Where the last stretch below zero began: the number of the move that led there, and in *filled of the one behind the last that had brought something. */
static guint
find_fall (const GArray *moves, const TnId *place, TnShortage *shortage, guint *filled)
{
  guint fall = 0, after_filling = 0;
  gint64 sum = 0, at_filling = 0;

  for (guint i = 0; i < moves->len; i++)
    {
      const TnMove *move = &g_array_index (moves, TnMove, i);
      gboolean was_right = sum >= 0, draws = tn_id_equal (&move->from, place);

      sum = add (sum, draws ? -move->quantity : move->quantity);
      if (!draws && sum >= 0)
        {
          after_filling = i + 1;
          at_filling = sum;
        }
      if (was_right && sum < 0)
        {
          fall = i;
          *filled = after_filling;
          shortage->before = at_filling;
        }
    }
  shortage->balance = sum;
  return fall;
}

TnShortage *
tn_stock_find_shortage (const GArray *moves, const TnId *place)
{
  g_autoptr (GArray) picked = pick_moves (moves, place);
  TnShortage *shortage = g_new0 (TnShortage, 1);
  guint filled = 0, fall = find_fall (picked, place, shortage, &filled);

  shortage->moves = g_array_new (FALSE, FALSE, sizeof (TnMove));
  if (shortage->balance >= 0)
    {
      tn_shortage_free (shortage);
      return NULL;
    }
  shortage->since = g_array_index (picked, TnMove, fall).at;
  for (guint i = filled; i < picked->len; i++)
    if (tn_id_equal (&g_array_index (picked, TnMove, i).from, place))
      g_array_append_vals (shortage->moves, &g_array_index (picked, TnMove, i), 1);
  return shortage;
}

void
tn_shortage_free (gpointer data)
{
  TnShortage *shortage = data;

  g_array_unref (shortage->moves);
  g_free (shortage);
}

static gboolean
is_put_right (const GArray *moves, const TnId *id)
{
  for (guint i = 0; i < moves->len; i++)
    if (puts_right (&g_array_index (moves, TnMove, i)) && tn_id_equal (&g_array_index (moves, TnMove, i).source, id))
      return TRUE;
  return FALSE;
}

GArray *
tn_stock_find_counted_twice (const GArray *moves, const TnId *place)
{
  g_autoptr (GArray) picked = pick_moves (moves, place);
  GArray *days = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 counted = 0;

  for (guint i = 0; i < picked->len; i++)
    {
      const TnMove *move = &g_array_index (picked, TnMove, i);

      if (!g_str_equal (move->why, "count") || is_put_right (picked, &move->id))
        continue;
      if (counted == move->at && (!days->len || g_array_index (days, gint64, days->len - 1) != counted))
        g_array_append_val (days, counted);
      counted = move->at;
    }
  return days;
}

/* ---- in words ---- */

char *
tn_stock_show (gint64 quantity)
{
  g_autofree char *token = tn_decimal_token (quantity);
  g_auto (GStrv) parts = g_strsplit (token + (quantity < 0), ".", 2);
  g_autoptr (GString) shown = g_string_new (quantity < 0 ? "−" : "");

  for (gsize i = 0, n = strlen (parts[0]); i < n; i++)
    {
      if (i && (n - i) % 3 == 0)
        /* Translators: the mark between thousands */
        g_string_append (shown, C_("number", ","));
      g_string_append_c (shown, parts[0][i]);
    }
  if (parts[1])
    /* Translators: the mark before decimals */
    g_string_append_printf (shown, "%s%s", C_("decimals", "."), parts[1]);
  return g_string_free (g_steal_pointer (&shown), FALSE);
}

char *
tn_stock_show_in (gint64 quantity, const char *measure)
{
  g_autofree char *shown = tn_stock_show (quantity);

  return g_strdup_printf ("%s %s", shown, measure);
}
