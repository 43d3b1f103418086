/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An evening on paper with the real programs: printed, scanned, keyed in, on two laptops. */
#include <glib/gstdio.h>
#include <string.h>
#include "program-fixture.h"

typedef struct { char *dir, *copy, *home, *person, *round, *stop; } Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  (void) unused;
  f->dir = tn_temp_dir ();
  f->copy = g_build_filename (f->dir, "ward.tungnha", NULL);
  f->home = program_make (f->copy, "household", "house_no=45/2", "street=Hoa Sứ", "phone=02801234567", NULL);
  g_autofree char *home = g_strconcat ("household=", f->home, NULL), *round = NULL;
  f->person = program_make (f->copy, "person", home, "name=Đặng Thị Hòa", "birth=24/12/1960", NULL);
  f->round = program_make (f->copy, "round", "evening=24/12/2021", "name=Tổ 28", NULL, NULL);
  round = g_strconcat ("round=", f->round, NULL);
  f->stop = program_make (f->copy, "stop", home, round, "number=12", "state=open");
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  (void) unused;
  tn_remove_dir (f->dir);
  char *texts[] = { f->dir, f->copy, f->home, f->person, f->round, f->stop };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) g_free (texts[i]);
}

static char *
field (Fixture *f, const char *id, const char *path)
{
  g_auto (TnRun) show = tn_run_ok ("TN_CTL", f->copy, "show", id, NULL);
  return g_strdup (tn_text (&show, path));
}

static void
assert_field (Fixture *f, const char *id, const char *path, const char *expected)
{
  g_autofree char *text = field (f, id, path);
  g_assert_cmpstr (text, ==, expected);
}

static char *
pipe_of (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  return g_strchomp (out);
}

/* The code as a scanner types it; NULL when the programs that read paper are not installed. */
static char *
scan (Fixture *f, const char *pdf)
{
  g_autofree char *root = g_build_filename (f->dir, "page", NULL), *png = g_strconcat (root, ".png", NULL);
  g_autofree char *draw_program = g_find_program_in_path ("pdftoppm"), *scan_program = g_find_program_in_path ("zbarimg");
  const char *draw[] = { "pdftoppm", "-r", "200", "-gray", "-png", "-singlefile", pdf, root, NULL };
  const char *read[] = { "zbarimg", "--raw", "--quiet", "-Sdisable", "-Sqrcode.enable", png, NULL };
  if (!draw_program || !scan_program)
    {
      g_test_skip ("pdftoppm or zbarimg is not installed (app/packages.sh)");
      return NULL;
    }
  g_autofree char *drawn = pipe_of (draw);
  return pipe_of (read);
}

static void
test_paper_and_back (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *pdf = g_build_filename (f->dir, "round.pdf", NULL), *code = NULL, *brief = NULL;
  g_auto (TnRun) printed = tn_run_ok ("TN_CTL", f->copy, "round-print", pdf, "--round", f->round, NULL);
  g_assert_cmpfloat (tn_number (&printed, "homes"), ==, 1);
  if (!(code = scan (f, pdf))) return;
  g_assert_cmpuint (strlen (code), ==, 12);   /* of the round, of the number, of the check: nothing of the home */
  g_auto (TnRun) keyed = tn_run_ok ("TN_CTL", f->copy, "key", code, "1", "SV", "--next", "2/1/2022", NULL);
  g_assert_cmpstr (tn_text (&keyed, "keyed"), ==, "written");
  assert_field (f, f->stop, "record.fields.state", "done");
  g_auto (TnRun) visits = tn_run_ok ("TN_CTL", f->copy, "list", "visit", NULL);
  g_assert_cmpfloat (tn_number (&visits, "total"), ==, 1);
  g_assert_cmpstr (tn_text (&visits, "records.0.fields.result"), ==, "met");
  g_assert_cmpstr (tn_text (&visits, "records.0.fields.next"), ==, "2022-01-02");
  g_assert_cmpfloat (tn_number (&visits, "records.0.fields.at"), ==, 1640347200000.0);   /* seven in that evening, in Vietnam */
  /* the same line again, by its short number this time; what it says otherwise is asked about */
  brief = g_strdup_printf ("%.2s-%s", code + 8, code + 10);
  g_auto (TnRun) again = tn_run_ok ("TN_CTL", f->copy, "key", brief, "met", "vs", "--next", "02/01/2022", "--round", f->round, NULL);
  g_assert_cmpstr (tn_text (&again, "keyed"), ==, "same");
  g_assert_cmpfloat (tn_number (&again, "action"), ==, 0);
  g_auto (TnRun) other = tn_run ("TN_CTL", f->copy, "key", code, "2", NULL);
  g_assert_cmpint (other.code, ==, 1);
  g_assert_nonnull (strstr (tn_text (&other, "error.message"), "45/2 Hoa Sứ"));
  assert_field (f, f->stop, "record.fields.state", "done");
  g_auto (TnRun) replaced = tn_run_ok ("TN_CTL", f->copy, "key", code, "2", "--replace", NULL);
  g_assert_cmpstr (tn_text (&replaced, "keyed"), ==, "replaced");
  assert_field (f, f->stop, "record.fields.state", "absent");
}

