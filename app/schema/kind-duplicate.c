/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody decided about two people, or two households, that may be one (product.md H3). One record a pair, its id made from both (work/tn-duplicates.h), so that two
 * laptops decide about the same thing. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice state_choices[] = {
  { "merged", N_("One and the same") },
  { "different", N_("Not the same") },
  { "parted", N_("Taken apart again") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "kept", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .label = N_("Kept") },
  { .key = "other", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .label = N_("The other one") },
  { .key = "state", .type = TN_TYPE_CHOICE, .unit = "decision", .choices = state_choices, .label = N_("State") },
  { .key = "at", .type = TN_TYPE_TIME, .unit = "decision", .label = N_("When") },
  { .key = "seen", .type = TN_TYPE_NOTE, .unit = "decision", .flags = TN_FIELD_SYSTEM, .label = N_("What was seen of the other one") },
  { .key = "within", .type = TN_TYPE_REF, .flags = TN_FIELD_SYSTEM, .ref_kind = "duplicate", .label = N_("Merged along with") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_duplicate = {
  .key = "duplicate", .cls = TN_CLASS_OPEN, .parent_field = "kept",
  .list_ref = "other", .list_state = "state", .list_time = "at",
  .label = N_("Duplicate"), .label_plural = N_("Duplicates"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
