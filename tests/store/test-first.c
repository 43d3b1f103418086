/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A first copy whose lists are made along with its pages and in many short transactions: whatever order records come in, whoever types
 * meanwhile, and wherever it is cut off, the lists are what the records say, and nothing is ready before. */
#include "store-fixture.h"
#include "tn-projection.h"
#include "tn-query.h"
#include <signal.h>
#include <sys/wait.h>

#define REPLICA "bbbbbbbbbbbb"
#define T0 G_GINT64_CONSTANT (1640000000000)
static const char *const whole[] = { "*", NULL };

/* ---- a ward, as lines ---- */

typedef struct { const char *kind; guint n; TnId id; char *body; gboolean deleted; guint tick; } Record;

static void
clear_record_cb (gpointer data)
{
  g_free (((Record *) data)->body);
}

static TnId
number_id (const char *kind, guint n)
{
  g_autofree char *name = g_strdup_printf ("%s %u", kind, n);
  return tn_id_from_name (name);
}

static const char *
ref (const char *kind, guint n, TnIdStr out)
{
  TnId id = number_id (kind, n);
  tn_id_format (&id, out);
  return out;
}

/* version 0 is the first state of a record; all later ones differ from it in what lists and search show. */
static char *
make_body (const char *kind, guint n, guint households, guint version)
{
  TnIdStr a, b;
  if (g_str_equal (kind, "unit"))
    return g_strdup_printf ("{\"code\":\"T%u\",\"level\":\"group\",\"name\":\"Tổ %u\"}", n + version, n + version);
  if (g_str_equal (kind, "building"))
    return g_strdup_printf ("{\"house_no\":\"%u\",\"name\":\"Chung cư %u\",\"street\":\"Hòa Hưng\"}", n + version, n);
  if (g_str_equal (kind, "household") && n % 7 == 0)
    return g_strdup_printf ("{\"area\":\"%s\",\"building\":\"%s\",\"code\":\"H%u\",\"room\":\"%u\"}", ref ("unit", n % 5, a), ref ("building", n % 3, b), n + version * 100000, n % 30);
  if (g_str_equal (kind, "household"))
    return g_strdup_printf ("{\"alley\":\"Hẻm %u\",\"area\":\"%s\",\"code\":\"H%u\",\"head\":\"%s\",\"house_no\":\"%u/%u\",\"street\":\"Nguyễn Thông\"}", n % 40,
                            ref ("unit", n % 5, a), n, ref ("person", n, b), n % 90 + version, n / 90);
  if (g_str_equal (kind, "person"))
    return g_strdup_printf ("{\"household\":\"%s\",\"name\":\"%s %u\",\"phone\":\"0280%07u\",\"relation\":\"%s\"%s}", ref ("household", (n + version) % households, a),
                            n % 2 ? "Nguyễn Thị Mẫu" : "Đặng Văn Thử", n + version, n, n % 3 ? "child" : "head", n % 50 == 3 ? ",\"status\":\"died\"" : "");
  if (g_str_equal (kind, "identity"))
    return g_strdup_printf ("{\"number\":\"0790%08u\",\"person\":\"%s\"}", n + version * 10000000, ref ("person", n % 10 ? n : n / 2, a));
  return g_strdup_printf ("{\"category\":\"elderly\",\"from\":\"202%u-01-01\",\"subject\":\"%s\"}", version % 10, ref ("household", n % households, a));
}

static void
add_record (GArray *ward, const char *kind, guint n, guint households)
{
  Record record = { kind, n, number_id (kind, n), make_body (kind, n, households, 0), FALSE, 1 };
  g_array_append_val (ward, record);
}

static void
shuffle (GArray *ward, GRand *rand)
{
  for (guint i = ward->len; i > 1; i--) {
    guint k = (guint) g_rand_int_range (rand, 0, (gint) i);
    Record swap = g_array_index (ward, Record, i - 1);
    g_array_index (ward, Record, i - 1) = g_array_index (ward, Record, k);
    g_array_index (ward, Record, k) = swap;
  }
}