static void
assert_refused (Fixture *f, const char *code, const char *result, const char *a, const char *b)
{
  g_auto (TnRun) run = tn_run ("TN_CTL", f->copy, "key", code, result, a, b, NULL);
  g_assert_cmpint (run.code, ==, 1);
  g_assert_cmpuint (strlen (tn_text (&run, "error.message")), >, 20);
}

static void
test_what_is_refused (Fixture *f, gconstpointer unused)
{
  (void) unused;
  assert_refused (f, "nonsense", "1", NULL, NULL);
  assert_refused (f, "12-00", "1", "--round", f->round);    /* its check digits are others */
  assert_refused (f, "12-34", "1", NULL, NULL);             /* of which round? */
  assert_refused (f, "1234567812345", "1", NULL, NULL);
  g_auto (TnRun) visit = tn_run ("TN_CTL", f->copy, "visit", f->home, "5", NULL);
  g_assert_cmpint (visit.code, ==, 1);
  g_auto (TnRun) ticks = tn_run ("TN_CTL", f->copy, "visit", f->home, "1", "XYZ", NULL);
  g_assert_cmpint (ticks.code, ==, 1);
  g_auto (TnRun) date = tn_run ("TN_CTL", f->copy, "visit", f->home, "1", "--next", "soon", NULL);
  g_assert_cmpint (date.code, ==, 1);
  g_auto (TnRun) print = tn_run ("TN_CTL", f->copy, "round-print", "/tmp/x.pdf", "--round", f->home, NULL);
  g_assert_cmpint (print.code, ==, 1);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->copy, "list", "visit", NULL);
  g_assert_cmpfloat (tn_number (&list, "total"), ==, 0);
}

static void
test_a_visit_with_all_of_it (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *shot = g_strconcat (f->person, "=none/illness", NULL), *noticed = g_strconcat ("elderly=", f->person, NULL);
  g_auto (TnRun) visit = tn_run_ok ("TN_CTL", f->copy, "visit", f->home, "1", "wd", "--stop", f->stop, "--met", "Đặng Thị Hòa", "--food", "Gạo",
                                    "--noticed", noticed, "--noticed", "alone", "--vaccinated", shot, NULL);
  assert_field (f, f->stop, "record.fields.state", "done");
  g_auto (TnRun) food = tn_run_ok ("TN_CTL", f->copy, "list", "essentials", NULL);
  g_assert_cmpstr (tn_text (&food, "records.0.fields.what"), ==, "Gạo");
  g_auto (TnRun) member = tn_run_ok ("TN_CTL", f->copy, "list", "membership", NULL);
  g_assert_cmpfloat (tn_number (&member, "total"), ==, 2);
  /* health is masked where nobody asked for it */
  g_auto (TnRun) masked = tn_run_ok ("TN_CTL", f->copy, "list", "vaccination", NULL);
  g_assert_cmpstr (tn_text (&masked, "records.0.fields.reason"), ==, "••••");
  g_auto (TnRun) undo = tn_run_ok ("TN_CTL", f->copy, "undo", NULL);
  assert_field (f, f->stop, "record.fields.state", "open");
  g_auto (TnRun) none = tn_run_ok ("TN_CTL", f->copy, "list", "essentials", NULL);
  g_assert_cmpfloat (tn_number (&none, "total"), ==, 0);
}

#define ADD(name, func) g_test_add ("/door/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("paper", test_paper_and_back);
  ADD ("refused", test_what_is_refused);
  ADD ("visit", test_a_visit_with_all_of_it);
  return g_test_run ();
}
