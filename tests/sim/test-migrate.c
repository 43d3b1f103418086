/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of version 11 is opened by today's program: the search finds what it found before, whatever cuts the migration off and wherever, and follows the
 * edits after it. On the simulator's disk, as only there a crash can fall on each operation. */
#include "sim-disk.h"
#include "tn-copy-private.h"
#include "tn-edit.h"
#include "tn-projection.h"
#include "tn-query.h"

#define FOLDER "/ward"
#define PATH FOLDER "/ward.db"
#define HOMES 60u

static const char *const asked[] = { "n", "ng", "nguyen", "nguyen van", "le thi 1", "0280", "028000", "0280001", "028 0001 007", "45", "45/7", "45/7 nguyen", "hk", "hk12", "to 28",
                                     "khong ai ca", "thi", "h", "hung le", "12" };

static gint64
stand_still (gpointer user_data)
{
  return G_GINT64_CONSTANT (1779990000000);
}

static void
draw (gpointer user_data, guint8 *out, gsize len)
{
  static SimRand rand = { 5 };
  for (gsize i = 0; i < len; i++) out[i] = (guint8) sim_rand (&rand);
}

static char *
stay (gpointer user_data, const char *path)
{
  return g_strdup ("0:0:0");
}

static const TnEnv env = { .now_ms = stand_still, .random = draw, .vfs = SIM_VFS, .file_identity = stay };

static void
write_edit (TnCopy *copy, TnEdit *edit)
{
  g_autoptr (GError) error = NULL;
  tn_copy_edit (copy, edit, NULL, &error);
  g_assert_no_error (error);
}

static void
add_household (TnCopy *copy, guint n, GArray *homes, GArray *people)
{
  static const char *const names[] = { "Nguyễn Văn Mẫu", "Lê Thị Giả", "Trần Hoà", "Nguyễn Thị Ví Dụ" };
  g_autoptr (TnEdit) edit = tn_edit_new ("New household");
  g_autofree char *code = g_strdup_printf ("HK%u", n), *no = g_strdup_printf ("45/%u", n % 13), *phone = g_strdup_printf ("0280001%03u", n);
  TnId home = tn_id_new (&env);
  tn_edit_create (edit, "household", &home);
  tn_edit_set_text (edit, &home, "code", code);
  tn_edit_set_text (edit, &home, "house_no", no);
  tn_edit_set_text (edit, &home, "street", n % 2 ? "Nguyễn Thông" : "Tổ 28 Hoà Hưng");
  tn_edit_set_text (edit, &home, "phone", phone);
  for (guint i = 0; i < 3; i++) {
    TnId id = tn_id_new (&env);
    g_autofree char *name = g_strdup_printf ("%s %u", names[(n + i) % G_N_ELEMENTS (names)], n + i);
    tn_edit_create (edit, "person", &id);
    tn_edit_set_ref (edit, &id, "household", &home);
    tn_edit_set_text (edit, &id, "name", name);
    tn_edit_set_text (edit, &id, "relation", i ? "child" : "head");
    g_array_append_val (people, id);
  }
  g_array_append_val (homes, home);
  write_edit (copy, edit);
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* By id: the order among equals follows slots, which a rebuild gives anew. Owned. */
static char *
ask_one (TnCopy *copy, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = tn_query_find (copy, text, 1000, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  for (guint k = 0; k < hits->len; k++) {
    const TnHit *hit = hits->pdata[k];
    TnIdStr id;
    tn_id_format (&hit->id, id);
    g_ptr_array_add (lines, g_strconcat (id, " ", hit->title, NULL));
  }
  g_ptr_array_sort (lines, compare_texts);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv (", ", (char **) lines->pdata);
}

/* What all questions find. */
static GStrv
ask_all (TnCopy *copy)
{
  GStrv found = g_new0 (char *, G_N_ELEMENTS (asked) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++) found[i] = ask_one (copy, asked[i]);
  return found;
}

static void
assert_same (GStrv found, GStrv expected)
{
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    if (strcmp (found[i], expected[i]) != 0) g_error ("“%s” finds %s\nand not %s", asked[i], found[i], expected[i]);
}

static TnCopy *
open_now (void)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = tn_copy_open (PATH, 0, &env, &error);
  g_assert_no_error (error);
  return copy;
}

static void
assert_sound (TnCopy *copy, GStrv expected)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) found = ask_all (copy);
  assert_same (found, expected);
  tn_projection_check (copy, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT group_concat(integrity_check) FROM pragma_integrity_check", &error);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
  g_assert_cmpstr (tn_stmt_text (stmt, 0), ==, "ok");
}

