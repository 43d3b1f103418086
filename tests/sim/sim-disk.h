/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <sqlite3.h>
#include "sim-rand.h"
G_BEGIN_DECLS

/* The disks of all machines: SQLite files in memory that know which writes were flushed. A file belongs to the disk whose folder it is in.
 *
 * A crash is told to the disk beforehand, as a number of operations (writes, flushes, truncations, deletions, and whatever the caller
 * adds with sim_disk_tick()). The operation at which it happens is torn, everything after it fails, and the program above
 * runs into errors until the simulator gives it up. sim_disk_reboot() then says what the platter holds. */
#define SIM_VFS "tn-sim"
typedef enum { SIM_CRASH_KILL /* the process ends: what was written stays */, SIM_CRASH_POWER /* unflushed writes are kept, dropped or torn, each for itself */ } SimCrash;

typedef struct _SimDisk SimDisk;
void sim_disks_init (void);                        /* registers the VFS; once */
void sim_disks_seed (guint64 seed);                /* what SQLite itself takes for random */
SimDisk *sim_disk_new (const char *folder);
void sim_disk_free (SimDisk *disk);

void sim_disk_plan_crash (SimDisk *disk, SimCrash how, guint operations, SimRand *rand);
void sim_disk_forget_plan (SimDisk *disk);         /* neither a crash nor a full disk any more */
void sim_disk_plan_full (SimDisk *disk, guint operations);    /* from then on the files cannot grow, until sim_disk_forget_plan() */
void sim_disk_tick (SimDisk *disk);                /* something happened that a crash may fall on: a request leaves */
gboolean sim_disk_is_dead (SimDisk *disk);
SimCrash sim_disk_crash_of (SimDisk *disk);        /* what it died of */
/* All connections are closed. Restores what a crash left; without one: what a clean power-off leaves, which is everything. */
void sim_disk_reboot (SimDisk *disk, SimRand *rand);
guint64 sim_disk_operations (SimDisk *disk);
guint sim_disk_full_hits (SimDisk *disk);          /* writes refused so far */

/* All files of a disk as they are now: an image, as a disk imaging program makes it while nothing runs. */
GHashTable *sim_disk_image (SimDisk *disk);        /* char* name → GBytes*. Owned */
void sim_disk_set_image (SimDisk *disk, GHashTable *image);
void sim_disk_set_file (SimDisk *disk, const char *name, const void *data, gsize len);
/* Does any file hold these bytes? *where gets the name (borrowed). */
gboolean sim_disk_finds_bytes (SimDisk *disk, const void *bytes, gsize len, const char **where);
gboolean sim_disk_finds (SimDisk *disk, const char *text, const char **where);
G_END_DECLS
