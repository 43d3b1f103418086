/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stops (điểm đến) of a round: one door, in walking order. Who walks there and in which place are one unit: they are shared out together; when two
 * people share out at once, the later plan stands whole, and nobody is asked about hundreds of doors. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice state_choices[] = {
  { "open", N_("Not yet") },
  { "done", N_("Met") },
  { "absent", N_("Nobody at home") },
  { "refused", N_("Did not wish it") },
  { "moved", N_("Moved away") },
  { "left_out", N_("No longer looked for") },   /* planned again without it: no tombstone, so that it can come back under its number */
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "household", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "household", .label = N_("Household") },
  { .key = "round", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "round", .label = N_("Round") },
  { .key = "volunteer", .type = TN_TYPE_REF, .unit = "share", .flags = TN_FIELD_QUIET, .ref_kind = "volunteer", .label = N_("Volunteer") },
  { .key = "position", .type = TN_TYPE_INT, .unit = "share", .flags = TN_FIELD_QUIET, .label = N_("Place in the round") },
  { .key = "fixed", .type = TN_TYPE_BOOL, .unit = "share", .flags = TN_FIELD_SYSTEM | TN_FIELD_QUIET, .label = N_("Given out by hand") },
  { .key = "number", .type = TN_TYPE_INT, .flags = TN_FIELD_SYSTEM | TN_FIELD_QUIET, .label = N_("Number on the sheet") },
  { .key = "state", .type = TN_TYPE_CHOICE, .choices = state_choices, .label = N_("State") },
  { .key = "carried_from", .type = TN_TYPE_REF, .flags = TN_FIELD_SYSTEM | TN_FIELD_QUIET, .ref_kind = "stop", .label = N_("Carried over from") },
  { .key = "note", .type = TN_TYPE_TEXT, .label = N_("Notes") },
};

const TnKind tn_kind_stop = {
  .key = "stop", .cls = TN_CLASS_OPEN, .parent_field = "household",
  .list_ref = "round", .list_state = "state",
  .label = N_("Stop"), .label_plural = N_("Stops"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
