/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-ward.h"
#include "tn-household-detail.h"
#include "tn-household-model.h"
#include "tn-lookups.h"

#define WAIT(condition) G_STMT_START { gint64 end_ = g_get_monotonic_time () + 30 * G_USEC_PER_SEC; \
  while (!(condition)) { g_assert_cmpint (g_get_monotonic_time (), <, end_); g_main_context_iteration (NULL, FALSE); g_usleep (100); } } G_STMT_END

typedef struct
{
  PracticeWard ward;
  TnStore *store;
  TnHouseholdModel *model;
  GListModel *list;
  guint n_changes, largest_added;   /* of items-changed */
  guint added_with_removed;         /* largest signal that both removed and added */
} Fixture;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(TnStore **) user_data = tn_store_open_finish (result, &error);
  g_assert_no_error (error);
}

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, Fixture *f)
{
  f->n_changes++;
  f->largest_added = MAX (f->largest_added, added);
  if (removed && added)
    f->added_with_removed = MAX (f->added_with_removed, added);
}

static void
set_up (Fixture *f, gconstpointer n)
{
  practice_ward_make (&f->ward, GPOINTER_TO_UINT (n));
  tn_store_open_async (f->ward.path, 0, NULL, opened_cb, &f->store);
  WAIT (f->store);
  f->model = tn_household_model_new (f->store);
  f->list = G_LIST_MODEL (f->model);
  g_signal_connect (f->model, "items-changed", G_CALLBACK (items_changed_cb), f);
  WAIT (!tn_household_model_is_loading (f->model));
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gboolean *) user_data = tn_store_close_finish (TN_STORE (source), result, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gboolean closed = FALSE;

  g_clear_object (&f->model);
  tn_store_close_async (f->store, closed_cb, &closed);
  WAIT (closed);
  g_clear_object (&f->store);
  practice_ward_clear (&f->ward);
}

static gpointer
set_phone (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Phone");

  tn_edit_set_text (edit, data, "phone", "02808777666");
  return tn_copy_edit (copy, edit, NULL, error) ? g_strdup ("done") : NULL;
}

static void
test_lazy (Fixture *f, gconstpointer data)
{
  g_autoptr (TnHousehold) top = NULL, first = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (f->list), ==, 1500);
  g_assert_cmpuint (tn_household_model_get_n_fetched (f->model), ==, 40);   /* a screenful came with the list, and nothing more */
  top = g_list_model_get_item (f->list, 39);
  g_assert_true (tn_household_is_filled (top));
  first = g_list_model_get_item (f->list, 700);
  g_assert_false (tn_household_is_filled (first));                          /* nothing waits for the disk */
  WAIT (tn_household_is_filled (first));
  WAIT (tn_household_model_get_n_fetched (f->model) == 141);                /* and 50 on either side */
  g_autoptr (TnHousehold) near = g_list_model_get_item (f->list, 720);
  g_assert_true (tn_household_is_filled (near));
}

static void
test_identity (Fixture *f, gconstpointer data)
{
  g_autoptr (TnHousehold) one = g_list_model_get_item (f->list, 3), again = g_list_model_get_item (f->list, 3);

  g_assert_true (one == again);
  g_assert_cmpuint (tn_household_model_find_row (f->model, tn_household_get_row (one)), ==, 3);
  g_assert_cmpuint (tn_household_model_find_row (f->model, -1), ==, G_MAXUINT);
}

static void
test_reset_in_two_steps (Fixture *f, gconstpointer data)
{
  f->added_with_removed = 0;
  tn_household_model_set_sort (f->model, TN_SORT_HEAD, FALSE);
  WAIT (!tn_household_model_is_loading (f->model));
  g_assert_cmpuint (f->largest_added, >, 64);
  /* A view would ask for every line of a signal that both removes and adds many. */
  g_assert_cmpuint (f->added_with_removed, <=, 64);
}