/* A first copy that is still coming in: what it has of lists and search stays until it is whole. */
#define COMING_IN "INSERT INTO meta(k, v) VALUES('bulk', 'first')"
/* A copy that has its lists, and is being given one more stream. */
#define ONE_MORE_STREAM COMING_IN "; INSERT INTO pull(ward, stream, ready) VALUES('27301', 'g1', 1)"

typedef struct { SimDisk *disk; GHashTable *image; GArray *homes, *people; GStrv found; } Fixture;

/* As version 11 left it: the search in one tree with its keys. Half of it is still in the log, as after a crash. One stream was never read to its end. data: SQL
 * that makes it what the test is about, or NULL. */
static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  sim_disks_init ();
  f->disk = sim_disk_new (FOLDER);
  f->homes = g_array_new (FALSE, FALSE, sizeof (TnId));
  f->people = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_autoptr (TnCopy) copy = tn_copy_open (PATH, TN_COPY_CREATE, &env, &error);
  g_assert_no_error (error);
  g_assert_true (tn_copy_set_ward (copy, "27301", &error));
  g_assert_true (tn_db_exec (tn_copy_db (copy),
    "ALTER TABLE search RENAME TO newer;"
    "CREATE TABLE search(key BLOB NOT NULL, block INTEGER NOT NULL, docs BLOB NOT NULL, PRIMARY KEY(key, block)) WITHOUT ROWID;"
    "INSERT INTO search SELECT * FROM newer; DROP TABLE newer; INSERT INTO pull(ward, stream) VALUES('27301', 'x'); PRAGMA user_version=11", &error));
  for (guint n = 0; n < HOMES / 2; n++) add_household (copy, n, f->homes, f->people);
  tn_db_empty_log (tn_copy_db (copy));
  for (guint n = HOMES / 2; n < HOMES; n++) add_household (copy, n, f->homes, f->people);
  f->found = ask_all (copy);
  /* what versions after it brought, and today's program needs for itself */
  g_assert_true (tn_db_exec (tn_copy_db (copy), "DROP TRIGGER household_in; DROP TRIGGER household_out; DROP TRIGGER household_moved; DROP TABLE household_order;"
                                                " DROP INDEX outbox_closed; DROP INDEX item_delivery; DROP INDEX item_marks;"
                                                " ALTER TABLE item DROP COLUMN marks; ALTER TABLE item DROP COLUMN amount; ALTER TABLE item DROP COLUMN quantity", &error));
  g_assert_true (!data || tn_db_exec (tn_copy_db (copy), data, &error));
  f->image = sim_disk_image (f->disk);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  sim_disk_free (f->disk);
  g_hash_table_unref (f->image);
  g_array_unref (f->homes);
  g_array_unref (f->people);
  g_strfreev (f->found);
}

static void
test_finds_the_same (Fixture *f, gconstpointer data)
{
  sim_disk_set_image (f->disk, f->image);
  g_autoptr (TnCopy) copy = open_now ();
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++) g_assert_cmpint (*f->found[i] != 0, ==, strcmp (asked[i], "khong ai ca") != 0);
  assert_sound (copy, f->found);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy),
    "SELECT (SELECT user_version FROM pragma_user_version) > 11 AND sql NOT LIKE '%WITHOUT ROWID%' FROM sqlite_schema WHERE name='search'", &error);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
  g_assert_true (tn_stmt_int (stmt, 0));
}

