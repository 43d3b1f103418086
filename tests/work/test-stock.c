/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stock: sums that no order can change, what is refused, counting, putting right, and what a place below zero is explained by. */
#include <string.h>
#include "work-fixture.h"
#include "tn-household-actions.h"
#include "tn-projection.h"
#include "tn-stock.h"
#include "tn-today.h"

#define KG TN_DECIMAL_ONE

/* ---- sums alone ---- */

static TnId
make_id (guint8 last)
{
  return (TnId) { { 0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, last } };
}

static void
add_move (GArray *moves, guint8 id, guint8 from, guint8 to, gint64 quantity, const char *why, guint8 source, gint64 at)
{
  TnId none = { { 0 } };
  TnMove move = { make_id (id), make_id (200), from ? make_id (from) : none, to ? make_id (to) : none, source ? make_id (source) : none, quantity, TRUE, at, g_intern_string (why) };

  g_array_append_val (moves, move);
}

static void
shuffle (GArray *moves, GRand *rand)
{
  for (guint i = moves->len; i > 1; i--)
    {
      guint j = (guint) g_rand_int_range (rand, 0, (gint32) i);
      TnMove keep = g_array_index (moves, TnMove, i - 1);

      g_array_index (moves, TnMove, i - 1) = g_array_index (moves, TnMove, j);
      g_array_index (moves, TnMove, j) = keep;
    }
}

/* Whatever the order, and however they are split over two copies that are put together afterwards. */
static void
test_no_order_changes_a_sum (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20211224);

  for (guint run = 0; run < 50; run++)
    {
      g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (TnMove));
      gint64 expected[3] = { 0 };
      gboolean reversed[101] = { FALSE };

      for (guint8 i = 1; i <= 100; i++)
        {
          guint from = (guint) g_rand_int_range (rand, 0, 3), to = (guint) g_rand_int_range (rand, 0, 3), right = i > 1 ? (guint) g_rand_int_range (rand, 1, i) : 0;
          gint64 quantity = g_rand_int_range (rand, 1, 2000000);

          if (from == to)
            continue;
          /* now and then an entry puts right an earlier one, which somebody else may have done too: it counts once */
          const TnMove *target = NULL;
          for (guint j = 0; i % 5 == 0 && j < moves->len; j++)
            if (tn_id_equal (&g_array_index (moves, TnMove, j).id, &(TnId) { { 0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, (guint8) right } }) &&
                !g_str_equal (g_array_index (moves, TnMove, j).why, "reverse"))
              target = &g_array_index (moves, TnMove, j);
          if (target)
            {
              guint8 t_from = target->from.b[15], t_to = target->to.b[15];
              gint64 t_quantity = target->quantity;

              add_move (moves, i, t_to, t_from, t_quantity, "reverse", (guint8) right, 20211224);
              if (!reversed[right])
                expected[t_to] -= t_quantity, expected[t_from] += t_quantity;
              reversed[right] = TRUE;
              continue;
            }
          add_move (moves, i, (guint8) from, (guint8) to, quantity, from && to ? "transfer" : to ? "gift" : "delivery", 0, 20211201 + i % 20);
          expected[from] -= quantity;
          expected[to] += quantity;
        }
      TnId item = make_id (200), one = make_id (1), two = make_id (2);
      for (guint again = 0; again < 5; again++)
        {
          shuffle (moves, rand);
          g_autoptr (TnStockSums) sums = tn_stock_sum (moves);
          g_assert_cmpint (tn_stock_sums_get (sums, &item, &one), ==, expected[1]);
          g_assert_cmpint (tn_stock_sums_get (sums, &item, &two), ==, expected[2]);
          g_assert_cmpint (tn_stock_sums_get (sums, &item, NULL), ==, expected[1] + expected[2]);
        }
    }
}

/* Tenths of floating point do not add up to one. */
static void
test_sums_are_exact (void)
{
  g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (TnMove));
  TnId item = make_id (200);

  for (guint8 i = 1; i <= 10; i++)
    add_move (moves, i, 0, 1, 100, "gift", 0, 20211224);
  add_move (moves, 11, 1, 0, KG, "delivery", 0, 20211224);
  g_autoptr (TnStockSums) sums = tn_stock_sum (moves);
  g_assert_cmpint (tn_stock_sums_get (sums, &item, NULL), ==, 0);
}

