/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Support from the terminal, each step a process of its own; and two laptops that gave the same person the same package with no network between them. */
#include <string.h>
#include "program-fixture.h"
#include "tn-db.h"

#define DAY "15/09/2021"

static char *
add_household (const char *copy, const char *code)
{
  g_autofree char *word = g_strconcat ("code=", code, NULL);
  g_auto (TnRun) home = tn_run_ok ("TN_CTL", copy, "new", "household", word, "house_no=45/2", "street=Hoa Mai", "residence=temporary", NULL);

  return g_strdup (tn_text (&home, "id"));
}

static char *
add_person (const char *copy, const char *household, const char *name, const char *birth)
{
  g_autofree char *at = g_strconcat ("household=", household, NULL), *name_word = g_strconcat ("name=", name, NULL), *birth_word = g_strconcat ("birth=", birth, NULL);
  g_auto (TnRun) person = tn_run_ok ("TN_CTL", copy, "new", "person", at, name_word, birth_word, NULL);

  return g_strdup (tn_text (&person, "id"));
}

static char *
add_programme (const char *copy)
{
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", copy, "programme", "new", "name=Gói đợt 3", "per=person", "gives=money", "amount=1000000", "from=01/09/2021", "to=31/12/2021", "rule=age: 18..", NULL);
  const char *id = tn_text (&made, "id");
  g_auto (TnRun) opened = tn_run_ok ("TN_CTL", copy, "programme", "open", id, NULL);

  return g_strdup (id);
}

static char *
propose (const char *copy, const char *programme, const char *whom)
{
  g_auto (TnRun) proposed = tn_run_ok ("TN_CTL", copy, "support", "propose", programme, whom, NULL);
  g_auto (TnRun) judged = tn_run_ok ("TN_CTL", copy, "support", "judge", programme, whom, NULL);

  return g_strdup (tn_text (&judged, "entitlement"));
}

static void
assert_refused (const TnRun *run, const char *part)
{
  g_assert_cmpint (run->code, !=, 0);
  if (!tn_text (run, "error.message") || !strstr (tn_text (run, "error.message"), part))
    g_error ("“%s” does not say “%s”", tn_text (run, "error.message"), part);
}

