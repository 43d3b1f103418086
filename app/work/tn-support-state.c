/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where everybody stands in a programme: entitlements and receipts by whom they are for now. Of the whole programme this is read from two indexes alone. */
#include "tn-support-private.h"

TnState
tn_state_of (const char *state)
{
  static const char *const names[] = { [TN_STATE_WITHDRAWN] = "withdrawn", [TN_STATE_DECLINED] = "declined", [TN_STATE_REFUSED] = "refused",
                                       [TN_STATE_PROPOSED] = "proposed", [TN_STATE_APPROVED] = "approved" };

  if (!state || !*state)
    return TN_STATE_PROPOSED;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], state))
      return (TnState) i;
  return TN_STATE_OTHER;
}

TnStanding
tn_state_standing (TnState state, guint n_counted)
{
  static const TnStanding standings[] = { [TN_STATE_WITHDRAWN] = TN_STANDS_NOTHING, [TN_STATE_DECLINED] = TN_STANDS_DECLINED, [TN_STATE_REFUSED] = TN_STANDS_REFUSED,
                                          [TN_STATE_PROPOSED] = TN_STANDS_PROPOSED, [TN_STATE_APPROVED] = TN_STANDS_APPROVED, [TN_STATE_OTHER] = TN_STANDS_PROPOSED };

  return n_counted ? TN_STANDS_DELIVERED : standings[state];
}

/* ---- one after the other ---- */

static void
add_entitlement (TnStands *stands, const TnId *id, TnState state, gint64 proposed)
{
  gboolean first = tn_id_is_null (&stands->entitlement);

  if (!first && (state < stands->state || (state == stands->state && tn_id_compare (id, &stands->entitlement) > 0)))
    return;
  stands->entitlement = *id;
  stands->state = state;
  stands->proposed = proposed;
}

static void
add_receipt (TnStands *stands, TnSettlements *settlements, const TnId *id, gint64 at)
{
  const TnSettled *settled = tn_settlements_get (settlements, id);
  gboolean counts = tn_settled_counts (settlements, id, settled);

  stands->n_receipts++;
  stands->n_counted += counts;
  stands->n_open += counts && !(settled && g_str_equal (settled->what, "stands"));
  if (counts && at > stands->delivered)
    stands->delivered = at;
}

/* ---- the whole programme ---- */

GArray *
tn_support_rows (TnCopy *copy, const char *sql, const TnId *id, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (TnSupportRow));
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), sql, error);
  TnStep step;

  if (!stmt)
    return NULL;
  tn_stmt_bind_id (stmt, 1, id);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnSupportRow row = { .state = tn_state_of (tn_stmt_text (stmt, 2)), .at = tn_stmt_int (stmt, 3) };

      tn_stmt_id (stmt, 0, &row.id);
      tn_stmt_id (stmt, 1, &row.parent);
      g_array_append_val (rows, row);
    }
  return step == TN_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

static TnStands *
get_stands (TnProgrammeState *self, const TnId *whom)
{
  TnId subject = tn_whom_now (&self->whom, whom);
  TnStands *stands = tn_id_table_get (&self->by_subject, &subject);

  if (stands)
    return stands;
  stands = g_new0 (TnStands, 1);
  stands->subject = subject;
  g_ptr_array_add (self->all, stands);
  tn_id_table_put (&self->by_subject, &stands->subject, stands);
  return stands;
}

/* A receipt that came before its entitlement says itself whom it is for. */
static TnId
read_whom (TnCopy *copy, const TnId *delivery)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, delivery, NULL);
  TnId whom = { { 0 } };

  if (row)
    tn_row_ref (row, "whom", &whom);
  return whom;
}

