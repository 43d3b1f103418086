/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Half a year of stock, gifts, reductions and sponsors in a large ward: how long each list and page takes to be read, as the window reads it, beside what
 * SQLite takes to add up the ledger.
 *   bench-resources [HOUSEHOLDS [ENTRIES]] */
#include <locale.h>
#include <stdlib.h>
#include "practice-ward.h"
#include "tn-date.h"
#include "tn-donor.h"
#include "tn-hands.h"
#include "tn-reduction.h"
#include "tn-today.h"

#define RUNS 20
#define MAX_MS 100.0
#define ITEMS 12
#define PLACES 6
#define DONORS 150
#define GIFTS 300
#define SPONSORED 400
#define REDUCTIONS 60

typedef struct { TnCopy *copy; GRand *rand; GArray *households; TnId items[ITEMS], places[PLACES], donors[DONORS], gifts[GIFTS], reduction; gint64 today; } Ward;

static void
write_edit (Ward *w, TnEdit *edit)
{
  g_autoptr (TnEdit) owned = edit;
  g_autoptr (GError) error = NULL;
  gint64 action;
  if (!tn_copy_edit (w->copy, owned, &action, &error)) g_error ("%s", error->message);
}

static char *
some_day (Ward *w)
{
  return tn_date_today (tn_env_now_ms (tn_copy_env (w->copy)) - (gint64) g_rand_int_range (w->rand, 0, 180) * 86400000);
}

static TnId
named (TnEdit *edit, const char *kind, const char *name, guint i)
{
  TnId id = tn_edit_create (edit, kind, NULL);
  g_autofree char *text = g_strdup_printf ("%s %u", name, i);
  tn_edit_set_text (edit, &id, "name", text);
  return id;
}

static void
add_names (Ward *w)
{
  TnEdit *edit = tn_edit_new ("Names");
  for (guint i = 0; i < ITEMS; i++) {
    w->items[i] = named (edit, "stock_item", "Mặt hàng", i);
    tn_edit_set_text (edit, &w->items[i], "measure", "kg");
    tn_edit_set_int (edit, &w->items[i], "low", 100);
  }
  for (guint i = 0; i < PLACES; i++) w->places[i] = named (edit, "stock_place", "Kho", i);
  for (guint i = 0; i < DONORS; i++) {
    w->donors[i] = named (edit, "donor", "Nhà hảo tâm", i);
    tn_edit_set_text (edit, &w->donors[i], "type", "person");
  }
  for (guint i = 0; i < GIFTS; i++) {
    g_autofree char *day = some_day (w);
    w->gifts[i] = tn_edit_create (edit, "gift", NULL);
    tn_edit_set_ref (edit, &w->gifts[i], "donor", &w->donors[i % DONORS]);
    tn_edit_set_text (edit, &w->gifts[i], "at", day);
  }
  write_edit (w, edit);
}

/* One in fifty comes in, one in twenty goes from place to place, all others are handed out. */
static void
add_entries (Ward *w, guint n)
{
  TnEdit *edit = tn_edit_new ("Ledger");
  for (guint i = 0; i < n; i++) {
    TnId id = tn_edit_create (edit, "stock_entry", NULL);
    guint place = (guint) g_rand_int_range (w->rand, 0, PLACES);
    gboolean in = i % 50 == 0, over = i % 20 == 1;
    g_autofree char *quantity = tn_decimal_token (in ? 50000 * TN_DECIMAL_ONE : g_rand_int_range (w->rand, 1, 40000)), *day = some_day (w);
    tn_edit_set_ref (edit, &id, "item", &w->items[g_rand_int_range (w->rand, 0, ITEMS)]);
    if (!in) tn_edit_set_ref (edit, &id, "from", &w->places[place]);
    if (in || over) tn_edit_set_ref (edit, &id, "to", &w->places[in ? place : (place + 1) % PLACES]);
    tn_edit_set (edit, &id, "quantity", quantity);
    tn_edit_set_text (edit, &id, "at", day);
    tn_edit_set_text (edit, &id, "why", in ? "gift" : over ? "transfer" : "delivery");
    if (in) tn_edit_set_ref (edit, &id, "source", &w->gifts[i / 50 % GIFTS]);
    tn_edit_set_text (edit, &id, "by", "Lan");
  }
  write_edit (w, edit);
}

static void
add_people (Ward *w)
{
  TnEdit *edit = tn_edit_new ("Hands");
  for (guint i = 0; i < SPONSORED * 2 && i < w->households->len; i++) {
    g_autoptr (GPtrArray) people = tn_query_children (w->copy, "person", &g_array_index (w->households, TnId, i * (w->households->len / (SPONSORED * 2))), NULL);
    TnId id = tn_edit_create (edit, "membership", NULL), s;
    tn_edit_set_ref (edit, &id, "subject", &((TnRow *) people->pdata[people->len - 1])->id);
    tn_edit_set_text (edit, &id, "category", "orphan_covid");
    if (i % 2) continue;
    s = tn_edit_create (edit, "sponsorship", NULL);
    tn_edit_set_ref (edit, &s, "person", &((TnRow *) people->pdata[people->len - 1])->id);
    tn_edit_set_ref (edit, &s, "sponsor", &w->donors[i % DONORS]);
    tn_edit_set_int (edit, &s, "amount", 500000);
    tn_edit_set_text (edit, &s, "every", "month");
    tn_edit_set_text (edit, &s, "from", "2021-10-01");
    tn_edit_set_text (edit, &s, "state", "running");
    for (guint k = 0; k < 12; k++) {
      TnId gift = tn_edit_create (edit, "sponsorship_gift", NULL);
      g_autofree char *day = some_day (w);
      tn_edit_set_ref (edit, &gift, "sponsorship", &s);
      tn_edit_set_text (edit, &gift, "at", day);
      tn_edit_set_int (edit, &gift, "amount", 500000);
    }
  }
  write_edit (w, edit);
}

