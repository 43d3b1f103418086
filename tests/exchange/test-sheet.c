/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A round on paper, read back by other programs: what pdftotext reads, and the codes that zbarimg scans from the printed page. */
#include <glib/gstdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include "practice-ward.h"
#include "tn-sheet.h"
#include "tn-sheet-code.h"

#define N_HOMES 45u

typedef struct { PracticeWard ward; TnCopy *copy; TnId round, volunteers[3]; char *pdf; } Fixture;

/* Everybody gets a telephone, a card, an illness, so that nothing of it on the paper is worth something. */
static void
add_what_must_not_show (TnEdit *edit, const TnId *home, guint i)
{
  g_autofree char *phone = g_strdup_printf ("0280777%04u", i), *card = g_strdup_printf ("07908877%04u", i);
  TnId person = tn_edit_create (edit, "person", NULL), identity = tn_edit_create (edit, "identity", NULL), shot = tn_edit_create (edit, "vaccination", NULL);
  TnId membership = tn_edit_create (edit, "membership", NULL), sick = tn_edit_create (edit, "home_case", NULL);
  tn_edit_set_text (edit, home, "phone", phone);
  tn_edit_set_text (edit, home, "note", "Ghichúriêng");
  tn_edit_set_ref (edit, &person, "household", home);
  tn_edit_set_text (edit, &person, "name", "Ngườikhông Đượcin");
  tn_edit_set_text (edit, &person, "birth", "1931-05-17");
  tn_edit_set_text (edit, &person, "phone", phone);
  tn_edit_set_ref (edit, &identity, "person", &person);
  tn_edit_set_text (edit, &identity, "number", card);
  tn_edit_set_ref (edit, &shot, "person", &person);
  tn_edit_set_text (edit, &shot, "status", "none");
  tn_edit_set_text (edit, &shot, "vaccine", "Vắcxinthử");
  tn_edit_set_ref (edit, &membership, "subject", &person);
  tn_edit_set_text (edit, &membership, "category", "recovered");
  tn_edit_set_ref (edit, &sick, "person", &person);
  tn_edit_set_text (edit, &sick, "opened", "2021-12-20");
}

static void
add_stop (Fixture *f, TnEdit *edit, const TnId *home, guint i)
{
  TnId stop = tn_edit_create (edit, "stop", NULL);
  tn_edit_set_ref (edit, &stop, "household", home);
  tn_edit_set_ref (edit, &stop, "round", &f->round);
  tn_edit_set_int (edit, &stop, "position", (i + 1) * 10);
  tn_edit_set_int (edit, &stop, "number", i + 1);
  tn_edit_set_text (edit, &stop, "state", "open");
  if (i % 4 < 3)
    tn_edit_set_ref (edit, &stop, "volunteer", &f->volunteers[i % 4]);
}

static void
plan (Fixture *f, guint n, gboolean with_secrets)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("Plan");
  g_autoptr (GArray) homes = tn_query_ids (f->copy, "household", &error);
  static const char *const names[] = { "Lê Thị Hoa", "Phạm Văn Đạt", "Trần Ngọc Ánh" };
  for (guint i = 0; i < 3; i++)
    {
      f->volunteers[i] = tn_edit_create (edit, "volunteer", NULL);
      tn_edit_set_text (edit, &f->volunteers[i], "name", names[i]);
    }
  f->round = tn_edit_create (edit, "round", NULL);
  tn_edit_set_text (edit, &f->round, "name", "Khu phố 1, tối thứ sáu");
  tn_edit_set_text (edit, &f->round, "evening", "2021-12-24");
  tn_edit_set_text (edit, &f->round, "purpose", "check_in");
  tn_edit_set_text (edit, &f->round, "look_for", "unvaccinated");
  g_assert_cmpuint (homes->len, >=, n);
  for (guint i = 0; i < n; i++)
    {
      add_stop (f, edit, &g_array_index (homes, TnId, i), i);
      if (with_secrets)
        add_what_must_not_show (edit, &g_array_index (homes, TnId, i), i);
    }
  gint64 action;
  tn_copy_edit (f->copy, edit, &action, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f, gconstpointer n)
{
  practice_ward_make (&f->ward, GPOINTER_TO_UINT (n));
  f->copy = practice_ward_open (&f->ward);
  f->pdf = g_build_filename (f->ward.dir, "sheet.pdf", NULL);
  plan (f, GPOINTER_TO_UINT (n), GPOINTER_TO_UINT (n) <= N_HOMES);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  (void) unused;
  tn_copy_close (f->copy);
  g_unlink (f->pdf);
  g_free (f->pdf);
  practice_ward_clear (&f->ward);
}

