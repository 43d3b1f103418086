-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 7 of a ward's copy: reconciling through a ward laptop that serves its team (sync.md 2.16).

-- SHARED TRUTH. How far each stream was read at a hub. What is not here is at its beginning there; reading it again is always safe, as only
-- greater stamps are taken from a hub.
CREATE TABLE upstream_pull(
  upstream TEXT NOT NULL,              -- the hub: id of its laptop
  stream TEXT NOT NULL,                -- name, or `*`: what both this laptop and the hub's team may hold
  cursor TEXT NOT NULL DEFAULT '0',    -- `<seq>.<tok>` of the hub
  PRIMARY KEY(upstream, stream)
) WITHOUT ROWID;

-- record.ahead, which was 0 until now, is the moment (ms since 1970, this laptop's clock) from which the record has held a value that the root
-- has not confirmed: what a hub said, or on a hub what its team sent. 0 = nothing of the kind.
CREATE INDEX record_ahead ON record(ahead) WHERE ahead<>0;
