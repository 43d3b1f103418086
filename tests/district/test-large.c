/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A large batch goes another way (tn-push-stay.c, tn-depot-sqlite-behind.c) than a small one: it must come to the same, and fail as a whole. */
#include "fake-laptop.h"
#include "tn-depot-sqlite-private.h"
#include "tn-push.h"
#include <string.h>

#define WARD "26734"
#define AREA_A "019b0000-0000-7000-8000-00000000aaaa"
#define AREA_B "019b0000-0000-7000-8000-00000000bbbb"
#define STREAM_A "g00000000aaaa"
#define HOUSES 120u
#define EDITS 900u
#define NEVER G_MAXUINT

typedef struct { District *district; Laptop *officer, *leader; } Side;

static Laptop *
enrol (District *district, const char *role, const char *stream)
{
  g_autoptr (GError) error = NULL;
  const char *streams[] = { stream, NULL };
  g_autofree char *code = tn_district_invite (district->d, WARD, role, stream ? streams : NULL, 3, &error);
  g_assert_no_error (error);
  return laptop_new (district, code, role);
}

static void
make_houses (Side *side)
{
  g_autoptr (Batch) batch = batch_new ();
  for (guint i = 0; i < HOUSES; i++) {
    TnId house = make_id (i), person = make_id (1000 + i);
    TnIdStr text;
    tn_id_format (&house, text);
    g_autofree char *body = g_strdup_printf ("{\"household\":\"%s\",\"name\":\"Lê C\"}", text);
    batch_create (batch, side->officer, "household", &house, i % 10 ? "{\"area\":\"" AREA_A "\",\"code\":\"H\",\"note\":\"a\"}" : "{\"area\":\"" AREA_B "\",\"code\":\"H\"}");
    batch_create (batch, side->officer, "person", &person, body);
  }
  laptop_push_ok (side->officer, WARD, batch);
}

static Side *
side_new (gboolean threads)
{
  Side *side = g_new0 (Side, 1);
  side->district = district_new_at (NULL);
  if (threads) tn_district_tend (side->district->d);
  side->officer = enrol (side->district, "ward_officer", NULL);
  side->leader = enrol (side->district, "team_leader", STREAM_A);
  make_houses (side);
  return side;
}

static void
side_free (Side *side)
{
  laptop_free (side->officer);
  laptop_free (side->leader);
  district_free (side->district);
  g_free (side);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Side, side_free)

/* ---- the batch ---- */

static void
repeat_line (Batch *batch, GRand *rand)
{
  if (batch->lines->len == 0) return;
  const char *first = batch->lines->str + g_rand_int_range (rand, 0, (gint32) batch->lines->len - 1);
  while (first > batch->lines->str && first[-1] != '\n') first--;
  g_autofree char *line = g_strndup (first, strcspn (first, "\n"));
  batch_raw (batch, line);
}

static void
make_new (Batch *batch, Laptop *laptop, guint i, GRand *rand)
{
  TnIdStr above;
  TnId house = make_id (5000 + i % 40), person = make_id (6000 + i), parent = g_rand_boolean (rand) ? house : make_id (i % HOUSES);
  tn_id_format (&parent, above);
  g_autofree char *body = g_strdup_printf ("{\"household\":\"%s\",\"name\":\"Trần D\"}", above);
  batch_create (batch, laptop, "person", &person, body);
  if (i % 3 == 0) batch_create (batch, laptop, "household", &house, "{\"area\":\"" AREA_A "\",\"code\":\"M\"}");
}

static void
move_person (Batch *batch, Laptop *laptop, const TnId *person, GRand *rand)
{
  TnIdStr above;
  TnId house = make_id ((guint) g_rand_int_range (rand, 0, HOUSES));
  tn_id_format (&house, above);
  g_autofree char *token = g_strdup_printf ("\"%s\"", above);
  batch_set (batch, laptop, "person", person, "household", token, NULL);
}

