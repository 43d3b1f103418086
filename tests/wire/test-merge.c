/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-limits.h"
#include "tn-merge.h"
#include "wire-gen.h"

#define CASES gen_cases ()

/* ---- a root of one record: the row, its history, its clock ---- */
typedef struct {
  TnRow *row;
  GHashTable *history;   /* "unit stamp value" */
  TnHlc clock;
  guint asked;           /* how often history was */
} Root;

static char *
history_key (const char *unit, const TnStamp *stamp, const char *value)
{
  return g_strdup_printf ("%s %s %s", unit, stamp->s, value ? value : "null");
}

static gboolean
known_cb (gpointer user_data, const TnRow *row, const char *unit, const TnStamp *stamp, const char *value)
{
  Root *root = user_data;
  root->asked++;
  g_autofree char *key = history_key (unit, stamp, value);
  return g_hash_table_contains (root->history, key);
}

static TnStamp
root_stamp_cb (gpointer user_data, const TnStamp *above)
{
  Root *root = user_data;
  return tn_stamp_tick (&root->clock, 1700000000000, "eeeeeeeeeeee", above, 1);
}

static void
root_init (Root *root, const char *kind_key)
{
  TnId id = { { 7 } };
  *root = (Root) { .row = tn_row_new (kind_key, &id), .history = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
}

static void
root_clear (Root *root)
{
  tn_row_free (root->row);
  g_hash_table_unref (root->history);
}

/* What has gone under is never above what stands; that is why history need not be asked about what is newer. */
static void
assert_below (const Root *root, const char *unit, const TnStamp *displaced)
{
  const TnUnit *held = tn_row_unit (root->row, unit);
  const TnStamp *stands = strcmp (unit, TN_UNIT_DEL) == 0 ? &root->row->del_stamp : held ? &held->stamp : NULL;
  g_assert_true (stands && tn_stamp_cmp (displaced, stands) <= 0);
}

static void
push_change (Root *root, const TnEntry *entry, const TnChange *change, TnMergeResult *r)
{
  TnMergeHooks hooks = { known_cb, root_stamp_cb, root, FALSE };
  tn_merge_push (root->row, entry, change, &hooks, r);
  if (r->displaced) assert_below (root, change->unit, &r->displaced_stamp);
  if (r->revived) assert_below (root, TN_UNIT_DEL, &r->deleted_stamp);
  if (tn_stamp_is_set (&r->alive_stamp)) assert_below (root, TN_UNIT_DEL, &r->alive_stamp);
  if (r->displaced) g_hash_table_add (root->history, history_key (change->unit, &r->displaced_stamp, r->displaced_value));
  if (r->revived) g_hash_table_add (root->history, history_key (TN_UNIT_DEL, &r->deleted_stamp, "true"));
  if (tn_stamp_is_set (&r->alive_stamp)) g_hash_table_add (root->history, history_key (TN_UNIT_DEL, &r->alive_stamp, "false"));
}

/* Pushes one change; seen NULL = none. */
static void
push (Root *root, const char *unit, const char *value, TnStamp stamp, const TnStamp *over, gsize n_over, const TnHash *seen, TnMergeResult *r)
{
  g_autoptr (TnEntry) entry = tn_entry_new (1, root->row->kind_key, &root->row->id, "u1");
  if (seen) {
    entry->has_seen = TRUE;
    entry->seen = *seen;
  }
  push_change (root, entry, tn_entry_add (entry, unit, value, &stamp, over, n_over), r);
}

static TnStamp
at (guint counter)
{
  return tn_stamp_make (1700000000000, counter, GEN_REPLICA);
}

static void
test_seen_edit_replaces_without_flag (void)
{
  Root root;
  TnStamp first = at (1), second = at (2);
  root_init (&root, "person");
  g_auto (TnMergeResult) a = { 0 }, b = { 0 };
  push (&root, "name", "\"A\"", first, NULL, 0, NULL, &a);
  g_assert_cmpint (a.outcome, ==, TN_MERGE_WON);
  g_assert_false (a.flag || a.displaced);
  push (&root, "name", "\"B\"", second, &first, 1, NULL, &b);
  g_assert_cmpint (b.outcome, ==, TN_MERGE_WON);
  g_assert_false (b.flag);
  g_assert_true (b.displaced);
  g_assert_cmpstr (b.displaced_value, ==, "\"A\"");
  g_assert_cmpstr (b.displaced_why, ==, "superseded");
  root_clear (&root);
}

static void
test_unseen_values_flag_the_loser (void)
{
  for (guint later_first = 0; later_first < 2; later_first++) {
    Root root;
    root_init (&root, "person");
    g_auto (TnMergeResult) a = { 0 }, b = { 0 };
    push (&root, "name", later_first ? "\"B\"" : "\"A\"", at (later_first ? 2 : 1), NULL, 0, NULL, &a);
    push (&root, "name", later_first ? "\"A\"" : "\"B\"", at (later_first ? 1 : 2), NULL, 0, NULL, &b);
    g_assert_cmpstr (tn_row_unit (root.row, "name")->value, ==, "\"B\"");
    g_assert_true (b.flag);
    g_assert_cmpstr (b.flag_type, ==, "field");
    g_assert_cmpstr (b.loser_value, ==, "\"A\"");
    g_assert_cmpstr (b.loser_stamp.s, ==, at (1).s);
    g_assert_cmpstr (b.winner_stamp.s, ==, at (2).s);
    g_assert_cmpint (b.loser_is_entry, ==, later_first);
    g_assert_cmpstr (b.displaced_why, ==, "lost");
    root_clear (&root);
  }
}

static void
test_equal_values_never_flag (void)
{
  Root root;
  root_init (&root, "person");
  g_auto (TnMergeResult) a = { 0 }, b = { 0 }, c = { 0 };
  push (&root, "name", "\"A\"", at (2), NULL, 0, NULL, &a);
  push (&root, "name", "\"A\"", at (3), NULL, 0, NULL, &b);
  push (&root, "name", "\"A\"", at (1), NULL, 0, NULL, &c);
  g_assert_false (b.flag || c.flag);
  g_assert_cmpstr (tn_row_unit (root.row, "name")->stamp.s, ==, at (3).s);
  root_clear (&root);
}

static void
test_one_stamp_two_values_is_a_tie (void)
{
  for (guint swap = 0; swap < 2; swap++) {
    Root root;
    root_init (&root, "person");
    g_auto (TnMergeResult) a = { 0 }, b = { 0 };
    push (&root, "name", swap ? "\"B\"" : "\"A\"", at (1), NULL, 0, NULL, &a);
    push (&root, "name", swap ? "\"A\"" : "\"B\"", at (1), NULL, 0, NULL, &b);
    g_assert_cmpstr (tn_row_unit (root.row, "name")->value, ==, "\"B\"");
    g_assert_true (b.flag);
    g_assert_cmpstr (b.flag_type, ==, "tie");
    g_assert_cmpstr (b.loser_value, ==, "\"A\"");
    root_clear (&root);
  }
}

static void
test_delete_stands_when_its_state_was_seen (void)
{
  Root root;
  root_init (&root, "person");
  g_auto (TnMergeResult) a = { 0 }, b = { 0 }, c = { 0 };
  push (&root, "name", "\"A\"", at (1), NULL, 0, NULL, &a);
  TnHash seen = tn_row_state_hash (root.row);
  push (&root, TN_UNIT_DEL, "true", at (2), NULL, 0, &seen, &b);
  g_assert_true (root.row->deleted);
  g_assert_cmpint (b.outcome, ==, TN_MERGE_WON);
  g_assert_false (b.flag);
  /* somebody else deleted the same thing at the same time: they agree */
  push (&root, TN_UNIT_DEL, "true", at (3), NULL, 0, &seen, &c);
  g_assert_true (root.row->deleted);
  g_assert_false (c.flag);
  root_clear (&root);
}

static void
test_delete_of_another_state_is_overruled (void)
{
  Root root;
  root_init (&root, "person");
  g_auto (TnMergeResult) a = { 0 }, b = { 0 }, c = { 0 }, d = { 0 };
  push (&root, "name", "\"A\"", at (1), NULL, 0, NULL, &a);
  TnHash seen = tn_row_state_hash (root.row);
  push (&root, "note", "\"seen by nobody\"", at (2), NULL, 0, NULL, &b);
  push (&root, TN_UNIT_DEL, "true", at (3), NULL, 0, &seen, &c);
  g_assert_false (root.row->deleted);
  g_assert_true (c.flag && c.changed && c.loser_is_entry);
  g_assert_cmpstr (c.flag_type, ==, "delete");
  g_assert_cmpint (tn_stamp_cmp (&root.row->del_stamp, &c.loser_stamp), >, 0);
  /* and once more, as after a lost answer: nothing moves */
  push (&root, TN_UNIT_DEL, "true", at (3), NULL, 0, &seen, &d);
  g_assert_cmpint (d.outcome, ==, TN_MERGE_SAME);
  g_assert_false (d.changed);
  root_clear (&root);
}

/* A delete that was undone before it was sent says "alive" of what nobody knew to be dead. The root says so again above a delete that had not seen it,
 * and history keeps who said it first: it may come once more after the record was deleted for good. */
static void
test_overruled_delete_keeps_who_said_alive (void)
{
  Root root;
  root_init (&root, "person");
  g_auto (TnMergeResult) a = { 0 }, b = { 0 }, c = { 0 }, d = { 0 }, e = { 0 };
  push (&root, "name", "\"A\"", at (1), NULL, 0, NULL, &a);
  TnHash seen = tn_row_state_hash (root.row);
  push (&root, TN_UNIT_DEL, "false", at (2), NULL, 0, NULL, &b);
  g_assert_cmpint (b.outcome, ==, TN_MERGE_WON);
  push (&root, TN_UNIT_DEL, "true", at (3), NULL, 0, &seen, &c);
  g_assert_false (root.row->deleted);
  g_assert_cmpstr (c.flag_type, ==, "delete");
  g_assert_cmpstr (c.alive_stamp.s, ==, at (2).s);
  TnStamp alive = root.row->del_stamp, later = tn_stamp_tick (&root.clock, 1700000000001, GEN_REPLICA, &alive, 1);
  seen = tn_row_state_hash (root.row);
  push (&root, TN_UNIT_DEL, "true", later, &alive, 1, &seen, &d);
  g_assert_true (root.row->deleted);
  g_assert_false (d.flag || tn_stamp_is_set (&d.alive_stamp));
  push (&root, TN_UNIT_DEL, "false", at (2), NULL, 0, NULL, &e);
  g_assert_cmpint (e.outcome, ==, TN_MERGE_SAME);
  g_assert_false (e.flag || e.displaced);
  g_assert_true (root.row->deleted);
  root_clear (&root);
}

static void
test_edit_wakes_a_deleted_record (void)
{
  Root root;
  root_init (&root, "person");
  g_auto (TnMergeResult) a = { 0 }, b = { 0 }, c = { 0 }, d = { 0 };
  push (&root, "name", "\"A\"", at (2), NULL, 0, NULL, &a);
  TnHash seen = tn_row_state_hash (root.row);
  push (&root, TN_UNIT_DEL, "true", at (9), NULL, 0, &seen, &b);
  /* even an edit with the lower stamp */
  push (&root, "note", "\"visited\"", at (1), NULL, 0, NULL, &c);
  g_assert_false (root.row->deleted);
  g_assert_true (c.flag && c.revived);
  g_assert_cmpstr (c.flag_type, ==, "revive");
  g_assert_cmpstr (c.flag_unit, ==, TN_UNIT_DEL);
  g_assert_cmpstr (c.loser_stamp.s, ==, at (9).s);
  g_assert_cmpint (tn_stamp_cmp (&root.row->del_stamp, &c.deleted_stamp), >, 0);
  /* the delete arrives a second time: history knows it */
  push (&root, TN_UNIT_DEL, "true", at (9), NULL, 0, &seen, &d);
  g_assert_cmpint (d.outcome, ==, TN_MERGE_SAME);
  g_assert_false (root.row->deleted);
  root_clear (&root);
}

static void
test_wake_and_conflict_in_one_change (void)
{
  Root root;
  root_init (&root, "person");
  g_auto (TnMergeResult) a = { 0 }, b = { 0 }, c = { 0 };
  push (&root, "name", "\"A\"", at (2), NULL, 0, NULL, &a);
  TnHash seen = tn_row_state_hash (root.row);
  push (&root, TN_UNIT_DEL, "true", at (9), NULL, 0, &seen, &b);
  push (&root, "name", "\"B\"", at (3), NULL, 0, NULL, &c);
  g_assert_true (c.flag && c.revived);
  g_assert_cmpstr (c.flag_type, ==, "field");
  g_assert_cmpstr (c.deleted_stamp.s, ==, at (9).s);
  g_assert_cmpstr (c.revived_stamp.s, ==, root.row->del_stamp.s);
  root_clear (&root);
}

static void
assert_held (Root *root, const char *unit, const char *value, const char *why)
{
  g_autofree char *before = gen_line (root->row);
  g_auto (TnMergeResult) r = { 0 };
  push (root, unit, value, at (5), NULL, 0, NULL, &r);
  g_autofree char *after = gen_line (root->row);
  g_assert_cmpint (r.outcome, ==, TN_MERGE_HELD);
  g_assert_cmpstr (r.why, ==, why);
  g_assert_cmpstr (before, ==, after);
  g_assert_false (r.changed || r.flag || r.displaced);
}

static void
test_held (void)
{
  static const TnField fields[] = { { .key = "amount", .type = TN_TYPE_INT } };
  static const TnKind ledger = { .key = "ledger", .flags = TN_KIND_IMMUTABLE, .fields = fields, .n_fields = 1 };
  g_autofree char *filler = g_strnfill (TN_LIMIT_VALUE, 'x');
  g_autofree char *large = g_strdup_printf ("\"%s\"", filler);
  Root person, unknown, conflict, rows;
  root_init (&person, "person");
  root_init (&unknown, "oxygen_round");
  root_init (&conflict, "conflict");
  root_init (&rows, "ledger");
  rows.row->kind = &ledger;
  assert_held (&unknown, "name", "\"A\"", "kind");
  assert_held (&person, "oxygen_sat", "98", "unit");
  assert_held (&person, "name", "98", "value");
  assert_held (&person, "status", "{\"status\":\"present\",\"reason_code\":1}", "value");
  assert_held (&person, "status", "\"present\"", "value");
  assert_held (&person, TN_UNIT_DEL, NULL, "value");
  assert_held (&person, "note", large, "limit");
  assert_held (&conflict, "state", "\"closed\"", "server-made");
  g_auto (TnMergeResult) a = { 0 };
  push (&rows, "amount", "1", at (1), NULL, 0, NULL, &a);
  g_assert_cmpint (a.outcome, ==, TN_MERGE_WON);
  assert_held (&rows, "amount", "2", "immutable");
  assert_held (&rows, TN_UNIT_DEL, "true", "immutable");
  root_clear (&person);
  root_clear (&unknown);
  root_clear (&conflict);
  root_clear (&rows);
}

/* Values within their limit may not add up to a line over its own. */
static void
test_row_stays_below_the_limit_of_a_line (void)
{
  static const char *const units[] = { "name", "phone", "note", "birth", "sex" };
  g_autofree char *filler = g_strnfill (TN_LIMIT_VALUE - 10, 'x');
  g_autofree char *large = g_strdup_printf ("\"%s\"", filler);
  Root root;
  guint held = 0;
  root_init (&root, "person");
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_auto (TnMergeResult) r = { 0 };
    push (&root, units[i], large, at (i + 1), NULL, 0, NULL, &r);
    held += r.outcome == TN_MERGE_HELD;
  }
  g_autofree char *line = gen_line (root.row);
  g_assert_cmpuint (held, >, 0);
  g_assert_cmpuint (strlen (line), <=, TN_LIMIT_LINE);
  root_clear (&root);
}

