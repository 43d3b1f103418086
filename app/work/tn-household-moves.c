/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moving, splitting, joining: who lives where. */
#include "tn-work-private.h"
#include <glib/gi18n.h>

/* Fields of a household that say where it is. */
static gboolean
check_place (const TnValues *place, GError **error)
{
  g_autofree char *house = tn_values_dup_text (place, "house_no"), *street = tn_values_dup_text (place, "street");
  g_autofree char *alley = tn_values_dup_text (place, "alley"), *building = tn_values_dup_text (place, "building");

  if ((house && *house) || (street && *street) || (alley && *alley) || (building && *building))
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("The new address is missing: give at least a house number, alley, street or building."));
  return FALSE;
}

static char *
dup_place_title (const TnValues *place)
{
  g_autofree char *house = tn_values_dup_text (place, "house_no"), *alley = tn_values_dup_text (place, "alley");
  g_autofree char *street = tn_values_dup_text (place, "street");
  const char *parts[4] = { NULL };
  guint n = 0;

  if (house && *house)
    parts[n++] = house;
  if (alley && *alley)
    parts[n++] = alley;
  if (street && *street)
    parts[n++] = street;
  return g_strjoinv (" ", (char **) parts);
}

TnEdit *
tn_work_move_household (TnCopy *copy, const TnId *household, const TnValues *place, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "household", household, error);
  g_autofree char *title = NULL, *to = NULL, *label = NULL;
  g_autoptr (TnEdit) edit = NULL;

  if (!row || (!tn_values_is_empty (place) && !tn_values_get (place, "area") && !check_place (place, error)))
    return NULL;
  if (tn_values_is_empty (place))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("The household is there already. Type the new address."));
      return NULL;
    }
  title = tn_query_title (copy, household);
  to = dup_place_title (place);
  /* Translators: a household's old and new address. */
  label = *to ? g_strdup_printf (_("Moved household %s to %s"), title, to) : g_strdup_printf (_("Moved household %s"), title);
  edit = tn_edit_new (label);
  tn_values_apply (place, edit, household);
  return g_steal_pointer (&edit);
}

/* What stays behind when `leaving` of these people go: nobody means that the household ends. */
static void
close_if_empty (TnEdit *edit, const TnId *household, guint remaining, const char *date, const char *note)
{
  if (remaining > 0)
    return;
  tn_edit_set_ref (edit, household, "head", NULL);
  tn_work_write_status (edit, household, "ended", date, note);
}

/* What the household that a person leaves for another one becomes; one that is gone already becomes nothing. FALSE on error. */
static gboolean
leave (TnCopy *copy, TnEdit *edit, const TnId *person, const TnId *from, const char *day, const char *to, GError **error)
{
  g_autoptr (TnRow) old = tn_copy_get (copy, from, NULL);
  g_autoptr (GPtrArray) people = NULL;

  if (!old || old->deleted)
    return TRUE;
  if (!(people = tn_work_people (copy, from, error)))
    return FALSE;
  if (tn_work_is_head (old, person) && people->len > 1)
    return tn_work_refuse (error, _("This person heads a household with other people. Choose another head for them first, or join the whole household."));
  if (tn_work_find_person (people, person))
    close_if_empty (edit, from, people->len - 1, day, to);
  return TRUE;
}

TnEdit *
tn_work_move_person (TnCopy *copy, const TnId *person, const TnId *to, const char *relation, const char *date, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "person", person, error);
  g_autoptr (TnRow) target = row ? tn_work_get (copy, "household", to, error) : NULL;
  g_autoptr (TnEdit) edit = NULL;
  g_autofree char *name = NULL, *title = NULL, *label = NULL, *day = tn_work_today (copy, date);
  TnId from;

  if (!target)
    return NULL;
  if (tn_row_parent (row, &from) && tn_id_equal (&from, to))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("The person lives in that household already."));
      return NULL;
    }
  name = tn_row_dup_text (row, "name");
  title = tn_query_title (copy, to);
  /* Translators: a person's name and a household's address. */
  label = g_strdup_printf (_("Moved %s to %s"), name ? name : "", title);
  edit = tn_edit_new (label);
  if (tn_row_parent (row, &from) && !leave (copy, edit, person, &from, day, title, error))
    return NULL;
  tn_edit_set_ref (edit, person, "household", to);
  tn_edit_set_text (edit, person, "relation", relation ? relation : "relative");
  return g_steal_pointer (&edit);
}

