/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Teams (tổ, đội). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice type_choices[] = {
  { "community_covid", N_("Community COVID team") },
  { "volunteer", N_("Volunteer team") },
  { "mobile_station", N_("Mobile health station") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Name") },
  { .key = "type", .type = TN_TYPE_CHOICE, .choices = type_choices, .label = N_("Type") },
  { .key = "leader", .type = TN_TYPE_REF, .ref_kind = "volunteer", .label = N_("Leader") },
  { .key = "phone", .type = TN_TYPE_PHONE, .flags = TN_FIELD_SEARCH, .label = N_("Telephone") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_team = {
  .key = "team", .cls = TN_CLASS_OPEN,
  .label = N_("Team"), .label_plural = N_("Teams"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