/* In the order in which people make it, or in none. */
static GArray *
make_ward (guint households, gboolean in_order, GRand *rand)
{
  GArray *ward = g_array_new (FALSE, FALSE, sizeof (Record));
  g_array_set_clear_func (ward, clear_record_cb);
  for (guint i = 0; i < 5; i++) add_record (ward, "unit", i, households);
  for (guint i = 0; i < 3; i++) add_record (ward, "building", i, households);
  for (guint i = 0, person = 0; i < households; i++) {
    add_record (ward, "household", i, households);
    for (guint end = (i + 1) * 7 / 2; person < end; person++) {
      add_record (ward, "person", person, households);
      if (person % 4 == 0) add_record (ward, "identity", person, households);
    }
    if (i % 9 == 0) add_record (ward, "membership", i, households);
  }
  if (!in_order) shuffle (ward, rand);
  return ward;
}

static void
add_line (TnPageWriter *w, gint64 seq, const Record *record)
{
  TnIdStr id;
  TnStamp stamp = tn_stamp_make (T0 + record->tick, 0, REPLICA);
  tn_id_format (&record->id, id);
  g_autofree char *line = g_strdup_printf ("{\"k\":\"%s\",\"i\":\"%s\",\"g\":\"0\",\"t\":\"%s\",\"x\":{},\"d\":%d,\"b\":%s}", record->kind, id, stamp.s, record->deleted, record->body);
  tn_page_writer_record (w, seq, line, strlen (line));
}

static GBytes *
make_page (GArray *ward, guint from, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnPageWriter) w = tn_page_writer_new (1);
  for (guint i = from; i < MIN (from + n, ward->len); i++) add_line (w, i + 1, &g_array_index (ward, Record, i));
  g_autofree char *members = g_strdup_printf ("\"count\":%u,\"cur\":\"9.x\",\"more\":false", tn_page_writer_count (w));
  g_autoptr (GBytes) packed = tn_page_writer_end (w, members, &error);
  g_assert_no_error (error);
  GBytes *bytes = tn_page_inflate (packed, TN_LIMIT_INFLATED, &error);
  g_assert_no_error (error);
  return bytes;
}

static gboolean
apply (TnCopy *copy, GArray *ward, guint from, guint n, GError **error)
{
  TnApplyResult result;
  g_autoptr (GBytes) bytes = make_page (ward, from, n);
  g_autofree char *cursor = g_strdup_printf ("%u.t%u", from + n, from + n);
  gboolean done = tn_apply_page (copy, bytes, whole, cursor, from + n >= ward->len ? TN_APPLY_READY : 0, &result, error);
  tn_apply_result_clear (&result);
  return done;
}

static void
assert_applied (TnCopy *copy, GArray *ward, guint from, guint n)
{
  g_autoptr (GError) error = NULL;
  apply (copy, ward, from, n, &error);
  g_assert_no_error (error);
}

/* ---- what must hold ---- */

static void
assert_sound (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  TnDoctorReport report;
  g_assert_false (tn_projection_in_bulk (f->copy));
  g_assert_true (tn_copy_doctor (f->copy, FALSE, &report, NULL, &error));
  g_assert_cmpstr (report.problem, ==, NULL);
  tn_doctor_report_clear (&report);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM late"), ==, 0);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM meta WHERE k IN ('bulk', 'builder')"), ==, 0);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM pull WHERE ready=0"), ==, 0);
  /* as many as in a copy that was never built in bulk */
  g_autofree char *path = g_build_filename (f->dir, "other.tn", NULL);
  Fixture other = { .copy = tn_copy_open (path, TN_COPY_CREATE, &f->env, &error) };
  g_assert_no_error (error);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM sqlite_schema WHERE type='index'"), ==, ask (&other, "SELECT count(*) FROM sqlite_schema WHERE type='index'"));
  tn_copy_close (other.copy);
}

