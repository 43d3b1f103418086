/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stock, gifts, reductions, sponsors and pairs from the terminal, each step a process of its own. */
#include <string.h>
#include "program-fixture.h"

#define ASSERT_REFUSED(...) G_STMT_START { g_auto (TnRun) refused_ = tn_run ("TN_CTL", f->copy, __VA_ARGS__, NULL); g_assert_cmpint (refused_.code, !=, 0); } G_STMT_END

/* The id that a command said. */
static char *
make (const TnRun *run)
{
  return g_strdup (tn_text (run, "id"));
}

static void
test_a_ledger (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) made_item = tn_run_ok ("TN_CTL", f->copy, "stock", "item", "name=Gạo", "measure=kg", "type=food", "low=50", NULL);
  g_auto (TnRun) made_hall = tn_run_ok ("TN_CTL", f->copy, "stock", "place", "name=Nhà văn hóa", NULL);
  g_auto (TnRun) made_school = tn_run_ok ("TN_CTL", f->copy, "stock", "place", "name=Trường học", NULL);
  g_autofree char *rice = make (&made_item), *hall = make (&made_hall), *school = make (&made_school);
  ASSERT_REFUSED ("stock", "item", "name=GAO", "measure=KG");
  g_auto (TnRun) in = tn_run_ok ("TN_CTL", f->copy, "stock", "in", rice, hall, "1.200,5", "why=allotted", NULL);
  ASSERT_REFUSED ("stock", "in", rice, hall, "1.200", "why=allotted");          /* thousands, or decimals? */
  ASSERT_REFUSED ("stock", "in", rice, hall, "0", "why=allotted");
  ASSERT_REFUSED ("stock", "in", rice, hall, "5");
  ASSERT_REFUSED ("stock", "out", rice, hall, "1201", "why=delivery");
  ASSERT_REFUSED ("stock", "transfer", rice, hall, hall, "5");
  g_auto (TnRun) moved = tn_run_ok ("TN_CTL", f->copy, "stock", "transfer", rice, hall, school, "200", NULL);
  g_auto (TnRun) out = tn_run_ok ("TN_CTL", f->copy, "stock", "out", rice, school, "50", "why=delivery", NULL);
  g_auto (TnRun) counted = tn_run_ok ("TN_CTL", f->copy, "stock", "count", rice, hall, "1000", NULL);
  g_auto (TnRun) again = tn_run_ok ("TN_CTL", f->copy, "stock", "count", rice, hall, "1000", NULL);
  g_assert_cmpfloat (tn_number (&again, "action"), ==, 0);                       /* as the entries say */
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "stock", "show", rice, NULL);
  g_assert_cmpfloat (tn_number (&shown, "item.total"), ==, 1150);
  g_assert_cmpfloat (tn_number (&shown, "item.n_entries"), ==, 4);
  g_assert_cmpstr (tn_text (&shown, "item.entries.0.why"), ==, "count");
  g_assert_cmpstr (tn_text (&shown, "item.entries.0.by"), ==, "Lan");
  const char *count = tn_text (&shown, "item.entries.0.id");
  g_auto (TnRun) right = tn_run_ok ("TN_CTL", f->copy, "stock", "reverse", count, "đếm nhầm", NULL);
  ASSERT_REFUSED ("stock", "reverse", count);
  ASSERT_REFUSED ("delete", count);
  g_auto (TnRun) place = tn_run_ok ("TN_CTL", f->copy, "stock", "show", hall, NULL);
  g_assert_cmpfloat (tn_number (&place, "place.items.0.total"), ==, 1000.5);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "stock", "list", "--search", "gạ", NULL);
  g_assert_cmpstr (tn_text (&list, "items.0.state"), ==, "fine");
  g_auto (TnRun) unknown = tn_run ("TN_CTL", f->copy, "stock", "steal", rice, NULL);
  g_assert_nonnull (strstr (tn_text (&unknown, "error.message"), "stock transfer"));
}

