/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-job.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-listed.h"
#include "tn-same-id.h"
#include "tn-work-private.h"

static TnEdit *
new_edit (TnCopy *copy, const char *what, const TnId *person)
{
  g_autofree char *name = tn_query_title (copy, person), *label = g_strdup_printf ("%s: %s", what, name);

  return tn_edit_new (label);
}

static TnRow *
get_person (TnCopy *copy, const TnId *person, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "person", person, error);

  if (!row || tn_work_lives_there (row))
    return g_steal_pointer (&row);
  tn_work_refuse_edit (error, _("This person does not live here any more. Nothing was written."));
  return NULL;
}

/* Two laptops that note the first, or the second, wish of one person mean the same one. */
static char *
dup_wish_name (const TnId *person, guint earlier)
{
  TnIdStr text;

  tn_id_format (person, text);
  return g_strdup_printf ("job_wish:%s:%u", text, earlier);
}

TnEdit *
tn_job_wish_note (TnCopy *copy, const TnId *person, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = get_person (copy, person, error), there = NULL;
  g_autofree char *wants = tn_values_dup_text (values, "wants"), *given = tn_values_dup_text (values, "since"), *since = tn_work_today (copy, given), *name = NULL;
  TnListedQuery query = { .kind = "job_wish", .parent = person };
  g_autoptr (GArray) wishes = row ? tn_query_listed (copy, &query, error) : NULL;
  TnEdit *edit;
  TnId id;

  if (!wishes)
    return NULL;
  for (guint i = 0; i < wishes->len; i++)
    {
      const char *state = g_array_index (wishes, TnListed, i).state;

      if (!*state || g_str_equal (state, "looking"))
        return tn_work_refuse_edit (error, _("A wish for work of this person is noted already. Change that one; nothing was written."));
    }
  if (!wants || !*wants)
    return tn_work_refuse_edit (error, _("Which work is wanted is missing. Write it in a few words, such as “may”, “bán hàng”, and save again."));
  name = dup_wish_name (person, wishes->len);
  if (!tn_same_id (copy, name, &id, &there, error))
    return NULL;
  if (there)   /* moved here from a person that was merged */
    id = tn_id_new (tn_copy_env (copy));
  edit = new_edit (copy, _("Wish for work"), person);
  tn_edit_create (edit, "job_wish", &id);
  tn_values_apply (values, edit, &id);
  tn_edit_set_ref (edit, &id, "person", person);
  tn_edit_set_text (edit, &id, "since", since);
  tn_edit_set_text (edit, &id, "state", "looking");
  return edit;
}

/* A wish that runs, and whose it is. */
static TnRow *
get_running (TnCopy *copy, const TnId *wish, TnId *person, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "job_wish", wish, error);
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL;

  if (!row)
    return NULL;
  if (state && !g_str_equal (state, "looking"))
    {
      tn_work_refuse_edit (error, _("This wish is closed already: they have work or do not look any more. Nothing was changed."));
      return NULL;
    }
  if (!tn_row_ref (row, "person", person))
    *person = (TnId) { { 0 } };
  return g_steal_pointer (&row);
}

static gboolean
is_blank (const char *text)
{
  return !text || !text[strspn (text, " \n\t")];
}

static void
write_note (TnEdit *edit, const TnId *wish, const char *note)
{
  if (!is_blank (note))
    tn_edit_set_text (edit, wish, "note", note);
}

TnEdit *
tn_job_wish_place (TnCopy *copy, const TnId *wish, const TnId *business, const char *date, const char *note, GError **error)
{
  TnId person;
  g_autoptr (TnRow) row = get_running (copy, wish, &person, error), where = row && business ? tn_work_get (copy, "business", business, error) : NULL;
  g_autofree char *placed = tn_work_today (copy, date), *name = where ? tn_row_dup_text (where, "name") : NULL;
  TnEdit *edit;

  if (!row || (business && !where))
    return NULL;
  if (!business && is_blank (note))
    return tn_work_refuse_edit (error, _("Where they have work now is missing. Choose the business, or write it in the notes, and save again."));
  edit = new_edit (copy, _("Has work"), &person);
  tn_edit_set_text (edit, wish, "state", "placed");
  tn_edit_set_ref (edit, wish, "business", business);
  tn_edit_set_text (edit, wish, "placed", placed);
  write_note (edit, wish, note);
  if (name && !tn_id_is_null (&person))
    tn_edit_set_text (edit, &person, "workplace", name);
  return edit;
}

TnEdit *
tn_job_wish_stop (TnCopy *copy, const TnId *wish, const char *note, GError **error)
{
  TnId person;
  g_autoptr (TnRow) row = get_running (copy, wish, &person, error);
  TnEdit *edit;

  if (!row)
    return NULL;
  edit = new_edit (copy, _("Does not look for work any more"), &person);
  tn_edit_set_text (edit, wish, "state", "stopped");
  write_note (edit, wish, note);
  return edit;
}