static void
assert_found (Fixture *f, const char *text, guint expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = tn_query_find (f->copy, text, 1000, &error);
  g_assert_no_error (error);
  if (hits->len != expected) g_error ("“%s”: %u and not %u", text, hits->len, expected);
}

static void
set_scope (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_pull_set_scope (f->copy, whole, &error));
  g_assert_no_error (error);
}

static void
reopen (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&f->copy, tn_copy_close);
  f->copy = tn_copy_open (f->path, 0, &f->env, &error);
  g_assert_no_error (error);
}

/* ---- tests ---- */

static void
test_any_order (Fixture *f, gconstpointer data)
{
  set_scope (f);
  g_autoptr (GArray) ward = make_ward (700, GPOINTER_TO_INT (data), f->rand);
  for (guint from = 0; from < ward->len; from += 400) {
    assert_applied (f->copy, ward, from, 400);
    if (from + 400 < ward->len) g_assert_cmpint (ask (f, "SELECT count(*) FROM pull WHERE ready=1"), ==, 0);
  }
  assert_sound (f);
  assert_found (f, "02800000003", 1);
  assert_found (f, "079000000004", 1);
}

/* Records that change, go and come back while the rest is still on its way. */
static void
change_some (GArray *ward, guint from, guint n, GRand *rand)
{
  for (guint i = 0; i < n; i++) {
    const Record *old = &g_array_index (ward, Record, (guint) g_rand_int_range (rand, 0, (gint) from));
    guint version = 1 + (guint) g_rand_int_range (rand, 0, 3);
    Record changed = { old->kind, old->n, old->id, make_body (old->kind, old->n, 300, version), g_rand_int_range (rand, 0, 4) == 0, ward->len + 1 };
    g_array_append_val (ward, changed);
  }
}

/* What a person does at another connection. */
static void
type_something (Fixture *f, TnCopy *other, GArray *ward, guint upto)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("typed");
  static guint n;
  const Record *record = &g_array_index (ward, Record, (guint) g_rand_int_range (f->rand, 0, (gint) upto));
  g_autofree char *text = g_strdup_printf ("typed %u", n++);
  g_autoptr (TnRow) row = tn_copy_get (other, &record->id, NULL);
  f->now++;
  switch (g_rand_int_range (f->rand, 0, 3)) {
    case 0: {
      TnId id = tn_edit_create (edit, "household", NULL);
      tn_edit_set_text (edit, &id, "code", text);
      tn_edit_set_text (edit, &id, "house_no", "9/9");
      break;
    }
    case 1:
      if (row && !row->deleted && g_str_equal (record->kind, "person")) tn_edit_set_text (edit, &record->id, "name", text);
      break;
    default:
      if (row && !row->deleted && !g_str_equal (record->kind, "unit")) tn_edit_delete (edit, &record->id);
  }
  if (!tn_edit_is_empty (edit)) tn_copy_edit (other, edit, NULL, &error);
  g_assert_no_error (error);
}

static void
test_troubled_ways (Fixture *f, gconstpointer data)
{
  for (guint seed = 0; seed < 16; seed++) {
    g_autoptr (GError) error = NULL;
    g_rand_set_seed (f->rand, seed);
    g_clear_pointer (&f->copy, tn_copy_close);
    remove_folder (f->dir);
    g_mkdir (f->dir, 0700);
    f->copy = tn_copy_open (f->path, TN_COPY_CREATE, &f->env, &error);
    g_assert_true (tn_copy_set_ward (f->copy, "27301", &error));
    set_scope (f);
    tn_copy_set_one_thread (f->copy, seed % 7 == 1);
    g_autoptr (GArray) ward = make_ward (300, seed % 3 != 0, f->rand);
    change_some (ward, ward->len, seed % 4 * 20, f->rand);
    g_autoptr (TnCopy) other = tn_copy_open (f->path, 0, &f->env, &error);
    g_assert_no_error (error);
    for (guint from = 0; from < ward->len; from += 150) {
      for (guint k = 0; from && seed % 2 && k < 3; k++) type_something (f, other, ward, from);
      assert_applied (seed % 8 == 7 && from == 300 ? other : f->copy, ward, from, 150);
      if (seed % 5 == 4 && from == 450) reopen (f);
      if (seed % 6 == 5 && from == 600) assert_applied (f->copy, ward, from, 150);   /* the answer was lost */
    }
    g_test_message ("seed %u", seed);
    assert_sound (f);
  }
}

