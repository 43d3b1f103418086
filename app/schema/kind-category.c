/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Categories (đối tượng) that a district adds to the built-in ones without a release. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice of_choices[] = {
  { "person", N_("Person") },
  { "household", N_("Household") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "code", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED, .label = N_("Code") },
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED, .label = N_("Name") },
  { .key = "of", .type = TN_TYPE_CHOICE, .choices = of_choices, .label = N_("Given to") },
  { .key = "document", .type = TN_TYPE_TEXT, .label = N_("Legal basis") },
  { .key = "valid_from", .type = TN_TYPE_DATE, .unit = "validity", .label = N_("Valid from") },
  { .key = "valid_to", .type = TN_TYPE_DATE, .unit = "validity", .label = N_("Valid to") },
};

const TnKind tn_kind_category = {
  .key = "category", .cls = TN_CLASS_OPEN,
  .label = N_("Category"), .label_plural = N_("Categories"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
