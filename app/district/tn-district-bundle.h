/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-bundle.h"
#include "tn-district.h"
G_BEGIN_DECLS

/* The district's side of reconciling by USB stick (sync.md 2.15). The first two functions are the engine: bytes and streams, no files, no main
 * loop. What a laptop has said of itself by stick is kept per laptop and ward in the depot's settings. */
typedef enum {
  TN_STICK_TAKEN,           /* its edits are in the district's books: next its answer */
  TN_STICK_CUSTODY,         /* the laptop's access was withdrawn: kept for a reviewer, unopened */
  TN_STICK_ENROLLED,        /* a request for enrolment that was granted */
} TnStickOutcome;
typedef struct {
  TnStickOutcome outcome;
  char *device, *name, *ward, *bundle;
  guint edits, held, erased;          /* lines in it; of those held for a reviewer; of erased records */
} TnStickRead;
void tn_stick_read_clear (TnStickRead *read);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnStickRead, tn_stick_read_clear)

/* Takes an up-bundle exactly as a push of that laptop, or an enrolment. Any number of times and in any order. Nothing is taken of what is damaged or not
 * ours. Errors beside those of tn_bundle_reader_open(): TN_ERROR_REFUSED (another district, unknown laptop, invitation used, expired or unknown). */
gboolean tn_district_bundle_read (TnDistrict *d, GBytes *file, TnStickRead *read, GError **error);

typedef struct { char *bundle, *path; guint64 rows, bytes; gboolean revoked, rewound; } TnStickWritten;
void tn_stick_written_clear (TnStickWritten *written);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnStickWritten, tn_stick_written_clear)
/* Writes receipts, scope and the records after what the laptop's last stick said it has; `full` or a laptop that never said = from the beginning. */
gboolean tn_district_bundle_write (TnDistrict *d, const char *device, const char *ward, gboolean full, GOutputStream *out, TnStickWritten *written,
                                   GCancellable *cancellable, GError **error);

/* ---- with files ---- */
/* Reads a file, or every up-bundle and enrolment for this district in a folder; calls back for each, with its error if it failed. FALSE when one did. */
typedef void (*TnStickEach) (const char *path, const TnStickRead *read, const GError *error, gpointer user_data);
gboolean tn_district_bundle_read_path (TnDistrict *d, const char *path, TnStickEach each, gpointer user_data, GError **error);
gboolean tn_district_bundle_write_path (TnDistrict *d, const char *device, const char *ward, gboolean full, const char *path, TnStickWritten *written, GError **error);
/* Laptops and wards whose stick was read and that have had no answer since. */
typedef struct { char *device, *ward; } TnStickTarget;
void tn_stick_target_free (TnStickTarget *target);
GPtrArray *tn_district_bundle_waiting (TnDistrict *d, GError **error);
/* The wards that the laptop has a right to now. TnStickTarget*. */
GPtrArray *tn_district_bundle_wards (TnDistrict *d, const char *device, GError **error);
G_END_DECLS
