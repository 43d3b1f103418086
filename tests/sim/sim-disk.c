/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-disk-private.h"
#include <string.h>

#define SECTOR 512

static GHashTable *disks;          /* folder → SimDisk, borrowed */
static SimRand sqlite_rand;

/* ---- files ---- */

static void
free_writes (gpointer data)
{
  g_free (((SimWrite *) data)->data);
}

static void
free_regions (SimFile *file)
{
  g_ptr_array_set_size (file->regions, 0);
  memset (file->shm_shared, 0, sizeof file->shm_shared);
  memset (file->shm_exclusive, 0, sizeof file->shm_exclusive);
}

static void
free_file (gpointer data)
{
  SimFile *file = data;
  g_free (file->name);
  g_byte_array_unref (file->now);
  g_byte_array_unref (file->safe);
  g_array_unref (file->writes);
  g_ptr_array_unref (file->regions);
  g_free (file);
}

SimFile *
sim_disk_file (SimDisk *disk, const char *name, gboolean create)
{
  SimFile *file = g_hash_table_lookup (disk->files, name);
  if (file || !create) return file;
  file = g_new0 (SimFile, 1);
  file->disk = disk;
  file->name = g_strdup (name);
  file->now = g_byte_array_new ();
  file->safe = g_byte_array_new ();
  file->writes = g_array_new (FALSE, FALSE, sizeof (SimWrite));
  g_array_set_clear_func (file->writes, free_writes);
  file->regions = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_insert (disk->files, file->name, file);
  return file;
}

static void
put (GByteArray *to, const SimWrite *w)
{
  gsize end = (gsize) w->offset + w->len, had = to->len;
  if (!w->data) {
    if (to->len > (gsize) w->offset) g_byte_array_set_size (to, (guint) w->offset);
    return;
  }
  if (had < end) {
    g_byte_array_set_size (to, (guint) end);
    memset (to->data + had, 0, end - had);
  }
  memcpy (to->data + w->offset, w->data, w->len);
}

static void
note (SimFile *file, const SimWrite *w)
{
  put (file->now, w);
  g_array_append_vals (file->writes, w, 1);
}

void
sim_file_write (SimFile *file, sqlite3_int64 offset, const void *data, guint len)
{
  SimWrite w = { offset, len, g_memdup2 (data, len) };
  note (file, &w);
}

void
sim_file_truncate (SimFile *file, sqlite3_int64 size)
{
  SimWrite w = { size, 0, NULL };
  note (file, &w);
}

void
sim_file_flush (SimFile *file)
{
  for (guint i = 0; i < file->writes->len; i++) put (file->safe, &g_array_index (file->writes, SimWrite, i));
  g_array_set_size (file->writes, 0);
  file->durable = TRUE;
}

void
sim_disk_delete (SimDisk *disk, const char *name)
{
  g_hash_table_remove (disk->files, name);
}

/* ---- disks ---- */

void
sim_disks_init (void)
{
  if (disks) return;
  disks = g_hash_table_new (g_str_hash, g_str_equal);
  sim_vfs_register ();
}

void
sim_disks_seed (guint64 seed)
{
  sqlite_rand = sim_rand_for (seed, 0x5eed);
  sqlite3_randomness (0, NULL);    /* SQLite seeds itself anew */
}

guint64
sim_disks_random (void)
{
  return sim_rand (&sqlite_rand);
}

SimDisk *
sim_disk_new (const char *folder)
{
  SimDisk *disk = g_new0 (SimDisk, 1);
  disk->folder = g_strdup (folder);
  disk->files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_file);
  g_hash_table_insert (disks, disk->folder, disk);
  return disk;
}

void
sim_disk_free (SimDisk *disk)
{
  if (!disk) return;
  g_hash_table_remove (disks, disk->folder);
  g_hash_table_unref (disk->files);
  g_free (disk->folder);
  g_free (disk);
}

SimDisk *
sim_disk_of (const char *path, const char **name)
{
  const char *slash = strrchr (path, '/');
  if (!slash) return NULL;
  g_autofree char *folder = g_strndup (path, (gsize) (slash - path));
  *name = slash + 1;
  return g_hash_table_lookup (disks, folder);
}

/* ---- what goes wrong ---- */

void
sim_disk_plan_crash (SimDisk *disk, SimCrash how, guint operations, SimRand *rand)
{
  disk->plans_crash = TRUE;
  disk->how = how;
  disk->left = operations;
  disk->tear = sim_rand_for (sim_rand (rand), 1);
}

void
sim_disk_plan_full (SimDisk *disk, guint operations)
{
  disk->plans_full = TRUE;
  disk->full_left = operations;
}

void
sim_disk_forget_plan (SimDisk *disk)
{
  disk->plans_crash = disk->plans_full = disk->full = FALSE;
}

