/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A visit as an edit, and a line of a sheet as one. */
#include "tn-visit.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-vaccination.h"
#include "tn-work-private.h"

typedef struct
{
  TnCopy *copy;
  TnEdit *edit;
  const TnVisit *visit;
  TnRow *household, *stop;   /* stop NULL = none */
  GPtrArray *people;         /* who live there */
  TnId id;                   /* of the visit */
  gboolean exists;
  char *day, *next;          /* stored dates; next NULL = none */
} Writer;

static void
clear_writer (Writer *w)
{
  g_clear_pointer (&w->edit, tn_edit_free);
  g_clear_pointer (&w->household, tn_row_free);
  g_clear_pointer (&w->stop, tn_row_free);
  g_clear_pointer (&w->people, g_ptr_array_unref);
  g_free (w->day);
  g_free (w->next);
}

/* --- what it is about --- */

static gboolean
check_stop (Writer *w, GError **error)
{
  TnId household;

  if (tn_id_is_null (&w->visit->stop))
    return TRUE;
  if (!(w->stop = tn_work_get (w->copy, "stop", &w->visit->stop, error)))
    return FALSE;
  if (tn_row_ref (w->stop, "household", &household) && tn_id_equal (&household, &w->visit->household))
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This stop of the round is another household’s. Nothing was written; open it again from the round."));
  return FALSE;
}

static gboolean
read_next (Writer *w, GError **error)
{
  const char *written = w->visit->next;

  if (!written || !*written)
    return TRUE;
  w->next = tn_date_parse (written);
  if (w->next && strlen (w->next) == 10)
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no day on which to come again. Write it as 02/01/2022."), written);
  return FALSE;
}

/* FALSE with error; *found NULL when there is no such record. */
static gboolean
find_row (TnCopy *copy, const TnId *id, TnRow **found, GError **error)
{
  g_autoptr (GError) local = NULL;

  *found = tn_copy_get (copy, id, &local);
  if (*found || g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* A stop has one visit, whoever wrote it and under whichever id. */
static gboolean
find_stop_visit (Writer *w, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (TnVisit) there = tn_visit_of_stop (w->copy, &w->stop->id, &local);

  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  w->id = there ? there->id : tn_visit_id_of_stop (&w->stop->id);
  return TRUE;
}

static gboolean
find_record (Writer *w, GError **error)
{
  g_autoptr (TnRow) row = NULL;

  w->id = w->visit->id;
  if (tn_id_is_null (&w->id) && w->stop && !find_stop_visit (w, error))
    return FALSE;
  if (tn_id_is_null (&w->id))
    return TRUE;
  if (!find_row (w->copy, &w->id, &row, error))
    return FALSE;
  w->exists = row && !row->deleted;
  if (row && row->deleted)
    memset (&w->id, 0, sizeof w->id);   /* one that was deleted stays so */
  return TRUE;
}

static gboolean
read_all (Writer *w, GError **error)
{
  if (w->visit->result < 0)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Say first how the visit went: met, nobody at home, did not wish it, or moved away."));
      return FALSE;
    }
  w->day = tn_date_today (w->visit->at);
  return (w->household = tn_work_get (w->copy, "household", &w->visit->household, error)) && check_stop (w, error) && read_next (w, error)
         && (w->people = tn_work_people (w->copy, &w->visit->household, error)) && find_record (w, error);
}

/* --- what is written --- */

static void
write_refs (Writer *w)
{
  TnId volunteer = w->visit->volunteer;

  if (tn_id_is_null (&volunteer) && w->stop)
    tn_row_ref (w->stop, "volunteer", &volunteer);
  tn_edit_set_ref (w->edit, &w->id, "volunteer", tn_id_is_null (&volunteer) ? NULL : &volunteer);
  tn_edit_set_ref (w->edit, &w->id, "stop", w->stop ? &w->stop->id : NULL);
  tn_edit_set_ref (w->edit, &w->id, "person", tn_id_is_null (&w->visit->person) ? NULL : &w->visit->person);
}

static void
write_visit (Writer *w)
{
  const TnVisit *visit = w->visit;

  if (!w->exists)
    w->id = tn_edit_create (w->edit, "visit", tn_id_is_null (&w->id) ? NULL : &w->id);
  tn_edit_set_ref (w->edit, &w->id, "household", &visit->household);
  tn_edit_set_int (w->edit, &w->id, "at", visit->at);
  tn_edit_set_text (w->edit, &w->id, "result", tn_visit_results[visit->result].key);
  write_refs (w);
  for (guint i = 0; i < TN_VISIT_TICKS; i++)
    tn_edit_set (w->edit, &w->id, tn_visit_ticks[i].field, visit->ticks & 1u << i ? "true" : NULL);
  tn_edit_set_text (w->edit, &w->id, "met", visit->met);
  tn_edit_set_text (w->edit, &w->id, "need_other", visit->need_other);
  tn_edit_set_text (w->edit, &w->id, "next", w->next);
  tn_edit_set_text (w->edit, &w->id, "note", visit->note);
}

/* One a visit, so that writing the visit again does not ask twice; what became of it since stays. */
static gboolean
write_food (Writer *w, GError **error)
{
  TnIdStr text;
  g_autofree char *name = NULL;
  g_autoptr (TnRow) row = NULL;
  TnId id;

  if (!(w->visit->ticks & 1u << TN_VISIT_FOOD) || !w->visit->food || !*w->visit->food)
    return TRUE;
  tn_id_format (&w->id, text);
  name = g_strconcat ("essentials:", text, NULL);
  id = tn_id_from_name (name);
  if (!find_row (w->copy, &id, &row, error))
    return FALSE;
  if (!row || row->deleted)
    {
      id = tn_edit_create (w->edit, "essentials", row ? NULL : &id);
      tn_edit_set_ref (w->edit, &id, "household", &w->visit->household);
      tn_edit_set_text (w->edit, &id, "asked", w->day);
      tn_edit_set_text (w->edit, &id, "state", "asked");
    }
  tn_edit_set_text (w->edit, &id, "what", w->visit->food);
  return TRUE;
}

/* --- categories noticed --- */

static gboolean
lives_here (const Writer *w, const TnId *id, GError **error)
{
  if (tn_id_equal (id, &w->visit->household) || tn_work_find_person (w->people, id))
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("One of the people does not live in this household any more. Nothing was written; open the visit again."));
  return FALSE;
}

