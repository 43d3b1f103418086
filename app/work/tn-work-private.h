/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-household-actions.h"
#include "tn-query.h"
G_BEGIN_DECLS

/* Shared by the files of actions. */
char *tn_work_today (TnCopy *copy, const char *date);                          /* date, or today when NULL. Owned */
/* The key as the field's table has it, static; "" when it is NULL or not known here. */
const char *tn_work_choice (const TnField *field, const char *key);
/* A live record of this kind, or NULL with a message. */
TnRow *tn_work_get (TnCopy *copy, const char *kind, const TnId *id, GError **error);
/* Those of a household who live there: TnRow*. */
GPtrArray *tn_work_people (TnCopy *copy, const TnId *household, GError **error);
TnRow *tn_work_find_person (GPtrArray *people, const TnId *id);                /* borrowed, NULL = not among them */
gboolean tn_work_is_head (const TnRow *household, const TnId *person);
void tn_work_write_status (TnEdit *edit, const TnId *id, const char *status, const char *date, const char *note);
/* Of a household, with those who leave or come back with it. */
gboolean tn_work_write_household_status (TnCopy *copy, TnEdit *edit, const TnRow *household, const char *status, const char *date, const char *note,
                                         GError **error);
/* Writes the head and the relations: the new one is head, another who was becomes `old_relation`. */
void tn_work_write_head (TnEdit *edit, const TnId *household, GPtrArray *people, const TnId *head, const char *old_relation);
G_END_DECLS