/* ---- properties ---- */
typedef struct { const char *unit; char *value; TnStamp stamp; TnStamp over[2]; gsize n_over; } Edit;

static void
gen_edits (GRand *rand, Edit *edits, guint n)
{
  for (guint i = 0; i < n; i++) {
    edits[i].unit = gen_unit (rand, tn_schema_kind ("person"), &edits[i].value);
    edits[i].stamp = gen_stamp (rand);
    edits[i].n_over = (gsize) g_rand_int_range (rand, 0, 3);
    for (gsize k = 0; k < edits[i].n_over; k++) edits[i].over[k] = gen_stamp (rand);
  }
}

static void
push_edit (Root *root, const Edit *edit)
{
  g_auto (TnMergeResult) r = { 0 };
  push (root, edit->unit, edit->value, edit->stamp, edit->over, edit->n_over, NULL, &r);
}

static void
shuffle (GRand *rand, Edit *edits, guint n)
{
  for (guint i = n - 1; i > 0; i--) {
    guint k = (guint) g_rand_int_range (rand, 0, (gint32) i + 1);
    Edit swap = edits[i];
    edits[i] = edits[k];
    edits[k] = swap;
  }
}

static void
test_winner_is_independent_of_order_and_repetition (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  for (int i = 0; i < CASES; i++) {
    Edit edits[6];
    guint n = (guint) g_rand_int_range (rand, 2, 7);
    Root one, two;
    gen_edits (rand, edits, n);
    root_init (&one, "person");
    root_init (&two, "person");
    for (guint k = 0; k < n; k++) push_edit (&one, &edits[k]);
    shuffle (rand, edits, n);
    for (guint k = 0; k < n; k++) push_edit (&two, &edits[k]);
    for (guint k = 0; k < n; k++) push_edit (&two, &edits[k]);
    g_autofree char *a = gen_line (one.row), *b = gen_line (two.row);
    g_assert_cmpstr (a, ==, b);
    for (guint k = 0; k < n; k++) g_free (edits[k].value);
    root_clear (&one);
    root_clear (&two);
  }
}

