/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A laptop's line to the district: the engine's transport on one side, the desk on the other, and between them all that goes wrong on a line. */
#include "sim-world.h"
#include "tn-limits.h"
#include <string.h>

#define DAY_MS G_GINT64_CONSTANT (86400000)
#define LATE_KEPT 8
#define SERVER_OPERATIONS 60     /* a push of a few edits writes about so often */

typedef struct {
  TnTransport base;
  SimLaptop *l, *hub;
} Line;

/* ---- one call at the desk ---- */

GBytes *
sim_cut (GBytes *body, SimRand *r)
{
  return g_bytes_new_from_bytes (body, 0, sim_below (r, (guint) g_bytes_get_size (body)));
}

GBytes *
sim_flip (GBytes *body, SimRand *r)
{
  gsize len;
  const void *data = g_bytes_get_data (body, &len);
  guint8 *copy = g_memdup2 (data, len);
  copy[sim_below (r, (guint) len)] ^= (guint8) (1u << sim_below (r, 8));
  return g_bytes_new_take (copy, len);
}

void
sim_root_trouble (SimWorld *w)
{
  static const SimFault faults[] = { SIM_SERVER_KILLED, SIM_SERVER_POWER, SIM_SERVER_FULL };
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    if (!sim_strikes (w, faults[i])) continue;
    guint n = sim_aim_operations (w, faults[i], sim_below (w->rand, SERVER_OPERATIONS));
    if (faults[i] == SIM_SERVER_FULL) sim_disk_plan_full (w->root.disk, n);
    else sim_disk_plan_crash (w->root.disk, faults[i] == SIM_SERVER_POWER ? SIM_CRASH_POWER : SIM_CRASH_KILL, n, w->rand);
    return;
  }
}

gboolean
sim_root_settle (SimWorld *w)
{
  if (!sim_disk_is_dead (w->root.disk)) {
    sim_disk_forget_plan (w->root.disk);
    sim_root_look (w);
    return TRUE;
  }
  sim_root_stop (w);
  gboolean power = sim_disk_crash_of (w->root.disk) == SIM_CRASH_POWER;
  sim_fire (w, power ? SIM_SERVER_POWER : SIM_SERVER_KILLED);
  sim_disk_reboot (w->root.disk, w->rand);
  sim_root_start (w);
  sim_say (w, "server", "%s and started again", power ? "lost power" : "was killed");
  sim_root_look (w);
  return FALSE;
}

/* FALSE = the server died of it: there is no answer. */
static gboolean
deliver_at_root (SimWorld *w, const TnCall *call, TnAnswer *answer)
{
  guint full = sim_disk_full_hits (w->root.disk);
  sim_root_trouble (w);
  tn_district_handle (w->district, call, answer);
  if (sim_disk_full_hits (w->root.disk) != full) {
    sim_fire (w, SIM_SERVER_FULL);
    sim_say (w, "server", "its disk is full: answers %u", answer->status);
  }
  if (!sim_disk_is_dead (w->root.disk)) return sim_root_settle (w);
  tn_answer_clear (answer);
  return sim_root_settle (w);
}

/* While its own session is under way further up, what befalls it then was planned there and is settled there. */
static gboolean
deliver_at_hub (SimLaptop *hub, const TnCall *call, TnAnswer *answer)
{
  TnHub *desk = sim_laptop_is_off (hub) ? NULL : sim_laptop_hub (hub);
  if (!desk) return FALSE;
  if (!hub->busy) sim_laptop_trouble (hub, SERVER_OPERATIONS, FALSE);
  guint full = sim_disk_full_hits (hub->m.disk);
  tn_district_handle (tn_hub_desk (desk), call, answer);
  if (!hub->busy && sim_disk_full_hits (hub->m.disk) != full) sim_fire (hub->m.world, SIM_LAPTOP_FULL);
  if (!sim_disk_is_dead (hub->m.disk)) {
    if (!hub->busy) sim_disk_forget_plan (hub->m.disk);
    return TRUE;
  }
  tn_answer_clear (answer);
  if (!hub->busy) sim_laptop_settle (hub);
  return FALSE;
}

static gboolean
deliver (SimWorld *w, SimLaptop *hub, const TnCall *call, TnAnswer *answer)
{
  return hub ? deliver_at_hub (hub, call, answer) : deliver_at_root (w, call, answer);
}

/* ---- requests that come once more ---- */

void
sim_late_free (SimLate *late)
{
  for (guint i = 0; i < G_N_ELEMENTS (late->words); i++) g_free (late->words[i]);
  g_clear_pointer (&late->body, g_bytes_unref);
  g_free (late);
}

