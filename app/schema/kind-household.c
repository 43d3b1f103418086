/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Households (hộ dân). The address is one unit of merge: half of one person’s and half of another’s would be a
 * door that does not exist. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice housing_choices[] = {
  { "house", N_("House") },
  { "flat", N_("Flat") },
  { "rented_room", N_("Rented room") },
  { "dormitory_room", N_("Dormitory room") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnChoice residence_choices[] = {
  { "permanent", N_("Permanent") },
  { "temporary", N_("Temporary") },
  { "staying", N_("Short stay") },
  { NULL, NULL },
};

static const TnChoice status_choices[] = {
  { "present", N_("Present") },
  { "absent", N_("Absent") },
  { "moved_away", N_("Moved away") },
  { "joined", N_("Joined another household") },
  { "ended", N_("No longer a household") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "code", .type = TN_TYPE_TEXT, .flags = TN_FIELD_SEARCH, .label = N_("Household code") },
  { .key = "head", .type = TN_TYPE_REF, .ref_kind = "person", .label = N_("Head") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "house_no", .type = TN_TYPE_TEXT, .unit = "address", .flags = TN_FIELD_SEARCH, .label = N_("House number") },
  { .key = "alley", .type = TN_TYPE_TEXT, .unit = "address", .flags = TN_FIELD_SEARCH, .label = N_("Alley") },
  { .key = "street", .type = TN_TYPE_TEXT, .unit = "address", .flags = TN_FIELD_SEARCH, .label = N_("Street") },
  { .key = "building", .type = TN_TYPE_REF, .unit = "address", .ref_kind = "building", .label = N_("Building") },
  { .key = "room", .type = TN_TYPE_TEXT, .unit = "address", .flags = TN_FIELD_SEARCH, .label = N_("Room") },
  { .key = "phone", .type = TN_TYPE_PHONE, .flags = TN_FIELD_SEARCH, .label = N_("Telephone") },
  { .key = "housing", .type = TN_TYPE_CHOICE, .choices = housing_choices, .label = N_("Housing") },
  { .key = "residence", .type = TN_TYPE_CHOICE, .choices = residence_choices, .label = N_("Residence") },
  { .key = "status", .type = TN_TYPE_CHOICE, .unit = "status", .choices = status_choices, .label = N_("Status") },
  { .key = "status_date", .type = TN_TYPE_DATE, .unit = "status", .label = N_("Since") },
  { .key = "status_note", .type = TN_TYPE_TEXT, .unit = "status", .label = N_("Reason") },
  { .key = "origin", .type = TN_TYPE_REF, .flags = TN_FIELD_SYSTEM, .ref_kind = "household", .label = N_("Split from") },
  { .key = "joined_into", .type = TN_TYPE_REF, .flags = TN_FIELD_SYSTEM, .ref_kind = "household", .label = N_("Joined into") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_household = {
  .key = "household", .cls = TN_CLASS_OPEN, .area_field = "area",
  .label = N_("Household"), .label_plural = N_("Households"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
