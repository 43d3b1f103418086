/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reductions of rent, electricity and water that owners granted (S2). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice what_choices[] = {
  { "rent", N_("Rent") },
  { "electricity", N_("Electricity") },
  { "water", N_("Water") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "owner", .type = TN_TYPE_TEXT, .unit = "owner", .flags = TN_FIELD_SEARCH, .label = N_("Owner") },
  { .key = "owner_phone", .type = TN_TYPE_PHONE, .unit = "owner", .label = N_("Telephone") },
  { .key = "building", .type = TN_TYPE_REF, .ref_kind = "building", .label = N_("Building") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "what", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = what_choices, .label = N_("What was reduced") },
  { .key = "percent", .type = TN_TYPE_INT, .unit = "how_much", .label = N_("Percent") },
  { .key = "amount", .type = TN_TYPE_INT, .unit = "how_much", .label = N_("Amount a month (đồng)") },
  { .key = "from", .type = TN_TYPE_DATE, .unit = "period", .label = N_("From") },
  { .key = "to", .type = TN_TYPE_DATE, .unit = "period", .label = N_("To") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_reduction = {
  .key = "reduction", .cls = TN_CLASS_OPEN, .area_field = "area",
  .list_ref = "building", .list_state = "what", .list_time = "from",
  .label = N_("Reduction"), .label_plural = N_("Reductions"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
