/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rules say of one check. */
#include "tn-watch.h"
#include <glib/gi18n.h>
#include "tn-work-private.h"

#define SIGNS_DOCUMENT "QĐ 261/QĐ-BYT"
#define FUTURE_MS (10 * 60 * 1000)   /* two laptops' clocks differ */

static const char *const danger_signs[] = {
  "breathless", "chest_pain", "confused", "blue", "pale_cold", "cannot_drink", "vomiting", "child_fever", "cough_blood", "worry", NULL,
};

/* What an instrument shows of somebody alive; beyond it a finger slipped. */
static const struct { double min, max; } possible[TN_SIGN_N] = {
  [TN_SIGN_TEMPERATURE] = { 30, 44 }, [TN_SIGN_SPO2] = { 40, 100 }, [TN_SIGN_BREATHING] = { 4, 90 },
  [TN_SIGN_PULSE] = { 20, 250 }, [TN_SIGN_SYSTOLIC] = { 40, 280 }, [TN_SIGN_DIASTOLIC] = { 20, 180 },
};

/* The gravest first: this is what Today says of a check. */
static const TnSign measure_order[] = { TN_SIGN_SPO2, TN_SIGN_BREATHING, TN_SIGN_PULSE, TN_SIGN_SYSTOLIC, TN_SIGN_DIASTOLIC, TN_SIGN_TEMPERATURE };

const char *const *
tn_watch_danger_signs (void)
{
  return danger_signs;
}

/* ---- reading a check ---- */

static gboolean
read_number (TnSlice token, double *value)
{
  if (!token.len || tn_json_type (token) != TN_JSON_NUMBER) return FALSE;
  g_autofree char *text = tn_slice_dup (token);
  *value = g_ascii_strtod (text, NULL);
  return TRUE;
}

static gboolean
set_measure (TnCheck *check, TnSlice field, TnSlice token)
{
  double at;
  for (guint s = 0; s < TN_SIGN_N; s++) {
    if (!tn_slice_is (field, tn_sign_key ((TnSign) s))) continue;
    check->has[s] = read_number (token, &check->value[s]);
    return TRUE;
  }
  if (tn_slice_is (field, "spo2_again")) check->has_again = read_number (token, &check->again);
  else if (tn_slice_is (field, "at")) check->at = read_number (token, &at) ? (gint64) at : 0;
  else return FALSE;
  return TRUE;
}

static void
set_field (TnCheck *check, TnSlice field, TnSlice token)
{
  if (set_measure (check, field, token)) return;
  for (guint i = 0; danger_signs[i]; i++) {
    if (!tn_slice_is (field, danger_signs[i])) continue;
    check->signs = tn_slice_is (token, "true") ? check->signs | 1u << i : check->signs & ~(1u << i);
    return;
  }
}

void
tn_check_set (TnCheck *check, const char *field, TnSlice token)
{
  set_field (check, tn_slice (field, -1), token);
}

void
tn_check_read (const TnRow *row, TnCheck *check)
{
  const TnKind *kind = tn_schema_kind ("health_check");
  *check = (TnCheck) { 0 };
  for (guint i = 0; i < kind->n_fields; i++) tn_check_set (check, kind->fields[i].key, tn_row_field (row, kind->fields[i].key));
}

void
tn_check_read_body (TnSlice body, TnCheck *check)
{
  TnJsonIter it;
  TnSlice key, value;
  *check = (TnCheck) { 0 };
  tn_json_iter_init (&it, body);
  while (tn_json_iter_next (&it, &key, &value)) set_field (check, key, value);
}

gboolean
tn_sign_is_possible (TnSign sign, double value)
{
  return value >= possible[sign].min && value <= possible[sign].max;
}

static gboolean
check_possible (TnSign sign, double value, GError **error)
{
  if (tn_sign_is_possible (sign, value)) return TRUE;
  g_autofree char *said = tn_sign_say (sign, value);
  /* Translators: %s is a measure with its value: "SpO2 960 %" */
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s cannot be. Look at the instrument again and correct the number."), said);
  return FALSE;
}

