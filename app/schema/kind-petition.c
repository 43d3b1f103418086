/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Petitions (phản ánh, kiến nghị; product.md F1): what people ask for, with a name or without one. Of one without a name nothing that could tell whose it
 * is may stand anywhere (work/tn-petition.h sees to it). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice topic_choices[] = {
  { "health", N_("Health and medicine") },
  { "food", N_("Food and daily needs") },
  { "support", N_("Support and allowances") },
  { "vaccination", N_("Vaccination") },
  { "quarantine", N_("Isolation and movement") },
  { "work", N_("Work and income") },
  { "school", N_("School") },
  { "housing", N_("Housing and rent") },
  { "environment", N_("Environment and order") },
  { "service", N_("How officials work") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnChoice channel_choices[] = {
  { "door", N_("At the door") },
  { "hotline", N_("Hotline 1022") },
  { "meeting", N_("Meeting") },
  { "office", N_("At the office") },
  { "letter", N_("Letter or message") },
  { "business", N_("Business") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "open", N_("Not answered") },
  { "answered", N_("Answered") },
  { "passed_on", N_("Passed on") },
  { NULL, NULL },
};

static const TnChoice satisfied_choices[] = {
  { "yes", N_("Satisfied") },
  { "no", N_("Not satisfied") },
  { "unknown", N_("Not said") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "at", .type = TN_TYPE_TIME, .flags = TN_FIELD_REQUIRED, .label = N_("Taken down") },
  { .key = "topic", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = topic_choices, .label = N_("Topic") },
  { .key = "text", .type = TN_TYPE_NOTE, .flags = TN_FIELD_REQUIRED, .label = N_("What they ask") },
  { .key = "channel", .type = TN_TYPE_CHOICE, .choices = channel_choices, .label = N_("How it came") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "anonymous", .type = TN_TYPE_BOOL, .label = N_("Without a name") },
  { .key = "household", .type = TN_TYPE_REF, .unit = "author", .ref_kind = "household", .label = N_("Household") },
  { .key = "person", .type = TN_TYPE_REF, .unit = "author", .ref_kind = "person", .label = N_("Person") },
  { .key = "name", .type = TN_TYPE_TEXT, .unit = "author", .label = N_("Who asks") },
  { .key = "phone", .type = TN_TYPE_PHONE, .unit = "author", .label = N_("Telephone") },
  { .key = "owner", .type = TN_TYPE_TEXT, .label = N_("Who answers") },
  { .key = "due", .type = TN_TYPE_DATE, .label = N_("Answer by") },
  { .key = "state", .type = TN_TYPE_CHOICE, .unit = "answer", .choices = state_choices, .label = N_("State") },
  { .key = "answer", .type = TN_TYPE_NOTE, .unit = "answer", .label = N_("Answer") },
  { .key = "answered", .type = TN_TYPE_DATE, .unit = "answer", .label = N_("Answered on") },
  { .key = "satisfied", .type = TN_TYPE_CHOICE, .choices = satisfied_choices, .label = N_("Satisfied?") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_petition = {
  .key = "petition", .cls = TN_CLASS_OPEN, .area_field = "area",
  .list_ref = "area", .list_state = "state", .list_time = "due",
  .label = N_("Petition"), .label_plural = N_("Petitions"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
