/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done about a danger alert (product.md C1). An alert itself is not stored: it is what the rules say of a check
 * (work/tn-watch.h); it stays until a response names that check. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice done_choices[] = {
  { "called_115", N_("Called 115") },
  { "station", N_("Called the health station") },
  { "doctor", N_("Asked a doctor") },
  { "hospital", N_("Taken to hospital") },
  { "measured_again", N_("Measured again, no danger") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "home_case", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "home_case", .label = N_("Home case") },
  { .key = "check", .type = TN_TYPE_REF, .ref_kind = "health_check", .label = N_("Health check") },
  { .key = "at", .type = TN_TYPE_TIME, .flags = TN_FIELD_REQUIRED, .label = N_("When") },
  { .key = "done", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = done_choices, .label = N_("What was done") },
  { .key = "by", .type = TN_TYPE_REF, .ref_kind = "volunteer", .label = N_("Done by") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_response = {
  .key = "response", .cls = TN_CLASS_HEALTH, .parent_field = "home_case",
  .list_ref = "check", .list_state = "done", .list_time = "at",
  .label = N_("Response"), .label_plural = N_("Responses"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
