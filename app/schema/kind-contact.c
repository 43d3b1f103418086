/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts (người tiếp xúc) of a home case (product.md C2): in the register or not. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice relation_choices[] = {
  { "household", N_("Same household") },
  { "neighbour", N_("Neighbour") },
  { "work", N_("Work or school") },
  { "meeting", N_("Met on an occasion") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const TnChoice state_choices[] = {
  { "watching", N_("Being watched") },
  { "ended", N_("Watch ended") },
  { "positive", N_("Became a case") },
  { "lost", N_("Cannot be reached") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "home_case", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "home_case", .label = N_("Home case") },
  { .key = "person", .type = TN_TYPE_REF, .unit = "who", .ref_kind = "person", .label = N_("Person") },
  { .key = "name", .type = TN_TYPE_TEXT, .unit = "who", .label = N_("Full name") },
  { .key = "phone", .type = TN_TYPE_PHONE, .label = N_("Telephone") },
  { .key = "address", .type = TN_TYPE_TEXT, .label = N_("Address") },
  { .key = "relation", .type = TN_TYPE_CHOICE, .choices = relation_choices, .label = N_("How they met") },
  { .key = "last_met", .type = TN_TYPE_DATE, .label = N_("Last met") },
  { .key = "watch_days", .type = TN_TYPE_INT, .label = N_("Days to be watched") },   /* instead of the document's (work/tn-tracing-days.c) */
  /* Each call moves it: of two laptops that called the same person the later one is right. */
  { .key = "next_call", .type = TN_TYPE_DATE, .flags = TN_FIELD_QUIET, .label = N_("Next call") },
  { .key = "state", .type = TN_TYPE_CHOICE, .choices = state_choices, .label = N_("State") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_contact = {
  .key = "contact", .cls = TN_CLASS_HEALTH, .parent_field = "home_case",
  .list_ref = "person", .list_state = "state", .list_time = "next_call",
  .label = N_("Contact"), .label_plural = N_("Contacts"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
