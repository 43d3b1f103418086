/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sponsors of orphans: what they promise and what comes. */
#include "tn-hands.h"
#include <glib/gi18n.h>
#include "tn-donor.h"
#include "tn-work-private.h"

/* Absent or cleared is 0 and no error. */
static gboolean
read_amount (const TnValues *values, gint64 *amount, GError **error)
{
  const char *token = tn_values_get (values, "amount");

  *amount = 0;
  if (!token || g_str_equal (token, "null") || (tn_json_get_int (tn_slice (token, -1), amount) && *amount > 0 && *amount <= TN_PROMISE_MAX))
    return TRUE;
  return tn_work_refuse (error, _("The amount must be more than 0 đồng."));
}

/* ---- the promise ---- */

static gboolean
check_promise (const TnValues *values, GError **error)
{
  g_autofree char *goods = tn_values_dup_text (values, "goods"), *from = tn_values_dup_text (values, "from"), *to = tn_values_dup_text (values, "to");
  gint64 amount;

  if (!read_amount (values, &amount, error))
    return FALSE;
  if (amount == 0 && (!goods || !*goods))
    return tn_work_refuse (error, _("Write what is promised: an amount, or goods."));
  if (from && to && tn_listed_date (to) < tn_listed_date (from))
    return tn_work_refuse (error, _("The period ends before it begins."));
  return TRUE;
}

static TnRow *
get_person (TnCopy *copy, const TnId *person, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "person", person, error);
  TnId into;

  if (!row || (tn_work_lives_there (row) && !tn_row_ref (row, "merged_into", &into)))
    return g_steal_pointer (&row);
  tn_work_refuse (error, _("This person does not live here any more, or was merged into somebody else. Nothing was written."));
  return NULL;
}

static TnId
make_id (TnCopy *copy, const TnId *person, const TnId *sponsor, const char *every, gboolean *runs)
{
  g_autofree char *a = tn_id_dup_string (person), *b = tn_id_dup_string (sponsor), *name = g_strdup_printf ("sponsorship\n%s\n%s\n%s", a, b, every);
  TnId made = tn_id_from_name (name);
  g_autoptr (TnRow) row = tn_copy_get (copy, &made, NULL);
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL;

  *runs = row && !row->deleted && g_strcmp0 (state, "ended") != 0;
  return row ? tn_id_new (tn_copy_env (copy)) : made;
}

static TnEdit *
new_edit (TnCopy *copy, const char *format, const TnId *person)
{
  g_autofree char *name = tn_query_title (copy, person), *label = g_strdup_printf ("%s: %s", format, name);

  return tn_edit_new (label);
}

static TnEdit *
add (TnCopy *copy, TnEdit *begun, const TnId *person, const TnId *sponsor, const TnValues *values, TnId *id, GError **error)
{
  g_autoptr (TnEdit) edit = begun;
  g_autofree char *every = tn_values_dup_text (values, "every"), *given = tn_values_dup_text (values, "from"), *from = tn_work_today (copy, given);
  gboolean runs;
  TnId made = make_id (copy, person, sponsor, every ? every : "once", &runs);

  if (runs)
    {
      tn_work_refuse (error, _("This sponsor has promised the same rhythm already. Choose that sponsorship and change it."));
      return NULL;
    }
  tn_edit_create (edit, "sponsorship", &made);
  tn_values_apply (values, edit, &made);
  tn_edit_set_ref (edit, &made, "person", person);
  tn_edit_set_ref (edit, &made, "sponsor", sponsor);
  tn_edit_set_text (edit, &made, "every", every ? every : "once");
  tn_edit_set_text (edit, &made, "from", from);
  tn_edit_set_text (edit, &made, "state", "running");
  if (id)
    *id = made;
  return g_steal_pointer (&edit);
}

TnEdit *
tn_sponsorship_add (TnCopy *copy, const TnId *person, const TnValues *values, TnId *id, GError **error)
{
  g_autofree char *named = tn_values_dup_text (values, "sponsor");
  g_autoptr (TnRow) row = get_person (copy, person, error), donor = NULL;
  TnId sponsor;

  if (!row || !check_promise (values, error))
    return NULL;
  if (!named || !tn_id_parse (named, -1, &sponsor))
    {
      tn_work_refuse (error, _("Choose the sponsor."));
      return NULL;
    }
  if (!(donor = tn_work_get (copy, "donor", &sponsor, error)))
    return NULL;
  return add (copy, new_edit (copy, _("New sponsorship"), person), person, &sponsor, values, id, error);
}

TnEdit *
tn_sponsorship_add_with (TnCopy *copy, const TnId *person, const TnValues *values, const TnValues *donor, TnId *id, GError **error)
{
  g_autoptr (TnRow) row = get_person (copy, person, error);
  g_autoptr (TnEdit) edit = NULL;
  TnId sponsor;

  if (!row || !check_promise (values, error))
    return NULL;
  edit = new_edit (copy, _("New sponsorship"), person);
  return tn_donor_write (copy, edit, donor, &sponsor, error) ? add (copy, g_steal_pointer (&edit), person, &sponsor, values, id, error) : NULL;
}

