-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 6 of a ward's copy: lists of a first copy are made in many short transactions.

-- Records that changed while a first copy's lists are being made, to be put in at the end. Empty at any other time.
CREATE TABLE late(
  id BLOB PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL                   -- of the record, which may be gone by then
) WITHOUT ROWID;

-- Table record as before, but with a row number: ids that were not made in the order in which they arrive then move 20 bytes in an index, and
-- not 400 in the table (a first copy of 125,000 such records: 4.3 s before, 2.0 s then). Its index of parents goes while one comes into an empty file (tn-build-index.c).
CREATE TABLE record_by_row(
  id BLOB PRIMARY KEY NOT NULL,        -- UUID, 16 bytes; version 7 where a person made it
  kind TEXT NOT NULL,                  -- key of the schema's kind, or one that a newer program knows
  stream TEXT NOT NULL,                -- of the last line from the root; computed here while h is NULL
  parent BLOB,                         -- id that kind.parent_field names; NULL = none
  stamps TEXT NOT NULL,                -- `"<t>","x":{…},"d":0`: the text of the line between `"t":` and `,"b":`, byte for byte
  del INTEGER NOT NULL,                -- 1 = deleted; the row stays for ever, as tombstone
  h BLOB,                              -- BLAKE2b-128 of the last line from the root, also while edits are pending; NULL = never there
  ahead INTEGER NOT NULL DEFAULT 0,    -- 1 = holds values of a hub that the root has not confirmed
  body TEXT NOT NULL                   -- JSON object, keys sorted, as received: what the person sees
);
INSERT INTO record_by_row SELECT id, kind, stream, parent, stamps, del, h, ahead, body FROM record;
DROP TABLE record;
ALTER TABLE record_by_row RENAME TO record;
CREATE INDEX record_parent ON record(parent) WHERE parent IS NOT NULL;
