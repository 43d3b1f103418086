/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drills with the real programs: whatever happens to the district's server or to a laptop's file, afterwards all copies and the district are equal record
 * by record, everything that was typed is found, and a second reconciliation has nothing to do. */
#include "tn-program.h"
#include "tn-db.h"
#include <glib/gstdio.h>

typedef struct {
  char *dir;
  TnServer *server;
  char *copies[3];
  guint n_copies;
  GPtrArray *typed;
} Drill;

static void
clear (Drill *d)
{
  tn_server_free (d->server);
  for (guint i = 0; i < d->n_copies; i++) g_free (d->copies[i]);
  tn_remove_dir (d->dir);
  g_free (d->dir);
  g_ptr_array_unref (d->typed);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Drill, clear)

static void
add_copy (Drill *d, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".tn", NULL);
  d->copies[d->n_copies++] = g_build_filename (d->dir, file, NULL);
}

static void
start (Drill *d)
{
  d->dir = tn_temp_dir ();
  d->server = tn_server_start (d->dir);
  d->typed = g_ptr_array_new_with_free_func (g_free);
  add_copy (d, "an");
  add_copy (d, "binh");
  tn_server_enrol (d->server, d->copies[0], "máy của An");
  tn_server_enrol (d->server, d->copies[1], "máy của Bình");
}

static char *
folder (Drill *d)
{
  return g_build_filename (d->server->dir, "district", NULL);
}

static void
type (Drill *d, guint copy, const char *id, const char *text)
{
  g_autofree char *word = g_strconcat ("note=", text, NULL);
  g_auto (TnRun) set = tn_run_ok ("TN_CTL", d->copies[copy], "set", id, word, NULL);
  g_ptr_array_add (d->typed, g_strdup (text));
}

static char *
make (Drill *d, guint copy, const char *text)
{
  g_autofree char *word = g_strconcat ("note=", text, NULL);
  g_auto (TnRun) made = tn_run_ok ("TN_CTL", d->copies[copy], "new", "household", "house_no=7", word, NULL);
  g_ptr_array_add (d->typed, g_strdup (text));
  return g_strdup (tn_text (&made, "id") ? tn_text (&made, "id") : tn_text (&made, "record.id"));
}

static void
sync_copy (Drill *d, guint copy)
{
  g_auto (TnRun) run = tn_run_ok ("TN_CTL", d->copies[copy], "sync", NULL);
}

static void
sync_all (Drill *d)
{
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < d->n_copies; i++) sync_copy (d, i);
}

/* id → "stream hash" of all records. */
static GHashTable *
read_records (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = tn_db_open (path, TN_DB_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  GHashTable *records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while (tn_stmt_step (stmt, &error) == TN_STEP_ROW) g_hash_table_insert (records, g_strdup (tn_stmt_text (stmt, 0)), g_strdup (tn_stmt_text (stmt, 1)));
  g_assert_no_error (error);
  return records;
}

/* What a person sees (stamps and body, not only the hash that is kept) is the district's line. */
#define COPY_SQL "SELECT hex(id), stream || ' ' || hex(h) || ' ' || stamps || ',\"b\":' || body FROM record"
#define DISTRICT_SQL "SELECT hex(id), stream || ' ' || hex(h) || ' ' || substr(line, instr(line, ',\"t\":') + 5, length(line) - instr(line, ',\"t\":') - 5) FROM record"

static void
assert_equal (Drill *d)
{
  g_autofree char *dir = folder (d), *path = g_build_filename (dir, "district.db", NULL);
  g_autoptr (GHashTable) root = read_records (path, DISTRICT_SQL);
  for (guint i = 0; i < d->n_copies; i++) {
    g_autoptr (GHashTable) copy = read_records (d->copies[i], COPY_SQL);
    GHashTableIter it;
    gpointer id, record;
    g_assert_cmpuint (g_hash_table_size (copy), ==, g_hash_table_size (root));
    g_hash_table_iter_init (&it, copy);
    while (g_hash_table_iter_next (&it, &id, &record)) g_assert_cmpstr (record, ==, g_hash_table_lookup (root, id));
    g_auto (TnRun) doctor = tn_run_ok ("TN_CTL", d->copies[i], "doctor", NULL);
  }
  g_auto (TnRun) status = tn_run_ok ("TN_DISTRICT", NULL, "status", dir, "--check", NULL);
}

static void
assert_nothing_lost (Drill *d)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = folder (d), *path = g_build_filename (dir, "district.db", NULL);
  g_autoptr (TnDb) db = tn_db_open (path, TN_DB_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < d->typed->len; i++) {
    g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT EXISTS(SELECT 1 FROM record WHERE instr(line, ?1)) OR EXISTS(SELECT 1 FROM history WHERE instr(value, ?1))"
                                                 " OR EXISTS(SELECT 1 FROM quarantine WHERE instr(CAST(raw AS TEXT), ?1))", &error);
    g_assert_no_error (error);
    tn_stmt_bind_text (stmt, 1, d->typed->pdata[i]);
    g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
    if (!tn_stmt_int (stmt, 0)) g_error ("“%s” is nowhere", (const char *) d->typed->pdata[i]);
  }
}

