/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ward's list of 20,000 households with 70,000 people, from the file to the disk, against raw SQLite: the very rows that the import left in every
 * table, with the same indexes, by prepared statements in one transaction. Prints both and their ratio. Names and numbers are invented from a seed.
 *   bench-import [HOUSEHOLDS] */
#include "tn-db.h"
#include "tn-export.h"
#include "tn-import.h"
#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#define ROUNDS 3

static const char *const families[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ" };
static const char *const middles[] = { "Văn", "Thị", "Minh", "Ngọc", "Thanh", "Quốc", "Kim", "Đức" };
static const char *const givens[] = { "An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hòa", "Hương", "Lan", "Mai", "Nga", "Phúc", "Sơn", "Thảo", "Tuấn", "Yến" };
static const char *const streets[] = { "Nguyễn Thông", "Võ Văn Tần", "Lý Chính Thắng", "Kỳ Đồng", "Trương Định", "Hoàng Sa" };
static const char *const relations[] = { "Chủ hộ", "Vợ", "Con", "Con", "Cháu", "Mẹ" };
static const char *const columns[] = { "STT", "Mã hộ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Giới tính", "CCCD", "Số nhà", "Đường", "Tổ", "KP", "SĐT",
                                       "Nghề nghiệp" };
enum { N_COLUMNS = G_N_ELEMENTS (columns) };

typedef struct { GRand *rand; guint households, household, member, size, person; char cells[N_COLUMNS][64]; } List;

static const char *
any (List *list, const char *const *words, guint n)
{
  return words[g_rand_int_range (list->rand, 0, (gint32) n)];
}
#define ANY(list, words) any (list, words, G_N_ELEMENTS (words))

static void
check (gboolean ok, GError *error)
{
  if (!ok)
    g_error ("%s", error ? error->message : "failed");
}

static void
write_person (List *list)
{
  guint sex = list->member == 0 ? list->household % 2 : list->person % 2, year = 1940 + (guint) g_rand_int_range (list->rand, 0, 59);
  g_snprintf (list->cells[2], 64, "%s %s %s", ANY (list, families), ANY (list, middles), ANY (list, givens));
  g_strlcpy (list->cells[3], relations[MIN (list->member, 5)], 64);
  g_snprintf (list->cells[4], 64, "%02d/%02d/%u", g_rand_int_range (list->rand, 1, 29), g_rand_int_range (list->rand, 1, 13), year);
  g_strlcpy (list->cells[5], sex ? "Nữ" : "Nam", 64);
  g_snprintf (list->cells[6], 64, "079%u%02u%06u", sex, year % 100, list->person % 1000000);
  g_snprintf (list->cells[11], 64, "09%08u", list->person);
  g_strlcpy (list->cells[12], list->person % 3 ? "Buôn bán" : "", 64);
}

static void
write_household (List *list)
{
  g_snprintf (list->cells[0], 64, "%u", list->household + 1);
  g_snprintf (list->cells[1], 64, "H%05u", list->household + 1);
  g_snprintf (list->cells[7], 64, "%u/%u", list->household % 300 + 1, list->household / 300 + 1);
  g_strlcpy (list->cells[8], ANY (list, streets), 64);
  g_snprintf (list->cells[9], 64, "%u", list->household % 60 + 1);
  g_snprintf (list->cells[10], 64, "%u", list->household % 60 / 10 + 1);
}

static gboolean
next_row (const char **cells, gpointer data, GError **error)
{
  List *list = data;
  if (list->household == list->households)
    return FALSE;
  memset (list->cells, 0, sizeof list->cells);
  if (list->member == 0)
    write_household (list);
  write_person (list);
  for (guint c = 0; c < N_COLUMNS; c++)
    cells[c] = list->cells[c];
  list->person++;
  if (++list->member == 3 + list->household % 2)   /* 3.5 on average */
    {
      list->member = 0;
      list->household++;
    }
  return TRUE;
}

static void
make_file (const char *path, guint households)
{
  GError *error = NULL;
  List list = { .rand = g_rand_new_with_seed (7), .households = households };
  TnExportList out = { .title = "x", .columns = columns, .n_columns = N_COLUMNS, .next = next_row, .user_data = &list };
  check (tn_export_write (&out, path, TN_EXPORT_XLSX, NULL, NULL, &error), error);
  g_rand_free (list.rand);
}

/* Both by the wall and by the processor: on a machine that others use the second is the steadier. */
typedef struct { double wall, cpu; } Took;

static Took
now (void)
{
  return (Took) { (double) g_get_monotonic_time () / G_USEC_PER_SEC, (double) clock () / CLOCKS_PER_SEC };
}

static Took
since (Took start)
{
  Took end = now ();
  return (Took) { end.wall - start.wall, end.cpu - start.cpu };
}

static Took
import_file (const char *file, const char *db)
{
  GError *error = NULL;
  g_autoptr (TnCopy) copy = tn_copy_open (db, TN_COPY_CREATE, NULL, &error);
  check (copy != NULL && tn_copy_set_ward (copy, "27301", &error), error);
  Took start = now ();
  g_autoptr (TnTable) table = tn_table_read (file, NULL, NULL, &error);
  check (table != NULL, error);
  Took read = since (start);
  g_autoptr (TnImportMap) map = tn_import_map_guess (table, 0);
  g_autoptr (TnImportPlan) plan = tn_import_plan_new (copy, map, NULL, NULL, NULL, NULL, &error);
  check (plan != NULL, error);
  Took planned = since (start);
  check (tn_import_plan_apply (plan, copy, NULL, NULL, NULL, NULL, &error), error);
  Took all = since (start);
  const TnImportCounts *counts = tn_import_plan_counts (plan);
  g_print ("import: %u households, %u people, %u cards: read %.2f s, plan %.2f s, write %.2f s, together %.2f s (processor %.2f + %.2f + %.2f = %.2f s)\n",
           counts->households, counts->people, counts->cards, read.wall, planned.wall - read.wall, all.wall - planned.wall, all.wall,
           read.cpu, planned.cpu - read.cpu, all.cpu - planned.cpu, all.cpu);
  return all;
}

/* ---- the same rows, raw ---- */

typedef struct { char *insert; int n_columns; GPtrArray *values; } Rows;

static Rows
load_rows (sqlite3 *db, const char *table)
{
  Rows rows = { .values = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite3_value_free) };
  sqlite3_stmt *stmt;
  g_autofree char *select = g_strdup_printf ("SELECT * FROM \"%s\"", table);
  check (sqlite3_prepare_v2 (db, select, -1, &stmt, NULL) == SQLITE_OK, NULL);
  rows.n_columns = sqlite3_column_count (stmt);
  GString *insert = g_string_new (NULL);
  g_string_printf (insert, "INSERT OR REPLACE INTO \"%s\" VALUES(?", table);
  for (int i = 1; i < rows.n_columns; i++)
    g_string_append (insert, ",?");
  g_string_append_c (insert, ')');
  rows.insert = g_string_free (insert, FALSE);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    for (int i = 0; i < rows.n_columns; i++)
      g_ptr_array_add (rows.values, sqlite3_value_dup (sqlite3_column_value (stmt, i)));
  sqlite3_finalize (stmt);
  return rows;
}