gboolean
sim_disk_begin (SimDisk *disk, gboolean *torn)
{
  *torn = FALSE;
  if (disk->dead) return FALSE;
  disk->operations++;
  if (disk->plans_full && !disk->full && disk->full_left-- == 0) disk->full = TRUE;
  if (disk->plans_crash && disk->left-- == 0) disk->dead = *torn = TRUE;
  return TRUE;
}

gboolean
sim_disk_may_grow (SimDisk *disk)
{
  disk->full_hits += disk->full;
  return !disk->full;
}

void
sim_disk_tick (SimDisk *disk)
{
  gboolean torn;
  sim_disk_begin (disk, &torn);
}

gboolean
sim_disk_is_dead (SimDisk *disk)
{
  return disk->dead;
}

SimCrash
sim_disk_crash_of (SimDisk *disk)
{
  return disk->how;
}

guint64
sim_disk_operations (SimDisk *disk)
{
  return disk->operations;
}

guint
sim_disk_full_hits (SimDisk *disk)
{
  return disk->full_hits;
}

/* Sector by sector, in any order: a disk promises no more. */
static void
put_torn (GByteArray *to, const SimWrite *w, SimRand *rand)
{
  for (guint at = 0; at < w->len; at += SECTOR) {
    SimWrite part = { w->offset + at, MIN (SECTOR, w->len - at), w->data + at };
    if (sim_chance (rand, 0.5)) put (to, &part);
  }
}

static void
lose_power (SimFile *file, SimRand *rand)
{
  double kept = sim_unit (rand);
  for (guint i = 0; i < file->writes->len; i++) {
    const SimWrite *w = &g_array_index (file->writes, SimWrite, i);
    if (sim_chance (rand, kept)) put (file->safe, w);
    else if (w->data && sim_chance (rand, 0.3)) put_torn (file->safe, w, rand);
  }
  g_array_set_size (file->writes, 0);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (SimDisk *disk)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter it;
  gpointer name;
  g_hash_table_iter_init (&it, disk->files);
  while (g_hash_table_iter_next (&it, &name, NULL)) g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

void
sim_disk_reboot (SimDisk *disk, SimRand *rand)
{
  gboolean power = disk->dead && disk->how == SIM_CRASH_POWER;
  g_autoptr (GPtrArray) names = list_names (disk);
  for (guint i = 0; i < names->len; i++) {
    SimFile *file = sim_disk_file (disk, names->pdata[i], FALSE);
    free_regions (file);
    file->shared = 0;
    file->reserved = file->pending = file->exclusive = NULL;
    if (!power) sim_file_flush (file);
    else if (!file->durable && sim_chance (rand, 0.5)) {
      sim_disk_delete (disk, file->name);
      continue;
    } else lose_power (file, rand);
    g_byte_array_set_size (file->now, 0);
    g_byte_array_append (file->now, file->safe->data, file->safe->len);
  }
  disk->dead = FALSE;
  sim_disk_forget_plan (disk);
}

/* ---- images ---- */

GHashTable *
sim_disk_image (SimDisk *disk)
{
  GHashTable *image = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) names = list_names (disk);
  for (guint i = 0; i < names->len; i++) {
    const SimFile *file = sim_disk_file (disk, names->pdata[i], FALSE);
    g_hash_table_insert (image, g_strdup (file->name), g_bytes_new (file->now->data, file->now->len));
  }
  return image;
}

void
sim_disk_set_file (SimDisk *disk, const char *name, const void *data, gsize len)
{
  SimFile *file = sim_disk_file (disk, name, TRUE);
  sim_file_truncate (file, 0);
  sim_file_write (file, 0, data, (guint) len);
  sim_file_flush (file);
}

void
sim_disk_set_image (SimDisk *disk, GHashTable *image)
{
  GHashTableIter it;
  gpointer name, bytes;
  g_hash_table_remove_all (disk->files);
  g_hash_table_iter_init (&it, image);
  while (g_hash_table_iter_next (&it, &name, &bytes)) {
    gsize len;
    const void *data = g_bytes_get_data (bytes, &len);
    sim_disk_set_file (disk, name, data, len);
  }
}

gboolean
sim_disk_finds (SimDisk *disk, const char *text, const char **where)
{
  return sim_disk_finds_bytes (disk, text, strlen (text), where);
}

gboolean
sim_disk_finds_bytes (SimDisk *disk, const void *bytes, gsize len, const char **where)
{
  g_autoptr (GPtrArray) names = list_names (disk);
  for (guint i = 0; i < names->len; i++) {
    const SimFile *file = sim_disk_file (disk, names->pdata[i], FALSE);
    if (!file->now->len || !memmem (file->now->data, file->now->len, bytes, len)) continue;
    *where = file->name;
    return TRUE;
  }
  return FALSE;
}
