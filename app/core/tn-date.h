/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Dates are stored as "YYYY-MM-DD", "YYYY-MM" or "YYYY": what the person knows and no more. */
gboolean tn_date_valid (const char *stored);
/* Reads what people write: 24/12/2021, 4-7-1960, 24.12.21 (two-digit year refused), 12/2021, 1960, 2021-12-24.
 * Returns owned stored form or NULL. */
char *tn_date_parse (const char *written);
/* Excel serial day; date1904 = the workbook's base. NULL out of 1900 to 2100. Owned. */
char *tn_date_from_serial (double serial, gboolean date1904);
/* 24/12/2021, 12/2021 or 1960. Owned. */
char *tn_date_format (const char *stored);
/* Local "24/12/2021 18:05" of ms since 1970. Owned. */
char *tn_date_format_time (gint64 ms);
/* Whole years at `on` (stored form), -1 if unknown. */
int tn_date_age (const char *birth, const char *on);
/* The local time zone, as it was when first asked for: GLib looks it up on the disk each time that it is asked for the local one. A laptop that travels
 * learns its new zone at the next start. Borrowed, any thread. */
GTimeZone *tn_date_zone (void);
GDateTime *tn_date_local (gint64 ms);                           /* of ms since 1970; NULL beyond the year 9999. Owned */
GDateTime *tn_date_midnight (int year, int month, int day);     /* the first second of a local day; NULL when there is no such day. Owned */
char *tn_date_today (gint64 now_ms);                            /* local date, stored form. Owned */
G_END_DECLS
