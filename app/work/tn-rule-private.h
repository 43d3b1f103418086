/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-rule.h"
G_BEGIN_DECLS

#define TN_RULE_ANY "any"

const TnChoice *tn_fact_schema_choices (TnFact fact);   /* NULL = the fact names none of the schema's */
gboolean tn_condition_names (const TnCondition *condition, const char *value);
char *tn_fact_value_words (TnCopy *copy, TnFact fact, const char *value);   /* one value in words; copy NULL = units and programmes by id. Owned */
G_END_DECLS
