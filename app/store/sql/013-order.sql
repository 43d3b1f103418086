-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 13: what a session and a list cost follows what changed, and not what is here.

-- Moves on whenever a household comes, goes, or is to stand elsewhere in a list: who keeps the order of 60,000 in memory (tn-query-cache.c)
-- reads it again only then. Triggers, so that no way of writing can forget it; a build drops them with the indexes (tn-build-index.c).
CREATE TABLE household_order(n INTEGER NOT NULL);
INSERT INTO household_order VALUES(0);
CREATE TRIGGER household_in AFTER INSERT ON household BEGIN UPDATE household_order SET n = n + 1; END;
CREATE TRIGGER household_out AFTER DELETE ON household BEGIN UPDATE household_order SET n = n + 1; END;
CREATE TRIGGER household_moved AFTER UPDATE OF gone, address_key, head_key, code_key ON household
WHEN NEW.gone IS NOT OLD.gone OR NEW.address_key IS NOT OLD.address_key OR NEW.head_key IS NOT OLD.head_key OR NEW.code_key IS NOT OLD.code_key
BEGIN UPDATE household_order SET n = n + 1; END;

-- Closed edits by age: each session forgets those of 90 days ago, and must not read the others for that.
CREATE INDEX outbox_closed ON outbox(at) WHERE state <> 'new' AND state <> 'held';
