/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person decided about a receipt that cannot stand beside another one, or was written in error (S1). The id is made of the delivery’s
 * (work/tn-support.h). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice what_choices[] = {
  { "same", N_("The same handing over, written twice") },
  { "error", N_("Written in error, nothing was handed over") },
  { "returned", N_("Given back") },
  { "stands", N_("Handed over twice, and stays") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "delivery", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "delivery", .label = N_("Delivery") },
  { .key = "programme", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "programme", .label = N_("Programme") },
  { .key = "what", .type = TN_TYPE_CHOICE, .unit = "decision", .flags = TN_FIELD_REQUIRED, .choices = what_choices, .label = N_("What it was") },
  { .key = "kept", .type = TN_TYPE_REF, .unit = "decision", .ref_kind = "delivery", .label = N_("The receipt that counts") },
  { .key = "at", .type = TN_TYPE_DATE, .unit = "settler", .flags = TN_FIELD_QUIET, .label = N_("Settled on") },
  { .key = "by", .type = TN_TYPE_TEXT, .unit = "settler", .flags = TN_FIELD_QUIET, .label = N_("Settled by") },
  { .key = "reason", .type = TN_TYPE_TEXT, .unit = "decision", .label = N_("Reason") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_settlement = {
  .key = "settlement", .cls = TN_CLASS_OPEN, .parent_field = "delivery",
  .list_ref = "programme", .list_state = "what", .list_time = "at",
  .label = N_("Settlement of a receipt"), .label_plural = N_("Settlements of receipts"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