gboolean
tn_check_validate (const TnCheck *check, gint64 now, GError **error)
{
  gboolean any = check->signs != 0;
  for (guint s = 0; s < TN_SIGN_N; s++) {
    any |= check->has[s];
    if (check->has[s] && !check_possible ((TnSign) s, check->value[s], error)) return FALSE;
  }
  if (check->has_again && !check_possible (TN_SIGN_SPO2, check->again, error)) return FALSE;
  if (check->has_again && !check->has[TN_SIGN_SPO2]) return tn_work_refuse (error, _("There is a second SpO2 and no first one. Write the first one too."));
  if (check->has[TN_SIGN_SYSTOLIC] && check->has[TN_SIGN_DIASTOLIC] && check->value[TN_SIGN_SYSTOLIC] <= check->value[TN_SIGN_DIASTOLIC])
    return tn_work_refuse (error, _("Of the blood pressure the first number is the higher one. Look at the instrument again."));
  if (check->at > now + FUTURE_MS) return tn_work_refuse (error, _("This time is still to come. Write when the check was made."));
  return any || tn_work_refuse (error, _("Nothing was measured and no danger sign is ticked. Write at least one measure."));
}

/* ---- words ---- */

static char *
say_measure (const TnCheck *check, TnSign sign)
{
  char *said = tn_sign_say (sign, check->value[sign]);
  if (sign != TN_SIGN_SPO2 || !check->has_again) return said;
  g_autofree char *first = said;
  /* Translators: SpO2 with its value, and the second value in percent */
  return g_strdup_printf (_("%s, again %d %%"), first, (int) check->again);
}

