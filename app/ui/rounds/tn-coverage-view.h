/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-round.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* Coverage of a round's place: how many of its houses have been reached in a period, as a number, and by alley as a picture. Main thread. */
#define TN_TYPE_COVERAGE_VIEW (tn_coverage_view_get_type ())
G_DECLARE_FINAL_TYPE (TnCoverageView, tn_coverage_view, TN, COVERAGE_VIEW, AdwBin)

/* Reads in the background while it is shown, else when it comes to be. The round is copied from. */
void tn_coverage_view_show (TnCoverageView *self, TnWorkspace *workspace, const TnRound *round);
G_END_DECLS
