/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs who help, and households that wait for somebody who does. */
#include "tn-hands.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-text.h"
#include "tn-work-private.h"

static char *
dup_helper (const TnValues *values)
{
  char *helper = tn_values_dup_text (values, "helper");

  if (helper && *helper)
    return helper;
  g_free (helper);
  return NULL;
}

static gboolean
check_helper (const TnValues *values, const TnId *household, GError **error)
{
  g_autofree char *type = tn_values_dup_text (values, "type"), *other = tn_values_dup_text (values, "helper_household");
  g_autofree char *from = tn_values_dup_text (values, "from"), *to = tn_values_dup_text (values, "to"), *helper = dup_helper (values);
  TnId helping;

  if (from && to && tn_listed_date (to) < tn_listed_date (from))
    return tn_work_refuse (error, _("The period ends before it begins."));
  if (other && tn_id_parse (other, -1, &helping) && tn_id_equal (&helping, household))
    return tn_work_refuse (error, _("A household cannot be its own helper. Choose another one."));
  if (other && !helper)
    return tn_work_refuse (error, _("Write who helps, too."));
  if (helper && !type)
    return tn_work_refuse (error, _("Choose the type of the pair."));
  return TRUE;
}

static gboolean
is_waiting (TnCopy *copy, const TnId *household, gboolean *waits, GError **error)
{
  TnListedQuery query = { .kind = "helping_pair", .parent = household, .state = "waiting" };
  guint n;

  if (!tn_query_count_listed (copy, &query, &n, error))
    return FALSE;
  *waits = n > 0;
  return TRUE;
}

/* Two laptops that write down the same household as waiting write one. */
static TnId
make_id (TnCopy *copy, const TnId *household)
{
  g_autofree char *text = tn_id_dup_string (household), *name = g_strdup_printf ("helping_pair waiting\n%s", text);
  TnId made = tn_id_from_name (name);
  g_autoptr (TnRow) row = tn_copy_get (copy, &made, NULL);

  return row ? tn_id_new (tn_copy_env (copy)) : made;
}

static TnEdit *
new_edit (TnCopy *copy, const char *format, const TnId *household)
{
  g_autofree char *title = tn_query_title (copy, household), *label = g_strdup_printf ("%s: %s", format, title);

  return tn_edit_new (label);
}

static void
start (TnCopy *copy, TnEdit *edit, const TnId *pair, const TnValues *values)
{
  g_autofree char *given = tn_values_dup_text (values, "from"), *from = tn_work_today (copy, given);

  tn_edit_set_text (edit, pair, "state", "running");
  tn_edit_set_text (edit, pair, "from", from);
}

TnEdit *
tn_pair_add (TnCopy *copy, const TnId *household, const TnValues *values, TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "household", household, error);
  g_autofree char *helper = dup_helper (values), *status = row ? tn_row_dup_text (row, "status") : NULL;
  gboolean waits;
  TnEdit *edit;
  TnId made;

  if (!row || !check_helper (values, household, error) || !is_waiting (copy, household, &waits, error))
    return NULL;
  if (status && !g_str_equal (status, "present") && !g_str_equal (status, "absent"))
    {
      tn_work_refuse (error, _("This household does not live here any more. Nothing was written."));
      return NULL;
    }
  if (waits)
    {
      tn_work_refuse (error, helper ? _("This household waits for a helper. Choose it among those who wait and give it one.") : _("This household waits for a helper already."));
      return NULL;
    }
  made = helper ? tn_id_new (tn_copy_env (copy)) : make_id (copy, household);
  edit = new_edit (copy, helper ? _("New pair") : _("Waits for a helper"), household);
  tn_edit_create (edit, "helping_pair", &made);
  tn_values_apply (values, edit, &made);
  tn_edit_set_ref (edit, &made, "household", household);
  if (helper)
    start (copy, edit, &made, values);
  else
    tn_edit_set_text (edit, &made, "state", "waiting");
  if (id)
    *id = made;
  return edit;
}

static TnValues *
dup_whole (const TnRow *row, const TnValues *values)
{
  static const char *const together[] = { "helper", "helper_household", "type", "from", "to" };
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
tn_pair_change (TnCopy *copy, const TnId *pair, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "helping_pair", pair, error);
  g_autoptr (TnValues) all = row ? dup_whole (row, values) : NULL;
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL, *helper = row ? dup_helper (all) : NULL;
  gboolean waits = g_strcmp0 (state, "waiting") == 0;
  TnEdit *edit;
  TnId household;

  if (!row || !tn_work_ref (row, "household", &household, error) || !check_helper (all, &household, error))
    return NULL;
  if (!waits && !helper)
    {
      tn_work_refuse (error, _("Write who helps. If nobody does any more, end the pair."));
      return NULL;
    }
  edit = new_edit (copy, waits && helper ? _("New pair") : _("Changed pair"), &household);
  tn_values_apply (values, edit, pair);
  if (waits && helper)
    start (copy, edit, pair, all);
  return edit;
}

