/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where everybody stands in a programme: entitlements and receipts by whom they are for now. Of the whole programme this is read from two indexes alone. */
#include <string.h>
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
  gboolean counts = tn_settlements_counts (settlements, id);
  const TnSettled *settled = counts ? tn_settlements_get (settlements, id) : NULL;

  stands->n_receipts++;
  stands->n_counted += counts;
  stands->n_open += counts && !(settled && g_str_equal (settled->what, "stands"));
  if (counts && at > stands->delivered)
    stands->delivered = at;
}

/* ---- the whole programme ---- */

typedef struct { TnId id, parent; TnState state; gint64 at; } Row;

static GArray *
read_rows (TnCopy *copy, const char *sql, const TnId *id, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), sql, error);
  TnStep step;

  if (!stmt)
    return NULL;
  tn_stmt_bind_id (stmt, 1, id);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      Row row = { .state = tn_state_of (tn_stmt_text (stmt, 2)), .at = tn_stmt_int (stmt, 3) };

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
  TnStands *stands = g_hash_table_lookup (self->by_subject, &subject);

  if (stands)
    return stands;
  stands = g_new0 (TnStands, 1);
  stands->subject = subject;
  g_ptr_array_add (self->all, stands);
  g_hash_table_insert (self->by_subject, &stands->subject, stands);
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
  g_autoptr (GArray) entitlements = read_rows (copy, "SELECT id, parent, state, at FROM item WHERE kind = 'entitlement' AND ref = ?1", programme, error);
  g_autoptr (GArray) deliveries = entitlements ? read_rows (copy, "SELECT id, parent, NULL, at FROM item WHERE kind = 'delivery' AND ref = ?1", programme, error) : NULL;
  g_autoptr (GHashTable) by_id = g_hash_table_new (tn_id_hash, tn_id_equal);

  if (!deliveries)
    return FALSE;
  for (guint i = 0; i < entitlements->len; i++)
    {
      const Row *row = &g_array_index (entitlements, Row, i);
      TnStands *stands = get_stands (self, &row->parent);

      add_entitlement (stands, &row->id, row->state, row->at);
      g_hash_table_insert (by_id, (gpointer) &row->id, stands);
    }
  for (guint i = 0; i < deliveries->len; i++)
    {
      const Row *row = &g_array_index (deliveries, Row, i);
      TnStands *stands = g_hash_table_lookup (by_id, &row->parent);
      TnId whom = stands ? stands->subject : read_whom (copy, &row->id);

      if (!tn_id_is_null (&whom))
        add_receipt (stands ? stands : get_stands (self, &whom), &self->settlements, &row->id, row->at);
    }
  return TRUE;
}

TnProgrammeState *
tn_programme_state_read (TnCopy *copy, const TnId *programme, GError **error)
{
  g_autoptr (TnProgrammeState) self = g_new0 (TnProgrammeState, 1);

  self->all = g_ptr_array_new_with_free_func (g_free);
  self->by_subject = g_hash_table_new (tn_id_hash, tn_id_equal);
  if (!tn_whom_load (copy, &self->whom, error) || !tn_settlements_load (&self->settlements, copy, programme, error) || !read_state (self, copy, programme, error))
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
  g_hash_table_unref (self->by_subject);
  g_ptr_array_unref (self->all);
  g_free (self);
}

/* ---- one subject ---- */

#define OF_SUBJECT "SELECT id, ref, state, at FROM item WHERE parent = ?1 AND at IS NOT NULL AND kind = 'entitlement'"
#define OF_ENTITLEMENT "SELECT id, ref, NULL, at FROM item WHERE parent = ?1 AND at IS NOT NULL AND kind = 'delivery'"

