/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Visits (lượt thăm). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice result_choices[] = {
  { "met", N_("Met") },
  { "absent", N_("Nobody at home") },
  { "refused", N_("Did not wish it") },
  { "moved", N_("Moved away") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "household", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "household", .label = N_("Household") },
  { .key = "person", .type = TN_TYPE_REF, .ref_kind = "person", .label = N_("Person") },
  { .key = "at", .type = TN_TYPE_TIME, .flags = TN_FIELD_REQUIRED, .label = N_("When") },
  { .key = "volunteer", .type = TN_TYPE_REF, .ref_kind = "volunteer", .label = N_("Volunteer") },
  { .key = "result", .type = TN_TYPE_CHOICE, .choices = result_choices, .label = N_("Result") },
  { .key = "stop", .type = TN_TYPE_REF, .flags = TN_FIELD_SYSTEM, .ref_kind = "stop", .label = N_("Stop") },
  { .key = "met", .type = TN_TYPE_TEXT, .label = N_("Spoke with") },
  { .key = "told_prevention", .type = TN_TYPE_BOOL, .unit = "told", .label = N_("Told about prevention") },
  { .key = "told_vaccination", .type = TN_TYPE_BOOL, .unit = "told", .label = N_("Told about vaccination") },
  { .key = "told_care", .type = TN_TYPE_BOOL, .unit = "told", .label = N_("Told about care at home") },
  { .key = "told_support", .type = TN_TYPE_BOOL, .unit = "told", .label = N_("Told about support") },
  { .key = "told_answers", .type = TN_TYPE_BOOL, .unit = "told", .label = N_("Told official answers") },
  { .key = "need_food", .type = TN_TYPE_BOOL, .unit = "needs", .label = N_("Needs food") },
  { .key = "need_medicine", .type = TN_TYPE_BOOL, .unit = "needs", .label = N_("Needs medicine") },
  { .key = "need_money", .type = TN_TYPE_BOOL, .unit = "needs", .label = N_("Needs money") },
  { .key = "need_health", .type = TN_TYPE_BOOL, .unit = "needs", .label = N_("Needs a health worker") },
  { .key = "need_talk", .type = TN_TYPE_BOOL, .unit = "needs", .label = N_("Needs somebody to talk to") },
  { .key = "need_other", .type = TN_TYPE_TEXT, .unit = "needs", .label = N_("Other need") },
  { .key = "next", .type = TN_TYPE_DATE, .label = N_("Come again on") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_visit = {
  .key = "visit", .cls = TN_CLASS_OPEN, .parent_field = "household",
  .list_ref = "stop", .list_state = "result", .list_time = "at", .list_marks = "told",
  .label = N_("Visit"), .label_plural = N_("Visits"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
