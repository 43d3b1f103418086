/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-values.h"
#include "tn-watch.h"
G_BEGIN_DECLS

/* What is done with home cases, as edits (see tn-household-actions.h): each reads what the copy holds, refuses what makes no sense with a message for
 * the person, and writes nothing itself. Any thread that owns the copy. */

/* Who names a case that was joined with another means the one that stays (tn-case-join.h). */

/* Watches a person at home. Refused while a case of this person is open, and for the dead. id: the new case's, NULL = the one of this person and day
 * (tn_case_find_id()), so that two who open it on the same day offline have one case and not two. */
TnEdit *tn_work_open_case (TnCopy *copy, const TnId *person, const TnValues *values, const TnId *id, GError **error);
/* A check: a record of its own, so that two who write at once lose nothing. Without a time it is of now, without a part of the day of the one of its
 * time. Refused: what cannot be measured (tn_check_validate()), a closed case. */
TnEdit *tn_work_add_check (TnCopy *copy, const TnId *home_case, const TnValues *values, const TnId *id, GError **error);
/* Corrects a check, or adds the second SpO2. */
TnEdit *tn_work_change_check (TnCopy *copy, const TnId *check, const TnValues *values, GError **error);
/* What was done about danger: a response for each of the `n` checks, so that their alerts end. n = 0: one that names no check. Refused: nothing was
 * said to be done; "other" or "measured again" without a word of what was found. */
TnEdit *tn_work_respond (TnCopy *copy, const TnId *home_case, const TnId *checks, gsize n, const TnValues *values, GError **error);
/* Ends watching. date: stored form, NULL = today. result: choice key. "died" also writes down the person's death (tn_work_death(), whose new_head is
 * asked for when the person headed others), and every other open case of the person ends with it. */
TnEdit *tn_work_close_case (TnCopy *copy, const TnId *home_case, const char *result, const char *date, const char *note, const TnId *new_head, GError **error);
/* Watches again. Refused while another case of this person is open, and for the dead. */
TnEdit *tn_work_reopen_case (TnCopy *copy, const TnId *home_case, GError **error);
/* The id that a case of this person has that begins on this day (stored form; NULL = today): made of both; another one where a case of that day was closed
 * or undone. FALSE on error. */
gboolean tn_case_find_id (TnCopy *copy, const TnId *person, const char *opened, TnId *id, GError **error);
/* tn_work_death(), and the cases of this person that are open end with it. */
TnEdit *tn_work_death_at_home (TnCopy *copy, const TnId *person, const char *date, const char *note, const TnId *new_head, GError **error);
/* A live, open case, or NULL with a message; of one that was joined with another the one that stays (tn-case-join.h). */
TnRow *tn_case_get_open (TnCopy *copy, const TnId *home_case, GError **error);
/* FALSE with a message: the person's death has been written down, and nobody is to be checked there. */
gboolean tn_case_may_be_watched (TnCopy *copy, const TnId *person, GError **error);
/* Name of the person of a case. Owned, never NULL. */
char *tn_case_dup_name (TnCopy *copy, const TnRow *home_case);
G_END_DECLS