static void
keep_for_later (SimWorld *w, const SimLaptop *l, SimLaptop *hub, const TnCall *call)
{
  SimLate *late = g_new0 (SimLate, 1);
  const char *words[] = { call->method, call->path, call->content_type, call->token, call->peer, call->signature, call->known };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) late->words[i] = g_strdup (words[i]);
  late->body = call->body ? g_bytes_ref (call->body) : NULL;
  late->from = l;
  late->hub = hub;
  late->call = (TnCall) { .method = late->words[0], .path = late->words[1], .content_type = late->words[2], .token = late->words[3],
                          .peer = late->words[4], .signature = late->words[5], .known = late->words[6], .body = late->body };
  if (w->late->len == LATE_KEPT) g_ptr_array_remove_index (w->late, 0);
  g_ptr_array_add (w->late, late);
}

void
sim_deliver_late (SimWorld *w)
{
  if (w->quiet || !w->late->len || !sim_chance (w->rand, 0.3)) return;
  SimLate *late = g_ptr_array_steal_index (w->late, sim_below (w->rand, w->late->len));
  TnAnswer answer = { 0 };
  gboolean answered = deliver (w, late->hub, &late->call, &answer);
  sim_fire (w, SIM_LATE_AGAIN);
  sim_say (w, late->from->m.name, "%s comes once more: %u", late->call.path, answered ? answer.status : 0);
  tn_answer_clear (&answer);
  sim_late_free (late);
}

/* ---- the line ---- */

static gboolean
set_lost (const char *why, GError **error)
{
  g_set_error (error, TN_ERROR, TN_ERROR_NETWORK, "the line: %s", why);
  return FALSE;
}

/* While this one waits, the others go on; or the lid is closed and opened weeks later. */
static void
wait_long (SimLaptop *l)
{
  SimWorld *w = l->m.world;
  if (!sim_strikes (w, SIM_SLOW)) return;
  sim_fire (w, SIM_SLOW);
  if (w->depth >= 3 || sim_chance (w->rand, 0.3)) {
    w->now += (gint64) (sim_unit (w->rand) * (sim_chance (w->rand, 0.3) ? 21.0 : 0.1) * DAY_MS);
    sim_say (w, l->m.name, "(the line was slow)");
    return;
  }
  sim_say (w, l->m.name, "(waits for the line; meanwhile …)");
  for (guint n = 1 + sim_below (w->rand, 4); n > 0; n--) sim_run_next (w);
}

static gboolean
is_page (const char *media)
{
  return media && strcmp (media, TN_MEDIA_NDJSON_ZSTD) == 0;
}

static gboolean
is_dead (SimLaptop *l)
{
  sim_disk_tick (l->m.disk);
  return sim_disk_is_dead (l->m.disk);
}

static void
answer_5xx (TnResponse *response, SimRand *r)
{
  static const guint statuses[] = { 500, 502, 503, 504 };
  static const char page[] = "<html>the proxy is unwell</html>";
  tn_response_clear (response);
  *response = (TnResponse) { .status = statuses[sim_below (r, G_N_ELEMENTS (statuses))], .content_type = g_strdup ("text/html"), .body = g_bytes_new_static (page, sizeof page - 1) };
}

/* Beyond the TLS layer a changed bit is a broken connection. Pages are checked again by their own checksum, which is asked here. */
static gboolean
spoil_answer (SimWorld *w, TnResponse *response)
{
  gboolean has_body = response->body && g_bytes_get_size (response->body) > 0;
  if (has_body && sim_strikes (w, SIM_CUT)) {
    GBytes *part = sim_cut (response->body, w->rand);
    g_bytes_unref (response->body);
    response->body = part;
    sim_fire (w, SIM_CUT);
    sim_say (w, "line", "the answer is cut after %u bytes", (guint) g_bytes_get_size (part));
  }
  if (!has_body || g_bytes_get_size (response->body) == 0 || !sim_strikes (w, SIM_FLIPPED)) return TRUE;
  sim_fire (w, SIM_FLIPPED);
  sim_say (w, "line", "a bit of the answer is flipped");
  if (!is_page (response->content_type)) return FALSE;
  GBytes *bad = sim_flip (response->body, w->rand);
  g_bytes_unref (response->body);
  response->body = bad;
  return TRUE;
}

static GBytes *
spoil_request (SimWorld *w, const TnRequest *request)
{
  gboolean has_body = request->body && g_bytes_get_size (request->body) > 0;
  if (has_body && sim_strikes (w, SIM_CUT)) {
    sim_fire (w, SIM_CUT);
    sim_say (w, "line", "the request is cut");
    return sim_cut (request->body, w->rand);
  }
  if (has_body && is_page (request->content_type) && sim_strikes (w, SIM_FLIPPED)) {
    sim_fire (w, SIM_FLIPPED);
    sim_say (w, "line", "a bit of the request is flipped");
    return sim_flip (request->body, w->rand);
  }
  return request->body ? g_bytes_ref (request->body) : NULL;
}

