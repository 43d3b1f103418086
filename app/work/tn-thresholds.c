/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-thresholds.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-listed.h"

#define QD_4038 "QĐ 4038/QĐ-BYT"
#define QD_261 "QĐ 261/QĐ-BYT"
#define QD_4377 "QĐ 4377/QĐ-BYT"
#define CITY "Gói chăm sóc F0 tại nhà TP.HCM"
#define ALL 0, TN_AGE_ANY
#define ADULT 12, TN_AGE_ANY

/* facts.md, “Home patients”. The days on which QĐ 4377 and the city's package begin do not stand there, so they count always. Until QĐ 261 no document
 * named ages; from that day a child's breathing is judged by its numbers alone, for those of the others would call every small child ill. */
static const TnThreshold built_in[] = {
  { TN_SIGN_BREATHING, TN_LIMIT_AT_LEAST, 20, ADULT, QD_261, 20220131, 0 },
  { TN_SIGN_BREATHING, TN_LIMIT_AT_LEAST, 30, 5, 12, QD_261, 20220131, 0 },
  { TN_SIGN_BREATHING, TN_LIMIT_AT_LEAST, 40, 1, 5, QD_261, 20220131, 0 },
  { TN_SIGN_SPO2, TN_LIMIT_AT_MOST, 96, ALL, QD_261, 20220131, 0 },
  { TN_SIGN_PULSE, TN_LIMIT_ABOVE, 120, ALL, QD_261, 20220131, 0 },
  { TN_SIGN_PULSE, TN_LIMIT_BELOW, 50, ALL, QD_261, 20220131, 0 },
  { TN_SIGN_SYSTOLIC, TN_LIMIT_BELOW, 90, ALL, QD_261, 20220131, 0 },
  { TN_SIGN_DIASTOLIC, TN_LIMIT_BELOW, 60, ALL, QD_261, 20220131, 0 },
  { TN_SIGN_BREATHING, TN_LIMIT_ABOVE, 20, ALL, QD_4038, 20210821, 20220130 },
  { TN_SIGN_SPO2, TN_LIMIT_BELOW, 96, ALL, QD_4038, 20210821, 20220130 },
  { TN_SIGN_BREATHING, TN_LIMIT_AT_LEAST, 21, ALL, QD_4377, 0, 20220130 },
  { TN_SIGN_BREATHING, TN_LIMIT_AT_LEAST, 21, ADULT, QD_4377, 20220131, 0 },
  { TN_SIGN_SPO2, TN_LIMIT_AT_MOST, 95, ALL, QD_4377, 0, 0 },
  { TN_SIGN_BREATHING, TN_LIMIT_ABOVE, 20, ALL, CITY, 0, 20220130 },
  { TN_SIGN_BREATHING, TN_LIMIT_ABOVE, 20, ADULT, CITY, 20220131, 0 },
  { TN_SIGN_SPO2, TN_LIMIT_BELOW, 95, ALL, CITY, 0, 0 },
};

static const struct { const char *key; const char *value; } signs[TN_SIGN_N] = {
  [TN_SIGN_TEMPERATURE] = { "temperature", N_("temperature %s °C") },
  [TN_SIGN_SPO2] = { "spo2", N_("SpO2 %s %%") },
  [TN_SIGN_BREATHING] = { "breathing", N_("breathing %s/min") },
  [TN_SIGN_PULSE] = { "pulse", N_("pulse %s/min") },
  [TN_SIGN_SYSTOLIC] = { "systolic", N_("systolic %s mmHg") },
  [TN_SIGN_DIASTOLIC] = { "diastolic", N_("diastolic %s mmHg") },
};

static const struct { const char *key, *mark; } limits[] = {
  [TN_LIMIT_AT_LEAST] = { "at_least", "≥ " }, [TN_LIMIT_ABOVE] = { "above", "> " }, [TN_LIMIT_AT_MOST] = { "at_most", "≤ " }, [TN_LIMIT_BELOW] = { "below", "< " },
};

struct _TnThresholds { gatomicrefcount refs; GPtrArray *all; GStringChunk *names; };

/* ---- ages ---- */

/* Whole years at `on` when the birth lies in the given month and day. */
static int
years_between (int year, int month, int day, const char *on)
{
  g_autofree char *birth = g_strdup_printf ("%04d-%02d-%02d", year, month, day);
  return MAX (tn_date_age (birth, on), 0);
}

