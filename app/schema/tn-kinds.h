/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-schema.h"
/* The tables that the kind-*.c files hold; only tn-schema.c gathers them. */
extern const TnKind tn_kind_unit, tn_kind_building, tn_kind_household, tn_kind_person, tn_kind_identity, tn_kind_category,
  tn_kind_membership, tn_kind_team, tn_kind_volunteer, tn_kind_team_area, tn_kind_visit, tn_kind_conflict;