static void
test_what_puts_right_counts_once (void)
{
  g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (TnMove));
  static const gboolean expected[] = { TRUE, TRUE, FALSE, FALSE, TRUE };
  TnId item = make_id (200);

  add_move (moves, 1, 0, 1, 10 * KG, "gift", 0, 20211220);
  add_move (moves, 2, 1, 0, 10 * KG, "reverse", 1, 20211221);
  add_move (moves, 3, 1, 0, 10 * KG, "reverse", 1, 20211221);   /* another laptop did too */
  add_move (moves, 4, 0, 1, 10 * KG, "reverse", 3, 20211222);   /* and thought better of it: of what never counted */
  add_move (moves, 5, 0, 1, 10 * KG, "reverse", 2, 20211223);
  g_autoptr (GArray) counting = tn_stock_counting (moves);
  g_autoptr (TnStockSums) sums = tn_stock_sum (moves);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (g_array_index (counting, gboolean, i), ==, expected[i]);
  g_assert_cmpint (tn_stock_sums_get (sums, &item, NULL), ==, 10 * KG);
  /* a ring that no program of ours writes ends all the same */
  add_move (moves, 6, 0, 1, KG, "reverse", 7, 20211223);
  add_move (moves, 7, 0, 1, KG, "reverse", 6, 20211223);
  g_autoptr (GArray) ring = tn_stock_counting (moves);
  g_assert_cmpuint (ring->len, ==, 7);
}

static void
test_a_shortage_names_what_made_it (void)
{
  g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (TnMove));
  TnId place = make_id (1), other = make_id (2);

  add_move (moves, 1, 0, 1, 20 * KG, "gift", 0, 20211201);
  add_move (moves, 2, 1, 0, 8 * KG, "delivery", 0, 20211202);
  add_move (moves, 3, 2, 1, 0, "transfer", 0, 20211203);
  add_move (moves, 5, 1, 0, 10 * KG, "delivery", 0, 20211224);
  add_move (moves, 4, 1, 0, 10 * KG, "delivery", 0, 20211224);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  shuffle (moves, rand);
  TnShortage *shortage = tn_stock_find_shortage (moves, &place);
  g_assert_nonnull (shortage);
  g_assert_cmpint (shortage->balance, ==, -8 * KG);
  g_assert_cmpint (shortage->before, ==, 12 * KG);
  g_assert_cmpint (shortage->since, ==, 20211224);
  g_assert_cmpuint (shortage->moves->len, ==, 2);
  tn_shortage_free (shortage);
  g_assert_null (tn_stock_find_shortage (moves, &other));
}

static void
test_counted_twice_on_a_day (void)
{
  g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (TnMove));
  TnId place = make_id (1);

  add_move (moves, 1, 0, 1, 100 * KG, "gift", 0, 20211201);
  add_move (moves, 2, 1, 0, 10 * KG, "count", 0, 20211224);
  add_move (moves, 3, 1, 0, 1 * KG, "count", 0, 20211225);
  g_autoptr (GArray) none = tn_stock_find_counted_twice (moves, &place);
  g_assert_cmpuint (none->len, ==, 0);
  add_move (moves, 4, 1, 0, 10 * KG, "count", 0, 20211224);
  g_autoptr (GArray) twice = tn_stock_find_counted_twice (moves, &place);
  g_assert_cmpuint (twice->len, ==, 1);
  g_assert_cmpint (g_array_index (twice, gint64, 0), ==, 20211224);
  add_move (moves, 5, 0, 1, 10 * KG, "reverse", 4, 20211226);
  g_autoptr (GArray) right = tn_stock_find_counted_twice (moves, &place);
  g_assert_cmpuint (right->len, ==, 0);
}

