/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Donors and gifts, reductions, sponsorships and pairs. */
#include <string.h>
#include "work-fixture.h"
#include "tn-date.h"
#include "tn-donor.h"
#include "tn-hands.h"
#include "tn-household-actions.h"
#include "tn-reduction.h"
#include "tn-today.h"

#define KG TN_DECIMAL_ONE

typedef struct { PracticeWard ward; TnCopy *copy; TnId donor; gint64 today; } Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) values = work_values ("name", "Công ty Hoa Sen Thử", "type", "business", "phone", "02800000001", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *today = NULL;

  f->copy = work_make (&f->ward, 20);
  today = tn_date_today (tn_env_now_ms (tn_copy_env (f->copy)));
  f->today = tn_listed_date (today);
  TnEdit *edit = tn_donor_add (f->copy, values, &f->donor, &error);
  work_write (f->copy, edit, error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  work_clear (&f->ward, &f->copy);
}

/* ---- donors and gifts ---- */

static TnId
add_item (Fixture *f, const char *name, const char *measure)
{
  g_autoptr (TnValues) values = work_values ("name", name, "measure", measure, NULL);
  g_autoptr (GError) error = NULL;
  TnId id;
  TnEdit *edit = tn_stock_add_item (f->copy, values, &id, &error);

  work_write (f->copy, edit, error);
  return id;
}

static TnId
add_place (Fixture *f, const char *name)
{
  g_autoptr (TnValues) values = work_values ("name", name, NULL);
  g_autoptr (GError) error = NULL;
  TnId id;
  TnEdit *edit = tn_stock_add_place (f->copy, values, &id, &error);

  work_write (f->copy, edit, error);
  return id;
}

static void
test_a_gift_and_what_came (Fixture *f, gconstpointer data)
{
  TnId rice = add_item (f, "Gạo", "kg"), money = add_item (f, "Tiền mặt", "đồng"), hall = add_place (f, "Nhà văn hóa"), gift;
  TnGiftLine lines[] = { { rice, hall, 500 * KG }, { money, hall, 20000000 * KG } }, more = { rice, hall, 20500 };
  g_autoptr (TnValues) values = work_values ("at", "2021-12-20", "purpose", "Hộ nghèo", NULL);
  g_autoptr (GError) error = NULL;

  TnEdit *edit = tn_gift_take (f->copy, &f->donor, values, lines, 2, &gift, &error);
  work_write (f->copy, edit, error);
  edit = tn_gift_add (f->copy, &gift, &more, &error);
  work_write (f->copy, edit, error);
  TnGift *read = tn_gift_read (f->copy, &gift, &error);
  g_autofree char *said = tn_gift_say (read);
  for (const char *const *part = (const char *const[]) { "500 kg Gạo", "20,000,000 đồng Tiền mặt", "20.5 kg Gạo", NULL }; *part; part++)
    g_assert_nonnull (strstr (said, *part));
  g_assert_cmpint (read->at, ==, 20211220);
  g_assert_cmpint (read->thanked, ==, 0);
  /* the wrong line is put right, and does not count for the donor either */
  TnId wrong = { { 0 } };
  for (guint i = 0; i < 3; i++)
    if (((TnStockEntry *) read->entries->pdata[i])->quantity == 20500)
      wrong = ((TnStockEntry *) read->entries->pdata[i])->id;
  tn_gift_free (read);
  edit = tn_stock_reverse (f->copy, &wrong, NULL, &error);
  work_write (f->copy, edit, error);
  edit = tn_gift_thank (f->copy, &gift, NULL, &error);
  work_write (f->copy, edit, error);
  g_autoptr (GPtrArray) gifts = tn_gift_list (f->copy, &f->donor, "", 10, NULL, &error), found = tn_gift_list (f->copy, NULL, "hoa sen", 10, NULL, &error), none = tn_gift_list (f->copy, NULL, "xyz", 10, NULL, &error);
  g_assert_true (gifts->len == 1 && found->len == 1 && none->len == 0);
  g_assert_cmpint (((TnGift *) gifts->pdata[0])->thanked, ==, f->today);
  g_autoptr (GPtrArray) sums = tn_donor_sums (gifts);
  g_assert_cmpuint (sums->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (((TnDonorSum *) sums->pdata[i])->quantity, ==, tn_id_equal (&((TnDonorSum *) sums->pdata[i])->item, &rice) ? 500 * KG : 20000000 * KG);
  /* and that was a mistake in its turn: it came after all */
  TnListedQuery query = { .kind = "stock_entry", .ref = &wrong, .state = "reverse" };
  g_autoptr (GArray) reversals = tn_query_listed (f->copy, &query, &error);
  edit = tn_stock_reverse (f->copy, &g_array_index (reversals, TnListed, 0).id, NULL, &error);
  work_write (f->copy, edit, error);
  g_autoptr (GPtrArray) again = tn_gift_list (f->copy, &f->donor, "", 10, NULL, &error), total = tn_donor_sums (again);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (((TnDonorSum *) total->pdata[i])->quantity, ==, tn_id_equal (&((TnDonorSum *) total->pdata[i])->item, &rice) ? 520500 : 20000000 * KG);
  g_autoptr (GPtrArray) donors = tn_donor_list (f->copy, "hoa", &error);
  g_assert_cmpuint (donors->len, ==, 1);
  g_assert_cmpuint (((TnDonorLine *) donors->pdata[0])->n_gifts, ==, 1);
  g_assert_cmpint (((TnDonorLine *) donors->pdata[0])->last, ==, 20211220);
}

static void
test_gifts_that_must_be_refused (Fixture *f, gconstpointer data)
{
  TnId rice = add_item (f, "Gạo", "kg"), hall = add_place (f, "Nhà văn hóa");
  TnGiftLine nothing = { rice, hall, 0 }, nowhere = { rice, { { 0 } }, KG };
  g_autoptr (TnValues) empty = tn_values_new (), later = work_values ("at", "2199-01-01", NULL), month = work_values ("at", "2021-12", NULL);
  g_autoptr (TnValues) same = work_values ("name", "CONG TY HOA SEN THU", "type", "business", "phone", "02800000001", NULL), nameless = work_values ("type", "person", NULL);
  g_autoptr (TnValues) other = work_values ("name", "Công ty Hoa Sen Thử", "type", "business", "phone", "02800000002", NULL);
  GError *error = NULL;

  work_assert_refused (tn_gift_take (f->copy, &f->donor, empty, &nothing, 1, NULL, &error), &error);
  work_assert_refused (tn_gift_take (f->copy, &f->donor, empty, &nowhere, 1, NULL, &error), &error);
  work_assert_refused (tn_gift_take (f->copy, &f->donor, later, NULL, 0, NULL, &error), &error);
  work_assert_refused (tn_gift_take (f->copy, &f->donor, month, NULL, 0, NULL, &error), &error);
  work_assert_refused (tn_gift_take (f->copy, NULL, empty, NULL, 0, NULL, &error), &error);
  work_assert_refused (tn_donor_add (f->copy, same, NULL, &error), &error);
  work_assert_refused (tn_donor_add (f->copy, nameless, NULL, &error), &error);
  TnEdit *edit = tn_donor_add (f->copy, other, NULL, &error);   /* another telephone: another one */
  work_write (f->copy, edit, error);
}

/* ---- reductions ---- */

static TnId
add_building (Fixture *f, const TnId *const *homes, guint n)
{
  TnEdit *edit = tn_edit_new ("Building");
  TnId id = tn_edit_create (edit, "building", NULL);

  tn_edit_set_text (edit, &id, "name", "Nhà trọ Hoa Mai");
  tn_edit_set_text (edit, &id, "owner", "Bà Chủ Thử");
  for (guint i = 0; i < n; i++)
    tn_edit_set_ref (edit, homes[i], "building", &id);
  work_write (f->copy, edit, NULL);
  return id;
}

static void
test_a_building_is_reached_with_one_action (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) homes = tn_query_ids (f->copy, "household", NULL);
  const TnId *two[] = { &g_array_index (homes, TnId, 1), &g_array_index (homes, TnId, 2) };
  TnId building = add_building (f, two, 2), reduction, same;
  g_autoptr (TnValues) values = work_values ("what", "rent", "from", "2021-07-01", "to", "2021-12-31", NULL), water = work_values ("what", "water", "owner", "Ông Chủ Thử", NULL);
  GError *error = NULL;
  guint n;

  tn_values_set_ref (values, "building", &building);
  tn_values_set (values, "percent", "30");
  tn_values_set (water, "amount", "50000");
  TnEdit *edit = tn_reduction_add (f->copy, values, TRUE, &reduction, &error);
  work_write (f->copy, edit, error);
  work_assert_refused (tn_reduction_add (f->copy, values, TRUE, &same, &error), &error);
  work_assert_refused (tn_reduction_add_building (f->copy, &reduction, &n, &error), &error);   /* all are there */
  edit = tn_reduction_add_homes (f->copy, &reduction, &g_array_index (homes, TnId, 5), 1, &error);
  work_write (f->copy, edit, error);
  work_assert_refused (tn_reduction_add_homes (f->copy, &reduction, &g_array_index (homes, TnId, 5), 1, &error), &error);
  TnReductionView *view = tn_reduction_read (f->copy, &reduction, 20211224, &error);
  g_assert_cmpstr (view->reduction->owner, ==, "Bà Chủ Thử");
  g_assert_cmpuint (view->homes->len, ==, 3);
  g_assert_true (view->reduction->running);
  g_autofree char *said = tn_reduction_say (view->reduction);
  g_assert_cmpstr (said, ==, "Rent 30 %");
  TnId record = ((TnReductionHome *) view->homes->pdata[0])->record, home = ((TnReductionHome *) view->homes->pdata[0])->household;
  tn_reduction_view_free (view);
  /* another one reaches one of them too: each household is one */
  edit = tn_reduction_add (f->copy, water, FALSE, &same, &error);
  work_write (f->copy, edit, error);
  edit = tn_reduction_add_homes (f->copy, &same, two[0], 1, &error);
  work_write (f->copy, edit, error);
  TnReductionSums sums;
  g_assert_true (tn_reduction_sum (f->copy, &sums, &error));
  g_assert_true (sums.n_reductions == 2 && sums.n_homes == 3 && sums.rent == 3 && sums.water == 1 && sums.electricity == 0);
  /* and one that joined another is not two */
  edit = tn_work_join (f->copy, two[1], two[0], NULL, NULL, &error);
  work_write (f->copy, edit, error);
  g_assert_true (tn_reduction_sum (f->copy, &sums, &error));
  g_assert_true (sums.n_homes == 2 && sums.rent == 2 && sums.water == 1);
  g_autoptr (GPtrArray) list = tn_reduction_list (f->copy, "", 20211224, &error), found = tn_reduction_list (f->copy, "hoa mai", 20211224, &error);
  g_assert_true (list->len == 2 && found->len == 1);
  g_assert_cmpuint (((TnReduction *) found->pdata[0])->n_homes, ==, 2);
  /* taken off, and put there again */
  edit = tn_reduction_remove_home (f->copy, &record, &error);
  work_write (f->copy, edit, error);
  edit = tn_reduction_add_homes (f->copy, &reduction, &home, 1, &error);
  work_write (f->copy, edit, error);
}

static void
test_reductions_that_must_be_refused (Fixture *f, gconstpointer data)
{
  static const struct { const char *owner, *what, *percent, *amount, *from, *to; gboolean whole; } table[] = {
    { NULL, "rent", "30", NULL, NULL, NULL, FALSE }, { "Bà Chủ", NULL, "30", NULL, NULL, NULL, FALSE }, { "Bà Chủ", "rent", NULL, NULL, NULL, NULL, FALSE },
    { "Bà Chủ", "rent", "101", NULL, NULL, NULL, FALSE }, { "Bà Chủ", "rent", "-1", NULL, NULL, NULL, FALSE }, { "Bà Chủ", "rent", NULL, "-5", NULL, NULL, FALSE },
    { "Bà Chủ", "rent", "0", "0", NULL, NULL, FALSE }, { "Bà Chủ", "rent", "30", NULL, "2021-12-01", "2021-11-30", FALSE }, { "Bà Chủ", "rent", "30", NULL, NULL, NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (TnValues) values = tn_values_new ();
      GError *error = NULL;

      tn_values_set_text (values, "owner", table[i].owner);
      tn_values_set_text (values, "what", table[i].what);
      tn_values_set (values, "percent", table[i].percent);
      tn_values_set (values, "amount", table[i].amount);
      tn_values_set_text (values, "from", table[i].from);
      tn_values_set_text (values, "to", table[i].to);
      work_assert_refused (tn_reduction_add (f->copy, values, table[i].whole, NULL, &error), &error);
    }
}

/* ---- sponsorships ---- */

static TnId
make_orphan (Fixture *f, guint i)
{
  TnEdit *edit = tn_edit_new ("Orphan");
  TnId id = tn_edit_create (edit, "membership", NULL);

  tn_edit_set_ref (edit, &id, "subject", &f->ward.first_people[i]);
  tn_edit_set_text (edit, &id, "category", "orphan_covid");
  tn_edit_set_text (edit, &id, "from", "2021-09");
  work_write (f->copy, edit, NULL);
  return f->ward.first_people[i];
}

static TnValues *
make_promise (Fixture *f, const char *amount, const char *every, const char *from)
{
  TnValues *values = tn_values_new ();

  tn_values_set_ref (values, "sponsor", &f->donor);
  tn_values_set (values, "amount", amount);
  tn_values_set_text (values, "every", every);
  tn_values_set_text (values, "from", from);
  return values;
}

static TnSponsorship *
read_only_one (Fixture *f, gint64 today)
{
  g_autoptr (GPtrArray) running = tn_sponsorship_list (f->copy, TRUE, "", 0, today, NULL, NULL);

  g_assert_cmpuint (running->len, ==, 1);
  return g_ptr_array_steal_index (running, 0);
}

static void
test_a_promise_and_what_came (Fixture *f, gconstpointer data)
{
  TnId child = make_orphan (f, 2), other = make_orphan (f, 3), id;
  g_autoptr (TnValues) promise = make_promise (f, "500000", "month", "2021-10-01"), came = work_values ("at", "2021-10-05", NULL);
  g_autoptr (GPtrArray) before = tn_orphan_list (f->copy, "", f->today, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (before->len, ==, 2);
  TnEdit *edit = tn_sponsorship_add (f->copy, &child, promise, &id, &error);
  work_write (f->copy, edit, error);
  g_autoptr (GPtrArray) waiting = tn_orphan_list (f->copy, "", f->today, NULL);
  g_assert_cmpuint (waiting->len, ==, 1);
  g_assert_true (tn_id_equal (&((TnOrphan *) waiting->pdata[0])->person, &other));
  tn_values_set (came, "amount", "500000");
  edit = tn_sponsorship_receive (f->copy, &id, came, &error);
  work_write (f->copy, edit, error);
  TnSponsorship *s = read_only_one (f, 20211224);
  g_assert_cmpint (s->amount_came, ==, 500000);
  g_assert_cmpuint (s->promise.n_overdue, ==, 1);
  g_assert_cmpint (s->promise.since, ==, 20211130);
  g_autofree char *said = tn_sponsorship_say (s);
  g_assert_cmpstr (said, ==, "500,000 đồng · Every month");
  tn_sponsorship_free (s);
  g_assert_cmpuint (work_count_today (f->copy, TN_TODAY_HANDS, G_GINT64_CONSTANT (1640343900000)), ==, 1);   /* 24/12/2021 */
  /* the receipt was an error: it does not count any more, however often it is put right */
  TnSponsorshipView *view = tn_sponsorship_read (f->copy, &id, 20211224, &error);
  TnId wrong = ((TnSponsorGift *) view->gifts->pdata[0])->id;
  tn_sponsorship_view_free (view);
  edit = tn_sponsorship_cancel (f->copy, &wrong, "nhầm", &error);
  work_write (f->copy, edit, error);
  GError *refused = NULL;
  work_assert_refused (tn_sponsorship_cancel (f->copy, &wrong, NULL, &refused), &refused);
  s = read_only_one (f, 20211224);
  g_assert_cmpint (s->amount_came, ==, 0);
  g_assert_cmpuint (s->promise.n_overdue, ==, 2);
  tn_sponsorship_free (s);
  TnHandsSums sums;
  g_assert_true (tn_hands_sum (f->copy, 20211224, &sums, &error));
  g_assert_true (sums.n_orphans == 2 && sums.n_sponsored == 1 && sums.n_overdue == 1 && sums.amount_came == 0);
  edit = tn_sponsorship_end (f->copy, &id, NULL, &error);
  work_write (f->copy, edit, error);
  g_autoptr (GPtrArray) again = tn_orphan_list (f->copy, "", f->today, NULL), ended = tn_sponsorship_list (f->copy, FALSE, "", 0, f->today, NULL, NULL);
  g_assert_true (again->len == 2 && ended->len == 1);
  g_assert_cmpuint (work_count_today (f->copy, TN_TODAY_HANDS, G_GINT64_CONSTANT (1640343900000)), ==, 0);
}

static void
test_promises_that_must_be_refused (Fixture *f, gconstpointer data)
{
  TnId child = make_orphan (f, 2), id;
  g_autoptr (TnValues) fine = make_promise (f, "500000", "month", NULL), nothing = make_promise (f, NULL, "month", NULL), below = make_promise (f, "-5", "month", NULL);
  g_autoptr (TnValues) nobody = work_values ("goods", "Sách", NULL), backwards = make_promise (f, "5", "month", "2021-12-01"), year = make_promise (f, "500000", "year", NULL);
  g_autoptr (TnValues) later = work_values ("at", "2199-01-01", "goods", "Sách", NULL), empty = tn_values_new (), zero = tn_values_new ();
  GError *error = NULL;

  tn_values_set_text (backwards, "to", "2021-11-01");
  tn_values_set (zero, "amount", "0");
  work_assert_refused (tn_sponsorship_add (f->copy, &child, nothing, NULL, &error), &error);
  work_assert_refused (tn_sponsorship_add (f->copy, &child, below, NULL, &error), &error);
  work_assert_refused (tn_sponsorship_add (f->copy, &child, nobody, NULL, &error), &error);
  work_assert_refused (tn_sponsorship_add (f->copy, &child, backwards, NULL, &error), &error);
  TnEdit *edit = tn_sponsorship_add (f->copy, &child, fine, &id, &error);
  work_write (f->copy, edit, error);
  work_assert_refused (tn_sponsorship_add (f->copy, &child, fine, NULL, &error), &error);
  edit = tn_sponsorship_add (f->copy, &child, year, NULL, &error);   /* and something every year besides */
  work_write (f->copy, edit, error);
  work_assert_refused (tn_sponsorship_receive (f->copy, &id, empty, &error), &error);
  work_assert_refused (tn_sponsorship_receive (f->copy, &id, zero, &error), &error);
  work_assert_refused (tn_sponsorship_receive (f->copy, &id, later, &error), &error);
  work_assert_refused (tn_sponsorship_change (f->copy, &id, backwards, &error), &error);
  edit = tn_work_death (f->copy, &f->ward.first_people[3], NULL, NULL, NULL, &error);
  work_write (f->copy, edit, error);
  work_assert_refused (tn_sponsorship_add (f->copy, &f->ward.first_people[3], fine, NULL, &error), &error);
}

static void
test_a_sponsor_who_is_new (Fixture *f, gconstpointer data)
{
  TnId child = make_orphan (f, 2), other = make_orphan (f, 3), id;
  g_autoptr (TnValues) promise = work_values ("goods", "Sách", NULL), donor = work_values ("name", "Ông Mới", "type", "person", NULL), nameless = work_values ("type", "person", NULL);
  g_autoptr (TnValues) nobody = tn_values_new ();
  GError *error = NULL;

  work_assert_refused (tn_sponsorship_add_with (f->copy, &child, promise, nameless, NULL, &error), &error);
  TnEdit *edit = tn_sponsorship_add_with (f->copy, &child, promise, donor, &id, &error);
  work_write (f->copy, edit, error);
  edit = tn_sponsorship_add_with (f->copy, &other, promise, donor, NULL, &error);   /* the same one sponsors another child */
  work_write (f->copy, edit, error);
  g_autoptr (GPtrArray) donors = tn_donor_list (f->copy, "ong moi", &error), running = tn_sponsorship_list (f->copy, TRUE, "ong moi", 0, f->today, NULL, &error);
  g_assert_true (donors->len == 1 && running->len == 2);
  tn_values_set (nobody, "sponsor", "null");
  work_assert_refused (tn_sponsorship_change (f->copy, &id, nobody, &error), &error);
}

/* ---- pairs ---- */

static void
test_who_waits_gets_a_helper (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) waits = work_values ("what", "Đi chợ hộ", NULL), helper = work_values ("helper", "Đảng viên Thử", NULL), typed = work_values ("helper", "Đảng viên Thử", "type", "party", NULL);
  g_autoptr (TnValues) itself = work_values ("helper", "Nhà mình", "type", "neighbour", NULL), nobody = work_values ("helper", "", NULL);
  GError *error = NULL;
  TnId pair;

  tn_values_set_ref (itself, "helper_household", &f->ward.first);
  TnEdit *edit = tn_pair_add (f->copy, &f->ward.first, waits, &pair, &error);
  work_write (f->copy, edit, error);
  work_assert_refused (tn_pair_add (f->copy, &f->ward.first, waits, NULL, &error), &error);
  work_assert_refused (tn_pair_add (f->copy, &f->ward.first, typed, NULL, &error), &error);
  work_assert_refused (tn_pair_change (f->copy, &pair, helper, &error), &error);   /* of which type? */
  work_assert_refused (tn_pair_change (f->copy, &pair, itself, &error), &error);
  g_autoptr (GPtrArray) waiting = tn_pair_list (f->copy, "waiting", "", 10, NULL, NULL);
  g_assert_cmpuint (waiting->len, ==, 1);
  edit = tn_pair_change (f->copy, &pair, typed, &error);
  work_write (f->copy, edit, error);
  TnPair *read = tn_pair_read (f->copy, &pair, &error);
  g_assert_cmpstr (read->state, ==, "running");
  g_assert_cmpint (read->from, ==, f->today);
  tn_pair_free (read);
  work_assert_refused (tn_pair_change (f->copy, &pair, nobody, &error), &error);
  edit = tn_pair_end (f->copy, &pair, NULL, &error);
  work_write (f->copy, edit, error);
  g_autoptr (GPtrArray) all = tn_pair_list (f->copy, NULL, "dang vien", 10, NULL, NULL), running = tn_pair_list (f->copy, "running", "", 10, NULL, NULL);
  g_assert_true (all->len == 1 && running->len == 0);
  edit = tn_pair_add (f->copy, &f->ward.first, waits, NULL, &error);   /* waits again */
  work_write (f->copy, edit, error);
}

static void
test_today_says_what_is_low (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) low = work_values ("name", "Khẩu trang", "measure", "hộp", NULL);
  g_autoptr (GError) error = NULL;

  tn_values_set (low, "low", "10");
  TnEdit *edit = tn_stock_add_item (f->copy, low, NULL, &error);
  work_write (f->copy, edit, error);
  g_assert_cmpuint (work_count_today (f->copy, TN_TODAY_STOCK, tn_env_now_ms (tn_copy_env (f->copy))), ==, 1);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add ("/resources/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (a_gift_and_what_came);
  ADD (gifts_that_must_be_refused);
  ADD (a_building_is_reached_with_one_action);
  ADD (reductions_that_must_be_refused);
  ADD (a_promise_and_what_came);
  ADD (promises_that_must_be_refused);
  ADD (a_sponsor_who_is_new);
  ADD (who_waits_gets_a_helper);
  ADD (today_says_what_is_low);
  return g_test_run ();
}
