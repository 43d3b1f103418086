/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Businesses of the ward (E1). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice state_choices[] = {
  { "working", N_("Working") },
  { "partly", N_("Partly working") },
  { "stopped", N_("Stopped") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Name") },
  { .key = "trade", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SEARCH, .label = N_("Trade") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "address", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SEARCH, .label = N_("Address") },
  { .key = "contact", .type = TN_TYPE_TEXT, .label = N_("Contact") },
  { .key = "phone", .type = TN_TYPE_PHONE, .flags = TN_FIELD_SEARCH, .label = N_("Telephone") },
  { .key = "workers", .type = TN_TYPE_INT, .label = N_("Workers") },
  { .key = "lodging", .type = TN_TYPE_REF, .ref_kind = "building", .label = N_("Lodging of its workers") },
  { .key = "state", .type = TN_TYPE_CHOICE, .choices = state_choices, .label = N_("State") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_business = {
  .key = "business", .cls = TN_CLASS_OPEN, .area_field = "area",
  .list_ref = "area", .list_state = "state",
  .label = N_("Business"), .label_plural = N_("Businesses"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
