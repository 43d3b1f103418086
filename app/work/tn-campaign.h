/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-audience.h"
#include "tn-listed.h"
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Campaigns (đợt tuyên truyền; product.md I1) and whom they reached: a household is reached when a visit in the campaign's time met somebody there and
 * told its topic. Nobody writes a number down; it is counted from visits, against the households of the audience that live in the area. */

/* Ages from which and below which: the law on the elderly (39/2009/QH12, article 2) and the law on children (102/2016/QH13, article 1). */
#define TN_CAMPAIGN_ELDERLY 60
#define TN_CAMPAIGN_CHILD 16

typedef struct { TnId id; char *name; guint reached, of; } TnReachArea;   /* id null = place not known */
typedef struct {
  guint reached, of;
  GPtrArray *areas;      /* TnReachArea*: quarters, or the groups of the campaign's quarter; in the order of units. Those without a household of the
                            audience are left out */
  GArray *missing;       /* TnId of households that were not reached, in the order of the register's rows */
} TnReach;
void tn_reach_free (TnReach *reach);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnReach, tn_reach_free)

/* Blocks for as long as the ward is read once (audience "all": its households; others: its people too). Any thread that owns the copy. */
TnReach *tn_campaign_reach (TnCopy *copy, const TnRow *campaign, GCancellable *cancellable, GError **error);
/* The field of a visit that says that this topic was told: "told_care". NULL = none. Static. */
const char *tn_campaign_told_field (const char *topic);

/* What a round that goes to those who were not reached is for: a choice key of a round's purpose. topic NULL = none. Static. */
const char *tn_campaign_purpose (const char *topic);

typedef enum { TN_CAMPAIGN_COMING, TN_CAMPAIGN_RUNNING, TN_CAMPAIGN_OVER } TnCampaignState;
/* By its days: from <= today <= to; a bound that is not given does not bound. today: yyyymmdd. */
TnCampaignState tn_campaign_state (gint64 from, gint64 to, gint64 today);
const char *tn_campaign_state_name (TnCampaignState state);

typedef struct { TnId id; char *name, *topic, *from, *to /* 24/12/2021; NULL = not said */; TnCampaignState state; } TnCampaignLine;
void tn_campaign_line_free (TnCampaignLine *line);
/* TnCampaignLine*: running ones first, then those that come, then those that are over; newest first. typed: words as the search finds them, "" = all. */
GPtrArray *tn_campaign_list (TnCopy *copy, const char *typed, gint64 today, GError **error);

/* A new one (about NULL), or what a form says of one that is there. Name, topic and message must be there; the end may not be before the beginning. */
TnEdit *tn_campaign_save (TnCopy *copy, const TnId *about, const TnValues *values, GError **error);
G_END_DECLS
