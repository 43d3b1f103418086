/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cjson/cJSON.h>
#include "tn-invite.h"
#include "tn-outbox.h"
#include "tn-sync.h"
G_BEGIN_DECLS

/* What the files of sync/ share. One TnClient = one run of tn_sync_run(), tn_sync_wait() or tn_enrol(). */
struct _TnTicket {
  char *token, *replica;
  char *hub;                      /* id of the hub's laptop; NULL = the root */
  gint64 opened_ms;               /* by the copy's clock */
  gboolean upgrade;               /* this program may push and not pull */
  gboolean dict;                  /* the server knows TN_PAGE_DICT, and answers a wait with the page */
};
void tn_ticket_free (TnTicket *ticket);

typedef struct {
  TnCopy *copy;
  TnTransport *transport;         /* borrowed */
  const TnSyncOptions *options;   /* never NULL */
  TnSessionLog *log;              /* never NULL */
  GCancellable *cancellable;
  char *device, *key_ref, *ward;
  gboolean fresh;                 /* the session was opened in this run */
  gint64 opened_in_us;            /* what opening it took, with its connection; 0 = it was open */
  gboolean stale;                 /* an answer told that scope, right or log are not what the session that is used said */
  gboolean caught_up;             /* what was sent was all that this copy lacked of the root: nothing need be pulled */
  gboolean rewound;               /* the server's log does not hold what this copy knows of it */
  GStrv streams;                  /* the scope, when fresh */
  char *repaired;                 /* cursor of the last receipt of a repair under way; NULL = none */
  gboolean through_hub;
  char *hub;                      /* id of the hub's laptop, once it was asked; NULL = the root */
} TnClient;
gboolean tn_client_init (TnClient *c, TnCopy *copy, TnTransport *transport, GError **error);
void tn_client_clear (TnClient *c);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnClient, tn_client_clear)
void tn_client_progress (TnClient *c, TnSyncStep step, guint64 done, guint64 total);

typedef struct {
  const char *method, *path, *content_type;
  GBytes *body;
  gboolean sign, token;
  const char *bearer;             /* a token of elsewhere, instead of the transport's */
  const char *known;              /* as in TnRequest */
  gsize max_body;
  guint timeout_s;
} TnClientCall;
/* One exchange. TRUE = answered with 2xx. FALSE with *problem (static storage, NULL = no answer) naming the problem code, and the error in words. */
gboolean tn_client_send (TnClient *c, const TnClientCall *call, TnResponse *response, const char **problem, GError **error);
/* The same with a session: opens one if there is none, and once more when the server has forgotten it. */
gboolean tn_client_ask (TnClient *c, const TnClientCall *call, TnResponse *response, const char **problem, GError **error);
/* "/v1/w/<ward>/<what>". Owned. */
char *tn_client_path (TnClient *c, const char *what);
cJSON *tn_client_parse (const TnResponse *response, GError **error);   /* an object, or TN_ERROR_CORRUPT */
gboolean tn_client_bad_answer (const char *what, GError **error);      /* always FALSE */
void tn_client_note (TnClient *c, const char *text);                      /* a sentence more in log->note */
gboolean tn_client_set_upgrade (GError **error);                       /* "too old to receive"; always FALSE */
gboolean tn_client_set_not_enrolled (GError **error);                  /* always FALSE */
gboolean tn_client_set_rewound (GError **error);                       /* always FALSE */
/* What goes with everything whose answer says that something is safe at the root, or moves a cursor: the newest commit of the root that this copy was told of. A root that
 * does not have it says `cursor-unknown`, and takes and gives nothing. NULL = none, or the root has said already that it was put back, or a hub is asked. Owned. */
char *tn_client_known (TnClient *c);
/* "12.ab34" → 12 and "ab34". */
gboolean tn_cursor_split (const char *cursor, gint64 *seq, char **tok);

/* tn-sync-session.c: opens a session and adopts its clock, nonce, scope; forked and revoked are dealt with here. */
gboolean tn_sync_open_session (TnClient *c, GError **error);
gboolean tn_sync_has_session (TnClient *c);                                 /* a ticket that is still good */
/* tn-sync-known.c: asks which open edits the server has (only held ones, or all). */
/* The question about rows[from…to-1] (TnOpenRow*). */
GBytes *tn_sync_known_request (TnClient *c, const GPtrArray *rows, guint from, guint to);
gboolean tn_sync_ask_known (TnClient *c, gboolean only_held, GError **error);
/* tn-sync-hub.c */
gboolean tn_sync_find_hub (TnClient *c, GError **error);                    /* who stands behind the transport: c->hub */
gboolean tn_sync_ask_hub (TnClient *c, GError **error);                     /* what became of the edits that lie there */
char *tn_sync_key_at (TnClient *c, const char *meta_key);                   /* a setting of its own for each hub. Owned */
/* tn-sync-relay.c: a hub hands its team's edits on, each after those of its own that its author may have seen. *after = own edits up to there are sent. */
gboolean tn_sync_relay (TnClient *c, gint64 *after, GError **error);
gboolean tn_sync_relay_custody (TnClient *c, guint *n, GError **error);
/* tn-sync-push.c */
gboolean tn_sync_push_own (TnClient *c, gint64 *after, gint64 upto, GError **error);
GBytes *tn_sync_pack (TnClient *c, const GString *lines, const char *extra, GError **error);   /* a batch; `extra` = further members with a leading comma */