static gboolean
is_member (Writer *w, const TnNoticed *noticed, gboolean *member, GError **error)
{
  g_autoptr (GPtrArray) rows = tn_query_children (w->copy, "membership", &noticed->subject, error);

  *member = FALSE;
  for (guint i = 0; rows && i < rows->len; i++)
    {
      g_autofree char *category = tn_row_dup_text (rows->pdata[i], "category"), *to = tn_row_dup_text (rows->pdata[i], "to");

      if (g_strcmp0 (category, noticed->category) == 0 && (!to || strcmp (to, w->day) >= 0))
        *member = TRUE;
    }
  return rows != NULL;
}

static gboolean
was_noticed_before (const TnVisit *visit, guint n)
{
  const TnNoticed *noticed = &g_array_index (visit->noticed, TnNoticed, n);

  for (guint i = 0; i < n; i++)
    {
      const TnNoticed *before = &g_array_index (visit->noticed, TnNoticed, i);
      if (tn_id_equal (&before->subject, &noticed->subject) && g_str_equal (before->category, noticed->category))
        return TRUE;
    }
  return FALSE;
}

static gboolean
write_noticed (Writer *w, GError **error)
{
  for (guint i = 0; i < w->visit->noticed->len; i++)
    {
      const TnNoticed *noticed = &g_array_index (w->visit->noticed, TnNoticed, i);
      gboolean member;
      TnId id;

      if (!lives_here (w, &noticed->subject, error) || !is_member (w, noticed, &member, error))
        return FALSE;
      if (member || was_noticed_before (w->visit, i))
        continue;
      id = tn_edit_create (w->edit, "membership", NULL);
      tn_edit_set_ref (w->edit, &id, "subject", &noticed->subject);
      tn_edit_set_text (w->edit, &id, "category", noticed->category);
      tn_edit_set_text (w->edit, &id, "from", w->day);
      tn_edit_set_bool (w->edit, &id, "unconfirmed", TRUE);
    }
  return TRUE;
}

/* --- vaccination --- */

static gboolean
is_of_age (const TnRow *person, const char *day)
{
  g_autofree char *birth = tn_row_dup_text (person, "birth");
  int age = birth ? tn_date_age (birth, day) : -1;

  return age < 0 || age >= TN_VACCINATION_AGE;
}

static gboolean
is_named (const TnVisit *visit, const TnId *person)
{
  for (guint i = 0; i < visit->vaccinated->len; i++)
    if (tn_id_equal (&g_array_index (visit->vaccinated, TnVaccinated, i).person, person))
      return TRUE;
  return FALSE;
}

