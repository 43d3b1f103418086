/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household-detail.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-zone.h"

static void
free_person (gpointer data)
{
  TnPersonDetail *person = data;

  tn_row_free (person->person);
  g_clear_pointer (&person->cards, g_ptr_array_unref);
  g_clear_pointer (&person->memberships, g_ptr_array_unref);
  g_free (person);
}

void
tn_household_detail_free (gpointer data)
{
  TnHouseholdDetail *self = data;

  g_clear_pointer (&self->household, tn_row_free);
  g_free (self->title);
  g_free (self->area);
  g_free (self->building);
  g_free (self->origin);
  g_free (self->joined_into);
  g_free (self->safe_since);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->memberships, g_ptr_array_unref);
  g_clear_pointer (&self->visits, g_ptr_array_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  g_free (self);
}

static char *
dup_ref_title (TnCopy *copy, const TnRow *row, const char *field)
{
  TnId id;

  return tn_row_ref (row, field, &id) ? tn_query_title (copy, &id) : NULL;
}

static gboolean
read_people (TnCopy *copy, TnHouseholdDetail *self, GError **error)
{
  g_autoptr (GPtrArray) people = tn_query_children (copy, "person", &self->household->id, error);

  if (!people)
    return FALSE;
  self->people = g_ptr_array_new_with_free_func (free_person);
  for (guint i = 0; i < people->len; i++)
    {
      TnPersonDetail *person = g_new0 (TnPersonDetail, 1);

      person->person = tn_row_copy (people->pdata[i]);
      g_ptr_array_add (self->people, person);
      if (!(person->cards = tn_query_children (copy, "identity", &person->person->id, error)) ||
          !(person->memberships = tn_query_children (copy, "membership", &person->person->id, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_safe (TnCopy *copy, TnHouseholdDetail *self, GError **error)
{
  g_autofree char *today = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  gboolean found;
  TnId id;

  if (!tn_safe_family_on (copy, &self->household->id, tn_listed_date (today), &id, &found, error))
    return FALSE;
  g_autoptr (TnRow) row = found ? tn_copy_get (copy, &id, error) : NULL;
  g_autofree char *from = row ? tn_row_dup_text (row, "from") : NULL;
  self->safe_since = from ? tn_date_format (from) : NULL;
  return !found || row;
}

gpointer
tn_household_detail_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const TnId *id = data;
  TnHouseholdDetail *self;
  g_autoptr (TnRow) household = tn_copy_get (copy, id, error);

  if (!household)
    return NULL;
  if (household->deleted)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This household has been deleted."));
      return NULL;
    }
  self = g_new0 (TnHouseholdDetail, 1);
  self->household = g_steal_pointer (&household);
  self->title = tn_query_title (copy, id);
  self->area = dup_ref_title (copy, self->household, "area");
  self->building = dup_ref_title (copy, self->household, "building");
  self->origin = dup_ref_title (copy, self->household, "origin");
  self->joined_into = dup_ref_title (copy, self->household, "joined_into");
  if (read_people (copy, self, error) && read_safe (copy, self, error) && (self->memberships = tn_query_children (copy, "membership", id, error)) &&
      (self->visits = tn_query_children (copy, "visit", id, error)) && (self->history = tn_query_history (copy, id, TRUE, error)) &&
      (self->conflicts = tn_query_conflicts (copy, id, error)))
    return self;
  tn_household_detail_free (self);
  return NULL;
}

TnPersonDetail *
tn_household_detail_find_person (const TnHouseholdDetail *self, const TnId *id)
{
  for (guint i = 0; i < self->people->len; i++)
    if (tn_id_equal (&((TnPersonDetail *) self->people->pdata[i])->person->id, id))
      return self->people->pdata[i];
  return NULL;
}

gboolean
tn_household_detail_is_head (const TnHouseholdDetail *self, const TnId *person)
{
  TnId head;

  return tn_row_ref (self->household, "head", &head) && tn_id_equal (&head, person);
}

char *
tn_household_detail_dup_head (const TnHouseholdDetail *self)
{
  TnId head;
  const TnPersonDetail *person = tn_row_ref (self->household, "head", &head) ? tn_household_detail_find_person (self, &head) : NULL;

  return person ? tn_row_dup_text (person->person, "name") : NULL;
}
