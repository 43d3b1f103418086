/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-store.h"
#include "tn-schema.h"
#include "tn-option.h"
G_BEGIN_DECLS

/* The pick lists of a copy (quarters and groups, buildings, volunteers, teams, professionals, items and places of stock, donors, businesses, categories), read in the background and again after a change.
 * The lists are GListStores of TnOption that stay the same objects: bind to them. Main thread. Signal "loaded" () after each reading. */
#define TN_TYPE_LOOKUPS (tn_lookups_get_type ())
G_DECLARE_FINAL_TYPE (TnLookups, tn_lookups, TN, LOOKUPS, GObject)

TnLookups *tn_lookups_new (TnStore *store);
/* The store is about to be closed: nothing more is read. */
void tn_lookups_stop (TnLookups *self);
GListModel *tn_lookups_get_areas (TnLookups *self);        /* key = unit id; tree order with depth */
GListModel *tn_lookups_get_volunteers (TnLookups *self);
GListModel *tn_lookups_get_categories (TnLookups *self);   /* key = category key or code */
/* The options of a reference field by the kind it points to; NULL when that kind has no pick list (a person, a household). */
GListModel *tn_lookups_get_for_kind (TnLookups *self, const char *kind);
/* Label of an area, category…: borrowed, NULL when unknown. */
const char *tn_lookups_label (GListModel *options, const char *key);
G_END_DECLS