static GArray *
load_all (const char *path, guint *n_rows)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Rows));
  sqlite3 *db;
  sqlite3_stmt *stmt;
  check (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK, NULL);
  check (sqlite3_prepare_v2 (db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", -1, &stmt, NULL) == SQLITE_OK, NULL);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      Rows rows = load_rows (db, (const char *) sqlite3_column_text (stmt, 0));
      *n_rows += rows.values->len / (guint) rows.n_columns;
      g_array_append_val (all, rows);
    }
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return all;
}

static void
insert_rows (sqlite3 *db, const Rows *rows)
{
  sqlite3_stmt *stmt;
  check (sqlite3_prepare_v2 (db, rows->insert, -1, &stmt, NULL) == SQLITE_OK, NULL);
  for (guint at = 0; at < rows->values->len; at += (guint) rows->n_columns)
    {
      for (int i = 0; i < rows->n_columns; i++)
        sqlite3_bind_value (stmt, i + 1, rows->values->pdata[at + (guint) i]);
      check (sqlite3_step (stmt) == SQLITE_DONE, NULL);
      sqlite3_reset (stmt);
    }
  sqlite3_finalize (stmt);
}

static Took
insert_raw (const char *from, const char *to)
{
  GError *error = NULL;
  guint n_rows = 0;
  g_autoptr (GArray) all = load_all (from, &n_rows);
  g_autoptr (TnCopy) copy = tn_copy_open (to, TN_COPY_CREATE, NULL, &error);   /* the same tables, indexes and settings */
  check (copy != NULL, error);
  sqlite3 *db = tn_db_handle (tn_copy_db (copy));
  Took start = now ();
  check (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK, NULL);
  for (guint i = 0; i < all->len; i++)
    insert_rows (db, &g_array_index (all, Rows, i));
  check (sqlite3_exec (db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, NULL);
  Took took = since (start);
  g_print ("raw:    %u rows in %u tables: %.2f s (processor %.2f s)\n", n_rows, all->len, took.wall, took.cpu);
  for (guint i = 0; i < all->len; i++)
    {
      g_ptr_array_unref (g_array_index (all, Rows, i).values);
      g_free (g_array_index (all, Rows, i).insert);
    }
  return took;
}

static void
clear_folder (const char *dir, gboolean all)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  for (const char *name; (name = g_dir_read_name (open)) != NULL;)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      if (all || !g_str_has_suffix (name, ".xlsx"))
        g_unlink (path);
    }
}

static int
compare_doubles (const void *a, const void *b)
{
  const double *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

int
main (int argc, char **argv)
{
  guint households = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 20000;
  g_autofree char *dir = g_dir_make_tmp ("tn-bench-XXXXXX", NULL), *file = g_build_filename (dir, "list.xlsx", NULL);
  g_autofree char *ours = g_build_filename (dir, "ours.tn", NULL), *raw = g_build_filename (dir, "raw.tn", NULL);
  double wall[ROUNDS];
  make_file (file, households);
  for (guint i = 0; i < ROUNDS; i++)
    {
      Took a = import_file (file, ours), b = insert_raw (ours, raw);
      wall[i] = a.wall / b.wall;
      g_print ("ratio:  %.2f (processor %.2f)\n", wall[i], a.cpu / b.cpu);
      clear_folder (dir, FALSE);
    }
  qsort (wall, ROUNDS, sizeof *wall, compare_doubles);
  g_print ("import of a list against raw insertion of its rows: %.2f times, the middle of %d rounds (limit 4)\n", wall[ROUNDS / 2], ROUNDS);
  clear_folder (dir, TRUE);
  g_rmdir (dir);
  return wall[ROUNDS / 2] <= 4 ? 0 : 1;
}
