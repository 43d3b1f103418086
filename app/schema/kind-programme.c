/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programmes of support (gói hỗ trợ; product.md S1): who gives what to whom, on which legal basis. The rule says who is entitled (work/tn-rule.h). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice source_choices[] = {
  { "state", N_("State budget") },
  { "city", N_("City budget") },
  { "district", N_("District budget") },
  { "ward", N_("Ward fund") },
  { "donors", N_("Donors") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnChoice per_choices[] = {
  { "person", N_("Person") },
  { "household", N_("Household") },
  { NULL, NULL },
};

static const TnChoice gives_choices[] = {
  { "money", N_("Money") },
  { "goods", N_("Goods") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "draft", N_("In preparation") },
  { "open", N_("Open") },
  { "closed", N_("Closed") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Name") },
  { .key = "basis", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SEARCH, .label = N_("Legal basis") },
  { .key = "source", .type = TN_TYPE_CHOICE, .choices = source_choices, .label = N_("Source of the money") },
  { .key = "from", .type = TN_TYPE_DATE, .unit = "period", .label = N_("From") },
  { .key = "to", .type = TN_TYPE_DATE, .unit = "period", .label = N_("To") },
  { .key = "per", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = per_choices, .label = N_("Given to") },
  { .key = "gives", .type = TN_TYPE_CHOICE, .unit = "gives", .choices = gives_choices, .label = N_("What is given") },
  { .key = "amount", .type = TN_TYPE_INT, .unit = "gives", .label = N_("Amount (đồng)") },
  { .key = "goods", .type = TN_TYPE_TEXT, .unit = "gives", .label = N_("Goods") },
  { .key = "item", .type = TN_TYPE_REF, .unit = "gives", .ref_kind = "stock_item", .label = N_("Item in stock") },
  { .key = "quantity", .type = TN_TYPE_DECIMAL, .unit = "gives", .label = N_("Quantity") },
  { .key = "quota", .type = TN_TYPE_INT, .label = N_("At most so many") },
  { .key = "rule", .type = TN_TYPE_NOTE, .flags = TN_FIELD_SYSTEM, .label = N_("Who is entitled") },
  { .key = "state", .type = TN_TYPE_CHOICE, .choices = state_choices, .label = N_("State") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_programme = {
  .key = "programme", .cls = TN_CLASS_OPEN,
  .list_state = "state", .list_time = "from",
  .label = N_("Programme"), .label_plural = N_("Programmes"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