static void
test_a_gift (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) made_item = tn_run_ok ("TN_CTL", f->copy, "stock", "item", "name=Mì", "measure=thùng", NULL);
  g_auto (TnRun) made_hall = tn_run_ok ("TN_CTL", f->copy, "stock", "place", "name=Nhà văn hóa", NULL);
  g_auto (TnRun) made_donor = tn_run_ok ("TN_CTL", f->copy, "donor", "new", "name=Công ty Thử", "type=business", NULL);
  g_autofree char *noodles = make (&made_item), *hall = make (&made_hall), *donor = make (&made_donor), *came = g_strdup_printf ("came=%s/%s/120", noodles, hall);
  g_autofree char *nothing = g_strdup_printf ("came=%s/%s/0", noodles, hall);
  ASSERT_REFUSED ("donor", "new", "name=cong ty thu", "type=business");
  ASSERT_REFUSED ("gift", "new", donor, nothing);
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "gift", "new", donor, "at=20/12/2021", "purpose=Công nhân ở trọ", came, NULL);
  g_autofree char *gift = make (&made);
  g_auto (TnRun) more = tn_run_ok ("TN_CTL", f->copy, "gift", "add", gift, noodles, hall, "30", NULL);
  g_auto (TnRun) thanked = tn_run_ok ("TN_CTL", f->copy, "gift", "thank", gift, "24/12/2021", NULL);
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "donor", "show", donor, NULL);
  g_assert_cmpfloat (tn_number (&shown, "sums.0.quantity"), ==, 150);
  g_assert_cmpstr (tn_text (&shown, "gifts.0.thanked"), ==, "2021-12-24");
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "donor", NULL);
  g_assert_cmpfloat (tn_number (&list, "donors.0.gifts"), ==, 1);
  g_auto (TnRun) stock = tn_run_ok ("TN_CTL", f->copy, "stock", NULL);
  g_assert_cmpfloat (tn_number (&stock, "items.0.total"), ==, 150);
}

/* A person in a household of a building. */
static void
make_home (ProgramFixture *f, const char *building, char **household, char **person)
{
  g_autofree char *at = building ? g_strconcat ("building=", building, NULL) : g_strdup ("note=x"), *in = NULL;
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "new", "household", "house_no=12/1", at, NULL);
  *household = make (&made);
  in = g_strconcat ("household=", *household, NULL);
  g_auto (TnRun) lives = tn_run_ok ("TN_CTL", f->copy, "new", "person", "name=Lê Thị Mai", "birth=2012", in, NULL);
  *person = make (&lives);
}

static void
test_a_reduction (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) made_building = tn_run_ok ("TN_CTL", f->copy, "new", "building", "name=Nhà trọ Thử", "owner=Bà Chủ", NULL);
  g_autofree char *building = make (&made_building), *in = g_strconcat ("building=", building, NULL), *one = NULL, *two = NULL, *three = NULL, *p = NULL, *q = NULL, *r = NULL;
  make_home (f, building, &one, &p);
  make_home (f, building, &two, &q);
  make_home (f, NULL, &three, &r);
  ASSERT_REFUSED ("reduction", "new", in, "what=rent");
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "reduction", "new", in, "what=rent", "percent=30", "whole-building", NULL);
  g_autofree char *reduction = make (&made);
  ASSERT_REFUSED ("reduction", "building", reduction);
  g_auto (TnRun) more = tn_run_ok ("TN_CTL", f->copy, "reduction", "home", reduction, three, NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "reduction", NULL);
  g_assert_cmpstr (tn_text (&list, "reductions.0.owner"), ==, "Bà Chủ");
  g_assert_cmpfloat (tn_number (&list, "households.all"), ==, 3);
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "reduction", "show", reduction, NULL);
  g_auto (TnRun) removed = tn_run_ok ("TN_CTL", f->copy, "reduction", "remove", tn_text (&shown, "reduction.homes.0.id"), NULL);
  g_auto (TnRun) fewer = tn_run_ok ("TN_CTL", f->copy, "reduction", NULL);
  g_assert_cmpfloat (tn_number (&fewer, "households.rent"), ==, 2);
}

