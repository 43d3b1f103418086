/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Essentials (nhu yếu phẩm) asked for by a household and brought to it. That somebody there is ill does not stand here. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice state_choices[] = {
  { "asked", N_("Asked for") },
  { "given", N_("Brought") },
  { "dropped", N_("Not needed any more") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "household", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "household", .label = N_("Household") },
  { .key = "what", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED, .label = N_("What") },
  { .key = "asked", .type = TN_TYPE_DATE, .label = N_("Asked for on") },
  { .key = "state", .type = TN_TYPE_CHOICE, .unit = "state", .choices = state_choices, .label = N_("State") },
  { .key = "given", .type = TN_TYPE_DATE, .unit = "state", .label = N_("Brought on") },
  { .key = "by", .type = TN_TYPE_REF, .ref_kind = "volunteer", .label = N_("Brought by") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_essentials = {
  .key = "essentials", .cls = TN_CLASS_OPEN, .parent_field = "household",
  .list_ref = "by", .list_state = "state", .list_time = "asked",
  .label = N_("Essentials"), .label_plural = N_("Essentials"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
