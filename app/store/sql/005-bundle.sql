-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 5: sticks (sync.md 2.15). A receipt that comes back on a stick names an up-bundle; only what this file itself wrote into a bundle of
-- that id is closed by it. A restored laptop knows no later bundle, and so cannot be talked out of its edits.

-- SHARED TRUTH. The newest up-bundles written here that no receipt has come for.
CREATE TABLE bundle(
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  bundle TEXT NOT NULL UNIQUE,         -- id in the bundle's header
  made INTEGER NOT NULL                -- ms since 1970, this laptop's clock
);
-- SHARED TRUTH. What each of them carries.
CREATE TABLE bundle_edit(
  no INTEGER NOT NULL,
  n INTEGER NOT NULL,                  -- of outbox
  stamp TEXT NOT NULL,                 -- an edit number alone may come again after a restore in place
  fresh INTEGER NOT NULL,              -- 1 = it had left this laptop by no way before
  PRIMARY KEY(no, n)
) WITHOUT ROWID;
