/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handing over, which is written once, and saying afterwards what a receipt was. */
#include <glib/gi18n.h>
#include <string.h>
#include "tn-date.h"
#include "tn-support-private.h"
#include "tn-today.h"
#include "tn-work-private.h"

/* "… got it on 03/08/2021, handed over by Lan." Owned. */
char *
tn_support_got_words (TnCopy *copy, const TnProgramme *programme, const TnWhom *whom, const TnId *subject)
{
  g_autoptr (GPtrArray) receipts = tn_support_receipts_of (copy, whom, &programme->id, subject, NULL);
  g_autofree char *name = tn_support_name (copy, subject), *stored = NULL, *day = NULL;

  for (guint i = 0; receipts && i < receipts->len; i++)
    {
      const TnReceipt *receipt = receipts->pdata[i];

      if (!receipt->counts)
        continue;
      stored = tn_date_today (receipt->at);
      day = tn_date_format (stored);
      if (receipt->by)
        /* Translators: a name, a date, who handed it over */
        return g_strdup_printf (_("%s got it already: on %s, handed over by %s."), name, day, receipt->by);
      return g_strdup_printf (_("%s got it already: on %s."), name, day);
    }
  return g_strdup_printf (_("%s got it already."), name);
}

/* ---- what must hold ---- */

static gboolean
check_programme (TnSupportBulk *bulk, const TnDeliver *how, gint64 at, GError **error)
{
  const TnProgramme *programme = bulk->programme;
  const char *name = programme->name ? programme->name : "";
  g_autofree char *stored = tn_date_today (at), *shown = tn_date_format (stored);

  if (!g_str_equal (programme->state, "open"))
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is not open: nothing is handed over. Open it first. Nothing was changed."), name);
  else if (at > tn_env_now_ms (tn_copy_env (bulk->copy)))
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("That day is still to come: a receipt is written when something was handed over. Nothing was changed."));
  else if (!tn_programme_is_on (programme, tn_listed_date (stored)))
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s is outside the period of “%s”. Nothing was changed. Change the period if that is wrong."), shown, name);
  else if (!tn_id_is_null (&programme->item) && !how->place)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("Say from which place the goods are taken. Nothing was changed."));
  else
    return TRUE;
  return FALSE;
}

/* Has another programme given meanwhile what the rule shuts out? */
static char *
why_shut_out (TnSupportBulk *bulk, const char *name)
{
  const TnOne *one = &bulk->one;

  if (one->verdict.out == TN_OUT_GONE)
    return g_strdup_printf (_("%s does not live here any more."), name);
  for (guint i = 0; i < one->judge.n; i++)
    {
      const TnCondition *condition = one->judge.asked[i].condition;
      g_autofree char *words = NULL;

      if (condition->fact != TN_FACT_SUPPORTED || !tn_one_fails (one, i))
        continue;
      words = tn_condition_words (bulk->copy, condition);
      /* Translators: a name, and a condition of a rule */
      return g_strdup_printf (_("%s is shut out by what another programme gave: %s."), name, words);
    }
  return NULL;
}

static char *
why_not_delivered (TnSupportBulk *bulk, const TnStands *stands, TnState state)
{
  g_autofree char *name = tn_support_name (bulk->copy, &stands->subject);
  gboolean household = tn_query_household_row (bulk->copy, &stands->subject) != 0;

  if (stands->n_counted)
    return tn_support_got_words (bulk->copy, bulk->programme, &bulk->one.judge.whom, &stands->subject);
  if (g_hash_table_contains (bulk->done, &stands->subject))
    return g_strdup_printf (_("%s stands twice in this list."), name);
  if (state != TN_STATE_APPROVED)
    return g_strdup_printf (_("%s is not approved: nothing is handed over before that."), name);
  if (household != bulk->programme->per_household)
    return g_strdup_printf (bulk->programme->per_household ? _("%s: this programme gives to households.") : _("%s: this programme gives to people."), name);
  return why_shut_out (bulk, name);
}

/* ---- writing ---- */

static void
set_token (TnEdit *edit, const TnId *id, const char *field, const char *token)
{
  if (token)
    tn_edit_set (edit, id, field, token);
}

static void
draw_stock (TnSupportBulk *bulk, const TnId *delivery, const TnId *place, gint64 at)
{
  TnId entry = tn_edit_create (bulk->edit, "stock_entry", NULL);
  g_autofree char *day = tn_date_today (at);

  tn_edit_set_ref (bulk->edit, &entry, "item", &bulk->programme->item);
  tn_edit_set_ref (bulk->edit, &entry, "from", place);
  set_token (bulk->edit, &entry, "quantity", bulk->programme->quantity);
  tn_edit_set_text (bulk->edit, &entry, "at", day);
  tn_edit_set_text (bulk->edit, &entry, "why", "delivery");
  tn_edit_set_ref (bulk->edit, &entry, "source", delivery);
  tn_edit_set_text (bulk->edit, &entry, "by", tn_copy_user (bulk->copy));
}

