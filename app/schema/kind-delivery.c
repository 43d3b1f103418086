/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deliveries (cấp phát; S1): receipts, one for each time that something was handed over. Never changed: what turns out otherwise is a settlement. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnField fields[] = {
  { .key = "entitlement", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "entitlement", .label = N_("Entitlement") },
  { .key = "programme", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "programme", .label = N_("Programme") },
  { .key = "whom", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .label = N_("Person or household") },
  { .key = "at", .type = TN_TYPE_TIME, .flags = TN_FIELD_REQUIRED, .label = N_("When") },
  { .key = "amount", .type = TN_TYPE_INT, .label = N_("Amount (đồng)") },
  { .key = "goods", .type = TN_TYPE_TEXT, .label = N_("Goods") },
  { .key = "item", .type = TN_TYPE_REF, .ref_kind = "stock_item", .label = N_("Item in stock") },
  { .key = "quantity", .type = TN_TYPE_DECIMAL, .label = N_("Quantity") },
  { .key = "place", .type = TN_TYPE_REF, .ref_kind = "stock_place", .label = N_("Place of stock") },
  { .key = "receiver", .type = TN_TYPE_TEXT, .label = N_("Signed by") },
  { .key = "by", .type = TN_TYPE_TEXT, .label = N_("Handed over by") },
  { .key = "sheet", .type = TN_TYPE_TEXT, .label = N_("Signature sheet") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_delivery = {
  .key = "delivery", .cls = TN_CLASS_OPEN, .flags = TN_KIND_IMMUTABLE, .parent_field = "entitlement",
  .list_ref = "programme", .list_time = "at", .list_amount = "amount", .list_quantity = "quantity",
  .label = N_("Delivery"), .label_plural = N_("Deliveries"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
