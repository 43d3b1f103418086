-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 12 of a ward's copy: the search's rows stand apart from their keys. A row of a word that many have is two to three kilobytes, and in a tree by key each level
-- then parted into four: on 1,000,000 records a word was six levels down and half in another page. The index has the keys alone.
DROP TABLE search;
CREATE TABLE search(
  key BLOB NOT NULL,                   -- as in 002
  block INTEGER NOT NULL,
  docs BLOB NOT NULL,
  PRIMARY KEY(key, block)
);
INSERT INTO meta(k, v) SELECT 'bulk', '1' WHERE EXISTS(SELECT 1 FROM record) ON CONFLICT DO NOTHING;
