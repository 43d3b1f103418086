/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People out of work who want it (product.md E1). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice state_choices[] = {
  { "looking", N_("Looking") },
  { "placed", N_("Has work") },
  { "stopped", N_("Does not look any more") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "person", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "person", .label = N_("Person") },
  { .key = "wants", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED, .label = N_("Work that is wanted") },
  { .key = "skills", .type = TN_TYPE_TEXT, .label = N_("Skills") },
  { .key = "since", .type = TN_TYPE_DATE, .label = N_("Out of work since") },
  { .key = "state", .type = TN_TYPE_CHOICE, .unit = "state", .choices = state_choices, .label = N_("State") },
  { .key = "business", .type = TN_TYPE_REF, .unit = "state", .ref_kind = "business", .label = N_("Business") },
  { .key = "placed", .type = TN_TYPE_DATE, .unit = "state", .label = N_("Since when") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_job_wish = {
  .key = "job_wish", .cls = TN_CLASS_OPEN, .parent_field = "person",
  .list_ref = "business", .list_state = "state", .list_time = "since",
  .label = N_("Wish for work"), .label_plural = N_("Wishes for work"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
