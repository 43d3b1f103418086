/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Home cases (ca F0 tại nhà, product.md C1): a person who is ill at home and watched twice a day until the case is closed. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice test_choices[] = {
  { "rapid", N_("Rapid test") },
  { "pcr", N_("PCR test") },
  { "none", N_("No test") },
  { NULL, NULL },
};

static const TnChoice source_choices[] = {
  { "household", N_("From the household") },
  { "case", N_("From a known case") },
  { "work", N_("From work or school") },
  { "travel", N_("From outside the ward") },
  { "unknown", N_("Unknown source") },
  { NULL, NULL },
};

static const TnChoice risk_choices[] = {
  { "low", N_("Low risk") },
  { "medium", N_("Medium risk") },
  { "high", N_("High risk") },
  { "very_high", N_("Very high risk") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "open", N_("Watched at home") },
  { "closed", N_("Closed") },
  { "joined", N_("Joined with another case") },   /* and joined_into says with which: one unit, so that a closing and a joining are never half of each */
  { NULL, NULL },
};

static const TnChoice result_choices[] = {
  { "recovered", N_("Recovered") },
  { "hospital", N_("Taken to hospital") },
  { "died", N_("Died") },
  { "moved", N_("Moved away") },
  { "mistake", N_("Was not a case") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "person", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "person", .label = N_("Person") },
  { .key = "opened", .type = TN_TYPE_DATE, .flags = TN_FIELD_REQUIRED, .label = N_("Watched since") },
  { .key = "test", .type = TN_TYPE_CHOICE, .unit = "test", .choices = test_choices, .label = N_("Test") },
  { .key = "test_date", .type = TN_TYPE_DATE, .unit = "test", .label = N_("Tested on") },
  { .key = "onset", .type = TN_TYPE_DATE, .label = N_("First symptoms") },
  { .key = "source", .type = TN_TYPE_CHOICE, .unit = "source", .choices = source_choices, .label = N_("Source") },
  { .key = "source_case", .type = TN_TYPE_REF, .unit = "source", .ref_kind = "home_case", .label = N_("Caught from") },
  { .key = "risk", .type = TN_TYPE_CHOICE, .choices = risk_choices, .label = N_("Risk") },
  { .key = "illness", .type = TN_TYPE_TEXT, .label = N_("Other illnesses") },
  { .key = "watcher", .type = TN_TYPE_REF, .ref_kind = "volunteer", .label = N_("Watched by") },
  { .key = "station", .type = TN_TYPE_TEXT, .unit = "station", .label = N_("Station to call") },
  { .key = "station_phone", .type = TN_TYPE_PHONE, .unit = "station", .label = N_("Station’s telephone") },
  { .key = "carer", .type = TN_TYPE_TEXT, .unit = "carer", .label = N_("Carer at home") },
  { .key = "carer_phone", .type = TN_TYPE_PHONE, .unit = "carer", .label = N_("Carer’s telephone") },
  { .key = "state", .type = TN_TYPE_CHOICE, .unit = "state", .choices = state_choices, .label = N_("State") },
  { .key = "closed", .type = TN_TYPE_DATE, .unit = "state", .label = N_("Closed on") },
  { .key = "result", .type = TN_TYPE_CHOICE, .unit = "state", .choices = result_choices, .label = N_("Result") },
  { .key = "joined_into", .type = TN_TYPE_REF, .unit = "state", .flags = TN_FIELD_SYSTEM, .ref_kind = "home_case", .label = N_("Joined with the case") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_home_case = {
  .key = "home_case", .cls = TN_CLASS_HEALTH, .parent_field = "person",
  .list_ref = "watcher", .list_state = "state", .list_time = "opened",
  .label = N_("Home case"), .label_plural = N_("Home cases"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
