/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Volunteers (tình nguyện viên) and core members (nòng cốt). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice role_choices[] = {
  { "leader", N_("Team leader") },
  { "deputy", N_("Deputy leader") },
  { "member", N_("Member") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Full name") },
  { .key = "team", .type = TN_TYPE_REF, .ref_kind = "team", .label = N_("Team") },
  { .key = "phone", .type = TN_TYPE_PHONE, .flags = TN_FIELD_SEARCH, .label = N_("Telephone") },
  { .key = "skills", .type = TN_TYPE_TEXT, .label = N_("Skills") },
  { .key = "hours", .type = TN_TYPE_TEXT, .label = N_("Hours") },
  { .key = "role", .type = TN_TYPE_CHOICE, .choices = role_choices, .label = N_("Role") },
  { .key = "knows_policy", .type = TN_TYPE_BOOL, .unit = "knows", .label = N_("Knows policy") },
  { .key = "knows_technology", .type = TN_TYPE_BOOL, .unit = "knows", .label = N_("Knows technology") },
  { .key = "knows_communication", .type = TN_TYPE_BOOL, .unit = "knows", .label = N_("Knows communication") },
  { .key = "trained", .type = TN_TYPE_BOOL, .label = N_("Trained") },
  { .key = "core_member", .type = TN_TYPE_BOOL, .label = N_("Core member") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "birth", .type = TN_TYPE_DATE, .label = N_("Born") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_volunteer = {
  .key = "volunteer", .cls = TN_CLASS_OPEN,
  .list_ref = "team",
  .label = N_("Volunteer"), .label_plural = N_("Volunteers"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
