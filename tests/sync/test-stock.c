/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two laptops keep one stock apart, over a real district: whatever they write and in whatever order they reconcile, both end with the same balances, which
 * are those of all that was written. */
#include <string.h>
#include "sync-fixture.h"
#include "tn-stock.h"

#define KG TN_DECIMAL_ONE
#define ROUNDS 6
#define EACH 12

typedef struct { World world; Laptop laptops[2]; TnId item, places[3]; } Fixture;

static void
write_edit (Laptop *laptop, TnEdit *edit, const GError *building)
{
  g_autoptr (TnEdit) owned = edit;
  g_autoptr (GError) error = NULL;

  g_assert_no_error (building);
  tn_copy_edit (laptop->copy, owned, NULL, &error);
  g_assert_no_error (error);
}

static TnId
add_named (Laptop *laptop, const char *name, const char *measure)
{
  g_autoptr (TnValues) values = tn_values_new ();
  g_autoptr (GError) error = NULL;
  TnId id;

  tn_values_set_text (values, "name", name);
  if (measure)
    tn_values_set_text (values, "measure", measure);
  TnEdit *edit = measure ? tn_stock_add_item (laptop->copy, values, &id, &error) : tn_stock_add_place (laptop->copy, values, &id, &error);
  write_edit (laptop, edit, error);
  return id;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "Nhà văn hóa", "Trường học", "Chùa" };

  world_init (&f->world);
  laptop_init (&f->laptops[0], &f->world, "Lan");
  laptop_init (&f->laptops[1], &f->world, "Hùng");
  /* both add the same, apart: it is one */
  for (guint l = 0; l < 2; l++)
    {
      f->item = add_named (&f->laptops[l], "Gạo", "kg");
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        f->places[i] = add_named (&f->laptops[l], names[i], NULL);
    }
  for (guint i = 0; i < 3; i++)
    laptop_sync (&f->laptops[i % 2]);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  laptop_clear (&f->laptops[0]);
  laptop_clear (&f->laptops[1]);
  world_clear (&f->world);
}

static void
sync_both (Fixture *f, guint first)
{
  for (guint i = 0; i < 4; i++)
    laptop_sync (&f->laptops[(first + i) % 2]);
}

static gint64
get_balance (Laptop *laptop, const TnId *item, const TnId *place)
{
  g_autoptr (GArray) moves = tn_query_moves (laptop->copy, item, NULL);
  g_autoptr (TnStockSums) sums = tn_stock_sum (moves);

  return tn_stock_sums_get (sums, item, place);
}

/* As the delivery of another theme writes it: no rule stands between. */
static TnId
write_entry (Laptop *laptop, const TnId *item, const TnId *from, const TnId *to, gint64 quantity, const char *why, const TnId *source)
{
  TnEdit *edit = tn_edit_new ("Entry");
  TnId id = tn_edit_create (edit, "stock_entry", NULL);
  g_autofree char *token = tn_decimal_token (quantity);

  tn_edit_set_ref (edit, &id, "item", item);
  tn_edit_set_ref (edit, &id, "from", from);
  tn_edit_set_ref (edit, &id, "to", to);
  tn_edit_set (edit, &id, "quantity", token);
  tn_edit_set_text (edit, &id, "at", "2021-12-24");
  tn_edit_set_text (edit, &id, "why", why);
  tn_edit_set_ref (edit, &id, "source", source);
  tn_edit_set_text (edit, &id, "by", laptop->name);
  write_edit (laptop, edit, NULL);
  return id;
}

typedef struct { TnId id; guint from, to; gint64 quantity; gboolean reversed; } Written;

static void
write_some (Fixture *f, Laptop *laptop, GRand *rand, GArray *written, gint64 expected[3])
{
  for (guint i = 0; i < EACH; i++)
    {
      guint from = (guint) g_rand_int_range (rand, 0, 4), to = (guint) g_rand_int_range (rand, 0, 4);   /* 3 = outside */
      gint64 quantity = g_rand_int_range (rand, 1, 500000);
      Written one = { .from = from, .to = to, .quantity = quantity };

      if (from == to)
        continue;
      one.id = write_entry (laptop, &f->item, from < 3 ? &f->places[from] : NULL, to < 3 ? &f->places[to] : NULL, quantity,
                            from == 3 ? "gift" : to == 3 ? "delivery" : "transfer", NULL);
      if (from < 3)
        expected[from] -= quantity;
      if (to < 3)
        expected[to] += quantity;
      g_array_append_val (written, one);
    }
}