/* What hubs say, taken by greatest stamps: in any order, any number of times, also what is equal but for its value. */
static void
test_lines_of_hubs_come_in_any_order (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  for (int i = 0; i < CASES; i++) {
    TnRow *said[4] = { NULL };
    guint n = (guint) g_rand_int_range (rand, 2, G_N_ELEMENTS (said) + 1);
    for (guint k = 0; k < n; k++) said[k] = gen_row (rand, "person", TRUE);
    g_autoptr (TnRow) one = tn_row_copy (said[0]), two = tn_row_copy (said[n - 1]);
    for (guint k = 1; k < n; k++) tn_merge_greater (one, said[k]);
    for (guint k = n - 1; k > 0; k--) {
      tn_merge_greater (two, said[k - 1]);
      tn_merge_greater (two, said[g_rand_int_range (rand, 0, (gint32) n)]);
    }
    for (guint k = 0; k < n; k++) g_assert_false (tn_merge_greater (one, said[k]));
    two->id = one->id;
    g_free (two->stream);
    two->stream = g_strdup (one->stream);
    g_autofree char *a = gen_line (one), *b = gen_line (two);
    g_assert_cmpstr (a, ==, b);
    for (guint k = 0; k < n; k++) tn_row_free (said[k]);
  }
}

/* push_one (push_one (x)) = x, for any row: foreign keys, deleted, woken. */
static void
test_second_push_changes_nothing (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  for (int i = 0; i < CASES; i++) {
    Root root;
    root_init (&root, "person");
    tn_row_free (root.row);
    root.row = gen_row (rand, "person", TRUE);
    g_autoptr (TnEntry) entry = tn_entry_new (1, "person", &root.row->id, "u1");
    Edit edit;
    gen_edits (rand, &edit, 1);
    gboolean deletes = g_rand_int_range (rand, 0, 3) == 0;
    entry->has_seen = g_rand_boolean (rand);
    entry->seen = tn_row_state_hash (root.row);
    const TnChange *change = tn_entry_add (entry, deletes ? TN_UNIT_DEL : edit.unit, deletes ? "true" : edit.value, &edit.stamp, edit.over, edit.n_over);
    g_auto (TnMergeResult) first = { 0 }, second = { 0 };
    push_change (&root, entry, change, &first);
    g_autofree char *once = gen_line (root.row);
    push_change (&root, entry, change, &second);
    g_autofree char *twice = gen_line (root.row);
    g_assert_cmpstr (once, ==, twice);
    g_assert_cmpint (second.outcome, ==, first.outcome == TN_MERGE_HELD ? TN_MERGE_HELD : TN_MERGE_SAME);
    g_assert_false (second.changed || second.flag || second.displaced || second.revived);
    g_free (edit.value);
    root_clear (&root);
  }
}

