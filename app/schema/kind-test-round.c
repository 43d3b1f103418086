/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Test rounds (đợt xét nghiệm, product.md C2) by area. Whose result was what is of class health and stands in kind test. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice method_choices[] = {
  { "rapid", N_("Rapid test") },
  { "pcr", N_("PCR test") },
  { "pooled", N_("Pooled PCR test") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "planned", N_("Planned") },
  { "closed", N_("Closed") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Name") },
  { .key = "date", .type = TN_TYPE_DATE, .flags = TN_FIELD_REQUIRED, .label = N_("Date") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "place", .type = TN_TYPE_TEXT, .label = N_("Place") },
  { .key = "method", .type = TN_TYPE_CHOICE, .choices = method_choices, .label = N_("Method") },
  { .key = "state", .type = TN_TYPE_CHOICE, .choices = state_choices, .label = N_("State") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_test_round = {
  .key = "test_round", .cls = TN_CLASS_OPEN, .area_field = "area",
  .list_state = "state", .list_time = "date",
  .label = N_("Test round"), .label_plural = N_("Test rounds"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
