/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot.h"
#include "tn-problem.h"
G_BEGIN_DECLS

/* The district's desk: every route as a plain function from request to response. No sockets and no main loop in it: the HTTPS server
 * (tn_district_server_start() below), the tests and the simulator call the same code. Thread-safe. */
typedef struct _TnDistrict TnDistrict;
typedef struct {
  const char *method, *path, *query, *content_type;
  const char *token;                /* of `Authorization: Bearer`, or NULL */
  GBytes *body;                     /* NULL = none */
  const char *peer;                 /* address, for the request rate */
  const char *signature;            /* X-Tungnha-Signature, or NULL */
  const char *known;                /* X-Tungnha-Known: cursor of the ward's newest commit that the laptop was told of, or NULL */
} TnCall;
typedef struct {
  guint status;
  char *content_type;
  GBytes *body;                     /* NULL = none */
  guint retry_after_s;              /* 0 = no such header */
  gboolean wait;                    /* hold: call again with the same call when wait_ward has moved past wait_seq; after 55 s answer 204 */
  char *wait_ward, *wait_device;    /* a device waits once: a newer wait of it sheds this one */
  gint64 wait_seq;
  gboolean wait_others;             /* the device's own pushes do not end the wait: it has their receipts */
} TnAnswer;
void tn_answer_clear (TnAnswer *a);
TnDistrict *tn_district_new (const char *dir, const TnEnv *env, GError **error);        /* an initialised district folder */
/* The same, whose records are in the database at `depot`; NULL = what DIR/depot names, or else DIR/district.db. */
TnDistrict *tn_district_open (const char *dir, const char *depot, const TnEnv *env, GError **error);
void tn_district_free (TnDistrict *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDistrict, tn_district_free)
/* Always fills the answer; clear it with tn_answer_clear(). */
void tn_district_handle (TnDistrict *d, const TnCall *call, TnAnswer *answer);
/* Sets a problem+json answer; `extra` as in tn_problem_to_json(). */
void tn_answer_problem (TnAnswer *answer, TnProblem problem, const char *extra);
/* Requests a minute for each device and address; 0 (the default) = no limit. Before the first call. */
void tn_district_set_rate (TnDistrict *d, guint per_minute);
/* The same desk over another depot: a hub's. `name` is what /info calls it, `hub` the id of its laptop, `ca_pem` the district's CA, `certificate` and `key` the files that a server
 * of it would serve TLS with. Takes the depot. */
typedef struct { const char *name, *hub, *ca_pem, *certificate, *key; } TnDeskIdentity;
TnDistrict *tn_district_new_over (TnDepot *depot, const TnDeskIdentity *identity, const TnEnv *env);
const char *tn_district_tls_certificate (TnDistrict *d);
const char *tn_district_tls_key (TnDistrict *d);
/* Called after a commit moved a ward, on any thread; also of another server process, if the depot is shared. It is a hint: `seq` may be
 * told twice, late, or after the ward has been set back. `moved` NULL = no more. FALSE only when another process cannot be listened to. */
typedef void (*TnDistrictMoved) (const char *ward, gint64 seq, gpointer user_data);
gboolean tn_district_set_moved (TnDistrict *d, TnDistrictMoved moved, gpointer user_data, GError **error);
/* For a server: what no answer need wait for (bringing a log into its file) is done by a thread of the depot's from now on, until the district is freed. */
void tn_district_tend (TnDistrict *d);
/* Something else than this desk wrote to its depot: waits of this ward are looked at again. Any thread. */
void tn_district_tell_moved (TnDistrict *d, const char *ward, gint64 seq);
/* The same for a laptop's own push, which moved the ward from `before`: that laptop has its receipt, and a wait of it with wait_others goes on. NULL (the default) = as moved. */
typedef void (*TnDistrictPushed) (const char *ward, const char *device, gint64 before, gint64 seq, gpointer user_data);
void tn_district_set_pushed (TnDistrict *d, TnDistrictPushed pushed, gpointer user_data);

/* Administration, for tungnha-district and the tests. It works beside a running server, in this process or another. */
/* Makes keys, CA, TLS certificate and depot in `dir` (made if need be). What an interrupted init left is used; a finished district is never touched: TN_ERROR_CONFLICT. */
gboolean tn_district_init (const char *dir, const char *name, const char *const *hosts, const TnEnv *env, GError **error);
/* The same with the records in the database at `depot`, whose address is written to DIR/depot; NULL = in DIR/district.db. */
gboolean tn_district_init_at (const char *dir, const char *depot, const char *name, const char *const *hosts, const TnEnv *env, GError **error);
/* Moves the district's records to the database at `to` (NULL = DIR/district.db) and lets DIR name it: tn-depot-copy.h. `from` as `depot` of
 * tn_district_open(). Laptops lose nothing and notice nothing; a running server must be started again. */
