/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-text.h"

#include <string.h>

typedef guint8 *(*MakeKey) (const char *text, gsize *len);

static int
compare_keys (MakeKey make, const char *a, const char *b)
{
  gsize n, m;
  g_autofree guint8 *x = make (a, &n), *y = make (b, &m);
  int order = memcmp (x, y, MIN (n, m));

  return order ? order : (n > m) - (n < m);
}

/* Every one of the list stands strictly before all that follow. */
static void
assert_order (MakeKey make, const char *const *list)
{
  for (guint i = 0; list[i]; i++)
    for (guint j = i + 1; list[j]; j++)
      {
        if (compare_keys (make, list[i], list[j]) >= 0 || compare_keys (make, list[j], list[i]) <= 0)
          g_error ("“%s” should stand before “%s”", list[i], list[j]);
      }
}

static void
test_text_in_vietnamese_order (void)
{
  static const char *const list[] = {
    "Á", "Ánh", "Ăn", "Ẩn", "Bình", "Chi", "Dũng", "Đan", "Em", "Ếch", "Tổ 2", "Tổ 10", "Ư", "Yến", "Zung", NULL
  };

  assert_order (tn_text_sort_key, list);
  for (guint i = 0; list[i + 1]; i++)
    {
      g_assert_cmpint (tn_text_compare (list[i], list[i + 1]), <, 0);
      g_assert_cmpint (tn_text_compare (list[i + 1], list[i]), >, 0);
    }
  g_assert_cmpint (tn_text_compare ("Ếch", "E\u0302\u0301ch"), ==, 0);
  g_assert_cmpint (compare_keys (tn_text_sort_key, "Ếch", "E\u0302\u0301ch"), ==, 0);
}

static void
test_people_by_given_name (void)
{
  static const char *const list[] = {
    "Trần Văn An", "Lê Thị Ánh", "Phạm Ẩn", "Nguyễn Văn Bình", "Trần Thị Bình", "Nguyễn Văn Đức", "Võ Em", "Hồ Ếch",
    "Đặng Hòa", "Lê Hoà", "Nguyễn Hóa", "Lê Thị Yến", NULL
  };

  assert_order (tn_text_person_key, list);
}

/* One given name is one block of the list, in whatever case and with whatever tone placement it was typed. */
static void
test_one_given_name_stands_together (void)
{
  static const char *const list[] = { "BÙI THUỶ", "Cao Thủy", "ĐINH THỦY", "Lê thuỷ", "An Thụy", NULL };

  assert_order (tn_text_person_key, list);
  g_assert_cmpint (compare_keys (tn_text_person_key, "Lê  Hoà ", "LÊ HÒA"), ==, 0);
  g_assert_cmpint (compare_keys (tn_text_person_key, "Hoa", "Lê Hoa"), <, 0);
  g_assert_cmpint (compare_keys (tn_text_person_key, "", "An"), <, 0);
}

/* Up the odd side, into each alley at its mouth, and back down the even one; lots with letters last. All that facts.md names is here. */
static void
test_house_numbers_as_one_walks (void)
{
  static const char *const list[] = {
    "", "1", "7/3/4/16", "7/3/2", "7/12", "9", "45", "45/1", "45/3", "45/12", "45/12/1", "45/12/3", "45/12/3A", "45/12/3B", "45/12/12", "45/12/2", "45/2",
    "45A", "45A/1", "47", "267", "285", "285 B/1A", "285C", "k449 h20/2", "489/24B", "489/24A/18", "489/24",
    "k448 h20/3", "k448 h20/2", "284E", "284DBis", "284D", "284A", "284Bis", "284", "284/1", "284/2", "46", "Số 10, Ngách 44/3, Ngõ 44", "10", "2",
    "F2B", "F2C", "F10", "L2", "L10C12", NULL
  };
  g_autofree char *inside = tn_text_door_path ("Hẻm 45", "12/3A"), *full = tn_text_door_path ("Hẻm 45", "45/12/3A"), *other = tn_text_door_path ("Hẻm 4", "45/1");
  g_autofree char *named = tn_text_door_path ("Hẻm Cô Ba", "7"), *mouth = tn_text_door_path ("Hẻm 45", NULL);

  assert_order (tn_text_walk_key, list);
  g_assert_cmpstr (inside, ==, "45/12/3A");
  g_assert_cmpstr (full, ==, "45/12/3A");
  g_assert_cmpstr (other, ==, "4/45/1");
  g_assert_cmpstr (named, ==, "7");
  g_assert_cmpstr (mouth, ==, "45");
}

