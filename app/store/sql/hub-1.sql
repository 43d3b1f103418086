-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a laptop's copy needs beside itself to serve its team (sync.md 2.4, 2.16). Made when a laptop becomes a hub, not before; numbered by meta
-- `hub_version`. Records stand in `record` alone: here is only their place in the hub's own order. The triggers (tn-hub-copy.c) note every record that
-- anything changes, in the transaction that changes it.

-- A number for every record that the team may be told of, given when its line is another than the last one with a number.
CREATE TABLE hub_record(
  id BLOB PRIMARY KEY NOT NULL,
  seq INTEGER NOT NULL,
  stream TEXT NOT NULL,
  h BLOB NOT NULL                      -- of the line as it is shown here, unconfirmed values included
) WITHOUT ROWID;
CREATE UNIQUE INDEX hub_record_seq ON hub_record(seq, stream);

-- Records that changed since numbers were last given.
CREATE TABLE hub_dirty(id BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID;

-- Records that the district erased. seq 0 = without a number yet.
CREATE TABLE hub_erased(id BLOB PRIMARY KEY NOT NULL, seq INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX hub_erased_seq ON hub_erased(seq);

-- One row for each time that numbers were given: seq = the last of them, tok = random.
CREATE TABLE hub_log(seq INTEGER PRIMARY KEY, tok TEXT NOT NULL, at INTEGER NOT NULL);

-- The fork test, and who came when.
CREATE TABLE hub_replica(replica TEXT PRIMARY KEY NOT NULL, device TEXT NOT NULL, since INTEGER NOT NULL, nonce TEXT NOT NULL, prev_nonce TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE hub_device(device TEXT PRIMARY KEY NOT NULL, session_no INTEGER NOT NULL, seen_at INTEGER NOT NULL) WITHOUT ROWID;

-- The team's edits on their way to the district: verbatim, never replaced, never merged. Closed ones are kept as long as one's own.
CREATE TABLE hub_relay(
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  device TEXT NOT NULL,                -- whose edit it is
  id BLOB,                             -- record; NULL = the line could not be read here
  hash BLOB NOT NULL UNIQUE,           -- of device and line without its number: the same edit again is no second one
  raw BLOB NOT NULL,                   -- the push line as it came
  own_n INTEGER NOT NULL,              -- newest number of this laptop's own outbox then: own edits up to it go before
  at INTEGER NOT NULL,                 -- ms since 1970; of its receipt, once it has one
  state TEXT NOT NULL DEFAULT 'new',   -- new | held | acked | rejected
  why TEXT                             -- the district's word for held and rejected
);
CREATE INDEX hub_relay_id ON hub_relay(id) WHERE id IS NOT NULL;
CREATE INDEX hub_relay_open ON hub_relay(state, n) WHERE state = 'new' OR state = 'held';
