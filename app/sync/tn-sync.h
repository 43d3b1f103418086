/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
#include "tn-apply.h"
G_BEGIN_DECLS

/* The client's engine: synchronous, one thread, no main loop; the transport, the clock (the copy's env) and the file system are given, so that the
 * simulator drives the same object code. */
/* path from "/v1/…"; body NULL = none; token NULL = no Authorization; timeout_s = so long without one byte of
 * progress in either direction, 0 = TN_REQUEST_TIMEOUT_S; signature NULL = none,
 * else the value of TN_HEADER_SIGNATURE: hex of Ed25519 over the raw body. */
typedef struct { const char *method, *path; const char *content_type; GBytes *body; const char *token; guint timeout_s; const char *signature; } TnRequest;
#define TN_REQUEST_TIMEOUT_S 60u
#define TN_HEADER_SIGNATURE "X-Tungnha-Signature"
typedef struct { guint status; char *content_type; GBytes *body; guint retry_after_s; guint64 bytes_up, bytes_down; } TnResponse;
void tn_response_clear (TnResponse *r);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnResponse, tn_response_clear)
typedef struct _TnTransport TnTransport;
typedef struct _TnTicket TnTicket;   /* what the last session over this transport left, so that the next run and wait need no new one */
struct _TnTransport {
  /* FALSE = not reached (TN_ERROR_NETWORK, TN_ERROR_TLS or cancelled). Any HTTP status is TRUE. Reads at most max_body bytes. */
  gboolean (*send) (TnTransport *t, const TnRequest *request, gsize max_body, TnResponse *response, GCancellable *cancellable, GError **error);
  void (*free) (TnTransport *t);
  TnTicket *ticket;         /* the engine's; NULL at first. Freed by tn_transport_free() */
  guint retry_after_s;      /* what the last 429 or 503 asked for, 0 = nothing: for whoever decides when to try again */
};
/* Over libsoup, trusting `ca_pem` alone. Belongs to the thread that made it. Url is "https://host:port". */
TnTransport *tn_transport_soup_new (const char *url, const char *ca_pem, GError **error);
void tn_transport_free (TnTransport *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTransport, tn_transport_free)

/* The laptop's private Ed25519 key: in the key ring, or where there is none (a terminal, a service) in a file beside the copy that only its
 * owner may read. */
gboolean tn_keys_create (const char *copy_path, guint8 public_key[32], char **key_ref, GError **error);
gboolean tn_keys_sign (const char *copy_path, const char *key_ref, const void *data, gsize len, guint8 signature[64], GError **error);
/* Opens the content key of a bundle that was sealed for this laptop's key (tn-bundle.h). TN_ERROR_CORRUPT when it was not. */
gboolean tn_keys_open_sealed (const char *copy_path, const char *key_ref, const guint8 *sealed, guint8 content_key[32], GError **error);
gboolean tn_keys_public (const char *copy_path, const char *key_ref, guint8 public_key[32], GError **error);

/* Enrols this copy with an invitation. The code carries the CA's fingerprint, so without ca_pem the CA is fetched and checked against it.
 * Repeating with the same code after a lost answer gives the same enrolment. */
gboolean tn_enrol (TnCopy *copy, const char *url, const char *code, const char *ca_pem, const char *device_name, GCancellable *cancellable, GError **error);
gboolean tn_is_enrolled (TnCopy *copy);

typedef enum { TN_SYNC_CONNECT, TN_SYNC_PUSH, TN_SYNC_PULL, TN_SYNC_INDEX, TN_SYNC_DONE, TN_SYNC_REPAIR } TnSyncStep;
typedef void (*TnSyncProgress) (TnSyncStep step, guint64 done, guint64 total /* 0 = unknown */, gpointer user_data);
typedef struct { gboolean allow_removal; TnSyncProgress progress; gpointer user_data; } TnSyncOptions;
/* One whole session (sync.md 2.7), logged with tn_session_log_add. transport NULL = over libsoup to the enrolled server. Resumable at every step.
 * A server that was put back, set up anew or is another one is repaired by it first (sync.md 2.9); log->note then says so.
 * options, log NULL = none; log->error and log->note then are the caller's to free. TN_ERROR_CONFLICT = much would be removed: nothing was, ask the person and come
 * again with allow_removal. TN_ERROR_UPGRADE, _REFUSED as tn-error.h says; what is typed here is kept in every case. */
gboolean tn_sync_run (TnCopy *copy, TnTransport *transport, const TnSyncOptions *options, TnSessionLog *log, GCancellable *cancellable, GError **error);
/* Blocks until the ward moved past what this copy knows (TRUE, *moved), 55 s went by (TRUE, !*moved), or an error. */
gboolean tn_sync_wait (TnCopy *copy, TnTransport *transport, gboolean *moved, GCancellable *cancellable, GError **error);
G_END_DECLS
