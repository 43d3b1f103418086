/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is entitled to a programme, over a whole ward of 60,000 households and 220,000 people of whom many have got something already: beside what reading the
 * same rows alone takes; and the lists of a programme that half the ward is in.
 *   bench-support [HOUSEHOLDS] */
#include <locale.h>
#include <stdlib.h>
#include <time.h>
#include "bench-record.h"
#include "practice-ward.h"
#include "tn-projection.h"
#include "tn-support.h"

#define MAX_FIND 1.0        /* s */
#define MAX_LIST_MS 100.0   /* of a list as it opens: the programmes, Today's doubles, what is approved in a programme for 4,000 people */
#define DAY_MS G_GINT64_CONSTANT (86400000)

typedef struct { TnCopy *copy; guint n_ids, n; gint64 now; TnId programmes[3]; } Maker;

static void
put (Maker *m, const char *kind, const TnId *id, const TnId *parent, const char *body)
{
  bench_record_put (m->copy, kind, id, parent, body);
  m->n++;
}

static TnId
next_id (Maker *m)
{
  return bench_record_id (++m->n_ids, 0);
}

/* What one person was given: proposed, approved, and of three two handed over; now and then twice. */
static void
put_entitlement (Maker *m, const TnId *programme, const TnId *whom, guint i)
{
  TnIdStr p, w, e;
  TnId id = tn_entitlement_id (programme, whom);
  tn_id_format (programme, p);
  tn_id_format (whom, w);
  tn_id_format (&id, e);
  g_autofree char *body = g_strdup_printf ("{\"decided\":\"2021-09-10\",\"decided_by\":\"Lan\",\"programme\":\"%s\",\"proposed\":\"2021-09-08\",\"proposed_by\":\"Lan\",%s\"whom\":\"%s\",\"why\":\"Lives here\"}",
                                           p, i % 5 ? "\"state\":\"approved\"," : "", w);
  put (m, "entitlement", &id, whom, body);
  for (guint n = 0; i % 5 && i % 3 && n < (i % 1000 == 1 ? 2 : 1); n++) {
    TnId delivery = next_id (m);
    g_autofree char *receipt = g_strdup_printf ("{\"amount\":1000000,\"at\":%" G_GINT64_FORMAT ",\"by\":\"Lan\",\"entitlement\":\"%s\",\"programme\":\"%s\",\"whom\":\"%s\"}", m->now - i * 1000, e, p, w);
    put (m, "delivery", &delivery, &id, receipt);
  }
}

/* Every second person is in the first programme, every fiftieth in the second, and nobody yet in the third, which shuts out who is. */
static void
make_support (Maker *m)
{
  static const char *const rules[] = { "", "age: 60..", "age: 18..\\nnot supported: any\\nnot category: poor\\npresence: present" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (m->copy), "SELECT id FROM person", &error);
  g_autoptr (TnTx) tx = NULL;
  while (tn_stmt_step (stmt, &error) == TN_STEP_ROW) {
    TnId id;
    tn_stmt_id (stmt, 0, &id);
    g_array_append_val (people, id);
  }
  tx = tn_tx_begin (tn_copy_db (m->copy), TRUE, &error);
  bench_check (tx && tn_projection_begin_bulk (m->copy, &error), error);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autofree char *body = g_strdup_printf ("{\"amount\":1000000,\"from\":\"2021-09-01\",\"gives\":\"money\",\"name\":\"Gói %u\",\"per\":\"person\",\"rule\":\"%s\",\"state\":\"open\",\"to\":\"2099-12-31\"}", i + 1, rules[i]);
    m->programmes[i] = next_id (m);
    put (m, "programme", &m->programmes[i], NULL, body);
  }
  for (guint i = 0; i < people->len; i++) {
    if (i % 2) put_entitlement (m, &m->programmes[0], &g_array_index (people, TnId, i), i);
    if (i % 50 == 0) put_entitlement (m, &m->programmes[1], &g_array_index (people, TnId, i), i + 1);
  }
  bench_check (tn_projection_end_bulk (m->copy, &error) && tn_tx_commit (g_steal_pointer (&tx), &error), error);
}

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static guint
count_rows (TnCopy *copy, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), sql, &error);
  guint n = 0;
  bench_check (stmt != NULL, error);
  while (tn_stmt_step (stmt, &error) == TN_STEP_ROW) n += tn_stmt_slice (stmt, 0).len > 0;
  return n;
}

