/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conflicts (thay đổi trùng nhau): made by the root when a value that nobody had seen lost, kept in the record’s
 * own stream until a person settles it. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice type_choices[] = {
  { "field", N_("Changed by two people") },
  { "delete", N_("Deleted by one, changed by another") },
  { "revive", N_("Changed after it was deleted") },
  { "repair", N_("Found after a restore") },
  { "duplicate", N_("Perhaps the same person") },
  { "orphan", N_("Its household is missing") },
  { "tie", N_("Same moment on two copies") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "open", N_("Not settled yet") },
  { "closed", N_("Settled") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "record", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .label = N_("Record") },
  { .key = "unit", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SYSTEM, .label = N_("Field") },
  { .key = "type", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_SYSTEM, .choices = type_choices, .label = N_("Kind of conflict") },
  { .key = "value", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SYSTEM, .label = N_("Other value") },
  { .key = "stamp", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SYSTEM, .label = N_("Stamp of the other value") },
  { .key = "by", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SYSTEM, .label = N_("Typed by") },
  { .key = "device", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SYSTEM, .label = N_("On laptop") },
  { .key = "against", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SYSTEM, .label = N_("Stamp of the value that stands") },
  { .key = "against_by", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SYSTEM, .label = N_("Value that stands typed by") },
  { .key = "against_device", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SYSTEM, .label = N_("Value that stands typed on") },
  { .key = "batch", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SYSTEM, .label = N_("Found together with") },
  { .key = "state", .type = TN_TYPE_CHOICE, .choices = state_choices, .label = N_("State") },
};

const TnKind tn_kind_conflict = {
  .key = "conflict", .cls = TN_CLASS_INHERIT, .flags = TN_KIND_SERVER_MADE, .parent_field = "record",
  .label = N_("Conflict"), .label_plural = N_("Conflicts"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
