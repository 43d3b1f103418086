-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 10 of a ward's copy: where everybody stands in a programme of support, and who has two receipts, without reading a record (work/tn-support.h).
CREATE INDEX item_entitlement ON item(ref, parent, state, at) WHERE kind = 'entitlement';
CREATE INDEX item_delivery ON item(ref, parent, at) WHERE kind = 'delivery';
