-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 14 of a ward's copy: what is counted and added up of a list without opening a record (list_marks, list_amount, list_quantity in schema/tn-schema.h):
-- what was handed over in a programme, whom a campaign has reached. Made from `record` like all projections.
ALTER TABLE item ADD COLUMN marks INTEGER;      -- bit i = the i-th field of the unit is true; NULL = none is, or the kind names no unit
ALTER TABLE item ADD COLUMN amount INTEGER;     -- NULL = 0
ALTER TABLE item ADD COLUMN quantity INTEGER;   -- millionths; NULL = 0
DROP INDEX IF EXISTS item_delivery;             -- a build that was cut off has left the file without it
CREATE INDEX item_delivery ON item(kind, ref, parent, at, amount, quantity) WHERE kind = 'delivery' AND ref IS NOT NULL;
CREATE INDEX item_marks ON item(kind, state, at, parent, marks) WHERE marks IS NOT NULL;
INSERT INTO meta(k, v) SELECT 'bulk', '1' WHERE EXISTS(SELECT 1 FROM record) ON CONFLICT DO NOTHING;
-- A copy that has its lists, and is being given one more stream, would show nothing added up until that is read to its end.
UPDATE meta SET v='1' WHERE k='bulk' AND EXISTS(SELECT 1 FROM pull WHERE ready=1);
