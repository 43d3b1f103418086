/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vaccination of a person (product.md H2), with the reason when there is none. One record a person, its id made from the person’s
 * (work/tn-vaccination.h), so that two laptops write the same one. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice status_choices[] = {
  { "full", N_("Fully vaccinated") },
  { "partly", N_("Partly vaccinated") },
  { "none", N_("Not vaccinated") },
  { "unknown", N_("Not known") },
  { NULL, NULL },
};

static const TnChoice reason_choices[] = {
  { "too_young", N_("Too young") },
  { "illness", N_("Illness: the doctor advised against it") },
  { "recovered", N_("Had COVID-19 lately") },
  { "waiting", N_("Waiting for the turn") },
  { "cannot_go", N_("Cannot get there") },
  { "afraid", N_("Afraid of it") },
  { "refused", N_("Does not wish it") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "person", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "person", .label = N_("Person") },
  { .key = "status", .type = TN_TYPE_CHOICE, .unit = "vaccination", .choices = status_choices, .label = N_("Status") },
  { .key = "doses", .type = TN_TYPE_INT, .unit = "vaccination", .label = N_("Doses") },
  { .key = "last", .type = TN_TYPE_DATE, .unit = "vaccination", .label = N_("Last dose") },
  { .key = "vaccine", .type = TN_TYPE_TEXT, .unit = "vaccination", .label = N_("Vaccine") },
  { .key = "reason", .type = TN_TYPE_CHOICE, .choices = reason_choices, .label = N_("Reason against it") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_vaccination = {
  .key = "vaccination", .cls = TN_CLASS_HEALTH, .parent_field = "person",
  .list_state = "status", .list_time = "last",
  .label = N_("Vaccination"), .label_plural = N_("Vaccinations"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
