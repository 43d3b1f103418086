/* SPDX-License-Identifier: GPL-3.0-or-later */
/* USB sticks (sync.md 2.15): written by a laptop, carried to the district, its answer carried back. The files themselves are in the pockets of people who are
 * late, mix them up, leave them in the rain and in trains. */
#include "sim-world.h"
#include "tn-district-bundle.h"
#include "tn-meta-keys.h"
#include "tn-sync-bundle.h"

#define STICKS_KEPT 16
#define LATE_MS (3 * G_GINT64_CONSTANT (86400000))
#define LOG_KEPT (395 * G_GINT64_CONSTANT (86400000))
#define STICK_OPERATIONS 100       /* of the disk, while one is read */

void
sim_stick_free (SimStick *stick)
{
  g_bytes_unref (stick->file);
  g_free (stick);
}

static SimStick *
keep (SimWorld *w, SimLaptop *of, GBytes *file, gboolean down)
{
  SimStick *stick = g_new0 (SimStick, 1);
  *stick = (SimStick) { .of = of, .file = file, .down = down, .made = w->now };
  if (w->sticks->len == STICKS_KEPT) g_ptr_array_remove_index (w->sticks, 0);
  g_ptr_array_add (w->sticks, stick);
  return stick;
}

/* A small one ends in the middle. */
static GOutputStream *
open_stick (SimWorld *w, gboolean *small)
{
  *small = sim_strikes (w, SIM_STICK_FULL);
  if (!*small) return g_memory_output_stream_new_resizable ();
  gsize size = 1 + sim_below (w->rand, 600);
  return g_memory_output_stream_new (g_malloc (size), size, NULL, g_free);
}

static GBytes *
close_stick (GOutputStream *out)
{
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

/* ---- at the laptop ---- */

static SimStick *
write_up (SimWorld *w, SimLaptop *l)
{
  gboolean small;
  g_autoptr (GError) error = NULL;
  g_auto (TnBundleReport) report = { 0 };
  TnCopy *copy = l->busy || l->gone ? NULL : sim_laptop_reconciler (l);
  if (!copy || (!l->enrolled && !l->code)) return NULL;
  g_autoptr (GOutputStream) out = open_stick (w, &small);
  sim_laptop_trouble (l, STICK_OPERATIONS, FALSE);
  gboolean done = l->enrolled ? tn_bundle_write_up (copy, out, NULL, &report, NULL, &error)
                              : tn_bundle_write_enrol (copy, out, l->code, NULL, l->m.name, &report, NULL, &error);
  if (!sim_laptop_settle (l)) sim_disk_forget_plan (l->m.disk);
  if (done) sim_say (w, l->m.name, "writes a stick: %u edits%s", report.edits, l->enrolled ? "" : ", asking to be enrolled");
  else sim_say (w, l->m.name, "cannot write a stick: %s", error->message);
  if (!done && small) sim_fire (w, SIM_STICK_FULL);
  return done ? keep (w, l, close_stick (out), FALSE) : NULL;
}

static gboolean
is_possible_now (SimWorld *w, const GError *error)
{
  return w->rewinds > 0 || w->now - w->began > LOG_KEPT || !(g_error_matches (error, TN_ERROR, TN_ERROR_REWOUND) || g_error_matches (error, TN_ERROR, TN_ERROR_CORRUPT));
}

static void
read_down (SimWorld *w, SimLaptop *l, const SimStick *stick, GBytes *file, gboolean damaged)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnBundleReport) report = { 0 };
  if (w->plan->rate[SIM_LAPTOP_RESTORED] > 0 && !l->busy && !l->gone && sim_chance (w->rand, 0.4)) sim_laptop_image (l);
  TnSyncOptions options = { .allow_removal = sim_chance (w->rand, 0.5), .one_thread = TRUE };
  TnCopy *copy = l->busy || l->gone ? NULL : sim_laptop_reconciler (l);
  if (!copy) return;
  guint full = sim_disk_full_hits (l->m.disk);
  sim_laptop_trouble (l, STICK_OPERATIONS, FALSE);
  gboolean done = tn_bundle_read_down (copy, file, &options, &report, NULL, &error), died = sim_disk_is_dead (l->m.disk);
  gboolean hit = sim_disk_full_hits (l->m.disk) != full;
  if (hit) sim_fire (w, SIM_LAPTOP_FULL);
  if (!sim_laptop_settle (l)) sim_disk_forget_plan (l->m.disk);
  if (done) sim_say (w, l->m.name, "reads a stick: %u records, %u edits confirmed, %u held%s", report.rows, report.acked, report.held, report.outcome == TN_BUNDLE_OLD ? "; it is an old one" : "");
  else sim_say (w, l->m.name, "cannot read a stick: %s", error->message);
  if (done && damaged) sim_wrong (w, "%s took a damaged stick", l->m.name);
  if (done && stick->of->key != l->key) sim_wrong (w, "%s took a stick for %s", l->m.name, stick->of->m.name);
  if (!done && !damaged && !died && !hit && !is_possible_now (w, error)) sim_wrong (w, "drift by stick: %s: %s", l->m.name, error->message);
  w->sticks_read += done;
  if ((copy = sim_laptop_window (l))) l->enrolled |= tn_is_enrolled (copy);
}

