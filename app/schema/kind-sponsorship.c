/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sponsorships (đỡ đầu; product.md S3) of orphans: what was promised. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice every_choices[] = {
  { "once", N_("Once") },
  { "month", N_("Every month") },
  { "quarter", N_("Every quarter") },
  { "year", N_("Every year") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "running", N_("Running") },
  { "ended", N_("Ended") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "person", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "person", .label = N_("Orphan") },
  { .key = "sponsor", .type = TN_TYPE_REF, .ref_kind = "donor", .label = N_("Sponsor") },
  { .key = "amount", .type = TN_TYPE_INT, .unit = "promise", .label = N_("Amount (đồng)") },
  { .key = "every", .type = TN_TYPE_CHOICE, .unit = "promise", .choices = every_choices, .label = N_("How often") },
  { .key = "goods", .type = TN_TYPE_TEXT, .unit = "promise", .label = N_("Goods") },
  { .key = "from", .type = TN_TYPE_DATE, .unit = "period", .label = N_("From") },
  { .key = "to", .type = TN_TYPE_DATE, .unit = "period", .label = N_("To") },
  { .key = "state", .type = TN_TYPE_CHOICE, .choices = state_choices, .label = N_("State") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_sponsorship = {
  .key = "sponsorship", .cls = TN_CLASS_OPEN, .parent_field = "person",
  .list_ref = "sponsor", .list_state = "state", .list_time = "from",
  .label = N_("Sponsorship"), .label_plural = N_("Sponsorships"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