TnAgeSpan
tn_age_span (const char *birth, const char *on)
{
  gint64 date = tn_listed_date (birth);
  if (!date) return TN_AGE_UNKNOWN;
  int year = (int) (date / 10000), month = (int) (date / 100 % 100), day = (int) (date % 100);
  int last = month ? g_date_get_days_in_month ((GDateMonth) month, (GDateYear) year) : 31;
  return (TnAgeSpan) { years_between (year, month ? month : 12, day ? day : last, on), years_between (year, month ? month : 1, day ? day : 1, on) };
}

int
tn_day_number (gint64 ms)
{
  gint64 seconds = ms / 1000 - (ms % 1000 < 0);
  int interval = g_time_zone_find_interval (tn_date_zone (), G_TIME_TYPE_UNIVERSAL, seconds);
  gint64 local = seconds + g_time_zone_get_offset (tn_date_zone (), interval);
  return (int) (local / 86400 - (local % 86400 < 0));
}

gint64
tn_day_of (gint64 ms)
{
  enum { EPOCH = 719163 };   /* 1 January 1970 as GDate counts */
  int number = tn_day_number (ms) + EPOCH;
  GDate date;
  if (!g_date_valid_julian ((guint32) MAX (number, 0))) return 0;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) number);
  return (gint64) g_date_get_year (&date) * 10000 + g_date_get_month (&date) * 100 + g_date_get_day (&date);
}

/* ---- the table ---- */

TnThresholds *
tn_thresholds_new (void)
{
  TnThresholds *self = g_new0 (TnThresholds, 1);
  g_atomic_ref_count_init (&self->refs);
  self->all = g_ptr_array_new_with_free_func (g_free);
  self->names = g_string_chunk_new (64);
  for (gsize i = 0; i < G_N_ELEMENTS (built_in); i++) tn_thresholds_add (self, &built_in[i]);
  return self;
}

TnThresholds *
tn_thresholds_ref (TnThresholds *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tn_thresholds_free (TnThresholds *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->refs)) return;
  g_ptr_array_unref (self->all);
  g_string_chunk_free (self->names);
  g_free (self);
}

void
tn_thresholds_add (TnThresholds *self, const TnThreshold *threshold)
{
  TnThreshold *own = g_memdup2 (threshold, sizeof *threshold);
  own->document = g_string_chunk_insert_const (self->names, threshold->document);
  g_ptr_array_add (self->all, own);
}

const char *
tn_sign_key (TnSign sign)
{
  return signs[sign].key;
}

/* ---- records of a district ---- */

static gboolean
read_rule (const TnRow *row, TnThreshold *t)
{
  g_autofree char *sign = tn_row_dup_text (row, "sign"), *test = tn_row_dup_text (row, "test");
  TnSlice value = tn_row_field (row, "value");
  guint s = 0, l = 0;
  while (s < TN_SIGN_N && g_strcmp0 (sign, signs[s].key) != 0) s++;
  while (l < G_N_ELEMENTS (limits) && g_strcmp0 (test, limits[l].key) != 0) l++;
  if (s == TN_SIGN_N || l == G_N_ELEMENTS (limits) || !value.len || tn_json_type (value) != TN_JSON_NUMBER) return FALSE;
  g_autofree char *text = tn_slice_dup (value);
  t->sign = (TnSign) s;
  t->limit = (TnLimit) l;
  t->value = g_ascii_strtod (text, NULL);
  return TRUE;
}

static void
read_threshold (TnThresholds *self, const TnRow *row)
{
  TnThreshold t = { .age_below = TN_AGE_ANY };
  gint64 age;
  g_autofree char *document = tn_row_dup_text (row, "document");
  if (row->deleted || !document || !read_rule (row, &t)) return;
  if (tn_json_get_int (tn_row_field (row, "age_from"), &age)) t.age_from = (int) CLAMP (age, 0, TN_AGE_ANY);
  if (tn_json_get_int (tn_row_field (row, "age_below"), &age)) t.age_below = (int) CLAMP (age, 0, TN_AGE_ANY);
  t.document = document;
  t.from = tn_listed_row_date (row, "valid_from");
  t.to = tn_listed_row_date (row, "valid_to");
  if (t.to && t.to % 100 == 0) t.to += t.to % 10000 == 0 ? 1231 : 31;   /* "until 2022" is until its last day */
  tn_thresholds_add (self, &t);
}