static void
test_a_sponsor (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *household = NULL, *person = NULL;
  make_home (f, NULL, &household, &person);
  g_autofree char *subject = g_strconcat ("subject=", person, NULL);
  g_auto (TnRun) orphan = tn_run_ok ("TN_CTL", f->copy, "new", "membership", subject, "category=orphan_covid", NULL);
  g_auto (TnRun) made_donor = tn_run_ok ("TN_CTL", f->copy, "donor", "new", "name=Bà Thử", "type=person", NULL);
  g_autofree char *sponsor = g_strconcat ("sponsor=", tn_text (&made_donor, "id"), NULL);
  g_auto (TnRun) waiting = tn_run_ok ("TN_CTL", f->copy, "sponsor", "waiting", NULL);
  g_assert_cmpstr (tn_text (&waiting, "waiting.0.person"), ==, person);
  ASSERT_REFUSED ("sponsor", "new", person, sponsor);
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "sponsor", "new", person, sponsor, "every=month", "amount=500.000", "from=01/10/2021", NULL);
  g_autofree char *id = make (&made);
  g_auto (TnRun) came = tn_run_ok ("TN_CTL", f->copy, "sponsor", "came", id, "amount=500000", "at=05/10/2021", NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "sponsor", NULL);
  g_assert_cmpstr (tn_text (&list, "sponsorships.0.overdue_since"), ==, "2021-11-30");
  g_assert_true (tn_number (&list, "orphans") == 1 && tn_number (&list, "sponsored") == 1 && tn_number (&list, "came") == 500000);
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "sponsor", "show", id, NULL);
  const char *gift = tn_text (&shown, "sponsorship.gifts.0.id");
  g_auto (TnRun) cancelled = tn_run_ok ("TN_CTL", f->copy, "sponsor", "cancel", gift, NULL);
  ASSERT_REFUSED ("sponsor", "cancel", gift);
  g_auto (TnRun) after = tn_run_ok ("TN_CTL", f->copy, "sponsor", NULL);
  g_assert_cmpfloat (tn_number (&after, "came"), ==, 0);
  g_auto (TnRun) ended = tn_run_ok ("TN_CTL", f->copy, "sponsor", "end", id, NULL);
  g_auto (TnRun) again = tn_run_ok ("TN_CTL", f->copy, "sponsor", "waiting", NULL);
  g_assert_cmpstr (tn_text (&again, "waiting.0.person"), ==, person);
}

static void
test_a_pair (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *household = NULL, *person = NULL;
  make_home (f, NULL, &household, &person);
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "pair", "new", household, "what=Đi chợ hộ", NULL);
  g_autofree char *pair = make (&made);
  ASSERT_REFUSED ("pair", "new", household);
  ASSERT_REFUSED ("pair", "set", pair, "helper=Nhà bên");
  g_auto (TnRun) waiting = tn_run_ok ("TN_CTL", f->copy, "pair", "waiting", NULL);
  g_assert_cmpstr (tn_text (&waiting, "pairs.0.household"), ==, household);
  g_auto (TnRun) helped = tn_run_ok ("TN_CTL", f->copy, "pair", "set", pair, "helper=Nhà bên", "type=neighbour", NULL);
  g_auto (TnRun) running = tn_run_ok ("TN_CTL", f->copy, "pair", "running", NULL);
  g_assert_cmpstr (tn_text (&running, "pairs.0.helper"), ==, "Nhà bên");
  g_auto (TnRun) ended = tn_run_ok ("TN_CTL", f->copy, "pair", "end", pair, NULL);
  g_auto (TnRun) all = tn_run_ok ("TN_CTL", f->copy, "pair", NULL);
  g_assert_cmpstr (tn_text (&all, "pairs.0.state"), ==, "ended");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/ctl/resources/" name, ProgramFixture, "Lan", program_set_up, test, program_tear_down)
  ADD ("a ledger", test_a_ledger);
  ADD ("a gift", test_a_gift);
  ADD ("a reduction", test_a_reduction);
  ADD ("a sponsor", test_a_sponsor);
  ADD ("a pair", test_a_pair);
  return g_test_run ();
}
