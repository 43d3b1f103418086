/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commendations (biểu dương; M1). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice form_choices[] = {
  { "thanks", N_("Letter of thanks") },
  { "merit", N_("Certificate of merit") },
  { "praise", N_("Praised in public") },
  { "title", N_("Title") },
  { NULL, NULL },
};

static const TnChoice level_choices[] = {
  { "ward", N_("Ward") },
  { "district", N_("District") },
  { "city", N_("City") },
  { "state", N_("State") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "to", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Who is commended") },
  { .key = "person", .type = TN_TYPE_REF, .unit = "whom", .ref_kind = "person", .label = N_("Person") },
  { .key = "household", .type = TN_TYPE_REF, .unit = "whom", .ref_kind = "household", .label = N_("Household") },
  { .key = "team", .type = TN_TYPE_REF, .unit = "whom", .ref_kind = "team", .label = N_("Team") },
  { .key = "form", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = form_choices, .label = N_("Form") },
  { .key = "reason", .type = TN_TYPE_NOTE, .flags = TN_FIELD_REQUIRED, .label = N_("What for") },
  { .key = "at", .type = TN_TYPE_DATE, .label = N_("Commended on") },
  { .key = "level", .type = TN_TYPE_CHOICE, .choices = level_choices, .label = N_("Commended by") },
  { .key = "document", .type = TN_TYPE_TEXT, .label = N_("Document") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_commendation = {
  .key = "commendation", .cls = TN_CLASS_OPEN,
  .list_ref = "team", .list_state = "form", .list_time = "at",
  .label = N_("Commendation"), .label_plural = N_("Commendations"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
