/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-dialog.h"
#include "tn-household-detail.h"
G_BEGIN_DECLS

/* The forms of households, people, visits and categories. All are TnDialogs and are presented here. */
void tn_household_editor_new_household (TnWindow *window);
void tn_household_editor_edit (TnWindow *window, const TnHouseholdDetail *detail);

/* A person with the card. */
void tn_person_editor_new (TnWindow *window, const TnHouseholdDetail *detail);
void tn_person_editor_edit (TnWindow *window, const TnPersonDetail *person);

/* A record that hangs on another: a category membership. parent_title in words, for the heading. */
void tn_record_editor_new (TnWindow *window, const char *kind, const TnId *parent, const char *parent_title);
void tn_record_editor_edit (TnWindow *window, const TnRow *row);

/* Fields of a person's and a card's form, and of a household's and its place. NULL-terminated. */
extern const char *const tn_editor_place_fields[];
G_END_DECLS
