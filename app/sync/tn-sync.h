/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
#include "tn-apply.h"
G_BEGIN_DECLS

/* The client's engine: synchronous, one thread, no main loop; the transport, the clock (the copy's env) and the file system are given, so that the
 * simulator drives the same object code. */
/* path from "/v1/…"; body NULL = none; token NULL = no Authorization; timeout_s = so long without one byte of
 * progress in either direction, 0 = TN_REQUEST_TIMEOUT_S; signature NULL = none,
 * else the value of TN_HEADER_SIGNATURE: hex of Ed25519 over the raw body; known NULL = none, else that of TN_HEADER_KNOWN: the newest commit that the
 * laptop was told of, for a body that was packed before its answer came. */
typedef struct { const char *method, *path; const char *content_type; GBytes *body; const char *token; guint timeout_s; const char *signature, *known; } TnRequest;
#define TN_REQUEST_TIMEOUT_S 60u
#define TN_HEADER_SIGNATURE "X-Tungnha-Signature"
#define TN_HEADER_KNOWN "X-Tungnha-Known"
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
/* The same to a hub of `ward`, at whatever address it stands: its certificate must be signed by the district's CA for that ward's hubs (wire/tn-hub-name.h), and
 * not name one of `ended` (JSON as in TN_META_HUBS_ENDED; NULL = none), whose right was withdrawn. */
TnTransport *tn_transport_soup_new_hub (const char *url, const char *ca_pem, const char *ward, const char *ended, GError **error);
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
/* The same over a transport of the caller's, for a CA that is known. */
gboolean tn_enrol_over (TnCopy *copy, TnTransport *transport, const char *url, const char *code, const char *ca_pem, const char *device_name, GCancellable *cancellable, GError **error);
gboolean tn_is_enrolled (TnCopy *copy);

typedef enum { TN_SYNC_CONNECT, TN_SYNC_PUSH, TN_SYNC_PULL, TN_SYNC_INDEX, TN_SYNC_DONE, TN_SYNC_REPAIR } TnSyncStep;
typedef void (*TnSyncProgress) (TnSyncStep step, guint64 done, guint64 total /* 0 = unknown */, gpointer user_data);
typedef struct {
  gboolean allow_removal;
  TnSyncProgress progress;
  gpointer user_data;
  gboolean one_thread;      /* what is done beside the line (a page applied, a batch closed) is done after it, on the caller's thread: the same steps, repeatable */
  guint page_lines;         /* lines a page; 0 = as the line is worth */
  guint batch_lines;        /* edits a batch; 0 = likewise */
  gboolean through_hub;     /* a hub stands behind the given transport (with none the copy's own setting says, TN_META_HUB_URL) */
} TnSyncOptions;
/* One whole session (sync.md 2.7), logged with tn_session_log_add. transport NULL = over libsoup to where this copy reconciles:
 * the enrolled server, or a ward's laptop (tn_sync_set_hub). Resumable at every step.
 * A server that was put back, set up anew or is another one is repaired by it first (sync.md 2.9); log->note then says so.
 * options, log NULL = none; log->error and log->note then are the caller's to free. TN_ERROR_CONFLICT = much would be removed: nothing was, ask the person and come
 * again with allow_removal. TN_ERROR_UPGRADE, _REFUSED as tn-error.h says; what is typed here is kept in every case. */
gboolean tn_sync_run (TnCopy *copy, TnTransport *transport, const TnSyncOptions *options, TnSessionLog *log, GCancellable *cancellable, GError **error);
/* Blocks until the ward moved past what this copy knows (TRUE, *moved), 55 s went by (TRUE, !*moved), or an error. */
gboolean tn_sync_wait (TnCopy *copy, TnTransport *transport, gboolean *moved, GCancellable *cancellable, GError **error);

/* Through whom this copy reconciles from now on: the ward laptop at `url`, or the district (NULL). May be changed at any time (sync.md 2.16): each keeps its
 * own cursors here, and an edit is closed only when the root has it. TN_ERROR_CONFLICT in a copy that is a hub itself. */
gboolean tn_sync_set_hub (TnCopy *copy, const char *url, GError **error);
/* Over libsoup to where this copy reconciles now. *through_hub says which it is; `url` (NULL = not wanted) gets the address, owned. */
TnTransport *tn_sync_connect (TnCopy *copy, char **url, gboolean *through_hub, GError **error);
/* Edits that no session has tried yet: to send, or to hand on. What lies at a hub and waits there is none. */
gboolean tn_sync_count_unsent (TnCopy *copy, guint64 *n, GError **error);
/* Asks the district to sign the TLS key of this laptop as hub of its ward: `csr` is a PKCS #10 request, PEM. The certificate (PEM) is owned. TN_ERROR_REFUSED
 * when the district has not made this laptop a hub. */
gboolean tn_sync_hub_certificate (TnCopy *copy, TnTransport *transport, const char *csr, char **certificate, GCancellable *cancellable, GError **error);
G_END_DECLS
