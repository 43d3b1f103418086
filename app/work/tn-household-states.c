/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Head, death, absence, return, moving away: what becomes of people. */
#include "tn-work-private.h"
#include <glib/gi18n.h>

TnEdit *
tn_work_change_head (TnCopy *copy, const TnId *household, const TnId *new_head, const TnValues *relations, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "household", household, error);
  g_autoptr (GPtrArray) people = row ? tn_work_people (copy, household, error) : NULL;
  g_autoptr (TnEdit) edit = NULL;
  g_autofree char *name = NULL, *label = NULL;
  TnRow *person;

  if (!people)
    return NULL;
  if (!(person = tn_work_find_person (people, new_head)))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("The new head must live in this household. Choose another person."));
      return NULL;
    }
  name = tn_row_dup_text (person, "name");
  /* Translators: %s is the new head's name. */
  label = g_strdup_printf (_("Made %s head of the household"), name ? name : "");
  edit = tn_edit_new (label);
  tn_work_write_head (edit, household, people, new_head, "relative");
  for (guint i = 0; relations && i < people->len; i++)
    {
      const TnId *id = &((TnRow *) people->pdata[i])->id;
      TnIdStr key;

      tn_id_format (id, key);
      if (tn_values_get (relations, key) && !tn_id_equal (id, new_head))
        tn_edit_set (edit, id, "relation", tn_values_get (relations, key));
    }
  return g_steal_pointer (&edit);
}

/* Who was head is no longer: the next one, or nobody when nobody is left. */
static gboolean
replace_head (TnCopy *copy, TnEdit *edit, const TnRow *person, const char *date, const char *note, const TnId *new_head, GError **error)
{
  g_autoptr (TnRow) household = NULL;
  g_autoptr (GPtrArray) people = NULL;
  TnId id;

  if (!tn_row_parent (person, &id) || !(household = tn_copy_get (copy, &id, NULL)) || household->deleted)
    return TRUE;
  if (!(people = tn_work_people (copy, &id, error)))
    return FALSE;
  if (people->len <= 1 && (people->len == 0 || tn_work_find_person (people, &person->id)))
    {
      tn_work_write_status (edit, &id, "ended", date, note);
      return TRUE;
    }
  if (!tn_work_is_head (household, &person->id))
    return TRUE;
  if (!new_head || tn_id_equal (new_head, &person->id) || !tn_work_find_person (people, new_head))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This person heads the household: choose who heads it from now on."));
      return FALSE;
    }
  tn_work_write_head (edit, &id, people, new_head, "relative");
  return TRUE;
}

TnEdit *
tn_work_death (TnCopy *copy, const TnId *person, const char *date, const char *note, const TnId *new_head, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "person", person, error);
  g_autoptr (TnEdit) edit = NULL;
  g_autofree char *name = NULL, *label = NULL, *status = NULL, *day = tn_work_today (copy, date);

  if (!row)
    return NULL;
  status = tn_row_dup_text (row, "status");
  if (g_strcmp0 (status, "died") == 0)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This death has been written down already."));
      return NULL;
    }
  name = tn_row_dup_text (row, "name");
  /* Translators: %s is a person's name. */
  label = g_strdup_printf (_("Wrote down the death of %s"), name ? name : "");
  edit = tn_edit_new (label);
  tn_work_write_status (edit, person, "died", day, note);
  return replace_head (copy, edit, row, day, NULL, new_head, error) ? g_steal_pointer (&edit) : NULL;
}

static char *
dup_status_label (const char *status, const char *title)
{
  if (g_str_equal (status, "absent"))
    /* Translators: %s is a name or an address. */
    return g_strdup_printf (_("Wrote down the absence of %s"), title);
  if (g_str_equal (status, "moved_away"))
    /* Translators: %s is a name or an address. */
    return g_strdup_printf (_("Wrote down that %s moved away"), title);
  /* Translators: %s is a name or an address. */
  return g_strdup_printf (_("Wrote down the return of %s"), title);
}

/* Those who were there when the household left, left with it; and come back with it when they left on the same day. */
static gboolean
take_people_along (TnCopy *copy, TnEdit *edit, const TnRow *household, const char *status, const char *date, const char *note, GError **error)
{
  g_autoptr (GPtrArray) people = tn_query_children (copy, "person", &household->id, error);
  g_autofree char *before = tn_row_dup_text (household, "status"), *since = tn_row_dup_text (household, "status_date");
  gboolean leaves = g_str_equal (status, "moved_away"), returns = g_str_equal (status, "present") && g_strcmp0 (before, "moved_away") == 0;

  if (!people)
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    {
      const TnRow *person = people->pdata[i];
      g_autofree char *theirs = tn_row_dup_text (person, "status"), *when = tn_row_dup_text (person, "status_date");

      if (leaves && tn_work_lives_there (person))
        tn_work_write_status (edit, &person->id, status, date, note);
      else if (returns && g_strcmp0 (theirs, "moved_away") == 0 && g_strcmp0 (when, since) == 0)
        tn_work_write_status (edit, &person->id, "present", date, note);
    }
  return TRUE;
}

/* A person who moves away for good: the head of others must be replaced first; the last one leaves an ended household. */
static gboolean
leave_household (TnCopy *copy, TnEdit *edit, const TnRow *person, const char *date, GError **error)
{
  g_autoptr (TnRow) household = NULL;
  g_autoptr (GPtrArray) people = NULL;
  TnId id;

  if (!tn_row_parent (person, &id) || !(household = tn_copy_get (copy, &id, NULL)) || household->deleted)
    return TRUE;
  if (!(people = tn_work_people (copy, &id, error)))
    return FALSE;
  if (people->len == 1 && tn_work_find_person (people, &person->id))
    tn_work_write_status (edit, &id, "moved_away", date, NULL);
  else if (tn_work_is_head (household, &person->id))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This person heads the household. Choose another head first."));
      return FALSE;
    }
  return TRUE;
}

gboolean
tn_work_write_household_status (TnCopy *copy, TnEdit *edit, const TnRow *household, const char *status, const char *date, const char *note, GError **error)
{
  tn_work_write_status (edit, &household->id, status, date, note);
  return take_people_along (copy, edit, household, status, date, note, error);
}

TnEdit *
tn_work_set_status (TnCopy *copy, const TnId *id, const char *status, const char *date, const char *note, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, error);
  g_autoptr (TnEdit) edit = NULL;
  g_autofree char *title = NULL, *label = NULL, *day = tn_work_today (copy, date);

  if (!row)
    return NULL;
  title = tn_query_title (copy, id);
  label = dup_status_label (status, title);
  edit = tn_edit_new (label);
  if (g_str_equal (row->kind_key, "household"))
    return tn_work_write_household_status (copy, edit, row, status, day, note, error) ? g_steal_pointer (&edit) : NULL;
  tn_work_write_status (edit, id, status, day, note);
  if (g_str_equal (status, "moved_away") && !leave_household (copy, edit, row, day, error))
    return NULL;
  return g_steal_pointer (&edit);
}
