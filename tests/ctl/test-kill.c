/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kill -9 at random moments of edit, import and sync, of the laptop's program and of the server: nothing that was said to be saved is missing
 * afterwards, copies are sound, and all come to hold the same. The seed is printed by g_test and can be given again with --seed. */
#include "tn-program.h"

#define HOUSEHOLDS 400
#define ROUNDS 12u

static void
write_list (const char *path)
{
  g_autoptr (GString) text = g_string_new ("Họ và tên chủ hộ,Họ và tên,Năm sinh,Số nhà,Đường\n");
  for (guint i = 1; i <= HOUSEHOLDS; i++)
    g_string_append_printf (text, "Lê Văn Số %u,Lê Văn Số %u,1970,%u,Me Tây\n,Trần Thị Số %u,1975,,\n", i, i, i, i);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

static void
assert_sound (const char *copy)
{
  g_auto (TnRun) doctor = tn_run_ok ("TN_CTL", copy, "doctor", NULL);
  g_assert_true (cJSON_IsTrue (cJSON_GetObjectItem (doctor.doc, "sound")));
}

/* An import is there whole or not at all. */
static void
kill_imports (const char *copy, const char *list)
{
  guint killed = 0;
  for (guint i = 0; i < ROUNDS; i++) {
    killed += tn_run_killed ("TN_CTL", copy, (guint) g_test_rand_int_range (1000, 250000), "import", "households", list, NULL);
    g_auto (TnRun) count = tn_run_ok ("TN_CTL", copy, "count", NULL);
    double n = tn_number (&count, "counts.household");
    g_assert_true (n <= 0 || n == HOUSEHOLDS);
    assert_sound (copy);
  }
  g_test_message ("imports killed: %u of %u", killed, ROUNDS);
  g_auto (TnRun) whole = tn_run_ok ("TN_CTL", copy, "import", "households", list, NULL);
}

/* Edits that said "saved" are remembered here, outside the system. */
static void
kill_edits (const char *copy, GHashTable *saved)
{
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", copy, "list", "household", "--limit", "20", NULL);
  for (guint i = 0; i < ROUNDS; i++) {
    g_autofree char *path = g_strdup_printf ("records.%u.id", i), *word = g_strdup_printf ("note=ghi %u-%d", i, g_test_rand_int ());
    const char *id = tn_text (&list, path);
    if (i % 2) {
      g_auto (TnRun) set = tn_run_ok ("TN_CTL", copy, "set", id, word, NULL);
      g_hash_table_insert (saved, g_strdup (id), g_strdup (word + 5));
    } else {
      tn_run_killed ("TN_CTL", copy, (guint) g_test_rand_int_range (500, 30000), "set", id, word, NULL);
    }
  }
  assert_sound (copy);
}

static void
kill_syncs (TnServer *server, const char *copy)
{
  guint killed = 0;
  for (guint i = 0; i < ROUNDS; i++) {
    killed += tn_run_killed ("TN_CTL", copy, (guint) g_test_rand_int_range (5000, 400000), "sync", NULL);
    if (i % 4 == 3) {
      tn_server_kill (server);
      tn_server_again (server);
    }
    assert_sound (copy);
  }
  g_test_message ("syncs killed: %u of %u", killed, ROUNDS);
}

static void
assert_saved (const char *copy, GHashTable *saved)
{
  GHashTableIter it;
  gpointer id, note;
  g_hash_table_iter_init (&it, saved);
  while (g_hash_table_iter_next (&it, &id, &note)) {
    g_auto (TnRun) show = tn_run_ok ("TN_CTL", copy, "show", id, NULL);
    g_assert_cmpstr (tn_text (&show, "record.fields.note"), ==, note);
  }
}

static void
test_kill (void)
{
  g_autofree char *dir = tn_temp_dir (), *list = g_build_filename (dir, "list.csv", NULL);
  g_autofree char *one = g_build_filename (dir, "one.tungnha", NULL), *two = g_build_filename (dir, "two.tungnha", NULL);
  g_autoptr (GHashTable) saved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  write_list (list);
  TnServer *server = tn_server_start (dir);
  tn_server_enrol (server, one, "Máy 1");
  tn_server_enrol (server, two, "Máy 2");
  kill_imports (one, list);
  kill_edits (one, saved);
  kill_syncs (server, one);
  g_auto (TnRun) up = tn_run_ok ("TN_CTL", one, "sync", NULL);
  kill_syncs (server, two);
  g_auto (TnRun) down = tn_run_ok ("TN_CTL", two, "sync", NULL);
  assert_saved (one, saved);
  assert_saved (two, saved);
  g_auto (TnRun) status = tn_run_ok ("TN_CTL", one, "status", NULL);
  g_assert_cmpfloat (tn_number (&status, "waiting"), ==, 0);
  g_auto (TnRun) a = tn_run_ok ("TN_CTL", one, "count", NULL);
  g_auto (TnRun) b = tn_run_ok ("TN_CTL", two, "count", NULL);
  g_assert_true (cJSON_Compare (cJSON_GetObjectItem (a.doc, "counts"), cJSON_GetObjectItem (b.doc, "counts"), TRUE));
  g_assert_cmpfloat (tn_number (&b, "counts.household"), ==, HOUSEHOLDS);
  tn_server_free (server);
  tn_remove_dir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kill/edit-import-sync", test_kill);
  return g_test_run ();
}
