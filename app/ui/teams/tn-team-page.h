/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-record-page.h"
#include "tn-team.h"
G_BEGIN_DECLS

/* What stands beside the list of teams: a team, a volunteer, or a place that needs somebody. Its rows and buttons use the actions "team.…" of the
 * screen that it is in. FALSE = there is nothing of this id among them (then nothing is written). */
gboolean tn_team_page_write (TnRecordPage *page, const TnTeams *teams, const TnId *id);
G_END_DECLS
