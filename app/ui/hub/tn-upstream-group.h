/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-screen.h"
G_BEGIN_DECLS

/* "Reconcile through" on the page of reconciling: the district, or the ward's laptop at an address. */
#define TN_TYPE_UPSTREAM_GROUP (tn_upstream_group_get_type ())
G_DECLARE_FINAL_TYPE (TnUpstreamGroup, tn_upstream_group, TN, UPSTREAM_GROUP, AdwPreferencesGroup)
void tn_upstream_group_attach (TnUpstreamGroup *self, TnWorkspace *workspace);
G_END_DECLS