TnThresholds *
tn_thresholds_read (TnCopy *copy, GError **error)
{
  g_autoptr (GArray) ids = tn_query_listed (copy, &(TnListedQuery) { .kind = "threshold" }, error);
  if (!ids) return NULL;
  g_autoptr (TnThresholds) self = tn_thresholds_new ();
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (TnRow) row = tn_copy_get (copy, &g_array_index (ids, TnListed, i).id, error);
    if (!row) return NULL;
    read_threshold (self, row);
  }
  return g_steal_pointer (&self);
}

/* ---- which apply ---- */

gboolean
tn_threshold_is_upper (const TnThreshold *t)
{
  return t->limit == TN_LIMIT_AT_LEAST || t->limit == TN_LIMIT_ABOVE;
}

static gboolean
counts (const TnThreshold *t, TnSign sign, gint64 day)
{
  return t->sign == sign && (!t->from || day >= t->from) && (!t->to || day <= t->to);
}

static gboolean
applies (const TnThreshold *t, TnSign sign, gint64 day, TnAgeSpan age)
{
  return counts (t, sign, day) && age.max >= t->age_from && age.min < t->age_below;
}

/* TRUE when `a` calls more values a danger than `b`. */
static gboolean
is_stricter (const TnThreshold *a, const TnThreshold *b)
{
  if (a->value != b->value) return tn_threshold_is_upper (a) == (a->value < b->value);
  return a->limit == TN_LIMIT_AT_LEAST || a->limit == TN_LIMIT_AT_MOST;
}

static gboolean
same_rule (const TnThreshold *a, const TnThreshold *b)
{
  return g_str_equal (a->document, b->document) && tn_threshold_is_upper (a) == tn_threshold_is_upper (b) && (a->age_from != b->age_from || a->age_below != b->age_below);
}

/* Another age of the same document: the stricter of both stays. */
static gboolean
replace_milder (GPtrArray *applying, TnThreshold *t)
{
  for (guint i = 0; i < applying->len; i++) {
    if (!same_rule (applying->pdata[i], t)) continue;
    if (is_stricter (t, applying->pdata[i])) applying->pdata[i] = t;
    return TRUE;
  }
  return FALSE;
}

GPtrArray *
tn_thresholds_applying (const TnThresholds *self, TnSign sign, gint64 day, TnAgeSpan age, gboolean *unsure)
{
  GPtrArray *applying = g_ptr_array_new ();
  gboolean several = FALSE;
  for (guint i = 0; i < self->all->len; i++) {
    TnThreshold *t = self->all->pdata[i];
    if (!applies (t, sign, day, age)) continue;
    gboolean sure = age.min >= t->age_from && age.max < t->age_below;
    several |= !sure;
    if (age.min == age.max || !replace_milder (applying, t)) g_ptr_array_add (applying, t);
  }
  if (unsure) *unsure = several;
  return applying;
}

gboolean
tn_threshold_fires (const TnThreshold *t, double value)
{
  switch (t->limit) {
    case TN_LIMIT_AT_LEAST: return value >= t->value;
    case TN_LIMIT_ABOVE: return value > t->value;
    case TN_LIMIT_AT_MOST: return value <= t->value;
    case TN_LIMIT_BELOW: return value < t->value;
    default: g_return_val_if_reached (FALSE);
  }
}

gboolean
tn_thresholds_any_fires (const TnThresholds *self, TnSign sign, gint64 day, double value)
{
  gboolean any = FALSE;
  for (guint i = 0; i < self->all->len && !any; i++) any = counts (self->all->pdata[i], sign, day) && tn_threshold_fires (self->all->pdata[i], value);
  return any;
}

/* ---- words ---- */

/* mark stands before the number. */
static char *
say_value (TnSign sign, const char *mark, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (number, sizeof number, "%.1f", value);
  if (g_str_has_suffix (number, ".0")) number[strlen (number) - 2] = '\0';
  g_auto (GStrv) parts = g_strsplit (number, ".", 2);
  /* Translators: between the whole part of a number and its fraction: 38.5 */
  g_autofree char *joined = g_strjoinv (_("."), parts), *shown = g_strconcat (mark, joined, NULL);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (_(signs[sign].value), shown);
#pragma GCC diagnostic pop
}

char *
tn_sign_say (TnSign sign, double value)
{
  return say_value (sign, "", value);
}

char *
tn_threshold_say (const TnThreshold *t)
{
  return say_value (t->sign, limits[t->limit].mark, t->value);
}
