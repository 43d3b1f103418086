/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Campaigns (đợt tuyên truyền; product.md I1): a message, to whom and where. How many homes it reached is counted from visits. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice topic_choices[] = {
  { "prevention", N_("Prevention") },
  { "vaccination", N_("Vaccination") },
  { "care", N_("Care at home") },
  { "support", N_("Support") },
  { "answers", N_("Official answers") },
  { NULL, NULL },
};

static const TnChoice audience_choices[] = {
  { "all", N_("Everybody") },
  { "elderly", N_("Elderly") },
  { "children", N_("Families with children") },
  { "lodgers", N_("Lodgers") },
  { "unvaccinated", N_("Not vaccinated") },
  { "workers", N_("Workers") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Name") },
  { .key = "topic", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = topic_choices, .label = N_("Topic") },
  { .key = "message", .type = TN_TYPE_NOTE, .flags = TN_FIELD_REQUIRED, .label = N_("Message") },
  { .key = "audience", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_MORE, .choices = audience_choices, .label = N_("Audience") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "material", .type = TN_TYPE_NOTE, .label = N_("Material") },
  { .key = "from", .type = TN_TYPE_DATE, .unit = "period", .label = N_("From") },
  { .key = "to", .type = TN_TYPE_DATE, .unit = "period", .label = N_("To") },
  { .key = "lead", .type = TN_TYPE_TEXT, .label = N_("Who leads it") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_campaign = {
  .key = "campaign", .cls = TN_CLASS_OPEN,
  .list_ref = "area", .list_state = "topic", .list_time = "from",
  .label = N_("Campaign"), .label_plural = N_("Campaigns"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
