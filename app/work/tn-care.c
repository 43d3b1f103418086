/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of care: by when, and whom to ask. */
#include "tn-care.h"
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include "tn-date.h"

static const TnCareTime times[] = {
  { "now", 0, N_("Somebody may come to harm today: whoever takes it down goes on telephoning until it is taken.") },
  { "days", 3, N_("A call within three days, before a bad night becomes a bad week.") },
  { "weeks", 14, N_("A fortnight: two of the team’s weekly meetings, so that it is asked about twice.") },
};

/* In the order in which to ask. What a talk, a letter or a prescription can mend first; the last ones can at least lead on. */
static const struct { const char *group; const char *skills[4]; } fits[] = {
  { "patient", { "doctor", "nurse", "pharmacist", "psychologist" } },
  { "bereaved", { "psychologist", "social_worker", "doctor" } },
  { "orphan", { "psychologist", "social_worker", "teacher", "lawyer" } },
  { "front_line", { "psychologist", "doctor", "nurse" } },
  { "alone", { "social_worker", "nurse", "doctor", "psychologist" } },
  { "lost_job", { "social_worker", "lawyer", "psychologist" } },
};

/* The most serious first. */
static const struct { const char *category, *group; } groups[] = {
  { "bereaved", "bereaved" }, { "orphan_covid", "orphan" }, { "orphan", "orphan" }, { "recovered", "patient" }, { "front_line", "front_line" },
  { "alone", "alone" }, { "lost_job", "lost_job" }, { "elderly", "alone" },
};

/* Position in the table; its length when the category is not there. */
static guint
find_category (const char *category)
{
  guint i = 0;
  while (i < G_N_ELEMENTS (groups) && g_strcmp0 (groups[i].category, category) != 0) i++;
  return i;
}

const char *
tn_care_guess_group (TnCopy *copy, const TnId *person, GError **error)
{
  g_autoptr (GPtrArray) rows = tn_query_children (copy, "membership", person, error);
  g_autofree char *today = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  guint best = G_N_ELEMENTS (groups);
  for (guint i = 0; rows && i < rows->len; i++) {
    g_autofree char *category = tn_row_dup_text (rows->pdata[i], "category"), *to = tn_row_dup_text (rows->pdata[i], "to");
    if (!to || strncmp (to, today, strlen (to)) >= 0) best = MIN (best, find_category (category));   /* a date may be a year or a month */
  }
  return best < G_N_ELEMENTS (groups) ? groups[best].group : NULL;
}

const TnCareTime *
tn_care_times (guint *n)
{
  *n = G_N_ELEMENTS (times);
  return times;
}

char *
tn_care_due (const char *urgency, const char *intake)
{
  int year, month, day;
  if (!intake || sscanf (intake, "%4d-%2d-%2d", &year, &month, &day) != 3) return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    if (g_strcmp0 (times[i].urgency, urgency) != 0) continue;
    g_autoptr (GDateTime) from = g_date_time_new_utc (year, month, day, 0, 0, 0);
    g_autoptr (GDateTime) due = from ? g_date_time_add_days (from, (int) times[i].days) : NULL;
    return due ? g_date_time_format (due, "%Y-%m-%d") : NULL;
  }
  return NULL;
}

gboolean
tn_care_is_overdue (const char *state, gint64 due, gint64 today)
{
  return g_strcmp0 (state, "open") == 0 && due && due < today;
}

guint
tn_care_rank (const char *group, const char *skill)
{
  for (guint i = 0; i < G_N_ELEMENTS (fits); i++)
    for (guint s = 0; g_strcmp0 (fits[i].group, group) == 0 && s < G_N_ELEMENTS (fits[i].skills) && fits[i].skills[s]; s++)
      if (g_strcmp0 (fits[i].skills[s], skill) == 0) return s;
  return TN_CARE_NO_FIT;
}

gboolean
tn_professional_is_full (const TnProfessional *professional)
{
  return professional->limit && professional->n_taken >= professional->limit;
}

static guint
get_room (const TnProfessional *professional)
{
  if (tn_professional_is_full (professional)) return 0;
  return professional->limit ? professional->limit - professional->n_taken : 1;   /* who did not say takes at least one more, if asked */
}

int
tn_care_compare (const TnProfessional *a, const TnProfessional *b)
{
  guint room_a = get_room (a), room_b = get_room (b);
  if (!room_a != !room_b) return !room_a - !room_b;
  if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
  if (!*a->hours != !*b->hours) return !*a->hours - !*b->hours;
  return room_a != room_b ? (room_a > room_b ? -1 : 1) : 0;
}

char *
tn_professional_load_text (const TnProfessional *professional)
{
  guint n = professional->n_taken;
  /* Translators: cases that somebody has, and has promised to take at most */
  if (professional->limit) return g_strdup_printf (ngettext ("%u of %u case", "%u of %u cases", professional->limit), n, professional->limit);
  return g_strdup_printf (ngettext ("%u case", "%u cases", n), n);
}

void
tn_professional_free (TnProfessional *professional)
{
  char *texts[] = { professional->name, professional->phone, professional->hours, professional->area_name, professional->note, professional->skill,
                    professional->practice };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) g_free (texts[i]);
  g_free (professional);
}

void
tn_referral_free (TnReferral *referral)
{
  char *texts[] = { referral->name, referral->address, referral->phone, referral->state, referral->by, referral->taken_by, referral->taken_phone,
                    referral->taken_hours };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) g_free (texts[i]);
  g_clear_pointer (&referral->row, tn_row_free);
  g_free (referral);
}
