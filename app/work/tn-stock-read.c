/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stock as it stands in the copy. */
#include "tn-stock-private.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-each.h"
#include "tn-fields.h"
#include "tn-text.h"
#include "tn-work-private.h"

#define MOST_STEPS 64   /* of putting right what put right: more is no work of people */

/* ---- memory ---- */

static void
free_at (gpointer data)
{
  g_free (((TnStockAt *) data)->name);
  g_free (data);
}

void
tn_stock_item_free (gpointer data)
{
  TnStockItem *item = data;

  g_free (item->name);
  g_free (item->measure);
  g_ptr_array_unref (item->places);
  g_free (item);
}

void
tn_stock_entry_free (gpointer data)
{
  TnStockEntry *entry = data;
  char *texts[] = { entry->item_name, entry->measure, entry->from_name, entry->to_name, entry->source_name, entry->by, entry->document, entry->note };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (entry);
}

void
tn_stock_view_free (gpointer data)
{
  TnStockView *view = data;

  g_clear_pointer (&view->item, tn_stock_item_free);
  g_free (view->note);
  g_clear_pointer (&view->entries, g_ptr_array_unref);
  g_clear_pointer (&view->days, g_array_unref);
  g_clear_pointer (&view->problems, g_ptr_array_unref);
  g_free (view);
}

void
tn_stock_place_free (gpointer data)
{
  TnStockPlace *place = data;
  char *texts[] = { place->name, place->area, place->address, place->keeper, place->phone, place->note };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_clear_pointer (&place->items, g_ptr_array_unref);
  g_free (place);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnStockView, tn_stock_view_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnStockPlace, tn_stock_place_free)

/* ---- items with what there is of them ---- */

static const char *
find_type (const char *type)
{
  return type ? g_intern_string (type) : "";
}

static TnStockItem *
new_item (const TnId *id, char *name, char *measure, char *type, TnSlice low)
{
  TnStockItem *item = g_new0 (TnStockItem, 1);

  item->id = *id;
  item->name = name ? name : g_strdup ("");
  item->measure = measure ? measure : g_strdup ("");
  item->type = find_type (type);
  g_free (type);
  if (!low.len || !tn_decimal_parse (low, &item->low))
    item->low = 0;
  item->places = g_ptr_array_new_with_free_func (free_at);
  return item;
}

typedef struct {
  GPtrArray *items;
  GHashTable *by_id;     /* TnId → TnStockItem */
  const char *search;    /* folded */
} Listing;

static void
add_item (const TnFields *fields, gpointer data)
{
  Listing *listing = data;
  g_autofree char *name = tn_fields_text (fields, "name"), *folded = tn_text_fold (name ? name : "", -1);
  TnStockItem *item;

  if (*listing->search && !strstr (folded, listing->search))
    return;
  item = new_item (&fields->id, g_steal_pointer (&name), tn_fields_text (fields, "measure"), tn_fields_text (fields, "type"), tn_fields_get (fields, "low"));
  g_ptr_array_add (listing->items, item);
  g_hash_table_insert (listing->by_id, &item->id, item);
}

/* A balance of 0 at one place of several says that nothing is left there. */
static void
add_balance (TnCopy *copy, GHashTable *names, TnStockItem *item, const TnBalance *balance)
{
  TnStockAt *at = g_new0 (TnStockAt, 1);
  const char *name = g_hash_table_lookup (names, &balance->place);

  at->id = balance->place;
  at->name = name ? g_strdup (name) : tn_query_title (copy, &balance->place);
  at->quantity = balance->quantity;
  item->total += balance->quantity;
  if (balance->quantity < 0)
    item->state = TN_STOCK_NEGATIVE;
  g_ptr_array_add (item->places, at);
}

static int
compare_places_cb (gconstpointer a, gconstpointer b)
{
  const TnStockAt *x = *(const TnStockAt *const *) a, *y = *(const TnStockAt *const *) b;
  int order = tn_text_compare (x->name, y->name);

  return order ? order : tn_id_compare (&x->id, &y->id);
}

static void
finish_item (TnStockItem *item)
{
  if (item->state == TN_STOCK_FINE && item->low > 0 && item->total < item->low)
    item->state = TN_STOCK_LOW;
  g_ptr_array_sort (item->places, compare_places_cb);
}

