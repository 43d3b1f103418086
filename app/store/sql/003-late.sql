-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 3 of a ward's copy: lists of a first copy are made in many short transactions.

-- Records that changed while a first copy's lists are being made, to be put in at the end. Empty at any other time.
CREATE TABLE late(
  id BLOB PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL                   -- of the record, which may be gone by then
) WITHOUT ROWID;