static void
write_gives (TnSupportBulk *bulk, const TnId *id, const TnRow *entitlement, const TnDeliver *how, gint64 at)
{
  const TnProgramme *programme = bulk->programme;
  gint64 amount;

  if (!g_str_equal (programme->gives, "goods"))
    {
      if (!tn_json_get_int (tn_row_field (entitlement, "amount"), &amount))
        amount = programme->amount;
      tn_edit_set_int (bulk->edit, id, "amount", amount);
      return;
    }
  tn_edit_set_text (bulk->edit, id, "goods", programme->goods);
  set_token (bulk->edit, id, "quantity", programme->quantity);
  if (tn_id_is_null (&programme->item))
    return;
  tn_edit_set_ref (bulk->edit, id, "item", &programme->item);
  tn_edit_set_ref (bulk->edit, id, "place", how->place);
  draw_stock (bulk, id, how->place, at);
}

static void
write_receipt (TnSupportBulk *bulk, const TnRow *entitlement, const TnId *subject, const TnDeliver *how, gint64 at)
{
  TnId id;

  tn_support_bulk_name (bulk, bulk->programme, subject);
  id = tn_edit_create (bulk->edit, "delivery", NULL);
  tn_edit_set_ref (bulk->edit, &id, "entitlement", &entitlement->id);
  tn_edit_set_ref (bulk->edit, &id, "programme", &bulk->programme->id);
  tn_edit_set_ref (bulk->edit, &id, "whom", subject);
  tn_edit_set_int (bulk->edit, &id, "at", at);
  tn_edit_set_text (bulk->edit, &id, "receiver", how->receiver);
  tn_edit_set_text (bulk->edit, &id, "by", tn_copy_user (bulk->copy));
  tn_edit_set_text (bulk->edit, &id, "sheet", how->sheet);
  tn_edit_set_text (bulk->edit, &id, "note", how->note);
  write_gives (bulk, &id, entitlement, how, at);
}

static gboolean
deliver_one (TnSupportBulk *bulk, const TnId *id, const TnDeliver *how, gint64 at, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (bulk->copy, "entitlement", id, error);
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL;
  TnId programme, whom, subject;
  TnStands stands;
  char *why;

  if (!row || !tn_row_ref (row, "programme", &programme) || !tn_row_ref (row, "whom", &whom) || !tn_support_bulk_programme (bulk, &programme, error) ||
      !check_programme (bulk, how, at, error))
    return FALSE;
  subject = tn_whom_now (&bulk->one.judge.whom, &whom);
  if (!tn_stands_read (bulk->copy, &bulk->one.judge.whom, &programme, &subject, &stands, error) || !tn_one_look (&bulk->one, &subject, error))
    return FALSE;
  why = why_not_delivered (bulk, &stands, tn_state_of (state));
  if (why)
    {
      tn_support_leave (bulk, id, why);
      return TRUE;
    }
  write_receipt (bulk, row, &subject, how, at);
  g_hash_table_add (bulk->done, tn_id_copy (&subject));
  return TRUE;
}

TnEdit *
tn_support_deliver (TnCopy *copy, const TnId *entitlements, guint n, const TnDeliver *how, GPtrArray **left, GError **error)
{
  g_auto (TnSupportBulk) bulk = { 0 };
  gint64 at = how->at ? how->at : tn_env_now_ms (tn_copy_env (copy));

  tn_support_bulk_init (&bulk, copy, _("Handed over"), n);
  for (guint i = 0; i < n; i++)
    if (!deliver_one (&bulk, &entitlements[i], how, at, error))
      return NULL;
  return tn_support_bulk_end (&bulk, left, error);
}

/* ---- settling ---- */

static gboolean
set_wrong (GError **error, const char *why)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, why);
  return FALSE;
}

/* The receipt that counts is of the same programme and the same one, and counts. */
static gboolean
check_kept (TnCopy *copy, const TnRow *delivery, const TnId *kept_id, GError **error)
{
  g_autoptr (TnRow) kept = kept_id ? tn_work_get (copy, "delivery", kept_id, error) : NULL;
  g_auto (TnSettlements) settlements = { 0 };
  g_auto (TnWhom) whom = { 0 };
  TnId of_a, of_b, a, b;

  if (!kept_id)
    return set_wrong (error, _("Say which receipt of the two counts. Nothing was changed."));
  if (!kept || !tn_whom_load (copy, &whom, error))
    return FALSE;
  if (!tn_row_ref (delivery, "programme", &of_a) || !tn_row_ref (kept, "programme", &of_b) || !tn_row_ref (delivery, "whom", &a) || !tn_row_ref (kept, "whom", &b))
    return set_wrong (error, _("A receipt does not say whom it is for. Nothing was changed."));
  a = tn_whom_now (&whom, &a);
  b = tn_whom_now (&whom, &b);
  if (tn_id_equal (kept_id, &delivery->id) || !tn_id_equal (&of_a, &of_b) || !tn_id_equal (&a, &b))
    return set_wrong (error, _("The receipt that counts must be another one of the same programme and for the same one. Nothing was changed."));
  tn_settlements_init (&settlements, copy);
  const TnSettled *settled = tn_settlements_get (&settlements, kept_id);
  return !settled || tn_settlements_counts (&settlements, kept_id) || set_wrong (error, _("The receipt that you keep does not count itself. Settle the other way round. Nothing was changed."));
}

