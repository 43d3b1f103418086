/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Professionals (product.md C4): retired and private doctors, psychologists, lawyers who give some of their hours. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice skill_choices[] = {
  { "doctor", N_("Doctor") },
  { "nurse", N_("Nurse") },
  { "pharmacist", N_("Pharmacist") },
  { "psychologist", N_("Psychologist") },
  { "social_worker", N_("Social worker") },
  { "lawyer", N_("Lawyer") },
  { "teacher", N_("Teacher") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnChoice practice_choices[] = {
  { "retired", N_("Retired") },
  { "private", N_("In private practice") },
  { "public", N_("In public service") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Full name") },
  { .key = "skill", .type = TN_TYPE_CHOICE, .flags = TN_FIELD_REQUIRED, .choices = skill_choices, .label = N_("Profession") },
  { .key = "practice", .type = TN_TYPE_CHOICE, .choices = practice_choices, .label = N_("Practice") },
  { .key = "phone", .type = TN_TYPE_PHONE, .flags = TN_FIELD_SEARCH, .label = N_("Telephone") },
  { .key = "hours", .type = TN_TYPE_TEXT, .label = N_("Hours") },
  { .key = "area", .type = TN_TYPE_REF, .ref_kind = "unit", .label = N_("Quarter or group") },
  { .key = "limit", .type = TN_TYPE_INT, .label = N_("Cases at once, at most") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_professional = {
  .key = "professional", .cls = TN_CLASS_OPEN,
  .list_state = "skill",
  .label = N_("Professional"), .label_plural = N_("Professionals"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