static void
add_name (const TnFields *fields, gpointer data)
{
  char *name = tn_fields_text (fields, "name");

  g_hash_table_insert (data, tn_id_copy (&fields->id), name ? name : g_strdup (""));
}

static GHashTable *
read_place_names (TnCopy *copy, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free);

  return tn_query_each (copy, "stock_place", add_name, names, error) ? g_steal_pointer (&names) : NULL;
}

static gboolean
add_balances (TnCopy *copy, GHashTable *by_id, const GArray *moves, const TnId *place, GError **error)
{
  g_autoptr (TnStockSums) sums = tn_stock_sum (moves);
  g_autoptr (GHashTable) names = read_place_names (copy, error);

  for (guint i = 0; names && i < sums->balances->len; i++)
    {
      const TnBalance *balance = &g_array_index (sums->balances, TnBalance, i);
      TnStockItem *item = g_hash_table_lookup (by_id, &balance->item);

      if (item && (!place || tn_id_equal (place, &balance->place)))
        add_balance (copy, names, item, balance);
    }
  return names != NULL;
}

static GPtrArray *
list_items (TnCopy *copy, const char *search, const TnId *place, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (tn_stock_item_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  g_autoptr (GArray) moves = tn_query_move_sums (copy, error);
  Listing listing = { items, by_id, folded };

  if (!moves || !tn_query_each (copy, "stock_item", add_item, &listing, error) || !add_balances (copy, by_id, moves, place, error))
    return NULL;
  for (guint i = items->len; i-- > 0;)
    {
      finish_item (items->pdata[i]);
      if (place && ((TnStockItem *) items->pdata[i])->places->len == 0)
        g_ptr_array_remove_index (items, i);
    }
  return g_steal_pointer (&items);
}

GPtrArray *
tn_stock_list (TnCopy *copy, const char *search, GError **error)
{
  return list_items (copy, search, NULL, error);
}

TnStockPlace *
tn_stock_read_place (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "stock_place", id, error);
  g_autoptr (TnStockPlace) place = row ? g_new0 (TnStockPlace, 1) : NULL;
  TnId area;

  if (!row)
    return NULL;
  place->id = *id;
  place->name = tn_row_dup_or_empty (row, "name");
  place->area = tn_row_ref (row, "area", &area) ? tn_query_title (copy, &area) : g_strdup ("");
  place->address = tn_row_dup_or_empty (row, "address");
  place->keeper = tn_row_dup_or_empty (row, "keeper");
  place->phone = tn_row_dup_or_empty (row, "phone");
  place->note = tn_row_dup_or_empty (row, "note");
  place->items = list_items (copy, "", id, error);
  return place->items ? g_steal_pointer (&place) : NULL;
}

/* ---- the ledger ---- */

char *
tn_stock_say_day (gint64 at)
{
  return at ? tn_listed_date_show (at) : g_strdup ("–");
}

/* What an entry belongs to: who gave, what was handed out to whom, which entry it puts right. */
static char *
dup_source (TnCopy *copy, const TnId *source)
{
  g_autoptr (TnRow) row = tn_id_is_null (source) ? NULL : tn_copy_get (copy, source, NULL);
  g_autofree char *day = NULL;
  TnId donor, programme, whom;

  if (tn_id_is_null (source))
    return g_strdup ("");
  if (row && g_str_equal (row->kind_key, "gift") && tn_row_ref (row, "donor", &donor))
    return tn_query_title (copy, &donor);
  if (row && g_str_equal (row->kind_key, "delivery") && tn_row_ref (row, "programme", &programme) && tn_row_ref (row, "whom", &whom))
    {
      g_autofree char *what = tn_query_title (copy, &programme), *who = tn_query_title (copy, &whom);

      return g_strdup_printf ("%s, %s", who, what);
    }
  if (!row || !g_str_equal (row->kind_key, "stock_entry"))
    return tn_query_title (copy, source);
  g_autofree char *at = tn_row_dup_text (row, "at");
  day = tn_stock_say_day (tn_listed_date (at));
  /* Translators: %s is a date */
  return g_strdup_printf (_("the entry of %s"), day);
}

