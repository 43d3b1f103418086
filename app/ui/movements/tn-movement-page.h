/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-movement.h"
#include "tn-record-page.h"
#include "tn-zone.h"
G_BEGIN_DECLS

/* What stands beside the lists of movements: a quarter with its zones and its safe families week by week, a safe family, a movement, a commendation. */
typedef struct
{
  TnRow *row;
  TnZones *zones;          /* of a quarter, as are the next four; NULL else */
  GPtrArray *quarters;     /* TnZoneQuarter, one */
  GPtrArray *past;         /* TnZoneMark, borrowed from zones */
  GArray *weeks;           /* TnZoneWeek */
  gint64 now;              /* ms, when it was read */
  TnId household;          /* of a safe family or a commendation; null = none */
  char *place, *person, *team, *area;   /* titles; "" = none is named */
} TnMovementView;
void tn_movement_view_free (TnMovementView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnMovementView, tn_movement_view_free)

/* Any thread that owns the copy. */
TnMovementView *tn_movement_view_read (TnCopy *copy, const TnId *id, GError **error);
/* Its rows and buttons use the actions "movement.…" of the screen that it is in, and "win.set-zone". */
void tn_movement_page_write (TnRecordPage *page, const TnMovementView *view, gint64 today);

/* "Green"; "Not set". Translated. Borrowed. */
const char *tn_movement_level_name (const char *level);
/* A style class for it, never the only sign. */
const char *tn_movement_level_mark (const char *level);
G_END_DECLS
