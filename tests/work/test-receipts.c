/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipts: written once, found when there are two, settled by a person; and sums that are counted from them, whatever was settled in what order. */
#include "support-fixture.h"
#include "tn-today.h"

enum { MAN, WIFE, SON };

typedef struct { guint receipts, counted, subjects, to_settle; gint64 amount; } Sums;

static void
assert_sums (Fixture *f, const TnId *programme, Sums wanted)
{
  g_autoptr (GError) error = NULL;
  TnProgrammeSums sums;
  guint n;

  tn_programme_sums (f->copy, programme, &sums, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sums.n_receipts, ==, wanted.receipts);
  g_assert_cmpuint (sums.n_counted, ==, wanted.counted);
  g_assert_cmpuint (sums.n_subjects, ==, wanted.subjects);
  g_assert_cmpuint (sums.n_to_settle, ==, wanted.to_settle);
  g_assert_cmpint (sums.amount, ==, wanted.amount);
  tn_programme_sums_clear (&sums);
  g_assert_true (tn_support_count_doubles (f->copy, &n, &error));
  g_assert_cmpuint (n, ==, wanted.to_settle);
  g_autoptr (GPtrArray) doubles = tn_support_doubles (f->copy, programme, &error);
  g_assert_cmpuint (doubles->len, ==, wanted.to_settle);
}

static void
settle (Fixture *f, const TnId *delivery, const char *what, const TnId *kept, const char *reason)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_support_settle (f->copy, delivery, what, kept, reason, &error);

  write_edit (f, edit, error);
}

static void
receipts_of (Fixture *f, const TnId *programme, const TnId *whom, TnId ids[], guint n)
{
  g_autoptr (GPtrArray) receipts = tn_support_receipts (f->copy, programme, whom, NULL);

  g_assert_cmpuint (receipts->len, ==, n);
  for (guint i = 0; i < n; i++)
    ids[i] = ((TnReceipt *) receipts->pdata[i])->id;
}

