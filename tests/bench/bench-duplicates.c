/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who stand in the register twice, over a whole ward of 60,000 households: beside what reading the same records alone takes; and while one is
 * typed in.
 *   bench-duplicates [HOUSEHOLDS] */
#include <locale.h>
#include <stdlib.h>
#include "practice-ward.h"
#include "tn-duplicates.h"

#define MAX_SECONDS 2.0
#define MAX_TYPED_MS 50.0

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static guint
read_alone (TnCopy *copy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT r.body FROM person p JOIN record r ON r.id = p.id", &error);
  guint n = 0;
  while (tn_stmt_step (stmt, &error) == TN_STEP_ROW) n += tn_stmt_slice (stmt, 0).len > 0;
  return n;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  PracticeWard ward;
  setlocale (LC_ALL, "");
  practice_ward_make (&ward, argc > 1 ? (guint) atoi (argv[1]) : 60000);
  g_autoptr (TnCopy) copy = practice_ward_open (&ward);
  read_alone (copy);   /* into the cache */
  gint64 start = g_get_monotonic_time ();
  guint n = read_alone (copy);
  double raw = seconds_since (start);
  start = g_get_monotonic_time ();
  g_autoptr (GArray) pairs = tn_duplicates_find (copy, 200, NULL, &error);
  double all = seconds_since (start);
  if (!pairs) g_error ("%s", error->message);
  TnMatchPerson typed;
  tn_match_person_init (&typed, "Nguyễn Văn An", "1980-05-06", "male", NULL, NULL, NULL);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GArray) found = tn_duplicates_of (copy, &typed, 5, &error);
    if (!found) g_error ("%s", error->message);
  }
  double ms = seconds_since (start) * 1000 / 20;
  tn_match_person_clear (&typed);
  g_print ("%u people: all pairs %.2f s (limit %.0f s), %.1f × reading the records alone (%.2f s); while typing %.1f ms (limit %.0f)\n", n, all, MAX_SECONDS, all / raw, raw, ms,
           MAX_TYPED_MS);
  g_clear_pointer (&copy, tn_copy_close);
  practice_ward_clear (&ward);
  return all <= MAX_SECONDS && ms <= MAX_TYPED_MS ? 0 : 1;
}
