/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-screen.h"
G_BEGIN_DECLS

/* "Serve my team" on the page of reconciling: on and off, the address and its QR code, who came, what is to be handed on. Only where this laptop holds the
 * whole ward. The server lives as long as this widget. */
#define TN_TYPE_TEAM_GROUP (tn_team_group_get_type ())
G_DECLARE_FINAL_TYPE (TnTeamGroup, tn_team_group, TN, TEAM_GROUP, AdwPreferencesGroup)
void tn_team_group_attach (TnTeamGroup *self, TnWorkspace *workspace);
G_END_DECLS
