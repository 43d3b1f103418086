/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Donors (nhà hảo tâm; product.md S2), who also sponsor orphans (S3). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice type_choices[] = {
  { "state", N_("State") },
  { "city", N_("City") },
  { "business", N_("Business") },
  { "person", N_("Private person") },
  { "overseas", N_("Overseas") },
  { "association", N_("Association") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Name") },
  { .key = "type", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = type_choices, .label = N_("Type") },
  { .key = "contact", .type = TN_TYPE_TEXT, .label = N_("Contact") },
  { .key = "phone", .type = TN_TYPE_PHONE, .flags = TN_FIELD_SEARCH, .label = N_("Telephone") },
  { .key = "address", .type = TN_TYPE_TEXT, .label = N_("Address") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_donor = {
  .key = "donor", .cls = TN_CLASS_OPEN,
  .list_state = "type",
  .label = N_("Donor"), .label_plural = N_("Donors"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
