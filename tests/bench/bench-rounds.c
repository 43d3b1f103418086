/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planning a round of many doors: looking, ordering, sharing and writing, against the insertion of the very rows that came out of it into empty tables with the
 * same indexes, from memory, in one transaction and the same run. Then what planning again costs when one door is new.
 * bench-rounds [DOORS] */
#include <glib/gstdio.h>
#include <stdio.h>
#include <time.h>
#include "tn-round-plan.h"
#include "tn-round-share.h"

#define LIMIT 10.0          /* times the raw insertion, which neither checks nor stamps nor notes what undo needs: 6 to 7 measured, 5,000 doors in 0.2 s */
#define WALKERS 25

static char *dir;

static double
cpu_now (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &ts);
  return (double) ts.tv_sec + (double) ts.tv_nsec / 1e9;
}

static void
require (gboolean ok, const GError *error)
{
  if (!ok)
    g_error ("%s", error ? error->message : "failed");
}

static TnCopy *
open_copy (const char *name)
{
  GError *error = NULL;
  g_autofree char *path = g_build_filename (dir, name, NULL);
  TnCopy *copy = tn_copy_open (path, TN_COPY_CREATE, NULL, &error);

  require (copy && tn_copy_set_ward (copy, "27301", &error) && tn_copy_set_user (copy, "Lan", &error), error);
  return copy;
}

static void
write_edit (TnCopy *copy, TnEdit *edit)
{
  GError *error = NULL;

  require (tn_copy_edit (copy, edit, NULL, &error), error);
  tn_edit_free (edit);
}

static void
add_door (TnEdit *edit, guint i)
{
  static const char *const streets[] = { "Hoa Mai", "Hoa Đào", "Bông Sao", "Lê Văn Thử", "Đường số 7" };
  TnId home = tn_edit_create (edit, "household", NULL), head = tn_edit_create (edit, "person", NULL);
  g_autofree char *alley = g_strdup_printf ("Hẻm %u", i / 40), *house = g_strdup_printf ("%u/%u%s", i / 40, i % 40, i % 9 ? "" : "A");

  tn_edit_set_text (edit, &home, "house_no", house);
  tn_edit_set_text (edit, &home, "alley", alley);
  tn_edit_set_text (edit, &home, "street", streets[i / 1000 % G_N_ELEMENTS (streets)]);
  tn_edit_set_text (edit, &head, "name", "Lê Thị Thử");
  tn_edit_set_text (edit, &head, "relation", "head");
  tn_edit_set_ref (edit, &head, "household", &home);
}

/* The rows of the round as they stand, put into the empty tables of another copy. */
static double
measure_raw (TnCopy *copy)
{
  static const char *const parts[] = { "record", "item", "outbox" };
  g_autofree char *path = g_build_filename (dir, "raw.tn", NULL), *attach = NULL;
  sqlite3 *db = tn_db_handle (tn_copy_db (copy));
  double start;

  tn_copy_close (open_copy ("raw.tn"));
  attach = sqlite3_mprintf ("ATTACH %Q AS raw; PRAGMA temp_store = MEMORY", path);
  g_assert_cmpint (sqlite3_exec (db, attach, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_free (g_steal_pointer (&attach));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *sql = g_strdup_printf ("CREATE TEMP TABLE t_%s AS SELECT * FROM main.%s WHERE id IN (SELECT id FROM main.item WHERE kind IN ('stop', 'round'))",
                                              parts[i], parts[i]);
      g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    }
  start = cpu_now ();
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE; INSERT INTO raw.record SELECT * FROM t_record; INSERT INTO raw.item SELECT * FROM t_item;"
                                     " INSERT INTO raw.outbox SELECT * FROM t_outbox; COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  return cpu_now () - start;
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint) atoi (argv[1]) : 5000;
  GError *error = NULL;
  TnId volunteers[WALKERS], id;
  TnRoundWish wish = { .evening = "2021-12-24", .volunteers = volunteers, .n_volunteers = WALKERS };
  TnEdit *edit = tn_edit_new ("Ward");

  dir = g_dir_make_tmp ("tn-bench-XXXXXX", NULL);
  g_autoptr (TnCopy) copy = open_copy ("ward.tn");
  for (guint i = 0; i < n; i++)
    add_door (edit, i);
  for (guint i = 0; i < WALKERS; i++)
    {
      volunteers[i] = tn_edit_create (edit, "volunteer", NULL);
      tn_edit_set_text (edit, &volunteers[i], "name", "Người Đi");
    }
  write_edit (copy, edit);

  double start = cpu_now ();
  gint64 wall = g_get_monotonic_time ();
  require ((edit = tn_round_plan (copy, &wish, &id, NULL, &error)) != NULL, error);
  double planned = cpu_now () - start;
  guint records = tn_edit_n_records (edit);
  write_edit (copy, edit);
  double whole = cpu_now () - start, wall_s = (double) (g_get_monotonic_time () - wall) / G_USEC_PER_SEC;

  edit = tn_edit_new ("New");
  add_door (edit, 17);
  write_edit (copy, edit);
  start = cpu_now ();
  require ((edit = tn_round_plan_again (copy, &id, NULL, &error)) != NULL, error);
  guint changed = tn_edit_n_records (edit);
  write_edit (copy, edit);
  double again = cpu_now () - start;

  start = cpu_now ();
  g_autoptr (GPtrArray) stops = tn_round_stops (copy, &id, &error);
  require (stops != NULL, error);
  double read = cpu_now () - start, raw = measure_raw (copy);

  printf ("%u doors planned: %.0f ms of the processor (%.0f ms by the clock), of which %.0f ms looking, ordering and sharing; %u records\n", n, whole * 1e3,
          wall_s * 1e3, planned * 1e3, records);
  printf ("raw insertion of as many: %.0f ms; ratio %.2f (limit %.1f)%s\n", raw * 1e3, whole / raw, LIMIT, whole / raw <= LIMIT ? "" : "  TOO SLOW");
  printf ("planned again with one new door: %.0f ms, %u records written; its %u doors read: %.0f ms\n", again * 1e3, changed, stops->len, read * 1e3);
  return whole / raw <= LIMIT ? 0 : 1;
}
