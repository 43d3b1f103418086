/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs who help (S3): who looks after which household. Nobody does yet while it waits; else work/tn-hands.h asks for the helper. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice type_choices[] = {
  { "party", N_("Party member helps a household") },
  { "youth", N_("Youth union member helps") },
  { "better_off", N_("Better-off household helps a poor one") },
  { "neighbour", N_("Neighbour helps") },
  { "association", N_("Association helps") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "waiting", N_("Waits for a helper") },
  { "running", N_("Running") },
  { "ended", N_("Ended") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "household", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "household", .label = N_("Who is helped") },
  { .key = "helper", .type = TN_TYPE_TEXT, .unit = "helper", .flags = TN_FIELD_SEARCH, .label = N_("Who helps") },
  { .key = "helper_phone", .type = TN_TYPE_PHONE, .unit = "helper", .label = N_("Telephone") },
  { .key = "helper_household", .type = TN_TYPE_REF, .unit = "helper", .ref_kind = "household", .label = N_("Household of the helper") },
  { .key = "type", .type = TN_TYPE_CHOICE, .choices = type_choices, .label = N_("Type of pair") },
  { .key = "what", .type = TN_TYPE_TEXT, .label = N_("With what") },
  { .key = "from", .type = TN_TYPE_DATE, .unit = "period", .label = N_("From") },
  { .key = "to", .type = TN_TYPE_DATE, .unit = "period", .label = N_("To") },
  { .key = "state", .type = TN_TYPE_CHOICE, .choices = state_choices, .label = N_("State") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_helping_pair = {
  .key = "helping_pair", .cls = TN_CLASS_OPEN, .parent_field = "household",
  .list_ref = "helper_household", .list_state = "state", .list_time = "from",
  .label = N_("Helping pair"), .label_plural = N_("Helping pairs"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