static gboolean
write_vaccinated (Writer *w, GError **error)
{
  for (guint i = 0; i < w->visit->vaccinated->len; i++)
    {
      const TnVaccinated *vaccinated = &g_array_index (w->visit->vaccinated, TnVaccinated, i);

      if (!lives_here (w, &vaccinated->person, error) ||
          !tn_vaccination_write (w->copy, w->edit, &vaccinated->person, vaccinated->status, vaccinated->reason, error))
        return FALSE;
    }
  for (guint i = 0; w->visit->all_vaccinated && i < w->people->len; i++)
    {
      const TnRow *person = w->people->pdata[i];

      if (is_of_age (person, w->day) && !is_named (w->visit, &person->id) &&
          !tn_vaccination_write (w->copy, w->edit, &person->id, "full", NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* --- the whole --- */

static gboolean
write_states (Writer *w, GError **error)
{
  g_autofree char *status = tn_row_dup_text (w->household, "status");

  if (w->stop)
    tn_edit_set_text (w->edit, &w->stop->id, "state", tn_visit_results[w->visit->result].state);
  if (!w->visit->gone || !g_str_equal (tn_visit_results[w->visit->result].key, "moved") || g_strcmp0 (status, "moved_away") == 0)
    return TRUE;
  return tn_work_write_household_status (w->copy, w->edit, w->household, "moved_away", w->day, w->visit->note, error);
}

TnEdit *
tn_visit_edit (TnCopy *copy, const TnVisit *visit, GError **error)
{
  Writer w = { .copy = copy, .visit = visit };
  TnEdit *edit = NULL;

  if (read_all (&w, error))
    {
      g_autofree char *title = tn_query_title (copy, &visit->household);
      /* Translators: %s is an address. */
      g_autofree char *label = g_strdup_printf (_("Visited %s"), title);

      w.edit = tn_edit_new (label);
      write_visit (&w);
      if (write_food (&w, error) && write_noticed (&w, error) && write_vaccinated (&w, error) && write_states (&w, error))
        edit = g_steal_pointer (&w.edit);
    }
  clear_writer (&w);
  return edit;
}

/* --- a line of a sheet --- */

static gboolean
is_same_date (const char *a, const char *b)
{
  g_autofree char *x = a && *a ? tn_date_parse (a) : NULL, *y = b && *b ? tn_date_parse (b) : NULL;

  return g_strcmp0 (x, y) == 0;
}

static gboolean
all_are_vaccinated (TnCopy *copy, const TnVisit *visit, gboolean *all, GError **error)
{
  g_autoptr (GPtrArray) people = tn_work_people (copy, &visit->household, error);
  g_autofree char *day = tn_date_today (visit->at);

  *all = TRUE;
  for (guint i = 0; people && i < people->len; i++)
    if (is_of_age (people->pdata[i], day) && !g_str_equal (tn_vaccination_status (copy, &((TnRow *) people->pdata[i])->id), "full"))
      *all = FALSE;
  return people != NULL;
}

/* The line over what stands: what it does not say stays. */
static void
overlay (TnVisit *standing, const TnVisit *line)
{
  standing->result = line->result;
  standing->ticks = line->ticks;
  standing->all_vaccinated = line->all_vaccinated;
  if (!is_same_date (standing->next, line->next))
    {
      g_free (standing->next);
      standing->next = g_strdup (line->next);
    }
}

TnEdit *
tn_visit_key (TnCopy *copy, const TnVisit *line, gboolean replace, TnKeyed *keyed, char **standing, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (TnVisit) there = tn_visit_of_stop (copy, &line->stop, &local);
  gboolean same, vaccinated = TRUE;

  *standing = NULL;
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  *keyed = TN_KEYED_NEW;
  if (!there)
    return tn_visit_edit (copy, line, error);
  same = there->result == line->result && there->ticks == line->ticks && is_same_date (there->next, line->next);
  *standing = tn_visit_words (there);
  if (line->all_vaccinated && !all_are_vaccinated (copy, line, &vaccinated, error))
    return NULL;
  *keyed = same && vaccinated ? TN_KEYED_SAME : same || replace ? TN_KEYED_REPLACED : TN_KEYED_OTHER;
  if (*keyed != TN_KEYED_REPLACED)
    return tn_edit_new ("");
  overlay (there, line);
  return tn_visit_edit (copy, there, error);
}
