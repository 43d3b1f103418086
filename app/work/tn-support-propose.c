/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proposing; and what actions about many at once share. */
#include <glib/gi18n.h>
#include "tn-support-private.h"
#include "tn-work-private.h"

TnId
tn_entitlement_id (const TnId *programme, const TnId *whom)
{
  g_autofree char *a = tn_id_dup_string (programme), *b = tn_id_dup_string (whom), *name = g_strconcat ("entitlement ", a, " ", b, NULL);

  return tn_id_from_name (name);
}

/* ---- who was left ---- */

void
tn_support_left_free (gpointer data)
{
  TnSupportLeft *left = data;

  if (!left)
    return;
  g_free (left->why);
  g_free (left);
}

void
tn_support_bulk_init (TnSupportBulk *bulk, TnCopy *copy, const char *what, guint n)
{
  *bulk = (TnSupportBulk) { .copy = copy, .what = what, .n = n, .edit = tn_edit_new (what), .left = g_ptr_array_new_with_free_func (tn_support_left_free),
                            .day = tn_work_today (copy, NULL), .done = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL) };
}

void
tn_support_bulk_clear (TnSupportBulk *bulk)
{
  g_clear_pointer (&bulk->edit, tn_edit_free);
  g_clear_pointer (&bulk->left, g_ptr_array_unref);
  g_clear_pointer (&bulk->done, g_hash_table_unref);
  g_clear_pointer (&bulk->day, g_free);
  g_clear_pointer (&bulk->programme, tn_programme_free);
  tn_one_clear (&bulk->one);
}

void
tn_support_leave (TnSupportBulk *bulk, const TnId *id, char *why)
{
  TnSupportLeft *left = g_new0 (TnSupportLeft, 1);

  *left = (TnSupportLeft) { *id, why };
  g_ptr_array_add (bulk->left, left);
}

TnEdit *
tn_support_bulk_end (TnSupportBulk *bulk, GPtrArray **left, GError **error)
{
  if (bulk->n == 1 && bulk->left->len)
    {
      /* Translators: %s is a whole sentence: why it cannot be done */
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s Nothing was changed."), ((const TnSupportLeft *) bulk->left->pdata[0])->why);
      return NULL;
    }
  if (left)
    *left = g_steal_pointer (&bulk->left);
  return g_steal_pointer (&bulk->edit);
}

/* One name stands in the list of undo; of many there is only how many. */
void
tn_support_bulk_name (TnSupportBulk *bulk, const TnProgramme *programme, const TnId *subject)
{
  g_autofree char *name = bulk->n == 1 ? tn_support_name (bulk->copy, subject) : g_strdup_printf (ngettext ("%u time", "%u times", bulk->n), bulk->n);
  g_autofree char *label = g_strdup_printf ("%s: %s, %s", bulk->what, programme->name ? programme->name : "", name);

  if (!bulk->edit || !tn_edit_is_empty (bulk->edit))
    return;
  tn_edit_free (bulk->edit);
  bulk->edit = tn_edit_new (label);
}

gboolean
tn_support_bulk_programme (TnSupportBulk *bulk, const TnId *programme, GError **error)
{
  if (bulk->programme && tn_id_equal (&bulk->programme->id, programme))
    return TRUE;
  tn_one_clear (&bulk->one);
  bulk->one = (TnOne) { 0 };
  g_clear_pointer (&bulk->programme, tn_programme_free);
  bulk->programme = tn_programme_read (bulk->copy, programme, error);
  return bulk->programme && tn_one_init (&bulk->one, bulk->copy, bulk->programme, error);
}

/* ---- proposing ---- */

/* NULL = may be proposed. Owned. */
static char *
why_not_proposed (TnSupportBulk *bulk, const TnSupportLine *line, const TnStands *stands)
{
  g_autofree char *name = tn_support_name (bulk->copy, &line->whom), *words = NULL;

  if (stands->n_counted)
    return tn_support_got_words (bulk->copy, bulk->programme, &bulk->one.judge.whom, &line->whom);
  if (stands->state == TN_STATE_REFUSED && !tn_id_is_null (&stands->entitlement))
    return g_strdup_printf (_("%s was refused. If that was wrong, approve it in the list of those refused."), name);
  if (stands->state == TN_STATE_DECLINED)
    return g_strdup_printf (_("%s declined by choice. If that has changed, approve it in the list of those who declined."), name);
  if (!tn_id_is_null (&stands->entitlement) && stands->state != TN_STATE_WITHDRAWN)
    return g_strdup_printf (_("%s has been proposed already."), name);
  if (line->out == TN_OUT_NOT)
    return NULL;
  words = tn_one_words (&bulk->one, line);
  /* Translators: a person's name, and why this one is not entitled */
  return g_strdup_printf (_("%s is not entitled: %s."), name, words);
}

