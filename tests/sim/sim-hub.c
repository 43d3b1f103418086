/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ward laptops that serve their team (sync.md 2.16): become hubs, end, and are lost with their disks. How a visit reaches the hub's desk is in
 * sim-line.c. */
#include "sim-world.h"
#include "tn-apply.h"
#include "tn-db.h"
#include "tn-entry.h"
#include "tn-hub-copy.h"
#include "tn-meta-keys.h"

SimLaptop *
sim_pick_hub (SimWorld *w, const SimLaptop *other_than)
{
  g_autoptr (GPtrArray) hubs = g_ptr_array_new ();
  for (guint i = 0; i < w->laptops->len; i++) {
    SimLaptop *l = w->laptops->pdata[i];
    if (l->serves && !l->gone && l != other_than) g_ptr_array_add (hubs, l);
  }
  return hubs->len ? hubs->pdata[sim_below (w->rand, hubs->len)] : NULL;
}

/* How far a hub is behind is what it knows of the root's number. */
void
sim_go_to_hub (SimWorld *w, SimLaptop *l)
{
  TnSessionLog log = { 0 };
  gint64 seq = 0;
  g_autofree char *tok = NULL;
  SimLaptop *hub = l->busy || l->serves ? NULL : sim_pick_hub (w, l);
  TnCopy *copy = hub && !sim_laptop_is_off (hub) ? sim_laptop_window (hub) : NULL;
  if (!copy) return;
  if (!tn_known_get (copy, &seq, &tok) || seq < w->seen_seq) sim_fire (w, SIM_HUB_LAGS);
  w->visits++;
  if (w->plan->rate[SIM_HUB_RESTORED] > 0 && !hub->busy && sim_chance (w->rand, 0.15)) sim_laptop_image (hub);
  sim_visit (l, hub, &log, NULL);
}

/* The right is given by the district, the rest by its owner; it may serve before it was told whom. */
void
sim_make_hub (SimWorld *w, SimLaptop *l)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = l->busy || l->gone || l->serves || l->revoked || !l->enrolled ? NULL : sim_laptop_reconciler (l);
  g_autofree char *device = copy ? tn_copy_get_meta (copy, TN_META_DEVICE) : NULL;
  if (!device) return;
  if (!tn_district_hub_grant (w->district, device, SIM_WARD, 10 + sim_below (w->rand, 700), &error)) {
    sim_say (w, "server", "%s cannot be a hub: %s", l->m.name, error->message);
    return;
  }
  TnSessionLog log = { 0 };
  if (sim_chance (w->rand, 0.8)) sim_sync (l, &log, NULL);
  copy = sim_laptop_reconciler (l);
  l->serves = copy && tn_hub_enable (copy, &error);
  if (l->serves) sim_say (w, l->m.name, "serves its team");
  sim_root_look (w);
}

void
sim_end_hub (SimWorld *w)
{
  g_autoptr (GError) error = NULL;
  SimLaptop *l = sim_pick_hub (w, NULL);
  TnCopy *copy = l && !l->busy ? sim_laptop_reconciler (l) : NULL;
  g_autofree char *device = copy ? tn_copy_get_meta (copy, TN_META_DEVICE) : NULL;
  if (!device) return;
  if (sim_chance (w->rand, 0.5) && !tn_district_hub_end (w->district, device, SIM_WARD, &error) && !w->rewinds)
    sim_say (w, "server", "%s was no hub: %s", l->m.name, error->message);
  g_clear_pointer (&l->hub, tn_hub_free);
  l->serves = !tn_hub_disable (copy, NULL);
  sim_fire (w, SIM_HUB_ENDED);
  sim_say (w, l->m.name, "serves its team no more");
  sim_root_look (w);
}

/* Stolen, with all that was only there. Another one takes its place, now or later. */
void
sim_lose_hub (SimWorld *w)
{
  SimSet before;
  SimLaptop *l = sim_pick_hub (w, NULL);
  if (!l || l->busy || l->key == 0 || !sim_laptop_window (l)) return;
  if (sim_chance (w->rand, 0.5)) sim_happen (w, l, SIM_REVOKED);
  sim_set_init (&before, &w->oracle);
  sim_outbox_set (l, &before);
  sim_ahead_set (l, &before);
  sim_laptop_stop (l);
  l->gone = TRUE;
  l->serves = FALSE;
  sim_fire (w, SIM_HUB_LOST);
  sim_say (w, l->m.name, "is stolen, and was a hub");
  sim_excuse_lost (w, &before);
  sim_set_clear (&before);
  if (sim_chance (w->rand, 0.6)) sim_make_hub (w, w->laptops->pdata[sim_below (w->rand, w->laptops->len)]);
}

static void
add_line (SimLaptop *l, SimSet *set, TnSlice raw)
{
  g_autoptr (TnEntry) entry = tn_entry_parse (raw, NULL);
  for (guint i = 0; entry && i < entry->changes->len; i++) {
    const TnChange *change = entry->changes->pdata[i];
    sim_set_add (set, sim_oracle_find (&l->m.world->oracle, &entry->id, change->unit, change->value, &change->stamp));
  }
}

void
sim_relay_set (SimLaptop *l, SimSet *set)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = sim_laptop_window (l);
  g_autofree char *version = copy ? tn_copy_get_meta (copy, TN_META_HUB_VERSION) : NULL;
  g_autoptr (TnStmt) stmt = version ? tn_db_prepare (tn_copy_db (copy), "SELECT raw FROM hub_relay", &error) : NULL;
  while (stmt && tn_stmt_step (stmt, &error) == TN_STEP_ROW) {
    gsize len = 0;
    const char *raw = tn_stmt_blob (stmt, 0, &len);
    add_line (l, set, (TnSlice) { raw, len });
  }
}