/* What another program says on standard output. NULL = it is not installed, and the test is skipped saying so. */
static char *
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status;
  g_autofree char *program = g_find_program_in_path (argv[0]);
  if (!program)
    {
      g_autofree char *why = g_strdup_printf ("%s is not installed (app/packages.sh)", argv[0]);
      g_test_skip (why);
      return NULL;
    }
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  return out;
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;
  for (const char *p = text; (p = strstr (p, part)); p += strlen (part)) n++;
  return n;
}

static TnSheet *
write_sheet (Fixture *f, const TnId *volunteer)
{
  g_autoptr (GError) error = NULL;
  TnSheet *sheet = tn_sheet_read (f->copy, &f->round, volunteer, &error);
  g_assert_no_error (error);
  tn_sheet_write_pdf (sheet, f->pdf, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return sheet;
}

/* 45 homes: 12, 11 and 11 with the three, 11 with nobody: two pages each. */
static void
test_each_home_stands_once (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (TnSheet) sheet = write_sheet (f, NULL);
  const char *argv[] = { "pdftotext", "-layout", f->pdf, "-", NULL };
  g_autofree char *text = run (argv);
  if (!text) return;
  g_auto (GStrv) pages = g_strsplit (text, "\f", -1);
  g_assert_cmpuint (sheet->n, ==, N_HOMES);
  g_assert_cmpuint (sheet->pages->len, ==, 8);
  g_assert_cmpuint (g_strv_length (pages), ==, 8 + 1);   /* pdftotext ends each page so */
  for (guint w = 0; w < sheet->walkers->len; w++)
    {
      GPtrArray *stops = sheet->stops->pdata[w];
      for (guint i = 0; i < stops->len; i++)
        {
          const TnRoundStop *stop = stops->pdata[i];
          g_autofree char *number = tn_sheet_code_short (&f->round, stop->number), *word = g_strconcat (" ", number, "\n", NULL);
          const char *page = pages[w * 2 + i / TN_SHEET_HOMES];
          g_assert_cmpuint (count (text, word), ==, 1);
          g_assert_cmpuint (count (page, word), ==, 1);   /* with its volunteer, in walking order */
          g_assert_nonnull (strstr (page, stop->address));
          if (*stop->head) g_assert_nonnull (strstr (page, stop->head));
        }
    }
  g_assert_nonnull (strstr (pages[0], "Lê Thị Hoa"));
  g_assert_nonnull (strstr (pages[0], "page 1 of 2"));
  g_assert_nonnull (strstr (pages[1], "page 2 of 2"));
  g_assert_null (strstr (pages[2], "Lê Thị Hoa"));
  g_assert_nonnull (strstr (pages[7], "Not yet given to anybody"));
  g_assert_cmpuint (count (text, "24/12/2021"), ==, 8);
}

static void
test_nothing_more_than_the_walker_needs (Fixture *f, gconstpointer unused)
{
  (void) unused;
  static const char *const never[] = { "02800", "0280777", "0790", "07908877", "1931", "17/05", "Ghichúriêng", "Ngườikhông", "Vắcxinthử", "H00",
    "Recovered", "Not vaccinated", "not fully", "patient", NULL };
  g_autoptr (TnSheet) sheet = write_sheet (f, NULL);
  const char *argv[] = { "pdftotext", "-layout", f->pdf, "-", NULL }, *info[] = { "pdfinfo", f->pdf, NULL };
  g_autofree char *text = run (argv), *about = run (info);
  struct stat st;
  if (!text) return;
  for (guint i = 0; never[i]; i++)
    if (strstr (text, never[i])) g_error ("“%s” is on the paper", never[i]);
  g_assert_nonnull (strstr (about, "595.276 x 841.89 pts (A4)"));
  g_assert_cmpint (g_stat (f->pdf, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0600);
}

static void
test_one_volunteer (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnSheet) sheet = write_sheet (f, &f->volunteers[1]);
  g_assert_cmpuint (sheet->n, ==, 11);
  g_assert_cmpuint (sheet->pages->len, ==, 2);
  TnId nobody = tn_id_from_name ("nobody");
  g_assert_null (tn_sheet_read (f->copy, &f->round, &nobody, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (tn_sheet_read (f->copy, &nobody, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

/* What a scanner sees that is held at the `home`-th code of a page, at the 200 dots an inch of a bad printer. NULL = the programs are missing. */
static char *
scan (Fixture *f, guint page, guint home)
{
  g_autofree char *root = g_build_filename (f->ward.dir, "code", NULL), *png = g_strconcat (root, ".png", NULL);
  double row = (TN_SHEET_HEIGHT - 2 * 32 - 66 - 16) / TN_SHEET_HOMES, scale = 200 / 72.0;
  g_autofree char *number = g_strdup_printf ("%u", page + 1), *y = g_strdup_printf ("%d", (int) ((98 + home * row) * scale));
  g_autofree char *height = g_strdup_printf ("%d", (int) (row * scale));
  const char *draw[] = { "pdftoppm", "-r", "200", "-gray", "-png", "-singlefile", "-f", number, "-l", number, "-x", "0", "-y", y, "-W", "300", "-H", height,
    f->pdf, root, NULL };
  const char *read[] = { "zbarimg", "--raw", "--quiet", "-Sdisable", "-Sqrcode.enable", png, NULL };
  g_autofree char *drawn = run (draw);
  char *text = drawn ? run (read) : NULL;
  g_unlink (png);
  return text ? g_strchomp (text) : NULL;
}

static void
test_codes_are_scanned_back (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnSheet) sheet = write_sheet (f, NULL);
  guint n = 0;
  for (guint i = 0; i < sheet->pages->len; i++)
    {
      const TnSheetPage *page = &g_array_index (sheet->pages, TnSheetPage, i);
      for (guint home = 0; home < page->n; home++, n++)
        {
          const TnRoundStop *stop = ((GPtrArray *) sheet->stops->pdata[page->walker])->pdata[page->first + home];
          g_autofree char *text = scan (f, i, home);
          TnSheetCode code;
          if (!text) return;
          g_assert_true (tn_sheet_code_parse (text, &code, &error));
          g_assert_true (tn_sheet_code_check (&code, &f->round, &error));
          g_assert_cmpuint (code.number, ==, stop->number);
        }
    }
  g_assert_cmpuint (n, ==, N_HOMES);
}

static void
count_cb (guint done, guint total, gpointer user_data)
{
  guint *calls = user_data;
  g_assert_cmpuint (done, <, total);
  (*calls)++;
}

static double
cpu_seconds (void)
{
  struct rusage usage;
  getrusage (RUSAGE_THREAD, &usage);
  return (double) usage.ru_utime.tv_sec + (double) usage.ru_utime.tv_usec / 1e6 + (double) usage.ru_stime.tv_sec + (double) usage.ru_stime.tv_usec / 1e6;
}

/* 5,000 homes within a few seconds; the limit is five times what it takes, and of processor time, as machines may be busy. */
static void
test_many (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (GError) error = NULL;
  guint calls = 0;
  double began = cpu_seconds ();
  g_autoptr (TnSheet) sheet = tn_sheet_read (f->copy, &f->round, NULL, &error);
  double read = cpu_seconds ();
  g_assert_no_error (error);
  tn_sheet_write_pdf (sheet, f->pdf, count_cb, &calls, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("5,000 homes: read %.2f s, written %.2f s of processor time", read - began, cpu_seconds () - read);
  g_assert_cmpuint (sheet->n, ==, 5000);
  g_assert_cmpuint (calls, ==, sheet->pages->len);
  g_assert_cmpfloat (cpu_seconds () - began, <, 20);
  const char *info[] = { "pdfinfo", f->pdf, NULL };
  g_autofree char *about = run (info), *pages = g_strdup_printf ("Pages:           %u\n", sheet->pages->len);
  if (about) g_assert_nonnull (strstr (about, pages));
}

static void
cancel_cb (guint done, guint total, gpointer user_data)
{
  if (done == 3) g_cancellable_cancel (user_data);
}

static guint
count_files (const char *dir)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  guint n = 0;
  while (g_dir_read_name (open)) n++;
  return n;
}

/* Neither a cancelled one nor a disk that takes nothing leaves a file, and what was there stays. */
static void
test_half_a_file_is_none (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TnSheet) sheet = tn_sheet_read (f->copy, &f->round, NULL, &error);
  g_autofree char *kept = NULL;
  g_assert_true (g_file_set_contents (f->pdf, "old", -1, NULL));
  guint before = count_files (f->ward.dir);
  g_assert_false (tn_sheet_write_pdf (sheet, f->pdf, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (f->ward.dir), ==, before);
  g_assert_true (g_file_get_contents (f->pdf, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "old");
  g_assert_false (tn_sheet_write_pdf (sheet, "/nonexistent/folder/sheet.pdf", NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
}

#define ADD(name, n, func) g_test_add ("/sheet/" name, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("each-home-once", N_HOMES, test_each_home_stands_once);
  ADD ("nothing-more", N_HOMES, test_nothing_more_than_the_walker_needs);
  ADD ("one-volunteer", N_HOMES, test_one_volunteer);
  ADD ("scanned-back", N_HOMES, test_codes_are_scanned_back);
  ADD ("half-a-file", N_HOMES, test_half_a_file_is_none);
  ADD ("many", 5000, test_many);
  return g_test_run ();
}
