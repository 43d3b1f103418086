/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy with 60,000 households and 220,000 people: how long it takes to make its lists and search, to find while typing, and to open a
 * household. Names and addresses are invented from a seed.
 *   bench-query [HOUSEHOLDS] */
#include "bench-record.h"
#include "tn-projection.h"
#include "tn-query.h"
#include <glib/gstdio.h>

static const char *const families[] = { "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Huỳnh",
  "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý" };
static const char *const middles[] = { "Văn", "Văn", "Thị", "Thị", "Minh", "Ngọc", "Thanh", "Quốc", "Kim", "Hữu", "Đức", "Xuân", "Hoàng", "Gia", "Bảo" };
static const char *const givens[] = { "An", "Anh", "Bình", "Châu", "Chi", "Cường", "Dung", "Dũng", "Giang", "Hà", "Hải", "Hạnh", "Hiền", "Hoa", "Hòa", "Hùng",
  "Hương", "Khanh", "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Nhung", "Oanh", "Phúc", "Phương", "Quân", "Sơn", "Tâm", "Thảo", "Thủy", "Trang", "Tú",
  "Tuấn", "Uyên", "Vân", "Vy", "Yến" };
static const char *const streets[] = { "Nguyễn Thông", "Võ Văn Tần", "Lý Chính Thắng", "Trần Quang Diệu", "Lê Văn Sỹ", "Nguyễn Đình Chiểu",
  "Cách Mạng Tháng Tám", "Bà Huyện Thanh Quan", "Kỳ Đồng", "Trương Định", "Hoàng Sa", "Trường Sa" };

typedef struct {
  TnCopy *copy;
  GRand *rand;
  guint n_households, n_people, n_records;
  TnId *households;
} Bench;

#define ANY(bench, list) list[g_rand_int_range ((bench)->rand, 0, G_N_ELEMENTS (list))]

static TnId
next_id (Bench *bench)
{
  return bench_record_id (++bench->n_records, g_rand_int (bench->rand));
}

static void
put_person (Bench *bench, const TnId *household, const char *family, guint at)
{
  TnIdStr home, self;
  TnId id = next_id (bench), card = next_id (bench);
  int year = g_rand_int_range (bench->rand, 1940, 2021);
  tn_id_format (household, home);
  tn_id_format (&id, self);
  g_autofree char *phone = g_rand_int_range (bench->rand, 0, 10) < 6
    ? g_strdup_printf (",\"phone\":\"09%08d\"", g_rand_int_range (bench->rand, 0, 100000000)) : g_strdup ("");
  g_autofree char *body = g_strdup_printf ("{\"birth\":\"%d-%02d-%02d\",\"household\":\"%s\",\"name\":\"%s %s %s\"%s,\"relation\":\"%s\",\"sex\":\"%s\"}", year,
    g_rand_int_range (bench->rand, 1, 13), g_rand_int_range (bench->rand, 1, 29), home, family, ANY (bench, middles), ANY (bench, givens), phone,
    at == 0 ? "head" : at == 1 ? "spouse" : "child", at % 2 ? "female" : "male");
  bench_record_put (bench->copy, "person", &id, household, body);
  g_autofree char *identity = g_strdup_printf ("{\"number\":\"079%d%02d%06d\",\"person\":\"%s\"}", g_rand_int_range (bench->rand, 0, 4), year % 100,
    g_rand_int_range (bench->rand, 0, 1000000), self);
  if (year < 2007) bench_record_put (bench->copy, "identity", &card, &id, identity);
  bench->n_people++;
}

static void
put_household (Bench *bench, guint n, const char *area)
{
  TnId id = bench->households[n] = next_id (bench), visit = next_id (bench);
  TnIdStr self;
  int alley = g_rand_int_range (bench->rand, 1, 900);
  guint people = g_rand_int_range (bench->rand, 0, 3) == 0 ? 3 : 4;
  tn_id_format (&id, self);
  g_autofree char *where = g_rand_int_range (bench->rand, 0, 3) ? g_strdup_printf ("\"alley\":\"Hẻm %d\",", alley) : g_strdup ("");
  g_autofree char *body = g_strdup_printf ("{%s\"area\":\"%s\",\"code\":\"HD%06u\",\"house_no\":\"%d/%d%s\",\"street\":\"%s\"}", where, area, n, alley,
    g_rand_int_range (bench->rand, 1, 90), n % 7 ? "" : "A", ANY (bench, streets));
  g_autofree char *met = g_strdup_printf ("{\"at\":%" G_GINT64_FORMAT ",\"household\":\"%s\",\"result\":\"met\"}",
    G_GINT64_CONSTANT (1637700000000) + n * 1000, self);
  const char *family = ANY (bench, families);
  bench_record_put (bench->copy, "household", &id, NULL, body);
  for (guint i = 0; i < people; i++) put_person (bench, &id, i == 1 ? ANY (bench, families) : family, i);
  if (n % 3 == 0) bench_record_put (bench->copy, "visit", &visit, &id, met);
}

