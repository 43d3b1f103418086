/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is due of a promise, by table. */
#include "tn-promise.h"

typedef struct { const char *every; gint64 amount, from, to; guint n_came; gint64 came, today; guint n_due, n_overdue; gint64 overdue, since, next; } Row;

static const Row table[] = {
  /* every month from the 1st of October: October and November have ended */
  { "month", 500000, 20211001, 0, 0, 0, 20211224, 2, 2, 1000000, 20211031, 20211231 },
  { "month", 500000, 20211001, 0, 1, 500000, 20211224, 2, 1, 500000, 20211130, 20211231 },
  { "month", 500000, 20211001, 0, 2, 1000000, 20211224, 2, 0, 0, 0, 20211231 },
  { "month", 500000, 20211001, 0, 1, 1500000, 20211224, 2, 0, 0, 0, 20220131 },           /* three months at once */
  { "month", 500000, 20211001, 0, 2, 700000, 20211224, 2, 1, 300000, 20211130, 20211231 }, /* part of it */
  /* due on the last day, overdue from the next */
  { "month", 500000, 20211124, 0, 0, 0, 20211223, 0, 0, 0, 0, 20211223 },
  { "month", 500000, 20211124, 0, 0, 0, 20211224, 1, 1, 500000, 20211223, 20220123 },
  /* months of other lengths: nothing creeps */
  { "month", 100, 20210131, 0, 0, 0, 20210228, 1, 1, 100, 20210227, 20210330 },
  { "month", 100, 20210131, 0, 0, 0, 20210331, 2, 2, 200, 20210227, 20210429 },
  { "quarter", 100, 20210115, 0, 0, 0, 20211224, 3, 3, 300, 20210414, 20220114 },
  { "year", 100, 20200101, 0, 1, 100, 20211224, 1, 0, 0, 0, 20211231 },
  /* until the last day: no period begins after it, and the last one ends with it */
  { "month", 100, 20211001, 20211115, 0, 0, 20211224, 2, 2, 200, 20211031, 0 },
  { "month", 100, 20211001, 20211115, 2, 200, 20211224, 2, 0, 0, 0, 0 },
  /* once */
  { "once", 2000000, 20211101, 0, 0, 0, 20211201, 0, 0, 0, 0, 20211201 },
  { "once", 2000000, 20211101, 0, 0, 0, 20211202, 1, 1, 2000000, 20211201, 0 },
  { "once", 2000000, 20211101, 20220101, 0, 0, 20211224, 0, 0, 0, 0, 20220101 },
  { NULL, 2000000, 20211101, 0, 1, 2000000, 20211224, 1, 0, 0, 0, 0 },
  /* goods alone: a gift is a period */
  { "month", 0, 20211001, 0, 1, 0, 20211224, 2, 1, 0, 20211130, 20211231 },
  { "once", 0, 20211001, 0, 1, 0, 20211224, 1, 0, 0, 0, 0 },
  /* what is not known */
  { "month", 500000, 0, 0, 0, 0, 20211224, 0, 0, 0, 0, 0 },
  { "month", 500000, 20211001, 20210901, 0, 0, 20211224, 0, 0, 0, 0, 0 },
  { "month", 500000, 20210000, 0, 0, 0, 20210215, 1, 1, 500000, 20210131, 20210228 },
  { "month", 500000, 99999999, 0, 0, 0, 20211224, 0, 0, 0, 0, 0 },
  { "month", 500000, 20220101, 0, 0, 0, 20211224, 0, 0, 0, 0, 20220131 },
};

static void
test_judge (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const Row *row = &table[i];
      TnPromise promise = { row->every, row->amount, row->from, row->to };
      TnPromiseState state = tn_promise_judge (&promise, row->n_came, row->came, row->today);

      g_test_message ("row %u", i);
      g_assert_cmpuint (state.n_due, ==, row->n_due);
      g_assert_cmpuint (state.n_overdue, ==, row->n_overdue);
      g_assert_cmpint (state.amount_overdue, ==, row->overdue);
      g_assert_cmpint (state.since, ==, row->since);
      g_assert_cmpint (state.next, ==, row->next);
      g_assert_cmpint (state.amount_due, ==, row->amount * row->n_due);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/promise/judge", test_judge);
  return g_test_run ();
}