/* Collects the rows of those who leave; NULL with a message when somebody does not live there. */
static GPtrArray *
pick_people (GPtrArray *people, const TnId *ids, gsize n, GError **error)
{
  g_autoptr (GPtrArray) picked = g_ptr_array_new ();

  for (gsize i = 0; i < n; i++)
    {
      TnRow *person = tn_work_find_person (people, &ids[i]);

      if (!person)
        {
          g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT,
                       _("One of the people no longer lives in this household. Nothing was changed; look at the household again."));
          return NULL;
        }
      g_ptr_array_add (picked, person);
    }
  return g_steal_pointer (&picked);
}

static gboolean
check_split (const TnRow *household, GPtrArray *people, GPtrArray *leaving, const TnId *new_head, const TnId *old_head, GError **error)
{
  TnId head;
  gboolean head_leaves = tn_row_ref (household, "head", &head) && tn_work_find_person (leaving, &head);

  if (leaving->len == 0)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Choose who leaves the household."));
  else if (leaving->len == people->len)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Somebody must stay. When everybody leaves, move the household instead."));
  else if (!tn_work_find_person (leaving, new_head))
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("The head of the new household must be one of those who leave."));
  else if (head_leaves && (!old_head || !tn_work_find_person (people, old_head) || tn_work_find_person (leaving, old_head)))
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("The head leaves: choose who heads those who stay."));
  else
    return TRUE;
  return FALSE;
}

TnEdit *
tn_work_split (TnCopy *copy, const TnId *household, const TnId *ids, gsize n_ids, const TnId *new_head, const TnId *old_head,
               const TnValues *place, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "household", household, error);
  g_autoptr (GPtrArray) people = row ? tn_work_people (copy, household, error) : NULL;
  g_autoptr (GPtrArray) leaving = people ? pick_people (people, ids, n_ids, error) : NULL;
  g_autoptr (TnEdit) edit = NULL;
  g_autofree char *title = NULL, *label = NULL;
  TnId new_id;

  if (!leaving || !check_split (row, people, leaving, new_head, old_head, error) || !check_place (place, error))
    return NULL;
  title = tn_query_title (copy, household);
  /* Translators: %s is a household's address. */
  label = g_strdup_printf (_("Split household %s"), title);
  edit = tn_edit_new (label);
  new_id = tn_edit_create (edit, "household", id);
  tn_values_apply (place, edit, &new_id);
  tn_edit_set_ref (edit, &new_id, "origin", household);
  for (guint i = 0; i < leaving->len; i++)
    tn_edit_set_ref (edit, &((TnRow *) leaving->pdata[i])->id, "household", &new_id);
  tn_work_write_head (edit, &new_id, leaving, new_head, "relative");
  if (old_head)
    {
      for (guint i = 0; i < leaving->len; i++)
        g_ptr_array_remove (people, leaving->pdata[i]);
      tn_work_write_head (edit, household, people, old_head, "relative");
    }
  return g_steal_pointer (&edit);
}

TnEdit *
tn_work_join (TnCopy *copy, const TnId *household, const TnId *into, const char *relation, const char *date, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "household", household, error);
  g_autoptr (TnRow) target = row ? tn_work_get (copy, "household", into, error) : NULL;
  g_autoptr (GPtrArray) people = target ? tn_query_children (copy, "person", household, error) : NULL;
  g_autoptr (TnEdit) edit = NULL;
  g_autofree char *title = NULL, *other = NULL, *label = NULL, *day = tn_work_today (copy, date);

  if (!people)
    return NULL;
  if (tn_id_equal (household, into))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("A household cannot join itself. Choose another one."));
      return NULL;
    }
  title = tn_query_title (copy, household);
  other = tn_query_title (copy, into);
  /* Translators: two households' addresses. */
  label = g_strdup_printf (_("Joined household %s to %s"), title, other);
  edit = tn_edit_new (label);
  for (guint i = 0; i < people->len; i++)
    {
      const TnRow *person = people->pdata[i];

      if (!tn_work_lives_there (person))
        continue;
      tn_edit_set_ref (edit, &person->id, "household", into);
      tn_edit_set_text (edit, &person->id, "relation", relation ? relation : "relative");
    }
  tn_edit_set_ref (edit, household, "head", NULL);
  tn_edit_set_ref (edit, household, "joined_into", into);
  tn_work_write_status (edit, household, "joined", day, NULL);
  return g_steal_pointer (&edit);
}
