/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-district.h"
#include "tn-listener.h"
G_BEGIN_DECLS

struct _TnDistrictServer {
  TnDistrict *district;         /* borrowed */
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GThreadPool *workers;
  SoupServer *soup;             /* thread */
  TnListener *listener;         /* thread */
  TnLines *lines;               /* thread */
  GQueue reading;               /* thread; Exchange* whose body is not all here; longest first */
  gsize gathered;               /* thread; bytes that those in reading hold */
  GTlsCertificate *certificate;
  GSocketAddress *address;
  GQueue waits;                 /* thread; Exchange*, oldest first */
  GHashTable *moved;            /* thread; ward → gint64 newest seq told */
  gboolean stopping;            /* thread */
  guint at_work;                /* thread; requests whose answer is not out yet */
  guint lingered_ms;            /* thread */
  gint n_waits;                 /* atomic; length of waits */
  char *url;
  GMutex start_lock;
  GCond started;
  gboolean is_started;          /* start_lock; again FALSE once nothing more goes to the workers */
  GError *start_error;          /* start_lock */
};

/* One request and its answer. Held by the message, and by whoever works on it. */
typedef struct {
  gatomicrefcount refs;
  TnDistrictServer *server;
  SoupServerMessage *message;   /* thread; NULL once libsoup is done with it */
  GSource *deadline;            /* thread */
  TnLine *line;                 /* thread; NULL once libsoup is done with it */
  GByteArray *gathered;         /* thread, until the body is whole */
  GList *reading;               /* thread; its link in server->reading */
  gboolean refused, closing;    /* thread */
  gboolean counted;             /* thread; in server->at_work */
  GList *wait;                  /* thread; its link in server->waits */
  gint64 asked_for;             /* thread; the move for which its wait was asked again */
  char *method, *path, *query, *content_type, *token, *signature, *known, *peer;
  GBytes *body;
  TnAnswer answer;
} Exchange;

Exchange *exchange_ref (Exchange *x);
void exchange_unref (Exchange *x);

/* What follows is of the server's thread. */

/* Instead of the one that it had. */
void exchange_set_deadline (Exchange *x, guint seconds, GSourceFunc callback);
void exchange_clear_deadline (Exchange *x);
/* Its answer goes out as it is. */
void exchange_finish (Exchange *x);
/* Busy, and when to come again. */
void exchange_shed (Exchange *x);
/* To a worker, who gives it another answer; shed instead while the server stops. */
void exchange_hand_over (Exchange *x);
/* Its answer says that it waits: until its ward moves, or nothing came for so long. */
void exchange_wait (Exchange *x);
/* Nothing where it does not wait. */
void exchange_leave_waits (Exchange *x);

void server_take_requests (TnDistrictServer *server);

/* From any thread: `function` runs in the server's. */
void server_call (TnDistrictServer *server, GSourceFunc function, gpointer data, GDestroyNotify destroy);
/* From any thread; the desk's TnDistrictMoved and TnDistrictPushed, with the server as user_data. */
void server_tell_move (const char *ward, gint64 seq, gpointer user_data);
void server_tell_push (const char *ward, const char *device, gint64 before, gint64 seq, gpointer user_data);
G_END_DECLS
