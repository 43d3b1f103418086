/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entitlements (xét duyệt; S1): that somebody was proposed for a programme, and what was decided. The id is made of programme and whom (work/tn-
 * support.h), so that two laptops decide about the same thing. Without a state it is proposed: who only proposed says nothing about a decision, and so what one
 * laptop decides is at odds with no other that proposed the same person, which two who go through one list do by the hundred. For the same reason the proposal is
 * quiet, and so is who decided: two who decided the same agree. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice state_choices[] = {
  { "proposed", N_("Proposed") },
  { "approved", N_("Approved") },
  { "refused", N_("Refused") },
  { "declined", N_("Declined by choice") },
  { "withdrawn", N_("Withdrawn") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "whom", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .label = N_("Person or household") },
  { .key = "programme", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "programme", .label = N_("Programme") },
  { .key = "proposed", .type = TN_TYPE_DATE, .unit = "proposal", .flags = TN_FIELD_QUIET, .label = N_("Proposed on") },
  { .key = "proposed_by", .type = TN_TYPE_TEXT, .unit = "proposal", .flags = TN_FIELD_QUIET, .label = N_("Proposed by") },
  { .key = "why", .type = TN_TYPE_TEXT, .unit = "proposal", .flags = TN_FIELD_QUIET, .label = N_("Why entitled") },
  /* What this one gets instead of the programme's amount, and why; set before it is decided (work/tn-support-amount.c). */
  { .key = "amount", .type = TN_TYPE_INT, .unit = "amount", .label = N_("Amount (đồng)") },
  { .key = "amount_reason", .type = TN_TYPE_TEXT, .unit = "amount", .label = N_("Why this amount") },
  { .key = "state", .type = TN_TYPE_CHOICE, .unit = "decision", .choices = state_choices, .label = N_("State") },
  { .key = "decided", .type = TN_TYPE_DATE, .unit = "decider", .flags = TN_FIELD_QUIET, .label = N_("Decided on") },
  { .key = "decided_by", .type = TN_TYPE_TEXT, .unit = "decider", .flags = TN_FIELD_QUIET, .label = N_("Decided by") },
  /* The amount of its own that was approved: of one unit with the decision, so that an amount that another laptop set meanwhile was approved by nobody. */
  { .key = "approved_amount", .type = TN_TYPE_INT, .unit = "decision", .flags = TN_FIELD_SYSTEM, .label = N_("Amount that was approved (đồng)") },
  { .key = "reason", .type = TN_TYPE_TEXT, .unit = "decision", .label = N_("Reason") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_entitlement = {
  .key = "entitlement", .cls = TN_CLASS_OPEN, .parent_field = "whom",
  .list_ref = "programme", .list_state = "state", .list_time = "proposed",
  .label = N_("Entitlement"), .label_plural = N_("Entitlements"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
