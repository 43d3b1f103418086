/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of a programme, counted from receipts less what settlements take away. */
#include <string.h>
#include "tn-support-private.h"

#define MOST_DECIMALS 6
#define UNIT TN_LISTED_QUANTITY

void
tn_programme_sums_clear (TnProgrammeSums *sums)
{
  g_clear_pointer (&sums->quantity, g_free);
}

char *
tn_support_show_quantity (gint64 quantity)
{
  g_autofree char *text = g_strdup_printf ("%s%" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT, quantity < 0 ? "-" : "", ABS (quantity) / UNIT, ABS (quantity) % UNIT);
  gsize len = strlen (text);

  while (text[len - 1] == '0')
    len--;
  return g_strndup (text, text[len - 1] == '.' ? len - 1 : len);
}

/* Slips of the keyboard, added up, stand at the end of what can be told. */
static void
add_bounded (gint64 *sum, gint64 more)
{
  if (__builtin_add_overflow (*sum, more, sum))
    *sum = more < 0 ? -G_MAXINT64 : G_MAXINT64;
}

static void
add_receipt (TnProgrammeSums *sums, TnSettlements *settlements, const TnId *id, gint64 amount, gint64 goods, gint64 *quantity)
{
  const TnSettled *settled = tn_settlements_get (settlements, id);

  sums->n_receipts++;
  sums->n_returned += settled && g_str_equal (settled->what, "returned");
  if (!tn_settled_counts (settlements, id, settled))
    return;
  sums->n_counted++;
  add_bounded (&sums->amount, amount);
  add_bounded (quantity, goods);
}

/* From their index alone: of no receipt the record is opened. */
static gboolean
add_receipts (TnCopy *copy, const TnId *programme, TnSettlements *settlements, TnProgrammeSums *sums, gint64 *quantity, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT id, amount, quantity FROM item WHERE kind = 'delivery' AND ref = ?1", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, programme);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnId id;

      tn_stmt_id (stmt, 0, &id);
      add_receipt (sums, settlements, &id, tn_stmt_int (stmt, 1), tn_stmt_int (stmt, 2), quantity);
    }
  return step == TN_STEP_DONE;
}

static void
add_stands (TnProgrammeSums *sums, const TnStands *stands)
{
  guint *const counts[] = { [TN_STATE_WITHDRAWN] = &sums->n_withdrawn, [TN_STATE_DECLINED] = &sums->n_declined, [TN_STATE_REFUSED] = &sums->n_refused,
                            [TN_STATE_PROPOSED] = &sums->n_proposed, [TN_STATE_APPROVED] = &sums->n_approved, [TN_STATE_OTHER] = &sums->n_proposed };

  if (!tn_id_is_null (&stands->entitlement))
    ++*counts[stands->state];
  sums->n_waiting += stands->state == TN_STATE_APPROVED && !stands->n_counted;
  sums->n_subjects += stands->n_counted > 0;
  sums->n_to_settle += TN_STANDS_TWICE (stands);
}

gboolean
tn_programme_sums (TnCopy *copy, const TnId *programme_id, TnProgrammeSums *sums, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, programme_id, error);
  g_autoptr (TnProgrammeState) state = programme ? tn_programme_state_read (copy, programme_id, error) : NULL;
  gint64 quantity = 0;

  *sums = (TnProgrammeSums) { 0 };
  if (!state || !add_receipts (copy, programme_id, &state->settlements, sums, &quantity, error))
    return FALSE;
  for (guint i = 0; i < state->all->len; i++)
    add_stands (sums, state->all->pdata[i]);
  sums->quota = programme->quota;
  sums->quantity = tn_support_show_quantity (quantity);
  return TRUE;
}