static void
fill (Bench *bench)
{
  TnIdStr areas[80];
  GError *error = NULL;
  bench_check (tn_db_exec (tn_copy_db (bench->copy), "BEGIN IMMEDIATE", &error) && tn_projection_begin_bulk (bench->copy, &error), error);
  for (guint i = 0; i < G_N_ELEMENTS (areas); i++) {
    TnId id = next_id (bench);
    tn_id_format (&id, areas[i]);
    g_autofree char *body = i < 8 ? g_strdup_printf ("{\"code\":\"KP%u\",\"level\":\"quarter\",\"name\":\"Khu phố %u\"}", i + 1, i + 1)
      : g_strdup_printf ("{\"code\":\"T%u\",\"level\":\"group\",\"name\":\"Tổ %u\",\"parent\":\"%s\"}", i, i, areas[i % 8]);
    bench_record_put (bench->copy, "unit", &id, NULL, body);
  }
  for (guint n = 0; n < bench->n_households; n++) put_household (bench, n, areas[8 + n % 72]);
  bench_check (tn_db_exec (tn_copy_db (bench->copy), "COMMIT", &error), error);
}

static double
ms_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

/* Of all threads. On a busy machine the clock on the wall tells of the neighbours. */
static double
cpu_ms (void)
{
  struct timespec now;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

typedef struct { gint64 start; double cpu; } Watch;
typedef struct { double wall, cpu; } Took;

static Watch
start_watch (void)
{
  return (Watch) { g_get_monotonic_time (), cpu_ms () };
}

static Took
stop_watch (Watch watch)
{
  return (Took) { ms_since (watch.start), cpu_ms () - watch.cpu };
}

/* The same rows with the same indexes, written by SQLite alone from a database that is at hand. */
static Took
insert_raw (Bench *bench, const char *dir)
{
  static const char *const tables[] = { "household", "person", "item", "unit", "building", "membership", "conflict", "tally", "search" };
  GError *error = NULL;
  g_autofree char *path = g_build_filename (dir, "raw.tn", NULL), *attach = g_strdup_printf ("ATTACH '%s' AS source", tn_copy_path (bench->copy));
  g_autoptr (TnCopy) raw = tn_copy_open (path, TN_COPY_CREATE, NULL, &error);
  bench_check (raw && tn_db_exec (tn_copy_db (raw), attach, &error), error);
  Watch watch = start_watch ();
  bench_check (tn_db_exec (tn_copy_db (raw), "BEGIN IMMEDIATE", &error), error);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strdup_printf ("INSERT INTO main.%s SELECT * FROM source.%s", tables[i], tables[i]);
    bench_check (tn_db_exec (tn_copy_db (raw), sql, &error), error);
  }
  bench_check (tn_db_exec (tn_copy_db (raw), "COMMIT", &error), error);
  return stop_watch (watch);
}

static int
compare_doubles_cb (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

static double
quantile (GArray *times, gboolean cpu, guint percent)
{
  g_autofree double *values = g_new (double, times->len);
  for (guint i = 0; i < times->len; i++) values[i] = cpu ? g_array_index (times, Took, i).cpu : g_array_index (times, Took, i).wall;
  qsort (values, times->len, sizeof *values, compare_doubles_cb);
  return values[MIN (times->len * percent / 100, times->len - 1)];
}

static void
report (const char *what, GArray *times)
{
  g_print ("%-28s %5u times   p50 %7.3f ms   p95 %7.3f ms   worst %7.3f ms   (cpu p50 %.3f p95 %.3f)\n", what, times->len, quantile (times, FALSE, 50),
           quantile (times, FALSE, 95), quantile (times, FALSE, 100), quantile (times, TRUE, 50), quantile (times, TRUE, 95));
  g_array_set_size (times, 0);
}

static guint
list (Bench *bench, const char *search, GArray *times)
{
  GError *error = NULL;
  TnHouseholdQuery query = { .search = search };
  Watch watch = start_watch ();
  g_autoptr (GArray) rows = tn_query_households (bench->copy, &query, &error);
  Took took = stop_watch (watch);
  bench_check (rows != NULL, error);
  if (times) g_array_append_val (times, took);
  return rows->len;
}

static void
type_words (Bench *bench, GArray *times)
{
  static const char *const typed[] = { "nguyen van an", "dang thi hoa", "Nguyễn Thị Hương", "tran", "45/12", "120/3 nguyen thong", "hem 45 le van sy", "02803123456",
    "+84542345678", "079075001234", "079180", "HD012345", "to 28", "khu pho 3 nguyen", "hoa nguyen", "v", "t 4", "le hoang 7" };
  for (guint round = 0; round < 5; round++)
    for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
      for (const char *p = typed[i]; *p;) {
        p = g_utf8_next_char (p);
        g_autofree char *so_far = g_strndup (typed[i], (gsize) (p - typed[i]));
        guint found = list (bench, so_far, times);
        Took took = g_array_index (times, Took, times->len - 1);
        if (round == 1 && g_getenv ("BENCH_VERBOSE")) g_print ("  %-24s %6u households %7.3f ms, cpu %.3f\n", so_far, found, took.wall, took.cpu);
      }
}

static void
open_household (Bench *bench, const TnId *id)
{
  GError *error = NULL;
  g_autoptr (TnRow) row = tn_copy_get (bench->copy, id, &error);
  bench_check (row != NULL, error);
  g_autoptr (GPtrArray) people = tn_query_children (bench->copy, "person", id, &error), visits = tn_query_children (bench->copy, "visit", id, &error);
  g_autoptr (GPtrArray) own = tn_query_children (bench->copy, "membership", id, &error);
  bench_check (people && visits && own, error);
  for (guint i = 0; i < people->len; i++) {
    const TnRow *person = people->pdata[i];
    g_autoptr (GPtrArray) cards = tn_query_children (bench->copy, "identity", &person->id, &error);
    g_autoptr (GPtrArray) memberships = tn_query_children (bench->copy, "membership", &person->id, &error);
    bench_check (cards && memberships, error);
  }
  g_autoptr (GPtrArray) history = tn_query_history (bench->copy, id, TRUE, &error), conflicts = tn_query_conflicts (bench->copy, id, &error);
  bench_check (history && conflicts, error);
}

static void
time_reads (Bench *bench)
{
  GError *error = NULL;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (Took));
  list (bench, NULL, times);
  report ("full list, first", times);
  for (guint i = 0; i < 50; i++) list (bench, NULL, times);
  report ("full list", times);
  type_words (bench, times);
  report ("find as you type, a key", times);
  for (guint i = 0; i < 5000; i++) {
    gint64 row = g_rand_int_range (bench->rand, 1, (gint32) bench->n_households + 1);
    Watch watch = start_watch ();
    g_autoptr (TnHouseholdItem) item = tn_query_household_item (bench->copy, row, &error);
    Took took = stop_watch (watch);
    bench_check (item != NULL, error);
    g_array_append_val (times, took);
  }
  report ("an item of the list", times);
  for (guint i = 0; i < 1000; i++) {
    Watch watch = start_watch ();
    open_household (bench, &bench->households[g_rand_int_range (bench->rand, 0, (gint32) bench->n_households)]);
    Took took = stop_watch (watch);
    g_array_append_val (times, took);
  }
  report ("open a household", times);
  for (guint i = 0; i < 20; i++) {
    Watch watch = start_watch ();
    g_autoptr (GPtrArray) hits = tn_query_find (bench->copy, i % 2 ? "nguyen an" : "45/12", 50, &error);
    Took took = stop_watch (watch);
    bench_check (hits != NULL, error);
    g_array_append_val (times, took);
  }
  report ("quick search", times);
}

