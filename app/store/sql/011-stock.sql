-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 11 of a ward's copy: the ledger of stock without its words, so that balances are added up without opening each entry (tn-ledger.h). Made from
-- `record` like all projections.
CREATE TABLE stock(
  id BLOB PRIMARY KEY NOT NULL,        -- of the stock_entry
  item BLOB,
  from_place BLOB,                     -- NULL = comes from outside
  to_place BLOB,                       -- NULL = goes to somebody
  quantity INTEGER,                    -- thousandths; NULL = not understood by this program
  at INTEGER NOT NULL,                 -- yyyymmdd, what is not known of it as 00; 0 = not given
  why TEXT,                            -- key of the choice
  source BLOB                          -- the gift, the delivery, or the entry that this one puts right
) WITHOUT ROWID;
CREATE INDEX stock_item ON stock(item);
CREATE INDEX stock_sum ON stock(item, from_place, to_place, quantity, why) WHERE why IS NOT 'reverse';   -- balances are read from it alone
CREATE INDEX stock_reverse ON stock(why) WHERE why IS 'reverse';
INSERT INTO meta(k, v) SELECT 'bulk', '1' WHERE EXISTS(SELECT 1 FROM record) ON CONFLICT DO NOTHING;