gboolean tn_district_copy (const char *dir, const char *from, const char *to, const TnEnv *env, guint64 *records, guint64 *rows, GError **error);
/* A new TLS certificate under the same CA, for these hosts. The server takes it at its next start. */
gboolean tn_district_renew (const char *dir, const char *const *hosts, GError **error);
const char *tn_district_name (TnDistrict *d);
TnDepot *tn_district_depot (TnDistrict *d);             /* borrowed: lists of wards and devices */
/* `code` is the ward's official number, digits or letters, at most 16. */
gboolean tn_district_ward_add (TnDistrict *d, const char *code, const char *name, GError **error);
typedef struct {
  const char *ward, *role;
  const char *const *streams;       /* areas or stream names; NULL = the role's default */
  const char *user;                 /* who it is for; NULL = nobody in particular */
  guint days;                       /* how long it may be used */
} TnInvitee;
/* Single use, expiring, bound to role, ward and streams. Returns the code to hand over. Owned. */
char *tn_district_invite_full (TnDistrict *d, const TnInvitee *invitee, GError **error);
char *tn_district_invite (TnDistrict *d, const char *ward, const char *role, const char *const *streams, guint days, GError **error);
gboolean tn_district_revoke (TnDistrict *d, const char *device, GError **error);
/* A ward laptop that may serve its team where there is no network (sync.md 2.16), for so many days. It must hold the whole ward. */
gboolean tn_district_hub_grant (TnDistrict *d, const char *device, const char *ward, guint days, GError **error);
gboolean tn_district_hub_end (TnDistrict *d, const char *device, const char *ward, GError **error);
/* For ever, here and on every laptop: tn-erase.h. *n = records erased. */
gboolean tn_district_erase (TnDistrict *d, const char *ward, const TnId *id, guint *n, GError **error);
/* Does every stream's running sum agree with a scan of its records? *bad gets the first stream that does not. */
gboolean tn_district_check_sums (TnDistrict *d, const char *ward, char **bad, GError **error);

/* Quarantine. NULL with TN_ERROR_NOT_FOUND. */
TnCase *tn_district_case (TnDistrict *d, const TnHash *qid, GError **error);
/* Lets it in as if its laptop sent it now, whatever its rights. *held_again: something of it can't be taken all the same, and stays in quarantine. */
gboolean tn_district_release (TnDistrict *d, const TnHash *qid, gboolean *held_again, GError **error);
gboolean tn_district_reject (TnDistrict *d, const TnHash *qid, GError **error);
/* What newer laptops sent and this program now understands (sync.md 2.13): at the server's start. */
gboolean tn_district_release_understood (TnDistrict *d, guint *n, GError **error);

/* Held while a server runs (shared) or a restore does (alone): a descriptor to close, -1 = TN_ERROR_BUSY. */
int tn_district_lock (const char *dir, gboolean alone, GError **error);
/* Writes DIR/erased.list anew; after every erasure. */
gboolean tn_district_keep_erased (TnDistrict *d, GError **error);
/* The database into `file` (0600), the list of erased ids into file.erased, and, if `keys` is a folder, the keys into that (what is there stays). */
gboolean tn_district_backup (TnDistrict *d, const char *file, const char *keys, GError **error);
/* Puts a backup in place; what was there is kept beside it. Refuses while a server runs, or when the backup is not whole or keys are missing. Erases again
 * what DIR/erased.list, file.erased, `lists` (NULL = none) and the database that is there name. result->kept is the caller's to free, NULL = nothing was there. */
typedef struct { char *kept; guint erased_again; } TnRestored;
gboolean tn_district_restore (const char *dir, const char *file, const char *const *lists, const char *keys, TnRestored *result, GError **error);

/* HTTPS on SoupServer in its own thread; url out: "https://127.0.0.1:PORT". */
typedef struct _TnDistrictServer TnDistrictServer;
TnDistrictServer *tn_district_server_start (TnDistrict *d, const char *listen /* "127.0.0.1:0" */, GError **error);
const char *tn_district_server_url (TnDistrictServer *s);
/* How many laptops wait now. Any thread. */
guint tn_district_server_waiting (TnDistrictServer *s);
/* Ends waits with 503, finishes what is under way, joins the threads and frees. The district is the caller's. NULL is fine. */
void tn_district_server_stop (TnDistrictServer *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDistrictServer, tn_district_server_stop)
G_END_DECLS
