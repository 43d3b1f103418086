/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A step with several people: what is asked of the rules, and what they answer. */
#include "tn-support-job.h"
#include <glib/gi18n.h>

#define SHOWN_LEFT 12u   /* of those who were left out; how many more there are is said */

TnSupportJob *
tn_support_job_new (TnSupportDo what, const TnId *programme, const GArray *lines)
{
  TnSupportJob *job = g_atomic_rc_box_new0 (TnSupportJob);

  job->what = what;
  job->programme = *programme;
  job->ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  for (guint i = 0; i < lines->len; i++)
    {
      const TnSupportLine *line = &g_array_index (lines, TnSupportLine, i);

      if (tn_support_do_fits (what, line))
        g_array_append_val (job->ids, *(what == TN_DO_PROPOSE ? &line->whom : &line->entitlement));
    }
  return job;
}

TnSupportJob *
tn_support_job_ref (TnSupportJob *job)
{
  return g_atomic_rc_box_acquire (job);
}

static void
clear_job (gpointer data)
{
  TnSupportJob *job = data;

  g_array_unref (job->ids);
  g_free (job->reason);
  g_free (job->receiver);
  g_free (job->sheet);
  g_free (job->note);
  g_clear_pointer (&job->left, g_ptr_array_unref);
  g_clear_pointer (&job->names, g_ptr_array_unref);
}

void
tn_support_job_unref (gpointer job)
{
  g_atomic_rc_box_release_full (job, clear_job);
}

static TnEdit *
build (TnCopy *copy, TnSupportJob *job, GError **error)
{
  static const TnDecide decisions[TN_DO_N] = { [TN_DO_APPROVE] = TN_DECIDE_APPROVE, [TN_DO_REFUSE] = TN_DECIDE_REFUSE, [TN_DO_DECLINE] = TN_DECIDE_DECLINE,
                                               [TN_DO_WITHDRAW] = TN_DECIDE_WITHDRAW };
  const TnId *ids = (const TnId *) (gpointer) job->ids->data;
  TnDeliver how = { tn_id_is_null (&job->place) ? NULL : &job->place, job->receiver, job->sheet, job->note, job->at };

  g_clear_pointer (&job->left, g_ptr_array_unref);
  if (job->what == TN_DO_PROPOSE)
    return tn_support_propose (copy, &job->programme, ids, job->ids->len, &job->left, error);
  if (job->what == TN_DO_AMOUNT)
    return tn_support_set_amount (copy, ids, job->ids->len, job->amount, job->reason, &job->left, error);
  if (job->what == TN_DO_DELIVER)
    return tn_support_deliver (copy, ids, job->ids->len, &how, &job->left, error);
  return tn_support_decide (copy, ids, job->ids->len, decisions[job->what], job->reason, &job->left, error);
}

/* An entitlement by whom it is about. */
static char *
dup_name (TnCopy *copy, const TnId *id)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, NULL);
  TnId whom;

  return tn_query_title (copy, row && g_str_equal (row->kind_key, "entitlement") && tn_row_ref (row, "whom", &whom) ? &whom : id);
}

static void
name_left (TnCopy *copy, TnSupportJob *job)
{
  g_clear_pointer (&job->names, g_ptr_array_unref);
  job->names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; job->left && i < MIN (job->left->len, SHOWN_LEFT); i++)
    g_ptr_array_add (job->names, dup_name (copy, &((TnSupportLeft *) job->left->pdata[i])->id));
}

char *
tn_support_job_dup_left (const TnSupportJob *job)
{
  guint n = job->left ? job->left->len : 0;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, SHOWN_LEFT); i++)
    g_string_append_printf (text, "%s%s: %s", i ? "\n" : "", (char *) job->names->pdata[i], ((TnSupportLeft *) job->left->pdata[i])->why);
  if (n > SHOWN_LEFT)
    g_string_append_printf (text, ngettext ("\n… and %u more", "\n… and %u more", n - SHOWN_LEFT), n - SHOWN_LEFT);
  return g_string_free (text, FALSE);
}

/* An edit of nobody is none: then the reasons are the answer. */
TnEdit *
tn_support_job_run (TnCopy *copy, gpointer data, GError **error)
{
  TnSupportJob *job = data;
  g_autoptr (TnEdit) edit = build (copy, job, error);
  g_autofree char *text = NULL;

  if (!edit)
    return NULL;
  name_left (copy, job);
  if (!tn_edit_is_empty (edit))
    return g_steal_pointer (&edit);
  text = tn_support_job_dup_left (job);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, *text ? text : _("Nothing was to be changed."));
  return NULL;
}
