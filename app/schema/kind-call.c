/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls to a contact of a case: one record each. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice result_choices[] = {
  { "well", N_("Well") },
  { "symptoms", N_("Has symptoms") },
  { "no_answer", N_("No answer") },
  { "wrong_number", N_("Wrong number") },
  { "refused", N_("Did not wish it") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "contact", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "contact", .label = N_("Contact") },
  { .key = "at", .type = TN_TYPE_TIME, .flags = TN_FIELD_REQUIRED, .label = N_("When") },
  { .key = "result", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = result_choices, .label = N_("Result") },
  { .key = "by", .type = TN_TYPE_REF, .ref_kind = "volunteer", .label = N_("Called by") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_call = {
  .key = "call", .cls = TN_CLASS_HEALTH, .parent_field = "contact",
  .list_ref = "by", .list_state = "result", .list_time = "at",
  .label = N_("Call"), .label_plural = N_("Calls"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