/* The rows that the rule needs: everybody's record, every household's, what everybody got. */
static guint
read_alone (TnCopy *copy)
{
  guint n = count_rows (copy, "SELECT r.body FROM person p CROSS JOIN record r ON r.id = p.id ORDER BY p.home, p.slot");
  count_rows (copy, "SELECT r.body FROM household h JOIN record r ON r.id = h.id");
  count_rows (copy, "SELECT id FROM item WHERE kind = 'entitlement'");
  count_rows (copy, "SELECT id FROM item WHERE kind = 'delivery'");
  return n;
}

/* By the clock, and what of it this thread was at work: other programs beside it do not count. */
typedef struct { gint64 start; double used, ms, cpu_ms; } Span;

static double
read_processor_ms (void)
{
  struct timespec used;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);
  return (double) used.tv_sec * 1000 + (double) used.tv_nsec / 1e6;
}

static Span
begin (void)
{
  return (Span) { .start = g_get_monotonic_time (), .used = read_processor_ms () };
}

static void
end (Span *span)
{
  span->ms = seconds_since (span->start) * 1000;
  span->cpu_ms = read_processor_ms () - span->used;
}

static Span
time_list (TnCopy *copy, const TnId *programme, TnSupportList which, guint limit, guint *n)
{
  g_autoptr (GError) error = NULL;
  Span span = begin ();
  g_autoptr (GPtrArray) list = tn_support_list (copy, programme, which, "", limit, &error);
  bench_check (list != NULL, error);
  *n = list->len;
  end (&span);
  return span;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  PracticeWard ward;
  setlocale (LC_ALL, "");
  practice_ward_make (&ward, argc > 1 ? (guint) atoi (argv[1]) : 60000);
  g_autoptr (TnCopy) copy = practice_ward_open (&ward);
  Maker m = { .copy = copy, .now = g_get_real_time () / 1000 };
  make_support (&m);
  read_alone (copy);   /* into the cache */
  gint64 start = g_get_monotonic_time ();
  guint n = read_alone (copy), doubles, listed;
  double raw = seconds_since (start), worst = 0;
  for (guint i = 0; i < G_N_ELEMENTS (m.programmes); i++) {
    start = g_get_monotonic_time ();
    g_autoptr (TnSupportFound) found = tn_support_find (copy, &m.programmes[i], NULL, &error);
    bench_check (found != NULL, error);
    double all = seconds_since (start);
    worst = MAX (worst, all);
    g_print ("programme %u: %u of %u entitled, %u of them with nothing: %.2f s\n", i + 1, found->n_entitled, found->lines->len, found->n_nothing, all);
  }
  Span today = begin ();
  bench_check (tn_support_count_doubles (copy, &doubles, &error), error);
  end (&today);
  Span list = begin ();
  g_autoptr (GPtrArray) programmes = tn_programme_list (copy, NULL, "", &error);
  bench_check (programmes != NULL, error);
  end (&list);
  Span first = time_list (copy, &m.programmes[1], TN_SUPPORT_APPROVED, 0, &listed);
  guint some, whole;
  Span most = time_list (copy, &m.programmes[0], TN_SUPPORT_APPROVED, 500, &some), rest = time_list (copy, &m.programmes[0], TN_SUPPORT_APPROVED, 0, &whole);
  Span summed = begin ();
  TnProgrammeSums sums;
  bench_check (tn_programme_sums (copy, &m.programmes[0], &sums, &error), error);
  end (&summed);
  g_print ("%u people, %u records of support: at most %.2f s (limit %.0f s), %.1f × reading the rows alone (%.2f s)\n", n, m.n, worst, MAX_FIND, worst / raw, raw);
  const struct { const char *what; guint n; Span span; } lines[] = {
    { "doubles counted", doubles, today }, { "programmes", programmes->len, list }, { "approved", listed, first }, { "the first of all approved", some, most },
    { "all approved", whole, rest }, { "receipts added up", sums.n_receipts, summed },
  };
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) g_print ("%-28s %6u  %6.1f ms, processor %6.1f\n", lines[i].what, lines[i].n, lines[i].span.ms, lines[i].span.cpu_ms);
  tn_programme_sums_clear (&sums);
  g_clear_pointer (&copy, tn_copy_close);
  practice_ward_clear (&ward);
  return worst <= MAX_FIND && list.ms <= MAX_LIST_MS && first.ms <= MAX_LIST_MS && today.ms <= MAX_LIST_MS && most.ms <= MAX_LIST_MS && summed.ms <= MAX_LIST_MS ? 0 : 1;
}
