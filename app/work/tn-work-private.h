/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-household-actions.h"
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Shared by the files of actions. */
/* TN_ERROR_INVALID. Always FALSE; for those that give an edit, always NULL. */
gboolean tn_work_refuse (GError **error, const char *message);
TnEdit *tn_work_refuse_edit (GError **error, const char *message);
/* One whose label is "what: name", as undo and history show it; name may be NULL. */
TnEdit *tn_work_new_edit (const char *what, const char *name);
/* One whose label is a translated format with one %s for what it is about. */
TnEdit *tn_work_new_edit_about (const char *format, const char *about);
/* Of what has happened: a whole date, and not one to come. */
gboolean tn_work_check_happened (TnCopy *copy, const char *at, GError **error);
char *tn_work_today (TnCopy *copy, const char *date);                          /* date, or today when NULL. Owned */
/* The key as the field's table has it, static; "" when it is NULL or not known here. */
const char *tn_work_choice (const TnField *field, const char *key);
/* tn_row_ref() for what every record of its kind names: FALSE with a message when this one does not, as one of a newer program might. */
gboolean tn_work_ref (const TnRow *row, const char *field, TnId *id, GError **error);
/* The beginning of that day, for a thing to do (tn-today.h): ms since 1970; day: yyyymmdd, what is not known of it is its first; 0 = none. */
gint64 tn_work_due (gint64 day);
/* The last day of a listed date (yyyymmdd) of which not all is known. */
gint64 tn_work_last_day (gint64 date);
/* What a text field says once the form is saved. row NULL = a new record. Owned; NULL = nothing. */
char *tn_work_dup_after (const TnValues *values, const TnRow *row, const char *field);
/* A live record of this kind, or NULL with a message. */
TnRow *tn_work_get (TnCopy *copy, const char *kind, const TnId *id, GError **error);
/* The quarter that a unit lies in, or the unit itself: a group of a few doors would say too much of somebody without a name. */
void tn_work_find_quarter (TnCopy *copy, TnId *area);
/* Those of a household who live there: TnRow*. */
GPtrArray *tn_work_people (TnCopy *copy, const TnId *household, GError **error);
/* The head's name; "" when there is none. Owned. */
char *tn_work_dup_head (TnCopy *copy, const TnId *household);
TnRow *tn_work_find_person (GPtrArray *people, const TnId *id);                /* borrowed, NULL = not among them */
gboolean tn_work_is_head (const TnRow *household, const TnId *person);
void tn_work_write_status (TnEdit *edit, const TnId *id, const char *status, const char *date, const char *note);
/* Of a household, with those who leave or come back with it. */
gboolean tn_work_write_household_status (TnCopy *copy, TnEdit *edit, const TnRow *household, const char *status, const char *date, const char *note,
                                         GError **error);
/* Writes the head and the relations: the new one is head, another who was becomes `old_relation`. */
void tn_work_write_head (TnEdit *edit, const TnId *household, GPtrArray *people, const TnId *head, const char *old_relation);
G_END_DECLS
