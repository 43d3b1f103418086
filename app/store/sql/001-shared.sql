-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 1 of a ward's copy: the shared truth (sync.md 2.4, the device's part). What stands here cannot be made anew from anything
-- else on this laptop; lists, search and counts are 002 and can be rebuilt from `record` at any time. A copy is of one ward, so the
-- tables of records do not name it. No foreign keys and no unique columns on what is synchronised: a child may come before its parent.

-- SHARED TRUTH. One row a record: the district's state plus this laptop's own edits that are still under way.
CREATE TABLE record(
  id BLOB PRIMARY KEY NOT NULL,        -- UUID, 16 bytes; version 7 where a person made it, so new rows land at the end
  kind TEXT NOT NULL,                  -- key of the schema's kind, or one that a newer program knows
  stream TEXT NOT NULL,                -- of the last line from the root; computed here while h is NULL
  parent BLOB,                         -- id that kind.parent_field names; NULL = none
  stamps TEXT NOT NULL,                -- `"<t>","x":{…},"d":0`: the text of the line between `"t":` and `,"b":`, byte for byte
  del INTEGER NOT NULL,                -- 1 = deleted; the row stays for ever, as tombstone
  h BLOB,                              -- BLAKE2b-128 of the last line from the root, also while edits are pending; NULL = never there
  ahead INTEGER NOT NULL DEFAULT 0,    -- 1 = holds values of a hub that the root has not confirmed
  body TEXT NOT NULL                   -- JSON object, keys sorted, as received: what the person sees
) WITHOUT ROWID;
-- Dropped while a first copy comes in, and built at its end (tn-apply-first.c).
CREATE INDEX record_parent ON record(parent) WHERE parent IS NOT NULL;

-- SHARED TRUTH. Edits made here, in the order they were made. Open: new, held. Closed: acked, rejected; kept 90 days, because a
-- district restored from a backup gets them again.
CREATE TABLE outbox(
  n INTEGER PRIMARY KEY AUTOINCREMENT, -- edit number: what an acknowledgement names, with the stamp
  id BLOB NOT NULL,                    -- record
  unit TEXT NOT NULL,                  -- merge unit; `_del`; `*` = the whole new record: its units that still carry `stamp`
  value TEXT,                          -- JSON of the unit; NULL = cleared (and always for `*`)
  stamp TEXT NOT NULL,                 -- 28 hex
  over TEXT NOT NULL DEFAULT '',       -- stamps that the author had seen, newest first, 28 hex each, nothing between
  seen_h BLOB,                         -- `_del`: state hash of the record as it was displayed
  by_user TEXT NOT NULL,               -- who typed
  at INTEGER NOT NULL,                 -- ms since 1970, this laptop's clock
  sent_to TEXT,                        -- the server it was sent to at least once; NULL = certainly nowhere
  state TEXT NOT NULL DEFAULT 'new',   -- new | held | acked | rejected
  why TEXT,                            -- the server's word for held and rejected
  save INTEGER NOT NULL                -- what one save changed carries one number: its units of a record travel in one line
);
CREATE INDEX outbox_id ON outbox(id, unit);
CREATE INDEX outbox_open ON outbox(state, n) WHERE state = 'new' OR state = 'held';

-- SHARED TRUTH. How far each stream of the scope was read.
CREATE TABLE pull(
  ward TEXT NOT NULL,
  stream TEXT NOT NULL,                -- name, or `*` = the whole ward
  cursor TEXT NOT NULL DEFAULT '0',    -- `<seq>.<tok>` of the server, or `0`
  ready INTEGER NOT NULL DEFAULT 0,    -- 1 = was read to its end at least once
  lost INTEGER NOT NULL DEFAULT 0,     -- 1 = no longer in scope; its records go once nothing of them waits to be sent
  PRIMARY KEY(ward, stream)
) WITHOUT ROWID;

-- SHARED TRUTH. Newest commit of the server that this laptop was told of, by an acknowledgement or a page.
CREATE TABLE known(ward TEXT PRIMARY KEY NOT NULL, seq INTEGER NOT NULL, tok TEXT NOT NULL) WITHOUT ROWID;

-- Of record.h: what the root has confirmed here, stream by stream, kept along in the transaction that changes h, so that a comparison
-- with the root costs nothing. The doctor adds it up again from the rows.
CREATE TABLE digest(
  stream TEXT PRIMARY KEY NOT NULL,
  n INTEGER NOT NULL,                  -- rows with h
  sum BLOB NOT NULL                    -- their hashes added up mod 2^128, little-endian
) WITHOUT ROWID;

-- SHARED TRUTH. Records that the district moved out of our scope while an edit of ours was still open: removed once it is closed.
CREATE TABLE leaving(id BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID;

-- SHARED TRUTH. Small settings: keys in tn-meta-keys.h.
CREATE TABLE meta(k TEXT PRIMARY KEY NOT NULL, v TEXT NOT NULL) WITHOUT ROWID;

-- Of this laptop alone. What a value was before it was displaced, here or by the district.
CREATE TABLE history(
  id BLOB NOT NULL,                    -- record
  unit TEXT NOT NULL,                  -- merge unit or `_del`
  stamp TEXT NOT NULL,                 -- of the displaced value: says when and on which laptop it was written
  value TEXT,                          -- JSON of the unit; NULL = it was empty
  by_user TEXT,                        -- who wrote the displaced value, where this laptop knows
  at INTEGER NOT NULL,                 -- ms since 1970 when it was displaced here
  PRIMARY KEY(id, unit, stamp)
) WITHOUT ROWID;

-- Of this laptop alone. What a person did, for undo; the newest are kept.
CREATE TABLE action(
  action INTEGER PRIMARY KEY AUTOINCREMENT,
  label TEXT NOT NULL,                 -- translated when it was done
  by_user TEXT NOT NULL,
  at INTEGER NOT NULL,                 -- ms since 1970
  stamp TEXT NOT NULL,                 -- that the records it made carry
  created BLOB,                        -- ids of the records it made, 16 bytes each
  undone INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE action_unit(
  action INTEGER NOT NULL,
  id BLOB NOT NULL,
  unit TEXT NOT NULL,                  -- merge unit or `_del`
  before TEXT,                         -- JSON of the unit before; NULL = empty. `_del`: `true` or `false`
  stamp TEXT NOT NULL,                 -- that the change carries: the action's, or a later one where the value displaced was from the future
  PRIMARY KEY(action, id, unit)
) WITHOUT ROWID;

-- Of this laptop alone. What each session did; the newest 200.
CREATE TABLE session_log(
  n INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,                 -- ms since 1970, start
  took_ms INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  received INTEGER NOT NULL,
  held INTEGER NOT NULL,
  conflicts INTEGER NOT NULL,
  bytes_up INTEGER NOT NULL,
  bytes_down INTEGER NOT NULL,
  error TEXT                           -- in words for a person; NULL = done
);
