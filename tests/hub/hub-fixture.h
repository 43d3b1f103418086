/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "sync-fixture.h"
#include "tn-hub.h"
G_BEGIN_DECLS

/* A ward laptop that serves its team over real HTTPS, and laptops that go through it. */
typedef struct {
  Laptop laptop;
  TnHub *hub;
} HubLaptop;
void hub_init (HubLaptop *h, World *w);                     /* enrolled, made a hub by the district, serving */
void hub_start (HubLaptop *h);
void hub_stop (HubLaptop *h);
void hub_clear (HubLaptop *h);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HubLaptop, hub_clear)
void hub_sync (HubLaptop *h);                               /* with the district: hands on, and nothing is left to hand on */
guint64 hub_waiting (HubLaptop *h);                         /* of the team's edits */
gint64 hub_head (HubLaptop *h);                             /* newest number */

char *laptop_device (Laptop *l);
void laptop_init_leader (Laptop *l, World *w, const char *name, const char *const *areas);   /* team_leader of these areas, enrolled */
void laptop_sync_hub (Laptop *l, HubLaptop *h);             /* must succeed */
gboolean laptop_try_hub (Laptop *l, HubLaptop *h, GError **error);
void laptop_sync_root (Laptop *l);                          /* with the district; must succeed and leave nothing unsent */
TnId laptop_add_household_in (Laptop *l, const char *house_no, const TnId *area);
guint root_count (World *w, const char *sql);               /* one number of the district's database */
G_END_DECLS