/* What the form did not change is as it stands. */
static TnValues *
dup_whole (const TnRow *row, const TnValues *values)
{
  static const char *const together[] = { "amount", "goods", "every", "from", "to" };
  TnValues *all = tn_values_new ();

  for (guint i = 0; i < G_N_ELEMENTS (together); i++)
    {
      TnSlice token = tn_row_field (row, together[i]);
      g_autofree char *text = token.len ? tn_slice_dup (token) : NULL;

      if (text)
        tn_values_set (all, together[i], text);
    }
  tn_values_merge (all, values);
  return all;
}

TnEdit *
tn_sponsorship_change (TnCopy *copy, const TnId *sponsorship, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "sponsorship", sponsorship, error);
  g_autoptr (TnValues) all = row ? dup_whole (row, values) : NULL;
  TnEdit *edit;
  TnId person;

  if (!row || !check_promise (all, error) || !tn_work_ref (row, "person", &person, error))
    return NULL;
  if (g_strcmp0 (tn_values_get (values, "sponsor"), "null") == 0)
    {
      tn_work_refuse (error, _("Choose the sponsor."));
      return NULL;
    }
  edit = new_edit (copy, _("Changed sponsorship"), &person);
  tn_values_apply (values, edit, sponsorship);
  return edit;
}

TnEdit *
tn_sponsorship_end (TnCopy *copy, const TnId *sponsorship, const char *date, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "sponsorship", sponsorship, error);
  g_autofree char *on = tn_work_today (copy, date), *state = row ? tn_row_dup_text (row, "state") : NULL;
  TnEdit *edit;
  TnId person;

  if (!row || !tn_work_check_happened (copy, on, error) || !tn_work_ref (row, "person", &person, error))
    return NULL;
  if (g_strcmp0 (state, "ended") == 0)
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("It has ended already, and its last day stands. Nothing was changed."));
      return NULL;
    }
  edit = new_edit (copy, _("Ended sponsorship"), &person);
  tn_edit_set_text (edit, sponsorship, "state", "ended");
  tn_edit_set_text (edit, sponsorship, "to", on);
  return edit;
}

/* ---- what comes ---- */

TnEdit *
tn_sponsorship_receive (TnCopy *copy, const TnId *sponsorship, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "sponsorship", sponsorship, error);
  g_autofree char *given = tn_values_dup_text (values, "at"), *at = tn_work_today (copy, given), *goods = tn_values_dup_text (values, "goods");
  gint64 amount;
  TnEdit *edit;
  TnId person, id;

  if (!row || !read_amount (values, &amount, error) || !tn_work_check_happened (copy, at, error) || !tn_work_ref (row, "person", &person, error))
    return NULL;
  if (amount == 0 && (!goods || !*goods))
    {
      tn_work_refuse (error, _("Write what came: an amount, or goods."));
      return NULL;
    }
  edit = new_edit (copy, _("From a sponsor"), &person);
  id = tn_edit_create (edit, "sponsorship_gift", NULL);
  tn_values_apply (values, edit, &id);
  tn_edit_set_ref (edit, &id, "sponsorship", sponsorship);
  tn_edit_set_ref (edit, &id, "cancels", NULL);
  tn_edit_set_text (edit, &id, "at", at);
  return edit;
}

TnEdit *
tn_sponsorship_cancel (TnCopy *copy, const TnId *gift, const char *note, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "sponsorship_gift", gift, error), sponsorship = NULL;
  TnListedQuery query = { .kind = "sponsorship_gift", .ref = gift };
  g_autofree char *today = tn_work_today (copy, NULL);
  TnId of, other, person, id;
  TnEdit *edit;
  guint n;

  if (!row || !tn_query_count_listed (copy, &query, &n, error))
    return NULL;
  if (n || tn_row_ref (row, "cancels", &other))
    {
      tn_work_refuse (error, n ? _("This receipt has been put right already. Nothing was written.") : _("This one puts another receipt right. Write down anew what came."));
      return NULL;
    }
  if (!tn_row_ref (row, "sponsorship", &of) || !(sponsorship = tn_work_get (copy, "sponsorship", &of, error)))
    return NULL;
  edit = new_edit (copy, _("Put right"), tn_row_ref (sponsorship, "person", &person) ? &person : &of);
  id = tn_edit_create (edit, "sponsorship_gift", NULL);
  tn_edit_set_ref (edit, &id, "sponsorship", &of);
  tn_edit_set_ref (edit, &id, "cancels", gift);
  tn_edit_set_text (edit, &id, "at", today);
  tn_edit_set_text (edit, &id, "note", note);
  return edit;
}
