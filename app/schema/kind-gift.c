/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gifts (S2): who gave, when and for what. What came stands in stock entries that name the gift. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnField fields[] = {
  { .key = "donor", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "donor", .label = N_("Donor") },
  { .key = "at", .type = TN_TYPE_DATE, .flags = TN_FIELD_REQUIRED, .label = N_("Received on") },
  { .key = "purpose", .type = TN_TYPE_TEXT, .label = N_("For") },
  { .key = "document", .type = TN_TYPE_TEXT, .label = N_("Document") },
  { .key = "thanked", .type = TN_TYPE_DATE, .label = N_("Thanked on") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_gift = {
  .key = "gift", .cls = TN_CLASS_OPEN, .parent_field = "donor",
  .list_time = "at",
  .label = N_("Gift"), .label_plural = N_("Gifts"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