static void
assert_whole (Drill *d)
{
  sync_all (d);
  assert_equal (d);
  assert_nothing_lost (d);
  for (guint i = 0; i < d->n_copies; i++) {
    g_auto (TnRun) quiet = tn_run_ok ("TN_CTL", d->copies[i], "sync", NULL);
    g_assert_cmpfloat (tn_number (&quiet, "session.sent"), ==, 0);
    g_assert_cmpfloat (tn_number (&quiet, "session.received"), ==, 0);
    g_assert_null (tn_text (&quiet, "session.note"));
  }
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *data = NULL;
  gsize len;
  g_assert_true (g_file_get_contents (from, &data, &len, NULL));
  g_assert_true (g_file_set_contents (to, data, (gssize) len, NULL));
}

/* A folder as it lies there, nothing running on it. */
static void
copy_folder (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  g_mkdir_with_parents (to, 0700);
  for (const char *name; (name = g_dir_read_name (dir));) {
    g_autofree char *a = g_build_filename (from, name, NULL), *b = g_build_filename (to, name, NULL);
    if (g_file_test (a, G_FILE_TEST_IS_REGULAR)) copy_file (a, b);
  }
}

static void
test_server_restored_twice (void)
{
  g_auto (Drill) d = { 0 };
  start (&d);
  g_autofree char *dir = folder (&d), *file = g_build_filename (d.dir, "monday.backup", NULL);
  g_autofree char *house = make (&d, 0, "typed before the backup"), *erased = make (&d, 0, "to be erased");
  g_ptr_array_set_size (d.typed, 1);
  sync_all (&d);
  g_auto (TnRun) backup = tn_run_ok ("TN_DISTRICT", NULL, "backup", dir, file, NULL);
  struct stat st;
  g_assert_cmpint (g_stat (file, &st), ==, 0);
  g_assert_cmpuint (st.st_mode & 0777, ==, 0600);
  type (&d, 0, house, "tail of an");
  type (&d, 1, house, "tail of binh, who had not seen it");
  g_autofree char *tail = make (&d, 1, "made in the tail");
  sync_all (&d);
  type (&d, 0, tail, "an on what binh made in the tail");
  sync_all (&d);
  g_auto (TnRun) gone = tn_run_ok ("TN_DISTRICT", NULL, "erase", dir, "--ward", "99901", erased, NULL);
  for (guint i = 0; i < 2; i++) {
    g_auto (TnRun) refused = tn_run ("TN_DISTRICT", NULL, "restore", dir, file, NULL);
    g_assert_cmpint (refused.code, !=, 0);   /* the server runs */
    tn_server_kill (d.server);
    g_auto (TnRun) restored = tn_run_ok ("TN_DISTRICT", NULL, "restore", dir, file, NULL);
    g_assert_cmpfloat (tn_number (&restored, "erased_again"), ==, 1);
    g_assert_true (g_file_test (tn_text (&restored, "kept"), G_FILE_TEST_EXISTS));
    tn_server_again (d.server);
    g_autofree char *text = g_strdup_printf ("typed after restore %u", i);
    type (&d, i, house, text);
    assert_whole (&d);
    g_autofree char *path = g_build_filename (dir, "district.db", NULL);
    g_autoptr (GHashTable) batches = read_records (path, "SELECT DISTINCT json_extract(line, '$.b.batch'), '' FROM record WHERE kind='conflict' AND json_extract(line, '$.b.batch') NOT NULL");
    g_assert_cmpuint (g_hash_table_size (batches), <=, i + 1);
  }
  /* a damaged backup, and none */
  g_autofree char *bad = g_build_filename (d.dir, "bad.backup", NULL);
  g_assert_true (g_file_set_contents (bad, "no database", -1, NULL));
  tn_server_kill (d.server);
  g_auto (TnRun) damaged = tn_run ("TN_DISTRICT", NULL, "restore", dir, bad, NULL);
  g_assert_cmpint (damaged.code, !=, 0);
  tn_server_again (d.server);
  assert_whole (&d);
}