static void
test_a_package_from_rule_to_receipt (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = add_household (f->copy, "H1"), *an = add_person (f->copy, home, "Võ Thị An", "1980-05-06"), *be = add_person (f->copy, home, "Võ Văn Bé", "2015-05-06");
  g_autofree char *programme = add_programme (f->copy), *entitlement = NULL;
  g_auto (TnRun) eligible = tn_run_ok ("TN_CTL", f->copy, "support", "eligible", programme, "--nothing-yet", NULL);
  g_assert_cmpstr (tn_text (&eligible, "lines.0.id"), ==, an);
  g_assert_nonnull (strstr (tn_text (&eligible, "lines.0.why"), "41 years old"));
  g_assert_true (tn_number (&eligible, "entitled") == 1 && tn_number (&eligible, "looked_at") == 2 && tn_number (&eligible, "conditions.0.out") == 1);
  g_auto (TnRun) out = tn_run_ok ("TN_CTL", f->copy, "support", "eligible", programme, "--out", NULL);
  g_assert_cmpstr (tn_text (&out, "lines.0.id"), ==, be);
  g_assert_nonnull (strstr (tn_text (&out, "lines.0.why"), "from 18"));
  g_auto (TnRun) child = tn_run ("TN_CTL", f->copy, "support", "propose", programme, be, NULL);
  assert_refused (&child, "not entitled");
  entitlement = propose (f->copy, programme, an);
  g_auto (TnRun) early = tn_run ("TN_CTL", f->copy, "support", "deliver", entitlement, "--on", DAY, NULL);
  assert_refused (&early, "not approved");
  g_auto (TnRun) silent = tn_run ("TN_CTL", f->copy, "support", "refuse", entitlement, NULL);
  assert_refused (&silent, "reason");
  g_auto (TnRun) refused = tn_run_ok ("TN_CTL", f->copy, "support", "refuse", entitlement, "--reason", "Đã có lương hưu", NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "support", "list", programme, "refused", NULL);
  g_assert_cmpstr (tn_text (&list, "entries.0.reason"), ==, "Đã có lương hưu");
  g_auto (TnRun) decided = tn_run ("TN_CTL", f->copy, "support", "amount", "500.000", entitlement, "--reason", "Ở ghép", NULL);
  assert_refused (&decided, "before it is decided");
  g_auto (TnRun) approved = tn_run_ok ("TN_CTL", f->copy, "support", "approve", entitlement, NULL);
  g_auto (TnRun) late = tn_run ("TN_CTL", f->copy, "support", "deliver", entitlement, "--on", "15/09/2022", NULL);
  assert_refused (&late, "outside the period");
  g_auto (TnRun) given = tn_run_ok ("TN_CTL", f->copy, "support", "deliver", entitlement, "--on", DAY, "--receiver", "An", NULL);
  g_auto (TnRun) twice = tn_run ("TN_CTL", f->copy, "support", "deliver", entitlement, "--on", DAY, NULL);
  assert_refused (&twice, "got it already: on 15/09/2021, handed over by Lan");
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "programme", "show", programme, NULL);
  g_assert_true (tn_number (&shown, "sums.amount") == 1000000 && tn_number (&shown, "sums.counted") == 1 && tn_number (&shown, "sums.to_settle") == 0);
  g_auto (TnRun) of = tn_run_ok ("TN_CTL", f->copy, "support", "of", an, NULL);
  g_assert_true (tn_number (&of, "programmes.0.amount") == 1000000);
  g_auto (TnRun) receipts = tn_run_ok ("TN_CTL", f->copy, "support", "receipts", "all", an, NULL);
  g_auto (TnRun) settled = tn_run_ok ("TN_CTL", f->copy, "support", "settle", tn_text (&receipts, "receipts.0.id"), "returned", "--reason", "Trả lại", NULL);
  g_auto (TnRun) after = tn_run_ok ("TN_CTL", f->copy, "programme", "show", programme, NULL);
  g_assert_true (tn_number (&after, "sums.amount") == 0 && tn_number (&after, "sums.receipts") == 1 && tn_number (&after, "sums.returned") == 1);
}

static void
test_an_amount_of_their_own (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = add_household (f->copy, "H1"), *an = add_person (f->copy, home, "Võ Thị An", "1980-05-06"), *programme = add_programme (f->copy);
  g_autofree char *entitlement = propose (f->copy, programme, an);
  g_auto (TnRun) silent = tn_run ("TN_CTL", f->copy, "support", "amount", "500000", entitlement, NULL);
  assert_refused (&silent, "the reason");
  g_auto (TnRun) nothing = tn_run ("TN_CTL", f->copy, "support", "amount", "0", entitlement, "--reason", "a", NULL);
  assert_refused (&nothing, "whole number");
  g_auto (TnRun) set = tn_run_ok ("TN_CTL", f->copy, "support", "amount", "500000", entitlement, "--reason", "Ở ghép", NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "support", "list", programme, "proposed", NULL);
  g_assert_cmpfloat (tn_number (&list, "entries.0.amount"), ==, 500000);
  g_assert_nonnull (strstr (tn_text (&list, "entries.0.own_amount"), "Ở ghép"));
  g_auto (TnRun) approved = tn_run_ok ("TN_CTL", f->copy, "support", "approve", entitlement, NULL);
  g_auto (TnRun) given = tn_run_ok ("TN_CTL", f->copy, "support", "deliver", entitlement, "--on", DAY, NULL);
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "programme", "show", programme, NULL);
  g_assert_cmpfloat (tn_number (&shown, "sums.amount"), ==, 500000);
}