static void
test_shown (void)
{
  static const struct { gint64 quantity; const char *shown; } table[] = {
    { 0, "0" }, { 999 * KG, "999" }, { 1000 * KG, "1,000" }, { 1234567 * KG + 250, "1,234,567.25" }, { -1500 * KG, "−1,500" }, { -1, "−0.001" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *shown = tn_stock_show (table[i].quantity);
      g_assert_cmpstr (shown, ==, table[i].shown);
    }
}

/* ---- in a copy ---- */

typedef struct { PracticeWard ward; TnCopy *copy; TnId rice, hall, school; } Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnValues) rice = work_values ("name", "Gạo", "measure", "kg", "type", "food", NULL), hall = work_values ("name", "Nhà văn hóa", NULL), school = work_values ("name", "Trường học", NULL);

  f->copy = work_make (&f->ward, 5);
  tn_values_set (rice, "low", "50");
  TnEdit *edit = tn_stock_add_item (f->copy, rice, &f->rice, &error);
  work_write (f->copy, edit, error);
  edit = tn_stock_add_place (f->copy, hall, &f->hall, &error);
  work_write (f->copy, edit, error);
  edit = tn_stock_add_place (f->copy, school, &f->school, &error);
  work_write (f->copy, edit, error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  work_clear (&f->ward, &f->copy);
}

static TnEdit *
enter (Fixture *f, const TnId *from, const TnId *to, const char *quantity, const char *why, const char *at, GError **error)
{
  g_autoptr (TnValues) values = tn_values_new ();

  if (from)
    tn_values_set_ref (values, "from", from);
  if (to)
    tn_values_set_ref (values, "to", to);
  if (quantity)
    tn_values_set (values, "quantity", quantity);
  tn_values_set_text (values, "why", why);
  tn_values_set_text (values, "at", at);
  return tn_stock_enter (f->copy, &f->rice, values, error);
}

static void
do_enter (Fixture *f, const TnId *from, const TnId *to, const char *quantity, const char *why)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = enter (f, from, to, quantity, why, NULL, &error);

  work_write (f->copy, edit, error);
}

static TnStockView *
read_rice (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  TnStockView *view = tn_stock_read (f->copy, &f->rice, 100, &error);

  g_assert_no_error (error);
  return view;
}

static gint64
balance (Fixture *f, const TnId *place)
{
  TnStockView *view = read_rice (f);
  gint64 found = place ? 0 : view->item->total;

  for (guint i = 0; place && i < view->item->places->len; i++)
    if (tn_id_equal (&((TnStockAt *) view->item->places->pdata[i])->id, place))
      found = ((TnStockAt *) view->item->places->pdata[i])->quantity;
  tn_stock_view_free (view);
  return found;
}

