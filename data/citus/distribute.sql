-- SPDX-License-Identifier: GPL-3.0-or-later
-- Spreads a district's tables over the nodes of a Citus cluster, by ward. Run once, on the coordinator, in the district's database, when
-- "tungnha-district init DIR --depot ..." or "copy" has made the tables and no server runs:
--   psql -v ON_ERROR_STOP=1 -f distribute.sql DATABASE
CREATE EXTENSION IF NOT EXISTS citus;

-- Small, and asked by every ward's work: a whole copy on each node.
SELECT create_reference_table(t) FROM unnest('{meta,device,replica,grant_,enrol,alarm}'::regclass[]) AS t;

-- Everything of a ward on one node: its row, which is its lock, with all that a push reads and writes. As many
-- shards as citus.shard_count says (32): a node holds several, and they can be moved later.
SELECT create_distributed_table('ward', 'ward');
SELECT create_distributed_table(t, 'ward', colocate_with => 'ward')
  FROM unnest('{ward_meta,ward_log,record,moved,stream,history,quarantine,erased}'::regclass[]) AS t;
