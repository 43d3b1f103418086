/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-door-page.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-draft.h"
#include "tn-household-actions.h"
#include "tn-query.h"

void
tn_door_page_free (gpointer data)
{
  TnDoorPage *self = data;

  g_free (self->title);
  g_free (self->about);
  g_free (self->last);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->fresh, tn_visit_free);
  g_clear_pointer (&self->draft, tn_visit_free);
  g_free (self);
}

char *
tn_door_draft_key (const TnDoorKey *door)
{
  TnIdStr id;

  tn_id_format (tn_id_is_null (&door->stop) ? &door->household : &door->stop, id);
  return g_strconcat ("visit/", id, NULL);
}

/* --- the page --- */

static gboolean
read_people (TnCopy *copy, TnDoorPage *self, GError **error)
{
  self->people = tn_query_children (copy, "person", &self->door.household, error);
  for (guint i = self->people ? self->people->len : 0; i > 0; i--)
    if (!tn_work_lives_there (self->people->pdata[i - 1]))
      g_ptr_array_remove_index (self->people, i - 1);
  return self->people != NULL;
}

static void
append_part (GString *text, const char *part)
{
  if (part && *part)
    g_string_append_printf (text, "%s%s", text->len ? " · " : "", part);
}

/* Where on the walk: "door 3 of 12 of Lê Thị Hoa". NULL without a volunteer. */
static char *
dup_place (TnCopy *copy, GPtrArray *stops, const TnRoundStop *stop)
{
  g_autofree char *name = tn_id_is_null (&stop->volunteer) ? NULL : tn_query_title (copy, &stop->volunteer);
  guint place = 0, of = 0;

  for (guint i = 0; i < stops->len; i++)
    {
      const TnRoundStop *other = stops->pdata[i];

      if (!tn_id_equal (&other->volunteer, &stop->volunteer))
        continue;
      of++;
      if (tn_id_equal (&other->id, &stop->id))
        place = of;
    }
  /* Translators: the place of a door on somebody's walk; %s is a name. */
  return name ? g_strdup_printf (_("door %u of %u of %s"), place, of, name) : g_strdup_printf (_("door %u of %u"), place, of);
}

static gboolean
read_stop (TnCopy *copy, TnDoorPage *self, char **place, gint64 *at, GError **error)
{
  TnId round;
  TnRoundStop *stop;
  g_autoptr (TnRound) about = NULL;
  g_autoptr (GPtrArray) stops = NULL;

  if (tn_id_is_null (&self->door.stop))
    return TRUE;
  if (!(stop = tn_round_stop (copy, &self->door.stop, &round, error)))
    return FALSE;
  if ((about = tn_round_read (copy, &round, error)) && (stops = tn_round_stops (copy, &round, error)))
    {
      *place = dup_place (copy, stops, stop);
      *at = tn_visit_time (about->evening, *at);
    }
  tn_round_stop_free (stop);
  return stops != NULL;
}

static void
read_about (TnCopy *copy, TnDoorPage *self, const TnRow *household, const char *place)
{
  g_autoptr (GString) about = g_string_new (NULL);
  TnId area;
  g_autofree char *name = tn_row_ref (household, "area", &area) ? tn_query_title (copy, &area) : NULL;
  g_autofree char *n = g_strdup_printf (ngettext ("%u person", "%u people", self->people->len), self->people->len);

  append_part (about, n);
  append_part (about, name);
  append_part (about, place);
  self->about = g_string_free (g_steal_pointer (&about), FALSE);
  self->title = tn_query_title (copy, &self->door.household);
}

