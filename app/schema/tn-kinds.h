/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-schema.h"
/* The tables that the kind-*.c files hold; only tn-schema.c gathers them. */
extern const TnKind tn_kind_unit, tn_kind_building, tn_kind_household, tn_kind_person, tn_kind_identity, tn_kind_category,
  tn_kind_membership, tn_kind_team, tn_kind_volunteer, tn_kind_team_area, tn_kind_visit, tn_kind_conflict,
  tn_kind_call, tn_kind_contact, tn_kind_essentials, tn_kind_health_check, tn_kind_home_case, tn_kind_kit, tn_kind_professional, tn_kind_referral,
  tn_kind_response, tn_kind_round, tn_kind_stop, tn_kind_test, tn_kind_test_round, tn_kind_threshold, tn_kind_vaccination,
  tn_kind_duplicate, tn_kind_merged_item, tn_kind_petition, tn_kind_complaint,
  tn_kind_programme, tn_kind_entitlement, tn_kind_delivery, tn_kind_settlement, tn_kind_donor, tn_kind_gift, tn_kind_stock_item,
  tn_kind_stock_place, tn_kind_stock_entry, tn_kind_reduction, tn_kind_reduction_home, tn_kind_sponsorship, tn_kind_sponsorship_gift,
  tn_kind_helping_pair, tn_kind_campaign, tn_kind_official_answer, tn_kind_zone, tn_kind_safe_family, tn_kind_movement,
  tn_kind_commendation, tn_kind_job_wish, tn_kind_business, tn_kind_business_need, tn_kind_survey, tn_kind_survey_question,
  tn_kind_survey_sheet;
