/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of the wire, one thread: lines per second and megabytes per second. Not part of the timed tests.
 *   bench-wire [RECORDS]      (60,000 unless told) */
#include <stdlib.h>
#include <time.h>
#include "tn-entry.h"
#include "tn-line.h"
#include "tn-page.h"

#define PAGE_LINES 2000u
#define REPEATS 5             /* the best of so many is printed */

static const char *const surnames[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ" };
static const char *const middles[] = { "Văn", "Thị", "Hữu", "Ngọc", "Minh", "Thanh", "Quốc", "Kim" };
static const char *const names[] = { "An", "Bình", "Châu", "Dũng", "Hạnh", "Hòa", "Khánh", "Lan", "Mai", "Phúc", "Quỳnh", "Thảo", "Tuấn", "Yến" };

typedef struct { GPtrArray *lines; gsize bytes; } Set;

static const char *
pick (GRand *rand, const char *const *from, guint n)
{
  return from[g_rand_int_range (rand, 0, (gint32) n)];
}

static void
set_text (TnRow *row, const char *unit, const TnStamp *stamp, char *value)
{
  tn_row_set_unit (row, unit, value, stamp);
  g_free (value);
}

static TnId
make_id (GRand *rand, guint n)
{
  TnId id = { { 1, 0x89, 0x0a, 0x5d, (guint8) (n >> 16), (guint8) (n >> 8), 0x70 } };
  for (guint i = 7; i < sizeof id.b; i++) id.b[i] = (guint8) g_rand_int (rand);
  id.b[8] = 0x80 | (id.b[8] & 0x3f);
  return id;
}

static char *
make_line (GRand *rand, guint n)
{
  TnId id = make_id (rand, n), household = make_id (rand, n / 4);
  TnIdStr home;
  TnStamp stamp = tn_stamp_make (1700000000000 + n, 0, "0123456789ab"), later = tn_stamp_make (1700100000000 + n, 0, "ba9876543210");
  g_autoptr (TnRow) row = tn_row_new ("person", &id);
  g_free (row->stream);
  row->stream = g_strdup ("g0123456789ab");
  tn_id_format (&household, home);
  set_text (row, "household", &stamp, g_strdup_printf ("\"%s\"", home));
  set_text (row, "name", &stamp, g_strdup_printf ("\"%s %s %s\"", pick (rand, surnames, 10), pick (rand, middles, 8), pick (rand, names, 14)));
  set_text (row, "sex", &stamp, g_strdup (n % 2 ? "\"male\"" : "\"female\""));
  set_text (row, "birth", &stamp, g_strdup_printf ("\"%d-%02u-%02u\"", g_rand_int_range (rand, 1930, 2021), n % 12 + 1, n % 28 + 1));
  set_text (row, "relation", &stamp, g_strdup (n % 4 ? "\"child\"" : "\"head\""));
  set_text (row, "residence", &stamp, g_strdup ("\"permanent\""));
  if (n % 3 == 0) set_text (row, "phone", &stamp, g_strdup_printf ("\"09%08d\"", g_rand_int_range (rand, 0, 99999999)));
  if (n % 2) set_text (row, "work", &stamp, g_strdup ("{\"occupation\":\"Công nhân\",\"workplace\":\"Công ty may\"}"));
  set_text (row, "status", n % 5 ? &stamp : &later, g_strdup ("{\"status\":\"present\"}"));
  GString *line = g_string_new (NULL);
  tn_row_to_line (row, line);
  return g_string_free (line, FALSE);
}

static Set
make_set (guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  Set set = { .lines = g_ptr_array_new_with_free_func (g_free) };
  for (guint i = 0; i < n; i++) {
    char *line = make_line (rand, i);
    set.bytes += strlen (line);
    g_ptr_array_add (set.lines, line);
  }
  return set;
}

/* ---- what is measured ---- */
static GPtrArray *
write_pages (const Set *set, int level)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < set->lines->len;) {
    g_autoptr (TnPageWriter) w = tn_page_writer_new (level);
    for (guint k = 0; k < PAGE_LINES && i < set->lines->len; k++, i++)
      tn_page_writer_record (w, i + 1, set->lines->pdata[i], strlen (set->lines->pdata[i]));
    g_autofree char *end = g_strdup_printf ("\"count\":%u", tn_page_writer_count (w));
    GBytes *page = tn_page_writer_end (w, end, NULL);
    g_assert (page);
    g_ptr_array_add (pages, page);
  }
  return pages;
}

typedef struct { const Set *set; GPtrArray *pages; GPtrArray *texts; TnSum sum; guint lines; int level; } Bench;