/* The newest visit that is not the one on this page. */
static gboolean
read_last (TnCopy *copy, TnDoorPage *self, GError **error)
{
  g_autoptr (GPtrArray) visits = tn_query_children (copy, "visit", &self->door.household, error);

  for (guint i = 0; visits && i < visits->len && !self->last; i++)
    {
      const TnRow *row = visits->pdata[i];
      g_autofree char *at = tn_field_show (tn_kind_field (row->kind, "at"), tn_row_field (row, "at"));
      g_autofree char *result = tn_field_show (tn_kind_field (row->kind, "result"), tn_row_field (row, "result"));
      g_autofree char *note = tn_row_dup_text (row, "note");
      g_autoptr (GString) last = g_string_new (NULL);

      if (tn_id_equal (&row->id, &self->fresh->id))
        continue;
      append_part (last, at);
      append_part (last, result);
      append_part (last, note);
      self->last = g_strdup_printf (_("Last visit: %s"), last->str);
    }
  return visits != NULL;
}

static gboolean
read_fresh (TnCopy *copy, TnDoorPage *self, gint64 at, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!tn_id_is_null (&self->door.stop))
    self->fresh = tn_visit_of_stop (copy, &self->door.stop, &local);
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  self->written = self->fresh != NULL;
  if (self->written)
    return TRUE;
  self->fresh = tn_visit_new (&self->door.household);
  self->fresh->stop = self->door.stop;
  self->fresh->at = at;
  /* Given now, so that a draft whose visit was written all the same is known by it. */
  if (tn_id_is_null (&self->door.stop))
    self->fresh->id = tn_id_new (tn_copy_env (copy));
  return TRUE;
}

static void
read_draft (TnCopy *copy, TnDoorPage *self)
{
  g_autofree char *key = tn_door_draft_key (&self->door), *text = tn_draft_get (copy, key);
  g_autoptr (TnVisit) draft = text ? tn_visit_from_draft (text) : NULL;
  g_autoptr (TnRow) written = NULL;

  if (!draft || !tn_id_equal (&draft->household, &self->door.household))
    return;
  if (tn_id_is_null (&draft->stop) && !tn_id_is_null (&draft->id))
    written = tn_copy_get (copy, &draft->id, NULL);
  if (written)
    return;
  if (tn_id_is_null (&draft->stop))
    self->fresh->id = draft->id;
  self->draft = g_steal_pointer (&draft);
}

gpointer
tn_door_page_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  TnDoorPage *self = g_new0 (TnDoorPage, 1);
  g_autoptr (TnRow) household = NULL;
  g_autofree char *place = NULL;
  gint64 at = tn_env_now_ms (tn_copy_env (copy));

  self->door = *(TnDoorKey *) data;
  if ((household = tn_copy_get (copy, &self->door.household, error)) && read_people (copy, self, error) && read_stop (copy, self, &place, &at, error) &&
      read_fresh (copy, self, at, error) && read_last (copy, self, error))
    {
      read_about (copy, self, household, place);
      read_draft (copy, self);
      return self;
    }
  tn_door_page_free (self);
  return NULL;
}

/* --- the next door --- */

static const TnRoundStop *
find_next (GPtrArray *stops, const TnRoundStop *from)
{
  const TnRoundStop *first = NULL;
  gboolean behind = FALSE;

  for (guint i = 0; i < stops->len; i++)
    {
      const TnRoundStop *stop = stops->pdata[i];

      if (tn_id_equal (&stop->id, &from->id))
        behind = TRUE;
      else if (tn_id_equal (&stop->volunteer, &from->volunteer) && g_str_equal (stop->state, "open"))
        {
          if (behind)
            return stop;
          first = first ? first : stop;
        }
    }
  return first;
}

gpointer
tn_door_next_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const TnDoorKey *door = data;
  TnId round;
  TnRoundStop *from = tn_round_stop (copy, &door->stop, &round, error);
  g_autoptr (GPtrArray) stops = from ? tn_round_stops (copy, &round, error) : NULL;
  const TnRoundStop *next = stops ? find_next (stops, from) : NULL;
  TnDoorKey *found = stops ? g_new0 (TnDoorKey, 1) : NULL;

  if (next)
    *found = (TnDoorKey) { next->household, next->id };
  tn_round_stop_free (from);
  return found;
}