typedef struct { Fixture *f; gint stop; guint n; } Typist;

static gpointer
type_cb (gpointer data)
{
  Typist *t = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCopy) copy = tn_copy_open (t->f->path, 0, NULL, &error);
  g_assert_no_error (error);
  while (!g_atomic_int_get (&t->stop)) {
    g_autofree char *code = g_strdup_printf ("KTX%u", t->n);
    g_autoptr (TnEdit) edit = tn_edit_new ("typed");
    TnId id = tn_edit_create (edit, "household", NULL);
    tn_edit_set_text (edit, &id, "code", code);
    tn_copy_edit (copy, edit, NULL, &error);
    g_assert_no_error (error);
    g_atomic_int_inc (&t->n);
  }
  return NULL;
}

/* Somebody types all the time: edits get in between the steps, and stand in lists and search when all is made. */
static void
test_somebody_types_all_the_time (Fixture *f, gconstpointer data)
{
  Typist typist = { .f = f };
  set_scope (f);
  g_autoptr (GArray) ward = make_ward (4000, TRUE, f->rand);
  assert_applied (f->copy, ward, 0, 3000);
  GThread *thread = g_thread_new ("typist", type_cb, &typist);
  guint before = 0;
  for (guint from = 3000; from < ward->len; from += 3000) {
    before = (guint) g_atomic_int_get (&typist.n);
    assert_applied (f->copy, ward, from, 3000);
  }
  guint meanwhile = (guint) g_atomic_int_get (&typist.n) - before;
  g_atomic_int_set (&typist.stop, TRUE);
  g_thread_join (thread);
  g_test_message ("%u edits, %u of them while the last page and the lists were made", typist.n, meanwhile);
  g_assert_cmpuint (meanwhile, >, 0);
  assert_sound (f);
  for (guint i = 0; i < typist.n; i += 1 + typist.n / 50) {
    g_autofree char *code = g_strdup_printf ("ktx%u", i);
    g_autoptr (GPtrArray) hits = tn_query_find (f->copy, code, 1000, NULL);
    g_assert_cmpuint (hits->len, >, 0);
  }
}

/* kill -9 anywhere, and the next session goes on from there. */
static void
test_killed_anywhere (Fixture *f, gconstpointer data)
{
  set_scope (f);
  g_autoptr (GArray) ward = make_ward (3000, TRUE, f->rand);
  guint page = 2000, ready = 0;
  g_clear_pointer (&f->copy, tn_copy_close);
  for (guint round = 0; round < 12 && !ready; round++) {
    pid_t child = fork ();
    if (child == 0) {
      g_autoptr (TnCopy) copy = tn_copy_open (f->path, 0, NULL, NULL);
      g_autoptr (GPtrArray) pulls = copy ? tn_pull_list (copy, NULL) : NULL;
      guint from = pulls ? (guint) g_ascii_strtoull (((TnPull *) pulls->pdata[0])->cursor, NULL, 10) : 0;
      gboolean done = pulls != NULL;
      do done = done && apply (copy, ward, MIN (from, ward->len), page, NULL); while ((from += page) < ward->len);
      _exit (done ? 0 : 1);
    }
    int status;
    g_usleep ((gulong) g_rand_int_range (f->rand, 5000, 40000 + 40000 * (gint) round));
    kill (child, SIGKILL);
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    g_assert_true (WIFSIGNALED (status) || WEXITSTATUS (status) == 0);
    reopen (f);
    ready = (guint) ask (f, "SELECT min(ready) FROM pull");
    /* nothing is ready before all is made, and what is ready is whole */
    g_assert_cmpint (ask (f, "SELECT count(*) FROM record") > 0 && !ready, ==, ask (f, "SELECT count(*) FROM meta WHERE k='bulk'"));
    if (ready) assert_sound (f);
    g_clear_pointer (&f->copy, tn_copy_close);
  }
  f->copy = tn_copy_open (f->path, 0, &f->env, NULL);
  g_autoptr (GPtrArray) pulls = tn_pull_list (f->copy, NULL);
  guint from = (guint) g_ascii_strtoull (((TnPull *) pulls->pdata[0])->cursor, NULL, 10);
  do assert_applied (f->copy, ward, MIN (from, ward->len), page); while ((from += page) < ward->len);
  assert_sound (f);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, ward->len);
}

