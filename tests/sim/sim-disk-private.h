/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "sim-disk.h"
G_BEGIN_DECLS

typedef struct { sqlite3_int64 offset; guint len; guint8 *data; /* NULL = truncated to offset */ } SimWrite;

typedef struct {
  SimDisk *disk;
  char *name;
  GByteArray *now, *safe;          /* as programs see it; as of the last flush */
  GArray *writes;                  /* SimWrite since then */
  gboolean durable;                /* its name has reached the platter */
  guint handles;
  /* locks of rollback mode */
  guint shared;
  gpointer reserved, pending, exclusive;
  /* shared memory of the write-ahead log */
  GPtrArray *regions;
  guint shm_shared[SQLITE_SHM_NLOCK];
  gpointer shm_exclusive[SQLITE_SHM_NLOCK];
  guint shm_handles;
} SimFile;

struct _SimDisk {
  char *folder;
  GHashTable *files;               /* name → SimFile */
  gboolean dead, plans_crash, plans_full, full;
  SimCrash how;
  guint left, full_left, full_hits;
  SimRand tear;
  guint64 operations;
};

SimDisk *sim_disk_of (const char *path, const char **name);
SimFile *sim_disk_file (SimDisk *disk, const char *name, gboolean create);
/* Before an operation that changes something: FALSE = the machine is dead. *torn = this is the last thing that it did. */
gboolean sim_disk_begin (SimDisk *disk, gboolean *torn);
gboolean sim_disk_may_grow (SimDisk *disk);
void sim_file_write (SimFile *file, sqlite3_int64 offset, const void *data, guint len);
void sim_file_truncate (SimFile *file, sqlite3_int64 size);
void sim_file_flush (SimFile *file);
void sim_disk_delete (SimDisk *disk, const char *name);
guint64 sim_disks_random (void);
void sim_vfs_register (void);
G_END_DECLS