static void
test_history_is_asked_only_about_what_is_old (void)
{
  Root root;
  TnMergeResult r;
  TnStamp first = at (1), second = at (2), third = at (3);
  root_init (&root, "person");
  push (&root, "name", "\"A\"", second, NULL, 0, NULL, &r);
  tn_merge_result_clear (&r);
  root.asked = 0;
  push (&root, "name", "\"B\"", third, &second, 1, NULL, &r);
  g_assert_cmpint (r.outcome, ==, TN_MERGE_WON);
  tn_merge_result_clear (&r);
  g_assert_cmpuint (root.asked, ==, 0);
  push (&root, "name", "\"A\"", second, NULL, 0, NULL, &r);    /* again: it is in history */
  g_assert_cmpint (r.outcome, ==, TN_MERGE_SAME);
  tn_merge_result_clear (&r);
  push (&root, "name", "\"C\"", first, NULL, 0, NULL, &r);
  g_assert_cmpint (r.outcome, ==, TN_MERGE_LOST);
  tn_merge_result_clear (&r);
  g_assert_cmpuint (root.asked, ==, 2);
  root_clear (&root);
}

static void
test_unknown_keys_survive_a_push_and_a_pull (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (10);
  for (int i = 0; i < CASES; i++) {
    Root root;
    root_init (&root, "person");
    tn_row_free (root.row);
    root.row = gen_row (rand, "person", TRUE);
    g_autoptr (TnRow) before = tn_row_copy (root.row);
    Edit edit;
    gen_edits (rand, &edit, 1);
    push_edit (&root, &edit);
    TnOpenEdit open = { edit.unit, edit.stamp, edit.value };
    g_autoptr (TnRow) pulled = tn_merge_pull (before, NULL, &open, 1);
    for (guint k = 0; k < before->units->len; k++) {
      const TnUnit *unit = &g_array_index (before->units, TnUnit, k);
      if (tn_kind_has_unit (before->kind, unit->unit)) continue;
      g_assert_cmpstr (tn_row_unit (root.row, unit->unit)->value, ==, unit->value);
      g_assert_cmpstr (tn_row_unit (root.row, unit->unit)->stamp.s, ==, unit->stamp.s);
      g_assert_cmpstr (tn_row_unit (pulled, unit->unit)->value, ==, unit->value);
    }
    g_free (edit.value);
    root_clear (&root);
  }
}