/* It was proposed, sent, and taken back: its record lives again. */
static gboolean
was_deleted (TnSupportBulk *bulk, const TnId *whom)
{
  TnId id = tn_entitlement_id (&bulk->programme->id, whom);
  g_autoptr (TnRow) row = tn_copy_get (bulk->copy, &id, NULL);

  return row && row->deleted;
}

static void
write_proposal (TnSupportBulk *bulk, const TnSupportLine *line, const TnStands *stands)
{
  gboolean known = !tn_id_is_null (&stands->entitlement), dead = !known && was_deleted (bulk, &line->whom);
  TnId id = known ? stands->entitlement : tn_entitlement_id (&bulk->programme->id, &line->whom);
  g_autofree char *why = tn_one_words (&bulk->one, line);

  tn_support_bulk_name (bulk, bulk->programme, &line->whom);
  if (dead)
    tn_edit_revive (bulk->edit, &id);
  if (!known && !dead)
    {
      tn_edit_create (bulk->edit, "entitlement", &id);
      tn_edit_set_ref (bulk->edit, &id, "whom", &line->whom);
      tn_edit_set_ref (bulk->edit, &id, "programme", &bulk->programme->id);
    }
  else
    {
      tn_edit_set_text (bulk->edit, &id, "state", "proposed");
      tn_edit_set_text (bulk->edit, &id, "decided", NULL);
      tn_edit_set_text (bulk->edit, &id, "decided_by", NULL);
      tn_edit_set_text (bulk->edit, &id, "reason", NULL);
      tn_edit_set_text (bulk->edit, &id, "approved_amount", NULL);
      tn_edit_set_text (bulk->edit, &id, "amount", NULL);   /* a new proposal begins with what everybody gets */
      tn_edit_set_text (bulk->edit, &id, "amount_reason", NULL);
    }
  tn_edit_set_text (bulk->edit, &id, "proposed", bulk->day);
  tn_edit_set_text (bulk->edit, &id, "proposed_by", tn_copy_user (bulk->copy));
  tn_edit_set_text (bulk->edit, &id, "why", why);
}

static gboolean
propose_one (TnSupportBulk *bulk, const TnId *whom, GError **error)
{
  TnSupportLine line;
  TnStands stands;
  char *why;

  if (!tn_one_look (&bulk->one, whom, error) || !tn_one_line (&bulk->one, &line, error) ||
      !tn_stands_read (bulk->copy, &bulk->one.judge.whom, &bulk->programme->id, &line.whom, &stands, error))
    return FALSE;
  if (!bulk->one.found)
    why = g_strdup (bulk->programme->per_household ? _("This household is not in the register any more.") : _("This person is not in the register any more."));
  else
    why = why_not_proposed (bulk, &line, &stands);
  if (why)
    tn_support_leave (bulk, whom, why);
  else if (g_hash_table_add (bulk->done, tn_id_copy (&line.whom)))
    write_proposal (bulk, &line, &stands);
  return TRUE;
}

TnEdit *
tn_support_propose (TnCopy *copy, const TnId *programme, const TnId *whom, guint n, GPtrArray **left, GError **error)
{
  g_auto (TnSupportBulk) bulk = { 0 };

  tn_support_bulk_init (&bulk, copy, _("Proposed"), n);
  if (!tn_support_bulk_programme (&bulk, programme, error))
    return NULL;
  if (g_str_equal (bulk.programme->state, "closed"))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is closed: nobody can be proposed any more. Nothing was changed."), bulk.programme->name ? bulk.programme->name : "");
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    if (!propose_one (&bulk, &whom[i], error))
      return NULL;
  return tn_support_bulk_end (&bulk, left, error);
}