/* What this laptop sent itself comes back: nothing is built anew, and all of it counts as confirmed. */
static void
test_own_records_come_back (Fixture *f, gconstpointer data)
{
  enum { N = 1200 };
  g_autoptr (TnEdit) edit = tn_edit_new ("import");
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < N; i++) {
    g_autofree char *code = g_strdup_printf ("A%u", i);
    TnId id = tn_edit_create (edit, "household", NULL);
    tn_edit_set_text (edit, &id, "code", code);
  }
  write_edit (f, edit, NULL);
  set_scope (f);
  g_autoptr (TnPageWriter) w = tn_page_writer_new (1);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (f->copy), "SELECT lower(hex(id)), stamps, body, stream FROM record", &error);
  for (gint64 seq = 1; tn_stmt_step (stmt, &error) == TN_STEP_ROW; seq++) {
    const char *h = tn_stmt_text (stmt, 0);
    g_autofree char *line = g_strdup_printf ("{\"k\":\"household\",\"i\":\"%.8s-%.4s-%.4s-%.4s-%s\",\"g\":\"%s\",\"t\":%s,\"b\":%s}", h, h + 8, h + 12, h + 16, h + 20,
                                             tn_stmt_text (stmt, 3), tn_stmt_text (stmt, 1), tn_stmt_text (stmt, 2));
    tn_page_writer_record (w, seq, line, strlen (line));
  }
  g_autofree char *members = g_strdup_printf ("\"count\":%d,\"cur\":\"9.x\",\"more\":false", N);
  g_autoptr (GBytes) packed = tn_page_writer_end (w, members, &error), bytes = tn_page_inflate (packed, TN_LIMIT_INFLATED, &error);
  TnApplyResult result;
  g_assert_true (tn_db_exec (tn_copy_db (f->copy), "UPDATE outbox SET state='acked'", &error));
  gint64 changes = sqlite3_total_changes64 (tn_db_handle (tn_copy_db (f->copy)));
  g_assert_true (tn_apply_page (f->copy, bytes, whole, "9.x", TN_APPLY_READY, &result, &error));
  g_assert_cmpuint (result.rows, ==, N);
  g_assert_cmpint (sqlite3_total_changes64 (tn_db_handle (tn_copy_db (f->copy))) - changes, <, N + 10);   /* the hashes, and no list */
  tn_apply_result_clear (&result);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record WHERE h IS NULL"), ==, 0);
  assert_sound (f);
  /* and once more: nothing at all */
  g_assert_true (tn_apply_page (f->copy, bytes, whole, "9.x", TN_APPLY_READY, &result, &error));
  g_assert_cmpuint (result.rows, ==, 0);
  tn_apply_result_clear (&result);
}

#define ADD(name, data, test) g_test_add ("/first/" name, Fixture, data, set_up_copy, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("in-order", GINT_TO_POINTER (TRUE), test_any_order);
  ADD ("in-any-order", GINT_TO_POINTER (FALSE), test_any_order);
  ADD ("troubled-ways", NULL, test_troubled_ways);
  ADD ("somebody-types-all-the-time", NULL, test_somebody_types_all_the_time);
  ADD ("killed-anywhere", NULL, test_killed_anywhere);
  ADD ("own-records-come-back", NULL, test_own_records_come_back);
  return g_test_run ();
}
