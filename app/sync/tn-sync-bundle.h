/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-bundle.h"
#include "tn-sync.h"
G_BEGIN_DECLS

/* Reconciling by USB stick (sync.md 2.15). The first three functions are the engine: bytes and streams, no files, no main loop, the copy's clock. */
typedef enum {
  TN_BUNDLE_DONE,
  TN_BUNDLE_OLD,            /* this laptop has all of it already, and later: receipts were taken, no record was touched */
} TnBundleOutcome;

typedef struct {
  gboolean read;            /* FALSE = written */
  gboolean asked;           /* written: a request for enrolment */
  TnBundleOutcome outcome;
  char *bundle;             /* id of what was written or read */
  char *path;               /* of the file, where there is one */
  guint64 bytes;
  guint edits;              /* written: unsent edits in it */
  guint acked, held;        /* read: edits that the district confirmed; that it holds for a reviewer */
  guint rows, conflicts;    /* read: records taken over; conflicts among them */
  gboolean enrolled;        /* read: it was the answer to this laptop's enrolment */
} TnBundleReport;
void tn_bundle_report_clear (TnBundleReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnBundleReport, tn_bundle_report_clear)
void tn_bundle_report_free (TnBundleReport *report);             /* of one on the heap; NULL is fine */

/* Writes every unsent edit (cumulative: a lost or older stick does no harm) and how far this copy has read. The edits stay in the outbox until the
 * district's receipt comes back, by stick or network. On FALSE nothing counts as written. options NULL = none. */
gboolean tn_bundle_write_up (TnCopy *copy, GOutputStream *out, const TnSyncOptions *options, TnBundleReport *report, GCancellable *cancellable, GError **error);
/* As tn_bundle_write_up() failed: for whoever could not keep what it wrote. */
gboolean tn_bundle_forget_up (TnCopy *copy, const TnBundleReport *report, GError **error);
/* A bundle of the district for this laptop: receipts, scope, records; or the answer to its enrolment. The whole of it is checked before anything is
 * taken over; page and cursor are one transaction, so reading it again after a cut goes on. Errors beside those of tn_bundle_reader_open():
 * TN_ERROR_REFUSED for another laptop, of another district, or access withdrawn; TN_ERROR_INVALID something between is missing;
 * TN_ERROR_REWOUND the server was put back; TN_ERROR_CONFLICT much would be removed (allow_removal). */
gboolean tn_bundle_read_down (TnCopy *copy, GBytes *file, const TnSyncOptions *options, TnBundleReport *report, GCancellable *cancellable, GError **error);
/* Asks for enrolment with an invitation. The code does not stand in it, nor anything by which a finder could enrol. url NULL = this laptop knows no
 * address of the server. The copy waits for the answer, which tn_bundle_read_down() takes. */
gboolean tn_bundle_write_enrol (TnCopy *copy, GOutputStream *out, const char *code, const char *url, const char *device_name, TnBundleReport *report,
                                GCancellable *cancellable, GError **error);

/* The same with files. `path` is a file or a folder (a stick): writing then chooses the name, reading the bundles for this laptop. */
gboolean tn_bundle_write_up_file (TnCopy *copy, const char *path, const TnSyncOptions *options, TnBundleReport *report, GCancellable *cancellable, GError **error);
gboolean tn_bundle_read_down_file (TnCopy *copy, const char *path, const TnSyncOptions *options, TnBundleReport *report, GCancellable *cancellable, GError **error);
gboolean tn_bundle_write_enrol_file (TnCopy *copy, const char *path, const char *code, const char *url, const char *device_name, TnBundleReport *report,
                                     GCancellable *cancellable, GError **error);
/* Enrolled, but without an address of the server: only sticks reach it. */
gboolean tn_is_stick_only (TnCopy *copy);
/* One sentence or two for a person about what was read or written. Owned. */
char *tn_bundle_report_to_text (const TnBundleReport *report);
G_END_DECLS
