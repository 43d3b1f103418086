/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions of a survey (Q1). Only what can be counted: nothing that is written freely, which could tell who wrote it. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice type_choices[] = {
  { "one", N_("One of these") },
  { "several", N_("Any of these") },
  { "yes_no", N_("Yes or no") },
  { "scale", N_("From 1 to 5") },
  { "number", N_("A number") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "survey", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "survey", .label = N_("Survey") },
  { .key = "place", .type = TN_TYPE_INT, .flags = TN_FIELD_SYSTEM, .label = N_("Place") },
  { .key = "text", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED, .label = N_("Question") },
  { .key = "type", .type = TN_TYPE_CHOICE, .unit = "answers", .flags = TN_FIELD_REQUIRED, .choices = type_choices, .label = N_("Type of answer") },
  { .key = "choices", .type = TN_TYPE_NOTE, .unit = "answers", .label = N_("Answers to choose from, one a line") },
};

const TnKind tn_kind_survey_question = {
  .key = "survey_question", .cls = TN_CLASS_OPEN, .parent_field = "survey",
  .list_state = "type",
  .label = N_("Question"), .label_plural = N_("Questions"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
