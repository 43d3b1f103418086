/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-kit.h"
#include <glib/gi18n.h>
#include "tn-case-join.h"
#include "tn-household-actions.h"
#include "tn-work-private.h"

/* The city's package. A day too many of bag B without a doctor does harm, so its limit counts everywhere. */
static const struct { const char *bag; gint64 usual, most; const char *rule; } bags[] = {
  { "a", 7, 7, N_("Bag A: paracetamol and vitamins, 7 days.") },
  { "b", 3, 3, N_("Bag B: against inflammation and clots, at most 3 days; only when a doctor orders it, or when breathing is above 20/min or SpO2 below 95 and no doctor can be reached.") },
  { "c", 5, 5, N_("Bag C: molnupiravir, 5 days; over 18 years of age and with signed consent.") },
};

static int
find_bag (const char *bag)
{
  for (guint i = 0; bag && i < G_N_ELEMENTS (bags); i++)
    if (g_str_equal (bags[i].bag, bag)) return (int) i;
  return -1;
}

const char *
tn_kit_say_rule (const char *bag)
{
  int i = find_bag (bag);
  return i < 0 ? "" : _(bags[i].rule);
}

/* ---- what each asks for ---- */

static gboolean
may_give_b (const TnKitFacts *facts, GError **error)
{
  gboolean low = (facts->has_breathing && facts->breathing > 20) || (facts->has_spo2 && facts->spo2 < 95);
  if (facts->doctor && *facts->doctor) return TRUE;
  if (!facts->no_doctor) return tn_work_refuse (error, _("Bag B is a doctor’s matter. Name the doctor who ordered it, or say that none could be reached."));
  if (!facts->has_breathing && !facts->has_spo2)
    return tn_work_refuse (error, _("Breathing and SpO2 have not been measured in the last 24 hours. Make a check first: bag B without a doctor needs one."));
  return low || tn_work_refuse (error, _("Bag B without a doctor is only for breathing above 20/min or SpO2 below 95 %. The last check shows neither."));
}

static gboolean
may_give_c (const TnKitFacts *facts, gint64 days, GError **error)
{
  if (facts->age.min == 0 && facts->age.max >= TN_AGE_ANY - 1)
    return tn_work_refuse (error, _("Bag C is only for people over 18, and the date of birth is not known. Write it on the household’s page first."));
  if (facts->age.min < 18) return tn_work_refuse (error, _("Bag C is only for people over 18."));
  if (!facts->consent) return tn_work_refuse (error, _("Bag C needs signed consent. Have the sheet signed, then tick it."));
  if (facts->days_before) return tn_work_refuse (error, _("Bag C has been given in this case already; it is given once."));
  return days == 5 || tn_work_refuse (error, _("Bag C is taken for 5 days, neither more nor less."));
}

gboolean
tn_kit_may_give (const TnKitFacts *facts, gint64 *days, GError **error)
{
  int i = find_bag (facts->bag);
  if (i < 0) return tn_work_refuse (error, _("Choose the bag."));
  *days = facts->days ? facts->days : CLAMP (bags[i].most - (i == 1 ? facts->days_before : 0), 1, bags[i].usual);
  if (*days < 1 || (i == 0 && *days > bags[i].most)) return tn_work_refuse (error, _("Bag A is for 1 to 7 days."));
  if (i == 1 && *days + facts->days_before > bags[i].most) return tn_work_refuse (error, _("Bag B may be taken for 3 days in all. For longer the person must be seen by a doctor."));
  return i == 0 || (i == 1 ? may_give_b (facts, error) : may_give_c (facts, *days, error));
}

/* ---- reading the facts ---- */

/* The newest breathing and SpO2 of the last hours, each from the newest check that has it. */
static gboolean
read_measures (TnCopy *copy, const GArray *cases, gint64 now, TnKitFacts *facts, GError **error)
{
  TnListedQuery query = { .kind = "health_check", .from = now - (gint64) TN_KIT_FRESH_HOURS * 3600000, .newest_first = TRUE };
  g_autoptr (GArray) checks = tn_case_listed (copy, cases, &query, error);
  if (!checks) return FALSE;
  for (guint i = 0; i < checks->len && !(facts->has_breathing && facts->has_spo2); i++) {
    g_autoptr (TnRow) row = tn_copy_get (copy, &g_array_index (checks, TnListed, i).id, error);
    TnCheck check;
    if (!row) return FALSE;
    tn_check_read (row, &check);
    if (!facts->has_breathing && (facts->has_breathing = check.has[TN_SIGN_BREATHING])) facts->breathing = check.value[TN_SIGN_BREATHING];
    if (!facts->has_spo2 && (facts->has_spo2 = check.has[TN_SIGN_SPO2])) facts->spo2 = check.has_again ? check.again : check.value[TN_SIGN_SPO2];
  }
  return TRUE;
}