/* Seen and unseen, twice over, of what is there, new, moved, deleted, nobody's and nonsense. */
static void
add_edit (Batch *batch, Side *side, Laptop *laptop, guint i, GRand *rand)
{
  TnHash any = { { 0 } };
  guint n = (guint) g_rand_int_range (rand, 0, HOUSES + 5);
  TnId house = make_id (n), person = make_id (1000 + n);
  TnStamp stamp;
  g_autofree char *text = g_strdup_printf ("\"%u\"", i % 7);
  switch (g_rand_int_range (rand, 0, 14)) {
    case 0: make_new (batch, laptop, i, rand); break;
    case 1: batch_set (batch, laptop, "household", &house, "area", g_rand_boolean (rand) ? "\"" AREA_B "\"" : "\"" AREA_A "\"", NULL); break;
    case 2: move_person (batch, laptop, &person, rand); break;
    case 3: batch_delete (batch, laptop, "person", &person, &any, NULL); break;
    case 4: batch_set (batch, laptop, "household", &person, "note", text, NULL); break;   /* of another kind */
    case 5: batch_set (batch, laptop, "household", &house, "colour", text, NULL); break;
    case 6: batch_set (batch, laptop, "household", &house, "note", "12", NULL); break;
    case 7: repeat_line (batch, rand); break;
    case 8:
      stamp = batch_set (batch, laptop, "household", &house, "note", text, NULL);
      batch_set (batch, laptop, "household", &house, "note", "\"rồi\"", &stamp);
      break;
    case 9: batch_set (batch, laptop, "person", &person, "name", text, NULL); break;
    case 10: batch_set (batch, laptop, "household", &house, "phone", "null", NULL); break;
    default: batch_set (batch, laptop, "household", &house, i % 2 ? "note" : "phone", text, NULL);
  }
  side->district->now += g_rand_int_range (rand, 0, 50);
}

static Batch *
make_batch (Side *side, Laptop *laptop, guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Batch *batch = batch_new ();
  for (guint i = 0; i < EDITS; i++) add_edit (batch, side, laptop, i, rand);
  return batch;
}

/* ---- what came of it ---- */

/* Of the stamps that the root itself gave only that it did: it counts on from one to the next, in the order in which it judges. */
static char *
ask_masked (Side *side, const char *sql)
{
  g_autofree char *text = district_ask (side->district, sql), *root = district_ask (side->district, "SELECT v FROM meta WHERE k='root_replica'");
  g_autofree char *pattern = g_strconcat ("[0-9a-f]{16}", root, NULL);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_assert_cmpuint (strlen (text), >, 20);
  return g_regex_replace_literal (regex, text, -1, 0, "(root)", 0, NULL);
}

static void
assert_same (Side *a, Side *b, const char *sql)
{
  g_autofree char *one = ask_masked (a, sql), *other = ask_masked (b, sql);
  g_assert_cmpstr (one, ==, other);
}

static void
assert_sums (Side *side)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bad = NULL;
  g_assert_true (tn_district_check_sums (side->district->d, WARD, &bad, &error));
  g_assert_cmpstr (bad, ==, NULL);
}

/* In the order of the batch, whichever way it goes: laptops look for a number in the order of numbers. */
static char *
list_answers (Laptop *laptop, const Batch *batch)
{
  cJSON *json = laptop_push (laptop, WARD, batch, 200);
  char *text = cJSON_PrintUnformatted (cJSON_GetObjectItem (json, "res"));
  cJSON_Delete (json);
  return text;
}

static void
assert_same_ward (Side *a, Side *b)
{
  assert_same (a, b, "SELECT group_concat(t, '\n') FROM (SELECT hex(id) || hex(parent) || kind || stream || line AS t FROM record ORDER BY id)");
  assert_same (a, b, "SELECT group_concat(t, '\n') FROM (SELECT hex(id) || unit || coalesce(value, '-') || why || coalesce(by_user, '-') AS t FROM history ORDER BY id, unit, value)");
  assert_same (a, b, "SELECT group_concat(t, '\n') FROM (SELECT hex(qid) || why || hex(record) AS t FROM quarantine ORDER BY qid)");
  assert_same (a, b, "SELECT group_concat(t, '\n') FROM (SELECT stream || n || (SELECT count(*) FROM record r WHERE r.stream=s.stream) AS t FROM stream s ORDER BY stream)");
  assert_same (a, b, "SELECT group_concat(t, '\n') FROM (SELECT hex(id) || stream AS t FROM moved ORDER BY id, stream)");
  assert_sums (a);
  assert_sums (b);
}

static void
compare_batch (Side *side, Side *small, gboolean of_leader, guint large, guint seed)
{
  Laptop *laptop = of_leader ? side->leader : side->officer, *small_laptop = of_leader ? small->leader : small->officer;
  g_autoptr (Batch) batch = make_batch (side, laptop, seed), as_small = make_batch (small, small_laptop, seed);
  g_assert_cmpstr (batch->lines->str, ==, as_small->lines->str);
  for (guint i = 0; i < 2; i++) {   /* and as if the answer had been lost */
    tn_push_large = NEVER;
    g_autofree char *small_answers = list_answers (small_laptop, as_small);
    tn_push_large = large;
    g_autofree char *answers = list_answers (laptop, batch);
    g_assert_cmpstr (answers, ==, small_answers);
    assert_same_ward (side, small);
  }
}

