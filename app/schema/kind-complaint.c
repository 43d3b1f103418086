/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports of wrongdoing (tố giác sai phạm; product.md F1): confidential, so that only the ward's officers and the district receive them. The same rule
 * about authors without a name as for petitions. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice topic_choices[] = {
  { "support", N_("Support given to the wrong people") },
  { "money", N_("Money or goods taken") },
  { "prices", N_("Prices driven up") },
  { "violence", N_("Violence in a family") },
  { "conduct", N_("Conduct of an official") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "open", N_("Not answered") },
  { "answered", N_("Answered") },
  { "passed_on", N_("Passed on") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "at", .type = TN_TYPE_TIME, .flags = TN_FIELD_REQUIRED, .label = N_("Taken down") },
  { .key = "topic", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = topic_choices, .label = N_("Topic") },
  { .key = "text", .type = TN_TYPE_NOTE, .flags = TN_FIELD_REQUIRED, .label = N_("What is reported") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "anonymous", .type = TN_TYPE_BOOL, .label = N_("Without a name") },
  { .key = "name", .type = TN_TYPE_TEXT, .unit = "author", .label = N_("Who reports it") },
  { .key = "phone", .type = TN_TYPE_PHONE, .unit = "author", .label = N_("Telephone") },
  { .key = "owner", .type = TN_TYPE_TEXT, .label = N_("Who answers") },
  { .key = "due", .type = TN_TYPE_DATE, .label = N_("Answer by") },
  { .key = "state", .type = TN_TYPE_CHOICE, .unit = "answer", .choices = state_choices, .label = N_("State") },
  { .key = "answer", .type = TN_TYPE_NOTE, .unit = "answer", .label = N_("Answer") },
  { .key = "answered", .type = TN_TYPE_DATE, .unit = "answer", .label = N_("Answered on") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_complaint = {
  .key = "complaint", .cls = TN_CLASS_CONFIDENTIAL, .area_field = "area",
  .list_ref = "area", .list_state = "state", .list_time = "due",
  .label = N_("Report of wrongdoing"), .label_plural = N_("Reports of wrongdoing"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
