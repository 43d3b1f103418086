-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 9 of a ward's copy: how many households each alley of a unit has, without reading the households (tn_query_alley_counts): Today counts
-- from it which of them no team looks after.
CREATE INDEX household_alley ON household(area, alley) WHERE gone = 0;
