/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a business needs (E1). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice what_choices[] = {
  { "workers", N_("Workers") },
  { "capital", N_("Capital") },
  { "market", N_("Customers") },
  { "papers", N_("Papers and permits") },
  { "prevention", N_("Prevention and vaccination") },
  { "lodging", N_("Lodging for workers") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "open", N_("Open") },
  { "met", N_("Met") },
  { "dropped", N_("Not needed any more") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "business", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "business", .label = N_("Business") },
  { .key = "what", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = what_choices, .label = N_("What") },
  { .key = "text", .type = TN_TYPE_NOTE, .label = N_("In words") },
  { .key = "number", .type = TN_TYPE_INT, .label = N_("How many") },
  { .key = "since", .type = TN_TYPE_DATE, .label = N_("Said on") },
  { .key = "state", .type = TN_TYPE_CHOICE, .unit = "state", .choices = state_choices, .label = N_("State") },
  { .key = "answer", .type = TN_TYPE_NOTE, .unit = "state", .label = N_("What was done") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_business_need = {
  .key = "business_need", .cls = TN_CLASS_OPEN, .parent_field = "business",
  .list_state = "state", .list_time = "since",
  .label = N_("Need of a business"), .label_plural = N_("Needs of businesses"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
