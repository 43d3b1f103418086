/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-run.h"
#include "sim-home.h"
#include "sim-world.h"
#include "tn-push.h"
#include <setjmp.h>
#include <stdarg.h>

static const char *const names[] = { "lan", "minh", "hoa", "tuấn", "mai", "dũng", "hạnh", "phúc", "thảo", "khoa", "ngọc", "sơn" };
static SimWorld *running;
static jmp_buf way_out;

void
sim_fatal (const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  sim_wrong (running, "%s", text);
  longjmp (way_out, 1);
}

/* What the engine says to its log. Criticals are faults of the program. */
static GLogWriterOutput
hear_log (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer user_data)
{
  const char *message = "";
  for (gsize i = 0; i < n; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0) message = fields[i].value;
  if (level & G_LOG_LEVEL_ERROR || !running) return g_log_writer_standard_streams (level, fields, n, user_data);
  if (level & G_LOG_LEVEL_CRITICAL) sim_wrong (running, "the program says: %s", message);
  return G_LOG_WRITER_HANDLED;
}

static void
hear_logs (void)
{
  static gboolean hears;
  if (!hears) g_log_set_writer_func (hear_log, NULL, NULL);
  hears = TRUE;
}

static char **
draw_streams (SimWorld *w)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint first = sim_below (w->rand, w->areas->len);
  for (guint i = 0; i < 1 + sim_below (w->rand, 2) && i < w->areas->len; i++) {
    const TnId *area = w->areas->pdata[(first + i) % w->areas->len];
    g_autofree char *id = tn_id_dup_string (area);
    g_strv_builder_add (builder, id);
  }
  return g_strv_builder_end (builder);
}

static void
invite (SimWorld *w, SimLaptop *l)
{
  double dice = sim_unit (w->rand);
  g_auto (GStrv) streams = dice < 0.35 ? draw_streams (w) : NULL;
  sim_laptop_set_role (l, dice < 0.35 ? "team_leader" : dice < 0.5 ? "health_worker" : "ward_officer", streams);
}

/* The first day: an officer brings in the list, and all are invited. Nothing goes wrong yet. */
static void
set_up (SimWorld *w)
{
  SimRand r = sim_rand_for (w->plan->seed, 3);
  TnSessionLog log = { 0 };
  g_autoptr (GError) error = NULL;
  w->rand = &r;
  w->quiet = TRUE;
  for (guint i = 0; i < w->plan->n_laptops; i++) sim_laptop_add (w, names[i % G_N_ELEMENTS (names)], i, "", sim_home_copy_image ());
  SimLaptop *first = w->laptops->pdata[0];
  sim_laptop_set_role (first, "ward_officer", NULL);
  sim_first_list (w, first);
  if (!sim_sync (first, &log, &error)) sim_fatal ("the first session: %s", error->message);
  for (guint i = 1; i < w->laptops->len; i++) invite (w, w->laptops->pdata[i]);
  w->quiet = FALSE;
}

static void
add_up (const SimWorld *w, SimTotals *t, gboolean bad)
{
  t->seeds++;
  t->violations += bad;
  for (guint f = 0; f < SIM_N_FAULTS; f++) t->fired[f] += w->fired[f];
  t->sessions += w->sessions;
  t->requests += w->requests;
  t->visits += w->visits;
  t->sticks_read += w->sticks_read;
  t->edits += w->edits;
  t->repairs += w->repairs;
  t->flags += w->flags;
  t->false_flags += w->false_flags;
  t->concurrent += w->concurrent;
  t->laptop_days += (double) (w->now - w->began) / 86400000.0 * w->laptops->len;
}

static void
play (SimWorld *w)
{
  set_up (w);
  while (w->next_event < w->plan->events->len) {
    const SimEvent *event = &g_array_index (w->plan->events, SimEvent, w->next_event++);
    sim_run_event (w, event);
  }
  sim_verdict (w);
}

char *
sim_run (const SimPlan *plan, SimTotals *totals, char **trace)
{
  g_autoptr (SimWorld) w = sim_world_new (plan, trace != NULL);
  hear_logs ();
  tn_push_large = plan->seed % 2 ? 1 : 16;   /* so that the way of large batches is gone with few edits too */
  running = w;
  if (setjmp (way_out) == 0) play (w);
  running = NULL;
  if (totals) add_up (w, totals, w->wrong->len > 0);
  if (trace) *trace = g_strdup (w->trace->str);
  return w->wrong->len ? g_strdup (w->wrong->str) : NULL;
}
