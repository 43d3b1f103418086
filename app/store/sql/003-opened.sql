-- SPDX-License-Identifier: GPL-3.0-or-later
-- Of this laptop alone; cannot be made anew. Who was shown a protected value, of which record and when (product.md: identity and health
-- fields are logged when opened). Never the value. Entries of more than a year go when the next one is written.
CREATE TABLE opened(
  n INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,                 -- ms since 1970, this laptop's clock
  by_user TEXT NOT NULL,               -- who typed at this laptop; '' = nobody had said
  id BLOB NOT NULL,                    -- record that holds the value
  field TEXT NOT NULL                  -- key of the field; `*` = the whole record
);
CREATE INDEX opened_at ON opened(at);
