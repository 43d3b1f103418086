/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a visit is: its keys, its memory, its draft. */
#include "tn-visit.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-listed.h"

const TnVisitResult tn_visit_results[TN_VISIT_RESULTS] = {
  { "met", "done", N_("Met") },
  { "absent", "absent", N_("Nobody at home") },
  { "refused", "refused", N_("Did not wish it") },
  { "moved", "moved", N_("Moved away") },
};

const TnVisitTick tn_visit_ticks[TN_VISIT_TICKS] = {
  { "told_prevention", 'Q', N_("Prevention") },
  { "told_vaccination", 'W', N_("Vaccines") },
  { "told_care", 'E', N_("Care at home") },
  { "told_support", 'R', N_("Support") },
  { "told_answers", 'T', N_("Official answers") },
  { "need_food", 'A', N_("Food") },
  { "need_medicine", 'S', N_("Medicine") },
  { "need_money", 'D', N_("Money") },
  { "need_health", 'F', N_("Health worker") },
  { "need_talk", 'G', N_("Somebody to talk to") },
};

int
tn_visit_find_result (const char *key)
{
  for (int i = 0; key && i < TN_VISIT_RESULTS; i++)
    if (g_str_equal (tn_visit_results[i].key, key))
      return i;
  return -1;
}

static void
clear_noticed (gpointer data)
{
  g_free (((TnNoticed *) data)->category);
}

static void
clear_vaccinated (gpointer data)
{
  TnVaccinated *vaccinated = data;

  g_free (vaccinated->status);
  g_free (vaccinated->reason);
}

TnVisit *
tn_visit_new (const TnId *household)
{
  TnVisit *self = g_new0 (TnVisit, 1);

  self->household = *household;
  self->result = -1;
  self->noticed = g_array_new (FALSE, FALSE, sizeof (TnNoticed));
  self->vaccinated = g_array_new (FALSE, FALSE, sizeof (TnVaccinated));
  g_array_set_clear_func (self->noticed, clear_noticed);
  g_array_set_clear_func (self->vaccinated, clear_vaccinated);
  return self;
}

void
tn_visit_free (TnVisit *self)
{
  g_free (self->met);
  g_free (self->need_other);
  g_free (self->food);
  g_free (self->note);
  g_free (self->next);
  g_array_unref (self->noticed);
  g_array_unref (self->vaccinated);
  g_free (self);
}

void
tn_visit_notice (TnVisit *self, const TnId *subject, const char *category)
{
  TnNoticed noticed = { *subject, g_strdup (category) };

  g_array_append_val (self->noticed, noticed);
}

void
tn_visit_vaccinate (TnVisit *self, const TnId *person, const char *status, const char *reason)
{
  TnVaccinated vaccinated = { *person, g_strdup (status), reason && *reason ? g_strdup (reason) : NULL };

  for (guint i = 0; i < self->vaccinated->len; i++)
    if (tn_id_equal (&g_array_index (self->vaccinated, TnVaccinated, i).person, person))
      {
        g_array_remove_index (self->vaccinated, i);
        break;
      }
  if (status && *status)
    g_array_append_val (self->vaccinated, vaccinated);
  else
    clear_vaccinated (&vaccinated);
}

gboolean
tn_visit_press (TnVisit *self, gunichar key)
{
  gunichar upper = g_unichar_toupper (key);

  if (key >= '1' && key < '1' + TN_VISIT_RESULTS)
    {
      self->result = (int) (key - '1');
      return TRUE;
    }
  for (guint i = 0; i < TN_VISIT_TICKS; i++)
    if (upper == (gunichar) tn_visit_ticks[i].key)
      {
        self->ticks ^= 1u << i;
        return TRUE;
      }
  if (upper == 'V')
    self->all_vaccinated = !self->all_vaccinated;
  return upper == 'V';
}

TnId
tn_visit_id_of_stop (const TnId *stop)
{
  TnIdStr text;
  g_autofree char *name = NULL;

  tn_id_format (stop, text);
  name = g_strconcat ("visit:", text, NULL);
  return tn_id_from_name (name);
}

#define EVENING_HOUR 19

gint64
tn_visit_time (const char *evening, gint64 now)
{
  g_autofree char *text = evening ? g_strdup_printf ("%sT%02d:00:00", evening, EVENING_HOUR) : NULL;
  GTimeZone *local = tn_date_zone ();
  g_autoptr (GDateTime) then = text && strlen (evening) == 10 ? g_date_time_new_from_iso8601 (text, local) : NULL;

  return then ? MIN (g_date_time_to_unix (then) * 1000, now) : now;
}

/* --- a record as a visit --- */

static gboolean
is_true (const TnRow *row, const char *field)
{
  return tn_slice_is (tn_row_field (row, field), "true");
}

static TnVisit *
read_row (const TnRow *row)
{
  TnId household = { { 0 } };
  TnVisit *self;
  g_autofree char *result = tn_row_dup_text (row, "result"), *next = tn_row_dup_text (row, "next");

  tn_row_ref (row, "household", &household);
  self = tn_visit_new (&household);
  self->id = row->id;
  tn_row_ref (row, "stop", &self->stop);
  tn_row_ref (row, "volunteer", &self->volunteer);
  tn_row_ref (row, "person", &self->person);
  tn_json_get_int (tn_row_field (row, "at"), &self->at);
  self->result = tn_visit_find_result (result);
  for (guint i = 0; i < TN_VISIT_TICKS; i++)
    if (is_true (row, tn_visit_ticks[i].field))
      self->ticks |= 1u << i;
  self->met = tn_row_dup_text (row, "met");
  self->need_other = tn_row_dup_text (row, "need_other");
  self->note = tn_row_dup_text (row, "note");
  self->next = next ? tn_date_format (next) : NULL;
  return self;
}

TnVisit *
tn_visit_of_stop (TnCopy *copy, const TnId *stop, GError **error)
{
  TnListedQuery query = { .kind = "visit", .ref = stop, .newest_first = TRUE, .limit = 1 };
  g_autoptr (GArray) listed = tn_query_listed (copy, &query, error);
  g_autoptr (TnRow) row = NULL;

  if (!listed || listed->len == 0)
    return NULL;
  if (!(row = tn_copy_get (copy, &g_array_index (listed, TnListed, 0).id, error)))
    return NULL;
  return read_row (row);
}

/* --- in words --- */

static void
append_word (GString *words, const char *word)
{
  g_string_append_printf (words, "%s%s", words->len ? " · " : "", word);
}

char *
tn_visit_words (const TnVisit *self)
{
  g_autoptr (GString) words = g_string_new (self->result >= 0 ? _(tn_visit_results[self->result].label) : "");

  for (guint i = 0; i < TN_VISIT_TICKS; i++)
    if (self->ticks & 1u << i)
      append_word (words, _(tn_visit_ticks[i].label));
  if (self->need_other && *self->need_other)
    append_word (words, self->need_other);
  if (self->all_vaccinated)
    append_word (words, _("Everybody is vaccinated"));
  if (self->next && *self->next)
    {
      /* Translators: %s is a date. */
      g_autofree char *next = g_strdup_printf (_("come again on %s"), self->next);
      append_word (words, next);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}
