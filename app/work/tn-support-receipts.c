/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipts, with what was said about each, and where one person or household stands in all programmes. */
#include "tn-date.h"
#include "tn-support-private.h"

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
  g_autoptr (GArray) rows = tn_support_rows (copy, TN_SUPPORT_OF_SUBJECT, alias, error);

  for (guint i = 0; rows && i < rows->len; i++)
    {
      TnListedQuery query = { .kind = "delivery", .parent = &g_array_index (rows, TnSupportRow, i).id };

      if (reading->programme && !tn_id_equal (&g_array_index (rows, TnSupportRow, i).parent, reading->programme))
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

/* ---- of a programme, or of everything ---- */

static gboolean
add_all (GPtrArray *to, GPtrArray *from)
{
  if (!from)
    return FALSE;
  g_ptr_array_extend_and_steal (to, from);
  return TRUE;
}

static GPtrArray *
read_all_receipts (TnCopy *copy, const TnWhom *whom, const TnId *programme, GError **error)
{
  g_autoptr (GPtrArray) receipts = g_ptr_array_new_with_free_func (tn_receipt_free);
  g_auto (TnSettlements) settlements = { 0 };
  TnListedQuery query = { .kind = "delivery", .ref = programme };
  Reading reading = { receipts, whom, &settlements, NULL };

  if (!tn_settlements_load (&settlements, copy, programme, error) || !tn_query_listed_each (copy, &query, add_delivery_cb, &reading, error))
    return NULL;
  return g_steal_pointer (&receipts);
}

/* What a person got, the household lived in got; what a household got, those who live there got. */
static GPtrArray *
list_near (TnCopy *copy, const TnId *subject, GError **error)
{
  g_autoptr (GPtrArray) near = g_ptr_array_new_with_free_func (g_free), people = tn_query_children (copy, "person", subject, error);
  TnId household;

  if (!people)
    return NULL;
  g_ptr_array_add (near, tn_id_copy (subject));
  if (tn_support_home_of (copy, subject, &household))
    g_ptr_array_add (near, tn_id_copy (&household));
  for (guint i = 0; i < people->len; i++)
    g_ptr_array_add (near, tn_id_copy (&((const TnRow *) people->pdata[i])->id));
  return g_steal_pointer (&near);
}

/* In a programme for households a person is the household lived in. */
static GPtrArray *
read_receipts_in (TnCopy *copy, const TnWhom *whom, const TnId *programme_id, const TnId *subject, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, programme_id, error);
  TnId household, now = *subject;

  if (!programme)
    return NULL;
  if (programme->per_household && tn_support_home_of (copy, subject, &household))
    now = tn_whom_now (whom, &household);
  return tn_support_receipts_of (copy, whom, programme_id, &now, error);
}

GPtrArray *
tn_support_receipts (TnCopy *copy, const TnId *programme, const TnId *whom_id, GError **error)
{
  g_autoptr (GPtrArray) receipts = g_ptr_array_new_with_free_func (tn_receipt_free), near = NULL;
  g_auto (TnWhom) whom = { 0 };
  TnId subject;

  if (!tn_whom_load (copy, &whom, error))
    return NULL;
  if (!whom_id)
    {
      if (!add_all (receipts, read_all_receipts (copy, &whom, programme, error)))
        return NULL;
      tn_receipts_sort (receipts);
      return g_steal_pointer (&receipts);
    }
  subject = tn_whom_now (&whom, whom_id);
  if (programme)
    return read_receipts_in (copy, &whom, programme, &subject, error);
  if (!(near = list_near (copy, &subject, error)))
    return NULL;
  for (guint i = 0; i < near->len; i++)
    if (!add_all (receipts, tn_support_receipts_of (copy, &whom, NULL, near->pdata[i], error)))
      return NULL;
  tn_receipts_sort (receipts);
  return g_steal_pointer (&receipts);
}

/* ---- where one stands in all programmes ---- */

void
tn_support_of_free (gpointer data)
{
  TnSupportOf *of = data;

  if (!of)
    return;
  g_free (of->programme_name);
  g_free (of);
}

static TnSupportOf *
read_of (const TnProgrammeLine *line, const TnStands *stands, GPtrArray *receipts)
{
  TnSupportOf *of = g_new0 (TnSupportOf, 1);
  g_autofree char *day = stands->delivered ? tn_date_today (stands->delivered) : NULL;

  *of = (TnSupportOf) { line->id, stands->entitlement, g_strdup (line->name), line->state, tn_state_standing (stands->state, stands->n_counted),
                        day ? tn_listed_date (day) : stands->proposed, stands->n_counted, 0 };
  for (guint i = 0; i < receipts->len; i++)
    of->amount += ((const TnReceipt *) receipts->pdata[i])->counts ? ((const TnReceipt *) receipts->pdata[i])->amount : 0;
  return of;
}

static gboolean
add_of (TnCopy *copy, const TnWhom *whom, const TnProgrammeLine *line, const TnId *subject, GPtrArray *ofs, GError **error)
{
  TnStands stands;
  g_autoptr (GPtrArray) receipts = NULL;

  if (!tn_stands_read (copy, whom, &line->id, subject, &stands, error))
    return FALSE;
  if (tn_id_is_null (&stands.entitlement) && !stands.n_receipts)
    return TRUE;
  if (!(receipts = tn_support_receipts_of (copy, whom, &line->id, subject, error)))
    return FALSE;
  g_ptr_array_add (ofs, read_of (line, &stands, receipts));
  return TRUE;
}

GPtrArray *
tn_support_of (TnCopy *copy, const TnId *whom_id, GError **error)
{
  g_autoptr (GPtrArray) lines = tn_programme_lines_read (copy, NULL, "", error), ofs = g_ptr_array_new_with_free_func (tn_support_of_free);
  g_auto (TnWhom) whom = { 0 };
  TnId subject, household;
  gboolean lives;

  if (!lines || !tn_whom_load (copy, &whom, error))
    return NULL;
  subject = tn_whom_now (&whom, whom_id);
  lives = tn_support_home_of (copy, &subject, &household);
  for (guint i = 0; i < lines->len; i++)
    if (!add_of (copy, &whom, lines->pdata[i], &subject, ofs, error) || (lives && !add_of (copy, &whom, lines->pdata[i], &household, ofs, error)))
      return NULL;
  return g_steal_pointer (&ofs);
}
