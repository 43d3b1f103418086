/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surveys (khảo sát; product.md Q1), short and without names. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice state_choices[] = {
  { "draft", N_("In preparation") },
  { "open", N_("Open") },
  { "closed", N_("Closed") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "title", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Title") },
  { .key = "purpose", .type = TN_TYPE_NOTE, .label = N_("Purpose") },
  { .key = "from", .type = TN_TYPE_DATE, .unit = "period", .label = N_("From") },
  { .key = "to", .type = TN_TYPE_DATE, .unit = "period", .label = N_("To") },
  { .key = "state", .type = TN_TYPE_CHOICE, .choices = state_choices, .label = N_("State") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_survey = {
  .key = "survey", .cls = TN_CLASS_OPEN,
  .list_state = "state", .list_time = "from",
  .label = N_("Survey"), .label_plural = N_("Surveys"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
