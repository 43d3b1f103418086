/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sheet that was filled in (Q1): the quarter and the day, and nothing of who filled it in (work/tn-survey.h). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnField fields[] = {
  { .key = "survey", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "survey", .label = N_("Survey") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "day", .type = TN_TYPE_DATE, .flags = TN_FIELD_REQUIRED, .label = N_("Day") },
  { .key = "answers", .type = TN_TYPE_NOTE, .flags = TN_FIELD_REQUIRED, .label = N_("Answers") },
};

const TnKind tn_kind_survey_sheet = {
  .key = "survey_sheet", .cls = TN_CLASS_OPEN, .flags = TN_KIND_IMMUTABLE | TN_KIND_UNTIMED, .parent_field = "survey",
  .list_ref = "area", .list_time = "day",
  .label = N_("Survey sheet"), .label_plural = N_("Survey sheets"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
