/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Visits (lượt thăm). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice result_choices[] = {
  { "met", N_("Met") },
  { "absent", N_("Nobody at home") },
  { "refused", N_("Did not wish it") },
  { "moved", N_("Moved away") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "household", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "household", .label = N_("Household") },
  { .key = "person", .type = TN_TYPE_REF, .ref_kind = "person", .label = N_("Person") },
  { .key = "at", .type = TN_TYPE_TIME, .flags = TN_FIELD_REQUIRED, .label = N_("When") },
  { .key = "volunteer", .type = TN_TYPE_REF, .ref_kind = "volunteer", .label = N_("Volunteer") },
  { .key = "result", .type = TN_TYPE_CHOICE, .choices = result_choices, .label = N_("Result") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_visit = {
  .key = "visit", .cls = TN_CLASS_OPEN, .parent_field = "household",
  .label = N_("Visit"), .label_plural = N_("Visits"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
