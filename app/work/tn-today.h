/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-listed.h"
#include "tn-query.h"
G_BEGIN_DECLS

/* Today (the evening's first page): what must be done now, most urgent first. Each theme of the ward's work gives its part through one
 * function of the table in tn-today.c, and knows nothing of the others. */

/* In order of urgency. */
typedef enum {
  TN_TODAY_DANGER,      /* a danger sign that nobody has answered */
  TN_TODAY_CHECK,       /* a patient whose check is due */
  TN_TODAY_TWICE,       /* somebody with two open cases, each of which shows a part */
  TN_TODAY_STOP,        /* doors of tonight's round */
  TN_TODAY_CALL,        /* contacts to call */
  TN_TODAY_TEST,        /* test results that are waited for */
  TN_TODAY_REFERRAL,    /* referrals that nobody took within their time */
  TN_TODAY_PETITION,    /* to be answered, due or late */
  TN_TODAY_SUPPORT,     /* approved and not handed over near the programme's end; receipts to settle */
  TN_TODAY_WORK,        /* needs of businesses that are open longer than their time */
  TN_TODAY_INFORMATION, /* a survey that closes, an official answer that has expired */
  TN_TODAY_ESSENTIALS,  /* asked for and not brought */
  TN_TODAY_STOCK,       /* below zero or low */
  TN_TODAY_HANDS,       /* promises of sponsors overdue */
  TN_TODAY_TEAM,        /* gaps: no core member, nobody for an area */
  TN_TODAY_CONFLICT, TN_TODAY_UNSENT,
  TN_TODAY_N
} TnTodayTheme;

typedef struct {
  TnTodayTheme theme;
  const char *screen;   /* where it is done: a name of ui/shell/tn-screens.c. Static */
  TnId record;          /* what that screen shows; null = the screen alone */
  char *title, *detail; /* "Nguyễn Văn A", "SpO2 91 %: QĐ 261/QĐ-BYT. Call 028…"; translated, for a person; never NULL */
  gint64 due;           /* ms since 1970; 0 = none: those with an earlier one come first */
} TnTodayItem;
void tn_today_item_free (TnTodayItem *item);

/* What stands under one heading: `n` there are, of which the most urgent `limit` are listed. */
typedef struct { TnTodayTheme theme; guint n; GPtrArray *items; } TnTodayGroup;

/* A figure of the area: "Households visited in 7 days", 412 of 1,980. of = 0: a count alone. */
typedef struct { char *label; guint value, of; } TnTodayFigure;

typedef struct {
  GPtrArray *groups;    /* TnTodayGroup*, in the order of themes; those with nothing to do are left out */
  GPtrArray *figures;   /* TnTodayFigure* */
  guint visits[14];     /* of the last 14 days, today last: the small plot */
} TnToday;
void tn_today_free (TnToday *today);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnToday, tn_today_free)

/* Reads all. now: ms since 1970. limit: of each group, > 0. Any thread that owns the copy. */
TnToday *tn_today_read (TnCopy *copy, gint64 now, guint limit, GError **error);
/* A heading: "Danger", "Checks due". Translated. Borrowed. */
const char *tn_today_theme_name (TnTodayTheme theme);

/* ---- for the themes ---- */
typedef struct { TnCopy *copy; gint64 now; guint limit; TnToday *today; } TnTodayRead;
/* Puts an item under its heading; beyond `limit` it is only counted, so give the most urgent first. screen must be static. Takes the texts. */
void tn_today_add (TnTodayRead *read, TnTodayTheme theme, const char *screen, const TnId *record, char *title, char *detail, gint64 due);
/* Things that are counted and not listed one by one. */
void tn_today_count (TnTodayRead *read, TnTodayTheme theme, guint n);
/* Takes the label. */
void tn_today_add_figure (TnTodayRead *read, char *label, guint value, guint of);
/* What a theme is: FALSE with error stops the reading. */
typedef gboolean (*TnTodaySource) (TnTodayRead *read, GError **error);
/* tn-today-rounds.c */
gboolean tn_today_add_rounds (TnTodayRead *read, GError **error);
/* tn-today-care.c, tn-today-petitions.c, tn-today-sync.c, tn-today-teams.c */
gboolean tn_today_add_care (TnTodayRead *read, GError **error);
gboolean tn_today_add_teams (TnTodayRead *read, GError **error);
/* tn-today-patients.c */
gboolean tn_today_add_patients (TnTodayRead *read, GError **error);
/* tn-today-sync.c, tn-today-petitions.c */
gboolean tn_today_add_sync (TnTodayRead *read, GError **error);
gboolean tn_today_add_petitions (TnTodayRead *read, GError **error);
/* tn-today-support.c */
gboolean tn_today_add_support (TnTodayRead *read, GError **error);
/* tn-today-jobs.c */
gboolean tn_today_add_jobs (TnTodayRead *read, GError **error);
/* tn-today-information.c */
gboolean tn_today_add_information (TnTodayRead *read, GError **error);
/* tn-today-tracing.c */
gboolean tn_today_add_tracing (TnTodayRead *read, GError **error);

/* tn-today-stock.c, tn-today-hands.c */
gboolean tn_today_add_stock (TnTodayRead *read, GError **error);
gboolean tn_today_add_hands (TnTodayRead *read, GError **error);

/* ---- days ---- */
/* First ms of the local day that `ms` lies in, `days` later (earlier when negative). */
gint64 tn_day_start (gint64 ms, int days);
/* "morning" before 13:00 local time, else "afternoon": the two checks of a day (QĐ 261/QĐ-BYT: twice a day). */
const char *tn_day_part (gint64 ms);
G_END_DECLS
