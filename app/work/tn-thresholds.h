/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-query.h"
G_BEGIN_DECLS

/* When a measure is a danger: thresholds as dated records by sign, age and document. The built-in ones are a table with the documents of facts.md;
 * a district adds its own as records of kind `threshold`, without a release. What is added never takes a built-in one away: a danger that one
 * document names stays one. */
typedef enum { TN_SIGN_TEMPERATURE, TN_SIGN_SPO2, TN_SIGN_BREATHING, TN_SIGN_PULSE, TN_SIGN_SYSTOLIC, TN_SIGN_DIASTOLIC, TN_SIGN_N } TnSign;
typedef enum { TN_LIMIT_AT_LEAST, TN_LIMIT_ABOVE, TN_LIMIT_AT_MOST, TN_LIMIT_BELOW } TnLimit;

typedef struct {
  TnSign sign;
  TnLimit limit;
  double value;               /* °C, %, a minute, mmHg */
  int age_from, age_below;    /* whole years: age_from <= age < age_below; 0 and TN_AGE_ANY = everybody */
  const char *document;       /* not translated: a document's name */
  gint64 from, to;            /* yyyymmdd, both included; 0 = open */
} TnThreshold;
#define TN_AGE_ANY 200

/* The ages that a person may have: a date of birth that is known by the year alone leaves two, none leaves all. */
typedef struct { int min, max; } TnAgeSpan;
/* birth and on: stored forms; birth NULL = not known. */
TnAgeSpan tn_age_span (const char *birth, const char *on);
#define TN_AGE_UNKNOWN ((TnAgeSpan) { 0, TN_AGE_ANY - 1 })

typedef struct _TnThresholds TnThresholds;
/* The built-in ones alone. */
TnThresholds *tn_thresholds_new (void);
/* With those that the ward's copy holds. One that a newer program or a slip left unreadable is passed over. Any thread that owns the copy. */
TnThresholds *tn_thresholds_read (TnCopy *copy, GError **error);
/* For another thread or a longer life; what was read does not change any more. */
TnThresholds *tn_thresholds_ref (TnThresholds *self);
void tn_thresholds_free (TnThresholds *self);   /* lets go of one reference */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnThresholds, tn_thresholds_free)
/* Takes no part of it. */
void tn_thresholds_add (TnThresholds *self, const TnThreshold *threshold);

/* Those of this sign that count on `day` (yyyymmdd) for a person of this age: const TnThreshold*, in the order of the table. Of each document and
 * direction only the strictest is given where several ages are possible; *unsure is then TRUE. unsure may be NULL. Owned array, borrowed members. */
GPtrArray *tn_thresholds_applying (const TnThresholds *self, TnSign sign, gint64 day, TnAgeSpan age, gboolean *unsure);
gboolean tn_threshold_fires (const TnThreshold *threshold, double value);
/* TRUE when some threshold of this sign that counts on `day` (yyyymmdd) fires, whatever the age. */
gboolean tn_thresholds_any_fires (const TnThresholds *self, TnSign sign, gint64 day, double value);
/* TRUE when danger lies above the value. */
gboolean tn_threshold_is_upper (const TnThreshold *threshold);
/* "SpO2 ≤ 96 %", "breathing ≥ 20/min": what the document calls a danger. Translated, owned. */
char *tn_threshold_say (const TnThreshold *threshold);
/* "SpO2 91 %", "pulse 130/min". Owned. */
char *tn_sign_say (TnSign sign, double value);
/* The key of the field of a check, which is also the key of a threshold's sign. */
const char *tn_sign_key (TnSign sign);
/* Number of the local day of a moment, counted on from any other; and that day as yyyymmdd. Cheap: asked for thousands of checks at once. */
int tn_day_number (gint64 ms);
gint64 tn_day_of (gint64 ms);
G_END_DECLS