static void
time_puts (Bench *bench)
{
  GError *error = NULL;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (Took));
  bench_check (tn_db_exec (tn_copy_db (bench->copy), "BEGIN IMMEDIATE", &error), error);
  for (guint i = 0; i < 1000; i++) {
    const TnId *id = &bench->households[g_rand_int_range (bench->rand, 0, (gint32) bench->n_households)];
    g_autoptr (TnRow) row = tn_copy_get (bench->copy, id, &error);
    bench_check (row != NULL, error);
    TnStamp stamp = tn_row_newest (row);
    tn_row_set_unit (row, "phone", i % 2 ? "\"02801222333\"" : "\"02802333444\"", &stamp);
    Watch watch = start_watch ();
    bench_check (tn_projection_put (bench->copy, row, &error), error);
    Took took = stop_watch (watch);
    g_array_append_val (times, took);
  }
  bench_check (tn_db_exec (tn_copy_db (bench->copy), "ROLLBACK", &error), error);
  report ("a change of one household", times);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    g_unlink (file);
  }
  g_rmdir (path);
}

int
main (int argc, char **argv)
{
  GError *error = NULL;
  Bench bench = { .rand = g_rand_new_with_seed (20211124), .n_households = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 60000 };
  g_autofree char *dir = g_dir_make_tmp ("tn-bench-XXXXXX", &error), *path = g_build_filename (dir, "ward.tn", NULL);
  bench.copy = tn_copy_open (path, TN_COPY_CREATE, NULL, &error);
  bench_check (bench.copy != NULL, error);
  bench.households = g_new (TnId, bench.n_households);
  Watch watch = start_watch ();
  fill (&bench);
  g_print ("%u households, %u people, %u records: rows of record %.0f ms\n", bench.n_households, bench.n_people, bench.n_records, stop_watch (watch).wall);
  watch = start_watch ();
  bench_check (tn_projection_end_bulk (bench.copy, &error), error);
  Took build = stop_watch (watch), raw = insert_raw (&bench, dir);
  g_print ("lists and search %.0f ms (cpu %.0f), the same rows inserted by SQLite alone %.0f ms (cpu %.0f): %.2f times (cpu %.2f)\n", build.wall, build.cpu,
           raw.wall, raw.cpu, build.wall / raw.wall, build.cpu / raw.cpu);
  time_reads (&bench);
  time_puts (&bench);
  watch = start_watch ();
  bench_check (tn_projection_check (bench.copy, NULL, &error), error);
  g_print ("check of all %.0f ms\n", stop_watch (watch).wall);
  tn_copy_close (bench.copy);
  remove_folder (dir);
  g_free (bench.households);
  g_rand_free (bench.rand);
  return 0;
}
