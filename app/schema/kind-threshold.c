/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thresholds of danger by document, age and date, which a district adds to the built-in ones (work/tn-thresholds.c) without a release. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice sign_choices[] = {
  { "temperature", N_("Temperature (°C)") },
  { "spo2", N_("SpO2 (%)") },
  { "breathing", N_("Breaths per minute") },
  { "pulse", N_("Pulse per minute") },
  { "systolic", N_("Systolic (mmHg)") },
  { "diastolic", N_("Diastolic (mmHg)") },
  { NULL, NULL },
};

static const TnChoice test_choices[] = {
  { "at_least", N_("At least") },
  { "above", N_("Above") },
  { "at_most", N_("At most") },
  { "below", N_("Below") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "sign", .type = TN_TYPE_CHOICE, .unit = "rule", .flags = TN_FIELD_REQUIRED, .choices = sign_choices, .label = N_("Sign") },
  { .key = "test", .type = TN_TYPE_CHOICE, .unit = "rule", .flags = TN_FIELD_REQUIRED, .choices = test_choices, .label = N_("Danger when") },
  { .key = "value", .type = TN_TYPE_DECIMAL, .unit = "rule", .flags = TN_FIELD_REQUIRED, .label = N_("Value") },
  { .key = "age_from", .type = TN_TYPE_INT, .unit = "age", .label = N_("From age (years)") },
  { .key = "age_below", .type = TN_TYPE_INT, .unit = "age", .label = N_("Below age (years)") },
  { .key = "document", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED, .label = N_("Document") },
  { .key = "valid_from", .type = TN_TYPE_DATE, .unit = "validity", .label = N_("Valid from") },
  { .key = "valid_to", .type = TN_TYPE_DATE, .unit = "validity", .label = N_("Valid to") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_threshold = {
  .key = "threshold", .cls = TN_CLASS_OPEN,
  .list_state = "sign", .list_time = "valid_from",
  .label = N_("Threshold"), .label_plural = N_("Thresholds"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
