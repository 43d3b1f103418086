/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SoupServer round the desk. One thread runs the main context and touches libsoup; a few workers run the desk. A request is paused while a worker
 * has it, and resumed in the server's context. */
#define G_LOG_DOMAIN "tungnha-district"
#include "tn-district-server-private.h"
#include <glib/gi18n.h>
#include <sys/resource.h>

#define WORKERS 4
#define IDLE_S 75               /* without a request whose headers are here */
#define IDLE_MAX 1000u          /* lines without a request: each holds its TLS session, some 50 KiB */
#define LINES_SPARE 256u        /* file descriptors that are not for lines: the database, its log, the folder */
#define LINES_LEAST 64u
#define LINGER_MS 2000          /* at the end: for answers on their way out */
#define LINGER_STEP_MS 10

/* ---- the workers ---- */

void
server_call (TnDistrictServer *server, GSourceFunc function, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, destroy);
  g_source_attach (source, server->context);
}

void
exchange_hand_over (Exchange *x)
{
  if (x->server->stopping) {
    exchange_shed (x);
    return;
  }
  tn_answer_clear (&x->answer);
  g_thread_pool_push (x->server->workers, exchange_ref (x), NULL);
}

static gboolean
resume_cb (gpointer user_data)
{
  Exchange *x = user_data;
  if (x->message && x->answer.wait && !x->server->stopping) exchange_wait (x);
  else if (x->answer.wait) exchange_shed (x);
  else exchange_finish (x);
  return G_SOURCE_REMOVE;
}

static void
work_cb (gpointer data, gpointer user_data)
{
  Exchange *x = data;
  TnDistrictServer *server = user_data;
  TnCall call = { .method = x->method, .path = x->path, .query = x->query, .content_type = x->content_type, .token = x->token,
                  .body = x->body, .peer = x->peer, .signature = x->signature, .known = x->known };
  tn_district_handle (server->district, &call, &x->answer);
  server_call (server, resume_cb, x, (GDestroyNotify) exchange_unref);
}

/* ---- the thread ---- */

/* As many as the system lets this process have. */
static guint
count_lines_max (void)
{
  struct rlimit limit;
  if (getrlimit (RLIMIT_NOFILE, &limit) != 0) return LINES_LEAST;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0 && getrlimit (RLIMIT_NOFILE, &limit) != 0) return LINES_LEAST;
  guint files = limit.rlim_cur == RLIM_INFINITY ? G_MAXINT : (guint) MIN (limit.rlim_cur, (rlim_t) G_MAXINT);
  return MAX (files > LINES_SPARE ? files - LINES_SPARE : 0, LINES_LEAST);
}

static void
report_start (TnDistrictServer *server, GError *error)
{
  g_mutex_lock (&server->start_lock);
  server->is_started = TRUE;
  server->start_error = error;
  g_cond_signal (&server->started);
  g_mutex_unlock (&server->start_lock);
}

static gboolean
listen_soup (TnDistrictServer *server, GError **error)
{
  server->lines = tn_lines_new (IDLE_MAX, IDLE_S, count_lines_max ());
  server->soup = soup_server_new (NULL, NULL);
  server_take_requests (server);
  server->listener = tn_listener_new (server->soup, server->lines, server->address, server->certificate, error);
  if (server->listener) server->url = g_strdup (tn_listener_url (server->listener));
  return server->listener != NULL;
}

static gpointer
run_thread (gpointer data)
{
  TnDistrictServer *server = data;
  GError *error = NULL;
  g_main_context_push_thread_default (server->context);
  gboolean listening = listen_soup (server, &error);
  report_start (server, error);
  if (listening) g_main_loop_run (server->loop);
  g_clear_pointer (&server->listener, tn_listener_free);
  while (g_main_context_iteration (server->context, FALSE)) ;
  g_clear_object (&server->soup);
  while (g_main_context_iteration (server->context, FALSE)) ;
  g_clear_pointer (&server->lines, tn_lines_free);
  g_main_context_pop_thread_default (server->context);
  return NULL;
}

static gboolean
shed_all_cb (gpointer user_data)
{
  TnDistrictServer *server = user_data;
  server->stopping = TRUE;
  while (server->waits.head) exchange_shed (server->waits.head->data);
  g_mutex_lock (&server->start_lock);
  server->is_started = FALSE;
  g_cond_signal (&server->started);
  g_mutex_unlock (&server->start_lock);
  return G_SOURCE_REMOVE;
}

