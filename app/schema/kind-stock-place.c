/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places where stock is kept (S2). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Name") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "address", .type = TN_TYPE_TEXT, .label = N_("Address") },
  { .key = "keeper", .type = TN_TYPE_TEXT, .label = N_("Keeper") },
  { .key = "phone", .type = TN_TYPE_PHONE, .label = N_("Telephone") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_stock_place = {
  .key = "stock_place", .cls = TN_CLASS_OPEN,
  .list_ref = "area",
  .label = N_("Place of stock"), .label_plural = N_("Places of stock"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
