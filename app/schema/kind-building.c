/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buildings (khu nhà): boarding houses, apartment blocks and dormitories with their owner. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice type_choices[] = {
  { "boarding_house", N_("Boarding house") },
  { "apartment_block", N_("Apartment block") },
  { "dormitory", N_("Dormitory") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Name") },
  { .key = "type", .type = TN_TYPE_CHOICE, .choices = type_choices, .label = N_("Type") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "house_no", .type = TN_TYPE_TEXT, .unit = "address", .flags = TN_FIELD_SEARCH, .label = N_("House number") },
  { .key = "alley", .type = TN_TYPE_TEXT, .unit = "address", .flags = TN_FIELD_SEARCH, .label = N_("Alley") },
  { .key = "street", .type = TN_TYPE_TEXT, .unit = "address", .flags = TN_FIELD_SEARCH, .label = N_("Street") },
  { .key = "owner", .type = TN_TYPE_TEXT, .unit = "owner", .flags = TN_FIELD_SEARCH, .label = N_("Owner") },
  { .key = "owner_phone", .type = TN_TYPE_PHONE, .unit = "owner", .flags = TN_FIELD_SEARCH, .label = N_("Owner’s telephone") },
  { .key = "rooms", .type = TN_TYPE_INT, .label = N_("Rooms") },
  { .key = "core_member", .type = TN_TYPE_REF, .ref_kind = "volunteer", .label = N_("Core member") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_building = {
  .key = "building", .cls = TN_CLASS_OPEN, .area_field = "area",
  .label = N_("Building"), .label_plural = N_("Buildings"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
