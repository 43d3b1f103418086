/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Medicine bags (túi thuốc A, B, C) given to a home case, with what each asks for (facts.md, “Bags”). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice bag_choices[] = {
  { "a", N_("Bag A") },
  { "b", N_("Bag B") },
  { "c", N_("Bag C") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "home_case", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "home_case", .label = N_("Home case") },
  { .key = "bag", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = bag_choices, .label = N_("Bag") },
  { .key = "given", .type = TN_TYPE_DATE, .flags = TN_FIELD_REQUIRED, .label = N_("Given on") },
  { .key = "days", .type = TN_TYPE_INT, .label = N_("For days") },
  { .key = "consent", .type = TN_TYPE_BOOL, .label = N_("Consent signed") },
  { .key = "doctor", .type = TN_TYPE_TEXT, .label = N_("Doctor who ordered it") },
  { .key = "no_doctor", .type = TN_TYPE_BOOL, .label = N_("No doctor could be reached") },
  { .key = "by", .type = TN_TYPE_REF, .ref_kind = "volunteer", .label = N_("Given by") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_kit = {
  .key = "kit", .cls = TN_CLASS_HEALTH, .parent_field = "home_case",
  .list_ref = "by", .list_state = "bag", .list_time = "given",
  .label = N_("Medicine bag"), .label_plural = N_("Medicine bags"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
