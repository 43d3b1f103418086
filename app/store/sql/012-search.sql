-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 12 of a ward's copy: the search's rows stand apart from their keys. A row of a word that many have is two to three kilobytes, and in a tree by
-- key it took the place of many keys: on 1,000,000 records a deletion read 107 pages, and reads 23 so (tests/bench/README.md).
-- The rows are copied, and not made anew from `record` like other projections: so the search finds the same at once also in a copy that is coming in, whose
-- lists are made only at the end of that (meta 'bulk' = 'first', tn-copy-open.c).
CREATE TABLE search_by_row(
  key BLOB NOT NULL,                   -- as in 002
  block INTEGER NOT NULL,
  docs BLOB NOT NULL,
  PRIMARY KEY(key, block)
);
INSERT INTO search_by_row SELECT key, block, docs FROM search;
DROP TABLE search;
ALTER TABLE search_by_row RENAME TO search;
