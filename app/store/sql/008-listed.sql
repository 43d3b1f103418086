-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 8 of a ward's copy: what lists of work are read by (tn-listed.h). Made from `record` like all projections, by the fields that the
-- kind names (list_ref, list_state, list_time in schema/tn-schema.h): a new kind's lists need no table of their own.
ALTER TABLE item ADD COLUMN ref BLOB;      -- the record that it also belongs to: a stop's round, a response's check
ALTER TABLE item ADD COLUMN state TEXT;    -- key of the choice; '' = none chosen; NULL = the kind has no such list
ALTER TABLE item ADD COLUMN at INTEGER;    -- a time as ms since 1970; a date as yyyymmdd, what is not known of it as 00
CREATE INDEX item_state ON item(kind, state, at, parent) WHERE state IS NOT NULL;
CREATE INDEX item_at ON item(kind, at, state, parent) WHERE at IS NOT NULL;
CREATE INDEX item_ref ON item(ref, kind, state) WHERE ref IS NOT NULL;
CREATE INDEX item_parent ON item(parent, kind, at, state) WHERE at IS NOT NULL;
INSERT INTO meta(k, v) SELECT 'bulk', '1' WHERE EXISTS(SELECT 1 FROM record) ON CONFLICT DO NOTHING;
