/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field of many households at once, looked at and written through the one door, beside writing the same rows of the same tables with SQLite alone; and
 * the undo of it.
 *   bench-bulk [HOUSEHOLDS [CHANGED]] */
#include <locale.h>
#include <stdlib.h>
#include <sys/resource.h>
#include "practice-ward.h"
#include "tn-bulk.h"

#define MAX_RATIO 4.0   /* of writing: validation, stamps, what the author had seen, JSON, lists and search */

/* Processor seconds of this program: another at work beside it does not count. */
static double
cpu_seconds (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
run (TnDb *db, const char *sql, const TnId *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, &error);
  if (!stmt) g_error ("%s", error->message);
  tn_stmt_bind_id (stmt, 1, id);
  if (!tn_stmt_run (stmt, &error)) g_error ("%s", error->message);
}

/* What a change of one unit writes: the record and its line in the list, the outbox, what was before, and the undo. */
static double
write_raw (TnCopy *copy, const GArray *ids)
{
  static const char *const sql[] = {
    "UPDATE record SET stamps = stamps || ' ', body = substr(body, 1, length(body) - 1) || ',\"zz\":\"x\"}' WHERE id = ?1",
    "INSERT INTO outbox(id, unit, value, stamp, over, by_user, at, save) VALUES(?1, 'zz', '\"x\"', '0123456789abcdef0123456789ab', '0123456789abcdef0123456789ab', 'x', 1640000000000, 1)",
    "INSERT INTO history(id, unit, stamp, value, by_user, at) VALUES(?1, 'zz', '0123456789abcdef0123456789ab', '\"y\"', 'x', 1640000000000)",
    "INSERT INTO action_unit(action, id, unit, before, stamp) VALUES(999999, ?1, 'zz', '\"y\"', '0123456789abcdef0123456789ab')",
    "UPDATE household SET phone = phone WHERE id = ?1",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTx) tx = tn_tx_begin (tn_copy_db (copy), TRUE, &error);
  double start = cpu_seconds ();
  for (guint i = 0; i < ids->len; i++)
    for (gsize s = 0; s < G_N_ELEMENTS (sql); s++)
      run (tn_copy_db (copy), sql[s], &g_array_index (ids, TnId, i));
  double took = cpu_seconds () - start;
  return took;   /* and it is rolled back */
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  PracticeWard ward;
  TnHouseholdQuery query = { 0 };
  guint n = argc > 2 ? (guint) atoi (argv[2]) : 20000;
  setlocale (LC_ALL, "");
  practice_ward_make (&ward, argc > 1 ? (guint) atoi (argv[1]) : 60000);
  g_autoptr (TnCopy) copy = practice_ward_open (&ward);
  g_autoptr (GArray) rows = tn_query_households (copy, &query, &error);
  g_array_set_size (rows, MIN (n, rows->len));
  g_autoptr (GArray) ids = tn_bulk_ids (copy, rows, &error);
  write_raw (copy, ids);   /* into the cache */
  double raw = write_raw (copy, ids), start = cpu_seconds ();
  TnBulkWish wish = { .what = TN_BULK_SET, .field = "residence", .token = "\"staying\"" };
  g_autoptr (TnBulk) bulk = tn_bulk_plan (copy, &wish, (const TnId *) (gpointer) ids->data, ids->len, NULL, NULL, NULL, &error);
  if (!bulk) g_error ("%s", error->message);
  double looked = cpu_seconds () - start;
  gint64 action = 0, wall = g_get_monotonic_time ();
  start = cpu_seconds ();
  if (!tn_copy_edit (copy, bulk->edit, &action, &error)) g_error ("%s", error->message);
  double wrote = cpu_seconds () - start, seconds = (double) (g_get_monotonic_time () - wall) / G_USEC_PER_SEC;
  start = cpu_seconds ();
  if (!tn_copy_undo (copy, action, &error)) g_error ("%s", error->message);
  double undone = cpu_seconds () - start;
  g_print ("%u households, %u changed: looked at in %.2f s, written in %.2f s (%.2f s by the clock), %.1f × SQLite alone (%.2f s; limit %.0f), undone in %.2f s\n", ids->len,
           bulk->n_changes, looked, wrote, seconds, wrote / raw, raw, MAX_RATIO, undone);
  g_clear_pointer (&copy, tn_copy_close);
  practice_ward_clear (&ward);
  return wrote <= raw * MAX_RATIO ? 0 : 1;
}