static char *
dup_title (TnCopy *copy, const TnId *id)
{
  return tn_id_is_null (id) ? g_strdup ("") : tn_query_title (copy, id);
}

static TnStockEntry *
read_entry (TnCopy *copy, const TnMove *move, gboolean counts, gboolean reversed, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, &move->id, error);
  TnStockEntry *entry;

  if (!row)
    return NULL;
  entry = g_new0 (TnStockEntry, 1);
  *entry = (TnStockEntry) { .id = move->id, .item = move->item, .from = move->from, .to = move->to, .source = move->source, .quantity = move->quantity, .counted = -1, .at = move->at,
                            .understood = move->understood, .counts = counts, .reversed = reversed, .why = move->why };
  if (!tn_decimal_parse (tn_row_field (row, "counted"), &entry->counted))
    entry->counted = -1;
  entry->item_name = g_strdup ("");
  entry->measure = g_strdup ("");
  entry->from_name = dup_title (copy, &move->from);
  entry->to_name = dup_title (copy, &move->to);
  entry->source_name = dup_source (copy, &move->source);
  entry->by = tn_row_dup_or_empty (row, "by");
  entry->document = tn_row_dup_or_empty (row, "document");
  entry->note = tn_row_dup_or_empty (row, "note");
  return entry;
}

static GHashTable *
find_reversed (const GArray *moves)
{
  GHashTable *reversed = g_hash_table_new (tn_id_hash, tn_id_equal);

  for (guint i = 0; i < moves->len; i++)
    if (g_str_equal (g_array_index (moves, TnMove, i).why, "reverse"))
      g_hash_table_add (reversed, &g_array_index (moves, TnMove, i).source);
  return reversed;
}

static gboolean
read_entries (TnCopy *copy, TnStockView *view, const GArray *moves, guint limit, GError **error)
{
  g_autoptr (GArray) counting = tn_stock_counting (moves);
  g_autoptr (GHashTable) reversed = find_reversed (moves);

  view->entries = g_ptr_array_new_with_free_func (tn_stock_entry_free);
  view->n_entries = moves->len;
  for (guint i = moves->len; i-- > 0 && view->entries->len < limit;)
    {
      const TnMove *move = &g_array_index (moves, TnMove, i);
      TnStockEntry *entry = read_entry (copy, move, g_array_index (counting, gboolean, i), g_hash_table_contains (reversed, &move->id), error);

      if (!entry)
        return FALSE;
      g_ptr_array_add (view->entries, entry);
    }
  return TRUE;
}

static GArray *
find_days (const GArray *moves)
{
  g_autoptr (GArray) counting = tn_stock_counting (moves);
  GArray *days = g_array_new (FALSE, FALSE, sizeof (TnStockDay));
  TnStockDay day = { 0 };

  for (guint i = 0; i < moves->len; i++)
    {
      const TnMove *move = &g_array_index (moves, TnMove, i);

      if (!move->understood || !g_array_index (counting, gboolean, i))
        continue;
      if (day.at != move->at && day.at)
        g_array_append_val (days, day);
      day.at = move->at;
      day.total += (tn_id_is_null (&move->to) ? 0 : move->quantity) - (tn_id_is_null (&move->from) ? 0 : move->quantity);
    }
  if (day.at)
    g_array_append_val (days, day);
  return days;
}

/* ---- one item, whole ---- */

TnStockView *
tn_stock_read (TnCopy *copy, const TnId *id, guint limit, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "stock_item", id, error);
  g_autoptr (GArray) moves = row ? tn_query_moves (copy, id, error) : NULL;
  g_autoptr (GHashTable) by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autoptr (TnStockView) view = NULL;

  if (!moves)
    return NULL;
  view = g_new0 (TnStockView, 1);
  g_array_sort (moves, tn_stock_compare_moves);
  view->item = new_item (id, tn_row_dup_text (row, "name"), tn_row_dup_text (row, "measure"), tn_row_dup_text (row, "type"), tn_row_field (row, "low"));
  view->note = tn_row_dup_or_empty (row, "note");
  g_hash_table_insert (by_id, &view->item->id, view->item);
  if (!add_balances (copy, by_id, moves, NULL, error))
    return NULL;
  finish_item (view->item);
  view->days = find_days (moves);
  return read_entries (copy, view, moves, limit, error) && tn_stock_read_problems (copy, view, moves, error) ? g_steal_pointer (&view) : NULL;
}