static void
compare_ways (guint large, gboolean threads, guint seed)
{
  g_autoptr (Side) small = side_new (FALSE), side = side_new (threads);
  compare_batch (side, small, FALSE, large, seed);
  compare_batch (side, small, TRUE, large, seed + 100);
}

static void
test_comes_to_the_same (void)
{
  for (guint seed = 1; seed <= 3; seed++) compare_ways (16, FALSE, seed);
}

static void
test_comes_to_the_same_beside (void)
{
  for (guint seed = 11; seed <= 13; seed++) compare_ways (1, TRUE, seed);
}

/* ---- a row that cannot be written ---- */

static Batch *
note_all (Side *side)
{
  Batch *batch = batch_new ();
  for (guint i = 0; i < EDITS; i++) {
    TnId house = make_id (i % HOUSES);
    batch_set (batch, side->officer, "household", &house, i < HOUSES ? "note" : "phone", "\"x\"", NULL);
  }
  return batch;
}

static void
check_failure (gboolean threads)
{
  tn_push_large = 16;
  g_autoptr (Side) side = side_new (threads);
  g_autoptr (Batch) batch = note_all (side);
  const char *state = "SELECT (SELECT group_concat(hex(h)) FROM (SELECT h FROM record ORDER BY id)) || (SELECT count(*) FROM history) || (SELECT seq FROM ward)";
  g_autofree char *before = district_ask (side->district, state);
  district_run (side->district, "CREATE TRIGGER no BEFORE UPDATE ON record WHEN new.id=x'019b0000000070008000000000000040' BEGIN SELECT RAISE(ABORT, 'not this one'); END");
  g_test_expect_message ("tungnha-district", G_LOG_LEVEL_WARNING, "*not this one*");
  cJSON_Delete (laptop_push (side->officer, WARD, batch, 500));
  g_test_assert_expected_messages ();
  g_autofree char *after = district_ask (side->district, state);
  g_assert_cmpstr (before, ==, after);
  district_run (side->district, "DROP TRIGGER no");
  laptop_push_ok (side->officer, WARD, batch);
  g_autofree char *written = district_ask (side->district, "SELECT count(*) FROM record WHERE line LIKE '%\"note\":\"x\",\"phone\":\"x\"%'");
  g_assert_cmpstr (written, ==, "120");
  assert_sums (side);
}

static void
test_fails_as_a_whole (void)
{
  check_failure (FALSE);
  check_failure (TRUE);
}

/* ---- with others ---- */

typedef struct { Side *side; Laptop *laptop; const char *unit; } Worker;

static gpointer
push_many (gpointer data)
{
  Worker *worker = data;
  for (guint round = 0; round < 8; round++) {
    g_autoptr (Batch) batch = batch_new ();
    for (guint i = 0; i < HOUSES; i++) {
      TnId house = make_id (i);
      g_autofree char *value = g_strdup_printf ("\"%u\"", round);
      if (i % 10) batch_set (batch, worker->laptop, "household", &house, worker->unit, value, NULL);
    }
    cJSON_Delete (laptop_push (worker->laptop, WARD, batch, 200));
  }
  return NULL;
}

static void
test_two_at_once (void)
{
  tn_push_large = 16;
  g_autoptr (Side) side = side_new (TRUE);
  Worker one = { side, side->officer, "note" }, two = { side, side->leader, "phone" };
  GThread *thread = g_thread_new ("other", push_many, &two);
  push_many (&one);
  g_thread_join (thread);
  g_autofree char *both = district_ask (side->district, "SELECT count(*) FROM record WHERE line LIKE '%\"note\":\"7\",\"phone\":\"7\"%'");
  g_assert_cmpstr (both, ==, "108");
  assert_sums (side);
}

static gpointer
push_batch (gpointer data)
{
  gpointer *both = data;
  laptop_push_ok (both[0], WARD, both[1]);
  return NULL;
}

static void
displace (SqliteWrite *write, const TnId *id, const TnStamp *stamp)
{
  g_autoptr (GError) error = NULL;
  SqliteRow row = { .what = SQLITE_ROW_DISPLACE, .displaced = { *id, "note", *stamp, "\"q\"", "lost", "" } };
  g_assert_true (sqlite_write_row (write->db, WARD, 1, &row, &error));
}

