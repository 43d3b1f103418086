/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Administrative units (đơn vị hành chính): a tree of any depth. Validity dates let the three levels of 2021 and
 * the two of 2025 stand side by side (facts.md). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice level_choices[] = {
  { "province", N_("Province or city") },
  { "district", N_("District") },
  { "ward", N_("Ward or commune") },
  { "quarter", N_("Quarter") },
  { "group", N_("Residents’ group") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "code", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Code") },
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Name") },
  { .key = "level", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = level_choices, .label = N_("Level") },
  { .key = "type", .type = TN_TYPE_TEXT, .label = N_("Type") },
  { .key = "parent", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Belongs to") },
  { .key = "valid_from", .type = TN_TYPE_DATE, .unit = "validity", .label = N_("Valid from") },
  { .key = "valid_to", .type = TN_TYPE_DATE, .unit = "validity", .label = N_("Valid to") },
  { .key = "successor", .type = TN_TYPE_TEXT, .label = N_("Codes of its successors") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_unit = {
  .key = "unit", .cls = TN_CLASS_OPEN,
  .label = N_("Unit"), .label_plural = N_("Units"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
