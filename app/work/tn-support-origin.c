/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A household that was split off: what the old one had received while its people lived there, they received. A household names the one that it was split off
 * from (`origin`), and it was made when it was. There is no list of such households; but one that was made before the first receipt of a programme need
 * not be opened, and ids tell when they were made. */
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-support-private.h"

#define LONGEST_CHAIN 8

gboolean
tn_split_may_be (const TnId *household, gint64 first)
{
  gint64 made = tn_id_time_ms (household);

  return !made || made > first;
}

/* FALSE = it is a household of its own, or not here. */
static gboolean
read_origin (TnCopy *copy, const TnId *household, TnId *origin, gint64 *at)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, household, NULL);
  const TnUnit *unit = row && g_str_equal (row->kind_key, "household") ? tn_row_unit (row, "origin") : NULL;

  if (!unit || !tn_row_ref (row, "origin", origin))
    return FALSE;
  *at = tn_id_time_ms (household);   /* it was made by the split; a stamp may run before the clock */
  if (!*at)
    *at = tn_stamp_ms (&unit->stamp);
  return TRUE;
}

/* Written for the old household itself, or for one that was found to be the same: not for one that it joined afterwards. */
static gboolean
was_for (const TnReceipt *receipt, const TnId *origin, const TnId *subject)
{
  return tn_id_equal (&receipt->whom, origin) || tn_id_equal (subject, origin);
}

static gboolean
add_before (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *origin, gint64 until, GPtrArray *before, GError **error)
{
  TnId subject = tn_whom_now (whom, origin);
  g_autoptr (GPtrArray) receipts = tn_support_receipts_of (copy, whom, programme, &subject, error);

  for (guint i = receipts ? receipts->len : 0; i > 0; i--)
    {
      const TnReceipt *receipt = receipts->pdata[i - 1];

      if (receipt->counts && receipt->at < until && was_for (receipt, origin, &subject))
        g_ptr_array_add (before, g_ptr_array_steal_index (receipts, i - 1));
    }
  return receipts != NULL;
}

GPtrArray *
tn_support_before (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *household, GError **error)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (tn_receipt_free);
  TnId at = *household, origin;
  gint64 until = G_MAXINT64, split;

  for (guint i = 0; i < LONGEST_CHAIN && read_origin (copy, &at, &origin, &split); i++, at = origin)
    {
      TnId now = tn_whom_now (whom, &origin);

      until = MIN (until, split);
      if (tn_id_equal (&now, household))   /* they are together again: its own receipts */
        break;
      if (!add_before (copy, whom, programme, &origin, until, before, error))
        return NULL;
    }
  tn_receipts_sort (before);
  return g_steal_pointer (&before);
}

/* Of these nobody has said that they stand beside another one. */
gboolean
tn_support_count_before (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *household, guint *n, GError **error)
{
  g_autoptr (GPtrArray) before = tn_support_before (copy, whom, programme, household, error);

  *n = 0;
  for (guint i = 0; before && i < before->len; i++)
    *n += !g_str_equal (((const TnReceipt *) before->pdata[i])->settled, "stands");
  return before != NULL;
}

GPtrArray *
tn_support_receipts_beside_of (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *subject, GError **error)
{
  g_autoptr (GPtrArray) receipts = tn_support_receipts_of (copy, whom, programme, subject, error);
  GPtrArray *before = receipts ? tn_support_before (copy, whom, programme, subject, error) : NULL;

  if (!before)
    return NULL;
  g_ptr_array_extend_and_steal (receipts, before);
  tn_receipts_sort (receipts);
  return g_steal_pointer (&receipts);
}

GPtrArray *
tn_support_receipts_beside (TnCopy *copy, const TnId *programme, const TnId *whom_id, GError **error)
{
  g_auto (TnWhom) whom = { 0 };
  TnId subject;

  if (!tn_whom_load (copy, &whom, error))
    return NULL;
  subject = tn_whom_now (&whom, whom_id);
  return tn_support_receipts_beside_of (copy, &whom, programme, &subject, error);
}

char *
tn_support_before_words (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *household)
{
  g_autoptr (GPtrArray) before = tn_support_before (copy, whom, programme, household, NULL);
  const TnReceipt *first = before && before->len ? before->pdata[0] : NULL;
  g_autofree char *title = first ? tn_query_title (copy, &first->whom) : NULL, *stored = first ? tn_date_today (first->at) : NULL, *day = stored ? tn_date_format (stored) : NULL;

  /* Translators: a household's address, and a date */
  return first ? g_strdup_printf (_("its people lived in %s when that household got it on %s"), title, day) : NULL;
}

/* ---- for the rule: who was supported ---- */

gboolean
tn_split_has_origin (TnStmt *stmt, const TnId *household)
{
  tn_stmt_reset (stmt);
  tn_stmt_bind_id (stmt, 1, household);
  return tn_stmt_step (stmt, NULL) == TN_STEP_ROW;
}

/* Households of the ward that were split off, and may have been after `first`: TnId. */
static GArray *
find_split (TnCopy *copy, gint64 first, GError **error)
{
  g_autoptr (GArray) split = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT id FROM household WHERE live = 1", error), has = NULL;
  TnStep step;

  if (!stmt || !(has = tn_db_prepare (tn_copy_db (copy), TN_SUPPORT_HAS_ORIGIN, error)))
    return NULL;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnId id;

      if (tn_stmt_id (stmt, 0, &id) && tn_split_may_be (&id, first) && tn_split_has_origin (has, &id))
        g_array_append_val (split, id);
    }
  return step == TN_STEP_DONE ? g_steal_pointer (&split) : NULL;
}

GArray *
tn_support_split_supported (TnCopy *copy, const TnProgrammeState *state, const TnId *programme, GError **error)
{
  g_autoptr (GArray) supported = g_array_new (FALSE, FALSE, sizeof (TnId)), split = state->first ? find_split (copy, state->first, error) : g_array_ref (supported);

  for (guint i = 0; split && i < split->len && state->first; i++)
    {
      const TnId *id = &g_array_index (split, TnId, i);
      g_autoptr (GPtrArray) before = tn_support_before (copy, &state->whom, programme, id, error);

      if (!before)
        return NULL;
      if (before->len)
        g_array_append_vals (supported, id, 1);
    }
  return split ? g_steal_pointer (&supported) : NULL;
}
