/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Official answers (thông tin chính thống; I1): what may be told at a door against rumours, with its source and how long it holds. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice topic_choices[] = {
  { "prevention", N_("Prevention") },
  { "vaccination", N_("Vaccination") },
  { "care", N_("Care at home") },
  { "support", N_("Support") },
  { "answers", N_("Official answers") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "question", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Question") },
  { .key = "answer", .type = TN_TYPE_NOTE, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Answer") },
  { .key = "topic", .type = TN_TYPE_CHOICE, .choices = topic_choices, .label = N_("Topic") },
  { .key = "source", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Source") },
  { .key = "document", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SEARCH, .label = N_("Document") },
  { .key = "valid_from", .type = TN_TYPE_DATE, .unit = "validity", .label = N_("Valid from") },
  { .key = "valid_to", .type = TN_TYPE_DATE, .unit = "validity", .label = N_("Valid to") },
  { .key = "replaced_by", .type = TN_TYPE_REF, .ref_kind = "official_answer", .label = N_("Replaced by") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_official_answer = {
  .key = "official_answer", .cls = TN_CLASS_OPEN,
  .list_ref = "replaced_by", .list_state = "topic", .list_time = "valid_to",
  .label = N_("Official answer"), .label_plural = N_("Official answers"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