static void
name_item (TnCopy *copy, TnStockEntry *entry, const TnId *item)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, item, NULL);

  g_free (entry->item_name);
  g_free (entry->measure);
  entry->item_name = tn_query_title (copy, item);
  entry->measure = row ? tn_row_dup_or_empty (row, "measure") : g_strdup ("");
}

static void
read_move (const TnRow *row, TnMove *move)
{
  TnFields fields;
  g_autofree char *at = tn_row_dup_text (row, "at"), *why = tn_row_dup_text (row, "why");

  memset (move, 0, sizeof *move);
  tn_fields_from_row (&fields, row);
  move->id = row->id;
  tn_fields_ref (&fields, "item", &move->item);
  tn_fields_ref (&fields, "from", &move->from);
  tn_fields_ref (&fields, "to", &move->to);
  tn_fields_ref (&fields, "source", &move->source);
  move->understood = tn_decimal_parse (tn_row_field (row, "quantity"), &move->quantity);
  move->at = tn_listed_date (at);
  move->why = why ? g_intern_string (why) : "";
}

/* Of several that put the same right, the first by id: as the sums have it. FALSE with error; *found FALSE = there is none. */
static gboolean
find_reversal (TnCopy *copy, const TnId *id, TnId *reversal, gboolean *found, GError **error)
{
  TnListedQuery query = { .kind = "stock_entry", .ref = id, .state = "reverse" };
  g_autoptr (GArray) all = tn_query_listed (copy, &query, error);

  *found = all && all->len;
  for (guint i = 0; all && i < all->len; i++)
    if (i == 0 || tn_id_compare (&g_array_index (all, TnListed, i).id, reversal) < 0)
      *reversal = g_array_index (all, TnListed, i).id;
  return all != NULL;
}

/* Is it put right, and that not put right in its turn? By index: an item may have moved thousands of times. */
static gboolean
read_reversed (TnCopy *copy, const TnId *id, gboolean *reversed, GError **error)
{
  TnId at = *id, next;
  gboolean found = TRUE;

  *reversed = FALSE;
  for (guint steps = 0; found && steps < MOST_STEPS; steps++, at = next)
    {
      if (!find_reversal (copy, &at, &next, &found, error))
        return FALSE;
      if (found)
        *reversed = !*reversed;
    }
  return TRUE;
}

static TnStockEntry *
read_entry_of (TnCopy *copy, const TnId *id, gboolean counts, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, error);
  gboolean reversed;
  TnStockEntry *entry;
  TnMove move;

  if (!row || !read_reversed (copy, id, &reversed, error))
    return NULL;
  read_move (row, &move);
  if (!(entry = read_entry (copy, &move, counts, reversed, error)))
    return NULL;
  name_item (copy, entry, &move.item);
  g_free (entry->source_name);   /* whoever asks knows it */
  entry->source_name = g_strdup ("");
  return entry;
}

GPtrArray *
tn_stock_of (TnCopy *copy, const TnId *source, GError **error)
{
  TnListedQuery query = { .kind = "stock_entry", .ref = source };
  g_autoptr (GArray) listed = tn_query_listed (copy, &query, error);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (tn_stock_entry_free);
  const TnListed *first = NULL;

  for (guint i = 0; listed && i < listed->len; i++)   /* of those that put the same right the first by id counts */
    {
      const TnListed *one = &g_array_index (listed, TnListed, i);

      if (g_str_equal (one->state, "reverse") && (!first || tn_id_compare (&one->id, &first->id) < 0))
        first = one;
    }
  for (guint i = 0; listed && i < listed->len; i++)
    {
      const TnListed *one = &g_array_index (listed, TnListed, i);
      TnStockEntry *entry = read_entry_of (copy, &one->id, !g_str_equal (one->state, "reverse") || one == first, error);

      if (!entry)
        return NULL;
      g_ptr_array_add (entries, entry);
    }
  return listed ? g_steal_pointer (&entries) : NULL;
}