char *
tn_check_say (const TnCheck *check)
{
  static const TnSign order[] = { TN_SIGN_SPO2, TN_SIGN_TEMPERATURE, TN_SIGN_BREATHING, TN_SIGN_PULSE, TN_SIGN_SYSTOLIC, TN_SIGN_DIASTOLIC };
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (check->has[order[i]]) g_ptr_array_add (parts, say_measure (check, order[i]));
  for (guint i = 0; danger_signs[i]; i++)
    if (check->signs & 1u << i) g_ptr_array_add (parts, g_strdup (_(tn_kind_field (tn_schema_kind ("health_check"), danger_signs[i])->label)));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

char *
tn_age_say (TnAgeSpan age)
{
  if (age.max >= TN_AGE_ANY - 1) return g_strdup (_("age not known"));
  if (age.min != age.max) return g_strdup_printf (_("%d or %d years"), age.min, age.max);
  return g_strdup_printf (ngettext ("%d year", "%d years", (gulong) age.min), age.min);
}

/* ---- judging ---- */

static void
free_reason (gpointer data)
{
  TnReason *reason = data;
  g_free (reason->text);
  g_free (reason->rule);
  g_free (reason);
}

void
tn_verdict_free (TnVerdict *verdict)
{
  if (!verdict) return;
  g_ptr_array_unref (verdict->reasons);
  g_free (verdict);
}

/* Takes the texts. */
static void
add_reason (TnVerdict *verdict, char *text, char *rule, const char *document, int sign)
{
  TnReason *reason = g_new0 (TnReason, 1);
  *reason = (TnReason) { text, rule, document, sign };
  g_ptr_array_add (verdict->reasons, reason);
}

static void
judge_measure (TnVerdict *verdict, const TnThresholds *thresholds, TnSign sign, double value, gint64 day, TnAgeSpan age)
{
  gboolean unsure = FALSE;
  g_autoptr (GPtrArray) applying = tn_thresholds_applying (thresholds, sign, day, age, &unsure);
  verdict->unsure |= unsure;
  if (sign == TN_SIGN_BREATHING && applying->len == 0) verdict->infant = TRUE;
  for (guint i = 0; i < applying->len; i++) {
    const TnThreshold *t = applying->pdata[i];
    if (tn_threshold_fires (t, value)) add_reason (verdict, tn_sign_say (sign, value), tn_threshold_say (t), t->document, (int) sign);
  }
}

static void
judge_signs (TnVerdict *verdict, guint32 signs)
{
  const TnKind *kind = tn_schema_kind ("health_check");
  for (guint i = 0; danger_signs[i]; i++)
    if (signs & 1u << i) add_reason (verdict, g_strdup (_(tn_kind_field (kind, danger_signs[i])->label)), g_strdup (_("danger sign")), SIGNS_DOCUMENT, -1);
}

/* Of SpO2 the second value decides, once there is one. */
static void
judge_spo2 (TnVerdict *verdict, const TnThresholds *thresholds, const TnCheck *check, gint64 day, TnAgeSpan age)
{
  guint before = verdict->reasons->len;
  judge_measure (verdict, thresholds, TN_SIGN_SPO2, check->has_again ? check->again : check->value[TN_SIGN_SPO2], day, age);
  verdict->measure_again = !check->has_again && verdict->reasons->len > before;
}

TnVerdict *
tn_watch_judge (const TnThresholds *thresholds, const TnCheck *check, gint64 day, TnAgeSpan age)
{
  TnVerdict *verdict = g_new0 (TnVerdict, 1);
  verdict->reasons = g_ptr_array_new_with_free_func (free_reason);
  if (check->at) day = tn_day_of (check->at);
  for (guint i = 0; i < G_N_ELEMENTS (measure_order); i++) {
    TnSign sign = measure_order[i];
    if (sign == TN_SIGN_PULSE) judge_signs (verdict, check->signs);
    if (!check->has[sign]) continue;
    if (sign == TN_SIGN_SPO2) judge_spo2 (verdict, thresholds, check, day, age);
    else judge_measure (verdict, thresholds, sign, check->value[sign], day, age);
  }
  return verdict;
}

gboolean
tn_watch_may_be_danger (const TnThresholds *thresholds, const TnCheck *check, gint64 day)
{
  if (check->at) day = tn_day_of (check->at);
  gboolean may = check->signs != 0;
  for (guint s = 0; s < TN_SIGN_N && !may; s++) {
    double value = s == TN_SIGN_SPO2 && check->has_again ? check->again : check->value[s];
    may = check->has[s] && tn_thresholds_any_fires (thresholds, (TnSign) s, day, value);
  }
  return may;
}

gboolean
tn_verdict_is_danger (const TnVerdict *verdict)
{
  return verdict->reasons->len > 0;
}

char *
tn_reason_say (const TnReason *reason)
{
  /* Translators: what was found, the document, its rule: "SpO2 91 % (QĐ 261/QĐ-BYT: SpO2 ≤ 96 %)" */
  return g_strdup_printf (_("%s (%s: %s)"), reason->text, reason->document, reason->rule);
}

/* The rules of the reasons from `first` on that are of the same sign: "QĐ 261/QĐ-BYT: SpO2 ≤ 96 %; QĐ 4377/QĐ-BYT: SpO2 ≤ 95 %". *next: the one after them. */
static char *
join_rules (const TnVerdict *verdict, guint first, guint *next)
{
  const TnReason *reason = verdict->reasons->pdata[first];
  GString *rules = g_string_new (NULL);
  for (*next = first; *next < verdict->reasons->len; (*next)++) {
    const TnReason *other = verdict->reasons->pdata[*next];
    if (!g_str_equal (other->text, reason->text)) break;
    g_string_append_printf (rules, "%s%s: %s", *next > first ? "; " : "", other->document, other->rule);
  }
  return g_string_free (rules, FALSE);
}

GPtrArray *
tn_verdict_lines (const TnVerdict *verdict)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < verdict->reasons->len;) {
    const char *text = ((TnReason *) verdict->reasons->pdata[i])->text;
    g_autofree char *rules = join_rules (verdict, i, &i);
    g_ptr_array_add (lines, g_strdup_printf ("%s (%s)", text, rules));
  }
  return lines;
}

char *
tn_verdict_dup_hints (const TnVerdict *verdict)
{
  g_autoptr (GPtrArray) hints = g_ptr_array_new ();
  if (verdict->measure_again) g_ptr_array_add (hints, (gpointer) _("Measure SpO2 again after 30 to 60 seconds; the second value decides."));
  if (verdict->unsure) g_ptr_array_add (hints, (gpointer) _("The exact age is not known: the strictest of the limits that could apply was taken."));
  if (verdict->infant) g_ptr_array_add (hints, (gpointer) _("The documents name no breathing rate for a child under 1 year: ask the station about this number."));
  g_ptr_array_add (hints, NULL);
  return g_strjoinv ("\n", (char **) hints->pdata);
}