/* The old household got it before the new one was split off: both receipts are shown, and whose they are. */
static void
test_a_household_that_was_split_off (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *old = add_household (f->copy, "H1"), *an = add_person (f->copy, old, "Võ Thị An", "1980-05-06");
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", f->copy, "programme", "new", "name=Gói hộ", "per=household", "gives=money", "amount=1000000", "from=01/09/2021", "to=31/12/2021", NULL);
  const char *programme = tn_text (&made, "id");
  g_auto (TnRun) opened = tn_run_ok ("TN_CTL", f->copy, "programme", "open", programme, NULL);
  g_autofree char *first = propose (f->copy, programme, old), *origin = g_strconcat ("origin=", old, NULL), *new = NULL, *second = NULL, *bo = NULL;
  g_auto (TnRun) approved = tn_run_ok ("TN_CTL", f->copy, "support", "approve", first, NULL);
  g_auto (TnRun) given = tn_run_ok ("TN_CTL", f->copy, "support", "deliver", first, "--on", DAY, NULL);
  new = program_make (f->copy, "household", "house_no=99", origin, NULL, NULL);
  bo = add_person (f->copy, new, "Võ Văn Bộ", "1999-05-06");
  g_auto (TnRun) judged = tn_run_ok ("TN_CTL", f->copy, "support", "judge", programme, new, NULL);
  g_assert_nonnull (strstr (tn_text (&judged, "why"), "its people lived in"));
  second = propose (f->copy, programme, new);
  g_auto (TnRun) too = tn_run_ok ("TN_CTL", f->copy, "support", "approve", second, NULL);
  g_auto (TnRun) twice = tn_run_ok ("TN_CTL", f->copy, "support", "deliver", second, "--on", DAY, NULL);
  g_auto (TnRun) doubles = tn_run_ok ("TN_CTL", f->copy, "support", "doubles", NULL);
  g_assert_cmpstr (tn_text (&doubles, "doubles.0.whom"), ==, new);
  g_autofree char *one = g_strdup (tn_text (&doubles, "doubles.0.receipts.0.whom"));
  g_assert_true (g_strcmp0 (one, old) == 0 || g_strcmp0 (tn_text (&doubles, "doubles.0.receipts.1.whom"), old) == 0);
  g_assert_nonnull (an);
  g_assert_nonnull (bo);
}

static void
test_rules_are_checked (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *programme = add_programme (f->copy);
  g_auto (TnRun) facts = tn_run_ok ("TN_CTL", f->copy, "programme", "facts", NULL);
  g_assert_cmpstr (tn_text (&facts, "facts.0.key"), ==, "category");
  g_auto (TnRun) years = tn_run_ok ("TN_CTL", f->copy, "programme", "rule", programme, "born: 1950..1960", "lost_work: 2021-05-01..2021", NULL);
  g_auto (TnRun) told = tn_run_ok ("TN_CTL", f->copy, "programme", "show", programme, NULL);
  g_assert_nonnull (strstr (told.out, "Born: 1950 to 1960"));
  g_assert_nonnull (strstr (told.out, "Lost the work: 01/05/2021 to 2021"));
  g_auto (TnRun) wrong = tn_run ("TN_CTL", f->copy, "programme", "rule", programme, "income: 5", NULL);
  assert_refused (&wrong, "income: 5");
  g_auto (TnRun) set = tn_run_ok ("TN_CTL", f->copy, "programme", "rule", programme, "age: 60..", "not category: social_allowance", NULL);
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->copy, "programme", "rule", programme, NULL);
  g_assert_cmpstr (tn_text (&shown, "text"), ==, "age: 60..\nnot category: social_allowance");
  g_auto (TnRun) none = tn_run_ok ("TN_CTL", f->copy, "programme", "rule", programme, "-", NULL);
  g_auto (TnRun) empty = tn_run_ok ("TN_CTL", f->copy, "programme", "rule", programme, NULL);
  g_assert_cmpstr (tn_text (&empty, "words"), ==, "Everybody who lives there");
  g_auto (TnRun) unknown = tn_run ("TN_CTL", f->copy, "support", "given", programme, NULL);
  assert_refused (&unknown, "support propose");
}

