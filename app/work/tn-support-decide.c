/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is decided about those who were proposed. */
#include <glib/gi18n.h>
#include "tn-support-private.h"
#include "tn-work-private.h"

static const struct { const char *state, *label; } decisions[] = {
  [TN_DECIDE_APPROVE] = { "approved", N_("Approved") }, [TN_DECIDE_REFUSE] = { "refused", N_("Refused") },
  [TN_DECIDE_DECLINE] = { "declined", N_("Declined by choice") }, [TN_DECIDE_WITHDRAW] = { "withdrawn", N_("Withdrawn") },
};

static char *
why_not_approved (TnSupportBulk *bulk, const TnId *subject, const char *name, GError **error)
{
  TnSupportLine line;
  g_autofree char *words = NULL;

  if (!tn_one_look (&bulk->one, subject, error) || !tn_one_line (&bulk->one, &line, error))
    return NULL;
  if (line.out == TN_OUT_NOT)
    return NULL;
  words = tn_one_words (&bulk->one, &line);
  return g_strdup_printf (_("%s is not entitled (any more): %s."), name, words);
}

/* NULL without error = may be decided. */
static char *
why_not_decided (TnSupportBulk *bulk, const TnRow *row, const TnStands *stands, TnState state, TnDecide what, GError **error)
{
  g_autofree char *name = tn_support_name (bulk->copy, &stands->subject);
  gboolean anew = what == TN_DECIDE_APPROVE && state == TN_STATE_APPROVED && !tn_amount_is_approved (row);   /* with the amount that came meanwhile */

  if (stands->n_counted)
    return tn_support_got_words (bulk->copy, bulk->programme, &bulk->one.judge.whom, &stands->subject);
  if (state == TN_STATE_OTHER)
    return g_strdup_printf (_("%s: a newer version of this program decided about it. Install it to change that."), name);
  if (state == tn_state_of (decisions[what].state) && !anew)
    return g_strdup_printf (_("%s: this has been decided already."), name);
  if (state == TN_STATE_WITHDRAWN)
    return g_strdup_printf (_("%s: the proposal was withdrawn. Propose again first."), name);
  if (what == TN_DECIDE_APPROVE && g_str_equal (bulk->programme->state, "closed"))
    return g_strdup_printf (_("%s: the programme is closed."), name);
  return what == TN_DECIDE_APPROVE ? why_not_approved (bulk, &stands->subject, name, error) : NULL;
}

static void
write_approved_amount (TnEdit *edit, const TnRow *row, TnDecide what)
{
  gint64 own = what == TN_DECIDE_APPROVE ? tn_amount_of_its_own (row) : 0;

  if (own)
    tn_edit_set_int (edit, &row->id, "approved_amount", own);
  else if (tn_row_field (row, "approved_amount").len)
    tn_edit_set_text (edit, &row->id, "approved_amount", NULL);
}

static gboolean
decide_one (TnSupportBulk *bulk, const TnId *id, TnDecide what, const char *reason, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (bulk->copy, "entitlement", id, error);
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL;
  g_autoptr (GError) local = NULL;
  TnId programme, whom, subject;
  TnStands stands;
  char *why;

  if (!row || !tn_work_ref (row, "programme", &programme, error) || !tn_work_ref (row, "whom", &whom, error) || !tn_support_bulk_programme (bulk, &programme, error))
    return FALSE;
  subject = tn_whom_now (&bulk->one.judge.whom, &whom);
  if (!tn_stands_read (bulk->copy, &bulk->one.judge.whom, &programme, &subject, &stands, error))
    return FALSE;
  why = why_not_decided (bulk, row, &stands, tn_state_of (state), what, &local);
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (why)
    {
      tn_support_leave (bulk, id, why);
      return TRUE;
    }
  tn_support_bulk_name (bulk, bulk->programme, &subject);
  tn_edit_set_text (bulk->edit, id, "state", decisions[what].state);
  tn_edit_set_text (bulk->edit, id, "decided", bulk->day);
  tn_edit_set_text (bulk->edit, id, "decided_by", tn_copy_user (bulk->copy));
  tn_edit_set_text (bulk->edit, id, "reason", reason);
  write_approved_amount (bulk->edit, row, what);
  if (tn_state_of (state) != TN_STATE_APPROVED)   /* else it has its place in the quota */
    g_hash_table_add (bulk->done, tn_id_copy (id));
  return TRUE;
}

/* Of each programme so many are approved as its quota has room for, or none: which ones go without is for a person to say. */
static gboolean
check_quota (TnSupportBulk *bulk, const TnId *programme_id, guint n_more, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (bulk->copy, programme_id, error);
  TnProgrammeSums sums = { 0 };
  guint room;

  if (!programme || (programme->quota && !tn_programme_sums (bulk->copy, programme_id, &sums, error)))
    return FALSE;
  tn_programme_sums_clear (&sums);
  room = programme->quota > sums.n_approved ? programme->quota - sums.n_approved : 0;
  if (!programme->quota || n_more <= room)
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
               /* Translators: the name of a programme; its quota; how many are approved; how many more were asked for */
               _("“%s” is for at most %u, and %u are approved: there is room for %u, not for %u more. Nobody was approved. Choose fewer, or raise the quota."),
               programme->name ? programme->name : "", programme->quota, sums.n_approved, room, n_more);
  return FALSE;
}

static gboolean
check_quotas (TnSupportBulk *bulk, GError **error)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  GHashTableIter it;
  gpointer key, value;

  g_hash_table_iter_init (&it, bulk->done);
  while (g_hash_table_iter_next (&it, &key, NULL))
    {
      g_autoptr (TnRow) row = tn_copy_get (bulk->copy, key, error);
      TnId programme;

      if (!row || !tn_work_ref (row, "programme", &programme, error))
        return FALSE;
      g_hash_table_replace (counts, tn_id_copy (&programme), GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, &programme)) + 1));
    }
  g_hash_table_iter_init (&it, counts);
  while (g_hash_table_iter_next (&it, &key, &value))
    if (!check_quota (bulk, key, GPOINTER_TO_UINT (value), error))
      return FALSE;
  return TRUE;
}

TnEdit *
tn_support_decide (TnCopy *copy, const TnId *ids, guint n, TnDecide what, const char *reason, GPtrArray **left, GError **error)
{
  g_auto (TnSupportBulk) bulk = { 0 };
  g_autofree char *tidy = g_strstrip (g_strdup (reason ? reason : ""));

  if (what == TN_DECIDE_REFUSE && !*tidy)
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("Who is refused is told why: write the reason, and refuse again. Nothing was changed."));
      return NULL;
    }
  tn_support_bulk_init (&bulk, copy, _(decisions[what].label), n);
  for (guint i = 0; i < n; i++)
    if (!decide_one (&bulk, &ids[i], what, *tidy ? tidy : NULL, error))
      return NULL;
  if (what == TN_DECIDE_APPROVE && !check_quotas (&bulk, error))
    return NULL;
  return tn_support_bulk_end (&bulk, left, error);
}