static gboolean
add_receipts_of (TnCopy *copy, TnStands *stands, TnSettlements *settlements, const TnId *entitlement, GError **error)
{
  g_autoptr (GArray) rows = read_rows (copy, OF_ENTITLEMENT, entitlement, error);

  for (guint i = 0; rows && i < rows->len; i++)
    add_receipt (stands, settlements, &g_array_index (rows, Row, i).id, g_array_index (rows, Row, i).at);
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
      g_autoptr (GArray) rows = read_rows (copy, OF_SUBJECT, &g_array_index (aliases, TnId, a), error);

      if (!rows)
        return FALSE;
      for (guint i = 0; i < rows->len; i++)
        {
          const Row *row = &g_array_index (rows, Row, i);

          if (!tn_id_equal (&row->parent, programme))   /* the column here is the programme */
            continue;
          add_entitlement (stands, &row->id, row->state, row->at);
          if (!add_receipts_of (copy, stands, &settlements, &row->id, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* ---- receipts ---- */

void
tn_receipt_free (gpointer data)
{
  TnReceipt *receipt = data;

  if (!receipt)
    return;
  char *texts[] = { receipt->goods, receipt->quantity, receipt->receiver, receipt->by, receipt->sheet, receipt->note, receipt->settled_by, receipt->reason };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (receipt);
}

static void
add_settled (TnReceipt *receipt, TnSettlements *settlements)
{
  const TnSettled *settled = tn_settlements_get (settlements, &receipt->id);

  receipt->counts = tn_settlements_counts (settlements, &receipt->id);
  receipt->settled = settled ? settled->what : "";
  if (!settled)
    return;
  receipt->settlement = settled->id;
  receipt->kept = settled->kept;
  receipt->settled_by = g_strdup (settled->by);
  receipt->reason = g_strdup (settled->reason);
}

TnReceipt *
tn_receipt_read (const TnId *id, TnSlice body, const TnWhom *whom, TnSettlements *settlements)
{
  TnReceipt *receipt = g_new0 (TnReceipt, 1);
  TnFields fields;
  TnSlice quantity;

  tn_fields_from_body (&fields, tn_schema_kind ("delivery"), id, body);
  quantity = tn_fields_get (&fields, "quantity");
  *receipt = (TnReceipt) {
    .id = *id, .at = tn_fields_int (&fields, "at"), .amount = tn_fields_int (&fields, "amount"), .goods = tn_fields_text (&fields, "goods"),
    .quantity = quantity.len ? tn_slice_dup (quantity) : NULL, .receiver = tn_fields_text (&fields, "receiver"), .by = tn_fields_text (&fields, "by"),
    .sheet = tn_fields_text (&fields, "sheet"), .note = tn_fields_text (&fields, "note"),
  };
  tn_fields_ref (&fields, "entitlement", &receipt->entitlement);
  tn_fields_ref (&fields, "programme", &receipt->programme);
  tn_fields_ref (&fields, "whom", &receipt->whom);
  tn_fields_ref (&fields, "item", &receipt->item);
  tn_fields_ref (&fields, "place", &receipt->place);
  receipt->subject = tn_whom_now (whom, &receipt->whom);
  add_settled (receipt, settlements);
  return receipt;
}

static int
compare_receipts_cb (gconstpointer a, gconstpointer b)
{
  const TnReceipt *x = *(const TnReceipt *const *) a, *y = *(const TnReceipt *const *) b;

  return x->at != y->at ? (x->at < y->at ? -1 : 1) : tn_id_compare (&x->id, &y->id);
}

void
tn_receipts_sort (GPtrArray *receipts)
{
  g_ptr_array_sort (receipts, compare_receipts_cb);
}

typedef struct { GPtrArray *receipts; const TnWhom *whom; TnSettlements *settlements; const TnId *programme; } Reading;

static gboolean
add_delivery_cb (const TnListed *listed, TnSlice body, gpointer data)
{
  Reading *reading = data;

  if (!reading->programme || tn_id_equal (&listed->ref, reading->programme))
    g_ptr_array_add (reading->receipts, tn_receipt_read (&listed->id, body, reading->whom, reading->settlements));
  return TRUE;
}

static gboolean
add_of_alias (TnCopy *copy, const TnId *alias, Reading *reading, GError **error)
{
  g_autoptr (GArray) rows = read_rows (copy, OF_SUBJECT, alias, error);

  for (guint i = 0; rows && i < rows->len; i++)
    {
      TnListedQuery query = { .kind = "delivery", .parent = &g_array_index (rows, Row, i).id };

      if (reading->programme && !tn_id_equal (&g_array_index (rows, Row, i).parent, reading->programme))
        continue;
      if (!tn_query_listed_each (copy, &query, add_delivery_cb, reading, error))
        return FALSE;
    }
  return rows != NULL;
}

GPtrArray *
tn_support_receipts_of (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *subject, GError **error)
{
  g_autoptr (GPtrArray) receipts = g_ptr_array_new_with_free_func (tn_receipt_free);
  g_autoptr (GArray) aliases = tn_whom_aliases (whom, subject);
  g_auto (TnSettlements) settlements = { 0 };
  Reading reading = { receipts, whom, &settlements, programme };

  tn_settlements_init (&settlements, copy);
  for (guint i = 0; i < aliases->len; i++)
    if (!add_of_alias (copy, &g_array_index (aliases, TnId, i), &reading, error))
      return NULL;
  tn_receipts_sort (receipts);
  return g_steal_pointer (&receipts);
}
