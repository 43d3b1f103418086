/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounds (đợt thăm hộ, product.md R1): one evening of knocking at doors, what for and for whom to look. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice purpose_choices[] = {
  { "check_in", N_("Ask how they are") },
  { "screening", N_("Look for symptoms") },
  { "vaccination", N_("Vaccination") },
  { "support", N_("Support") },
  { "information", N_("Information") },
  { "survey", N_("Survey") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnChoice look_for_choices[] = {
  { "all", N_("Every household") },
  { "category", N_("A category") },
  { "not_visited", N_("Not visited for some days") },
  { "unvaccinated", N_("With somebody not fully vaccinated") },
  { "not_reached", N_("Not reached by a campaign") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "planned", N_("Planned") },
  { "closed", N_("Closed") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SEARCH, .label = N_("Name") },
  { .key = "evening", .type = TN_TYPE_DATE, .flags = TN_FIELD_REQUIRED, .label = N_("Evening") },
  { .key = "purpose", .type = TN_TYPE_CHOICE, .choices = purpose_choices, .label = N_("Purpose") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "street", .type = TN_TYPE_TEXT, .unit = "part", .label = N_("Street") },
  { .key = "alley", .type = TN_TYPE_TEXT, .unit = "part", .label = N_("Alley") },
  { .key = "look_for", .type = TN_TYPE_CHOICE, .unit = "target", .choices = look_for_choices, .label = N_("Whom to look for") },
  { .key = "category", .type = TN_TYPE_TEXT, .unit = "target", .label = N_("Category") },
  { .key = "days", .type = TN_TYPE_INT, .unit = "target", .label = N_("Days without a visit") },
  { .key = "campaign", .type = TN_TYPE_REF, .unit = "target", .ref_kind = "campaign", .label = N_("Campaign") },   /* of "not_reached" */
  { .key = "team", .type = TN_TYPE_REF, .ref_kind = "team", .label = N_("Team") },
  { .key = "state", .type = TN_TYPE_CHOICE, .choices = state_choices, .label = N_("State") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_round = {
  .key = "round", .cls = TN_CLASS_OPEN, .area_field = "area",
  .list_ref = "team", .list_state = "state", .list_time = "evening",
  .label = N_("Round"), .label_plural = N_("Rounds"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