static gboolean
read_before (TnCopy *copy, const GArray *cases, TnKitFacts *facts, GError **error)
{
  g_autoptr (GArray) kits = tn_case_listed (copy, cases, &(TnListedQuery) { .kind = "kit", .state = facts->bag }, error);
  if (!kits) return FALSE;
  for (guint i = 0; i < kits->len; i++) {
    g_autoptr (TnRow) row = tn_copy_get (copy, &g_array_index (kits, TnListed, i).id, error);
    gint64 days = 1;
    if (!row) return FALSE;
    tn_json_get_int (tn_row_field (row, "days"), &days);
    facts->days_before += MAX (days, 1);
  }
  return TRUE;
}

static TnAgeSpan
read_age (TnCopy *copy, const TnRow *home_case, const char *on)
{
  TnId person;
  g_autoptr (TnRow) row = tn_row_ref (home_case, "person", &person) ? tn_copy_get (copy, &person, NULL) : NULL;
  g_autofree char *birth = row ? tn_row_dup_text (row, "birth") : NULL;
  return tn_age_span (birth, on);
}

TnEdit *
tn_work_give_kit (TnCopy *copy, const TnId *home_case, const TnValues *values, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_case_get_open (copy, home_case, error);
  if (!row) return NULL;
  g_autofree char *bag = tn_values_dup_text (values, "bag"), *doctor = tn_values_dup_text (values, "doctor"), *today = tn_work_today (copy, NULL);
  const char *said = tn_values_get (values, "days"), *consent = tn_values_get (values, "consent"), *none = tn_values_get (values, "no_doctor");
  TnKitFacts facts = { .bag = bag, .doctor = doctor, .consent = g_strcmp0 (consent, "true") == 0, .no_doctor = g_strcmp0 (none, "true") == 0 };
  gint64 days;
  if (said) tn_json_get_int (tn_slice (said, -1), &facts.days);
  if (said && !g_str_equal (said, "null") && facts.days < 1) facts.days = -1;   /* 0 was written: refused, not the usual number */
  facts.age = read_age (copy, row, today);
  g_autoptr (GArray) cases = tn_case_together (copy, &row->id, error);   /* what a second case of the person says counts too: nobody gets a bag twice */
  if (!cases || !read_measures (copy, cases, tn_env_now_ms (tn_copy_env (copy)), &facts, error) || !read_before (copy, cases, &facts, error)
      || !tn_kit_may_give (&facts, &days, error)) return NULL;
  g_autofree char *name = tn_case_dup_name (copy, row), *label = NULL;
  const TnField *field = tn_kind_field (tn_schema_kind ("kit"), "bag");
  /* Translators: "Bag A" and a person's name */
  label = g_strdup_printf (_("%s given to %s"), tn_choice_label (field, bag), name);
  TnEdit *edit = tn_edit_new (label);
  TnId new_id = tn_edit_create (edit, "kit", id);
  tn_edit_set_text (edit, &new_id, "given", today);
  tn_values_apply (values, edit, &new_id);
  tn_edit_set_int (edit, &new_id, "days", days);
  tn_edit_set_ref (edit, &new_id, "home_case", &row->id);
  return edit;
}

/* ---- essentials ---- */

TnEdit *
tn_work_ask_essentials (TnCopy *copy, const TnId *person, const TnValues *values, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "person", person, error);
  TnId household;
  g_autofree char *what = tn_values_dup_text (values, "what");
  if (!row) return NULL;
  if (!what || !*g_strstrip (what) || !tn_row_parent (row, &household)) {
    tn_work_refuse (error, what && *what ? _("The person is in no household, so nobody would know where to bring it.") : _("Write what is needed."));
    return NULL;
  }
  g_autofree char *today = tn_work_today (copy, NULL), *label = g_strdup_printf (_("Essentials asked for: %s"), what);
  TnEdit *edit = tn_edit_new (label);
  TnId new_id = tn_edit_create (edit, "essentials", id);
  tn_edit_set_text (edit, &new_id, "asked", today);
  tn_edit_set_text (edit, &new_id, "state", "asked");
  tn_values_apply (values, edit, &new_id);
  tn_edit_set_ref (edit, &new_id, "household", &household);
  return edit;
}

TnEdit *
tn_work_bring_essentials (TnCopy *copy, const TnId *essentials, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "essentials", essentials, error);
  if (!row) return NULL;
  g_autofree char *what = tn_row_dup_text (row, "what"), *today = tn_work_today (copy, NULL), *label = g_strdup_printf (_("Essentials brought: %s"), what ? what : "");
  TnEdit *edit = tn_edit_new (label);
  tn_edit_set_text (edit, essentials, "state", "given");
  tn_edit_set_text (edit, essentials, "given", today);
  return edit;
}
