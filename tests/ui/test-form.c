/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pick lists that are read later than the form that they stand in, and again while it is open. */
#include "ui-fixture.h"
#include "tn-option-drop-down.h"

typedef struct { GListStore *options; GtkDropDown *drop_down; } Pick;

static void
fill (GListStore *store, const char *keys)
{
  g_auto (GStrv) each = g_strsplit (keys, " ", -1);
  g_autoptr (GPtrArray) options = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; each[i]; i++)
    g_ptr_array_add (options, tn_option_new (each[i], each[i], 0));
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), options->pdata, options->len);
}

static void
set_up (Pick *pick, gconstpointer data)
{
  pick->options = g_list_store_new (TN_TYPE_OPTION);
  pick->drop_down = g_object_ref_sink (GTK_DROP_DOWN (tn_option_drop_down_new ("All", G_LIST_MODEL (pick->options))));
}

static void
tear_down (Pick *pick, gconstpointer data)
{
  g_object_unref (pick->options);
  g_assert_finalize_object (pick->drop_down);
}

static void
assert_chosen (Pick *pick, const char *key)
{
  TnOption *option = gtk_drop_down_get_selected_item (pick->drop_down);

  g_assert_cmpstr (tn_option_drop_down_get_key (pick->drop_down), ==, key);
  g_assert_cmpstr (tn_option_get_key (option), ==, key);
}

/* Somebody adds a quarter at the top while this dialog is open. */
static void
test_what_is_chosen_stays_chosen (Pick *pick, gconstpointer data)
{
  fill (pick->options, "a b c");
  g_assert_true (tn_option_drop_down_set_key (pick->drop_down, "b"));
  fill (pick->options, "new a b c");
  assert_chosen (pick, "b");
  fill (pick->options, "c b");
  assert_chosen (pick, "b");
}

/* What is not there any more cannot be chosen, and is not kept behind the person's back. */
static void
test_what_is_gone_is_not_chosen (Pick *pick, gconstpointer data)
{
  fill (pick->options, "a b");
  g_assert_true (tn_option_drop_down_set_key (pick->drop_down, "b"));
  fill (pick->options, "a");
  assert_chosen (pick, tn_option_get_key (gtk_drop_down_get_selected_item (pick->drop_down)));
  g_assert_cmpstr (tn_option_drop_down_get_key (pick->drop_down), !=, "b");
}

static void
test_a_wish_waits_for_its_list (Pick *pick, gconstpointer data)
{
  tn_option_drop_down_want_key (pick->drop_down, "b");
  g_assert_cmpstr (tn_option_drop_down_get_key (pick->drop_down), ==, "b");   /* whoever saves before the list is there */
  fill (pick->options, "a b");
  assert_chosen (pick, "b");
  fill (pick->options, "b a");
  assert_chosen (pick, "b");
}

/* What is not in the list that has come is not chosen behind what is shown. */
static void
test_a_wish_ends_with_its_list (Pick *pick, gconstpointer data)
{
  tn_option_drop_down_want_key (pick->drop_down, "gone");
  fill (pick->options, "a b");
  assert_chosen (pick, "");
  tn_option_drop_down_want_key (pick->drop_down, "gone");
  assert_chosen (pick, "");
}

static void
test_a_person_outdoes_a_wish (Pick *pick, gconstpointer data)
{
  g_autoptr (TnOption) early = tn_option_new ("a", "a", 0);

  tn_option_drop_down_want_key (pick->drop_down, "b");
  g_list_store_append (pick->options, early);
  g_assert_true (tn_option_drop_down_set_key (pick->drop_down, "a"));
  fill (pick->options, "a b");
  assert_chosen (pick, "a");
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  g_test_add ("/ui/form/what is chosen stays chosen", Pick, NULL, set_up, test_what_is_chosen_stays_chosen, tear_down);
  g_test_add ("/ui/form/what is gone is not chosen", Pick, NULL, set_up, test_what_is_gone_is_not_chosen, tear_down);
  g_test_add ("/ui/form/a wish waits for its list", Pick, NULL, set_up, test_a_wish_waits_for_its_list, tear_down);
  g_test_add ("/ui/form/a wish ends with its list", Pick, NULL, set_up, test_a_wish_ends_with_its_list, tear_down);
  g_test_add ("/ui/form/a person outdoes a wish", Pick, NULL, set_up, test_a_person_outdoes_a_wish, tear_down);
  return g_test_run ();
}