/* The same entry, by both laptops before they know of each other. */
static void
put_right_on_both (Fixture *f, GRand *rand, GArray *written, gint64 expected[3])
{
  Written *one = &g_array_index (written, Written, g_rand_int_range (rand, 0, (gint32) written->len));

  if (one->reversed)
    return;
  for (guint l = 0; l < 2; l++)
    {
      g_autoptr (GError) error = NULL;
      TnEdit *edit = tn_stock_reverse (f->laptops[l].copy, &one->id, NULL, &error);

      write_edit (&f->laptops[l], edit, error);
    }
  if (one->from < 3)
    expected[one->from] += one->quantity;
  if (one->to < 3)
    expected[one->to] -= one->quantity;
  one->reversed = TRUE;
}

static void
test_both_end_with_what_was_written (Fixture *f, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (68);
  g_autoptr (GArray) written = g_array_new (FALSE, FALSE, sizeof (Written));
  Laptop *laptops[] = { &f->laptops[0], &f->laptops[1] };
  gint64 expected[3] = { 0 };

  for (guint round = 0; round < ROUNDS; round++)
    {
      guint first = (guint) g_rand_int_range (rand, 0, 2);

      write_some (f, &f->laptops[first], rand, written, expected);
      if (g_rand_boolean (rand))
        laptop_sync (&f->laptops[first]);
      write_some (f, &f->laptops[!first], rand, written, expected);
      sync_both (f, (guint) g_rand_int_range (rand, 0, 2));
      put_right_on_both (f, rand, written, expected);
      sync_both (f, (guint) g_rand_int_range (rand, 0, 2));
      for (guint l = 0; l < 2; l++)
        for (guint i = 0; i < 3; i++)
          g_assert_cmpint (get_balance (&f->laptops[l], &f->item, &f->places[i]), ==, expected[i]);
    }
  assert_reconciled (&f->world, laptops, 2);
  g_assert_cmpuint (laptop_conflicts (&f->laptops[0], NULL, NULL), ==, 0);
}

static void
test_the_last_was_handed_out_twice (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_entry (&f->laptops[0], &f->item, NULL, &f->places[0], 12 * KG, "gift", NULL);
  sync_both (f, 0);
  for (guint l = 0; l < 2; l++)   /* each sees that there is enough */
    {
      g_autoptr (TnValues) values = tn_values_new ();

      tn_values_set_ref (values, "from", &f->places[0]);
      tn_values_set (values, "quantity", "10");
      tn_values_set_text (values, "why", "delivery");
      tn_values_set_text (values, "by", f->laptops[l].name);
      TnEdit *edit = tn_stock_enter (f->laptops[l].copy, &f->item, values, &error);
      write_edit (&f->laptops[l], edit, error);
    }
  sync_both (f, 1);
  for (guint l = 0; l < 2; l++)
    {
      TnStockView *view = tn_stock_read (f->laptops[l].copy, &f->item, 100, &error);

      g_assert_no_error (error);
      g_assert_cmpint (view->item->state, ==, TN_STOCK_NEGATIVE);
      g_assert_cmpuint (view->problems->len, ==, 1);
      g_assert_nonnull (strstr (view->problems->pdata[0], "different laptops"));
      g_assert_nonnull (strstr (view->problems->pdata[0], "(Lan)"));
      g_assert_nonnull (strstr (view->problems->pdata[0], "(Hùng)"));
      tn_stock_view_free (view);
    }
}

/* What others have is not taken away behind their backs. */
static void
test_no_undo_once_it_was_sent (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_entry (&f->laptops[0], &f->item, NULL, &f->places[0], 12 * KG, "gift", NULL);
  g_autoptr (GPtrArray) before = tn_copy_actions (f->laptops[0].copy, 1, NULL);
  g_assert_true (tn_copy_undo (f->laptops[0].copy, ((TnAction *) before->pdata[0])->action, &error));   /* nobody has it yet */
  g_assert_cmpint (get_balance (&f->laptops[0], &f->item, NULL), ==, 0);
  write_entry (&f->laptops[0], &f->item, NULL, &f->places[0], 12 * KG, "gift", NULL);
  sync_both (f, 0);
  g_autoptr (GPtrArray) after = tn_copy_actions (f->laptops[0].copy, 1, NULL);
  g_assert_false (tn_copy_undo (f->laptops[0].copy, ((TnAction *) after->pdata[0])->action, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  for (guint l = 0; l < 2; l++)
    g_assert_cmpint (get_balance (&f->laptops[l], &f->item, NULL), ==, 12 * KG);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add ("/sync/stock/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (both_end_with_what_was_written);
  ADD (the_last_was_handed_out_twice);
  ADD (no_undo_once_it_was_sent);
  return g_test_run ();
}
