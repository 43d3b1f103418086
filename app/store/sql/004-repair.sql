-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 4: what a district that was put back gets again, and what a session did beside sending and receiving.

-- Of a record that is no longer ours to hold, when its edits are still kept for a district that gets them again (sync.md 2.8, 2.9): the record's
-- kind. Its creation (unit `*`) then keeps the body in `value`. NULL = the record is here and says it.
ALTER TABLE outbox ADD COLUMN kind TEXT;

-- In words for a person: that the copies were repaired, and how much of them; NULL = nothing of the kind.
ALTER TABLE session_log ADD COLUMN note TEXT;
