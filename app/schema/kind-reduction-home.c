/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A household that a reduction reaches (S2). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnField fields[] = {
  { .key = "reduction", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "reduction", .label = N_("Reduction") },
  { .key = "household", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "household", .label = N_("Household") },
  { .key = "at", .type = TN_TYPE_DATE, .flags = TN_FIELD_QUIET, .label = N_("Added on") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_reduction_home = {
  .key = "reduction_home", .cls = TN_CLASS_OPEN, .parent_field = "reduction",
  .list_ref = "household", .list_time = "at",
  .label = N_("Household of a reduction"), .label_plural = N_("Households of a reduction"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