/* Another name, another telephone, to another household; and a few for good. */
static void
change_at_random (Fixture *f, TnCopy *copy, SimRand *rand)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Change");
  guint who = sim_below (rand, f->people->len), what = sim_below (rand, 10);
  TnId id = g_array_index (f->people, TnId, who);
  g_autofree char *name = g_strdup_printf ("Lê Nguyễn %u", sim_below (rand, 30)), *phone = g_strdup_printf ("0280001%03u", sim_below (rand, 90));
  if (what == 0) {
    tn_edit_delete (edit, &id);
    g_array_remove_index_fast (f->people, who);
  } else if (what < 4) tn_edit_set_ref (edit, &id, "household", &g_array_index (f->homes, TnId, sim_below (rand, f->homes->len)));
  else tn_edit_set_text (edit, &id, what < 7 ? "name" : "phone", what < 7 ? name : phone);
  write_edit (copy, edit);
}

static void
test_lists_are_made_at_once (Fixture *f, gconstpointer data)
{
  sim_disk_set_image (f->disk, f->image);
  g_autoptr (TnCopy) copy = open_now ();
  g_assert_false (tn_projection_in_bulk (copy));
  assert_sound (copy, f->found);
}

static void
test_follows_edits (Fixture *f, gconstpointer data)
{
  SimRand rand = sim_rand_for (3, 1);
  sim_disk_set_image (f->disk, f->image);
  g_autoptr (TnCopy) copy = open_now ();
  for (guint round = 0; round < 20; round++) {
    for (guint i = 0; i < 20; i++) change_at_random (f, copy, &rand);
    g_auto (GStrv) found = ask_all (copy);
    assert_sound (copy, found);
    g_assert_true (tn_projection_rebuild (copy, NULL, NULL));
    g_auto (GStrv) anew = ask_all (copy);
    assert_same (found, anew);
  }
}

typedef enum { KILLED, POWER, FULL } How;

static void
plan (Fixture *f, How how, guint operations, SimRand *rand)
{
  sim_disk_set_image (f->disk, f->image);
  if (how == FULL) sim_disk_plan_full (f->disk, operations);
  else sim_disk_plan_crash (f->disk, how == KILLED ? SIM_CRASH_KILL : SIM_CRASH_POWER, operations, rand);
}

/* At each operation in turn, until the copy opens before it comes to that. */
static void
cut_everywhere (Fixture *f, How how)
{
  SimRand rand = sim_rand_for (1, how);
  guint cut = 0;
  for (gboolean struck = TRUE; struck;) {
    plan (f, how, cut, &rand);
    guint hits = sim_disk_full_hits (f->disk);
    g_autoptr (GError) error = NULL;
    TnCopy *copy = tn_copy_open (PATH, 0, &env, &error);
    struck = how == FULL ? sim_disk_full_hits (f->disk) > hits : sim_disk_is_dead (f->disk);
    if (!struck) g_assert_no_error (error);
    if (copy && how == FULL) assert_sound (copy, f->found);     /* it may only have been unable to empty the log */
    if (!copy && how == FULL) g_assert_error (error, TN_ERROR, TN_ERROR_FULL);
    tn_copy_close (copy);
    sim_disk_reboot (f->disk, &rand);
    copy = open_now ();
    if (cut % 4 == 0 || !struck) assert_sound (copy, f->found);
    else {
      g_auto (GStrv) found = ask_all (copy);
      assert_same (found, f->found);
    }
    tn_copy_close (copy);
    cut += struck;
  }
  g_test_message ("cut off at each of %u operations", cut);
  g_assert_cmpuint (cut, >, 20);
}

static void
test_killed_anywhere (Fixture *f, gconstpointer data)
{
  cut_everywhere (f, KILLED);
}

static void
test_power_lost_anywhere (Fixture *f, gconstpointer data)
{
  cut_everywhere (f, POWER);
}

static void
test_disk_full_anywhere (Fixture *f, gconstpointer data)
{
  cut_everywhere (f, FULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, sql, func) g_test_add ("/sim/migrate/" name, Fixture, sql, set_up, func, tear_down)
  ADD ("finds-the-same", COMING_IN, test_finds_the_same);
  ADD ("lists-are-made-at-once", ONE_MORE_STREAM, test_lists_are_made_at_once);
  ADD ("follows-edits", NULL, test_follows_edits);
  ADD ("killed-anywhere", COMING_IN, test_killed_anywhere);
  ADD ("power-lost-anywhere", COMING_IN, test_power_lost_anywhere);
  ADD ("disk-full-anywhere", COMING_IN, test_disk_full_anywhere);
  return g_test_run ();
}
