/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who belongs to a category (đối tượng), from when to when and by which document (product.md H2). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice category_choices[] = {
  { "merit", N_("Person of merit") },
  { "policy_family", N_("Policy family") },
  { "poor", N_("Poor household") },
  { "near_poor", N_("Near-poor household") },
  { "elderly", N_("Elderly") },
  { "disabled", N_("Person with a disability") },
  { "orphan_covid", N_("Orphan because of COVID-19") },
  { "orphan", N_("Orphan") },
  { "pregnant", N_("Pregnant woman") },
  { "lost_job", N_("Worker who lost the job") },
  { "front_line", N_("Front-line force") },
  { "recovered", N_("Recovered from COVID-19") },
  { "bereaved", N_("Family with a death") },
  { "social_allowance", N_("Receives social allowance") },
  { "alone", N_("Lives alone") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "subject", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .label = N_("Person or household") },
  { .key = "category", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED | TN_FIELD_MORE, .choices = category_choices, .label = N_("Category") },
  { .key = "from", .type = TN_TYPE_DATE, .unit = "validity", .label = N_("From") },
  { .key = "to", .type = TN_TYPE_DATE, .unit = "validity", .label = N_("To") },
  { .key = "document", .type = TN_TYPE_TEXT, .label = N_("Document") },
  { .key = "unconfirmed", .type = TN_TYPE_BOOL, .label = N_("Noticed at the door, not yet confirmed") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_membership = {
  .key = "membership", .cls = TN_CLASS_OPEN, .parent_field = "subject",
  .label = N_("Category membership"), .label_plural = N_("Category memberships"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