static void
wait_for_quiet (TnDistrictServer *server)
{
  g_mutex_lock (&server->start_lock);
  while (server->is_started) g_cond_wait (&server->started, &server->start_lock);
  g_mutex_unlock (&server->start_lock);
}

static gboolean
quit_cb (gpointer user_data)
{
  TnDistrictServer *server = user_data;
  if (server->at_work && server->lingered_ms < LINGER_MS) {
    g_autoptr (GSource) again = g_timeout_source_new (LINGER_STEP_MS);
    server->lingered_ms += LINGER_STEP_MS;
    g_source_set_callback (again, quit_cb, server, NULL);
    g_source_attach (again, server->context);
    return G_SOURCE_REMOVE;
  }
  soup_server_disconnect (server->soup);
  g_main_loop_quit (server->loop);
  return G_SOURCE_REMOVE;
}

/* ---- start and stop ---- */

static void
free_server (TnDistrictServer *server)
{
  g_clear_object (&server->certificate);
  g_clear_object (&server->address);
  g_clear_pointer (&server->moved, g_hash_table_unref);
  g_clear_pointer (&server->loop, g_main_loop_unref);
  g_clear_pointer (&server->context, g_main_context_unref);
  g_clear_error (&server->start_error);
  g_mutex_clear (&server->start_lock);
  g_cond_clear (&server->started);
  g_free (server->url);
  g_free (server);
}

static GSocketAddress *
parse_listen (const char *listen, GError **error)
{
  const char *colon = strrchr (listen, ':');
  guint64 port = 0;
  g_autofree char *host = colon ? g_strndup (listen, (gsize) (colon - listen)) : NULL;
  GSocketAddress *address = NULL;
  if (host && host[0] == '[' && g_str_has_suffix (host, "]")) {
    memmove (host, host + 1, strlen (host));
    host[strlen (host) - 1] = 0;
  }
  if (host && g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL)) address = g_inet_socket_address_new_from_string (host, (guint) port);
  if (!address) g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no address to listen on. Nothing was started. Give it as 127.0.0.1:8443."), listen);
  return address;
}

static GTlsCertificate *
load_certificate (TnDistrict *d, GError **error)
{
  return g_tls_certificate_new_from_files (tn_district_tls_certificate (d), tn_district_tls_key (d), error);
}

static gboolean
wait_for_start (TnDistrictServer *server, GError **error)
{
  g_mutex_lock (&server->start_lock);
  while (!server->is_started) g_cond_wait (&server->started, &server->start_lock);
  g_mutex_unlock (&server->start_lock);
  if (!server->start_error) return TRUE;
  g_propagate_error (error, g_steal_pointer (&server->start_error));
  return FALSE;
}

TnDistrictServer *
tn_district_server_start (TnDistrict *d, const char *listen, GError **error)
{
  TnDistrictServer *server = g_new0 (TnDistrictServer, 1);
  server->district = d;
  server->context = g_main_context_new ();
  server->loop = g_main_loop_new (server->context, FALSE);
  server->moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&server->start_lock);
  g_cond_init (&server->started);
  if (!(server->address = parse_listen (listen, error)) || !(server->certificate = load_certificate (d, error))) {
    free_server (server);
    return NULL;
  }
  server->workers = g_thread_pool_new (work_cb, server, WORKERS, FALSE, NULL);
  server->thread = g_thread_new ("district", run_thread, server);
  if (!wait_for_start (server, error)) {
    g_thread_join (server->thread);
    g_thread_pool_free (server->workers, FALSE, TRUE);
    free_server (server);
    return NULL;
  }
  tn_district_set_pushed (d, server_tell_push, server);
  tn_district_tend (d);
  if (tn_district_set_moved (d, server_tell_move, server, error)) return server;
  tn_district_server_stop (server);
  return NULL;
}

const char *
tn_district_server_url (TnDistrictServer *s)
{
  return s->url;
}

guint
tn_district_server_waiting (TnDistrictServer *s)
{
  return (guint) g_atomic_int_get (&s->n_waits);
}

void
tn_district_server_stop (TnDistrictServer *s)
{
  if (!s) return;
  tn_district_set_moved (s->district, NULL, NULL, NULL);
  tn_district_set_pushed (s->district, NULL, NULL);
  server_call (s, shed_all_cb, s, NULL);
  wait_for_quiet (s);
  /* What is under way is finished, and its answer written if the line is quick; a lost answer costs the laptop one more request. */
  g_thread_pool_free (s->workers, FALSE, TRUE);
  server_call (s, quit_cb, s, NULL);
  g_thread_join (s->thread);
  free_server (s);
}
