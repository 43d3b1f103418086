-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 2 of a ward's copy: projections. Everything here is made from `record` by tn-projection*.c and can be dropped and made anew
-- at any time (tn_projection_rebuild). Nothing here travels. Rows of deleted records are not here.

-- One row a household, and one for every household that only its people speak of (live = 0): the number that stands for it in lists
-- (`row`) must not change when the household itself arrives later.
CREATE TABLE household(
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL,                    -- of the household; of the person itself where a person names no household
  live INTEGER NOT NULL DEFAULT 0,     -- 1 = its record is here
  gone INTEGER NOT NULL DEFAULT 2,     -- 1 = moved away, joined another, ended; 2 = not live: in indexes, so that lists are read from these alone
  code TEXT,
  head BLOB,                           -- the person that the record names
  head_name TEXT,                      -- of that person, or of the first one who is head by relation
  area BLOB,
  house_no TEXT,                       -- these three are the building's where the household has none of its own
  alley TEXT,
  street TEXT,
  room TEXT,
  building BLOB,
  building_name TEXT,
  phone TEXT,
  status TEXT NOT NULL DEFAULT '',     -- '' = present
  n_people INTEGER NOT NULL DEFAULT 0, -- who live there: not dead, not moved away
  address_key BLOB,                    -- memcmp order of walking: street, house number through its alleys, room
  head_key BLOB,                       -- ICU order of people
  code_key BLOB,                       -- ICU order
  words TEXT NOT NULL DEFAULT ''       -- folded, what the search finds it by; slot 0 of the search
);
CREATE UNIQUE INDEX household_id ON household(id);
CREATE INDEX household_address ON household(address_key, gone);
CREATE INDEX household_head ON household(head_key, gone);
CREATE INDEX household_code ON household(code_key, gone);
CREATE INDEX household_street ON household(street, alley, gone);
CREATE INDEX household_area ON household(area, gone);
CREATE INDEX household_building ON household(building) WHERE building IS NOT NULL;

-- People, side by side with those they live with.
CREATE TABLE person(
  home INTEGER NOT NULL,               -- household.row
  slot INTEGER NOT NULL,               -- 1 to 63: the person's bit in the search; 63 is shared by all beyond
  id BLOB NOT NULL,
  ord INTEGER NOT NULL,                -- 0 = head by relation, 1 = others
  gone INTEGER NOT NULL,               -- died or moved away
  name TEXT NOT NULL,
  words TEXT NOT NULL,                 -- folded: name, telephone, numbers of the cards
  PRIMARY KEY(home, slot, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX person_id ON person(id);

-- Records of all other kinds. Those that hang on a parent are found through record.parent; here stands only on whom they hung last,
-- because a card that goes to another person must be taken from the first one's words.
CREATE TABLE item(
  id BLOB PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  parent BLOB,                         -- by the kind's parent_field
  sort BLOB                            -- ICU order of the name; NULL for what hangs on a parent
) WITHOUT ROWID;
CREATE INDEX item_kind ON item(kind, sort) WHERE parent IS NULL;

CREATE TABLE unit(id BLOB PRIMARY KEY NOT NULL, parent BLOB, level TEXT, code TEXT, name TEXT, sort BLOB, valid_to TEXT) WITHOUT ROWID;
CREATE INDEX unit_parent ON unit(parent);
CREATE TABLE building(id BLOB PRIMARY KEY NOT NULL, name TEXT, house_no TEXT, alley TEXT, street TEXT) WITHOUT ROWID;
CREATE TABLE membership(id BLOB PRIMARY KEY NOT NULL, subject BLOB, category TEXT, from_date TEXT, to_date TEXT) WITHOUT ROWID;
CREATE INDEX membership_category ON membership(category, subject, from_date, to_date);
CREATE TABLE conflict(id BLOB PRIMARY KEY NOT NULL, record BLOB, open INTEGER NOT NULL, stamp TEXT) WITHOUT ROWID;
CREATE INDEX conflict_open ON conflict(record) WHERE open = 1;

-- Live records by kind.
CREATE TABLE tally(kind TEXT PRIMARY KEY NOT NULL, n INTEGER NOT NULL) WITHOUT ROWID;

-- The search (tn-search.h): which households, and who in them, have a word that begins so.
CREATE TABLE search(
  key BLOB NOT NULL,                   -- '1', '2', '3' + so many first bytes of words; 'w' + a word of letters; 'g' + the first four
                                       -- bytes of words with a digit
  block INTEGER NOT NULL,              -- household.row / 1024
  docs BLOB NOT NULL,                  -- tn-search-block.c
  PRIMARY KEY(key, block)
) WITHOUT ROWID;

-- A copy of version 1 that holds records gets its projections made when it is opened (tn-copy-open.c).
INSERT INTO meta(k, v) SELECT 'bulk', '1' WHERE EXISTS(SELECT 1 FROM record);