/* Who finds another's rows in the open transaction must see them, and they are in no snapshot: a value that is known from them is no conflict. */
static void
test_others_rows_are_seen (void)
{
  g_autoptr (GError) error = NULL;
  tn_push_large = 16;
  g_autoptr (Side) side = side_new (TRUE);
  SqliteDepot *depot = (SqliteDepot *) tn_district_depot (side->district->d);
  g_autoptr (Batch) batch = batch_new (), newer = batch_new ();
  TnId first = make_id (1), house;
  TnStamp stamp = batch_set (batch, side->officer, "household", &first, "note", "\"q\"", NULL);
  for (guint i = 2; i < 30; i++) {
    house = make_id (i);
    batch_set (batch, side->officer, "household", &house, "phone", "\"1\"", NULL);
  }
  side->district->now += 1000;
  batch_set (newer, side->leader, "household", &first, "note", "\"r\"", NULL);
  laptop_push_ok (side->leader, WARD, newer);
  g_autofree char *before = district_ask (side->district, "SELECT count(*) FROM record WHERE kind='conflict'");
  SqliteWrite *write = sqlite_write_begin (&depot->base, &error);
  g_assert_no_error (error);
  GThread *thread = g_thread_new ("other", push_batch, (gpointer[]) { side->officer, batch });
  while (g_atomic_int_get (&depot->waiting) == 0) g_thread_yield ();
  displace (write, &first, &stamp);
  g_assert_true (sqlite_write_commit (write, &error));
  g_thread_join (thread);
  g_autofree char *after = district_ask (side->district, "SELECT count(*) FROM record WHERE kind='conflict'");
  g_assert_cmpstr (after, ==, before);
  assert_sums (side);
}

/* As after a restore, when everything is sent once more: the conflict is not there yet when the batch comes that closes it. */
static void
test_conflict_is_closed_by_its_own_batch (void)
{
  tn_push_large = 1;
  g_autoptr (Side) side = side_new (TRUE);
  g_autoptr (Batch) theirs = batch_new (), ours = batch_new ();
  TnId house = make_id (1);
  TnStamp loser = batch_set (theirs, side->leader, "household", &house, "phone", "\"b\"", NULL);
  laptop_push_ok (side->leader, WARD, theirs);
  side->district->now += 1000;
  TnId conflict = tn_merge_conflict_id (WARD, &house, "phone", &loser, "field");
  batch_set (ours, side->officer, "household", &house, "phone", "\"c\"", NULL);
  TnStamp seen = laptop_tick (side->officer, NULL);
  batch_set (ours, side->officer, "conflict", &conflict, "state", "\"closed\"", &seen);
  g_assert_null (laptop_fetch (side->officer, WARD, &conflict));
  for (guint i = 0; i < 2; i++) {
    cJSON_Delete (laptop_push (side->officer, WARD, ours, 200));
    g_autoptr (TnRow) row = laptop_fetch (side->officer, WARD, &conflict);
    g_autofree char *state = tn_row_dup_text (row, "state");
    g_assert_cmpstr (state, ==, "closed");
    assert_sums (side);
  }
}

/* ---- the rows themselves ---- */

/* Many more of them than may wait. */
static void
test_rows_keep_their_order (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Side) side = side_new (TRUE);
  SqliteWrite *write = sqlite_write_begin (tn_district_depot (side->district->d), &error);
  g_assert_no_error (error);
  SqliteBehind *behind = sqlite_behind_new (write->db, WARD, 1, TRUE);
  for (guint i = 0; i < 4000; i++) {
    g_autofree char *to = g_strdup_printf ("g%012u", i + 1), *from = g_strdup_printf ("g%012u", i);
    SqliteRow row = { .what = SQLITE_ROW_MOVE, .move = { make_id (7), from, to, i + 1 } };
    g_assert_true (sqlite_behind_add (behind, &row, &error));
    if (i % 1000 == 500) g_assert_true (sqlite_behind_finish (behind, &error));
  }
  g_assert_true (sqlite_behind_finish (behind, &error));
  sqlite_behind_free (behind);
  g_assert_true (sqlite_write_commit (write, &error));
  g_autofree char *moved = district_ask (side->district, "SELECT count(*), max(seq), count(DISTINCT stream) FROM moved");
  g_assert_cmpstr (moved, ==, "4000|4000|4000");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/large/comes-to-the-same", test_comes_to_the_same);
  g_test_add_func ("/large/comes-to-the-same-beside", test_comes_to_the_same_beside);
  g_test_add_func ("/large/fails-as-a-whole", test_fails_as_a_whole);
  g_test_add_func ("/large/two-at-once", test_two_at_once);
  g_test_add_func ("/large/others-rows-are-seen", test_others_rows_are_seen);
  g_test_add_func ("/large/conflict-is-closed-by-its-own-batch", test_conflict_is_closed_by_its_own_batch);
  g_test_add_func ("/large/rows-keep-their-order", test_rows_keep_their_order);
  return g_test_run ();
}
