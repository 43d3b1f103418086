/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-zone.h"
G_BEGIN_DECLS

/* Shared by the files that read zones. */
struct _TnZones
{
  GPtrArray *areas;      /* TnAreaItem*, in tree order */
  GHashTable *by_id;     /* TnId of a unit -> TnAreaItem, borrowed */
  GPtrArray *marks;      /* TnZoneMark*, as read */
  GPtrArray *places;     /* Place*, in the order in which they were first set */
  GHashTable *by_place;  /* Place -> itself, borrowed */
};

/* The uppermost unit of the ward's list that a unit lies in; its own id when it is not known. */
TnId tn_zones_find_quarter (const TnZones *zones, const TnId *area);
G_END_DECLS
