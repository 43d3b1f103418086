/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person’s test and its result. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice method_choices[] = {
  { "rapid", N_("Rapid test") },
  { "pcr", N_("PCR test") },
  { "pooled", N_("Pooled PCR test") },
  { NULL, NULL },
};

static const TnChoice result_choices[] = {
  { "pending", N_("Not known yet") },
  { "negative", N_("Negative") },
  { "positive", N_("Positive") },
  { "invalid", N_("Not valid") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "person", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "person", .label = N_("Person") },
  { .key = "test_round", .type = TN_TYPE_REF, .ref_kind = "test_round", .label = N_("Test round") },
  { .key = "date", .type = TN_TYPE_DATE, .flags = TN_FIELD_REQUIRED, .label = N_("Date") },
  { .key = "method", .type = TN_TYPE_CHOICE, .choices = method_choices, .label = N_("Method") },
  { .key = "result", .type = TN_TYPE_CHOICE, .choices = result_choices, .label = N_("Result") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_test = {
  .key = "test", .cls = TN_CLASS_HEALTH, .parent_field = "person",
  .list_ref = "test_round", .list_state = "result", .list_time = "date",
  .label = N_("Test"), .label_plural = N_("Tests"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
