/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thing that changed when two people or households were made one: a record that hung on the other one, or a field that was taken over. With these a merge can
 * be taken apart for ever, on any laptop. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnField fields[] = {
  { .key = "duplicate", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "duplicate", .label = N_("Duplicate") },
  { .key = "record", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED | TN_FIELD_SYSTEM, .label = N_("Record") },
  { .key = "field", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SYSTEM, .label = N_("Field") },
  { .key = "before", .type = TN_TYPE_NOTE, .flags = TN_FIELD_SYSTEM, .label = N_("Value before") },
  { .key = "after", .type = TN_TYPE_NOTE, .flags = TN_FIELD_SYSTEM, .label = N_("Value after") },
};

const TnKind tn_kind_merged_item = {
  .key = "merged_item", .cls = TN_CLASS_OPEN, .parent_field = "duplicate",
  .list_ref = "record",
  .label = N_("Change of a merge"), .label_plural = N_("Changes of a merge"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