static void
run_write (Bench *b)
{
  g_clear_pointer (&b->pages, g_ptr_array_unref);
  b->pages = write_pages (b->set, b->level);
}

static void
run_inflate (Bench *b)
{
  g_ptr_array_set_size (b->texts, 0);
  for (guint i = 0; i < b->pages->len; i++) {
    GBytes *text = tn_page_inflate (b->pages->pdata[i], TN_LIMIT_INFLATED, NULL);
    g_assert (text);
    g_ptr_array_add (b->texts, text);
  }
}

static void
walk (Bench *b, gboolean hash)
{
  TnPageReader r;
  TnSlice text;
  TnLine line;
  b->lines = 0;
  for (guint i = 0; i < b->texts->len; i++) {
    g_assert_true (tn_page_reader_init (&r, b->texts->pdata[i], NULL));
    while (tn_page_reader_next (&r, &text)) {
      g_assert_true (tn_line_parse (text, &line, NULL));
      b->lines++;
      if (!hash) continue;
      TnHash h = tn_line_hash (&line);
      tn_sum_add (&b->sum, &h);
    }
  }
}

static void
run_parse (Bench *b)
{
  walk (b, FALSE);
}

static void
run_parse_and_hash (Bench *b)
{
  walk (b, TRUE);
}

static void
run_hash (Bench *b)
{
  for (guint i = 0; i < b->set->lines->len; i++) {
    TnHash h = tn_hash (b->set->lines->pdata[i], strlen (b->set->lines->pdata[i]));
    tn_sum_add (&b->sum, &h);
  }
}

static void
run_canonicalise (Bench *b)
{
  g_autoptr (GString) again = g_string_sized_new (1024);
  for (guint i = 0; i < b->set->lines->len; i++) {
    TnLine line;
    const char *text = b->set->lines->pdata[i];
    g_assert_true (tn_line_parse (tn_slice (text, -1), &line, NULL));
    g_autoptr (TnRow) row = tn_line_to_row (&line, NULL);
    g_string_set_size (again, 0);
    tn_row_to_line (row, again);
    g_assert (strcmp (again->str, text) == 0);
  }
}

static void
run_creations (Bench *b)
{
  g_autoptr (GString) text = g_string_sized_new (1024);
  for (guint i = 0; i < b->set->lines->len; i++) {
    TnLine line;
    TnStamp stamp = tn_stamp_make (1700000000000, 0, "0123456789ab");
    g_assert_true (tn_line_parse (tn_slice (b->set->lines->pdata[i], -1), &line, NULL));
    g_string_set_size (text, 0);
    tn_entry_append_creation (text, i, "person", &line.id, "u1", &stamp, line.body);
    g_autoptr (TnEntry) entry = tn_entry_parse (tn_slice (text->str, (gssize) text->len), NULL);
    g_assert (entry);
  }
}

/* Seconds of processor time: one thread works, and the machine is seldom alone. */
static double
used_time (void)
{
  struct timespec t;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static void
measure (const char *what, void (*run) (Bench *), Bench *b)
{
  double best = G_MAXDOUBLE;
  for (int i = 0; i < REPEATS; i++) {
    double start = used_time ();
    run (b);
    best = MIN (best, used_time () - start);
  }
  g_print ("%-34s %10.0f lines/s %8.1f MB/s\n", what, b->set->lines->len / best, (double) b->set->bytes / best / 1e6);
}

int
main (int argc, char **argv)
{
  Set set = make_set (argc > 1 ? (guint) atoi (argv[1]) : 60000);
  Bench b = { .set = &set, .texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref) };
  g_print ("%u records, %.0f bytes a line\n", set.lines->len, (double) set.bytes / set.lines->len);
  for (b.level = 1; b.level <= 3; b.level += 2) {
    g_autofree char *what = g_strdup_printf ("page write, zstd-%d", b.level);
    gsize packed = 0;
    measure (what, run_write, &b);
    for (guint i = 0; i < b.pages->len; i++) packed += g_bytes_get_size (b.pages->pdata[i]);
    g_print ("%-34s %10.2f times smaller\n", "", (double) set.bytes / (double) packed);
  }
  measure ("page inflate", run_inflate, &b);
  measure ("parse", run_parse, &b);
  measure ("hash", run_hash, &b);
  measure ("parse and hash", run_parse_and_hash, &b);
  measure ("line to row and canonical again", run_canonicalise, &b);
  measure ("creation write and parse", run_creations, &b);
  g_ptr_array_unref (b.texts);
  g_ptr_array_unref (b.pages);
  g_ptr_array_unref (set.lines);
  return 0;
}
