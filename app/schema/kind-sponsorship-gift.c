/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came of a sponsorship (S3): receipts, never changed. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnField fields[] = {
  { .key = "sponsorship", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "sponsorship", .label = N_("Sponsorship") },
  { .key = "at", .type = TN_TYPE_DATE, .flags = TN_FIELD_REQUIRED, .label = N_("Received on") },
  { .key = "amount", .type = TN_TYPE_INT, .label = N_("Amount (đồng)") },
  { .key = "goods", .type = TN_TYPE_TEXT, .label = N_("Goods") },
  { .key = "by", .type = TN_TYPE_TEXT, .label = N_("Handed over by") },
  { .key = "cancels", .type = TN_TYPE_REF, .ref_kind = "sponsorship_gift", .label = N_("Puts right") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_sponsorship_gift = {
  .key = "sponsorship_gift", .cls = TN_CLASS_OPEN, .flags = TN_KIND_IMMUTABLE, .parent_field = "sponsorship",
  .list_ref = "cancels", .list_time = "at",
  .label = N_("Gift of a sponsor"), .label_plural = N_("Gifts of sponsors"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
