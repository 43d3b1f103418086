/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "practice-ward.h"
#include "tn-household-actions.h"
#include "tn-today.h"
G_BEGIN_DECLS

/* A practice ward and the copy that a test of work/ does its work in. A test with a fixture of its own has these two in it, and calls work_make() and
 * work_clear(). Whatever goes wrong in here ends the test. */
typedef struct { PracticeWard ward; TnCopy *copy; } WorkFixture;
void work_set_up (WorkFixture *f, gconstpointer n_households);   /* GUINT_TO_POINTER() */
void work_tear_down (WorkFixture *f, gconstpointer data);
/* A ward of so many households; its copy, open. Closed by work_clear(). */
TnCopy *work_make (PracticeWard *ward, guint n_households);
void work_clear (PracticeWard *ward, TnCopy **copy);

/* "topic", "food", "text", "…", NULL: fields and their texts, a text may be NULL. Owned. */
TnValues *work_values (const char *first, ...) G_GNUC_NULL_TERMINATED;
/* Writes the edit, which is taken, by the one door. `built` = the error of who built it; must be NULL. */
void work_write (TnCopy *copy, TnEdit *made, const GError *built);
/* The same for a call that gives its error to &built_. */
#define WORK_WRITE(copy, call) G_STMT_START { g_autoptr (GError) built_ = NULL; TnEdit *edit_ = call; work_write (copy, edit_, built_); } G_STMT_END
/* Nothing was built, and TN_ERROR_INVALID says why. Clears the error. */
void work_assert_refused (TnEdit *edit, GError **error);

char *work_dup_text (TnCopy *copy, const TnId *id, const char *field);   /* what the record says now. Owned */
void work_assert_text (TnCopy *copy, const TnId *id, const char *field, const char *expected);
void work_assert_ref (TnCopy *copy, const TnId *id, const char *field, const TnId *expected);   /* NULL = names nobody */
void work_assert_projection (TnCopy *copy);                      /* what is derived agrees with the records */
guint work_count_today (TnCopy *copy, TnTodayTheme theme, gint64 now_ms);   /* what Today shows of a theme */
char *work_dup_wire (TnCopy *copy);                              /* the lines that wait to go up. Owned */
/* The whole number that a query gives, whose one parameter is the id; there must be a row. */
gint64 work_ask (TnCopy *copy, const char *sql, const TnId *id);
G_END_DECLS
