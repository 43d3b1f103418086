/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identity cards (CCCD): of class identity, so that a laptop never holds what its users may not open. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnField fields[] = {
  { .key = "person", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "person", .label = N_("Person") },
  { .key = "number", .type = TN_TYPE_TEXT, .unit = "card", .flags = TN_FIELD_SEARCH, .label = N_("Citizen card number") },
  { .key = "old_number", .type = TN_TYPE_TEXT, .unit = "card", .flags = TN_FIELD_SEARCH, .label = N_("Old card number") },
  { .key = "issued", .type = TN_TYPE_DATE, .unit = "card", .label = N_("Issued on") },
  { .key = "insurance", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SEARCH, .label = N_("Health insurance number") },
  { .key = "registered", .type = TN_TYPE_TEXT, .label = N_("Address on the card") },
  { .key = "qr", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SYSTEM, .label = N_("Card’s QR text") },
};

const TnKind tn_kind_identity = {
  .key = "identity", .cls = TN_CLASS_IDENTITY, .parent_field = "person",
  .label = N_("Identity card"), .label_plural = N_("Identity cards"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
