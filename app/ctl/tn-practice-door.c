/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is vaccinated, as three weeks of knocking at doors have brought to light: nine in ten, and the reasons of the others. */
#include "tn-practice-work.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-household-actions.h"
#include "tn-vaccination.h"
#include "tn-visit.h"

#define DAY_MS ((gint64) 86400000)

static const char *
choose_reason (GRand *rand, gboolean partly)
{
  static const char *const reasons[] = { "illness", "afraid", "cannot_go", "recovered", "refused", "waiting", "other" };
  return partly ? "waiting" : reasons[g_rand_int_range (rand, 0, G_N_ELEMENTS (reasons))];
}

static void
write_shot (TnPracticeWork *work, TnEdit *edit, const TnRow *person, const char *today)
{
  g_autofree char *birth = tn_row_dup_text (person, "birth");
  int age = birth ? tn_date_age (birth, today) : -1;
  gboolean young = age >= 0 && age < TN_VACCINATION_AGE;
  gint32 n = g_rand_int_range (work->rand, 0, 100);
  gboolean full = !young && n < 88, partly = !young && !full && n < 93, unknown = !young && n >= 98;
  g_autofree char *last = tn_date_today (work->now - g_rand_int_range (work->rand, 20, 150) * DAY_MS);
  TnId id = tn_vaccination_id (&person->id);
  tn_edit_create (edit, "vaccination", &id);
  tn_edit_set_ref (edit, &id, "person", &person->id);
  tn_edit_set_text (edit, &id, "status", full ? "full" : partly ? "partly" : unknown ? "unknown" : "none");
  if (full || partly) {
    tn_edit_set_int (edit, &id, "doses", full ? 2 : 1);
    tn_edit_set_text (edit, &id, "last", last);
  }
  if (young)
    tn_edit_set_text (edit, &id, "reason", "too_young");
  else if (!full && !unknown)
    tn_edit_set_text (edit, &id, "reason", choose_reason (work->rand, partly));
}

gboolean
tn_practice_door (TnPracticeWork *work, GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new (_("Vaccination asked about at the doors"));
  g_autofree char *today = tn_date_today (work->now);
  for (guint i = 0; i < work->households->len; i++) {
    g_autoptr (GPtrArray) people = tn_query_children (work->copy, "person", &g_array_index (work->households, TnId, i), error);
    if (!people)
      return FALSE;
    for (guint p = 0; p < people->len; p++)
      if (tn_work_lives_there (people->pdata[p]))
        write_shot (work, edit, people->pdata[p], today);
  }
  return tn_practice_write (work, g_steal_pointer (&edit), error);
}