static gboolean
read_state (TnProgrammeState *self, TnCopy *copy, const TnId *programme, GError **error)
{
  g_autoptr (GArray) entitlements = tn_support_rows (copy, "SELECT id, parent, state, at FROM item WHERE kind = 'entitlement' AND ref = ?1", programme, error);
  g_autoptr (GArray) deliveries = entitlements ? tn_support_rows (copy, "SELECT id, parent, NULL, at FROM item WHERE kind = 'delivery' AND ref = ?1", programme, error) : NULL;
  g_auto (TnIdTable) by_id = { 0 };

  if (!deliveries)
    return FALSE;
  for (guint i = 0; i < entitlements->len; i++)
    {
      const TnSupportRow *row = &g_array_index (entitlements, TnSupportRow, i);
      TnStands *stands = get_stands (self, &row->parent);

      add_entitlement (stands, &row->id, row->state, row->at);
      tn_id_table_put (&by_id, &row->id, stands);
    }
  for (guint i = 0; i < deliveries->len; i++)
    {
      const TnSupportRow *row = &g_array_index (deliveries, TnSupportRow, i);
      TnStands *stands = tn_id_table_get (&by_id, &row->parent);
      TnId whom = stands ? stands->subject : read_whom (copy, &row->id);

      if (!tn_id_is_null (&whom))
        add_receipt (stands ? stands : get_stands (self, &whom), &self->settlements, &row->id, row->at);
      if (!self->first || row->at < self->first)
        self->first = row->at;
    }
  return TRUE;
}

/* Few were split off after the programme had begun, and fewer got something since: only these are opened. */
static gboolean
read_before (TnProgrammeState *self, TnCopy *copy, const TnId *programme, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, programme, NULL);
  g_autofree char *per = row ? tn_row_dup_text (row, "per") : NULL;
  g_autoptr (TnStmt) has = g_strcmp0 (per, "household") == 0 ? tn_db_prepare (tn_copy_db (copy), TN_SUPPORT_HAS_ORIGIN, error) : NULL;

  if (g_strcmp0 (per, "household") != 0)
    return TRUE;
  for (guint i = 0; has && i < self->all->len; i++)
    {
      TnStands *stands = self->all->pdata[i];

      if (stands->n_open == 1 && tn_split_may_be (&stands->subject, self->first) && tn_split_has_origin (has, &stands->subject)
          && !tn_support_count_before (copy, &self->whom, programme, &stands->subject, &stands->n_before, error))
        return FALSE;
    }
  return has != NULL;
}

TnProgrammeState *
tn_programme_state_read (TnCopy *copy, const TnId *programme, GError **error)
{
  g_autoptr (TnProgrammeState) self = g_new0 (TnProgrammeState, 1);

  self->all = g_ptr_array_new_with_free_func (g_free);
  if (!tn_whom_load (copy, &self->whom, error) || !tn_settlements_load (&self->settlements, copy, programme, error) || !read_state (self, copy, programme, error) ||
      !read_before (self, copy, programme, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
tn_programme_state_free (TnProgrammeState *self)
{
  if (!self)
    return;
  tn_whom_clear (&self->whom);
  tn_settlements_clear (&self->settlements);
  tn_id_table_clear (&self->by_subject);
  g_ptr_array_unref (self->all);
  g_free (self);
}

/* ---- one subject ---- */

#define OF_ENTITLEMENT "SELECT id, ref, NULL, at FROM item WHERE parent = ?1 AND at IS NOT NULL AND kind = 'delivery'"

static gboolean
add_receipts_of (TnCopy *copy, TnStands *stands, TnSettlements *settlements, const TnId *entitlement, GError **error)
{
  g_autoptr (GArray) rows = tn_support_rows (copy, OF_ENTITLEMENT, entitlement, error);

  for (guint i = 0; rows && i < rows->len; i++)
    add_receipt (stands, settlements, &g_array_index (rows, TnSupportRow, i).id, g_array_index (rows, TnSupportRow, i).at);
  return rows != NULL;
}

gboolean
tn_stands_read (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *subject, TnStands *stands, GError **error)
{
  g_autoptr (GArray) aliases = tn_whom_aliases (whom, subject);
  g_auto (TnSettlements) settlements = { 0 };

  tn_settlements_init (&settlements, copy);
  *stands = (TnStands) { .subject = *subject };
  for (guint a = 0; a < aliases->len; a++)
    {
      g_autoptr (GArray) rows = tn_support_rows (copy, TN_SUPPORT_OF_SUBJECT, &g_array_index (aliases, TnId, a), error);

      if (!rows)
        return FALSE;
      for (guint i = 0; i < rows->len; i++)
        {
          const TnSupportRow *row = &g_array_index (rows, TnSupportRow, i);

          if (!tn_id_equal (&row->parent, programme))   /* the column here is the programme */
            continue;
          add_entitlement (stands, &row->id, row->state, row->at);
          if (!add_receipts_of (copy, stands, &settlements, &row->id, error))
            return FALSE;
        }
    }
  return stands->n_open != 1 || tn_support_count_before (copy, whom, programme, subject, &stands->n_before, error);
}