static void
test_server_set_up_anew (void)
{
  g_auto (Drill) d = { 0 };
  start (&d);
  g_autofree char *dir = folder (&d);
  g_autofree char *house = make (&d, 0, "typed on the old server");
  sync_all (&d);
  type (&d, 1, house, "changed on the old server");
  sync_all (&d);
  type (&d, 1, house, "typed while there was none");
  tn_server_free (d.server);
  tn_remove_dir (dir);
  d.server = tn_server_start (d.dir);    /* other keys, another certificate authority */
  g_auto (TnRun) refused = tn_run ("TN_CTL", d.copies[0], "sync", NULL);
  g_assert_cmpint (refused.code, !=, 0);
  tn_server_enrol (d.server, d.copies[0], "máy của An");
  tn_server_enrol (d.server, d.copies[1], "máy của Bình");
  assert_whole (&d);
}

/* The machine is gone: a new one gets the backup, and the keys from where they were put once. */
static void
test_new_machine (void)
{
  g_auto (Drill) d = { 0 };
  start (&d);
  g_autofree char *dir = folder (&d), *file = g_build_filename (d.dir, "monday.backup", NULL), *keys = g_build_filename (d.dir, "keys", NULL);
  g_autofree char *machine = g_build_filename (d.dir, "machine", NULL), *fresh = g_build_filename (machine, "district", NULL), *key = g_build_filename (keys, "ca.key", NULL);
  g_autofree char *house = make (&d, 0, "typed before the backup");
  sync_all (&d);
  g_auto (TnRun) backup = tn_run_ok ("TN_DISTRICT", NULL, "backup", dir, file, "--keys", keys, NULL);
  struct stat st;
  g_assert_cmpint (g_stat (key, &st), ==, 0);
  g_assert_cmpuint (st.st_mode & 0777, ==, 0600);
  type (&d, 1, house, "typed after the backup");
  sync_all (&d);
  tn_server_kill (d.server);
  g_auto (TnRun) keyless = tn_run ("TN_DISTRICT", NULL, "restore", fresh, file, NULL);
  g_assert_cmpint (keyless.code, !=, 0);
  g_auto (TnRun) restored = tn_run_ok ("TN_DISTRICT", NULL, "restore", fresh, file, "--keys", keys, NULL);
  g_assert_null (tn_text (&restored, "kept"));
  tn_server_start_in (d.server, machine, "127.0.0.1:0");
  for (guint i = 0; i < d.n_copies; i++) {
    g_auto (TnRun) moved = tn_run_ok ("TN_CTL", d.copies[i], "server", d.server->url, NULL);
  }
  assert_whole (&d);
}

/* A laptop whose access was withdrawn hands in; the district's reviewer looks at it and takes it. */
static void
test_reviewed (void)
{
  g_auto (Drill) d = { 0 };
  start (&d);
  g_autofree char *dir = folder (&d), *house = make (&d, 0, "typed before");
  sync_all (&d);
  type (&d, 1, house, "typed by one who may no longer");
  g_auto (TnRun) devices = tn_run_ok ("TN_DISTRICT", NULL, "devices", dir, NULL);
  g_auto (TnRun) revoked = tn_run_ok ("TN_DISTRICT", NULL, "revoke", dir, tn_text (&devices, "devices.1.device"), NULL);
  g_auto (TnRun) handed_in = tn_run ("TN_CTL", d.copies[1], "sync", NULL);
  g_assert_cmpint (handed_in.code, !=, 0);
  g_auto (TnRun) list = tn_run_ok ("TN_DISTRICT", NULL, "quarantine", dir, "list", NULL);
  g_assert_cmpstr (tn_text (&list, "cases.0.why"), ==, "custody");
  const char *held = tn_text (&list, "cases.0.case");
  g_auto (TnRun) show = tn_run_ok ("TN_DISTRICT", NULL, "quarantine", dir, "show", held, NULL);
  g_assert_nonnull (strstr (tn_text (&show, "case.raw"), "typed by one who may no longer"));
  g_auto (TnRun) released = tn_run_ok ("TN_DISTRICT", NULL, "quarantine", dir, "release", held, NULL);
  g_auto (TnRun) again = tn_run ("TN_DISTRICT", NULL, "quarantine", dir, "reject", held, NULL);
  g_assert_cmpint (again.code, !=, 0);
  d.n_copies = 1;
  assert_whole (&d);
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", d.copies[0], "show", house, NULL);
  g_assert_cmpstr (tn_text (&shown, "record.fields.note"), ==, "typed by one who may no longer");
  d.n_copies = 2;
}

