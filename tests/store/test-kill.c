/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kill -9 at any moment, thirty times over one file: it opens, it is sound, what was reported as done is there, and the clock never falls.
 * (A killed process is not a power cut: what SQLite promises about those is SQLite's, and synchronous=FULL is set in app/db.) */
#include "store-fixture.h"
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

#define ROUNDS 30
#define IMPORT 300

typedef struct {
  GHashTable *codes;      /* id -> code that was reported as saved last */
  GHashTable *tried;      /* id -> code that was being saved when the process died */
  GArray *acked;          /* gint64 */
  GPtrArray *imports;     /* ids of households with IMPORT people */
  char *cursor;
  gint64 ms, counter;
} Story;

static void
take_line (Story *s, const char *line)
{
  g_auto (GStrv) w = g_strsplit (line, " ", 3);
  guint n = g_strv_length (w);
  if (n == 3 && strcmp (w[0], "E") == 0) {
    g_hash_table_insert (s->codes, g_strdup (w[1]), g_strdup (w[2]));
    g_hash_table_remove (s->tried, w[1]);
  } else if (n == 3 && strcmp (w[0], "T") == 0) g_hash_table_insert (s->tried, g_strdup (w[1]), g_strdup (w[2]));
  else if (n == 2 && strcmp (w[0], "A") == 0) {
    gint64 number = g_ascii_strtoll (w[1], NULL, 10);
    g_array_append_val (s->acked, number);
  } else if (n == 2 && strcmp (w[0], "I") == 0) g_ptr_array_add (s->imports, g_strdup (w[1]));
  else if (n == 2 && strcmp (w[0], "P") == 0) {
    g_free (s->cursor);
    s->cursor = g_strdup (w[1]);
  }
}

/* Everything whole that it said before it died; a line cut in the middle was not said. */
static void
take_output (Story *s, GString *text)
{
  g_auto (GStrv) lines = g_strsplit (text->str, "\n", -1);
  for (guint i = 0; lines[i] && lines[i + 1]; i++) take_line (s, lines[i]);
}

static GPid
start_writer (Fixture *f, guint seed, int *out)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *number = g_strdup_printf ("%u", seed), *program = g_test_build_filename (G_TEST_BUILT, "kill-writer", NULL);
  char *argv[] = { program, f->path, number, NULL };
  GPid pid;
  g_assert_true (g_spawn_async_with_pipes (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, out, NULL, &error));
  g_assert_no_error (error);
  return pid;
}

/* Lets it report a while and kills it at a moment that the seed says. */
static void
run_and_kill (Fixture *f, Story *s, guint seed)
{
  int out;
  GPid pid = start_writer (f, seed, &out);
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 end = 0;
  char buffer[4096];
  GPollFD fd = { out, G_IO_IN, 0 };
  while (!end || g_get_monotonic_time () < end) {
    int wait_ms = end ? (int) MAX (1, (end - g_get_monotonic_time ()) / 1000) : 10000;
    if (g_poll (&fd, 1, wait_ms) <= 0) break;
    gssize n = read (out, buffer, sizeof buffer);
    if (n <= 0) break;
    g_string_append_len (text, buffer, n);
    if (!end) end = g_get_monotonic_time () + g_rand_int_range (f->rand, 1000, 250000);
  }
  int status;
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);   /* it had no trouble of its own */
  gssize n;
  while ((n = read (out, buffer, sizeof buffer)) > 0) g_string_append_len (text, buffer, n);
  close (out);
  take_output (s, text);
}

static void
check_codes (Fixture *f, Story *s)
{
  GHashTableIter iter;
  gpointer id_text, code;
  g_hash_table_iter_init (&iter, s->codes);
  while (g_hash_table_iter_next (&iter, &id_text, &code)) {
    TnId id;
    g_assert_true (tn_id_parse (id_text, -1, &id));
    g_autofree char *now = get_text (f, &id, "code");
    const char *tried = g_hash_table_lookup (s->tried, id_text);
    if (tried && g_strcmp0 (now, tried) == 0) {   /* it was saved, and died before it could say so */
      g_hash_table_iter_replace (&iter, g_strdup (tried));
      continue;
    }
    g_assert_cmpstr (now, ==, code);
  }
  g_hash_table_remove_all (s->tried);
}