static gboolean
exchange (SimLaptop *l, SimLaptop *hub, const TnRequest *request, GBytes *body, TnResponse *response, GError **error)
{
  SimWorld *w = l->m.world;
  TnAnswer answer = { 0 };
  TnCall call = { .method = request->method, .path = request->path, .content_type = request->content_type, .token = request->token, .body = body,
                  .peer = l->m.name, .signature = request->signature, .known = request->known };
  gboolean answered = deliver (w, hub, &call, &answer);
  sim_untimed_wire (w, request->path, body, request->content_type);
  sim_untimed_wire (w, request->path, answer.body, answer.content_type);
  if (sim_strikes (w, SIM_LATE_AGAIN)) keep_for_later (w, l, hub, &call);
  if (answered && sim_strikes (w, SIM_TWICE)) {
    sim_fire (w, SIM_TWICE);
    sim_say (w, "line", "%s arrives twice", request->path);
    tn_answer_clear (&answer);
    answered = deliver (w, hub, &call, &answer);
  }
  if (!answered) return set_lost ("the server went away", error);
  *response = (TnResponse) { .status = answer.status, .content_type = g_steal_pointer (&answer.content_type), .body = g_steal_pointer (&answer.body),
                             .retry_after_s = answer.retry_after_s, .bytes_up = body ? g_bytes_get_size (body) : 0 };
  response->bytes_down = response->body ? g_bytes_get_size (response->body) : 0;
  tn_answer_clear (&answer);
  sim_watch_exchange (l, request, response);
  return TRUE;
}

static gboolean
ask (TnTransport *t, const TnRequest *request, gsize max_body, TnResponse *response, GCancellable *cancellable, GError **error)
{
  SimLaptop *l = ((Line *) t)->l;
  SimWorld *w = l->m.world;
  *response = (TnResponse) { 0 };
  w->now += 20 + sim_below (w->rand, 400);
  if (is_dead (l)) return set_lost ("this machine is off", error);
  sim_aim_before (w);
  if (sim_strikes (w, SIM_REQUEST_LOST)) {
    sim_fire (w, SIM_REQUEST_LOST);
    sim_say (w, "line", "%s is lost on its way", request->path);
    return set_lost ("no route", error);
  }
  wait_long (l);
  if (sim_strikes (w, SIM_ERROR_5XX) && sim_chance (w->rand, 0.5)) {
    sim_fire (w, SIM_ERROR_5XX);
    answer_5xx (response, w->rand);
    sim_say (w, "line", "%s meets a %u on its way", request->path, response->status);
    return TRUE;
  }
  g_autoptr (GBytes) body = spoil_request (w, request);
  if (!exchange (l, ((Line *) t)->hub, request, body, response, error)) return FALSE;
  wait_long (l);
  sim_aim_after (w, l);
  if (sim_strikes (w, SIM_REPLY_LOST)) {
    sim_fire (w, SIM_REPLY_LOST);
    sim_say (w, "line", "the answer to %s (%u) is lost", request->path, response->status);
    tn_response_clear (response);
    return set_lost ("no answer", error);
  }
  if (sim_strikes (w, SIM_ERROR_5XX) && sim_chance (w->rand, 0.5)) {
    sim_fire (w, SIM_ERROR_5XX);
    answer_5xx (response, w->rand);
    sim_say (w, "line", "%s was done, but its answer became a %u", request->path, response->status);
    return TRUE;
  }
  if (!spoil_answer (w, response) || is_dead (l) || (response->body && g_bytes_get_size (response->body) > max_body)) {
    tn_response_clear (response);
    return set_lost ("broken off", error);
  }
  return TRUE;
}

static gboolean
send_over (TnTransport *t, const TnRequest *request, gsize max_body, TnResponse *response, GCancellable *cancellable, GError **error)
{
  SimWorld *w = ((Line *) t)->l->m.world;
  w->asking = TRUE;
  gboolean answered = ask (t, request, max_body, response, cancellable, error);
  w->asking = FALSE;
  return answered;
}

static void
free_line (TnTransport *t)
{
  g_free (t);
}

TnTransport *
sim_line_new (SimLaptop *l, SimLaptop *hub)
{
  Line *line = g_new0 (Line, 1);
  *line = (Line) { { .send = send_over, .free = free_line }, l, hub };
  return &line->base;
}