static void
test_follows_change (Fixture *f, gconstpointer data)
{
  g_autoptr (TnHousehold) household = NULL;
  guint before;

  tn_household_model_set_search (f->model, "H0001");
  WAIT (g_list_model_get_n_items (f->list) == 1);
  household = g_list_model_get_item (f->list, 0);
  WAIT (tn_household_is_filled (household));
  g_assert_cmpstr (tn_household_get_item (household)->phone, ==, "02800000001");
  before = f->n_changes;
  tn_store_write_async (f->store, set_phone, &f->ward.first, NULL, g_free, NULL, NULL, NULL);
  WAIT (g_strcmp0 (tn_household_get_item (household)->phone, "02808777666") == 0);
  g_assert_cmpuint (f->n_changes, ==, before);   /* the line changed, the list did not */
}

static void
test_filters (Fixture *f, gconstpointer data)
{
  g_autofree char *area = tn_id_dup_string (&f->ward.quarters[2]);

  g_assert_false (tn_household_model_is_filtered (f->model));
  tn_household_model_set_area (f->model, area);
  WAIT (!tn_household_model_is_loading (f->model));
  g_assert_cmpuint (g_list_model_get_n_items (f->list), ==, 10);
  g_assert_true (tn_household_model_is_filtered (f->model));
  tn_household_model_set_area (f->model, NULL);
  tn_household_model_set_category (f->model, "social_allowance");
  WAIT (!tn_household_model_is_loading (f->model));
  g_assert_cmpuint (g_list_model_get_n_items (f->list), ==, 1);
}

/* The newest question counts, however fast they come. */
static void
test_typing (Fixture *f, gconstpointer data)
{
  tn_household_model_set_search (f->model, "n");
  tn_household_model_set_search (f->model, "ng");
  g_main_context_iteration (NULL, FALSE);
  tn_household_model_set_search (f->model, "H0001");
  WAIT (!tn_household_model_is_loading (f->model));
  g_assert_cmpuint (g_list_model_get_n_items (f->list), ==, 1);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(TnHouseholdDetail **) user_data = tn_store_finish (TN_STORE (source), result, &error);
  g_assert_no_error (error);
}

static void
test_detail (Fixture *f, gconstpointer data)
{
  TnHouseholdDetail *detail = NULL;
  g_autofree char *head = NULL;

  tn_store_read_async (f->store, tn_household_detail_read, &f->ward.first, NULL, tn_household_detail_free, NULL, read_cb, &detail);
  WAIT (detail);
  head = tn_household_detail_dup_head (detail);
  g_assert_cmpstr (head, ==, "Nguyễn Văn Á");
  g_assert_cmpuint (detail->people->len, ==, 4);
  g_assert_cmpuint (detail->visits->len, ==, 2);
  g_assert_cmpuint (detail->memberships->len, ==, 1);
  g_assert_cmpuint (tn_household_detail_find_person (detail, &f->ward.first_people[3])->memberships->len, ==, 2);
  g_assert_true (tn_household_detail_is_head (detail, &f->ward.first_people[0]));
  g_assert_cmpstr (detail->area, ==, "Khu phố 1");
  tn_household_detail_free (detail);
}

static void
test_lookups (Fixture *f, gconstpointer data)
{
  g_autoptr (TnLookups) lookups = tn_lookups_new (f->store);
  g_autofree char *quarter = tn_id_dup_string (&f->ward.quarters[0]);

  WAIT (g_list_model_get_n_items (tn_lookups_get_areas (lookups)) == 24);
  g_assert_cmpstr (tn_lookups_label (tn_lookups_get_areas (lookups), quarter), ==, "Khu phố 1");
  g_autoptr (TnOption) group = g_list_model_get_item (tn_lookups_get_areas (lookups), 1);
  g_assert_cmpuint (tn_option_get_depth (group), ==, 1);
  g_assert_nonnull (tn_lookups_label (tn_lookups_get_categories (lookups), "poor"));
  g_assert_null (tn_lookups_get_for_kind (lookups, "person"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, n, func) g_test_add ("/model/households/" path, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)
  ADD ("only what is looked at is read", 1500, test_lazy);
  ADD ("the same line is the same object", 40, test_identity);
  ADD ("a new order comes in two steps", 300, test_reset_in_two_steps);
  ADD ("a changed line is refilled, the list stays", 40, test_follows_change);
  ADD ("filters", 40, test_filters);
  ADD ("the newest question counts", 40, test_typing);
  ADD ("a household whole", 40, test_detail);
  ADD ("pick lists", 40, test_lookups);
  return g_test_run ();
}
