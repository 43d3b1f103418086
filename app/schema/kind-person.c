/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People (nhân khẩu). There is no field for religion, ethnicity, political opinion or attitude, and none may be
 * added (product.md). */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice sex_choices[] = {
  { "male", N_("Male") },
  { "female", N_("Female") },
  { NULL, NULL },
};

static const TnChoice relation_choices[] = {
  { "head", N_("Head") },
  { "spouse", N_("Wife or husband") },
  { "child", N_("Child") },
  { "child_in_law", N_("Daughter- or son-in-law") },
  { "grandchild", N_("Grandchild") },
  { "parent", N_("Father or mother") },
  { "parent_in_law", N_("Parent-in-law") },
  { "grandparent", N_("Grandparent") },
  { "sibling", N_("Brother or sister") },
  { "relative", N_("Other relative") },
  { "lodger", N_("Lodger") },
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
  { "died", N_("Died") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "household", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "household", .label = N_("Household") },
  { .key = "name", .type = TN_TYPE_TEXT, .flags = TN_FIELD_REQUIRED | TN_FIELD_SEARCH, .label = N_("Full name") },
  { .key = "sex", .type = TN_TYPE_CHOICE, .choices = sex_choices, .label = N_("Sex") },
  { .key = "birth", .type = TN_TYPE_DATE, .label = N_("Born") },
  { .key = "relation", .type = TN_TYPE_CHOICE, .choices = relation_choices, .label = N_("Relation to the head") },
  { .key = "phone", .type = TN_TYPE_PHONE, .flags = TN_FIELD_SEARCH, .label = N_("Telephone") },
  { .key = "residence", .type = TN_TYPE_CHOICE, .choices = residence_choices, .label = N_("Residence") },
  { .key = "occupation", .type = TN_TYPE_TEXT, .unit = "work", .label = N_("Occupation") },
  { .key = "workplace", .type = TN_TYPE_TEXT, .unit = "work", .label = N_("Workplace") },
  { .key = "status", .type = TN_TYPE_CHOICE, .unit = "status", .choices = status_choices, .label = N_("Status") },
  { .key = "status_date", .type = TN_TYPE_DATE, .unit = "status", .label = N_("Since") },
  { .key = "status_note", .type = TN_TYPE_TEXT, .unit = "status", .label = N_("Reason") },
  { .key = "merged_into", .type = TN_TYPE_REF, .flags = TN_FIELD_SYSTEM, .ref_kind = "person", .label = N_("Merged into") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_person = {
  .key = "person", .cls = TN_CLASS_OPEN, .parent_field = "household",
  .label = N_("Person"), .label_plural = N_("People"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