static void
add_reductions (Ward *w)
{
  TnEdit *edit = tn_edit_new ("Reductions");
  for (guint i = 0; i < REDUCTIONS; i++) {
    w->reduction = tn_edit_create (edit, "reduction", NULL);
    tn_edit_set_text (edit, &w->reduction, "owner", "Chủ nhà");
    tn_edit_set_text (edit, &w->reduction, "what", "rent");
    tn_edit_set_int (edit, &w->reduction, "percent", 30);
    for (guint k = 0; k < 100; k++) {
      TnId home = tn_edit_create (edit, "reduction_home", NULL);
      tn_edit_set_ref (edit, &home, "reduction", &w->reduction);
      tn_edit_set_ref (edit, &home, "household", &g_array_index (w->households, TnId, (i * 97 + k) % w->households->len));
      tn_edit_set_text (edit, &home, "at", "2021-12-01");
    }
  }
  write_edit (w, edit);
}

/* ---- measuring ---- */

static gpointer read_stock (Ward *w) { return tn_stock_list (w->copy, "", NULL); }
static gpointer read_gifts (Ward *w) { return tn_gift_list (w->copy, NULL, "", 200, NULL, NULL); }
static gpointer read_donors (Ward *w) { return tn_donor_list (w->copy, "", NULL); }
static gpointer read_reductions (Ward *w) { return tn_reduction_list (w->copy, "", w->today, NULL); }
static gpointer read_orphans (Ward *w) { return tn_orphan_list (w->copy, "", w->today, NULL); }
static gpointer read_sponsorships (Ward *w) { return tn_sponsorship_list (w->copy, TRUE, "", 0, w->today, NULL, NULL); }
static gpointer read_item (Ward *w) { return tn_stock_read (w->copy, &w->items[0], 60, NULL); }
static gpointer read_reduction (Ward *w) { return tn_reduction_read (w->copy, &w->reduction, w->today, NULL); }
static gpointer read_today (Ward *w) { return tn_today_read (w->copy, tn_env_now_ms (tn_copy_env (w->copy)), 6, NULL); }

static gpointer
read_raw (Ward *w)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (w->copy), "SELECT sum(quantity), count(*) FROM stock", NULL);
  return stmt && tn_stmt_step (stmt, NULL) == TN_STEP_ROW ? GINT_TO_POINTER (1) : NULL;
}

static const struct { const char *name; gpointer (*read) (Ward *w); GDestroyNotify free_func; } readings[] = {
  { "raw sum of the ledger", read_raw, NULL }, { "list of stock", read_stock, (GDestroyNotify) g_ptr_array_unref }, { "list of gifts", read_gifts, (GDestroyNotify) g_ptr_array_unref },
  { "list of donors", read_donors, (GDestroyNotify) g_ptr_array_unref }, { "list of reductions", read_reductions, (GDestroyNotify) g_ptr_array_unref },
  { "who waits", read_orphans, (GDestroyNotify) g_ptr_array_unref }, { "sponsorships", read_sponsorships, (GDestroyNotify) g_ptr_array_unref },
  { "page of an item", read_item, tn_stock_view_free }, { "page of a reduction", read_reduction, tn_reduction_view_free }, { "Today, all of it", read_today, (GDestroyNotify) tn_today_free },
};

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

static double
measure (Ward *w, guint i)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint run = 0; run < RUNS; run++) {
    gint64 start = g_get_monotonic_time ();
    gpointer read = readings[i].read (w);
    double ms = (double) (g_get_monotonic_time () - start) / 1000;
    if (!read) g_error ("%s", readings[i].name);
    if (readings[i].free_func) readings[i].free_func (read);
    g_array_append_val (times, ms);
  }
  g_array_sort (times, compare_cb);
  return g_array_index (times, double, RUNS * 95 / 100 - 1);
}

int
main (int argc, char **argv)
{
  guint households = argc > 1 ? (guint) atoi (argv[1]) : 60000, entries = argc > 2 ? (guint) atoi (argv[2]) : 60000;
  PracticeWard ward;
  gboolean good = TRUE;
  double raw = 0;
  setlocale (LC_ALL, "");
  practice_ward_make (&ward, households);
  g_autoptr (TnCopy) copy = practice_ward_open (&ward);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20211224);
  g_autoptr (GArray) homes = tn_query_ids (copy, "household", NULL);
  g_autofree char *today = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  Ward w = { .copy = copy, .rand = rand, .households = homes, .today = tn_listed_date (today) };
  add_names (&w);
  add_entries (&w, entries);
  add_people (&w);
  add_reductions (&w);
  g_print ("%u households, %u entries of stock, %d gifts, %d sponsorships, %d reductions of 100 households\n", households, entries, GIFTS, SPONSORED, REDUCTIONS);
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++) {
    double ms = measure (&w, i);
    if (i == 0) raw = ms;
    g_print ("%-24s p95 %6.1f ms (limit %.0f), %.1f × the raw sum\n", readings[i].name, ms, MAX_MS, ms / raw);
    good &= ms <= MAX_MS;
  }
  g_clear_pointer (&copy, tn_copy_close);
  practice_ward_clear (&ward);
  return good ? 0 : 1;
}