static void
test_double_is_found_and_settled (Fixture *f, gconstpointer data)
{
  static const struct { const char *what; Sums after; } table[] = {
    { "same", { 2, 1, 1, 0, 1000000 } }, { "error", { 2, 1, 1, 0, 1000000 } }, { "returned", { 2, 1, 1, 0, 1000000 } }, { "stands", { 2, 2, 1, 0, 2000000 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      TnId programme = add_programme (f, "person", ""), e = give (f, &programme, &f->ward.first_people[MAN]), ids[2];
      deliver_elsewhere (f, &programme, &e, &f->ward.first_people[MAN]);
      assert_sums (f, &programme, (Sums) { 2, 2, 1, 1, 2000000 });
      g_autoptr (GPtrArray) doubles = tn_support_doubles (f->copy, NULL, NULL);
      const TnDouble *pair = doubles->pdata[0];
      g_assert_cmpstr (pair->name, ==, "Nguyễn Văn Á");
      g_assert_cmpstr (pair->programme_name, ==, "Gói đợt 3");
      g_assert_nonnull (strstr (pair->address, "12/1"));
      g_assert_cmpuint (pair->receipts->len, ==, 2);
      g_assert_cmpstr (((TnReceipt *) pair->receipts->pdata[0])->by, ==, "Hoa");   /* an hour earlier */
      g_assert_cmpstr (((TnReceipt *) pair->receipts->pdata[1])->by, ==, "Lan");
      receipts_of (f, &programme, &f->ward.first_people[MAN], ids, 2);
      settle (f, &ids[1], table[i].what, g_str_equal (table[i].what, "same") ? &ids[0] : NULL, "Hai tổ cùng phát");
      assert_sums (f, &programme, table[i].after);
      TnId wanted = tn_settlement_id (&ids[1]);
      g_autoptr (TnRow) row = tn_copy_get (f->copy, &wanted, NULL);
      g_autofree char *by = tn_row_dup_text (row, "by");
      g_assert_cmpstr (by, ==, "Lan");
    }
}

static void
test_a_settlement_taken_back_is_made_again (Fixture *f, gconstpointer data)
{
  TnId programme = add_programme (f, "person", ""), e = give (f, &programme, &f->ward.first_people[MAN]), ids[2], settlement;

  deliver_elsewhere (f, &programme, &e, &f->ward.first_people[MAN]);
  receipts_of (f, &programme, &f->ward.first_people[MAN], ids, 2);
  settle (f, &ids[1], "returned", NULL, "Đã trả lại");
  settlement = tn_settlement_id (&ids[1]);
  take_back (f, &settlement);
  assert_sums (f, &programme, (Sums) { 2, 2, 1, 1, 2000000 });
  settle (f, &ids[1], "same", &ids[0], "Ghi hai lần");
  assert_sums (f, &programme, (Sums) { 2, 1, 1, 0, 1000000 });
}

/* One that was given back, or never given, may be given. */
static void
test_settled_in_full_may_be_given_again (Fixture *f, gconstpointer data)
{
  TnId programme = add_programme (f, "person", ""), e = give (f, &programme, &f->ward.first_people[MAN]), id;

  receipts_of (f, &programme, &f->ward.first_people[MAN], &id, 1);
  settle (f, &id, "returned", NULL, "Trả lại vì đã nhận ở nơi khác");
  assert_sums (f, &programme, (Sums) { 1, 0, 0, 0, 0 });
  deliver (f, &e);
  assert_sums (f, &programme, (Sums) { 2, 1, 1, 0, 1000000 });
  settle (f, &id, "stands", NULL, "Không trả lại");   /* settled anew */
  assert_sums (f, &programme, (Sums) { 2, 2, 1, 0, 2000000 });
}

/* Two laptops settled the two receipts against each other: one counts, and the same one everywhere. */
static void
test_a_ring_counts_once (Fixture *f, gconstpointer data)
{
  TnId programme = add_programme (f, "person", ""), e = give (f, &programme, &f->ward.first_people[MAN]), ids[3];

  deliver_elsewhere (f, &programme, &e, &f->ward.first_people[MAN]);
  receipts_of (f, &programme, &f->ward.first_people[MAN], ids, 2);
  for (guint i = 0; i < 2; i++)
    {
      TnEdit *edit = tn_edit_new ("Elsewhere");
      TnId id = tn_settlement_id (&ids[i]);
      tn_edit_create (edit, "settlement", &id);
      tn_edit_set_ref (edit, &id, "delivery", &ids[i]);
      tn_edit_set_ref (edit, &id, "programme", &programme);
      tn_edit_set_text (edit, &id, "what", "same");
      tn_edit_set_ref (edit, &id, "kept", &ids[1 - i]);
      write_edit (f, edit, NULL);
    }
  assert_sums (f, &programme, (Sums) { 2, 1, 1, 0, 1000000 });
  g_autoptr (GPtrArray) receipts = tn_support_receipts (f->copy, &programme, &f->ward.first_people[MAN], NULL);
  guint least = tn_id_compare (&ids[0], &ids[1]) < 0 ? 0 : 1;
  g_assert_true (((TnReceipt *) receipts->pdata[least])->counts);
  g_assert_false (((TnReceipt *) receipts->pdata[1 - least])->counts);
  deliver_elsewhere (f, &programme, &e, &f->ward.first_people[MAN]);   /* and a third turns up */
  assert_sums (f, &programme, (Sums) { 3, 2, 1, 1, 2000000 });
  receipts_of (f, &programme, &f->ward.first_people[MAN], ids, 3);
}

static void
test_three_receipts_are_settled_one_by_one (Fixture *f, gconstpointer data)
{
  TnId programme = add_programme (f, "person", ""), e = give (f, &programme, &f->ward.first_people[MAN]), ids[3];

  deliver_elsewhere (f, &programme, &e, &f->ward.first_people[MAN]);
  deliver_elsewhere (f, &programme, &e, &f->ward.first_people[MAN]);
  receipts_of (f, &programme, &f->ward.first_people[MAN], ids, 3);
  assert_sums (f, &programme, (Sums) { 3, 3, 1, 1, 3000000 });
  settle (f, &ids[0], "same", &ids[2], NULL);
  assert_sums (f, &programme, (Sums) { 3, 2, 1, 1, 2000000 });
  settle (f, &ids[1], "error", NULL, "Ghi nhầm người");
  assert_sums (f, &programme, (Sums) { 3, 1, 1, 0, 1000000 });
}

static void
test_settling_refuses (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const TnId *people = f->ward.first_people;
  TnId programme = add_programme (f, "person", ""), other = add_programme (f, "person", ""), e = give (f, &programme, &people[MAN]), ids[2], wifes, others;

  deliver_elsewhere (f, &programme, &e, &people[MAN]);
  give (f, &programme, &people[WIFE]);
  give (f, &other, &people[MAN]);
  receipts_of (f, &programme, &people[MAN], ids, 2);
  receipts_of (f, &programme, &people[WIFE], &wifes, 1);
  receipts_of (f, &other, &people[MAN], &others, 1);
  assert_refused (tn_support_settle (f->copy, &ids[0], "same", NULL, NULL, &error), &error, "which receipt");
  assert_refused (tn_support_settle (f->copy, &ids[0], "same", &ids[0], NULL, &error), &error, "another one of the same programme");
  assert_refused (tn_support_settle (f->copy, &ids[0], "same", &wifes, NULL, &error), &error, "another one of the same programme");
  assert_refused (tn_support_settle (f->copy, &ids[0], "same", &others, NULL, &error), &error, "another one of the same programme");
  assert_refused (tn_support_settle (f->copy, &ids[0], "error", NULL, " ", &error), &error, "reason");
  assert_refused (tn_support_settle (f->copy, &ids[0], "lost", NULL, "x", &error), &error, "what the receipt was");
  settle (f, &ids[1], "error", NULL, "Ghi nhầm");
  assert_refused (tn_support_settle (f->copy, &ids[0], "same", &ids[1], NULL, &error), &error, "does not count itself");
}

/* Two people who turn out to be one; and members of one household that got a package for households under two roofs. */
static void
test_merging_makes_a_double (Fixture *f, gconstpointer data)
{
  const TnId *people = f->ward.first_people;
  TnId programme = add_programme (f, "person", ""), homes_programme = add_programme (f, "household", "");
  g_autoptr (GArray) homes = tn_query_ids (f->copy, "household", NULL);
  const TnId *other_home = &g_array_index (homes, TnId, 5);
  g_autofree char *kept = ref_token (&people[MAN]), *other = ref_token (&people[SON]), *home = ref_token (&f->ward.first);

  give (f, &programme, &people[MAN]);
  give (f, &programme, &people[SON]);
  give (f, &homes_programme, &f->ward.first);
  give (f, &homes_programme, other_home);
  assert_sums (f, &programme, (Sums) { 2, 2, 2, 0, 2000000 });
  ADD_RECORD (f, "duplicate", "kept", kept, "other", other, "state", "\"merged\"", "at", "1631670000000");
  set_field (f, &people[SON], "merged_into", kept);
  TnProgrammeSums sums;
  g_assert_true (tn_programme_sums (f->copy, &programme, &sums, NULL));
  g_assert_cmpuint (sums.n_to_settle, ==, 1);
  g_assert_cmpuint (sums.n_subjects, ==, 1);
  tn_programme_sums_clear (&sums);
  set_field (f, other_home, "status", "\"joined\"");
  set_field (f, other_home, "joined_into", home);
  guint n;
  g_assert_true (tn_support_count_doubles (f->copy, &n, NULL));
  g_assert_cmpuint (n, ==, 2);
  /* the entitlement is gathered to the one who is kept: still the same double */
  TnId sons = tn_entitlement_id (&programme, &people[SON]);
  set_field (f, &sons, "whom", kept);
  g_assert_true (tn_support_count_doubles (f->copy, &n, NULL));
  g_assert_cmpuint (n, ==, 2);
  g_autoptr (GPtrArray) doubles = tn_support_doubles (f->copy, &homes_programme, NULL);
  g_assert_cmpuint (doubles->len, ==, 1);
  g_assert_true (tn_id_equal (&((TnDouble *) doubles->pdata[0])->subject, &f->ward.first));
  g_assert_cmpstr (((TnDouble *) doubles->pdata[0])->name, ==, "Nguyễn Văn Á");
}

static void
test_receipts_are_written_once (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) change = tn_edit_new ("Change"), remove = tn_edit_new ("Delete");
  TnId programme = add_programme (f, "person", ""), id;

  give (f, &programme, &f->ward.first_people[MAN]);
  receipts_of (f, &programme, &f->ward.first_people[MAN], &id, 1);
  tn_edit_set (change, &id, "amount", "1");
  g_assert_false (tn_copy_edit (f->copy, change, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_error (&error);
  tn_edit_delete (remove, &id);
  g_assert_false (tn_copy_edit (f->copy, remove, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  assert_sums (f, &programme, (Sums) { 1, 1, 1, 0, 1000000 });
}

/* ---- goods ---- */

static gint64
ask (Fixture *f, const char *sql)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (f->copy), sql, NULL);

  g_assert_cmpint (tn_stmt_step (stmt, NULL), ==, TN_STEP_ROW);
  return tn_stmt_int (stmt, 0);
}

/* Draws less what is back, in entries. */
static gint64
ask_drawn (Fixture *f)
{
  return ask (f, "SELECT coalesce(sum(CASE WHEN json_extract(body, '$.from') IS NOT NULL THEN 1 ELSE -1 END), 0) FROM record WHERE kind = 'stock_entry'");
}

static void
test_goods_are_drawn_and_go_back (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId item = ADD_RECORD (f, "stock_item", "name", "\"Gạo\"", "measure", "\"kg\""), place = ADD_RECORD (f, "stock_place", "name", "\"Kho phường\"");
  g_autofree char *item_token = ref_token (&item);
  TnId programme = ADD_RECORD (f, "programme", "name", "\"Túi an sinh\"", "per", "\"household\"", "gives", "\"goods\"", "item", item_token, "quantity", "2.5", "state", "\"open\"", "goods", "\"Gạo\"");
  TnId e = propose (f, &programme, &f->ward.first), delivery;
  TnDeliver how = { 0 };

  decide (f, &e, TN_DECIDE_APPROVE, NULL);
  assert_refused (tn_support_deliver (f->copy, &e, 1, &how, NULL, &error), &error, "which place");
  how.place = &place;
  TnEdit *edit = tn_support_deliver (f->copy, &e, 1, &how, NULL, &error);
  write_edit (f, edit, error);
  receipts_of (f, &programme, &f->ward.first, &delivery, 1);
  g_assert_cmpint (ask_drawn (f), ==, 1);
  TnProgrammeSums sums;
  g_assert_true (tn_programme_sums (f->copy, &programme, &sums, NULL));
  g_assert_cmpstr (sums.quantity, ==, "2.5");
  g_assert_cmpint (sums.amount, ==, 0);
  tn_programme_sums_clear (&sums);
  static const struct { const char *what; gint64 drawn; } steps[] = { { "error", 0 }, { "returned", 0 }, { "stands", 1 }, { "stands", 1 }, { "error", 0 }, { "stands", 1 } };
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *reason = g_strdup_printf ("Lần %u", i);
      settle (f, &delivery, steps[i].what, NULL, reason);
      g_assert_cmpint (ask_drawn (f), ==, steps[i].drawn);
    }
}

/* ---- what somebody got, and what is due ---- */

static void
test_all_that_somebody_got (Fixture *f, gconstpointer data)
{
  TnId first = add_programme (f, "person", ""), second = add_programme (f, "household", ""), third = add_programme (f, "person", "");

  give (f, &first, &f->ward.first_people[MAN]);
  give (f, &second, &f->ward.first);
  propose (f, &third, &f->ward.first_people[MAN]);
  g_autoptr (GPtrArray) his = tn_support_receipts (f->copy, NULL, &f->ward.first_people[MAN], NULL), hers = tn_support_receipts (f->copy, NULL, &f->ward.first_people[WIFE], NULL);
  g_autoptr (GPtrArray) homes = tn_support_receipts (f->copy, NULL, &f->ward.first, NULL), of = tn_support_of (f->copy, &f->ward.first_people[MAN], NULL);
  g_autoptr (GPtrArray) through_him = tn_support_receipts (f->copy, &second, &f->ward.first_people[MAN], NULL);
  g_assert_cmpuint (through_him->len, ==, 1);
  g_assert_cmpuint (his->len, ==, 2);
  g_assert_cmpuint (hers->len, ==, 1);
  g_assert_cmpuint (homes->len, ==, 2);
  g_assert_cmpuint (of->len, ==, 3);
  gint64 amount = 0;
  for (guint i = 0; i < of->len; i++)
    amount += ((TnSupportOf *) of->pdata[i])->amount;
  g_assert_cmpint (amount, ==, 2000000);
}

static const TnTodayGroup *
find_group (const TnToday *today)
{
  for (guint i = 0; i < today->groups->len; i++)
    if (((TnTodayGroup *) today->groups->pdata[i])->theme == TN_TODAY_SUPPORT)
      return today->groups->pdata[i];
  return NULL;
}

static void
test_today (Fixture *f, gconstpointer data)
{
  TnId programme = add_programme (f, "person", ""), id = propose (f, &programme, &f->ward.first_people[MAN]);

  decide (f, &id, TN_DECIDE_APPROVE, NULL);
  g_autoptr (TnToday) far = tn_today_read (f->copy, f->now, 10, NULL);
  g_assert_null (find_group (far));   /* ends in December */
  set_field (f, &programme, "to", "\"2021-09-20\"");
  g_autoptr (TnToday) near = tn_today_read (f->copy, f->now, 10, NULL);
  g_assert_cmpuint (find_group (near)->n, ==, 1);
  deliver (f, &id);
  g_autoptr (TnToday) done = tn_today_read (f->copy, f->now, 10, NULL);
  g_assert_null (find_group (done));
  deliver_elsewhere (f, &programme, &id, &f->ward.first_people[MAN]);
  g_autoptr (TnToday) twice = tn_today_read (f->copy, f->now, 10, NULL);
  g_assert_cmpuint (find_group (twice)->n, ==, 1);
  g_assert_cmpstr (((TnTodayItem *) find_group (twice)->items->pdata[0])->title, ==, "Handed over twice, to be settled");
}

/* Sums are read from the list alone; the slow way, with each receipt opened, says the same: of money and of goods, settled and not. */
static void
test_sums_are_what_the_receipts_say (Fixture *f, gconstpointer data)
{
  static const char *const quantities[] = { "10", "0.1", "0.2", "2.5", "0.333", "7", "1e1", "12.75" };
  TnId programme = add_programme (f, "person", ""), id = propose (f, &programme, &f->ward.first_people[MAN]);
  g_autofree char *p = ref_token (&programme), *e = ref_token (&id), *w = ref_token (&f->ward.first_people[MAN]);
  gint64 amount = 0;
  double quantity = 0;
  TnProgrammeSums sums;

  for (guint i = 0; i < G_N_ELEMENTS (quantities); i++)
    {
      g_autofree char *at = g_strdup_printf ("%" G_GINT64_FORMAT, f->now - 3600000 - i), *money = g_strdup_printf ("%u", 1000 * (i + 1));
      TnId delivery = ADD_RECORD (f, "delivery", "entitlement", e, "programme", p, "whom", w, "at", at, "amount", i % 2 ? money : "null", "quantity", i % 3 ? quantities[i] : "null");

      if (i % 4 == 1)
        settle (f, &delivery, i % 8 == 1 ? "error" : "returned", NULL, "counted wrongly");
    }
  g_autoptr (GPtrArray) receipts = tn_support_receipts (f->copy, &programme, NULL, NULL);
  for (guint i = 0; i < receipts->len; i++)
    {
      const TnReceipt *receipt = receipts->pdata[i];

      amount += receipt->counts ? receipt->amount : 0;
      quantity += receipt->counts && receipt->quantity ? g_ascii_strtod (receipt->quantity, NULL) : 0;
    }
  g_assert_true (tn_programme_sums (f->copy, &programme, &sums, NULL));
  g_assert_cmpuint (receipts->len, ==, G_N_ELEMENTS (quantities));
  g_assert_cmpuint (sums.n_receipts, ==, receipts->len);
  g_assert_cmpuint (sums.n_counted, ==, 6);
  g_assert_cmpint (sums.amount, ==, amount);
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (sums.quantity, NULL), quantity, 1e-6);
  g_assert_cmpint (amount, >, 0);
  g_assert_cmpfloat (quantity, >, 1);
  tn_programme_sums_clear (&sums);
}

/* The longest number that a form takes, a dozen times. */
static void
test_slips_do_not_overflow (Fixture *f, gconstpointer data)
{
  TnId programme = add_programme (f, "person", ""), e = propose (f, &programme, &f->ward.first_people[MAN]);
  g_autofree char *of = ref_token (&e), *in = ref_token (&programme), *whom = ref_token (&f->ward.first_people[MAN]);
  TnProgrammeSums sums;

  for (guint i = 0; i < 12; i++)
    ADD_RECORD (f, "delivery", "entitlement", of, "programme", in, "whom", whom, "at", "1631670000000", "amount", "999999999999999999", "quantity", "1000000000000");
  g_assert_true (tn_programme_sums (f->copy, &programme, &sums, NULL));
  g_assert_cmpuint (sums.n_counted, ==, 12);
  g_assert_cmpint (sums.amount, ==, G_MAXINT64);
  g_assert_nonnull (sums.quantity);
  g_assert_true (*sums.quantity != '-');
  tn_programme_sums_clear (&sums);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/receipts/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("double-is-found-and-settled", test_double_is_found_and_settled);
  ADD ("settled-in-full-may-be-given-again", test_settled_in_full_may_be_given_again);
  ADD ("a-ring-counts-once", test_a_ring_counts_once);
  ADD ("three-receipts-are-settled-one-by-one", test_three_receipts_are_settled_one_by_one);
  ADD ("a-settlement-taken-back-is-made-again", test_a_settlement_taken_back_is_made_again);
  ADD ("settling-refuses", test_settling_refuses);
  ADD ("merging-makes-a-double", test_merging_makes_a_double);
  ADD ("receipts-are-written-once", test_receipts_are_written_once);
  ADD ("goods-are-drawn-and-go-back", test_goods_are_drawn_and_go_back);
  ADD ("all-that-somebody-got", test_all_that_somebody_got);
  ADD ("sums-are-what-the-receipts-say", test_sums_are_what_the_receipts_say);
  ADD ("slips-do-not-overflow", test_slips_do_not_overflow);
  ADD ("today", test_today);
#undef ADD
  return g_test_run ();
}
