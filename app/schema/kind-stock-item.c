/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept in stock (S2); money is one of them. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice type_choices[] = {
  { "money", N_("Money") },
  { "food", N_("Food") },
  { "medicine", N_("Medicine") },
  { "protection", N_("Protective equipment") },
  { "household", N_("Household goods") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Name") },
  { .key = "measure", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED, .label = N_("Counted in") },
  { .key = "type", .type = TN_TYPE_CHOICE, .choices = type_choices, .label = N_("Type") },
  { .key = "low", .type = TN_TYPE_DECIMAL, .label = N_("Say so when fewer than") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_stock_item = {
  .key = "stock_item", .cls = TN_CLASS_OPEN,
  .list_state = "type",
  .label = N_("Item in stock"), .label_plural = N_("Items in stock"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