TnEdit *
tn_pair_end (TnCopy *copy, const TnId *pair, const char *date, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "helping_pair", pair, error);
  g_autofree char *on = tn_work_today (copy, date), *state = row ? tn_row_dup_text (row, "state") : NULL;
  TnEdit *edit;
  TnId household;

  if (!row || !tn_work_ref (row, "household", &household, error))
    return NULL;
  if (g_strcmp0 (state, "ended") == 0)
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("It has ended already, and its last day stands. Nothing was changed."));
      return NULL;
    }
  edit = new_edit (copy, _("Ended pair"), &household);
  tn_edit_set_text (edit, pair, "state", "ended");
  tn_edit_set_text (edit, pair, "to", on);
  return edit;
}

/* ---- as they stand ---- */

void
tn_pair_free (gpointer data)
{
  TnPair *pair = data;
  char *texts[] = { pair->title, pair->head, pair->helper, pair->phone, pair->what, pair->note };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (pair);
}

static const char *
intern (const TnRow *row, const char *field)
{
  g_autofree char *text = tn_row_dup_text (row, field);

  return text ? g_intern_string (text) : "";
}

TnPair *
tn_pair_read (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "helping_pair", id, error);
  TnPair *pair = row ? g_new0 (TnPair, 1) : NULL;

  if (!row)
    return NULL;
  pair->id = *id;
  tn_row_ref (row, "household", &pair->household);
  tn_row_ref (row, "helper_household", &pair->helper_household);
  pair->title = tn_query_title (copy, &pair->household);
  pair->head = tn_work_dup_head (copy, &pair->household);
  pair->helper = tn_row_dup_or_empty (row, "helper");
  pair->phone = tn_row_dup_or_empty (row, "helper_phone");
  pair->what = tn_row_dup_or_empty (row, "what");
  pair->note = tn_row_dup_or_empty (row, "note");
  pair->type = intern (row, "type");
  pair->state = intern (row, "state");
  pair->from = tn_listed_row_date (row, "from");
  pair->to = tn_listed_row_date (row, "to");
  return pair;
}

static gboolean
matches (const TnPair *pair, const char *folded)
{
  g_autofree char *all = g_strdup_printf ("%s\n%s\n%s", pair->title, pair->head, pair->helper), *own = tn_text_fold (all, -1);

  return !*folded || strstr (own, folded);
}

static gboolean
list_state (TnCopy *copy, const char *state, const char *folded, guint limit, GPtrArray *pairs, GError **error)
{
  TnListedQuery query = { .kind = "helping_pair", .state = state, .newest_first = g_str_equal (state, "ended"), .limit = *folded ? 0 : limit };
  g_autoptr (GArray) listed = tn_query_listed (copy, &query, error);

  for (guint i = 0; listed && i < listed->len; i++)
    {
      TnPair *pair = tn_pair_read (copy, &g_array_index (listed, TnListed, i).id, error);

      if (!pair)
        return FALSE;
      if (matches (pair, folded))
        g_ptr_array_add (pairs, pair);
      else
        tn_pair_free (pair);
    }
  return listed != NULL;
}

/* Of those that have ended; a search has no limit. */
static gboolean
count_behind (TnCopy *copy, const char *state, guint limit, guint *n_more, GError **error)
{
  TnListedQuery query = { .kind = "helping_pair", .state = "ended" };
  guint n = 0;

  if (limit && (!state || g_str_equal (state, "ended")) && !tn_query_count_listed (copy, &query, &n, error))
    return FALSE;
  *n_more = n - MIN (n, limit);
  return TRUE;
}

GPtrArray *
tn_pair_list (TnCopy *copy, const char *state, const char *search, guint limit, guint *n_more, GError **error)
{
  static const char *const states[] = { "waiting", "running", "ended" };
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (tn_pair_free);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if ((!state || g_str_equal (state, states[i])) && !list_state (copy, states[i], folded, g_str_equal (states[i], "ended") ? limit : 0, pairs, error))
      return NULL;
  if (n_more && !count_behind (copy, state, *folded ? 0 : limit, n_more, error))
    return NULL;
  return g_steal_pointer (&pairs);
}
