/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stock entries (phiếu kho; S2): a ledger that is only added to. From a place, to a place, or both; a mistake is put right by another entry. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice why_choices[] = {
  { "gift", N_("Gift") },
  { "purchase", N_("Purchase") },
  { "allotted", N_("Allotted from above") },
  { "delivery", N_("Delivery") },
  { "transfer", N_("Transfer") },
  { "count", N_("Count") },
  { "loss", N_("Lost or spoilt") },
  { "reverse", N_("Put right") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "item", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "stock_item", .label = N_("Item in stock") },
  { .key = "from", .type = TN_TYPE_REF, .ref_kind = "stock_place", .label = N_("From") },
  { .key = "to", .type = TN_TYPE_REF, .ref_kind = "stock_place", .label = N_("To") },
  { .key = "quantity", .type = TN_TYPE_DECIMAL, .flags = TN_FIELD_REQUIRED, .label = N_("Quantity") },
  { .key = "counted", .type = TN_TYPE_DECIMAL, .label = N_("Counted") },   /* of a count: what was found there; quantity is the difference */
  { .key = "at", .type = TN_TYPE_DATE, .flags = TN_FIELD_REQUIRED, .label = N_("On") },
  { .key = "why", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = why_choices, .label = N_("Why") },
  { .key = "source", .type = TN_TYPE_REF, .label = N_("Belongs to") },
  { .key = "by", .type = TN_TYPE_TEXT, .label = N_("By") },
  { .key = "document", .type = TN_TYPE_TEXT, .label = N_("Document") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_stock_entry = {
  .key = "stock_entry", .cls = TN_CLASS_OPEN, .flags = TN_KIND_IMMUTABLE, .parent_field = "item",
  .list_ref = "source", .list_state = "why", .list_time = "at",
  .label = N_("Stock entry"), .label_plural = N_("Stock entries"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
