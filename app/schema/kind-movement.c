/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Movements and models (phong trào, mô hình Dân vận khéo, Chỉ thị 19; M1). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice type_choices[] = {
  { "skilled_mobilisation", N_("Skilled mass mobilisation") },
  { "clean_streets", N_("Clean streets") },
  { "green_zone", N_("Green zone") },
  { "mutual_help", N_("Mutual help") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "registered", N_("Registered") },
  { "recognised", N_("Recognised") },
  { "ended", N_("Ended") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Name") },
  { .key = "type", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = type_choices, .label = N_("Type") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "lead", .type = TN_TYPE_TEXT, .label = N_("Who leads it") },
  { .key = "members", .type = TN_TYPE_INT, .label = N_("Taking part") },
  { .key = "from", .type = TN_TYPE_DATE, .unit = "period", .label = N_("From") },
  { .key = "to", .type = TN_TYPE_DATE, .unit = "period", .label = N_("To") },
  { .key = "state", .type = TN_TYPE_CHOICE, .unit = "state", .choices = state_choices, .label = N_("State") },
  { .key = "document", .type = TN_TYPE_TEXT, .unit = "state", .label = N_("Document") },
  { .key = "result", .type = TN_TYPE_NOTE, .label = N_("Result") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_movement = {
  .key = "movement", .cls = TN_CLASS_OPEN,
  .list_ref = "area", .list_state = "state", .list_time = "from",
  .label = N_("Movement or model"), .label_plural = N_("Movements and models"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