/* ---- at the district ---- */

static SimStick *
write_down (SimWorld *w, SimLaptop *of, const char *device)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnStickWritten) written = { 0 };
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  sim_root_trouble (w);
  gboolean done = tn_district_bundle_write (w->district, device, SIM_WARD, sim_chance (w->rand, 0.1), out, &written, NULL, &error);
  gboolean lived = sim_root_settle (w);
  if (!done) sim_say (w, "server", "cannot write a stick for %s: %s", of->m.name, error->message);
  if (!done || !lived) return NULL;
  sim_say (w, "server", "writes a stick for %s: %u records%s%s", of->m.name, (guint) written.rows, written.revoked ? ", access withdrawn" : "", written.rewound ? ", put back" : "");
  return keep (w, of, close_stick (out), TRUE);
}

/* Mostly it is answered at once. */
static SimStick *
read_up (SimWorld *w, const SimStick *stick, GBytes *file, gboolean damaged)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnStickRead) read = { 0 };
  SimLaptop *of = stick->of;
  sim_root_trouble (w);
  gboolean done = tn_district_bundle_read (w->district, file, &read, &error);
  gboolean lived = sim_root_settle (w);
  if (done) sim_say (w, "server", "reads a stick of %s: %u edits, %u held%s", of->m.name, read.edits, read.held, read.outcome == TN_STICK_CUSTODY ? ", in custody" : "");
  else sim_say (w, "server", "cannot read a stick of %s: %s", of->m.name, error->message);
  if (done && damaged) sim_wrong (w, "the district took a damaged stick of %s", of->m.name);
  w->sticks_read += done;
  return done && lived && sim_chance (w->rand, 0.85) ? write_down (w, of, read.device) : NULL;
}

/* ---- on the way ---- */

static GBytes *
damage (SimWorld *w, const SimStick *stick, gboolean *damaged)
{
  *damaged = sim_strikes (w, SIM_STICK_DAMAGED);
  if (!*damaged) return g_bytes_ref (stick->file);
  sim_fire (w, SIM_STICK_DAMAGED);
  return sim_chance (w->rand, 0.5) ? sim_cut (stick->file, w->rand) : sim_flip (stick->file, w->rand);
}

static void
count (SimWorld *w, const SimStick *stick)
{
  gboolean old = FALSE;
  for (guint i = w->sticks->len; i > 0 && w->sticks->pdata[i - 1] != stick; i--) {
    const SimStick *later = w->sticks->pdata[i - 1];
    old |= later->of == stick->of && later->down == stick->down && later->times;
  }
  if (stick->times) sim_fire (w, SIM_STICK_TWICE);
  else if (old) sim_fire (w, SIM_STICK_OLD);
  else if (w->now - stick->made > LATE_MS) sim_fire (w, SIM_STICK_LATE);
}

/* To whom it is for; its answer, if there is one. */
static SimStick *
deliver (SimWorld *w, SimStick *stick)
{
  gboolean damaged;
  SimLaptop *to = stick->of;
  g_autoptr (GBytes) file = damage (w, stick, &damaged);
  count (w, stick);
  stick->times++;
  if (!stick->down) return read_up (w, stick, file, damaged);
  if (sim_strikes (w, SIM_STICK_ASTRAY)) to = w->laptops->pdata[sim_below (w->rand, w->laptops->len)];
  if (to != stick->of) sim_fire (w, SIM_STICK_ASTRAY);
  read_down (w, to, stick, file, damaged);
  return NULL;
}

static SimStick *
pick (SimWorld *w)
{
  SimStick *newest = NULL;
  if (!w->sticks->len) return NULL;
  if (sim_strikes (w, SIM_STICK_OLD) || sim_strikes (w, SIM_STICK_TWICE)) return w->sticks->pdata[sim_below (w->rand, w->sticks->len)];
  for (guint i = 0; i < w->sticks->len; i++) {
    SimStick *stick = w->sticks->pdata[i];
    if (!stick->times && (!newest || sim_chance (w->rand, 0.7))) newest = stick;
  }
  return newest;
}

static gboolean
is_on_its_way (SimWorld *w)
{
  return !sim_strikes (w, SIM_STICK_LATE) && sim_chance (w->rand, 0.7);
}

/* There and back, as far as it goes this time. */
void
sim_carry (SimWorld *w, SimLaptop *l)
{
  SimStick *stick = sim_chance (w->rand, 0.55) ? write_up (w, l) : pick (w);
  if (stick && sim_strikes (w, SIM_STICK_LOST)) {
    sim_fire (w, SIM_STICK_LOST);
    sim_say (w, stick->of->m.name, "a stick is lost");
    g_ptr_array_remove (w->sticks, stick);
    return;
  }
  if (stick && !stick->times && w->now - stick->made < 1000 && !is_on_its_way (w)) return;
  if (stick) stick = deliver (w, stick);
  if (stick && is_on_its_way (w)) deliver (w, stick);
}
