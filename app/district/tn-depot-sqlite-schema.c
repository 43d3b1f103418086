/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of sync.md 2.4, server part. Every key leads with the ward, so that a ward is never more than one place in an index and a later
 * driver can be partitioned. Numbered steps: a released one is never edited. */
#include "tn-depot-sqlite-private.h"

#define APPLICATION_ID 0x544e4453   /* TNDS */

static const char step_1[] =
  "CREATE TABLE meta(k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID;"
  /* seq: the newest that was given out. This row is the ward's lock where a database locks by row. */
  "CREATE TABLE ward(ward TEXT PRIMARY KEY, name TEXT NOT NULL, seq INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;"
  /* One row a commit that moved the ward; seq = its last, tok = random: a cursor of a cut-off time line does not fit. */
  "CREATE TABLE ward_log(ward TEXT, seq INTEGER, tok TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(ward, seq)) WITHOUT ROWID;"
  /* line = the canonical line without its number; h = its hash; rmax = newest stamp in it; parent = the record that decides the stream. */
  "CREATE TABLE record(ward TEXT, id BLOB, kind TEXT NOT NULL, stream TEXT NOT NULL, parent BLOB, seq INTEGER NOT NULL, rmax TEXT NOT NULL,"
  " h BLOB NOT NULL, line TEXT NOT NULL, PRIMARY KEY(ward, id));"
  /* With the stream, so that a team's page steps over what is not for it without reading it. */
  "CREATE INDEX record_seq ON record(ward, seq, stream);"
  "CREATE INDEX record_parent ON record(ward, parent) WHERE parent IS NOT NULL;"
  /* Covers the digest. By id and not by hash: an edit then touches the page it was on, and new records append. */
  "CREATE INDEX record_dig ON record(ward, stream, id, h);"
  "CREATE TABLE moved(ward TEXT, stream TEXT, id BLOB, seq INTEGER NOT NULL, PRIMARY KEY(ward, id, stream)) WITHOUT ROWID;"
  "CREATE INDEX moved_seq ON moved(ward, seq);"
  /* n and sum of h of all the stream's rows, tombstones too; kept by adding and taking away in the push. */
  "CREATE TABLE stream(ward TEXT, stream TEXT, n INTEGER NOT NULL, sum BLOB NOT NULL, PRIMARY KEY(ward, stream)) WITHOUT ROWID;"
  /* Displaced values only; why = superseded | lost. */
  "CREATE TABLE history(ward TEXT, id BLOB, unit TEXT, stamp TEXT, value TEXT, why TEXT NOT NULL, by_user TEXT, at INTEGER NOT NULL,"
  " PRIMARY KEY(ward, id, unit, stamp)) WITHOUT ROWID;"
  /* raw = the entry's line or a custody batch, whole; record = what an entry is about; state = open | released | rejected. */
  "CREATE TABLE quarantine(qid BLOB PRIMARY KEY, ward TEXT, device TEXT, at INTEGER NOT NULL, why TEXT NOT NULL, raw BLOB NOT NULL,"
  " state TEXT NOT NULL DEFAULT 'open', record BLOB);"
  "CREATE INDEX quarantine_record ON quarantine(ward, record) WHERE record IS NOT NULL;"
  "CREATE INDEX quarantine_custody ON quarantine(device) WHERE record IS NULL;"
  "CREATE TABLE erased(ward TEXT, id BLOB, at INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(ward, id)) WITHOUT ROWID;"
  "CREATE INDEX erased_seq ON erased(ward, seq);"
  "CREATE TABLE device(device TEXT PRIMARY KEY, pub BLOB NOT NULL, user TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL,"
  " session_no INTEGER NOT NULL DEFAULT 0, enrolled_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, revoked_at INTEGER) WITHOUT ROWID;"
  /* The fork test is per replica: after a fork both copies go on, each with a chain of its own. */
  "CREATE TABLE replica(replica TEXT PRIMARY KEY, device TEXT NOT NULL, since INTEGER NOT NULL, nonce TEXT NOT NULL, prev_nonce TEXT NOT NULL) WITHOUT ROWID;"
  "CREATE INDEX replica_device ON replica(device);"
  /* History of rights: rows are ended, never changed away. t_to 0 = still held. */
  "CREATE TABLE grant_(device TEXT, ward TEXT, stream TEXT, role TEXT, t_from INTEGER NOT NULL, t_to INTEGER NOT NULL DEFAULT 0);"
  "CREATE INDEX grant_device ON grant_(device);"
  "CREATE INDEX grant_ward ON grant_(ward);"
  /* streams: one a line. */
  "CREATE TABLE enrol(code_hash BLOB PRIMARY KEY, role TEXT NOT NULL, ward TEXT NOT NULL, streams TEXT NOT NULL, user TEXT NOT NULL,"
  " expires INTEGER NOT NULL, used_pub BLOB, used_device TEXT, tries INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;"
  /* What somebody should look at: a used code tried again, a stamp of the far future. */
  "CREATE TABLE alarm(at INTEGER NOT NULL, device TEXT, what TEXT NOT NULL, UNIQUE(device, what));";

/* Without the hash in it an edit leaves this index alone: a third of all pages that a batch of edits wrote. Who lists a stream's hashes, after a restore and no more,
 * reads them from the rows, which lie about in the order of the index. */
static const char step_2[] =
  "DROP INDEX record_dig;"
  "CREATE INDEX record_dig ON record(ward, stream, id);";

static const char *const steps[] = { step_1, step_2 };

const TnMigrations tn_depot_migrations = { APPLICATION_ID, steps, G_N_ELEMENTS (steps) };