static void
test_old_standby (void)
{
  g_auto (Drill) d = { 0 };
  start (&d);
  g_autofree char *dir = folder (&d), *standby = g_build_filename (d.dir, "standby", NULL), *standby_dir = g_build_filename (standby, "district", NULL);
  g_autofree char *house = make (&d, 0, "typed before the copy");
  sync_all (&d);
  tn_server_kill (d.server);
  copy_folder (dir, standby_dir);
  tn_server_again (d.server);
  type (&d, 0, house, "lost with the tail");
  g_autofree char *tail = make (&d, 1, "made in the tail");
  sync_all (&d);
  tn_server_kill (d.server);
  tn_server_start_in (d.server, standby, "127.0.0.1:0");
  for (guint i = 0; i < d.n_copies; i++) {
    g_auto (TnRun) moved = tn_run_ok ("TN_CTL", d.copies[i], "server", d.server->url, NULL);
  }
  type (&d, 1, tail, "typed at the standby");
  assert_whole (&d);
}

static void
test_laptop_restored (void)
{
  g_auto (Drill) d = { 0 };
  start (&d);
  g_autofree char *file = g_build_filename (d.dir, "an.backup", NULL), *image = g_build_filename (d.dir, "an.image", NULL);
  g_autofree char *house = make (&d, 0, "typed before the image");
  sync_all (&d);
  g_autofree char *unsent = make (&d, 0, "unsent in the image");
  g_auto (TnRun) backup = tn_run_ok ("TN_CTL", d.copies[0], "backup", file, NULL);
  copy_file (d.copies[0], image);   /* nothing is open: the file is whole */
  for (guint i = 0; i < 2; i++) {
    g_autofree char *text = g_strdup_printf ("typed and sent after the image %u", i), *more = g_strdup_printf ("typed at the restored laptop %u", i);
    type (&d, 0, house, text);
    g_autofree char *later = make (&d, 0, "made after the image");
    sync_all (&d);
    if (i == 0) {
      g_auto (TnRun) restored = tn_run_ok ("TN_CTL", d.copies[0], "restore", file, NULL);
    } else copy_file (image, d.copies[0]);
    type (&d, 0, house, more);
    assert_whole (&d);
  }
}

static void
test_disk_cloned (void)
{
  g_auto (Drill) d = { 0 };
  start (&d);
  g_autofree char *house = make (&d, 0, "typed before the disk was cloned");
  sync_all (&d);
  g_autofree char *unsent = make (&d, 0, "unsent when the disk was cloned");
  add_copy (&d, "clone");
  g_autofree char *key = g_strconcat (d.copies[0], ".key", NULL), *clone_key = g_strconcat (d.copies[2], ".key", NULL);
  copy_file (d.copies[0], d.copies[2]);
  copy_file (key, clone_key);
  type (&d, 0, house, "typed at the first");
  type (&d, 2, house, "typed at the clone");
  g_autofree char *a = make (&d, 0, "made at the first"), *b = make (&d, 2, "made at the clone");
  assert_whole (&d);
  g_auto (TnRun) conflicts = tn_run_ok ("TN_CTL", d.copies[1], "conflicts", NULL);
  g_assert_nonnull (tn_text (&conflicts, "conflicts.0.id"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drill/server-restored-twice", test_server_restored_twice);
  g_test_add_func ("/drill/server-set-up-anew", test_server_set_up_anew);
  g_test_add_func ("/drill/new-machine", test_new_machine);
  g_test_add_func ("/drill/reviewed", test_reviewed);
  g_test_add_func ("/drill/old-standby", test_old_standby);
  g_test_add_func ("/drill/laptop-restored", test_laptop_restored);
  g_test_add_func ("/drill/disk-cloned", test_disk_cloned);
  return g_test_run ();
}