static void
test_house_numbers_in_walking_order (void)
{
  static const char *const list[] = {
    "", "2", "7/3/4/16", "7/3/5", "7/12", "9", "10", "45", "45/2", "45/12", "45/12/3", "45/12/3A", "45/12/3B", "45/12/12", "45A", "45A/1",
    "46", "267", "284", "284/1", "284Bis", "284A", "284D", "284DBis", "284E", "285", "285 B/1A", "285C", "489/24A/18", "489/24B", "1000",
    "F2B", "F2C", "F10", "L2", "L10C12", NULL
  };

  assert_order (tn_text_house_key, list);
}

/* The North and Đà Nẵng write the path from the door outwards or by letters; it is the same walk. */
static void
test_alleys_named_from_the_door_outwards (void)
{
  static const char *const list[] = {
    "43/2/99", "Số 9, Ngách 43/3, Ngõ 43", "43/3/9A", "Số 10, Ngách 43/3, Ngõ 43", "Số nhà 11 ngách 43/3 ngõ 43", "43/3/12", "43/4", "45/1",
    "45/2 hẻm 45", "45/3", "12 ngõ 46", "L10C12 Hẻm 90", "90/M1", "k448 h20/1", "K448 H20/2", "448/20/3", "K449/1", NULL
  };

  assert_order (tn_text_house_key, list);
}

static void
test_two_spellings_of_one_door_are_neighbours (void)
{
  static const char *const list[] = { "45/2", "Số 45/2", "45/3", NULL };
  static const char *const zeros[] = { "45/09", "45/9/1", "45/10", NULL };
  static const char *const same_number[] = { "9 hẻm 10", "10 hẻm 10", "11 hẻm 10", NULL };

  assert_order (tn_text_house_key, list);
  assert_order (tn_text_house_key, zeros);
  assert_order (tn_text_house_key, same_number);
}

static void
test_any_text_has_a_house_key (void)
{
  static const char *const odd[] = {
    "không số", "/", "//", ",", "Ngõ", "hẻm", "---", "12-14", "5.03", "a\xff", "1,2,3,4,5,6,7,8,9,10,11,12", "ngõ 1 ngõ 2 ngõ 3 ngõ 4 ngõ 5 "
    "ngõ 6 ngõ 7 ngõ 8 ngõ 9 ngõ 10", "00000", "99999999999999999999999999999999", "Số", "so ", "k", "h",
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    for (guint j = 0; j < G_N_ELEMENTS (odd); j++)
      g_assert_cmpint (compare_keys (tn_text_house_key, odd[i], odd[j]) == 0, ==, i == j);
}

static void
test_no_text_has_an_empty_key_and_not_none (void)
{
  gsize n = 1;
  g_autofree guint8 *sort = tn_text_sort_key ("", &n), *house = tn_text_house_key (" ", &n);

  g_assert_nonnull (sort);
  g_assert_nonnull (house);
  g_assert_cmpuint (n, ==, 0);
}

static gpointer
sort_in_thread (gpointer data)
{
  for (int i = 0; i < 200; i++)
    {
      g_assert_cmpint (tn_text_compare ("Ánh", "Ẩn"), <, 0);
      g_assert_cmpint (compare_keys (tn_text_person_key, "Lê Em", "Cao Ếch"), <, 0);
    }
  return NULL;
}

static void
test_threads_sort_at_once (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("sort", sort_in_thread, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_long_texts_have_whole_keys (void)
{
  g_autofree char *a = g_strnfill (3000, 'a'), *b = g_strnfill (3000, 'a');

  b[2999] = 'b';
  g_assert_cmpint (compare_keys (tn_text_sort_key, a, b), <, 0);
  g_assert_cmpint (compare_keys (tn_text_person_key, a, b), <, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sort/text-in-vietnamese-order", test_text_in_vietnamese_order);
  g_test_add_func ("/sort/people-by-given-name", test_people_by_given_name);
  g_test_add_func ("/sort/one-given-name-stands-together", test_one_given_name_stands_together);
  g_test_add_func ("/sort/house-numbers-in-walking-order", test_house_numbers_in_walking_order);
  g_test_add_func ("/sort/alleys-named-from-the-door-outwards", test_alleys_named_from_the_door_outwards);
  g_test_add_func ("/sort/two-spellings-of-one-door-are-neighbours", test_two_spellings_of_one_door_are_neighbours);
  g_test_add_func ("/sort/any-text-has-a-house-key", test_any_text_has_a_house_key);
  g_test_add_func ("/sort/no-text-has-an-empty-key-and-not-none", test_no_text_has_an_empty_key_and_not_none);
  g_test_add_func ("/sort/threads-sort-at-once", test_threads_sort_at_once);
  g_test_add_func ("/sort/long-texts-have-whole-keys", test_long_texts_have_whole_keys);
  g_test_add_func ("/sort/walk", test_house_numbers_as_one_walks);
  return g_test_run ();
}