/* A bare record would pass by all rules. */
static void
test_no_way_round (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  static const char *const kinds[] = { "entitlement", "delivery", "settlement" };
  g_autofree char *home = add_household (f->copy, "H1"), *an = add_person (f->copy, home, "Võ Thị An", "1980-05-06"), *programme = add_programme (f->copy);
  g_autofree char *entitlement = propose (f->copy, programme, an);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_auto (TnRun) made = tn_run ("TN_CTL", f->copy, "new", kinds[i], NULL);
      assert_refused (&made, "tungnha-ctl support");
    }
  g_auto (TnRun) set = tn_run ("TN_CTL", f->copy, "set", entitlement, "state=approved", NULL);
  assert_refused (&set, "tungnha-ctl support");
  g_auto (TnRun) removed = tn_run ("TN_CTL", f->copy, "delete", entitlement, NULL);
  assert_refused (&removed, "tungnha-ctl support");
}

static void
test_many_at_once (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = add_household (f->copy, "H1"), *programme = add_programme (f->copy), *an = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("Võ Thị %c", 'A' + (int) i), *id = add_person (f->copy, home, name, "1980-05-06");
      if (!an)
        an = g_steal_pointer (&id);
    }
  g_autofree char *entitlement = propose (f->copy, programme, an);
  g_auto (TnRun) all = tn_run_ok ("TN_CTL", f->copy, "support", "propose", programme, "--all", NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "support", "list", programme, "proposed", NULL);
  g_assert_nonnull (tn_text (&list, "entries.4.id"));
  g_assert_null (tn_text (&list, "entries.5.id"));
  g_auto (TnRun) some = tn_run_ok ("TN_CTL", f->copy, "support", "approve", entitlement, tn_text (&list, "entries.1.id"), NULL);
  g_auto (TnRun) rest = tn_run_ok ("TN_CTL", f->copy, "support", "approve", entitlement, tn_text (&list, "entries.2.id"), NULL);
  g_assert_cmpstr (tn_text (&rest, "left.0.id"), ==, entitlement);
  g_auto (TnRun) none = tn_run ("TN_CTL", f->copy, "support", "approve", entitlement, tn_text (&list, "entries.2.id"), NULL);
  assert_refused (&none, "None of the 2");
}

/* ---- two laptops ---- */

