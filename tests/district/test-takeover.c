/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine of the primary dies with commits that never reached the standby, which is promoted: the real server and the real laptops' program, until all hold the
 * same. Nobody tells anybody; the server's program is not even started anew. */
#include "standby.h"
#include "tn-db.h"
#include "tn-program.h"
#include <string.h>

#define WARD "99901"
#define RECORDS 3u               /* of a household in the list */
enum { SENDER, READER, OTHER, LAPTOPS };

typedef struct { Pair pair; char *dir, *folder, *url, *list, *copies[LAPTOPS]; GSubprocess *process; guint households; } Fixture;

static void
serve (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  f->process = tn_program_start ((const char *const[]) { g_getenv ("TN_DISTRICT"), "--depot", f->pair.depot, "serve", f->folder, "--listen", "127.0.0.1:0", NULL });
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (f->process));
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  const char *url = line ? strstr (line, "https://") : NULL;
  g_assert_nonnull (url);
  f->url = g_strndup (url, strcspn (url, " \r\n"));
}

static void
enrol (Fixture *f, guint i, const char *name)
{
  f->copies[i] = g_strdup_printf ("%s/%s.tn", f->dir, name);
  g_auto (TnRun) invited = tn_run_ok ("TN_DISTRICT", NULL, "--depot", f->pair.depot, "invite", f->folder, "--ward", WARD, "--role", "ward_officer", NULL);
  g_auto (TnRun) done = tn_run_ok ("TN_CTL", f->copies[i], "enrol", f->url, tn_text (&invited, "code"), "--name", name, NULL);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const names[LAPTOPS] = { "an", "binh", "chi" };
  pair_init (&f->pair);
  f->dir = tn_temp_dir ();
  f->folder = g_build_filename (f->dir, "district", NULL);
  f->list = g_build_filename (f->dir, "list.csv", NULL);
  g_auto (TnRun) init = tn_run_ok ("TN_DISTRICT", NULL, "--depot", f->pair.depot, "init", f->folder, NULL);
  g_auto (TnRun) ward = tn_run_ok ("TN_DISTRICT", NULL, "--depot", f->pair.depot, "ward", f->folder, "add", WARD, "Phường Thử", NULL);
  serve (f);
  for (guint i = 0; i < LAPTOPS; i++) enrol (f, i, names[i]);
  pair_follow (&f->pair);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_subprocess_send_signal (f->process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (f->process, NULL, NULL));
  g_clear_object (&f->process);
  for (guint i = 0; i < LAPTOPS; i++) g_free (f->copies[i]);
  tn_remove_dir (f->dir);
  g_free (f->dir);
  g_free (f->folder);
  g_free (f->url);
  g_free (f->list);
  pair_clear (&f->pair);
}

static void
type (Fixture *f, guint laptop, guint n)
{
  g_autoptr (GString) text = g_string_new ("Họ và tên chủ hộ,Họ và tên,Năm sinh,Số nhà,Đường\n");
  for (guint i = f->households; i < f->households + n; i++)
    g_string_append_printf (text, "Lê Văn Số %u,Lê Văn Số %u,1970,%u,Đường Thử\n,Trần Thị Số %u,1975,,\n", i, i, i, i);
  f->households += n;
  g_assert_true (g_file_set_contents (f->list, text->str, -1, NULL));
  g_auto (TnRun) imported = tn_run_ok ("TN_CTL", f->copies[laptop], "import", "households", f->list, NULL);
}

/* What it received. */
static guint
sync_laptop (Fixture *f, guint laptop)
{
  g_auto (TnRun) run = tn_run_ok ("TN_CTL", f->copies[laptop], "sync", NULL);
  return (guint) tn_number (&run, "session.received");
}

/* "id|stream|hash", in order. Owned. */
static char *
list_copy (Fixture *f, guint laptop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = tn_db_open (f->copies[laptop], TN_DB_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT lower(hex(id)) || '|' || stream || '|' || lower(hex(h)) FROM record ORDER BY 1", &error);
  g_assert_no_error (error);
  GString *text = g_string_new (NULL);
  while (tn_stmt_step (stmt, &error) == TN_STEP_ROW) g_string_append_printf (text, "%s\n", tn_stmt_text (stmt, 0));
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static char *
list_root (Fixture *f, const char *machine)
{
  return pair_ask (&f->pair, machine, "SELECT replace(id::text, '-', '') || '|' || stream || '|' || encode(h, 'hex') FROM record ORDER BY replace(id::text, '-', '') COLLATE \"C\"");
}

static guint
count_lines (const char *text)
{
  guint n = 0;
  for (; (text = strchr (text, '\n')); text++) n++;
  return n;
}

static void
assert_all_equal (Fixture *f)
{
  g_autofree char *root = list_root (f, f->pair.standby);
  g_assert_cmpuint (count_lines (root), ==, RECORDS * f->households);   /* each once, and none is missing */
  for (guint i = 0; i < LAPTOPS; i++) {
    g_autofree char *copy = list_copy (f, i);
    g_assert_cmpstr (copy, ==, root);
    g_assert_cmpuint (sync_laptop (f, i), ==, 0);
    g_auto (TnRun) doctor = tn_run_ok ("TN_CTL", f->copies[i], "doctor", NULL);
    g_assert_true (cJSON_IsTrue (cJSON_GetObjectItem (doctor.doc, "sound")));
  }
  g_auto (TnRun) status = tn_run_ok ("TN_DISTRICT", NULL, "--depot", f->pair.depot, "status", f->folder, "--check", NULL);
}

static void
test_until_all_hold_the_same (Fixture *f, gconstpointer data)
{
  type (f, SENDER, 40);
  sync_laptop (f, SENDER);
  for (guint i = READER; i < LAPTOPS; i++) g_assert_cmpuint (sync_laptop (f, i), ==, RECORDS * f->households);
  pair_await_standby (&f->pair);
  pair_cut (&f->pair);
  guint before = f->households;
  type (f, SENDER, 20);                       /* has its receipt, and another laptop has read it, before it is lost */
  sync_laptop (f, SENDER);
  g_assert_cmpuint (sync_laptop (f, READER), ==, RECORDS * 20);
  pair_kill_primary (&f->pair);
  g_auto (TnRun) away = tn_run ("TN_CTL", f->copies[SENDER], "sync", NULL);
  g_assert_cmpint (away.code, ==, 1);
  g_assert_nonnull (strstr (away.err, "Nothing is lost"));
  pair_promote (&f->pair);
  g_autofree char *left = list_root (f, f->pair.standby);
  g_assert_cmpuint (count_lines (left), ==, RECORDS * before);
  type (f, OTHER, 30);                        /* who knows nothing of it; the commits' numbers pass the lost ones */
  sync_laptop (f, OTHER);
  g_auto (TnRun) repair = tn_run_ok ("TN_CTL", f->copies[READER], "sync", NULL);
  g_test_message ("said: %s", tn_text (&repair, "session.note") ? tn_text (&repair, "session.note") : "nothing");
  g_assert_nonnull (tn_text (&repair, "session.note"));   /* the one that only read it hands it in, and says so */
  for (guint i = 0; i < LAPTOPS; i++) sync_laptop (f, i);
  for (guint i = 0; i < LAPTOPS; i++) sync_laptop (f, i);
  assert_all_equal (f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/takeover/until-all-hold-the-same", Fixture, NULL, set_up, test_until_all_hold_the_same, tear_down);
  return g_test_run ();
}
