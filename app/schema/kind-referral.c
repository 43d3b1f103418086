/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Referrals (product.md C3): a person of one of the six groups at risk, who took the case and what came of it. The plan names the groups in a
 * footnote; its wording was not at hand, so these six follow the categories that the plan’s own text works with. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice group_choices[] = {
  { "patient", N_("Ill or recovered from COVID-19") },
  { "bereaved", N_("Lost somebody of the family") },
  { "orphan", N_("Orphaned child") },
  { "front_line", N_("Front-line force") },
  { "alone", N_("Elderly or alone") },
  { "lost_job", N_("Lost job or income") },
  { NULL, NULL },
};

static const TnChoice urgency_choices[] = {
  { "now", N_("Now") },
  { "days", N_("Within days") },
  { "weeks", N_("Within weeks") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "open", N_("Nobody has taken it") },
  { "taken", N_("Taken") },
  { "closed", N_("Closed") },
  { NULL, NULL },
};

static const TnChoice outcome_choices[] = {
  { "better", N_("Better") },
  { "going_on", N_("Help goes on") },
  { "sent_on", N_("Sent on to a hospital") },
  { "declined", N_("Declined the help") },
  { "no_contact", N_("Could not be reached") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "person", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "person", .label = N_("Person") },
  { .key = "group", .type = TN_TYPE_CHOICE, .choices = group_choices, .label = N_("Group at risk") },
  { .key = "intake", .type = TN_TYPE_DATE, .flags = TN_FIELD_REQUIRED, .label = N_("Taken down on") },
  { .key = "need", .type = TN_TYPE_NOTE, .label = N_("What troubles them") },
  { .key = "urgency", .type = TN_TYPE_CHOICE, .unit = "urgency", .choices = urgency_choices, .label = N_("Urgency") },
  { .key = "due", .type = TN_TYPE_DATE, .unit = "urgency", .label = N_("Somebody must take it by") },
  { .key = "by", .type = TN_TYPE_REF, .ref_kind = "volunteer", .label = N_("Taken down by") },
  { .key = "taken_by", .type = TN_TYPE_REF, .unit = "taken", .ref_kind = "professional", .label = N_("Taken by") },
  { .key = "taken_on", .type = TN_TYPE_DATE, .unit = "taken", .label = N_("Taken on") },
  { .key = "state", .type = TN_TYPE_CHOICE, .choices = state_choices, .label = N_("State") },
  { .key = "outcome", .type = TN_TYPE_CHOICE, .unit = "outcome", .choices = outcome_choices, .label = N_("Outcome") },
  { .key = "closed", .type = TN_TYPE_DATE, .unit = "outcome", .label = N_("Closed on") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_referral = {
  .key = "referral", .cls = TN_CLASS_HEALTH, .parent_field = "person",
  .list_ref = "taken_by", .list_state = "state", .list_time = "due",
  .label = N_("Referral"), .label_plural = N_("Referrals"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