/* What the district holds, counted in its own database by the rule and nothing of ours: receipts less those that a settlement takes away. */
static gint64
ask_district (const char *dir, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (dir, "district", "district.db", NULL);
  g_autoptr (TnDb) db = tn_db_open (path, TN_DB_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
  return tn_stmt_int (stmt, 0);
}

#define LIVE(kind) "(SELECT json_extract(line, '$.i') id, json_extract(line, '$.b') b FROM record WHERE json_extract(line, '$.k') = '" kind "')"
#define SUM_SQL "SELECT coalesce(sum(json_extract(d.b, '$.amount')), 0) FROM " LIVE ("delivery") " d WHERE NOT EXISTS(SELECT 1 FROM " LIVE ("settlement") \
  " s WHERE json_extract(s.b, '$.delivery') = d.id AND json_extract(s.b, '$.what') != 'stands')"
#define RECEIPTS_SQL "SELECT count(*) FROM " LIVE ("delivery")
#define ENTITLEMENTS_SQL "SELECT count(*) FROM " LIVE ("entitlement")

static void
sync_both (char *const copies[2])
{
  for (guint i = 0; i < 4; i++)
    {
      g_auto (TnRun) run = tn_run_ok ("TN_CTL", copies[i % 2], "sync", NULL);
    }
}

static void
assert_sums (const char *copy, const char *programme, guint receipts, guint counted, guint to_settle, gint64 amount)
{
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", copy, "programme", "show", programme, NULL);

  g_assert_cmpfloat (tn_number (&shown, "sums.receipts"), ==, receipts);
  g_assert_cmpfloat (tn_number (&shown, "sums.counted"), ==, counted);
  g_assert_cmpfloat (tn_number (&shown, "sums.to_settle"), ==, to_settle);
  g_assert_cmpfloat (tn_number (&shown, "sums.amount"), ==, (double) amount);
}

/* Both propose, one approves before they part, and both hand it over; the second time one approves what the other only proposed. */
static void
test_two_laptops_give_the_same_person_the_same (ProgramPair *f, gconstpointer unused)
{
  (void) unused;
  const char *a = f->copies[0], *b = f->copies[1];
  g_autofree char *programme = NULL;
  g_auto (TnRun) lan = tn_run_ok ("TN_CTL", a, "user", "Lan", NULL);
  g_auto (TnRun) hoa = tn_run_ok ("TN_CTL", b, "user", "Hoa", NULL);
  g_autofree char *home = add_household (a, "H1"), *an = add_person (a, home, "Võ Thị An", "1980-05-06"), *binh = add_person (a, home, "Võ Văn Bình", "1978-01-01");
  programme = add_programme (a);
  sync_both (f->copies);

  /* no network: each does all of it for An; Bình is proposed by both and approved by one */
  g_autofree char *first = propose (a, programme, an), *second = propose (b, programme, an), *bs = propose (a, programme, binh), *bs_too = propose (b, programme, binh);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (bs, ==, bs_too);
  g_auto (TnRun) approved = tn_run_ok ("TN_CTL", a, "support", "approve", bs, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_auto (TnRun) yes = tn_run_ok ("TN_CTL", f->copies[i], "support", "approve", first, NULL);
      g_auto (TnRun) given = tn_run_ok ("TN_CTL", f->copies[i], "support", "deliver", first, "--on", DAY, NULL);
      assert_sums (f->copies[i], programme, 1, 1, 0, 1000000);
    }
  sync_both (f->copies);

  /* both receipts are there, on both, and at the district; what was decided about Bình is no conflict */
  g_assert_cmpint (ask_district (f->dir, RECEIPTS_SQL), ==, 2);
  g_assert_cmpint (ask_district (f->dir, ENTITLEMENTS_SQL), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      assert_sums (f->copies[i], programme, 2, 2, 1, 2000000);
      g_auto (TnRun) today = tn_run_ok ("TN_CTL", f->copies[i], "today", NULL);
      g_assert_nonnull (strstr (today.out, "Handed over twice"));
      g_auto (TnRun) state = tn_run_ok ("TN_CTL", f->copies[i], "show", bs, NULL);
      g_assert_cmpstr (tn_text (&state, "record.fields.state"), ==, "approved");
      g_auto (TnRun) conflicts = tn_run_ok ("TN_CTL", f->copies[i], "conflicts", NULL);
      g_assert_null (strstr (conflicts.out, bs));
      g_assert_null (strstr (conflicts.out, first));   /* both approved: they agree */
    }
  g_auto (TnRun) doubles = tn_run_ok ("TN_CTL", b, "support", "doubles", NULL);
  g_assert_cmpstr (tn_text (&doubles, "doubles.0.name"), ==, "Võ Thị An");
  g_assert_cmpstr (tn_text (&doubles, "doubles.0.receipts.0.by"), !=, tn_text (&doubles, "doubles.0.receipts.1.by"));
  g_assert_null (tn_text (&doubles, "doubles.1.name"));

  /* settled by a person on one of them */
  const char *keep = tn_text (&doubles, "doubles.0.receipts.0.id"), *drop = tn_text (&doubles, "doubles.0.receipts.1.id");
  g_auto (TnRun) settled = tn_run_ok ("TN_CTL", b, "support", "settle", drop, "same", "--kept", keep, NULL);
  sync_both (f->copies);
  for (guint i = 0; i < 2; i++)
    assert_sums (f->copies[i], programme, 2, 1, 0, 1000000);
  g_assert_cmpint (ask_district (f->dir, RECEIPTS_SQL), ==, 2);
  g_assert_cmpint (ask_district (f->dir, SUM_SQL), ==, 1000000);
  g_autofree char *district = g_build_filename (f->dir, "district", NULL);
  g_auto (TnRun) status = tn_run_ok ("TN_DISTRICT", NULL, "status", district, "--check", NULL);
}

/* One approves, one refuses: a conflict, and until it is settled nobody hands over. */
static void
test_decided_differently (ProgramPair *f, gconstpointer unused)
{
  (void) unused;
  const char *a = f->copies[0], *b = f->copies[1];
  g_autofree char *programme = NULL, *entitlement = NULL;
  g_autofree char *home = add_household (a, "H1"), *an = add_person (a, home, "Võ Thị An", "1980-05-06");
  programme = add_programme (a);
  entitlement = propose (a, programme, an);
  sync_both (f->copies);
  g_auto (TnRun) no = tn_run_ok ("TN_CTL", b, "support", "refuse", entitlement, "--reason", "Đã có lương hưu", NULL);
  g_auto (TnRun) yes = tn_run_ok ("TN_CTL", a, "support", "approve", entitlement, NULL);
  sync_both (f->copies);
  g_auto (TnRun) conflicts = tn_run_ok ("TN_CTL", a, "conflicts", NULL);
  g_auto (TnRun) early = tn_run ("TN_CTL", a, "support", "deliver", entitlement, "--on", DAY, NULL);
  assert_refused (&early, "decided differently");
  g_auto (TnRun) settled = tn_run_ok ("TN_CTL", a, "resolve", tn_text (&conflicts, "conflicts.0.id"), "--keep", "theirs", NULL);
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", a, "support", "list", programme, NULL);
  const char *standing = tn_text (&shown, "entries.0.standing");
  g_auto (TnRun) given = tn_run ("TN_CTL", a, "support", "deliver", entitlement, "--on", DAY, NULL);
  g_assert_true ((given.code == 0) == g_str_equal (standing, "Approved"));
}

/* Two laptops that each kept the quota are beyond it together, which Today says. */
static void
test_over_the_quota_together (ProgramPair *f, gconstpointer unused)
{
  (void) unused;
  const char *a = f->copies[0], *b = f->copies[1];
  g_autofree char *programme = NULL;
  g_autofree char *home = add_household (a, "H1"), *an = add_person (a, home, "Võ Thị An", "1980-05-06"), *binh = add_person (a, home, "Võ Văn Bình", "1978-01-01");
  programme = add_programme (a);
  g_auto (TnRun) quota = tn_run_ok ("TN_CTL", a, "programme", "change", programme, "quota=1", NULL);
  sync_both (f->copies);
  g_autofree char *first = propose (a, programme, an), *second = propose (b, programme, binh);
  g_auto (TnRun) one = tn_run_ok ("TN_CTL", a, "support", "approve", first, NULL), two = tn_run_ok ("TN_CTL", b, "support", "approve", second, NULL);
  g_auto (TnRun) before = tn_run_ok ("TN_CTL", a, "today", NULL);
  g_assert_null (strstr (before.out, "it is for at most 1"));
  sync_both (f->copies);
  g_auto (TnRun) after = tn_run_ok ("TN_CTL", a, "today", NULL);
  g_assert_nonnull (strstr (after.out, "2 are approved, and it is for at most 1"));
}

/* Both settle it, each the other way round, with no network again: one receipt counts on both, and it is the same one. */
static void
test_settled_on_both (ProgramPair *f, gconstpointer unused)
{
  (void) unused;
  const char *a = f->copies[0], *b = f->copies[1];
  g_autofree char *programme = NULL, *entitlement = NULL;
  g_autofree char *home = add_household (a, "H1"), *an = add_person (a, home, "Võ Thị An", "1980-05-06");
  programme = add_programme (a);
  entitlement = propose (a, programme, an);
  g_auto (TnRun) yes = tn_run_ok ("TN_CTL", a, "support", "approve", entitlement, NULL);
  sync_both (f->copies);
  for (guint i = 0; i < 2; i++)
    {
      g_auto (TnRun) given = tn_run_ok ("TN_CTL", f->copies[i], "support", "deliver", entitlement, "--on", DAY, NULL);
    }
  sync_both (f->copies);
  g_auto (TnRun) doubles = tn_run_ok ("TN_CTL", a, "support", "doubles", NULL);
  const char *ids[] = { tn_text (&doubles, "doubles.0.receipts.0.id"), tn_text (&doubles, "doubles.0.receipts.1.id") };
  for (guint i = 0; i < 2; i++)
    {
      g_auto (TnRun) settled = tn_run_ok ("TN_CTL", f->copies[i], "support", "settle", ids[i], "same", "--kept", ids[1 - i], NULL);
    }
  sync_both (f->copies);
  const char *counting[2] = { NULL, NULL };
  g_auto (TnRun) one = tn_run_ok ("TN_CTL", a, "support", "receipts", programme, NULL), two = tn_run_ok ("TN_CTL", b, "support", "receipts", programme, NULL);
  const TnRun *runs[] = { &one, &two };
  for (guint i = 0; i < 2; i++)
    {
      assert_sums (f->copies[i], programme, 2, 1, 0, 1000000);
      counting[i] = tn_text (runs[i], tn_number (runs[i], "receipts.0.counts") == 1 ? "receipts.0.id" : "receipts.1.id");
    }
  g_assert_cmpstr (counting[0], ==, counting[1]);
}

/* What may hang on a wall, and what may not unless it is asked for, which leaves a trace. */
static void
test_lists_on_paper (ProgramFixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *home = add_household (f->copy, "H1"), *an = add_person (f->copy, home, "Võ Thị An", "1980-05-06"), *programme = add_programme (f->copy);
  g_autofree char *entitlement = propose (f->copy, programme, an), *file = g_build_filename (f->dir, "list.xlsx", NULL), *other = g_build_filename (f->dir, "list.doc", NULL);
  g_auto (TnRun) nobody = tn_run ("TN_CTL", f->copy, "support-print", file, "--programme", programme, NULL);
  assert_refused (&nobody, "nobody on this list");
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  g_auto (TnRun) posted = tn_run_ok ("TN_CTL", f->copy, "support-print", file, "--programme", programme, "--posting", NULL);
  g_assert_true (tn_number (&posted, "lines") == 1 && g_file_test (file, G_FILE_TEST_EXISTS));
  g_auto (TnRun) unasked = tn_run_ok ("TN_CTL", f->copy, "opened", NULL);
  g_assert_null (tn_text (&unasked, "opened.0.id"));
  g_auto (TnRun) whole = tn_run_ok ("TN_CTL", f->copy, "support-print", file, "--programme", programme, "--posting", "--whole", NULL);
  g_auto (TnRun) asked = tn_run_ok ("TN_CTL", f->copy, "opened", NULL);
  g_assert_cmpstr (tn_text (&asked, "opened.0.id"), ==, an);
  g_auto (TnRun) wrong = tn_run ("TN_CTL", f->copy, "support-print", other, "--programme", programme, "--posting", NULL);
  assert_refused (&wrong, ".pdf or .xlsx");
  g_auto (TnRun) approved = tn_run_ok ("TN_CTL", f->copy, "support", "approve", entitlement, NULL);
  g_auto (TnRun) signing = tn_run_ok ("TN_CTL", f->copy, "support-print", file, "--programme", programme, NULL);
  g_assert_true (tn_number (&signing, "lines") == 1 && tn_text (&signing, "sheet"));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/support/" name, ProgramFixture, "Lan", program_set_up, func, program_tear_down)
#define ADD_PAIR(name, func) g_test_add ("/support/" name, ProgramPair, NULL, program_pair_set_up, func, program_pair_tear_down)
  ADD ("a-package-from-rule-to-receipt", test_a_package_from_rule_to_receipt);
  ADD ("rules-are-checked", test_rules_are_checked);
  ADD ("a-household-that-was-split-off", test_a_household_that_was_split_off);
  ADD ("an-amount-of-their-own", test_an_amount_of_their_own);
  ADD ("no-way-round", test_no_way_round);
  ADD ("many-at-once", test_many_at_once);
  ADD_PAIR ("two-laptops-give-the-same-person-the-same", test_two_laptops_give_the_same_person_the_same);
  ADD_PAIR ("decided-differently", test_decided_differently);
  ADD_PAIR ("over-the-quota-together", test_over_the_quota_together);
  ADD_PAIR ("settled-on-both", test_settled_on_both);
  ADD ("lists-on-paper", test_lists_on_paper);
#undef ADD
#undef ADD_PAIR
  return g_test_run ();
}
