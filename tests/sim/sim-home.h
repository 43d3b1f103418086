/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* What is on a real disk, once for all runs of this process: the district's CA certificate and signing key, and the laptops' keys, which the
 * programs read as files; and the images of a district and of a laptop's copy in which nothing has been written yet. */
void sim_home_init (void);
void sim_home_clear (void);
char *sim_home_path (const char *name);                    /* of a machine's folder. Owned */
/* The key of laptop `key` lies in the folder of slot `slot` from now on. */
void sim_home_place_key (guint slot, guint key);
#define SIM_SLOTS 24
const char *sim_home_ca (void);
GHashTable *sim_home_root_image (void);                    /* borrowed, as of sim_disk_image() */
GHashTable *sim_home_copy_image (void);
#define SIM_COPY "ward.db"
G_END_DECLS