static void
test_over_is_newest_first_and_capped (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  for (int i = 0; i < 2000; i++) {
    g_autoptr (GArray) pending = g_array_new (FALSE, FALSE, sizeof (TnStamp));
    for (int k = g_rand_int_range (rand, 0, 24); k > 0; k--) {
      TnStamp stamp = tn_stamp_make (1000 + g_rand_int_range (rand, 0, 100), 0, GEN_REPLICA);
      g_array_append_val (pending, stamp);
    }
    TnStamp current = tn_stamp_make (1000 + g_rand_int_range (rand, 0, 100), 0, GEN_REPLICA);
    g_autoptr (GArray) over = tn_merge_over (&current, pending);
    g_assert_cmpuint (over->len, <=, TN_LIMIT_OVER);
    for (guint k = 1; k < over->len; k++)
      g_assert_cmpint (tn_stamp_cmp (&g_array_index (over, TnStamp, k - 1), &g_array_index (over, TnStamp, k)), >, 0);
    if (pending->len < TN_LIMIT_OVER) {
      gboolean found = FALSE;
      for (guint k = 0; k < over->len; k++) found |= tn_stamp_cmp (&g_array_index (over, TnStamp, k), &current) == 0;
      g_assert_true (found);
    }
  }
  g_autoptr (GArray) none = tn_merge_over (NULL, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_pull_keeps_open_edits_with_greater_stamps (void)
{
  TnId id = { { 7 } };
  TnStamp s1 = at (1), s2 = at (2), s3 = at (3);
  g_autoptr (TnRow) root = tn_row_new ("person", &id), mine = tn_row_new ("person", &id);
  tn_row_set_unit (root, "name", "\"root\"", &s2);
  tn_row_set_unit (root, "note", "\"root\"", &s2);
  tn_row_set_unit (mine, "name", "\"mine\"", &s3);
  TnOpenEdit open[] = { { "name", s3, "\"mine\"" }, { "note", s1, "\"mine\"" }, { TN_UNIT_DEL, s3, "true" } };
  g_autoptr (TnRow) row = tn_merge_pull (root, mine, open, G_N_ELEMENTS (open));
  g_assert_cmpstr (tn_row_unit (row, "name")->value, ==, "\"mine\"");
  g_assert_cmpstr (tn_row_unit (row, "note")->value, ==, "\"root\"");
  g_assert_true (row->deleted);
  g_assert_true (tn_merge_would_drop (root, mine));
  g_assert_true (tn_merge_would_drop (root, row));
  g_assert_false (tn_merge_would_drop (row, root));
  g_assert_false (tn_merge_would_drop (root, root));
}

static void
test_conflict_id_is_the_same_everywhere_and_distinct (void)
{
  TnId record = { { 7 } };
  TnStamp s1 = at (1), s2 = at (2);
  TnId a = tn_merge_conflict_id ("w1", &record, "name", &s1, "field"), b = tn_merge_conflict_id ("w1", &record, "name", &s1, "field");
  TnId c = tn_merge_conflict_id ("w1", &record, "name", &s2, "field"), d = tn_merge_conflict_id ("w1", &record, "name", &s1, "tie");
  TnId e = tn_merge_conflict_id ("w1", &record, "note", &s1, "field"), f = tn_merge_conflict_id ("w2", &record, "name", &s1, "field");
  g_assert_true (tn_id_equal (&a, &b));
  g_assert_false (tn_id_equal (&a, &c) || tn_id_equal (&a, &d) || tn_id_equal (&a, &e) || tn_id_equal (&a, &f));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merge/seen-edit-replaces-without-flag", test_seen_edit_replaces_without_flag);
  g_test_add_func ("/merge/unseen-values-flag-the-loser", test_unseen_values_flag_the_loser);
  g_test_add_func ("/merge/equal-values-never-flag", test_equal_values_never_flag);
  g_test_add_func ("/merge/one-stamp-two-values-is-a-tie", test_one_stamp_two_values_is_a_tie);
  g_test_add_func ("/merge/delete-stands-when-its-state-was-seen", test_delete_stands_when_its_state_was_seen);
  g_test_add_func ("/merge/delete-of-another-state-is-overruled", test_delete_of_another_state_is_overruled);
  g_test_add_func ("/merge/overruled-delete-keeps-who-said-alive", test_overruled_delete_keeps_who_said_alive);
  g_test_add_func ("/merge/edit-wakes-a-deleted-record", test_edit_wakes_a_deleted_record);
  g_test_add_func ("/merge/wake-and-conflict-in-one-change", test_wake_and_conflict_in_one_change);
  g_test_add_func ("/merge/held", test_held);
  g_test_add_func ("/merge/row-stays-below-the-limit-of-a-line", test_row_stays_below_the_limit_of_a_line);
  g_test_add_func ("/merge/winner-is-independent-of-order-and-repetition", test_winner_is_independent_of_order_and_repetition);
  g_test_add_func ("/merge/lines-of-hubs-come-in-any-order", test_lines_of_hubs_come_in_any_order);
  g_test_add_func ("/merge/second-push-changes-nothing", test_second_push_changes_nothing);
  g_test_add_func ("/merge/history-is-asked-only-about-what-is-old", test_history_is_asked_only_about_what_is_old);
  g_test_add_func ("/merge/unknown-keys-survive-a-push-and-a-pull", test_unknown_keys_survive_a_push_and_a_pull);
  g_test_add_func ("/merge/over-is-newest-first-and-capped", test_over_is_newest_first_and_capped);
  g_test_add_func ("/merge/pull-keeps-open-edits-with-greater-stamps", test_pull_keeps_open_edits_with_greater_stamps);
  g_test_add_func ("/merge/conflict-id-is-the-same-everywhere-and-distinct", test_conflict_id_is_the_same_everywhere_and_distinct);
  return g_test_run ();
}