static gboolean
check_settling (TnCopy *copy, const TnRow *delivery, const char *what, const TnId *kept, const char *reason, GError **error)
{
  const TnChoice *choice = tn_kind_field (tn_schema_kind ("settlement"), "what")->choices;

  while (choice->key && !g_str_equal (choice->key, what))
    choice++;
  if (!choice->key)
    return set_wrong (error, _("Say what the receipt was: the same, an error, given back, or one that stands. Nothing was changed."));
  if (g_str_equal (what, "same"))
    return check_kept (copy, delivery, kept, error);
  return *reason || set_wrong (error, _("Write the reason: others must be able to understand it later. Nothing was changed."));
}

/* An entry of the ledger that names `source`, by id the first. FALSE = none. */
static gboolean
find_entry (TnCopy *copy, const TnId *source, TnId *entry, GError **error)
{
  TnListedQuery query = { .kind = "stock_entry", .ref = source };
  g_autoptr (GArray) rows = tn_query_listed (copy, &query, error);

  for (guint i = 0; rows && i < rows->len; i++)
    if (i == 0 || tn_id_compare (&g_array_index (rows, TnListed, i).id, entry) < 0)
      *entry = g_array_index (rows, TnListed, i).id;
  return rows && rows->len;
}

static void
copy_ref (TnEdit *edit, const TnId *id, const char *to, const TnRow *row, const char *from)
{
  TnId ref;

  if (tn_row_ref (row, from, &ref))
    tn_edit_set_ref (edit, id, to, &ref);
}

/* The entry that is put right, the other way round: the ledger is only added to (work/tn-stock.h). */
static void
reverse_entry (TnCopy *copy, TnEdit *edit, const TnRow *entry)
{
  TnId id = tn_edit_create (edit, "stock_entry", NULL);
  g_autofree char *day = tn_work_today (copy, NULL), *quantity = tn_slice_dup (tn_row_field (entry, "quantity"));

  copy_ref (edit, &id, "item", entry, "item");
  copy_ref (edit, &id, "to", entry, "from");
  copy_ref (edit, &id, "from", entry, "to");
  set_token (edit, &id, "quantity", quantity);
  tn_edit_set_text (edit, &id, "at", day);
  tn_edit_set_text (edit, &id, "why", "reverse");
  tn_edit_set_ref (edit, &id, "source", &entry->id);
  tn_edit_set_text (edit, &id, "by", tn_copy_user (copy));
}

/* Goods of a receipt that does not count are back in their place, and those of one that counts are not: whatever was settled before. */
static gboolean
settle_stock (TnCopy *copy, TnEdit *edit, const TnId *delivery, gboolean back, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean is_back = FALSE;
  TnId last, next;

  if (!find_entry (copy, delivery, &last, &local))
    {
      if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      return local == NULL;
    }
  for (; find_entry (copy, &last, &next, &local); last = next)
    is_back = !is_back;
  g_autoptr (TnRow) entry = local ? NULL : tn_copy_get (copy, &last, &local);
  if (!entry)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (is_back != back)
    reverse_entry (copy, edit, entry);
  return TRUE;
}

static void
write_settlement (TnCopy *copy, TnEdit *edit, const TnRow *delivery, const char *what, const TnId *kept, const char *reason)
{
  TnId id = tn_settlement_id (&delivery->id);
  g_autoptr (TnRow) before = tn_copy_get (copy, &id, NULL);
  g_autofree char *day = tn_work_today (copy, NULL);

  if (!before)
    {
      tn_edit_create (edit, "settlement", &id);
      tn_edit_set_ref (edit, &id, "delivery", &delivery->id);
      copy_ref (edit, &id, "programme", delivery, "programme");
    }
  tn_edit_set_text (edit, &id, "what", what);
  tn_edit_set_ref (edit, &id, "kept", g_str_equal (what, "same") ? kept : NULL);
  tn_edit_set_text (edit, &id, "at", day);
  tn_edit_set_text (edit, &id, "by", tn_copy_user (copy));
  tn_edit_set_text (edit, &id, "reason", *reason ? reason : NULL);
}

TnEdit *
tn_support_settle (TnCopy *copy, const TnId *delivery, const char *what, const TnId *kept, const char *reason, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "delivery", delivery, error);
  g_autofree char *tidy = g_strstrip (g_strdup (reason ? reason : "")), *name = NULL, *label = NULL;
  g_autoptr (TnEdit) edit = NULL;
  TnId whom = { { 0 } };

  if (!row || !check_settling (copy, row, what, kept, tidy, error))
    return NULL;
  tn_row_ref (row, "whom", &whom);
  name = tn_support_name (copy, &whom);
  label = g_strdup_printf ("%s: %s", _("Settled a receipt"), name);
  edit = tn_edit_new (label);
  write_settlement (copy, edit, row, what, kept, tidy);
  if (!settle_stock (copy, edit, delivery, !g_str_equal (what, "stands"), error))
    return NULL;
  return g_steal_pointer (&edit);
}