gboolean tn_sync_push (TnClient *c, GError **error);
/* Same lines, signed, to /custody: what a revoked device may still do. */
gboolean tn_sync_custody (TnClient *c, guint *n, GError **error);
/* Whether the root has the commit of this cursor. Needs a session with streams, of a program that may pull. */
gboolean tn_sync_has_commit (TnClient *c, const char *cursor, gboolean *held, GError **error);
/* Every kept edit that was ever sent, acknowledged or not, for a server that was put back. */
gboolean tn_sync_push_again (TnClient *c, GError **error);
/* tn-sync-repair.c: brings this copy and its upstream together again (sync.md 2.9): (1) every kept edit that was ever sent is sent again; (2) records that differ or that
 * the upstream lacks are handed in; (3) what then differs is fetched, and all cursors are set to where that was read. Whoever finds that a
 * cursor does not fit, or that set hashes differ, calls it; a hub's first contact too. Needs a fresh session. Broken off anywhere, it
 * begins anew with the next session and finds less to do: nothing is removed or overwritten before it was handed in. `why`, a whole sentence
 * for a person, stands first in log->note. */
gboolean tn_sync_repair (TnClient *c, const char *why, GError **error);
/* What a hub has shown for 30 days and the root has never said is handed in from here: its author and that hub may be lost. With the root only. */
gboolean tn_sync_hand_in_ahead (TnClient *c, GError **error);
/* tn-sync-compare.c: which records differ between this copy and its upstream, a part of the buckets at a time, so that memory stays bounded. */
typedef struct {
  GArray *hand_in;                /* TnId: here with another hash, or not there at all */
  GArray *take;                   /* TnId: there with another hash, or not here at all */
  char *cursor;                   /* of the upstream, from before its records were read */
  guint64 total, done;            /* records in buckets that differ, there and here; how many of them were looked at */
  gboolean part[256], differing[256];
  gint64 there[256];              /* records the upstream has in a bucket */
} TnCompare;
void tn_compare_clear (TnCompare *compare);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnCompare, tn_compare_clear)
gboolean tn_compare_begin (TnCompare *compare, TnClient *c, GError **error);
/* Fills hand_in and take with the next part; *more FALSE when there is none. */
gboolean tn_compare_next (TnCompare *compare, TnClient *c, gboolean *more, GError **error);
/* tn-sync-pace.c: lines of a page or a batch, as the line allows. meta_key is TN_META_PACE_UP or _DOWN. */
guint tn_pace_first (TnClient *c, const char *meta_key);
/* What the next one may have, after one of `lines` took so long: at most `most`. */
guint tn_pace_adapt (guint limit, guint lines, gint64 took_us, guint most);
/* Keeps for the next session what went well, or half of what the line broke in. limit = of the one that was tried last. */
void tn_pace_ended (TnClient *c, const char *meta_key, guint limit, const GError *error);
/* tn-sync-pull.c */
gboolean tn_sync_pull (TnClient *c, GError **error);
/* This copy was compared with the root, or a stick of it, and is equal: what only a hub had told is the root's word now. */
gboolean tn_sync_told_by_root (TnCopy *copy, GError **error);
/* The members `want` and, if it is not NULL, `known` of a request for a page of these TnPull. */
void tn_sync_append_want (GString *text, const GPtrArray *pulls, const char *known);
/* tn-sync-wait.c. What a wait for pages asks for: JSON with streams, cursors and the newest commit that is known. Owned; NULL on error. */
char *tn_sync_want (TnCopy *copy, GError **error);
typedef struct { const char *ward, *token, *want; } TnWaitOrder;
/* *page gets an inflated page, NULL when nothing came in 55 s. Touches no copy. */
gboolean tn_sync_wait_page (TnTransport *t, const TnWaitOrder *order, gint64 *seq, GBytes **page, const char **problem, GCancellable *cancellable, GError **error);
/* *taken FALSE without error: the copy has moved on since, or there is more than this page; a session is due. The log is the caller's to add. */
gboolean tn_sync_take_page (TnCopy *copy, GBytes *page, const char *want, TnSessionLog *log, gboolean *taken, GError **error);
gboolean tn_sync_wait_on (TnTransport *t, const char *ward, const char *token, const char *cursor, gint64 *seq, const char **problem, GCancellable *cancellable, GError **error);

/* tn-sync-pull.c: names (owned) of the streams among `pulls` whose set hash is not what `theirs`, the member `dig` of an end line, says. NULL on error. */
GPtrArray *tn_sync_list_differing (TnCopy *copy, const GPtrArray *pulls, const cJSON *theirs, GError **error);

/* How far this copy has read the ward, by the stream that is furthest behind: what a wait starts from. Owned; NULL on error. */
char *tn_sync_cursor (TnCopy *copy, const char *hub, gint64 *seq, GError **error);

/* tn-enrol.c, shared with enrolling by stick. check_ca gives the one certificate that the invitation names, owned; prepare_key finds this copy's key or
 * makes one; store keeps what the district answered, in one transaction. */
char *tn_enrol_check_ca (const TnInvite *invite, const char *pem, gssize len, GError **error);
gboolean tn_enrol_prepare_key (TnCopy *copy, guint8 public_key[32], char **key_ref, GError **error);
gboolean tn_enrol_store (TnCopy *copy, const char *url, const char *ca_pem, const char *device_name, const cJSON *json, GError **error);

TnTransport *tn_transport_soup_new_unverified (const char *url, GError **error);
G_END_DECLS
