/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-rule.h"
G_BEGIN_DECLS

/* Who is entitled, put together without code: a row for each condition, "Age | is | 18 to 59", of which all must hold; each with its fact, whether it is so or
 * not, and what it may be. All by keyboard. A condition that this program does not understand stands as it is and can only be taken out. Main thread.
 *
 * Signal "changed" (): a condition came, went or became another. */
#define TN_TYPE_RULE_EDITOR (tn_rule_editor_get_type ())
G_DECLARE_FINAL_TYPE (TnRuleEditor, tn_rule_editor, TN, RULE_EDITOR, AdwPreferencesGroup)

/* What conditions can name: for each TnFact an array of TnFactChoice (tn_fact_choices). Taken. */
typedef struct { GPtrArray *of[TN_FACT_N]; } TnRuleChoices;
void tn_rule_choices_free (TnRuleChoices *choices);
/* Any thread that owns the copy; NULL with error. Owned. */
TnRuleChoices *tn_rule_choices_read (TnCopy *copy, GError **error);

GtkWidget *tn_rule_editor_new (TnRuleChoices *choices);
void tn_rule_editor_set_rule (TnRuleEditor *self, const TnRule *rule);
/* As it stands. NULL with error when a number or a date cannot be read. Owned. */
TnRule *tn_rule_editor_dup_rule (TnRuleEditor *self, GError **error);
/* Under the heading: how many are entitled, or what is still missing. */
void tn_rule_editor_set_count (TnRuleEditor *self, const char *text);
void tn_rule_editor_focus (TnRuleEditor *self);
G_END_DECLS
