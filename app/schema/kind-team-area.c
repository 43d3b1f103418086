/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which quarter, group or alley a team looks after. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnField fields[] = {
  { .key = "team", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "team", .label = N_("Team") },
  { .key = "area", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "alley", .type = TN_TYPE_TEXT, .label = N_("Alley") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_team_area = {
  .key = "team_area", .cls = TN_CLASS_OPEN,
  .list_ref = "team",
  .label = N_("Team area"), .label_plural = N_("Team areas"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
