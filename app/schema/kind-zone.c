/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones by level of danger (vùng xanh …; product.md M1): one record each time that the level of an area was set, so that it can be followed over
 * time. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice level_choices[] = {
  { "green", N_("Green") },
  { "near_green", N_("Near green") },
  { "yellow", N_("Yellow") },
  { "orange", N_("Orange") },
  { "red", N_("Red") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "area", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "alley", .type = TN_TYPE_TEXT, .label = N_("Alley") },
  { .key = "level", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = level_choices, .label = N_("Level of the zone") },
  { .key = "from", .type = TN_TYPE_DATE, .flags = TN_FIELD_REQUIRED, .label = N_("Since") },
  { .key = "document", .type = TN_TYPE_TEXT, .label = N_("Document") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_zone = {
  .key = "zone", .cls = TN_CLASS_OPEN, .area_field = "area",
  .list_ref = "area", .list_state = "level", .list_time = "from",
  .label = N_("Zone"), .label_plural = N_("Zones"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
