/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-rule-editor.h"
G_BEGIN_DECLS

/* One condition of the editor. Of this folder alone. Signals: "changed" (), "remove" (). */
#define TN_TYPE_RULE_ROW (tn_rule_row_get_type ())
G_DECLARE_FINAL_TYPE (TnRuleRow, tn_rule_row, TN, RULE_ROW, AdwPreferencesRow)

/* choices must outlive it. condition is copied. */
GtkWidget *tn_rule_row_new (const TnRuleChoices *choices, const TnCondition *condition);
TnCondition *tn_rule_row_dup_condition (TnRuleRow *self, GError **error);
void tn_rule_row_focus (TnRuleRow *self);
G_END_DECLS
