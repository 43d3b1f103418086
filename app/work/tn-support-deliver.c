/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handing over, which is written once. */
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-support-private.h"
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

  if (!one->judge.understood)
    return g_strdup_printf (_("%s: the rule of the programme has a condition that this program does not understand. Put it right first."), name);
  if (one->verdict.out == TN_OUT_GONE || one->verdict.out == TN_OUT_EMPTY)
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

/* Approved here and refused there: whatever stands for the moment is not what anybody decided knowing of the other. */
static gboolean
is_disputed (TnCopy *copy, const TnId *entitlement)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT 1 FROM conflict WHERE record = ?1 AND open = 1", NULL);

  if (!stmt)
    return TRUE;
  tn_stmt_bind_id (stmt, 1, entitlement);
  return tn_stmt_step (stmt, NULL) == TN_STEP_ROW;
}

static char *
why_not_delivered (TnSupportBulk *bulk, const TnRow *row, const TnStands *stands, TnState state)
{
  g_autofree char *name = tn_support_name (bulk->copy, &stands->subject);
  gboolean household = tn_query_household_row (bulk->copy, &stands->subject) != 0;

  if (stands->n_counted)
    return tn_support_got_words (bulk->copy, bulk->programme, &bulk->one.judge.whom, &stands->subject);
  if (g_hash_table_contains (bulk->done, &stands->subject))
    return g_strdup_printf (_("%s stands twice in this list."), name);
  if (state != TN_STATE_APPROVED)
    return g_strdup_printf (_("%s is not approved: nothing is handed over before that."), name);
  if (is_disputed (bulk->copy, &row->id))
    return g_strdup_printf (_("%s: two people decided differently. Settle that first, in the list of changes by two people."), name);
  if (!tn_amount_is_approved (row) && !g_str_equal (bulk->programme->gives, "goods"))
    return g_strdup_printf (_("%s: the amount was changed while it was approved. Look at it and approve it again."), name);
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

  if (!g_str_equal (programme->gives, "goods"))
    {
      gint64 own = tn_amount_of_its_own (entitlement);

      tn_edit_set_int (bulk->edit, id, "amount", own ? own : programme->amount);
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

  if (!row || !tn_work_ref (row, "programme", &programme, error) || !tn_work_ref (row, "whom", &whom, error) || !tn_support_bulk_programme (bulk, &programme, error) ||
      !check_programme (bulk, how, at, error))
    return FALSE;
  subject = tn_whom_now (&bulk->one.judge.whom, &whom);
  if (!tn_stands_read (bulk->copy, &bulk->one.judge.whom, &programme, &subject, &stands, error) || !tn_one_look (&bulk->one, &subject, error))
    return FALSE;
  why = why_not_delivered (bulk, row, &stands, tn_state_of (state));
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
