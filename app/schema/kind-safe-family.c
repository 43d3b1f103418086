/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Safe families (gia đình an toàn; M1). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnField fields[] = {
  { .key = "household", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "household", .label = N_("Household") },
  { .key = "from", .type = TN_TYPE_DATE, .unit = "period", .flags = TN_FIELD_REQUIRED, .label = N_("From") },
  { .key = "to", .type = TN_TYPE_DATE, .unit = "period", .label = N_("To") },
  { .key = "document", .type = TN_TYPE_TEXT, .label = N_("Document") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_safe_family = {
  .key = "safe_family", .cls = TN_CLASS_OPEN, .parent_field = "household",
  .list_time = "from",
  .label = N_("Safe family"), .label_plural = N_("Safe families"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
