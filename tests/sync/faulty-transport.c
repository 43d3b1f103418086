/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faulty-transport.h"
#include "tn-problem.h"

static gboolean
set_lost (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_NETWORK, "lost on the way");
  return FALSE;
}

static void
answer_problem (TnResponse *response, guint status, TnProblem problem)
{
  char *text = tn_problem_to_json (problem, NULL);
  tn_response_clear (response);
  response->status = status;
  response->retry_after_s = status == 503 ? 7 : 0;
  response->content_type = g_strdup ("application/problem+json");
  response->body = g_bytes_new_take (text, strlen (text));
}

static void
truncate_body (FaultyTransport *t, TnResponse *response)
{
  gsize len = g_bytes_get_size (response->body);
  g_autoptr (GBytes) whole = g_steal_pointer (&response->body);
  response->body = g_bytes_new_from_bytes (whole, 0, len > 0 ? (gsize) g_rand_int_range (t->rand, 0, (gint32) len) : 0);
}

static Fault
pick (FaultyTransport *t)
{
  t->calls++;
  if (t->calls <= t->after || (t->most > 0 && t->n_fired >= t->most) || g_rand_double (t->rand) >= t->rate)
    return FAULT_NONE;
  Fault fault = t->only != FAULT_NONE ? t->only : (Fault) g_rand_int_range (t->rand, FAULT_NONE + 1, N_FAULTS);
  t->fired[fault]++;
  t->n_fired++;
  return fault;
}

static gboolean
faulty_send (TnTransport *base, const TnRequest *request, gsize max_body, TnResponse *response, GCancellable *cancellable, GError **error)
{
  FaultyTransport *t = (FaultyTransport *) base;
  Fault fault = pick (t);
  if (t->before != NULL)
    t->before (t->calls, t->user_data);
  *response = (TnResponse) { 0 };
  if (fault == FAULT_REQUEST_LOST)
    return set_lost (error);
  if (fault == FAULT_SERVER_ERROR) {
    answer_problem (response, 503, TN_PROBLEM_BUSY);
    return TRUE;
  }
  if (fault == FAULT_EXPIRED && request->token != NULL) {
    g_free (t->expired);
    t->expired = g_strdup (request->token);
  }
  if (g_str_equal (request->path, "/v1/session"))
    g_clear_pointer (&t->expired, g_free);
  if (request->token != NULL && g_strcmp0 (request->token, t->expired) == 0) {
    answer_problem (response, 401, TN_PROBLEM_SESSION_EXPIRED);
    return TRUE;
  }
  if (fault == FAULT_SENT_TWICE) {
    if (!t->inner->send (t->inner, request, max_body, response, cancellable, error))
      return FALSE;
    tn_response_clear (response);
  }
  if (!t->inner->send (t->inner, request, max_body, response, cancellable, error))
    return FALSE;
  if (fault == FAULT_TRUNCATED)
    truncate_body (t, response);
  if (fault != FAULT_REPLY_LOST)
    return TRUE;
  tn_response_clear (response);
  return set_lost (error);
}

static void
faulty_free (TnTransport *base)
{
  FaultyTransport *t = (FaultyTransport *) base;
  tn_transport_free (t->inner);
  g_rand_free (t->rand);
  g_free (t->expired);
  g_free (t);
}

FaultyTransport *
faulty_transport_new (TnTransport *inner, guint32 seed, double rate)
{
  FaultyTransport *t = g_new0 (FaultyTransport, 1);
  t->base.send = faulty_send;
  t->base.free = faulty_free;
  t->inner = inner;
  t->rand = g_rand_new_with_seed (seed);
  t->rate = rate;
  return t;
}
