/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-db.h"
#include "tn-row.h"
G_BEGIN_DECLS

/* A ward's copy on this laptop: one SQLite file. A TnCopy is one connection and belongs to one thread at a time; the window reaches
 * it through TnStore (tn-store.h), tungnha-ctl and the sync worker directly. `record` and `outbox` are the shared truth (sync.md 2.4);
 * everything in tn-projection.h can be rebuilt from them. */
typedef struct _TnCopy TnCopy;
typedef enum { TN_COPY_READ_ONLY = 1 << 0, TN_COPY_CREATE = 1 << 1 } TnCopyFlags;

/* Opens, checks, migrates (not when read-only: then an older file is TN_ERROR_BUSY to be opened for writing first). A file cloned to
 * another disk or machine gets a new replica id here (sync.md 2.2). env is borrowed and must outlive the copy; NULL = system. */
TnCopy *tn_copy_open (const char *path, TnCopyFlags flags, const TnEnv *env, GError **error);
void tn_copy_close (TnCopy *copy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnCopy, tn_copy_close)
/* Before many pages or batches: blocks of megabytes that go from thread to thread. glibc would take them from heaps of each thread and keep these; mapped,
 * they are given back when they are freed. For the whole process, and for good. */
void tn_copy_bound_heaps (void);
/* For a simulator: lists are made without threads beside, so that the order of all steps is the same in every run. */
void tn_copy_set_one_thread (TnCopy *copy, gboolean one_thread);
TnDb *tn_copy_db (TnCopy *copy);
const TnEnv *tn_copy_env (TnCopy *copy);
const char *tn_copy_path (TnCopy *copy);

/* The ward this copy is of: its commune code, "" until set (by enrolment, import of a first list or practice). A copy is of one ward. */
const char *tn_copy_ward (TnCopy *copy);
gboolean tn_copy_set_ward (TnCopy *copy, const char *ward, GError **error);
/* Who types at this laptop now (free text such as "Lan"), stored with every edit. */
const char *tn_copy_user (TnCopy *copy);
gboolean tn_copy_set_user (TnCopy *copy, const char *user, GError **error);

/* Small persistent settings (table meta). Keys in use stand in tn-meta-keys.h. Owned; NULL when unset. */
char *tn_copy_get_meta (TnCopy *copy, const char *key);
gboolean tn_copy_set_meta (TnCopy *copy, const char *key, const char *value /* NULL removes */, GError **error);
char *tn_copy_replica (TnCopy *copy);                         /* 12 hex. Owned */
/* The server said `forked`: mints a new replica id and swaps it into every unsent edit, in one transaction. */
gboolean tn_copy_renew_replica (TnCopy *copy, GError **error);

/* One record as the window shows it, own unsent edits included. NULL with TN_ERROR_NOT_FOUND. */
TnRow *tn_copy_get (TnCopy *copy, const TnId *id, GError **error);
/* The same for somebody who looks at it: what was deleted, or is of a kind that this program does not know, is TN_ERROR_NOT_FOUND too, in words. */
TnRow *tn_copy_get_live (TnCopy *copy, const TnId *id, GError **error);

/* Backup while in use; restore replaces the copy at `path` (TN_ERROR_BUSY while it is open anywhere) after checking the backup whole. What was
 * at `path` stays beside it as `path`.before-restore. After a restore the file gets a new replica id at its next opening. */
gboolean tn_copy_backup (TnCopy *copy, const char *to, GCancellable *cancellable, GError **error);
gboolean tn_copy_restore (const char *backup, const char *path, GCancellable *cancellable, GError **error);

typedef struct { guint64 records, outbox, orphans; char *problem; /* NULL = sound; owned */ } TnDoctorReport;
void tn_doctor_report_clear (TnDoctorReport *r);
/* integrity_check, every record's body parses, hashes and stamps agree, projections agree with records; with rebuild they are made anew. */
gboolean tn_copy_doctor (TnCopy *copy, gboolean rebuild, TnDoctorReport *report, GCancellable *cancellable, GError **error);
G_END_DECLS