static gint64
ask_for (Fixture *f, const char *sql, const void *blob, gint64 number)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (f->copy), sql, NULL);
  if (blob) tn_stmt_bind_blob (stmt, 1, blob, 16);
  else tn_stmt_bind_int (stmt, 1, number);
  g_assert_cmpint (tn_stmt_step (stmt, NULL), ==, TN_STEP_ROW);
  return tn_stmt_int (stmt, 0);
}

static void
check_rest (Fixture *f, Story *s)
{
  for (guint i = 0; i < s->imports->len; i++) {
    TnId id;
    g_assert_true (tn_id_parse (s->imports->pdata[i], -1, &id));
    g_assert_cmpint (ask_for (f, "SELECT count(*) FROM record WHERE parent=?1", id.b, 0), ==, IMPORT);
  }
  for (guint i = 0; i < s->acked->len; i++)
    g_assert_cmpint (ask_for (f, "SELECT state='acked' FROM outbox WHERE n=?1", NULL, g_array_index (s->acked, gint64, i)), ==, 1);
  /* an import that was cut off left nothing: every household of people has all of them */
  g_assert_cmpint (ask (f, "SELECT count(*) FROM (SELECT parent, count(*) c FROM record WHERE kind='person' GROUP BY parent HAVING c<>300)"), ==, 0);
  /* a page is whole, and its cursor with it */
  g_assert_cmpint (ask (f, "SELECT count(*)%100 FROM record WHERE h IS NOT NULL"), ==, 0);
  if (s->cursor) g_assert_cmpint (ask (f, "SELECT cursor<>'0' FROM pull"), ==, 1);
  /* every new record stands in the outbox once, whatever its state */
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record r WHERE h IS NULL AND (SELECT count(*) FROM outbox o WHERE o.id=r.id AND o.unit='*')<>1"), ==, 0);
}

static void
check_clock (Fixture *f, Story *s)
{
  gint64 ms = ask (f, "SELECT ifnull((SELECT CAST(v AS INTEGER) FROM meta WHERE k='last_ms'), 0)");
  gint64 counter = ask (f, "SELECT ifnull((SELECT CAST(v AS INTEGER) FROM meta WHERE k='last_counter'), 0)");
  g_assert_true (ms > s->ms || (ms == s->ms && counter >= s->counter));
  s->ms = ms;
  s->counter = counter;
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox WHERE substr(stamp, 1, 12) > (SELECT printf('%012x', v) FROM meta WHERE k='last_ms')"), ==, 0);
}

static void
check_file (Fixture *f, Story *s)
{
  g_autoptr (GError) error = NULL;
  TnDoctorReport report;
  f->copy = tn_copy_open (f->path, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (tn_copy_doctor (f->copy, FALSE, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (report.problem, ==, NULL);
  tn_doctor_report_clear (&report);
  check_codes (f, s);
  check_rest (f, s);
  check_clock (f, s);
  g_clear_pointer (&f->copy, tn_copy_close);
}

static void
test_killed_at_any_moment (Fixture *f, gconstpointer data)
{
  Story s = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
              g_array_new (FALSE, FALSE, sizeof (gint64)), g_ptr_array_new_with_free_func (g_free), NULL, 0, 0 };
  for (guint round = 0; round < ROUNDS; round++) {
    run_and_kill (f, &s, round);
    check_file (f, &s);
  }
  g_test_message ("%u records saved one by one, %u imports, %u acknowledged, cursor %s", g_hash_table_size (s.codes), s.imports->len, s.acked->len, s.cursor);
  g_assert_cmpuint (g_hash_table_size (s.codes), >, ROUNDS);
  g_assert_cmpuint (s.imports->len, >, 0);
  g_assert_cmpuint (s.acked->len, >, 0);
  g_hash_table_unref (s.codes);
  g_hash_table_unref (s.tried);
  g_array_unref (s.acked);
  g_ptr_array_unref (s.imports);
  g_free (s.cursor);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/kill/at-any-moment", Fixture, NULL, set_up, test_killed_at_any_moment, tear_down);
  return g_test_run ();
}
