-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 10 of a ward's copy: where everybody stands in a programme of support, and who has two receipts, without opening a record (work/tn-support.h). The
-- kind stands in the index though it is always the same: only then are its rows read from the index alone. And that ref is not NULL is asked so that SQLite does not
-- take it for what hangs on one parent.
CREATE INDEX item_entitlement ON item(kind, ref, parent, state, at) WHERE kind = 'entitlement' AND ref IS NOT NULL;
CREATE INDEX item_delivery ON item(kind, ref, parent, at) WHERE kind = 'delivery' AND ref IS NOT NULL;
-- Households that joined another, which are few: what was given to them was given to that one.
CREATE INDEX household_gone ON household(status) WHERE gone = 1;
