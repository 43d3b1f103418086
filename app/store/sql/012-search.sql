-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 12 of a ward's copy: the search's rows stand apart from their keys. A row of a word that many have is two to three kilobytes, and in a tree by
-- key it took the place of many keys: on 1,000,000 records a deletion read 107 pages, and reads 23 so (tests/bench/README.md).
DROP TABLE search;
CREATE TABLE search(
  key BLOB NOT NULL,                   -- as in 002
  block INTEGER NOT NULL,
  docs BLOB NOT NULL,
  PRIMARY KEY(key, block)
);
INSERT INTO meta(k, v) SELECT 'bulk', '1' WHERE EXISTS(SELECT 1 FROM record) ON CONFLICT DO NOTHING;
