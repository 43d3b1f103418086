/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An amount of one's own: less or more than the programme gives to each. */
#include <glib/gi18n.h>
#include "tn-support-private.h"
#include "tn-work-private.h"

#define MOST G_GINT64_CONSTANT (1000000000000)   /* a slip of the hand: no one person gets a thousand thousand millions */

gint64
tn_amount_of_its_own (const TnRow *entitlement)
{
  gint64 amount;

  return tn_json_get_int (tn_row_field (entitlement, "amount"), &amount) && amount > 0 ? amount : 0;
}

gboolean
tn_amount_is_approved (const TnRow *entitlement)
{
  gint64 approved;

  if (!tn_json_get_int (tn_row_field (entitlement, "approved_amount"), &approved))
    approved = 0;
  return approved == tn_amount_of_its_own (entitlement);
}

char *
tn_amount_words (const TnRow *entitlement, const TnProgramme *programme)
{
  gint64 own = tn_amount_of_its_own (entitlement);
  g_autofree char *amount = own ? tn_money_show (own) : NULL, *usual = tn_money_show (programme->amount), *reason = tn_row_dup_text (entitlement, "amount_reason");

  /* Translators: an amount of money, the amount that others get, and the reason */
  return own ? g_strdup_printf (_("%s instead of %s: %s"), amount, usual, reason ? reason : "") : NULL;
}

gboolean
tn_support_drop_approved (TnCopy *copy, GArray *entitlements, GError **error)
{
  guint n = 0;

  for (guint i = 0; i < entitlements->len; i++)
    {
      const TnId id = g_array_index (entitlements, TnId, i);
      g_autoptr (TnRow) row = tn_copy_get (copy, &id, error);
      g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL;

      if (!row)
        return FALSE;
      if (g_strcmp0 (state, "approved") != 0 || !tn_amount_is_approved (row))
        g_array_index (entitlements, TnId, n++) = id;
    }
  g_array_set_size (entitlements, n);
  return TRUE;
}

/* ---- setting it ---- */

typedef struct { gint64 amount; const char *reason; } Wish;

/* NULL = may be set. Owned. */
static char *
why_not_set (TnSupportBulk *bulk, const TnRow *row, const TnStands *stands, TnState state, const Wish *wish)
{
  g_autofree char *name = tn_support_name (bulk->copy, &stands->subject), *before = tn_row_dup_text (row, "amount_reason");

  if (stands->n_counted)
    return tn_support_got_words (bulk->copy, bulk->programme, &bulk->one.judge.whom, &stands->subject);
  if (g_str_equal (bulk->programme->gives, "goods"))
    return g_strdup_printf (_("%s: this programme gives goods, not money."), name);
  if (state != TN_STATE_PROPOSED)
    return g_strdup_printf (_("%s: an amount of one’s own is set while it is proposed, before it is decided. Withdraw it and propose again to change it."), name);
  if (tn_amount_of_its_own (row) == wish->amount && g_strcmp0 (before, wish->reason) == 0)
    return g_strdup_printf (_("%s: this amount stands there already."), name);
  return NULL;
}

static gboolean
set_one (TnSupportBulk *bulk, const TnId *id, Wish wish, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (bulk->copy, "entitlement", id, error);
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL;
  TnId programme, whom, subject;
  TnStands stands;
  char *why;

  if (!row || !tn_work_ref (row, "programme", &programme, error) || !tn_work_ref (row, "whom", &whom, error) || !tn_support_bulk_programme (bulk, &programme, error))
    return FALSE;
  if (wish.amount == bulk->programme->amount)   /* what everybody gets is no amount of one's own */
    wish = (Wish) { 0, NULL };
  subject = tn_whom_now (&bulk->one.judge.whom, &whom);
  if (!tn_stands_read (bulk->copy, &bulk->one.judge.whom, &programme, &subject, &stands, error))
    return FALSE;
  if ((why = why_not_set (bulk, row, &stands, tn_state_of (state), &wish)))
    {
      tn_support_leave (bulk, id, why);
      return TRUE;
    }
  tn_support_bulk_name (bulk, bulk->programme, &subject);
  if (wish.amount)
    tn_edit_set_int (bulk->edit, id, "amount", wish.amount);
  else
    tn_edit_set_text (bulk->edit, id, "amount", NULL);
  tn_edit_set_text (bulk->edit, id, "amount_reason", wish.reason);
  return TRUE;
}

TnEdit *
tn_support_set_amount (TnCopy *copy, const TnId *ids, guint n, gint64 amount, const char *reason, GPtrArray **left, GError **error)
{
  g_auto (TnSupportBulk) bulk = { 0 };
  g_autofree char *tidy = g_strstrip (g_strdup (reason ? reason : ""));
  Wish wish = { amount, amount ? tidy : NULL };

  if (amount < 0 || amount > MOST)
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("Write the amount in đồng, as a whole number above 0. Nothing was changed."));
      return NULL;
    }
  if (amount && !*tidy)
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("Who gets less or more than others is told why: write the reason. Nothing was changed."));
      return NULL;
    }
  tn_support_bulk_init (&bulk, copy, _("Set the amount"), n);
  for (guint i = 0; i < n; i++)
    if (!set_one (&bulk, &ids[i], wish, error))
      return NULL;
  return tn_support_bulk_end (&bulk, left, error);
}

gboolean
tn_support_amounts (TnCopy *copy, const TnProgramme *programme, const TnId *ids, guint n, gint64 *total, guint *n_own, GError **error)
{
  *total = 0;
  *n_own = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TnRow) row = tn_copy_get (copy, &ids[i], error);
      gint64 own;

      if (!row)
        return FALSE;
      own = tn_amount_of_its_own (row);
      *total += own ? own : programme->amount;
      *n_own += own != 0;
    }
  return TRUE;
}