static void
test_what_must_be_refused (Fixture *f, gconstpointer data)
{
  static const struct { int from, to; const char *quantity, *why, *at; } table[] = {
    { 0, 1, "0", "gift", NULL }, { 0, 1, "-5", "gift", NULL }, { 0, 1, "0.0001", "gift", NULL }, { 0, 1, NULL, "gift", NULL }, { 0, 1, "1e15", "gift", NULL },
    { 1, 1, "5", "transfer", NULL }, { 0, 0, "5", "gift", NULL }, { 0, 0, "5", "transfer", NULL },
    { 1, 0, "5", "gift", NULL }, { 0, 1, "5", "delivery", NULL }, { 0, 1, "5", "loss", NULL }, { 0, 1, "5", "transfer", NULL }, { 1, 2, "5", "delivery", NULL },
    { 0, 1, "5", NULL, NULL }, { 0, 1, "5", "stolen", NULL }, { 0, 1, "5", "gift", "2021" }, { 0, 1, "5", "gift", "2199-01-01" },
    { 1, 0, "100.001", "delivery", NULL }, { 1, 2, "101", "transfer", NULL }, { 2, 1, "1", "transfer", NULL },
  };
  const TnId *places[] = { NULL, &f->hall, &f->school };

  do_enter (f, NULL, &f->hall, "100", "gift");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (enter (f, places[table[i].from], places[table[i].to], table[i].quantity, table[i].why, table[i].at, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
    }
  g_assert_cmpint (balance (f, NULL), ==, 100 * KG);
  g_autoptr (GError) error = NULL;   /* something that is no place, no item */
  g_assert_null (enter (f, NULL, &f->ward.first, "5", "gift", NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

static void
test_the_same_item_is_added_once (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) again = work_values ("name", "GAO", "measure", "Kg", NULL), bags = work_values ("name", "Gạo", "measure", "túi", NULL), nameless = work_values ("name", "Gạo", NULL);
  g_autoptr (TnValues) renamed = work_values ("name", "Gạo nếp", NULL), place = work_values ("name", "nha van hoa", NULL), low = work_values ("name", "Mì", "measure", "gói", NULL);
  g_autoptr (GError) error = NULL, no_measure = NULL, fine = NULL, refused = NULL, below = NULL;
  TnId id, made = tn_stock_item_id ("Gạo", "kg");

  g_assert_true (tn_id_equal (&f->rice, &made));
  g_assert_null (tn_stock_add_item (f->copy, again, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_assert_null (tn_stock_add_item (f->copy, nameless, NULL, &no_measure));
  g_assert_null (tn_stock_add_place (f->copy, place, NULL, &refused));
  tn_values_set (low, "low", "-1");
  g_assert_null (tn_stock_add_item (f->copy, low, NULL, &below));
  TnEdit *edit = tn_stock_add_item (f->copy, bags, &id, &fine);
  work_write (f->copy, edit, fine);
  edit = tn_stock_change_item (f->copy, &f->rice, renamed, &fine);
  work_write (f->copy, edit, fine);
  edit = tn_stock_add_item (f->copy, again, &id, &fine);   /* the name is free again */
  work_write (f->copy, edit, fine);
  g_assert_false (tn_id_equal (&id, &f->rice));
}

static void
test_counting_writes_the_difference (Fixture *f, gconstpointer data)
{
  static const struct { const char *counted; gint64 difference, then; } table[] = { { "95.5", -4500, 95500 }, { "95.5", 0, 95500 }, { "120", 24500, 120000 }, { "0", -120000, 0 } };
  g_autoptr (TnValues) below = tn_values_new ();
  g_autoptr (GError) refused = NULL;

  do_enter (f, NULL, &f->hall, "100", "gift");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (TnValues) values = tn_values_new ();
      g_autoptr (GError) error = NULL;
      gint64 difference = 1;

      tn_values_set (values, "counted", table[i].counted);
      TnEdit *edit = tn_stock_count (f->copy, &f->rice, &f->hall, values, &difference, &error);
      g_assert_no_error (error);
      g_assert_cmpint (difference, ==, table[i].difference);
      g_assert_cmpint (tn_edit_is_empty (edit), ==, difference == 0);
      work_write (f->copy, edit, error);
      g_assert_cmpint (balance (f, &f->hall), ==, table[i].then);
    }
  tn_values_set (below, "counted", "-1");
  g_assert_null (tn_stock_count (f->copy, &f->rice, &f->hall, below, NULL, &refused));
  g_assert_error (refused, TN_ERROR, TN_ERROR_INVALID);
  TnStockView *view = read_rice (f);
  guint n_empty = 0;
  for (guint i = 0; i < view->entries->len; i++)
    n_empty += ((TnStockEntry *) view->entries->pdata[i])->counted == 0;
  g_assert_cmpuint (n_empty, ==, 1);
  tn_stock_view_free (view);
}

/* Friday's sheet that is typed on Monday says what there was on Friday. */
static void
test_a_count_is_of_its_day (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) values = work_values ("at", "2021-12-17", NULL);
  g_autoptr (GError) error = NULL;
  gint64 difference = 1;
  TnEdit *edit = enter (f, NULL, &f->hall, "100", "gift", "2021-12-10", &error);

  work_write (f->copy, edit, error);
  edit = enter (f, &f->hall, NULL, "20", "delivery", "2021-12-20", &error);
  work_write (f->copy, edit, error);
  tn_values_set (values, "counted", "100");
  edit = tn_stock_count (f->copy, &f->rice, &f->hall, values, &difference, &error);
  work_write (f->copy, edit, error);
  g_assert_cmpint (difference, ==, 0);
  g_assert_cmpint (balance (f, &f->hall), ==, 80 * KG);
  tn_values_set (values, "counted", "97");
  edit = tn_stock_count (f->copy, &f->rice, &f->hall, values, &difference, &error);
  work_write (f->copy, edit, error);
  g_assert_cmpint (balance (f, &f->hall), ==, 77 * KG);
  /* once more on the same laptop, which knows the first: nothing is wrong with that */
  tn_values_set (values, "counted", "98");
  edit = tn_stock_count (f->copy, &f->rice, &f->hall, values, &difference, &error);
  work_write (f->copy, edit, error);
  g_assert_cmpint (difference, ==, KG);
  TnStockView *view = read_rice (f);
  g_assert_cmpuint (view->problems->len, ==, 0);
  tn_stock_view_free (view);
  /* an entry is not made a count by saying so: it would pass by what is there */
  work_assert_refused (enter (f, &f->hall, NULL, "500", "count", NULL, &error), &error);
  work_assert_refused (enter (f, &f->hall, NULL, "5", "reverse", NULL, &error), &error);
}

static void
test_a_mistake_is_put_right_once (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL, refused = NULL, changed = NULL, deleted = NULL;
  gint64 action;

  do_enter (f, NULL, &f->hall, "1000", "gift");
  TnStockView *view = read_rice (f);
  TnId wrong = ((TnStockEntry *) view->entries->pdata[0])->id;
  tn_stock_view_free (view);
  TnEdit *edit = tn_stock_reverse (f->copy, &wrong, "100 kg", &error);
  work_write (f->copy, edit, error);
  g_assert_cmpint (balance (f, &f->hall), ==, 0);
  g_assert_null (tn_stock_reverse (f->copy, &wrong, NULL, &refused));
  g_assert_error (refused, TN_ERROR, TN_ERROR_INVALID);
  view = read_rice (f);
  g_assert_cmpuint (view->n_entries, ==, 2);
  gboolean is_first = g_str_equal (((TnStockEntry *) view->entries->pdata[0])->why, "gift");   /* both may be of one millisecond */
  const TnStockEntry *first = view->entries->pdata[!is_first], *right = view->entries->pdata[is_first];
  g_assert_true (first->reversed && first->counts && right->counts && !right->reversed);
  g_assert_cmpstr (right->note, ==, "100 kg");
  tn_stock_view_free (view);
  /* what was written is written */
  g_autoptr (TnEdit) change = tn_edit_new ("x"), removal = tn_edit_new ("y");
  tn_edit_set (change, &wrong, "quantity", "100");
  g_assert_false (tn_copy_edit (f->copy, change, &action, &changed));
  g_assert_error (changed, TN_ERROR, TN_ERROR_INVALID);
  tn_edit_delete (removal, &wrong);
  g_assert_false (tn_copy_edit (f->copy, removal, &action, &deleted));
  g_assert_error (deleted, TN_ERROR, TN_ERROR_INVALID);
  g_assert_cmpint (balance (f, &f->hall), ==, 0);
  g_autoptr (GError) kept = NULL;   /* nor does the item go, and its ledger with it */
  g_assert_null (tn_work_delete (f->copy, &f->rice, &kept));
  g_assert_error (kept, TN_ERROR, TN_ERROR_INVALID);
  g_assert_nonnull (strstr (kept->message, "Stock entries"));
}

static void
test_lists_places_and_days (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  do_enter (f, NULL, &f->hall, "40", "allotted");
  do_enter (f, &f->hall, &f->school, "15.5", "transfer");
  do_enter (f, &f->school, NULL, "5.5", "loss");
  g_autoptr (GPtrArray) items = tn_stock_list (f->copy, "", &error), none = tn_stock_list (f->copy, "xyz", &error), found = tn_stock_list (f->copy, "gao", &error);
  g_assert_cmpuint (items->len, ==, 1);
  g_assert_true (none->len == 0 && found->len == 1);
  const TnStockItem *rice = items->pdata[0];
  g_assert_cmpint (rice->total, ==, 34500);
  g_assert_cmpint (rice->state, ==, TN_STOCK_LOW);
  g_assert_cmpuint (rice->places->len, ==, 2);
  g_assert_cmpint (((TnStockAt *) rice->places->pdata[0])->quantity, ==, 24500);
  g_assert_cmpstr (((TnStockAt *) rice->places->pdata[1])->name, ==, "Trường học");
  TnStockPlace *school = tn_stock_read_place (f->copy, &f->school, &error);
  g_assert_cmpuint (school->items->len, ==, 1);
  g_assert_cmpint (((TnStockItem *) school->items->pdata[0])->total, ==, 10000);
  tn_stock_place_free (school);
  TnStockView *view = read_rice (f);
  g_assert_cmpuint (view->days->len, ==, 1);
  g_assert_cmpint (g_array_index (view->days, TnStockDay, 0).total, ==, 34500);
  g_assert_cmpuint (view->problems->len, ==, 0);
  tn_stock_view_free (view);
}

/* As two laptops leave it that each handed out what was left. */
static void
draw_offline (Fixture *f, const char *quantity, const char *by)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("x");
  TnId id = tn_edit_create (edit, "stock_entry", NULL);
  gint64 action;

  tn_edit_set_ref (edit, &id, "item", &f->rice);
  tn_edit_set_ref (edit, &id, "from", &f->hall);
  tn_edit_set (edit, &id, "quantity", quantity);
  tn_edit_set_text (edit, &id, "at", "2021-12-24");
  tn_edit_set_text (edit, &id, "why", "delivery");
  tn_edit_set_text (edit, &id, "by", by);
  g_assert_true (tn_copy_edit (f->copy, edit, &action, NULL));
}

static void
test_below_zero_is_explained (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = enter (f, NULL, &f->hall, "12", "gift", "2021-12-20", &error);

  work_write (f->copy, edit, error);
  draw_offline (f, "10", "Lan");
  draw_offline (f, "10", "Hùng");
  TnStockView *view = read_rice (f);
  g_assert_cmpint (view->item->state, ==, TN_STOCK_NEGATIVE);
  g_assert_cmpuint (view->problems->len, ==, 1);
  const char *told = view->problems->pdata[0];
  g_assert_nonnull (strstr (told, "8 kg"));
  g_assert_nonnull (strstr (told, "There were 12 kg"));
  g_assert_nonnull (strstr (told, "(Lan)"));
  g_assert_nonnull (strstr (told, "(Hùng)"));
  g_assert_nonnull (strstr (told, "mistyped"));   /* one laptop wrote both */
  tn_stock_view_free (view);
  g_assert_true (tn_projection_check (f->copy, NULL, &error));
  g_assert_no_error (error);
}

/* From a newer program: not counted, and said. */
static void
test_what_is_not_understood_is_said (Fixture *f, gconstpointer data)
{
  do_enter (f, NULL, &f->hall, "12", "gift");
  draw_offline (f, "0.0005", "Lan");
  TnStockView *view = read_rice (f);
  g_assert_cmpint (view->item->total, ==, 12000);
  g_assert_cmpuint (view->problems->len, ==, 1);
  g_assert_nonnull (strstr (view->problems->pdata[0], "does not understand"));
  tn_stock_view_free (view);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stock/no-order-changes-a-sum", test_no_order_changes_a_sum);
  g_test_add_func ("/stock/sums-are-exact", test_sums_are_exact);
  g_test_add_func ("/stock/what-puts-right-counts-once", test_what_puts_right_counts_once);
  g_test_add_func ("/stock/a-shortage-names-what-made-it", test_a_shortage_names_what_made_it);
  g_test_add_func ("/stock/counted-twice-on-a-day", test_counted_twice_on_a_day);
  g_test_add_func ("/stock/shown", test_shown);
#define ADD(name) g_test_add ("/stock/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (what_must_be_refused);
  ADD (the_same_item_is_added_once);
  ADD (counting_writes_the_difference);
  ADD (a_count_is_of_its_day);
  ADD (a_mistake_is_put_right_once);
  ADD (lists_places_and_days);
  ADD (below_zero_is_explained);
  ADD (what_is_not_understood_is_said);
  return g_test_run ();
}
